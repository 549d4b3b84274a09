"""Conflicts: believed claims on one visit that can't both be true."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from msgspec import Struct

from agenda.history.evidence import relation
from agenda.history.facts import Value, is_below_any, retracted_paths
from agenda.history.replay import SourcedClaim
from agenda.model.diagnostic import FieldPath
from agenda.model.report import Claim

CONFLICT_WINDOW: Final = timedelta(days=7)
"""How close in time two claims must be to conflict; an older claim is outdated instead."""

OFF_LADDER_VALUES: Final = frozenset({"doubtful", "postponed", "cancelled", "denied", "dropped"})
"""The values that exclude others; `completed` is consistent with every rung."""


class Conflict(Struct, frozen=True):
    """A fact for which a claim gives a value that an earlier claim excludes."""

    path: FieldPath
    earlier: SourcedClaim
    earlier_value: Value
    later: SourcedClaim
    later_value: Value


def conflicts(claims: Sequence[SourcedClaim]) -> Iterator[Conflict]:
    """The conflicts among believed claims on one visit, which come in the order they count in.

    Each claim is paired with the last one that it conflicts with on a fact. A claim that retracts a
    fact, or updates an earlier claim of the same source on a later day, is no conflict. Texts, and
    who goes where, never conflict.
    """
    dates = [(sourced, sourced.claim.dates) for sourced in claims if sourced.claim.dates]
    yield from _conflicts_on(("dates",), dates)
    kinds = [(sourced, sourced.claim.kind) for sourced in claims if sourced.claim.kind]
    yield from _conflicts_on(("kind",), kinds)
    # Two rungs never exclude each other.
    if any(_leaves_a_ladder(sourced.claim) for sourced in claims):
        for path, values in _values_on_ladders(claims).items():
            yield from _conflicts_on(path, values)


def _leaves_a_ladder(claim: Claim) -> bool:
    confirmation = claim.confirmation
    return (
        confirmation.state in OFF_LADDER_VALUES
        or confirmation.visitor in OFF_LADDER_VALUES
        or confirmation.host in OFF_LADDER_VALUES
        or any(item.status in OFF_LADDER_VALUES for item in claim.agenda.values())
    )


def _values_on_ladders(
    claims: Sequence[SourcedClaim],
) -> Mapping[FieldPath, list[tuple[SourcedClaim, str]]]:
    """The values on ladders in each claim, by fact."""
    values: dict[FieldPath, list[tuple[SourcedClaim, str]]] = defaultdict(list)
    for sourced in claims:
        confirmation = sourced.claim.confirmation
        for name in confirmation.__struct_fields__:
            if value := getattr(confirmation, name):
                values["confirmation", name].append((sourced, value))
        for key, item in sourced.claim.agenda.items():
            if item.status:
                values["agenda", key, "status"].append((sourced, item.status))
    return values


def _conflicts_on(
    path: FieldPath, values: Sequence[tuple[SourcedClaim, Value]]
) -> Iterator[Conflict]:
    """The conflicts on one fact."""
    latest: dict[Value, SourcedClaim] = {}
    for later, value in values:
        latest.pop(value, None)  # so that the values stay in the order of their last claim
        for earlier_value, earlier in reversed(latest.items()):
            if later.published - earlier.published > CONFLICT_WINDOW:
                break
            is_excluded = relation(path, earlier_value, value) == "contradicts"
            if is_excluded and not _is_settled(path, earlier, later):
                yield Conflict(path, earlier, earlier_value, later, value)
                break
        latest[value] = later


def _is_settled(path: FieldPath, earlier: SourcedClaim, later: SourcedClaim) -> bool:
    is_retracted = is_below_any(path, retracted_paths(later.claim))
    is_same_source = (earlier.publisher, earlier.claim.according_to) == (
        later.publisher,
        later.claim.according_to,
    )
    return is_retracted or (is_same_source and later.published > earlier.published)
