"""Warnings on standard error about files that a command leaves out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from agenda.cli import terminal_io
from agenda.text.printable import escape_controls

if TYPE_CHECKING:
    from agenda.store.book import Book


def warn(message: str) -> None:
    """Print a warning on standard error; if that is impossible, nobody can be told."""
    try:
        click.echo(f"agenda: {escape_controls(message)}", err=True)
    except OSError:
        terminal_io.drop_messages()


def first_few(names: Sequence[str]) -> str:
    """The first three of some names, and how many more there are."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if names[3:] else "")


def warn_of_broken(book: "Book") -> int:
    """Warn of the files that can't be used; the exit code."""
    if broken := book.broken_files:
        warn(f"skipped because of problems: {first_few(broken)}; see `agenda validate`")
    warn_of_misnamed(book)
    for file, reason in book.unreadable.items():
        warn(f"can't read {file}: {reason}")
    return 3 if book.unreadable else 1 if broken else 0


def warn_of_misnamed(book: "Book") -> None:
    """Warn of the files that are not read because of how their names end."""
    if book.misnamed:
        warn(f"skipped because their names do not end in .yaml: {', '.join(book.misnamed)}")
