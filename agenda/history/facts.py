"""A visit or a claim as facts, with a value for each field path; and the ladders."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from msgspec import Struct
from msgspec.structs import astuple

from agenda.model.country import Candidates
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import When
from agenda.model.report import Claim
from agenda.model.visit import (
    ENTRIES,
    MEETING_LADDER,
    STAGE_LADDER,
    STATE_LADDER,
    STATUS_LADDER,
    PartialVisit,
)

IDENTITY: Final = ("visitor", "host", "trip", "event")
"""The fields that a replay takes from a visit's file or its opening claim."""

Value = str | When | Candidates
"""The value of a fact. Empty text means that it is not known, or that it was retracted."""

Facts = dict[FieldPath, Value]
"""The facts of a partial visit; fields that it omits are not included."""

LISTED: Final = "listed"
"""The value of an agenda item as a fact of its own: that it is on the agenda at all."""

_VALUE_TYPES: Final = (str, When, Candidates)

ENTRY_TYPES: Final[tuple[Any, ...]] = tuple(ENTRIES.values())

_EMPTY: Final = PartialVisit()
_FIELDS: Final = [(name, getattr(_EMPTY, name)) for name in PartialVisit.__struct_fields__]
"""The fields of a partial visit, each with its value when it is omitted."""

_NAMES: Final = PartialVisit.__struct_fields__

_PATHS: Final[Mapping[str, Sequence[FieldPath]]] = {
    name: [(name, field) for field in part.__struct_fields__]
    for name, part in _FIELDS
    if isinstance(part, Struct)
}
"""The paths below each field that has fields of its own, which are made only once."""

_KEY: Final = "KEY"
"""Stands for any key of a map in :data:`MERGING`."""

_LADDERS: Final[dict[FieldPath, Sequence[str]]] = {
    ("confirmation", "state"): STATE_LADDER,
    ("confirmation", "visitor"): STAGE_LADDER,
    ("confirmation", "host"): STAGE_LADDER,
    ("meets", _KEY, "status"): MEETING_LADDER,
    ("agenda", _KEY, "status"): STATUS_LADDER,
}

Merging = Literal["identity", "place", "ladder", "window", "newest"]
"""How a fact merges: it stays, it is decided, climbs, sharpens, or the newest word counts."""

_EXCEPTIONS: Final[dict[FieldPath, Merging]] = {
    ("visitor", "country"): "identity",
    ("visitor", "organization"): "identity",
    ("host", "country"): "place",
    ("host", "city"): "place",
    ("host", "candidates"): "place",
    **dict.fromkeys(_LADDERS, "ladder"),
}


def _field_paths() -> Iterator[FieldPath]:
    for name, omitted in _FIELDS:
        if isinstance(omitted, Struct):
            yield from ((name, field) for field in omitted.__struct_fields__)
        elif isinstance(omitted, dict):
            yield from ((name, _KEY, field) for field in ENTRIES[name].__struct_fields__)
        else:
            yield (name,)


def omitted_value(path: FieldPath) -> Any:
    """The value of a field that says nothing: empty text, no dates, or no candidates."""
    if path[0] in ENTRIES and len(path) > 2:
        return getattr(ENTRIES[str(path[0])](), str(path[2]))
    value: Any = _EMPTY
    for step in path:
        value = getattr(value, str(step))
    return value


def _merging(path: FieldPath) -> Merging:
    is_window = isinstance(omitted_value(path), When)
    return _EXCEPTIONS.get(path, "window" if is_window else "newest")


MERGING: Final[Mapping[FieldPath, Merging]] = {path: _merging(path) for path in _field_paths()}
"""How each field of a visit merges; `KEY` stands for any key of a map.

A new field takes the newest word, or is a window if it holds dates; any other rule is an exception.
"""


def _generic(path: FieldPath) -> FieldPath:
    """A fact's path in the table of fields."""
    return (path[0], _KEY, *path[2:]) if path[0] in ENTRIES else path


def facts(visit: PartialVisit) -> Facts:
    """All that a partial visit says, by path: `("agenda", "energy", "status")` and so on.

    An item is a fact of its own, `("agenda", "energy")`, before the facts about it.
    """
    return _facts_unlike(visit, _EMPTY)


def differing_facts(before: PartialVisit, after: PartialVisit) -> tuple[Facts, Facts]:
    """The facts of two versions in the fields and items that differ.

    A merge keeps what it does not change, so most fields of a visit are the same objects after it.
    """
    return _facts_unlike(before, after), _facts_unlike(after, before)


