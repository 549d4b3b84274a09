"""All files of one change are written, or none is."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from agenda.book.surroundings import BrokenSurroundings

_ENDING: Final = ".agenda-tmp"


def write(files: Mapping[Path, bytes]) -> None:
    """Put new contents into some files, each at once by a rename.

    Every file is prepared beside its place before the first is renamed; if a rename fails, those
    before it are put back. Whenever the machine stops, each file is either old or new.
    """
    targets = {path.resolve(): raw for path, raw in files.items()}
    done: list[Path] = []
    old = {path: path.read_bytes() if path.exists() else None for path in targets}
    try:
        for path, raw in targets.items():
            _prepare(path, raw)
        for path in targets:
            _beside(path).replace(path)
            done.append(path)
    except OSError as error:
        for path in done:
            _put_back(path, old[path])
        raise BrokenSurroundings(
            f"can't write {error.filename}: {error.strerror}; nothing is changed"
        ) from error
    finally:
        for path in targets:
            with suppress(OSError):
                _beside(path).unlink(missing_ok=True)


def clean(folder: Path) -> None:
    """Remove what a run that was killed has left beside its files."""
    for stray in folder.rglob(f".*{_ENDING}"):
        with suppress(OSError):
            stray.unlink()


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}{_ENDING}")


def _prepare(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path).open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, _beside(path))


def _put_back(path: Path, raw: bytes | None) -> None:
    if raw is None:
        path.unlink(missing_ok=True)
        return
    _prepare(path, raw)
    _beside(path).replace(path)
