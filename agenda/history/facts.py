"""A visit or a claim as facts, with a value for each field path; and the ladders."""

from collections.abc import Container, Iterable, Sequence
from typing import Any, Final

from msgspec import Struct

from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import When
from agenda.model.report import Claim
from agenda.model.visit import (
    STAGE_LADDER,
    STATE_LADDER,
    STATUS_LADDER,
    Item,
    PartialVisit,
)

IDENTITY: Final = ("visitor", "host", "trip")
"""The fields that a replay takes from a visit's file or its opening claim."""

Value = str | When
"""The value of a fact. Empty text means that it is not known, or that it was retracted."""

Facts = dict[FieldPath, Value]
"""The facts of a partial visit; fields that it omits are not included."""

LISTED: Final = "listed"
"""The value of an agenda item as a fact of its own: that it is on the agenda at all."""

_EMPTY: Final = PartialVisit()
_FIELDS: Final = [(name, getattr(_EMPTY, name)) for name in PartialVisit.__struct_fields__]
"""The fields of a partial visit, each with its value when it is omitted."""

_LADDERS: Final[dict[FieldPath, Sequence[str]]] = {
    ("confirmation", "state"): STATE_LADDER,
    ("confirmation", "visitor"): STAGE_LADDER,
    ("confirmation", "host"): STAGE_LADDER,
}


def facts(visit: PartialVisit, items: Iterable[str] | None = None) -> Facts:
    """All that a partial visit says, by path: `("agenda", "energy", "status")` and so on.

    An item is a fact of its own, `("agenda", "energy")`, before the facts about it. Only some of
    the items are included if their keys are given.
    """
    values: Facts = {}
    for name, omitted in _FIELDS:
        value = getattr(visit, name)
        if value is omitted:
            continue
        if isinstance(value, Struct):
            _add_fields(values, (name,), value)
        elif isinstance(value, dict):
            for key in value if items is None else filter(value.__contains__, items):
                values[name, key] = LISTED
                _add_fields(values, (name, key), value[key])
        elif value:
            values[name,] = value
    return values


def _add_fields(values: Facts, parent: FieldPath, part: Struct) -> None:
    for name in part.__struct_fields__:
        if value := getattr(part, name):
            values[*parent, name] = value


def value_of(visit: PartialVisit, path: FieldPath) -> Value:
    """The value of one fact of a visit; empty text if it is not known."""
    part = _part_at(visit, path)
    if isinstance(part, Item):
        return LISTED
    return part if isinstance(part, When | str) and part else ""


def is_known(visit: PartialVisit, path: FieldPath) -> bool:
    """Whether a visit has the fact at a path, or any below it."""
    part = _part_at(visit, path)
    if isinstance(part, Struct) and not isinstance(part, When | Item):
        return any(getattr(part, name) for name in part.__struct_fields__)
    return bool(part) or isinstance(part, Item)


def _part_at(visit: PartialVisit, path: FieldPath) -> Any:
    """What a visit has at a path; ``None`` if it can't have anything there."""
    part: Any = visit
    for name in path:
        if isinstance(part, dict):
            part = part.get(name)
        elif isinstance(part, Struct) and name in part.__struct_fields__:
            part = getattr(part, str(name))
        else:
            return None
    return part


def items_with_details(values: Iterable[FieldPath]) -> set[FieldPath]:
    """The paths of the items about which there are further facts."""
    return {path[:2] for path in values if len(path) == 3}


def is_identity(path: FieldPath) -> bool:
    """Whether a fact belongs to who goes where, which reports do not change."""
    return path[0] in IDENTITY


def is_below(path: FieldPath, parent: FieldPath) -> bool:
    """Whether a path is another one, or lies below it."""
    return path[: len(parent)] == parent


def is_below_any(path: FieldPath, parents: Container[FieldPath]) -> bool:
    """Whether a path is one of some others, or lies below one of them."""
    return any(path[:length] in parents for length in range(1, len(path) + 1))


def paths_below(paths: Iterable[FieldPath]) -> dict[FieldPath, list[FieldPath]]:
    """Of some paths, those that are each path or lie below it, also for the paths above them."""
    below: dict[FieldPath, list[FieldPath]] = {}
    for path in paths:
        for length in range(1, len(path) + 1):
            below.setdefault(path[:length], []).append(path)
    return below


def with_parents(paths: Iterable[FieldPath]) -> set[FieldPath]:
    """Some paths, and all those that they lie below."""
    return {path[:length] for path in paths for length in range(1, len(path) + 1)}


def retracted_paths(claim: Claim) -> list[FieldPath]:
    """The facts that a claim retracts, each with all below it."""
    return [tuple(path.split(".")) for path in claim.retracts]


def cleared_paths(claim: Claim) -> list[FieldPath]:
    """The facts that a claim clears: those that it retracts, and the dates that it postpones."""
    paths = retracted_paths(claim)
    if claim.confirmation.state == "postponed":
        paths.append(("dates",))
    return paths


def ladder_of(path: FieldPath) -> Sequence[str] | None:
    """The ladder of a fact, or ``None`` if it has none."""
    if path[0] == "agenda" and path[-1] == "status":
        return STATUS_LADDER
    return _LADDERS.get(path)


def raise_on_ladder(ladder: Sequence[str], known: str, claimed: str) -> Any:
    """The value on a ladder after a claim: a higher rung raises it, a lower one changes nothing.

    A value off the ladder always counts, until a later claim gives any rung. The result is one of
    the two values, and so has the type of their field.
    """
    if not claimed:
        return known
    if claimed in ladder and known in ladder and ladder.index(claimed) <= ladder.index(known):
        return known
    return claimed
