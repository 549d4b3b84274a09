"""Runs a small book through all code that reads one; exceptions and long times are failures."""

import io
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from agenda.errors import EnvironmentFailure
from agenda.history.detail import visit_detail
from agenda.history.log import log_entries
from agenda.history.replay import claims_in_order, steps
from agenda.history.status import StatusRow, status_rows
from agenda.lint.all_rules import RULES
from agenda.lint.rule import EXAMPLE_DAY
from agenda.lint.runner import lint
from agenda.model.diagnostic import Diagnostic
from agenda.output import json, json_history
from agenda.output.apply import print_plan
from agenda.output.diagnostics import print_diagnostics, print_statistics
from agenda.output.log import markdown
from agenda.output.status import print_lines, print_status
from agenda.output.status_details import print_details
from agenda.output.terminal import Output
from agenda.services.apply import ApplyReports
from agenda.services.check import CheckResult
from agenda.services.grouping import grouped
from agenda.store.book import Book, book_from_files, load
from agenda.store.layout import VISITS

Files = Mapping[str, bytes]
"""A small book: the content of each file, by its path."""

TODAY: Final = date(2024, 6, 12)
MAX_SECONDS: Final = 1.0
MAX_SECONDS_PER_BYTE: Final = 1.0 / 50_000
"""How long a book may take for each of its bytes, in addition to what a small book takes."""

SMALL_BOOK: Final = 0.5
"""In seconds. A garbage collection, or a module that is imported, may take that long."""

_MAX_SHOWN: Final = 20
"""The number of diagnostics or visits that are shown in full, which takes a few ms each."""


class TooSlow(Exception):
    """A book took more than a second, or too long for its size."""


class UnreportedFile(Exception):
    """A file is skipped by all commands, but `validate` reports no error in it."""


class WrongFile(Exception):
    """The file of a visit is not what applying a report makes of it."""


def timed(files: Files) -> float:
    """Check a book, and return the CPU time in seconds."""
    start = time.process_time()
    check(files)
    seconds = time.process_time() - start
    size = sum(map(len, files.values()))
    if seconds > min(MAX_SECONDS, SMALL_BOOK + size * MAX_SECONDS_PER_BYTE):
        raise TooSlow(f"it took {seconds:.1f} s for {size:,} bytes")
    return seconds


def check(files: Files) -> None:
    """Validate a book, show it in all formats and apply its reports; a failure is an exception."""
    book = book_from_files(Path(), files.items())
    diagnostics = lint(book, lambda _: EXAMPLE_DAY, RULES)
    if not book.settings.rules:
        with_errors = {
            diagnostic.location.file for diagnostic in diagnostics if diagnostic.severity == "error"
        }
        if unreported := set(book.broken_files) - with_errors:
            raise UnreportedFile(f"no error is reported for these skipped files: {unreported}")
    _print_diagnostics(book, diagnostics)
    _show(book)
    if any(report.claims for report in book.reports.values()):
        _apply(files)


def _print_diagnostics(book: Book, diagnostics: Sequence[Diagnostic]) -> None:
    result = CheckResult(book, diagnostics, book.file_count)
    json.render(result, "").encode()
    with _pipe() as output:
        print_diagnostics(output, result, "", with_notices=True)
        print_statistics(output, result, "")
    with _terminal() as output:
        shown = CheckResult(book, diagnostics[:_MAX_SHOWN], book.file_count)
        print_diagnostics(output, shown, "", with_notices=True)


def _show(book: Book) -> None:
    topics = book.settings.all_topics
    for visits in (book.visits, book.replayed):
        rows = status_rows(visits, claims_in_order(book.reports), lambda _: TODAY)
        with _pipe():
            json.print_json(json.status(TODAY, rows, topics))
        for open_output in (_pipe, _terminal):
            with open_output() as output:
                print_status(output, grouped(rows, "week", "start", TODAY), TODAY)
                print_details(output, grouped(rows, "country", "id", TODAY), topics, TODAY)
                groups = grouped(rows, "event", "start", TODAY)
                print_lines(output, groups, topics, has_titles=True)
    _show_each(book, rows[:_MAX_SHOWN])
    entries = list(log_entries(book.reports, None, book.visits))
    markdown(entries).encode()
    with _pipe():
        json.print_json(json_history.log(entries))


def _show_each(book: Book, rows: Sequence[StatusRow]) -> None:
    all_steps = list(steps(book.reports, None, book.visits))
    for row in rows:
        visit_steps = [step for step in all_steps if step.sourced.claim.visit == row.id]
        claims = [step.sourced for step in visit_steps]
        detail = visit_detail(row.visit, visit_steps, TODAY)
        topics = book.settings.all_topics
        with _pipe():
            json.print_json(json.show(TODAY, row, detail, claims, topics))


def _apply(files: Files) -> None:
    """Apply each report to a copy of the book, and check what is in the visits' files then."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for path, raw in {f"{VISITS}/": b"", **files}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            if raw:
                (root / path).write_bytes(raw)
        reports = [root / file.file for file in load(root).report_files if file.report]
        application = ApplyReports(root, reports)
        for name in application.order if not application.problems else ():
            _write(application, name)


def _write(application: ApplyReports, name: str) -> None:
    planned = application.plan(name)
    if planned.problem or planned.refused:
        return
    for open_output in (_pipe, _terminal):
        with open_output() as output:
            print_plan(output, planned)
    try:
        application.write(planned)
    except EnvironmentFailure as failure:
        if "File name too long" in str(failure):  # an id that no file system takes
            return
        raise
    written = application.book.visits
    if wrong := [plan.visit for plan in planned.plans if written[plan.visit] != plan.after]:
        raise WrongFile(f"not what {name} makes of these visits: {wrong}")


@contextmanager
def _pipe() -> Iterator[Output]:
    with redirect_stdout(io.StringIO()) as printed:
        yield Output("never")
    printed.getvalue().encode()


@contextmanager
def _terminal() -> Iterator[Output]:
    with redirect_stdout(_Terminal()) as printed:
        yield Output("always")
    printed.getvalue().encode()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True
