"""Puts the pages of a site into a folder, and keeps everything else in it as it is."""

import errno
import os
import re
import stat
from collections.abc import Iterable, Sequence, Set
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from agenda.errors import EnvironmentFailure
from agenda.store.atomic_write import lock
from agenda.store.layout import REPORTS, VISITS
from agenda.text.prose import count

INDEX: Final = "index.html"
"""The page that is written last, because a reader begins there."""

FOLDERS: Final = ("visits", "trips", "events", "countries", "topics", "people")
"""The folders of a site."""

MANIFEST: Final = ".agenda-site"
"""The file that lists what the last build has made, a path on each line."""

_TEMPORARY: Final = ".agenda-site-tmp"
"""A file's new content until it is renamed, beside it. Only one process at a time writes a site."""

_PATH: Final = re.compile(
    rf"(?:(?:{'|'.join(FOLDERS)})/)?[a-z0-9][a-z0-9-]*\.(?:html|css|js|svg|ics|xml)"
)
"""The paths that a site can have; others in a manifest are not of this program."""

_LARGEST_MANIFEST: Final = 64 * 1024 * 1024


class Published(Struct, frozen=True):
    """How many files of a site are new or changed, are as they were, and were removed."""

    written: int
    unchanged: int
    removed: int


def refuse_folder(folder: Path, root: Path) -> None:
    """Refuse a folder in which a site does harm: a part of the book, or one behind a link.

    A link is followed if it is outside the book and the current folder: there, only the user made
    it, while a link in a book may come from somebody else.
    """
    real = Path(os.path.realpath(folder))
    if folder.exists() and not folder.is_dir():
        raise EnvironmentFailure(f"{folder} is a file, and a site is a folder")
    parts = [root / VISITS, root / REPORTS]
    if real == root or any(real.is_relative_to(part) for part in parts) or ".git" in real.parts:
        raise EnvironmentFailure(
            f"{folder} is a part of the book; name a folder for the site, as in {root / 'site'}"
        )
    named = Path(os.path.abspath(folder))  # noqa: PTH100  Path.resolve() would follow links
    for base in (root, Path.cwd()):
        if named.is_relative_to(base) and real != base / named.relative_to(base):
            raise EnvironmentFailure(
                f"{folder} is, or lies in, a link to {real}; nothing is written. Name that folder "
                "itself"
            )


def publish(folder: Path, paths: Sequence[str], files: Iterable[tuple[str, bytes]]) -> Published:
    """Write the files of a site into a folder, and remove those that only the last build made.

    ``paths`` are those of all files, of which :data:`INDEX` is the last. A file is written by a
    rename, and only if its bytes differ. The manifest names every file before it is written, so
    that a build that was stopped can be repeated.

    Raises :class:`EnvironmentFailure` if the folder has a file of that name which no build made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with lock(folder), _Folders(folder) as folders:
        return _publish(folders, paths, files)


def _publish(
    folders: "_Folders", paths: Sequence[str], files: Iterable[tuple[str, bytes]]
) -> Published:
    top = folders.top
    before = _manifest(top)
    _refuse_foreign(folders, set(paths) - before)
    written, path = 0, MANIFEST
    try:
        _write_manifest(top, before.union(paths))
        for path, raw in files:
            inside, name = folders.of(path, is_made=True)
            if path not in before or _read(inside, name) != raw:
                _write(inside, name, raw)
                written += 1
    except OSError as error:
        raise EnvironmentFailure(
            f"can't write {folders.folder / path}: {error.strerror}; "
            f"{count(written, 'file')} written before this, and the others are as before"
        ) from error
    removed = sum(_remove(folders, path) for path in sorted(before - set(paths)))
    _write_manifest(top, paths)
    return Published(written, len(paths) - written, removed)


class _Folders:
    """The folder of a site and those in it, which are opened once, by their numbers.

    A number still means the same folder if a link takes its place.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
        self.top = os.open(folder, self._flags)
        self._opened = {"": self.top}
        _remove_temporary(self.top)

    def __enter__(self) -> "_Folders":
        return self

    def __exit__(self, *_: object) -> None:
        for number in self._opened.values():
            os.close(number)

    def of(self, path: str, *, is_made: bool = False) -> tuple[int, str]:
        """The folder of a path, which is never a link, and the file's name in it."""
        parent, _, name = path.rpartition("/")
        if parent not in self._opened:
            if is_made:
                with suppress(FileExistsError):
                    os.mkdir(parent, dir_fd=self.top)
            self._opened[parent] = self._open(parent)
        return self._opened[parent], name

    def _open(self, parent: str) -> int:
        try:
            opened = os.open(parent, self._flags | os.O_NOFOLLOW, dir_fd=self.top)
        except OSError as error:
            if error.errno not in {errno.ENOTDIR, errno.ELOOP}:
                raise
            raise EnvironmentFailure(
                f"{self.folder / parent} is a link or a file; nothing is written there"
            ) from None
        _remove_temporary(opened)
        return opened


def _remove_temporary(inside: int) -> None:
    """Remove what a build that was stopped has left in a folder."""
    with suppress(OSError):
        os.unlink(_TEMPORARY, dir_fd=inside)


def _read(inside: int, name: str) -> bytes | None:
    """The content of a regular file; ``None`` if there is none."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        opened = os.open(name, flags, dir_fd=inside)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        return None
    with os.fdopen(opened, "rb") as file:
        return file.read(_LARGEST_MANIFEST)


def _write(inside: int, name: str, raw: bytes) -> None:
    """Write a file by a rename.

    The temporary file is in the same folder, since some file systems keep the files of a folder
    together, and look long for a place if all are created in another one.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(_TEMPORARY, flags, 0o666, dir_fd=inside), "wb") as file:
            file.write(raw)
        os.replace(_TEMPORARY, name, src_dir_fd=inside, dst_dir_fd=inside)
    except OSError as error:
        _remove_temporary(inside)
        if isinstance(error, IsADirectoryError):
            what = f"{name} is a folder; remove it, or name another folder"
            raise EnvironmentFailure(what) from None
        raise


def _manifest(top: int) -> set[str]:
    """What the last build has made, without lines that no build writes."""
    lines = (_read(top, MANIFEST) or b"").decode(errors="replace").split("\n")
    return {line for line in lines if _PATH.fullmatch(line)}


def _write_manifest(top: int, paths: Iterable[str]) -> None:
    raw = "".join(f"{path}\n" for path in sorted(paths)).encode()
    if _read(top, MANIFEST) != raw:
        _write(top, MANIFEST, raw)


def _refuse_foreign(folders: _Folders, paths: Set[str]) -> None:
    for path in sorted(paths):
        with suppress(FileNotFoundError):
            inside, name = folders.of(path)
            os.lstat(name, dir_fd=inside)
            raise EnvironmentFailure(
                f"{folders.folder / path} was not made by `agenda site`; nothing is written. "
                "Remove it, or name another folder"
            )


def _remove(folders: _Folders, path: str) -> bool:
    """Remove a file that a build has made, and its folder if that is empty then."""
    try:
        inside, name = folders.of(path)
        os.unlink(name, dir_fd=inside)
    except (OSError, EnvironmentFailure):  # it is gone, or something else took its place
        return False
    if parent := path.rpartition("/")[0]:
        with suppress(OSError):
            os.rmdir(parent, dir_fd=folders.top)
    return True
