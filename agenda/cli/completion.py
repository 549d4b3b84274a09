"""What a shell offers for an unfinished word: names only, since each key press waits for them."""

import os
import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Final

import click

from agenda.errors import EnvironmentFailure
from agenda.store.layout import REPORTS, SETTINGS, VISITS, book_above, files, ids, report_paths
from agenda.text.printable import is_printable

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from agenda.model.visit import Visit
    from agenda.store.book import Book

Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]
"""A function that click calls for the completions of a parameter's unfinished value."""

_MAX_READ: Final = 500
"""How many files of visits are read for the values of a field."""

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def names_in_book(list_names: "Callable[[Path], Iterable[str]]") -> Completer:
    """A completer for names in the book, given its folder; it offers nothing without a book."""

    def complete(
        context: click.Context, _: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        root = book_folder(context)
        names = list_names(root) if root else ()
        return _items((name, "") for name in names if name.startswith(incomplete))

    return complete


def book_folder(context: click.Context) -> "Path | None":
    """The book's folder, as the command line so far or the environment names it, if any does."""
    from pathlib import Path

    current: click.Context | None = context
    while current is not None:
        if given := current.params.get("book"):
            return Path(given)
        current = current.parent
    given = os.environ.get("AGENDA_BOOK")
    return Path(given) if given else book_above(Path.cwd())


def _items(completions: Iterable[tuple[str, str]]) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(word, help=description or None)
        for word, description in completions
        # No shell can pass on a line end, and what begins with a dash would be an option.
        if is_printable(word) and not word.startswith("-")
    ]


def _days(root: "Path") -> list[str]:
    """The days that the names of reports begin with, the last one first."""
    matches = (_DAY.match(name) for name in ids(root, REPORTS))
    return sorted({match[0] for match in matches if match}, reverse=True)


def _revisions(root: "Path") -> list[str]:
    from agenda.store.git_process import revisions

    try:
        return revisions(root)
    except EnvironmentFailure:
        return []


visits = names_in_book(lambda root: ids(root, VISITS))
"""The ids of the visits that have a file."""

visits_and_reports: Final = names_in_book(lambda root: [*ids(root, VISITS), *ids(root, REPORTS)])
"""The ids of the visits and the reports."""

_days_of_reports: Final = names_in_book(_days)


def days(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """The days on which a report was published, and the words that name a day."""
    from agenda.text.relative_days import NAMES

    named = _items((name, "") for name in NAMES if name.startswith(incomplete))
    return _days_of_reports(context, parameter, incomplete) + (named if incomplete else [])


revisions = names_in_book(_revisions)
"""HEAD, branches and tags."""


def names_of_visits(names: "Callable[[Visit], Iterable[str]]") -> Completer:
    """A completer for names that the files of visits contain; only the first files are read."""

    def names_in(root: "Path") -> list[str]:
        visits = _first_visits(root).visits.values()
        return sorted({name for visit in visits for name in names(visit) if name})

    return names_in_book(names_in)


def _first_visits(root: "Path") -> "Book":
    from agenda.store.book import book_on_disk

    try:
        paths = list(islice(files(root, VISITS), _MAX_READ))
    except EnvironmentFailure:
        paths = []
    settings = [name for name in SETTINGS if (root / name).exists()]
    return book_on_disk(root, [*paths, *settings])


def topics(context: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """The topics of the book, shipped or its own, each with its label."""
    from agenda.model.settings import Settings

    root = book_folder(context)
    known = (_first_visits(root).settings if root else Settings()).all_topics
    return _items((key, topic.label) for key, topic in known.items() if key.startswith(incomplete))


def or_files(completer: Completer) -> Completer:
    """A completer that offers any file if another one offers nothing."""
    return lambda context, parameter, incomplete: (
        completer(context, parameter, incomplete) or any_file(context, parameter, incomplete)
    )


report_files = or_files(names_in_book(report_paths))
"""The book's reports by their paths from the current folder, or any file."""

revisions_or_files = or_files(revisions)
"""Revisions, or any file."""


def any_file(_: click.Context, __: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Any file, which the shell itself completes."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def folders(_: click.Context, __: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Any folder."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


def countries(_: click.Context, __: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """The codes of countries, each with its name."""
    from agenda.model._countries import COUNTRIES

    rows = (line.split("\t")[:2] for line in COUNTRIES.splitlines())
    return _items((code, name) for code, name in rows if code.startswith(incomplete.upper()))


def rules(_: click.Context, __: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """The ids of the rules."""
    from agenda.lint.all_rules import RULES

    return _items((rule.id, "") for rule in RULES if rule.id.startswith(incomplete))


def choices(values: Iterable[str]) -> Completer:
    """A completer for fixed values."""
    return lambda _, __, incomplete: _items(
        (value, "") for value in values if value.startswith(incomplete)
    )
