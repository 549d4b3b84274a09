"""The files of reports that a command names, in the book or outside it."""

from pathlib import Path

from agenda.errors import EnvironmentFailure
from agenda.store.book import read_bytes
from agenda.store.layout import report_paths
from agenda.text.suggest import did_you_mean


def report_bytes(root: Path, path: Path) -> bytes:
    """The content of a report's file, which need not be in the book."""
    try:
        return read_bytes(path)
    except OSError as error:
        hint = report_hint(root, path)
        raise EnvironmentFailure(f"can't read {path}: {error.strerror}{hint}") from error


def report_hint(root: Path, path: Path) -> str:
    """The report of the book that a path or an id may mean, as the end of a message."""
    hint = did_you_mean(str(path), report_paths(root))
    return f"; {hint}" if hint else ""
