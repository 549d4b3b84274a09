"""The timeline of a page: a bar for each visit, along an axis that is as wide as the page."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from agenda.history.status import StatusRow
from agenda.output import timeline
from agenda.output.site.rows import RowView, RowViews
from agenda.services.calendar import MarkedVisit, marked
from agenda.text.prose import day, days
from agenda.text.relative_days import month_after

MOST_ROWS: Final = 60
"""The most visits of a timeline; a table lists the others."""

_MOST_MONTHS_NAMED: Final = 5
"""The most months that are named on the axis, so that the names fit on a phone."""

_BEFORE: Final = timedelta(days=7)
_AFTER: Final = timedelta(days=84)
_MARGIN: Final = timedelta(days=2)
_NEAR: Final = timedelta(days=60)
"""How far from some visits today may be, to be on their timeline."""


class Bar(Struct, frozen=True):
    """Some days of one kind: where they begin and how wide they are, in percent, and in words."""

    kind: str
    x: str
    width: str
    text: str


class TimelineRow(Struct, frozen=True):
    """One visit: its row of the table, and its bars."""

    row: RowView
    bars: Sequence[Bar]


class Tick(Struct, frozen=True):
    """The beginning of a month; only some have a name."""

    x: str
    name: str


class Timeline(Struct, frozen=True):
    """A timeline with the kinds of bars that it has.

    ``today`` is where today is, empty if it is not on the axis, and ``is_today_late`` whether that
    is in the second half. ``left_out`` is how many more visits there are on these days.
    """

    rows: Sequence[TimelineRow]
    ticks: Sequence[Tick]
    today: str
    is_today_late: bool
    kinds: Sequence[str]
    left_out: int


def coming_weeks(rows: Sequence[StatusRow], views: RowViews, today: date) -> Timeline | None:
    """The timeline of the twelve weeks ahead and the one before; ``None`` without any visit."""
    first, last = _sum(today, -_BEFORE), _sum(today, _AFTER)
    return _timeline(rows, views, first, last, today)


def whole_span(rows: Sequence[StatusRow], views: RowViews, today: date) -> Timeline | None:
    """The timeline from the first day of some visits to the last; ``None`` if none has dates."""
    bounds = [bound for row in rows for bound in row.visit.dates.bounds if bound is not None]
    if not bounds:
        return None
    if _sum(min(bounds), -_NEAR) <= today <= _sum(max(bounds), _NEAR):
        bounds.append(today)
    return _timeline(rows, views, _sum(min(bounds), -_MARGIN), _sum(max(bounds), _MARGIN), today)


def _sum(of: date, by: timedelta) -> date:
    number = min(max(of.toordinal() + by.days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(number)


def _timeline(
    rows: Sequence[StatusRow], views: RowViews, first: date, last: date, today: date
) -> Timeline | None:
    axis = _Axis(first, last)
    drawn = [(row, bars) for row in rows if (bars := list(_bars(row, axis)))]
    shown = [TimelineRow(views[row.id], bars) for row, bars in drawn[:MOST_ROWS]]
    if not shown:
        return None
    kinds = {bar.kind for row in shown for bar in row.bars}
    is_shown = first <= today <= last
    return Timeline(
        shown,
        list(_ticks(axis)),
        axis.x(today, middle=True) if is_shown else "",
        is_shown and (today - first) * 2 > last - first,
        [kind for kind in LEGEND if kind in kinds],
        len(drawn) - len(shown),
    )


LEGEND: Final = {
    "stay": timeline.LEGEND[timeline.STAY],
    "unsure": timeline.LEGEND[timeline.DOUBTED],
    "window": timeline.LEGEND[timeline.WINDOW],
    "off": timeline.LEGEND[timeline.OFF],
}
"""The kinds of bars, and what they mean."""


class _Axis:
    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self._days = (last - first).days + 1

    def x(self, of: date, *, middle: bool = False) -> str:
        """Where a day begins, or its middle, in percent of the width."""
        return self.percent((of - self.first).days + (0.5 if middle else 0))

    def percent(self, number: float) -> str:
        return f"{100 * number / self._days:.3f}%"


def _bars(row: StatusRow, axis: _Axis) -> Iterator[Bar]:
    if not row.visit.dates:
        return
    visit = marked([row])
    if row.countdown.phase == "off":
        runs = [("off", visit.first, visit.last)]
    else:
        runs = list(_runs(visit))
    for kind, start, end in runs:
        first, last = max(start, axis.first), min(end, axis.last)
        if first <= last:
            text = f"{days(start, end) if start < end else day(start)}: {LEGEND[kind]}"
            width = axis.percent((last - first).days + 1)
            yield Bar(kind, axis.x(first), width, text)


def _runs(visit: MarkedVisit) -> Iterator[tuple[str, date, date]]:
    """The days of a visit as spans of one kind each, as its :meth:`kind_on` has them."""
    starts = sorted({visit.first, *_first_and_after_sure_days(visit)})
    runs: list[tuple[str, date, date]] = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        end = _sum(following, -timedelta(days=1)) if following else visit.last
        kind = visit.kind_on(start)
        if kind and runs and runs[-1][0] == kind:
            runs[-1] = (kind, runs[-1][1], end)
        elif kind:
            runs.append((kind, start, end))
    yield from runs


def _first_and_after_sure_days(visit: MarkedVisit) -> Iterator[date]:
    """The days within a visit on which the kind may change."""
    when = visit.row.visit.dates
    after = _sum(when.earliest_end, timedelta(days=1)) if when.earliest_end else None
    for of in (when.latest_start, after):
        if of and visit.first < of <= visit.last:
            yield of


def _ticks(axis: _Axis) -> Iterator[Tick]:
    months = []
    month: date | None = axis.first.replace(day=1)
    while month and month <= axis.last:
        if month >= axis.first:
            months.append(month)
        month = month_after(month, 1)
    each = -(-len(months) // _MOST_MONTHS_NAMED)
    for number, start in enumerate(months):
        if number % each == 0:
            is_last = number + each >= len(months)
            # A name that begins late on the axis would be cut.
            is_fitting = not is_last or (axis.last - start).days * 8 > (axis.last - axis.first).days
            yield Tick(axis.x(start), f"{start:%b} {start.year}" if is_fitting else "")
