"""The ids of a book's visits and reports by their files' names: no file is opened."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

VISITS: Final = "agendas"
REPORTS: Final = "seeds"
SETTINGS: Final = ("agenda.yaml", "agenda.yml")
ENDINGS: Final = (".yaml", ".yml")


def ids(root: "Path", folder: str) -> list[str]:
    """The ids of a book's visits or reports, in their order; none where the folder can't be read.

    ``folder`` is :data:`VISITS` or :data:`REPORTS`.
    """
    try:
        return sorted({file.rpartition("/")[2].rpartition(".")[0] for file in files(root, folder)})
    except OSError:
        return []


def files(root: "Path", folder: str, misnamed: list[str] | None = None) -> Iterator[str]:
    """The paths of the YAML files of a folder and the ones in it; hidden ones are an editor's.

    ``misnamed`` gets those that are only by their names no files of a book, as `a.yaml.txt`.
    """
    if not (root / folder).is_dir():
        return
    for entry in sorted(os.scandir(root / folder), key=lambda entry: entry.name):
        path = f"{folder}/{entry.name}"
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files(root, path, misnamed)
        elif entry.name.endswith(ENDINGS) and (entry.is_symlink() or entry.is_file()):
            yield path
        elif misnamed is not None and entry.name.lower().removesuffix(".txt").endswith(ENDINGS):
            misnamed.append(path)


def book_above(start: "Path") -> "Path | None":
    """The nearest folder with `agendas/` in it, from a folder upward."""
    start = start.resolve()
    return next((one for one in (start, *start.parents) if (one / VISITS).is_dir()), None)
