"""What differs between two snapshots of a visit: dates moved, states raised, and so on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, cast

from msgspec import Struct

from agenda.history.facts import facts
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import UNDATED, When
from agenda.model.visit import STATE_LADDER, STATUS_LADDER, Item, Visit

ChangeKind = Literal[
    "set", "firmed", "loosened", "moved", "shifted", "cleared",
    "disputed", "settled",
    "raised", "lowered", "postponed", "cancelled", "reinstated", "completed",
    "spoke",
    "added", "removed", "dropped", "advanced", "set back", "reworded",
    "relocated", "edited",
]  # fmt: skip
"""One line each for dates, the confirmation, a side, an item, and anything else."""

ChangedValue = str | When | Item
"""The value of a fact before or after a change; empty text if it is not known."""


class Change(Struct, frozen=True):
    """One difference. ``path`` is a fact's path, or `("agenda", KEY)` for a whole item."""

    kind: ChangeKind
    path: FieldPath
    before: ChangedValue = ""
    after: ChangedValue = ""


def diff(before: Visit, after: Visit) -> tuple[Change, ...]:
    """Every difference between two snapshots of one visit, in the order of a visit's fields."""
    old, new = facts(before), facts(after)
    changes = list(_changed_items(before.agenda, after.agenda))
    for path in {**new, **old}:
        old_value, new_value = old.get(path, ""), new.get(path, "")
        if old_value != new_value and not _is_of_a_changed_item(path, before, after):
            changes.append(Change(_kind(path, old_value, new_value), path, old_value, new_value))
    items = {key: number for number, key in enumerate({**after.agenda, **before.agenda})}
    return tuple(sorted(changes, key=lambda change: _order(change.path, after, items)))


def _changed_items(old: Mapping[str, Item], new: Mapping[str, Item]) -> Iterator[Change]:
    for key, item in new.items():
        if key not in old:
            yield Change("added", ("agenda", key), "", item)
    for key, item in old.items():
        if key not in new:
            yield Change("removed", ("agenda", key), item, "")


def _is_of_a_changed_item(path: FieldPath, before: Visit, after: Visit) -> bool:
    """Whether a fact belongs to an item that was added or removed, which is one change."""
    return path[0] == "agenda" and (path[1] in before.agenda) != (path[1] in after.agenda)


def _order(path: FieldPath, after: Visit, items: Mapping[str, int]) -> tuple[int, ...]:
    """The order of a fact in a visit: by field, and an item by its place on the agenda."""
    fields = Visit.__struct_fields__
    if path[0] != "agenda":
        part = getattr(after, str(path[0]))
        inner = part.__struct_fields__.index(path[1]) if len(path) > 1 else 0
        return fields.index(str(path[0])), inner
    inner = Item.__struct_fields__.index(str(path[2])) if len(path) > 2 else -1
    return fields.index("agenda"), items[str(path[1])], inner


def _kind(path: FieldPath, before: str | When, after: str | When) -> ChangeKind:
    match path:
        case ("dates",):
            return change_of_dates(_dates(before), _dates(after))
        case ("confirmation", "state"):
            return _change_of_state(str(before), str(after))
        case ("confirmation", "visitor" | "host") if after:
            return "spoke"
        case ("host", "country" | "city") if before and after:
            return "relocated"
        case ("agenda", _, "status"):
            return _change_of_status(str(before), str(after))
        case ("agenda", _, _):
            return "reworded"
        case _:
            return ("edited" if before else "set") if after else "cleared"


def _dates(value: str | When) -> When:
    return value if isinstance(value, When) else UNDATED


def change_of_dates(before: When, after: When) -> ChangeKind:
    """The kind of a change of dates, which are not equal."""
    if not (before and after):
        return "set" if after else "cleared"
    if after.within(before):
        return "firmed"
    if before.within(after):
        return "loosened"
    return "shifted" if before.overlaps(after) else "moved"


def _change_of_state(before: str, after: str) -> ChangeKind:
    if after in {"postponed", "cancelled", "completed"}:
        return cast("ChangeKind", after)
    if before in {"postponed", "cancelled"}:
        return "reinstated"
    if after == "doubtful" or before == "completed":
        return "lowered"
    # A doubtful visit that is on the ladder again has gone up.
    return "raised" if _rung(STATE_LADDER, after) > _rung(STATE_LADDER, before) else "lowered"


def _change_of_status(before: str, after: str) -> ChangeKind:
    if after == "dropped":
        return "dropped"
    is_higher = _rung(STATUS_LADDER, after) > _rung(STATUS_LADDER, before)
    return "advanced" if is_higher else "set back"


def _rung(ladder: Sequence[str], value: str) -> int:
    return ladder.index(value) if value in ladder else -1
