"""What differs between two versions of a visit or of a report: dates moved, and so on."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Final, Literal, cast

from msgspec import Struct

from agenda.history.facts import Value, facts
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim, Report
from agenda.model.visit import STATE_LADDER, STATUS_LADDER, Item, PartialVisit

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


def diff(before: PartialVisit, after: PartialVisit) -> tuple[Change, ...]:
    """Every difference between two versions of a visit or a claim, in the order of its fields."""
    keys = differing_items(before, after)
    old, new = facts(before, keys), facts(after, keys)
    changes = list(_changed_items(before.agenda, after.agenda, keys))
    for path in {**new, **old}:
        old_value, new_value = old.get(path, ""), new.get(path, "")
        if old_value != new_value and not _is_of_a_changed_item(path, before, after):
            changes.append(Change(_kind(path, old_value, new_value), path, old_value, new_value))
    items = {key: number for number, key in enumerate(keys)}
    return tuple(sorted(changes, key=lambda change: _order(change.path, after, items)))


def differing_items(before: PartialVisit, after: PartialVisit) -> list[str]:
    """The keys of the items that differ, in the order of the new agenda, then of the old one."""
    old, new = before.agenda, after.agenda
    if old is new:
        return []
    keys = [key for key, item in new.items() if old.get(key) is not item and old.get(key) != item]
    return keys + [key for key in old if key not in new]


def _changed_items(
    old: Mapping[str, Item], new: Mapping[str, Item], keys: Iterable[str]
) -> Iterator[Change]:
    for key in keys:
        if key not in old:
            yield Change("added", ("agenda", key), "", new[key])
        elif key not in new:
            yield Change("removed", ("agenda", key), old[key], "")


def _is_of_a_changed_item(path: FieldPath, before: PartialVisit, after: PartialVisit) -> bool:
    """Whether a fact belongs to an item that was added or removed, which is one change."""
    return path[0] == "agenda" and (path[1] in before.agenda) != (path[1] in after.agenda)


def _order(path: FieldPath, after: PartialVisit, items: Mapping[str, int]) -> tuple[int, ...]:
    """The order of a fact in a visit: by field, and an item by its place on the agenda."""
    fields = PartialVisit.__struct_fields__
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
