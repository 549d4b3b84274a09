"""What differs between two pictures of a visit, in the words of the trade."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, cast

from msgspec import Struct

from agenda.history.replay import facts
from agenda.model.diagnostic import Route
from agenda.model.edtf import UNDATED, When
from agenda.model.visit import STATE_LADDER, STATUS_LADDER, Item, Visit

ChangeKind = Literal[
    "set", "firmed", "loosened", "moved", "shifted", "cleared",
    "raised", "lowered", "postponed", "cancelled", "reinstated", "completed",
    "spoke",
    "added", "removed", "dropped", "advanced", "set back", "reworded",
    "edited",
]  # fmt: skip
"""Of dates; of the confirmation; of a side; of an item; of anything else: a line each."""

Value = str | When | Item
"""What a fact was or is; empty text where it is not known."""


class Change(Struct, frozen=True):
    """One difference. ``path`` is a fact's route, or `("agenda", KEY)` for a whole item."""

    kind: ChangeKind
    path: Route
    before: Value = ""
    after: Value = ""


def diff(before: Visit, after: Visit) -> tuple[Change, ...]:
    """Every difference between two pictures of one visit, in the order of a visit's fields."""
    old, new = facts(before), facts(after)
    changes = [
        *_items(before.agenda, after.agenda),
        *(
            Change(_kind(route, was, now), route, was, now)
            for route in {**new, **old}
            if not _is_of_items_in_one(route, before, after)
            and (was := old.get(route, "")) != (now := new.get(route, ""))
        ),
    ]
    return tuple(sorted(changes, key=lambda change: _place(change.path, before, after)))


def _items(old: Mapping[str, Item], new: Mapping[str, Item]) -> Iterator[Change]:
    for key, item in new.items():
        if key not in old:
            yield Change("added", ("agenda", key), "", item)
    for key, item in old.items():
        if key not in new:
            yield Change("removed", ("agenda", key), item, "")


def _is_of_items_in_one(route: Route, before: Visit, after: Visit) -> bool:
    """Whether a fact belongs to an item that only one picture has, and that is told whole."""
    return route[0] == "agenda" and (route[1] in before.agenda) != (route[1] in after.agenda)


def _place(route: Route, before: Visit, after: Visit) -> tuple[int, ...]:
    """Where a fact stands in a visit: by field, and an item by its place on the agenda."""
    fields = Visit.__struct_fields__
    if route[0] != "agenda":
        part = getattr(after, str(route[0]))
        inner = part.__struct_fields__.index(route[1]) if len(route) > 1 else 0
        return fields.index(str(route[0])), inner
    keys = [*after.agenda, *(key for key in before.agenda if key not in after.agenda)]
    inner = Item.__struct_fields__.index(str(route[2])) if len(route) > 2 else -1
    return fields.index("agenda"), keys.index(str(route[1])), inner


def _kind(route: Route, was: str | When, now: str | When) -> ChangeKind:
    match route:
        case ("dates",):
            return change_of_dates(_dates(was), _dates(now))
        case ("confirmation", "state"):
            return _change_of_state(str(was), str(now))
        case ("confirmation", _) if now:
            return "spoke"
        case ("agenda", _, "status"):
            return _change_of_status(str(was), str(now))
        case ("agenda", _, _):
            return "reworded"
        case _:
            return "edited"


def _dates(value: str | When) -> When:
    return value if isinstance(value, When) else UNDATED


def change_of_dates(was: When, now: When) -> ChangeKind:
    """How dates changed that are not the same."""
    if not (was and now):
        return "set" if now else "cleared"
    if now.within(was):
        return "firmed"
    if was.within(now):
        return "loosened"
    return "shifted" if _overlap(was, now) else "moved"


def _overlap(one: When, other: When) -> bool:
    """Whether there is a day on which both may be under way."""
    return _first(one) <= _last(other) and _first(other) <= _last(one)


def _first(when: When) -> date:
    return when.earliest_start or date.min


def _last(when: When) -> date:
    return when.latest_end or date.max


def _change_of_state(was: str, now: str) -> ChangeKind:
    if now in {"postponed", "cancelled", "completed"}:
        return cast("ChangeKind", now)
    if was in {"postponed", "cancelled"}:
        return "reinstated"
    if now == "doubtful":
        return "lowered"
    if was == "completed":
        return "lowered"
    # Whatever was doubtful, and is spoken of on the ladder again, has gone up.
    return "raised" if _rung(STATE_LADDER, now) > _rung(STATE_LADDER, was) else "lowered"


def _change_of_status(was: str, now: str) -> ChangeKind:
    if now == "dropped":
        return "dropped"
    return "advanced" if _rung(STATUS_LADDER, now) > _rung(STATUS_LADDER, was) else "set back"


def _rung(ladder: Sequence[str], value: str) -> int:
    return ladder.index(value) if value in ladder else -1
