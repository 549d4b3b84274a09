"""What `agenda brief` shows of a book on a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from agenda.history.log import LogEntry, entries_of
from agenda.history.replay import steps_of
from agenda.history.status import StatusRow
from agenda.lint.context import DayIn
from agenda.lint.runner import lint
from agenda.model.diagnostic import Diagnostic
from agenda.services.grouping import Sorting, in_order
from agenda.services.snapshot import Snapshot
from agenda.services.visit_filter import VisitFilter
from agenda.store.book import Book

AHEAD: Final = timedelta(days=7)
"""How far ahead the brief looks."""

SILENT_AFTER: Final = timedelta(days=14)
"""A visit ahead is silent if no report has mentioned it for longer than this."""

_SEVERITIES: Final = ("error", "warning")
_TOMORROW: Final = (1, 1)
_AHEAD_PHASES: Final = frozenset({"upcoming", "any-day"})
_WAITING_PHASES: Final = frozenset({"upcoming", "any-day", "under-way", "undated"})


class Brief(Struct, frozen=True):
    """The visits and the changes that matter on a day.

    ``tomorrow`` are the visits that begin then, ``ahead`` the others that may begin within
    :data:`AHEAD`, and ``next_later`` the first that begins after that. ``changes`` are the reports
    since a day that changed a visit, the newest first.
    ``silent`` are the visits that no report has mentioned for longer than :data:`SILENT_AFTER`.
    ``diagnostics`` are the errors, and then the warnings.
    """

    book: Book
    today: date
    since: date
    under_way: Sequence[StatusRow]
    tomorrow: Sequence[StatusRow]
    ahead: Sequence[StatusRow]
    next_later: StatusRow | None
    changes: Sequence[LogEntry]
    disputed: Sequence[StatusRow]
    overdue: Sequence[StatusRow]
    silent: Sequence[StatusRow]
    diagnostics: Sequence[Diagnostic]

    @property
    def until(self) -> date:
        """The last of the days ahead."""
        return self.today + min(AHEAD, date.max - self.today)

    def __bool__(self) -> bool:
        return any(
            (
                self.under_way, self.tomorrow, self.ahead, self.changes,
                self.disputed, self.overdue, self.silent, self.diagnostics,
            )
        )  # fmt: skip


def brief_of(
    snapshot: Snapshot,
    visit_filter: VisitFilter,
    since: date,
    today: date,
    day_in: DayIn,
    sort: Sorting = "start",
) -> Brief:
    """The brief of the visits that a filter matches; ``day_in`` is today's date in a zone."""
    matched = visit_filter.rows(snapshot)
    rows = in_order(matched, sort)
    may_begin = [row for row in rows if _may_begin_soon(row)]
    book = snapshot.known  # whose claims are merged once, for the rows and for the rules
    visits = {row.id for row in matched} if visit_filter else None
    return Brief(
        book,
        today,
        since,
        [row for row in rows if row.countdown.phase == "under-way"],
        [row for row in may_begin if _days_left(row) == _TOMORROW],
        [row for row in may_begin if _days_left(row) != _TOMORROW],
        next(
            (row for row in rows if row.countdown.phase == "upcoming" and row not in may_begin),
            None,
        ),
        _changes(book, since, visits),
        [row for row in rows if row.disputed and row.is_current],
        [row for row in rows if row.countdown.phase == "overdue"],
        [row for row in rows if _is_silent(row)],
        _diagnostics(book, day_in, visits),
    )


def _days_left(row: StatusRow) -> tuple[int, int | None]:
    return row.countdown.days or (0, None)


def _may_begin_soon(row: StatusRow) -> bool:
    return row.countdown.phase in _AHEAD_PHASES and _days_left(row)[0] <= AHEAD.days


def _is_silent(row: StatusRow) -> bool:
    return row.countdown.phase in _WAITING_PHASES and days_silent(row) > SILENT_AFTER.days


def days_silent(row: StatusRow) -> int:
    """For how many days no report has mentioned a visit; 0 if none ever has."""
    return (row.today - row.last.published).days if row.last else 0


def _changes(book: Book, since: date, visits: set[str] | None) -> list[LogEntry]:
    """The reports since a day that changed a visit, the newest first, with what they changed."""
    on_recent = {each.claim.visit for each in book.claims if each.published >= since}
    claims = [sourced for sourced in book.claims if sourced.claim.visit in on_recent]
    recent = (step for step in steps_of(claims, book.visits) if step.sourced.published >= since)
    entries = []
    for entry in entries_of(recent, book.reports):
        changed = {update.visit for update in entry.updates if update.changes}
        entries.append(entry.on(changed if visits is None else changed & visits))
    return [entry for entry in reversed(entries) if entry.updates]


def _diagnostics(book: Book, day_in: DayIn, visits: set[str] | None) -> list[Diagnostic]:
    """The errors and the warnings in a book, or in the files on some visits."""
    diagnostics = [
        diagnostic for diagnostic in lint(book, day_in) if diagnostic.severity in _SEVERITIES
    ]
    if visits is not None:
        files = _files_on(book, visits)
        diagnostics = [
            diagnostic for diagnostic in diagnostics if diagnostic.location.file in files
        ]
    return sorted(diagnostics, key=lambda diagnostic: _SEVERITIES.index(diagnostic.severity))


def _files_on(book: Book, visits: set[str]) -> set[str]:
    """The files of some visits, and those of the reports with claims on them."""
    reports = (
        file.file
        for file in book.report_files
        if any(claim.visit in visits for _, claim in file.claims)
    )
    return {file.file for file in book.visit_files if file.id in visits}.union(reports)
