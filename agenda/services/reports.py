"""The report files that a command names, in the book or outside it."""

from pathlib import Path

from agenda.errors import EnvironmentFailure
from agenda.store.files import read_book_file, read_bytes
from agenda.store.layout import report_paths
from agenda.text.suggest import did_you_mean


def report_bytes(root: Path, path: Path) -> bytes:
    """The content of a report's file. Outside the book, that may be a pipe."""
    try:
        absolute = path.absolute()
        if absolute.is_relative_to(root):
            return read_book_file(root, absolute.relative_to(root).as_posix())
        return read_bytes(path)
    except OSError as error:
        hint = report_hint(root, path)
        raise EnvironmentFailure(f"can't read {path}: {error.strerror}{hint}") from error


def report_hint(root: Path, path: Path) -> str:
    """The report of the book that a path or an id may mean, as the end of a message."""
    hint = did_you_mean(str(path), report_paths(root))
    return f"; {hint}" if hint else ""
