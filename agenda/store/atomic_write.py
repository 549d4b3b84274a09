"""All files of one change are written, or none is."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from agenda.errors import EnvironmentFailure

_ENDING: Final = ".agenda-tmp"


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Lets one process at a time write into a folder; a second one is refused."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        raise EnvironmentFailure(
            f"another `agenda apply` is running in {folder}; try again when it has finished"
        ) from None
    try:
        yield
    finally:
        os.close(opened)


def write(files: Mapping[Path, bytes], read: Mapping[Path, bytes]) -> None:
    """Write some files, each by a rename, all of them or none.

    ``read`` is what the existing ones contained when the new contents were worked out; if one has
    changed since, nothing is written. Every file is prepared beside its target before the first is
    renamed; if a rename fails, the files before it are restored. Each file is old or new at any
    time, even if the machine stops. A folder that would stay empty is removed.
    """
    targets = {path.resolve(): raw for path, raw in files.items()}
    old = {path.resolve(): read.get(path) for path in files}
    created = _missing_folders(targets)
    renamed: list[Path] = []
    try:
        for path, raw in targets.items():
            _prepare(path, raw)
        _refuse_changed(old)
        for path in targets:
            _beside(path).replace(path)
            renamed.append(path)
    except BaseException as error:
        for path in renamed:
            _restore(path, old[path])
        if not isinstance(error, OSError):
            raise
        raise EnvironmentFailure(
            f"can't write {error.filename}: {error.strerror}; nothing is changed"
        ) from error
    finally:
        for path in targets:
            with suppress(OSError):
                _beside(path).unlink(missing_ok=True)
        for folder in created:
            with suppress(OSError):  # it contains a file, as it should
                folder.rmdir()


def _missing_folders(paths: Iterable[Path]) -> list[Path]:
    """The folders that some files need and that do not exist, the innermost first."""
    folders = {folder for path in paths for folder in path.parents if not folder.exists()}
    return sorted(folders, key=lambda folder: len(folder.parts), reverse=True)


def _refuse_changed(old: Mapping[Path, bytes | None]) -> None:
    for path, raw in old.items():
        if (path.read_bytes() if path.exists() else None) != raw:
            raise EnvironmentFailure(
                f"{path} has changed in the meantime; nothing is written, so try again"
            )


def clean(folder: Path) -> None:
    """Remove the temporary files that a killed run has left behind."""
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


def _restore(path: Path, raw: bytes | None) -> None:
    if raw is None:
        path.unlink(missing_ok=True)
        return
    _prepare(path, raw)
    _beside(path).replace(path)
