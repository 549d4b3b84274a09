"""What differs between two versions of a visit or of a report: dates moved, and so on."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Final, Literal, cast

from msgspec import Struct

from agenda.history.facts import MERGING, Value, differing_facts, facts, ladder_of
from agenda.model.country import Candidates
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim, Report
from agenda.model.visit import CALLED_OFF, ENTRIES, STATE_LADDER, Item, PartialVisit, Person

ChangeKind = Literal[
    "set", "firmed", "loosened", "moved", "shifted", "cleared",
    "disputed", "settled",
    "raised", "lowered", "postponed", "cancelled", "reinstated", "completed",
    "spoke",
    "added", "removed", "dropped", "advanced", "set back", "reworded",
    "relocated", "decided", "edited",
]  # fmt: skip
"""One line each for dates, the confirmation, a side, an item, and anything else."""

Entry = Item | Person
"""An entry of a keyed map."""

ChangedValue = Value | Entry
"""The value of a fact before or after a change; empty text if it is not known."""


class Change(Struct, frozen=True):
    """One difference. ``path`` is a fact's path, or `("agenda", KEY)` for a whole item."""

    kind: ChangeKind
    path: FieldPath
    before: ChangedValue = ""
    after: ChangedValue = ""


def diff(before: PartialVisit, after: PartialVisit) -> tuple[Change, ...]:
    """Every difference between two versions of a visit or a claim, in the order of its fields."""
    if before == after:
        return ()
    by_map = {name: differing_entries(before, after, name) for name in ENTRIES}
    old, new = differing_facts(before, after)
    changes: list[Change] = []
    for name, of_map in by_map.items():
        changes += _changed_entries(before, after, name, of_map)
    changed = {change.path for change in changes}
    if ("host", "country") in new:
        # A place is decided among the candidates.
        old.setdefault(("host", "country"), old.get(("host", "candidates"), ""))
    for path in {**new, **old}:
        old_value, new_value = old.get(path, ""), new.get(path, "")
        # An entry that was added or removed is one change.
        if old_value != new_value and path[:2] not in changed:
            changes.append(Change(_kind(path, old_value, new_value), path, old_value, new_value))
    numbers: dict[FieldPath, int] = {
        (name, key): number for name, of_map in by_map.items() for number, key in enumerate(of_map)
    }
    return tuple(sorted(changes, key=lambda change: _order(change.path, numbers)))


def differing_entries(before: PartialVisit, after: PartialVisit, name: str) -> list[str]:
    """The keys of the entries of a map that differ, in its new order, then in its old one."""
    old, new = getattr(before, name), getattr(after, name)
    if old is new:
        return []
    keys = [key for key, item in new.items() if old.get(key) is not item and old.get(key) != item]
    return keys + [key for key in old if key not in new]


def _changed_entries(
    before: PartialVisit, after: PartialVisit, name: str, keys: Iterable[str]
) -> Iterator[Change]:
    old, new = getattr(before, name), getattr(after, name)
    for key in keys:
        if key not in old:
            yield Change("added", (name, key), "", new[key])
        elif key not in new:
            yield Change("removed", (name, key), old[key], "")


_FIELD_NUMBERS: Final = {name: number for number, name in enumerate(PartialVisit.__struct_fields__)}
_FACT_NUMBERS: Final = {path: number for number, path in enumerate(MERGING)}


def _order(path: FieldPath, numbers: Mapping[FieldPath, int]) -> tuple[int, ...]:
    """The order of a fact in a visit: by field, and an entry by its place in its map."""
    name = str(path[0])
    if name not in ENTRIES:
        return _FIELD_NUMBERS[name], _FACT_NUMBERS[path]
    fields = ENTRIES[name].__struct_fields__
    inner = fields.index(str(path[2])) if path[2:] else -1
    return _FIELD_NUMBERS[name], numbers[path[:2]], inner


def _kind(path: FieldPath, before: Value, after: Value) -> ChangeKind:
    match path:
        case ("dates",) | ("agenda", _, "date"):
            return change_of_dates(_dates(before), _dates(after))
        case ("confirmation", "state"):
            return _change_of_state(str(before), str(after))
        case ("confirmation", "visitor" | "host") if after:
            return "spoke"
        case ("host", "country") if isinstance(before, Candidates):
            return "decided"
        case ("host", "country" | "city") if before and after:
            return "relocated"
        case (_, _, "status"):
            return _change_of_status(ladder_of(path) or (), str(before), str(after))
        case (_, _, _):
            return "reworded"
        case _:
            return ("edited" if before else "set") if after else "cleared"


def _dates(value: Value) -> When:
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
    if after in {*CALLED_OFF, "completed"}:
        return cast("ChangeKind", after)
    if before in CALLED_OFF:
        return "reinstated"
    if after == "doubtful" or before == "completed":
        return "lowered"
    # A doubtful visit that is on the ladder again has gone up.
    return "raised" if _rung(STATE_LADDER, after) > _rung(STATE_LADDER, before) else "lowered"


