"""Puts the pages of a site into a folder, and keeps everything else in it as it is."""

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from agenda.errors import EnvironmentFailure
from agenda.store.atomic_write import lock
from agenda.store.layout import REPORTS, VISITS

INDEX: Final = "index.html"
"""The page that is written last, because a reader begins there."""

FOLDERS: Final = ("visits", "trips", "events", "countries", "topics", "people")
"""The folders of a site."""

MANIFEST: Final = ".agenda-site"
"""The file that lists what the last build has made, a path on each line."""

_TEMPORARY: Final = ".agenda-site-tmp"
"""A file's new content until it is renamed. Only one process at a time writes into a folder."""

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
    with lock(folder):
        top = _open_folder(folder)
        try:
            return _publish(folder, top, paths, files)
        finally:
            os.close(top)


def _publish(
    folder: Path, top: int, paths: Sequence[str], files: Iterable[tuple[str, bytes]]
) -> Published:
    before = _manifest(top)
    _refuse_foreign(folder, top, set(paths) - before)
    _replace(top, MANIFEST, _manifest_of({*before, *paths}))
    written = 0
    for path, raw in files:
        with _folder_of(folder, top, path, is_made=True) as (inside, name):
            written += _replace(inside, name, raw, top)
    removed = sum(_remove(folder, top, path) for path in sorted(before - set(paths)))
    _replace(top, MANIFEST, _manifest_of(set(paths)))
    return Published(written, len(paths) - written, removed)


def _open_folder(folder: Path | str, inside: int | None = None) -> int:
    """A folder by its number, which still means this one if a link takes its place."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    return os.open(folder, flags if inside is None else flags | os.O_NOFOLLOW, dir_fd=inside)


@contextmanager
def _folder_of(
    folder: Path, top: int, path: str, *, is_made: bool = False
) -> Iterator[tuple[int, str]]:
    """The folder of a path, which is never a link, and the file's name in it."""
    parent, _, name = path.rpartition("/")
    if not parent:
        yield top, name
        return
    if is_made:
        with suppress(FileExistsError):
            os.mkdir(parent, dir_fd=top)
    try:
        inside = _open_folder(parent, top)
    except OSError as error:
        if error.errno not in {errno.ENOTDIR, errno.ELOOP}:
            raise
        where = folder / parent
        raise EnvironmentFailure(f"{where} is a link or a file; nothing is written there") from None
    try:
        yield inside, name
    finally:
        os.close(inside)


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


def _replace(inside: int, name: str, raw: bytes, top: int | None = None) -> bool:
    """Write a file by a rename if its content differs, and say whether it did."""
    if _read(inside, name) == raw:
        return False
    top = inside if top is None else top
    with suppress(FileNotFoundError):
        os.unlink(_TEMPORARY, dir_fd=top)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(_TEMPORARY, flags, 0o666, dir_fd=top), "wb") as file:
        file.write(raw)
    try:
        os.replace(_TEMPORARY, name, src_dir_fd=top, dst_dir_fd=inside)
    except IsADirectoryError:
        os.unlink(_TEMPORARY, dir_fd=top)
        raise EnvironmentFailure(f"{name} is a folder; remove it, or name another folder") from None
    return True


def _manifest(top: int) -> set[str]:
    """What the last build has made, without lines that no build writes."""
    lines = (_read(top, MANIFEST) or b"").decode(errors="replace").split("\n")
    return {line for line in lines if _PATH.fullmatch(line)}


def _manifest_of(paths: Iterable[str]) -> bytes:
    return "".join(f"{path}\n" for path in sorted(paths)).encode()


def _refuse_foreign(folder: Path, top: int, paths: Set[str]) -> None:
    for path in sorted(paths):
        with suppress(FileNotFoundError), _folder_of(folder, top, path) as (inside, name):
            os.lstat(name, dir_fd=inside)
            raise EnvironmentFailure(
                f"{folder / path} was not made by `agenda site`; nothing is written. Remove it, or "
                "name another folder"
            )


def _remove(folder: Path, top: int, path: str) -> bool:
    """Remove a file that a build has made, and its folder if that is empty then."""
    try:
        with _folder_of(folder, top, path) as (inside, name):
            os.unlink(name, dir_fd=inside)
    except (OSError, EnvironmentFailure):  # it is gone, or something else took its place
        return False
    if parent := path.rpartition("/")[0]:
        with suppress(OSError):
            os.rmdir(parent, dir_fd=top)
    return True