def _facts_unlike(visit: PartialVisit, other: PartialVisit) -> Facts:
    """The facts in the fields that are not the same objects in another version."""
    values: Facts = {}
    # A claim has more fields, after those of a partial visit.
    for name, value, other_value in zip(_NAMES, astuple(visit), astuple(other), strict=False):
        if value is other_value:
            continue
        if name in _PATHS:
            _add_fields(values, _PATHS[name], value)
        elif isinstance(value, dict):
            fields = ENTRIES[name].__struct_fields__
            for key, item in value.items():
                if item != other_value.get(key):
                    values[name, key] = LISTED
                    _add_fields(values, ((name, key, field) for field in fields), item)
        elif value:
            values[name,] = value
    return values


def _add_fields(values: Facts, paths: Iterable[FieldPath], part: Struct) -> None:
    for path, value in zip(paths, astuple(part), strict=True):
        if value:
            values[path] = value


def is_of_entry(path: FieldPath) -> bool:
    """Whether a path is that of a fact about an entry of a keyed map."""
    return len(path) == 3


def value_of(visit: PartialVisit, path: FieldPath) -> Value:
    """The value of one fact of a visit; empty text if it is not known."""
    part: object = _part_at(visit, path)
    if isinstance(part, ENTRY_TYPES):
        return LISTED
    return part if isinstance(part, _VALUE_TYPES) and part else ""


def is_known(visit: PartialVisit, path: FieldPath) -> bool:
    """Whether a visit has the fact at a path, or any below it."""
    part = _part_at(visit, path)
    if isinstance(part, Struct) and not isinstance(part, (When, *ENTRY_TYPES)):
        return any(getattr(part, name) for name in part.__struct_fields__)
    return bool(part) or isinstance(part, ENTRY_TYPES)


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


def paths_below(paths: Iterable[FieldPath]) -> dict[FieldPath, list[FieldPath]]:
    """Of some paths, those that are each path or lie below it, also for the paths above them."""
    below: dict[FieldPath, list[FieldPath]] = {}
    for path in paths:
        for parent in parents_of(path):
            below.setdefault(parent, []).append(path)
    return below


class PathIndex:
    """Some paths, which are found by those above them; see :func:`parents_of`."""

    def __init__(self, paths: Iterable[FieldPath] = ()) -> None:
        self._below: dict[FieldPath, dict[FieldPath, None]] = defaultdict(dict)
        for path in paths:
            self.add(path)

    def add(self, path: FieldPath) -> None:
        """Add a path, which may be there already."""
        for parent in parents_of(path):
            self._below[parent][path] = None

    def remove(self, path: FieldPath) -> None:
        """Remove a path, if it is there."""
        for parent in parents_of(path):
            self._below[parent].pop(path, None)

    def below(self, parents: Iterable[FieldPath]) -> dict[FieldPath, None]:
        """The paths that are some others, or lie below them."""
        return {path: None for parent in parents for path in self._below.get(parent, ())}


def retracted_paths(claim: Claim) -> list[FieldPath]:
    """The facts that a claim retracts, each with all below it."""
    return [tuple(path.split(".")) for path in claim.retracts]


ALL_DATES: Final = ("dates", "*")
"""Stands for the dates of a visit and of all its items, which a postponement clears."""


def postpones(claim: Claim) -> bool:
    """Whether a claim puts the visit off, by its state or by what the sides say."""
    given = claim.confirmation
    stages = {given.visitor, given.host}
    is_implied = "postponed" in stages and stages.isdisjoint({"announced", "cancelled", "declined"})
    return given.state == "postponed" or (is_implied and not given.state)


def cleared_paths(claim: Claim) -> list[FieldPath]:
    """The facts that a claim clears: those that it retracts, and the dates that it postpones."""
    paths = retracted_paths(claim)
    if postpones(claim):
        paths.append(ALL_DATES)
    return paths


def parents_of(path: FieldPath) -> Iterator[FieldPath]:
    """The paths that clear a fact if they are cleared: itself, those above it, all dates."""
    yield from (path[:length] for length in range(1, len(path) + 1))
    if is_window(path):
        yield ALL_DATES


def is_window(path: FieldPath) -> bool:
    """Whether a fact is dates: those of the visit, or of an item."""
    return MERGING.get(_generic(path)) == "window"


def ladder_of(path: FieldPath) -> Sequence[str] | None:
    """The ladder of a fact, or ``None`` if it has none."""
    return _LADDERS.get(_generic(path))


def is_place(path: FieldPath) -> bool:
    """Whether a fact is where the visit takes place."""
    return MERGING.get(path) == "place"
