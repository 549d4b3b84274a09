"""Messages on standard error, such as warnings about files that a command leaves out."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from agenda.cli import terminal_io
from agenda.errors import EnvironmentFailure
from agenda.text.printable import escape_controls

if TYPE_CHECKING:
    from agenda.store.book import Book


def warn(message: str) -> None:
    """Print a warning on standard error; if that is impossible, nobody can be told."""
    try:
        print_message(f"agenda: {escape_controls(message)}")
    except OSError:
        terminal_io.drop_messages()


def print_message(text: str) -> None:
    """Print one line on standard error, or several on a terminal that is not as wide."""
    click.echo(wrapped(text), err=True)


def wrapped(text: str, indent: int = 0) -> str:
    """A line for standard error: as it is, or wrapped at spaces to the width of a terminal.

    ``indent`` is the number of columns before it.
    """
    if not sys.stderr.isatty():
        return text
    from shutil import get_terminal_size
    from textwrap import fill

    return fill(
        text,
        get_terminal_size().columns,
        initial_indent=" " * indent,
        subsequent_indent="  ",
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    ).removeprefix(" " * indent)


_OF_SHARE: Final = {
    "css_inline": "css-inline>=0.14",
    "feedgenerator": "feedgenerator>=2.1",
    "icalendar": "icalendar>=7",
    "jinja2": "Jinja2>=3.1.5",
}
"""The libraries of the extra `share`, each with what pip is asked for."""


@contextmanager
def libraries(command: str, *names: str) -> Iterator[None]:
    """Say what to install if an import fails because one of some libraries is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in names:
            raise
        import shlex

        requirements = " ".join(shlex.quote(_OF_SHARE[name]) for name in names)
        raise EnvironmentFailure(
            f"`{command}` needs {missing}; run `pip install {requirements}`, or install "
            "agenda with its extra `share`"
        ) from None


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


def warn_of_left_out(visits: Sequence[str]) -> None:
    """Warn of the visits that a calendar lacks."""
    if visits:
        from agenda.text.prose import count

        number = count(len(visits), "visit")
        names = first_few(visits)
        warn(f"the calendar leaves out {number} without a first and a last day: {names}")


def warn_of_misnamed(book: "Book") -> None:
    """Warn of the files that are not read because of how their names end."""
    if book.misnamed:
        warn(f"skipped because their names do not end in .yaml: {', '.join(book.misnamed)}")
