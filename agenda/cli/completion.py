"""What a shell offers for a word that is not finished: names only, for each key press waits."""

import os
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

import click

from agenda.store.layout import REPORTS, VISITS, book_above, files, ids

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]
"""What click asks for the words that begin as a parameter does so far."""

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def of(listed: "Callable[[Path], Iterable[str]]") -> Completer:
    """A completer of what a book has, told from its folder; it offers nothing where none is."""

    def completed(context: click.Context, _: click.Parameter, begun: str) -> "list[CompletionItem]":
        root = book_folder(context)
        return _items((one, "") for one in (listed(root) if root else ()) if one.startswith(begun))

    return completed


def book_folder(context: click.Context) -> "Path | None":
    """The book's folder, as the command line so far or the environment names it; it may be none."""
    from pathlib import Path

    at: click.Context | None = context
    while at is not None:
        if given := at.params.get("book"):
            return Path(given)
        at = at.parent
    given = os.environ.get("AGENDA_BOOK")
    return Path(given) if given else book_above(Path.cwd())


def _items(told: Iterable[tuple[str, str]]) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem

    return [CompletionItem(word, help=what or None) for word, what in told]


def paths_of_reports(root: "Path") -> list[str]:
    """The book's reports, each by its path from here; none where their folder can't be read."""
    try:
        return [os.path.relpath(root / file) for file in files(root, REPORTS)]
    except OSError:
        return []


def _days(root: "Path") -> list[str]:
    """The days that the names of reports begin with, the last one first."""
    found = (_DAY.match(name) for name in ids(root, REPORTS))
    return sorted({match[0] for match in found if match}, reverse=True)


def _revisions(root: "Path") -> list[str]:
    from agenda.errors import BrokenSurroundings
    from agenda.store.git_process import revisions

    try:
        return revisions(root)
    except BrokenSurroundings:
        return []


visits = of(lambda root: ids(root, VISITS))
"""The ids of the visits that have a file."""

days = of(_days)
"""The days on which something was reported."""

revisions = of(_revisions)
"""HEAD, branches and tags."""


def or_files(first: Completer) -> Completer:
    """What a completer offers; where that is nothing, any file."""
    return lambda context, parameter, begun: (
        first(context, parameter, begun) or any_file(context, parameter, begun)
    )


report_files = or_files(of(paths_of_reports))
"""The reports of the book, each by its path from here, or any file."""

revisions_or_files = or_files(revisions)
"""Revisions, or any file."""


def any_file(_: click.Context, __: click.Parameter, begun: str) -> "list[CompletionItem]":
    """Any file, which the shell itself completes."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def folders(_: click.Context, __: click.Parameter, begun: str) -> "list[CompletionItem]":
    """Any folder."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="dir")]


def countries(_: click.Context, __: click.Parameter, begun: str) -> "list[CompletionItem]":
    """The codes of countries, each with its name."""
    from agenda.model._countries import COUNTRIES

    told = (line.split("\t")[:2] for line in COUNTRIES.splitlines())
    return _items((code, name) for code, name in told if code.startswith(begun.upper()))


def rules(_: click.Context, __: click.Parameter, begun: str) -> "list[CompletionItem]":
    """The ids of the rules."""
    from agenda.lint.all_rules import RULES

    return _items((rule.id, "") for rule in RULES if rule.id.startswith(begun))


def one_of(words: Iterable[str]) -> Completer:
    """A completer of some words."""
    return lambda _, __, begun: _items((word, "") for word in words if word.startswith(begun))
