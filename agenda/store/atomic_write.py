"""All files of one change are written, or none is."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from agenda.errors import BrokenSurroundings

_ENDING: Final = ".agenda-tmp"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lets one process at a time write into a folder's book; the second one is refused."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        raise BrokenSurroundings(
            f"another `agenda apply` is at work in {folder}; run this again when it has ended"
        ) from None
    try:
        yield
    finally:
        os.close(opened)


def write(files: Mapping[Path, bytes], read: Mapping[Path, bytes]) -> None:
    """Put new contents into some files, each at once by a rename.

    ``read`` is what was in those that were there when the new contents were worked out; if anybody
    has changed one since, nothing is written. Every file is prepared beside its place before the
    first is renamed; on a failure those before it are put back. Whenever the machine stops, each
    file is either old or new. A folder that would stay empty is not made.
    """
    targets = {path.resolve(): raw for path, raw in files.items()}
    old = {path.resolve(): read.get(path) for path in files}
    made = _folders_to_make(targets)
    done: list[Path] = []
    try:
        for path, raw in targets.items():
            _prepare(path, raw)
        _refuse_changed(old)
        for path in targets:
            _beside(path).replace(path)
            done.append(path)
    except BaseException as error:
        for path in done:
            _put_back(path, old[path])
        if not isinstance(error, OSError):
            raise
        raise BrokenSurroundings(
            f"can't write {error.filename}: {error.strerror}; nothing is changed"
        ) from error
    finally:
        for path in targets:
            with suppress(OSError):
                _beside(path).unlink(missing_ok=True)
        for folder in made:
            with suppress(OSError):  # it holds a file, as it should
                folder.rmdir()


def _folders_to_make(paths: Iterable[Path]) -> list[Path]:
    """The folders that some files need and that are not there, the inmost first."""
    folders = {folder for path in paths for folder in path.parents if not folder.exists()}
    return sorted(folders, key=lambda folder: len(folder.parts), reverse=True)


def _refuse_changed(old: Mapping[Path, bytes | None]) -> None:
    for path, raw in old.items():
        if (path.read_bytes() if path.exists() else None) != raw:
            raise BrokenSurroundings(
                f"{path} has changed meanwhile; nothing is written, so run this again"
            )


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
