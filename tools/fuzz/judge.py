"""Takes one small book through all that reads one, and allows no exception and no second."""

import io
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import date
from pathlib import Path
from typing import Final

from agenda.history.detail import dossier
from agenda.history.log import history
from agenda.history.replay import spoken, steps
from agenda.history.status import Row, outlook
from agenda.lint.all_rules import RULES
from agenda.lint.documentation import USUAL_DAY
from agenda.lint.rule import problems
from agenda.model.diagnostic import Problem
from agenda.output import json, log_json, log_markdown
from agenda.output.diagnostics import print_problems
from agenda.output.status import print_status
from agenda.output.terminal import Screen
from agenda.store.book import Book, book_of

Files = Mapping[str, bytes]
"""A small book: what is in each file, by its path."""

TODAY: Final = date(2024, 6, 12)
MOST_SECONDS: Final = 1.0
_MOST_DRAWN: Final = 20
"""How many problems or visits of one book are shown in full, a few milliseconds each."""


class TooSlow(Exception):
    """A book that took more than a second."""


class LeftOut(Exception):
    """A file that no command can use, though `validate` finds no error in it."""


def timed(files: Files) -> float:
    """Judge a book; how many seconds of the process's own that took, whatever else is running."""
    begun = time.process_time()
    judge(files)
    seconds = time.process_time() - begun
    if seconds > MOST_SECONDS:
        raise TooSlow(f"it took {seconds:.1f} s")
    return seconds


def judge(files: Files) -> None:
    """Validate a book, and show what can be shown of it; a failure is an exception."""
    book = book_of(Path(), files.items())
    found = problems(book, RULES, lambda _: USUAL_DAY)
    if not book.settings.rules:
        errors = {problem.fault.place.file for problem in found if problem.severity == "error"}
        if silent := set(book.broken_files) - errors:
            raise LeftOut(f"no error says why these are left out: {silent}")
    _tell(book, found)
    _show(book)


def _tell(book: Book, found: Sequence[Problem]) -> None:
    json.text(json.problems(book, found, book.file_count)).encode()
    with _pipe() as screen:
        print_problems(screen, book, found, "", 1)
    with _terminal() as screen:
        print_problems(screen, book, found[:_MOST_DRAWN], "", 1)


def _show(book: Book) -> None:
    topics = book.settings.all_topics
    for visits in (book.visits, book.replayed):
        rows = outlook(visits, spoken(book.reports), lambda _: TODAY)
        json.text(json.status(TODAY, rows, topics)).encode()
        for show in (_pipe, _terminal):
            with show() as screen:
                print_status(screen, rows, topics, timeline=True)
    _show_each(book, rows[:_MOST_DRAWN])
    chapters = list(history(book.reports, None, book.visits))
    log_markdown.text(chapters).encode()
    log_json.text(chapters).encode()


def _show_each(book: Book, rows: Sequence[Row]) -> None:
    told = list(steps(book.reports, None, book.visits))
    for row in rows:
        of_it = [step for step in told if step.said.claim.visit == row.id]
        said = [step.said for step in of_it]
        found = dossier(row.visit, of_it, TODAY)
        json.text(json.show(TODAY, row, found, said, book.settings.all_topics)).encode()


@contextmanager
def _pipe() -> Iterator[Screen]:
    with redirect_stdout(io.StringIO()) as printed:
        yield Screen("never")
    printed.getvalue().encode()


@contextmanager
def _terminal() -> Iterator[Screen]:
    with redirect_stdout(_Terminal()) as printed:
        yield Screen("always")
    printed.getvalue().encode()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True
