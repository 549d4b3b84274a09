"""Visits in groups: by week, month, country or trip; and a trip or an event as a whole."""

from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal, TypeVar

from msgspec import Struct, structs

from agenda.history.building import UNKNOWN_VISIT, with_values
from agenda.history.countdown import countdown
from agenda.history.labels import LABELS, MAY_BE_OFF, Label, labels_of
from agenda.history.status import StatusRow, Today
from agenda.model.diagnostic import FieldPath
from agenda.model.visit import Confirmation, Visit
from agenda.text.prose import days, month
from agenda.text.slug import normalize_name

Grouping = Literal["week", "month", "country", "trip", "event", "none"]
Sorting = Literal["start", "updated", "id"]
Item = TypeVar("Item")
Key = tuple[Hashable, ...]

OVERDUE: Final = "Overdue: no report says whether these visits took place"
_UNDER_WAY, _AHEAD, _UNDATED, _OVERDUE, _PAST = range(5)
_TITLES: Final = {
    _UNDER_WAY: "Under way",
    _UNDATED: "No date yet",
    _OVERDUE: OVERDUE,
    _PAST: "Ended or cancelled",
}
_NONE: Final = {"trip": "No trip", "event": "No event"}
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
    for row in in_order(rows, sort):
        groups.setdefault(_title(row, by, today), []).append(row)
    if by == "country":
        return [Group(title, groups[title]) for title in sorted(groups, key=normalize_name)]
    if by in {"trip", "event"}:  # those of none come last
        titles = sorted(groups, key=lambda title: (title == _NONE[by], normalize_name(title)))
        return [Group(title, groups[title]) for title in titles]
    return [Group(title, members) for title, members in groups.items()]


def in_order(rows: Iterable[StatusRow], sort: Sorting) -> list[StatusRow]:
    """Visits by their first day, those of the past last; by their last report; or by id."""
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
            return row.visit.host.country.name or "Place not decided"
        case "trip":
            return row.visit.trip or _NONE[by]
        case "event":
            return row.visit.event or _NONE[by]
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


_FIELDS: Final[Sequence[FieldPath]] = [
    *((name,) for name in Visit.__struct_fields__ if name != "confirmation"),
    *(("confirmation", name) for name in Confirmation.__struct_fields__),
]
"""What visits can have in common: the fields of a visit, and those of its confirmation."""


def gathered(items: Iterable[Item], key: Callable[[Item], Key]) -> list[list[Item]]:
    """Some items in their order, those with the same key together; the key of others is empty."""
    groups: list[list[Item]] = []
    known: dict[Key, list[Item]] = {}
    for item in items:
        if (of_item := key(item)) and of_item in known:
            known[of_item].append(item)
        else:
            groups.append([item])
            known[of_item] = groups[-1]
    return groups


def same_stay(row: StatusRow) -> Key:
    """What guests of an event have in common who can be shown as one; empty for other visits."""
    visit = row.visit
    if not visit.event:
        return ()
    return visit.event, visit.host, visit.dates, visit.confirmation.state


class LabelledVisits(Struct, frozen=True):
    """A trip or an event, and its legs or guests, the earliest first.

    ``row`` has the label as its id. Its visit is what was claimed of the trip or the event itself
    and, where nothing was, what is the same in all visits that are not called off; fields that
    differ are those of `UNKNOWN_VISIT`. ``state`` is empty if the state is not known.
    """

    label: Label
    row: StatusRow
    rows: Sequence[StatusRow]
    state: str

    @property
    def is_trip(self) -> bool:
        """Whether this is a trip, and not an event."""
        return self.label[0] == "trip"

    @property
    def visit(self) -> Visit:
        """What is known of the trip or the event."""
        return self.row.visit

    @property
    def has_host(self) -> bool:
        """Whether the place is known, or known not to be decided."""
        return self.visit.host != UNKNOWN_VISIT.host

    @property
    def has_visitor(self) -> bool:
        """Whether all visits are of one visitor."""
        return self.visit.visitor != UNKNOWN_VISIT.visitor

    @property
    def taking_part(self) -> list[StatusRow]:
        """The legs or guests that are not called off."""
        return [row for row in self.rows if row.countdown.phase != "off"]

    @property
    def compared(self) -> Sequence[StatusRow]:
        """The legs or guests whose common values are those of the whole."""
        return _compared(self.rows)


