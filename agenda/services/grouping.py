"""Visits in order, in groups with a title: by week, month, country or trip."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, Literal

from msgspec import Struct

from agenda.history.status import StatusRow
from agenda.text.prose import days, month
from agenda.text.slug import normalize_name

Grouping = Literal["week", "month", "country", "trip", "none"]
Sorting = Literal["start", "updated", "id"]

OVERDUE: Final = "Overdue: no report says whether these visits took place"
_UNDER_WAY, _AHEAD, _UNDATED, _OVERDUE, _PAST = range(5)
_TITLES: Final = {
    _UNDER_WAY: "Under way",
    _UNDATED: "No date yet",
    _OVERDUE: OVERDUE,
    _PAST: "Ended or cancelled",
}
_STAGES: Final = {
    "under-way": _UNDER_WAY,
    "any-day": _AHEAD,
    "upcoming": _AHEAD,
    "undated": _UNDATED,
    "overdue": _OVERDUE,
    "over": _PAST,
}


class Group(Struct, frozen=True):
    """Some visits in their order, and what they have in common; empty for all visits."""

    title: str
    rows: Sequence[StatusRow]


def grouped(rows: Iterable[StatusRow], by: Grouping, sort: Sorting, today: date) -> list[Group]:
    """Visits in groups, the groups in the order of their first visits."""
    groups: dict[str, list[StatusRow]] = {}
    for row in _in_order(rows, sort):
        groups.setdefault(_title(row, by, today), []).append(row)
    if by in {"country", "trip"}:
        return [Group(title, groups[title]) for title in sorted(groups, key=normalize_name)]
    return [Group(title, members) for title, members in groups.items()]


def _in_order(rows: Iterable[StatusRow], sort: Sorting) -> list[StatusRow]:
    by_id = sorted(rows, key=lambda row: row.id)
    if sort == "id":
        return by_id
    if sort == "updated":
        return sorted(by_id, key=_last_published, reverse=True)
    return sorted(by_id, key=_expected)


def _last_published(row: StatusRow) -> date:
    return row.last.published if row.last else date.min


def _expected(row: StatusRow) -> tuple[int, date, date]:
    """What is under way comes first, then what is ahead by its first day; the past comes last."""
    when = row.visit.dates
    stage = _stage(row)
    if stage == _PAST:  # the last to end comes first
        end = when.latest_end or when.latest_start or date.min
        return stage, date.fromordinal(date.max.toordinal() - end.toordinal() + 1), date.min
    return stage, _first_day(row), when.latest_start or date.max


def _stage(row: StatusRow) -> int:
    if row.countdown.phase == "off":
        return _UNDATED if row.visit.confirmation.state == "postponed" else _PAST
    return _STAGES[row.countdown.phase]


def _first_day(row: StatusRow) -> date:
    """The first day from today on that a visit may begin; of one that has begun, its first day."""
    first = row.visit.dates.earliest_start or date.min
    return max(first, row.today) if _stage(row) == _AHEAD else first


def _title(row: StatusRow, by: Grouping, today: date) -> str:
    stage = _stage(row)
    match by:
        case "none":
            return ""
        case "country":
            return row.visit.host.country.name
        case "trip":
            return row.visit.trip or "No trip"
        case _ if stage in _TITLES:
            return _TITLES[stage]
        case "month":
            return month(_first_day(row))
        case _:
            return _week(_first_day(row), today)


def _week(first: date, today: date) -> str:
    """The week of a day: `Week 48 · 23–29 November`, with the year if it is another."""
    monday = first - timedelta(days=min(first.weekday(), first.toordinal() - 1))
    sunday = monday + timedelta(days=min(6, date.max.toordinal() - monday.toordinal()))
    of_year = days(monday, sunday)
    if sunday.year == monday.year == today.year:
        of_year = of_year.removesuffix(f" {sunday.year}")
    return f"Week {first.isocalendar().week} · {of_year}"
