"""The layout of a book on disk: its folders, and the ids in file names. Opens no file."""

import errno
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from agenda.errors import EnvironmentFailure

if TYPE_CHECKING:
    from pathlib import Path

VISITS: Final = "agendas"
REPORTS: Final = "seeds"
SETTINGS: Final = ("agenda.yaml", "agenda.yml")
ENDINGS: Final = (".yaml", ".yml")


def ids(root: "Path", folder: str) -> list[str]:
    """The ids of a book's visits or reports, sorted; none if the folder can't be read.

    ``folder`` is :data:`VISITS` or :data:`REPORTS`.
    """
    try:
        return sorted({id_of(file) for file in files(root, folder)})
    except EnvironmentFailure:
        return []


def id_of(file: str) -> str:
    """The id of a visit or a report: the name of its file without the extension."""
    return file.rpartition("/")[2].rpartition(".")[0]


def files(root: "Path", folder: str, misnamed: list[str] | None = None) -> Iterator[str]:
    """The paths of the YAML files below a folder of a book, hidden ones excepted.

    Whether they are regular files shows when they are read. ``misnamed`` gets the paths of files
    whose names do not quite end as they should: `a.yaml.txt`. Raises
    :class:`EnvironmentFailure` for a folder that can't be read, or that is a link out of the book.
    """
    try:
        yield from _files(root, folder, misnamed)
    except OSError as error:
        raise EnvironmentFailure(f"can't read {error.filename}: {error.strerror}") from error


def _files(root: "Path", folder: str, misnamed: list[str] | None) -> Iterator[str]:
    if not (root / folder).is_dir():
        return
    if (root / folder).is_symlink() and not is_inside(root, os.path.realpath(root / folder)):
        reason = "it is a link that leads out of the book"
        raise OSError(errno.EINVAL, reason, str(root / folder))
    waiting = _entries(root, folder)
    while waiting:
        path, entry = waiting.pop()
        if entry.is_dir(follow_symlinks=False):
            waiting += _entries(root, path)
        elif entry.name.endswith(ENDINGS):
            yield path
        elif misnamed is not None and entry.name.lower().removesuffix(".txt").endswith(ENDINGS):
            misnamed.append(path)


def _entries(root: "Path", folder: str) -> "list[tuple[str, os.DirEntry[str]]]":
    """What is in a folder, with paths from the book's folder, the last name first."""
    entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name, reverse=True)
    return [(f"{folder}/{entry.name}", entry) for entry in entries if entry.name[0] != "."]


def is_inside(root: "Path | str", real: str) -> bool:
    """Whether a path without links is that of a book's folder, or lies in it."""
    top = os.path.realpath(root)
    return os.path.commonpath((top, real)) == top


def book_above(start: "Path") -> "Path | None":
    """The nearest folder with `agendas/` in it, from a folder upward."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / VISITS).is_dir()), None)


def is_book_file(path: str) -> bool:
    """Whether a path of a revision is one that would be read on disk."""
    hidden = any(name.startswith(".") for name in path.split("/"))
    return path.endswith(ENDINGS) and not hidden


def report_paths(root: "Path") -> list[str]:
    """The book's reports by their paths from the current folder; none if they can't be listed."""
    try:
        return [os.path.relpath(root / file) for file in files(root, REPORTS)]
    except EnvironmentFailure:
        return []
