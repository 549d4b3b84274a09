"""The days of some months, each with the visits that are or may be under way on it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from string import ascii_uppercase
from typing import Final, Literal

from msgspec import Struct

from agenda.history.status import StatusRow
from agenda.model.edtf import When
from agenda.model.visit import Item
from agenda.services.grouping import Sorting, gathered, in_order, same_stay
from agenda.services.visit_filter import may_be_under_way
from agenda.text.relative_days import month_after

DayKind = Literal["stay", "unsure", "window"]
"""A day of a visit that is sure; a day of dates that are qualified; a day that is only possible."""

_KINDS: Final[Sequence[DayKind]] = ("stay", "unsure", "window")


class MarkedVisit(Struct, frozen=True):
    """A visit with a label, and its first and last day as far as they are known.

    Guests of one event have one label if their places, dates and states are the same: ``rows``.
    """

    label: str
    rows: Sequence[StatusRow]
    first: date
    last: date

    @property
    def row(self) -> StatusRow:
        """The visit, or the first of the guests."""
        return self.rows[0]

    @property
    def kind(self) -> DayKind:
        """The surest kind of day that the visit has."""
        when = self.row.visit.dates
        if when.is_qualified:
            return "unsure"
        surest = when.latest_start
        return "stay" if surest is not None and self.kind_on(surest) == "stay" else "window"

    @property
    def dated_items(self) -> list[tuple[str, Item]]:
        """The agenda items with a date of their own, the earliest first; guests may share them."""
        items = {
            key: item
            for row in self.rows
            for key, item in row.visit.agenda.items()
            if item.date and item.status != "dropped"
        }
        return sorted(items.items(), key=lambda entry: entry[1].first_day)

    def has_item_on(self, day: date) -> bool:
        """Whether an agenda item is surely on a day."""
        return any(_is_sure_on(item.date, day) for _, item in self.dated_items)

    def kind_on(self, day: date) -> DayKind | None:
        """What a day is to the visit; ``None`` if it is not under way then."""
        when = self.row.visit.dates
        if not self.first <= day <= self.last:
            return None
        if when.is_qualified:
            return "unsure"
        start = when.latest_start
        end = self.last if when.latest_end is None else when.earliest_end
        is_sure = start is not None and end is not None and start <= day <= end
        return "stay" if is_sure else "window"


def _is_sure_on(when: When, day: date) -> bool:
    start, end = when.latest_start, when.earliest_end
    return not (when.is_qualified or start is None or end is None) and start <= day <= end


class Calendar(Struct, frozen=True):
    """Some months, by their first days, and the visits in them in the order of their days."""

    months: Sequence[date]
    visits: Sequence[MarkedVisit]

    def on(self, day: date) -> list[tuple[MarkedVisit, DayKind]]:
        """The visits on a day, the surest and shortest first, each with what the day is to it."""
        marked = [(visit, kind) for visit in self.visits if (kind := visit.kind_on(day))]
        return sorted(
            marked, key=lambda mark: (_KINDS.index(mark[1]), mark[0].last - mark[0].first)
        )

    def days_of(self, visit: MarkedVisit) -> list[tuple[date, DayKind]]:
        """The days of a visit in the months, each with its kind."""
        first, last = _bounds(self.months)
        first, last = max(first, visit.first), min(last, visit.last)
        days = (first + timedelta(days) for days in range((last - first).days + 1))
        return [(day, kind) for day in days if (kind := visit.kind_on(day))]


def calendar_of(
    rows: Iterable[StatusRow], months: Sequence[date], sort: Sorting = "start"
) -> Calendar:
    """The calendar of some visits; those that are called off or have no dates are not in it."""
    first, last = _bounds(months)
    visits = [
        visit
        for guests in gathered(in_order(rows, sort), same_stay)
        if (row := guests[0]).countdown.phase != "off"
        if may_be_under_way(row.visit.dates, first, last)
        if (visit := marked(guests)).first <= last and visit.last >= first
    ]
    if sort == "start":
        visits.sort(key=lambda visit: (visit.first, visit.last, visit.row.id))
    labelled = [
        MarkedVisit(_label(number), visit.rows, visit.first, visit.last)
        for number, visit in enumerate(visits)
    ]
    return Calendar(months, labelled)


def marked(rows: Sequence[StatusRow]) -> MarkedVisit:
    """A visit from its first to its last day; an open end is today, or the only known day."""
    row = rows[0]
    when = row.visit.dates
    bounds = [bound for bound in when.bounds if bound is not None]
    last = when.latest_end or max(bounds)
    if when.latest_end is None and row.countdown.phase == "under-way":
        last = max(last, row.today)
    return MarkedVisit("", rows, when.earliest_start or min(bounds), last)


def _label(number: int) -> str:
    """A letter, or two after the first 26."""
    tens, units = divmod(number, len(ascii_uppercase))
    return (ascii_uppercase[tens - 1] if tens else "") + ascii_uppercase[units]


def _bounds(months: Sequence[date]) -> tuple[date, date]:
    """The first day and the last one of some months."""
    after = month_after(months[-1], 1)
    return months[0], after - timedelta(days=1) if after else date.max


def months_from(first: date, count: int) -> list[date]:
    """The first days of some months in a row; none is after the year 9999."""
    months = (month_after(first, number) for number in range(count))
    return [month for month in months if month is not None]