def _change_of_status(ladder: Sequence[str], before: str, after: str) -> ChangeKind:
    if after == "dropped":
        return "dropped"
    is_higher = _rung(ladder, after) > _rung(ladder, before)
    return "advanced" if is_higher else "set back"


def _rung(ladder: Sequence[str], value: str) -> int:
    return ladder.index(value) if value in ladder else -1


_OWN_FIELDS: Final = tuple(
    name for name in Claim.__struct_fields__ if name not in PartialVisit.__struct_fields__
)
"""The fields that a claim has in addition to those of a visit."""

_NO_CLAIM: Final = PartialVisit()


class ClaimDiff(Struct, frozen=True):
    """One claim that differs; ``before`` is ``None`` if it was added, ``after`` if removed."""

    before: Claim | None
    after: Claim | None
    changes: tuple[Change, ...]


class ReportDiff(Struct, frozen=True):
    """What differs between two versions of a report.

    ``changes`` are those of its own fields, ``claims`` the claims that differ. ``order`` has the
    claims of both versions as the later one orders them, if the earlier one orders them otherwise.
    """

    changes: tuple[Change, ...] = ()
    claims: tuple[ClaimDiff, ...] = ()
    order: tuple[Claim, ...] = ()


def diff_reports(before: Report, after: Report) -> ReportDiff:
    """Every difference between two versions of one report."""
    pairs = _paired(before.claims, after.claims)
    kept = [number for number in pairs if number is not None]
    claims = [
        _claim_diff(None if number is None else before.claims[number], claim)
        for number, claim in zip(pairs, after.claims, strict=True)
    ]
    gone = sorted(set(range(len(before.claims))).difference(kept))
    claims += [_claim_diff(before.claims[number], None) for number in gone]
    is_reordered = any(first > second for first, second in pairwise(kept))
    both = zip(pairs, after.claims, strict=True)
    return ReportDiff(
        tuple(_changed_fields(before, after, Report.__struct_fields__)),
        tuple(claim for claim in claims if claim.changes),
        tuple(claim for number, claim in both if number is not None) if is_reordered else (),
    )


def _claim_diff(before: Claim | None, after: Claim | None) -> ClaimDiff:
    own = _changed_fields(before, after, _OWN_FIELDS)
    return ClaimDiff(before, after, (*own, *diff(before or _NO_CLAIM, after or _NO_CLAIM)))


def _changed_fields(
    before: Struct | None, after: Struct | None, fields: Sequence[str]
) -> Iterator[Change]:
    """The changes of fields whose values are text, days, or lists of text."""
    for name in fields:
        old, new = (_text(getattr(side, name, "")) for side in (before, after))
        if name != "claims" and old != new:
            yield Change(_kind((name,), old, new), (name,), old, new)


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _paired(before: Sequence[Claim], after: Sequence[Claim]) -> list[int | None]:
    """For each claim of a report, the index of the same claim in the version before, if any.

    Those are the equal ones, then those of one source on one visit, and then those that are alike
    but for the source or the visit.
    """
    old_facts, new_facts = ([_claim_facts(claim) for claim in claims] for claims in (before, after))
    pairs: list[int | None] = [None] * len(after)
    left = dict.fromkeys(range(len(before)))
    for key, must_be_alike in _KEYS:
        candidates: dict[Hashable, dict[int, None]] = defaultdict(dict)
        for number in left:
            candidates[key(old_facts[number])][number] = None
        for number, claimed in enumerate(new_facts):
            same = candidates.get(key(claimed), {}) if pairs[number] is None else {}
            for old in islice(same, _MAX_COMPARED):
                if not must_be_alike or _are_alike(old_facts[old], claimed):
                    pairs[number] = old
                    del same[old], left[old]
                    break
    return pairs


_ClaimFacts = dict[FieldPath, Value]

_MAX_COMPARED: Final = 50

_KEYS: Final[Sequence[tuple[Callable[[_ClaimFacts], Hashable], bool]]] = (
    (lambda claimed: frozenset(claimed.items()), False),
    (lambda claimed: (claimed["visit",], claimed["according_to",]), False),
    (lambda claimed: claimed["visit",], True),
    (lambda claimed: claimed["according_to",], True),
)
"""By what two versions of a claim are found, and whether they must have most facts in common."""


def _claim_facts(claim: Claim) -> _ClaimFacts:
    """All that is written in a claim, by path."""
    return {(name,): _text(getattr(claim, name)) for name in _OWN_FIELDS} | facts(claim)


def _are_alike(before: _ClaimFacts, after: _ClaimFacts) -> bool:
    """Whether two claims have at least half of what they say in common."""
    common = sum(1 for path, value in before.items() if value and after.get(path) == value)
    given = {path for claim in (before, after) for path, value in claim.items() if value}
    return 2 * common >= len(given)
