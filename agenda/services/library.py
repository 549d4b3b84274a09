"""The functions of the Python API: load, validate, replay, diff, apply."""

from collections.abc import Mapping, Sequence
from datetime import date
from os import PathLike
from pathlib import Path

from agenda.history.book_diff import VisitDiff, diff_visits
from agenda.history.replay import replay as replay_reports
from agenda.lint.runner import lint
from agenda.model.diagnostic import Diagnostic, LocatedDiagnostic
from agenda.model.visit import Visit
from agenda.services.apply import ApplyReports, PlannedWrite
from agenda.store.atomic_write import lock
from agenda.store.book import Book, open_book
from agenda.store.book import load as load_book
from agenda.store.layout import VISITS

AnyPath = str | PathLike[str]


def load(folder: AnyPath) -> Book:
    """Read the book in a folder. Invalid files are kept, with what is wrong with them.

    Raises :class:`agenda.EnvironmentFailure` if the folder is not a book or can't be read.
    """
    return load_book(open_book(Path(folder)))


def validate(book: Book, today: date) -> list[Diagnostic]:
    """What `agenda validate` reports for a book on a day, by file and there by position.

    `book.span(diagnostic.location)` returns lines and columns.
    """
    return lint(book, lambda _: today)


def replay(book: Book, until: date | None = None) -> Mapping[str, Visit]:
    """The visits, by id, according to the reports published up to and including a day."""
    return replay_reports(book.reports, until, book.visits)


def diff(before: Mapping[str, Visit], after: Mapping[str, Visit]) -> tuple[VisitDiff, ...]:
    """The visits that differ between two snapshots, by id, each with its changes."""
    return diff_visits(before, after)


def apply(
    folder: AnyPath, reports: Sequence[AnyPath], *, dry_run: bool = False
) -> list[PlannedWrite]:
    """Write reports into the visits of a book, in the order in which they count.

    Returns what each report changes. It stops at the first report that can't be applied, whose
    ``problem`` or ``refused`` says why; the ones before it are written. With ``dry_run`` nothing
    is written. Raises :class:`agenda.EnvironmentFailure` if a file can't be read or written, and
    :class:`ValueError` if a report is invalid.
    """
    root = open_book(Path(folder))
    with lock(root / VISITS):
        application = ApplyReports(root, [Path(report) for report in reports])
        if application.problems:
            raise ValueError("; ".join(map(_text, application.problems)))
        written = []
        for name in application.order:
            planned = application.plan(name)
            written.append(planned)
            if planned.problem or planned.refused:
                break
            if planned.files and not dry_run:
                application.write(planned)
        return written


def _text(problem: str | LocatedDiagnostic) -> str:
    if isinstance(problem, str):
        return problem
    diagnostic = problem.diagnostic
    return f"{diagnostic.location.file}:{problem.span.line}: {diagnostic.message}"
