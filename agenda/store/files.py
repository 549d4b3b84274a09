"""Reads files: of a book only regular files inside it, whatever its links lead to."""

import errno
import os
import stat
from pathlib import Path
from typing import Final

from agenda.store.layout import is_inside
from agenda.yamlio.types import MAX_BYTES

_FLAGS: Final = os.O_RDONLY | os.O_CLOEXEC
# Opening a named pipe waits for a writer, and opening a terminal can make it the process's own.
_CAREFULLY: Final = _FLAGS | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY

_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


OUTSIDE: Final = "a link that leads out of the book"


class IrregularFile(OSError):
    """A path of a book that is not a regular file inside it. ``strerror`` says what it is."""

    def __init__(self, path: str, kind: str) -> None:
        super().__init__(errno.EINVAL, f"it is {kind}", path)


def read_bytes(path: Path | str) -> bytes:
    """The content of any file; of one that is too large, enough to tell that it is."""
    return _content(os.open(path, _FLAGS))


def read_book_file(root: Path | str, file: str, *, is_listed: bool = False) -> bytes:
    """The content of a file of a book, like :func:`read_bytes`.

    Raises :class:`IrregularFile` if it is not a regular file, or a link that leads to none inside
    the book. A file that ``is_listed`` was found without following links to folders.
    """
    path = f"{root}/{file}"
    if not is_listed and os.path.realpath(path) != f"{os.path.realpath(root)}/{file}":
        path = _linked_file(root, path)
    try:
        opened = os.open(path, _CAREFULLY)
    except OSError as error:
        if error.errno == errno.ELOOP:
            opened = os.open(_linked_file(root, path), _CAREFULLY)
        elif error.errno == errno.ENXIO:
            raise IrregularFile(path, "a socket") from None
        else:
            raise
    if not stat.S_ISREG(mode := os.fstat(opened).st_mode):
        os.close(opened)
        raise IrregularFile(path, kind_of(mode))
    return _content(opened)


def _linked_file(root: Path | str, path: str) -> str:
    """The file that a link leads to, which may not be hidden, as settings and keys often are."""
    target = os.path.realpath(path)
    if not is_inside(root, target):
        raise IrregularFile(path, OUTSIDE)
    if not os.path.lexists(target):
        raise IrregularFile(path, "a link to a file that does not exist")
    if any(
        name.startswith(".") for name in os.path.relpath(target, os.path.realpath(root)).split("/")
    ):
        raise IrregularFile(path, "a link to a hidden file")
    return target


def kind_of(mode: int) -> str:
    """What kind of file a mode is of: `a folder`, `a named pipe`."""
    return next((kind for is_kind, kind in _KINDS if is_kind(mode)), "no regular file")


def _content(opened: int) -> bytes:
    try:
        expected = min(os.fstat(opened).st_size, MAX_BYTES)
        raw = os.read(opened, expected + 1)
        # What is no regular file, or is being written, may hold more than it seems to.
        while len(raw) != expected and (more := os.read(opened, MAX_BYTES + 1 - len(raw))):
            raw += more
        return raw
    finally:
        os.close(opened)