def without_event(row: StatusRow) -> StatusRow:
    """A row that says nothing of the other guests of its event."""
    return structs.replace(row, related=structs.replace(row.related, others=0, state_of_event=""))


Counted = StatusRow | LabelledVisits
"""What has one countdown: a visit, or a trip or an event as a whole."""


def all_labelled(
    rows: Iterable[StatusRow],
    labels: Mapping[Label, Visit],
    today: Today,
    kinds: Container[str] = LABELS,
) -> dict[Label, LabelledVisits]:
    """Each trip and event with its visits among some rows, of which it may have none.

    ``labels`` is what is known of the trips and events themselves. With ``kinds``, only these.
    """
    by_label: dict[Label, list[StatusRow]] = {label: [] for label in labels if label[0] in kinds}
    for row in rows:
        for label in labels_of(row.visit):
            if label[0] in kinds:
                by_label.setdefault(label, []).append(row)
    return {
        label: labelled_visits(label, of_label, labels, today)
        for label, of_label in by_label.items()
    }


def labelled_visits(
    label: Label, rows: Sequence[StatusRow], labels: Mapping[Label, Visit], today: Today
) -> LabelledVisits:
    """A trip or an event with those of some rows that bear its label.

    ``labels`` is what is known of the trips and events themselves.
    """
    kind, name = label
    members = [row for row in rows if getattr(row.visit, kind) == name]
    going = [row for row in members if row.countdown.phase != "off"]
    common = _common_visit([row.visit for row in _compared(members)])
    itself = labels.get(label, UNKNOWN_VISIT)
    if kind == "event":
        common = structs.replace(common, visitor=UNKNOWN_VISIT.visitor)
    if (
        itself.confirmation.state in MAY_BE_OFF
    ):  # those who come all the same come for something else
        common = structs.replace(common, dates=UNKNOWN_VISIT.dates)
    claimed = {
        path: value
        for path in _FIELDS
        if (value := _value(itself, path)) and value != _value(UNKNOWN_VISIT, path)
    }
    is_state_common = going and common.confirmation.state != "rumoured"
    # One guest of an event that is off may have come for something else.
    took_place = len(members) > (kind == "event") and all(
        row.visit.confirmation.state == "completed" for row in members
    )
    if is_state_common and (took_place or itself.confirmation.state not in MAY_BE_OFF):
        claimed.pop(("confirmation", "state"), None)
    visit = with_values(common, claimed)
    day, state = today(visit), visit.confirmation.state
    row = StatusRow(name, visit, day, countdown(state, visit.dates, day), None)
    is_common = bool(going) and all(of.visit.confirmation.state == state for of in going)
    return LabelledVisits(label, row, members, state if state != "rumoured" or is_common else "")


def _compared(rows: Sequence[StatusRow]) -> Sequence[StatusRow]:
    """The visits that are not called off; all, if that leaves nothing to compare."""
    going = [row for row in rows if row.countdown.phase != "off"]
    return going if len(going) > 1 else rows


def _common_visit(visits: Sequence[Visit]) -> Visit:
    """A visit with the values that are the same in all of some visits."""
    values = {}
    for path in _FIELDS:
        first, *others = [_value(visit, path) for visit in visits] or [None]
        if first and all(other == first for other in others):
            values[path] = first
    return with_values(UNKNOWN_VISIT, values)


def _value(visit: Visit, path: FieldPath) -> object:
    value: object = visit
    for name in path:
        value = getattr(value, str(name))
    return value
