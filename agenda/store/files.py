"""Reads files: of a book only regular files inside it, on disk or as committed in git."""

import errno
import os
import stat
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from agenda.store.layout import REPORTS, SETTINGS, VISITS, is_book_file, is_inside
from agenda.store.layout import files as files_below
from agenda.yamlio.types import MAX_BYTES

if TYPE_CHECKING:
    from agenda.store.git import Commit

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


class Contents(Struct, frozen=True):
    """The content of each file of a book, by its path, in the order in which files count."""

    root: Path
    files: Mapping[str, bytes | IrregularFile]
    unreadable: Mapping[str, str] = {}
    """The files that the operating system could not read, with the reasons."""
    misnamed: tuple[str, ...] = ()
    """Files that are not read because of how their names end, but are likely meant to be."""


def contents_on_disk(root: Path, instead: Mapping[str, bytes] | None = None) -> Contents:
    """What is in a book's folder.

    ``instead`` has bytes to use in place of the content of some files, which need not exist.
    """
    instead = instead or {}
    misnamed = list[str]()
    files = [file for part in (VISITS, REPORTS) for file in files_below(root, part, misnamed)]
    files += [name for name in SETTINGS if os.path.lexists(root / name)]
    if not instead.keys() <= set(files):
        files = sorted({*files, *instead}, key=lambda file: file.split("/"))
    contents = contents_of(root, files, instead, is_listed=True)
    return replace(contents, misnamed=tuple(misnamed))


def contents_of(
    root: Path,
    files: Iterable[str],
    instead: Mapping[str, bytes] | None = None,
    *,
    is_listed: bool = False,
) -> Contents:
    """What is in some files of a book, or instead of it as in :func:`contents_on_disk`.

    Files that are listed were found without following links to folders.
    """
    instead = instead or {}
    contents, unreadable = dict[str, bytes | IrregularFile](), dict[str, str]()
    for file in files:
        if file in instead:
            contents[file] = instead[file]
            continue
        try:
            contents[file] = read_book_file(root, file, is_listed=is_listed)
        except IrregularFile as error:
            contents[file] = error
        except OSError as error:
            unreadable[file] = str(error.strerror)
    return Contents(root, contents, unreadable)


def contents_at(root: Path, revision: str, known: Container[str] = ()) -> "tuple[Contents, Commit]":
    """What is in a book's files as committed at a revision of its repository.

    Files whose content is ``known`` already are not read, and are empty.
    """
    from agenda.store.git import Repository

    repository = Repository(root)
    commit = repository.commit(revision)
    entries = [
        entry
        for entry in repository.files(commit, (VISITS, REPORTS, *SETTINGS))
        if entry.path in SETTINGS or is_book_file(entry.path)
    ]
    entries.sort(key=lambda entry: entry.path.split("/"))  # as folders are read
    files: dict[str, bytes | IrregularFile] = {entry.path: b"" for entry in entries}
    unknown = [entry for entry in entries if entry.path not in known]
    blobs = repository.blobs([entry.blob for entry in unknown])
    files |= {entry.path: raw for entry, raw in zip(unknown, blobs, strict=True)}
    return Contents(root, files), commit
