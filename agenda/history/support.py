"""Which claims are behind the facts of a visit, and which facts no claim mentions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from agenda.history.diff import ChangedValue
from agenda.history.evidence import SourcedClaim, Support, support
from agenda.history.facts import (
    LISTED,
    Facts,
    Value,
    cleared_paths,
    facts,
    is_below_any,
    is_identity,
    is_of_entry,
    ladder_of,
    parents_of,
    paths_below,
    retracted_paths,
)
from agenda.history.merge import implied_states, is_applied
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import When
from agenda.model.report import Claim
from agenda.model.visit import ENTRIES, PartialVisit

_STATE: Final = ("confirmation", "state")
_WHOSE: Final = ("visitor", "country")
"""The identity of a visit, which no claim changes."""

_TEXT_OF_AN_ENTRY: Final = ("title", "topic", "note")


class Evidence(Struct, frozen=True):
    """What one claim says about a fact. Empty text means that the claim retracts the fact."""

    sourced: SourcedClaim
    value: Value
    support: Support


def evidence_by_path(
    current: Facts, claims: Iterable[SourcedClaim]
) -> dict[FieldPath, list[Evidence]]:
    """What each claim says about each fact that is known or claimed, in the order of the claims.

    Who goes where is left out. A fact that no claim mentions has no evidence.
    """
    known_state = str(current.get(_STATE, ""))
    with_facts = [
        (sourced, facts(sourced.claim) | _implied_state(sourced.claim, known_state))
        for sourced in claims
    ]
    evidence = {
        path: list[Evidence]()
        for values in (current, *(values for _, values in with_facts))
        for path in values
        if not is_identity(path)
    }
    claimed = {path for _, values in with_facts for path in values}
    clearable = _ClearableFacts(path for path in evidence if path not in claimed)
    for sourced, values in with_facts:
        for path in clearable.below(cleared_paths(sourced.claim)) - values.keys():
            evidence[path].append(_retraction(sourced, current.get(path, "")))
            if path[0] in ENTRIES and not sourced.claim.rejected:
                clearable.remove(path)  # until somebody speaks of it again
        for path, value in values.items():
            if not is_identity(path):
                how = support(path, current.get(path, ""), sourced, value)
                evidence[path].append(Evidence(sourced, value, how))
                clearable.add(path)
    return evidence


class _ClearableFacts:
    """The facts that a claim may clear: those that are known so far, by the paths above them."""

    def __init__(self, paths: Iterable[FieldPath]) -> None:
        self._below: dict[FieldPath, set[FieldPath]] = defaultdict(set)
        for path in paths:
            self.add(path)

    def add(self, path: FieldPath) -> None:
        for parent in parents_of(path):
            self._below[parent].add(path)

    def remove(self, path: FieldPath) -> None:
        for parent in parents_of(path):
            self._below[parent].discard(path)

    def below(self, parents: Iterable[FieldPath]) -> set[FieldPath]:
        """The facts at some paths, and below them."""
        return {path for parent in parents for path in self._below.get(parent, ())}


def _implied_state(claim: Claim, known: str) -> dict[FieldPath, Value]:
    """The state that a claim implies by the sides' stages: the known one, if it may be that."""
    states = implied_states(claim)
    return {_STATE: known if known in states else states[0]} if states else {}


def _retraction(sourced: SourcedClaim, current: Value) -> Evidence:
    is_not_before = isinstance(current, When) and current.is_not_before
    is_still_known = current and not (is_not_before and not sourced.claim.retracts)
    how: Support = "contradicts" if is_still_known else "supports"
    return Evidence(sourced, "", "rejected" if sourced.claim.rejected else how)


def latest_claims(claims: Iterable[SourcedClaim]) -> dict[FieldPath, SourcedClaim]:
    """For each fact of a visit, the last claim that mentions it, retractions included.

    ``claims`` are the claims on the visit that are believed, in the order in which they count.
    """
    with_facts = [(sourced, facts(sourced.claim)) for sourced in claims]
    paths = {path for sourced, values in with_facts for path in (*values, *_implied(sourced))}
    below = paths_below(paths)
    latest: dict[FieldPath, SourcedClaim] = {}
    for sourced, values in with_facts:
        latest.update({path: sourced for path in values if path != _WHOSE})
        for parent in retracted_paths(sourced.claim):
            latest.update({path: sourced for path in below[parent] if path in latest})
        latest.update(dict.fromkeys(_implied(sourced), sourced))
        dated = latest.get(("dates",))
        # A postponement clears all dates but the day before which the visit won't take place.
        is_not_before = dated is not None and dated.claim.dates.is_not_before
        if sourced.claim.confirmation.state == "postponed" and not is_not_before:
            latest["dates",] = sourced
    return latest


def _implied(sourced: SourcedClaim) -> Iterator[FieldPath]:
    """The facts that a claim mentions without a value: what it retracts, and the state."""
    yield from retracted_paths(sourced.claim)
    # What the sides say implies a state, and so does what they take back.
    if sourced.sides or any("confirmation" in path for path in sourced.claim.retracts):
        yield _STATE


def reports_behind(
    claims: Iterable[SourcedClaim],
) -> Callable[[FieldPath, ChangedValue], tuple[str, ...]]:
    """A function that returns the reports with a believed claim that makes a change.

    Such a claim gives a fact the value that it has after the change, or clears it.
    """
    giving: dict[tuple[FieldPath, Value], dict[str, None]] = defaultdict(dict)
    clearing: dict[FieldPath, list[tuple[int, str]]] = defaultdict(list)
    for number, sourced in enumerate(claims):
        if is_applied(sourced.claim):
            implied = ((_STATE, state) for state in implied_states(sourced.claim))
            for fact in (*facts(sourced.claim).items(), *implied):
                giving[fact][sourced.report] = None
            for path in cleared_paths(sourced.claim):
                clearing[path].append((number, sourced.report))

    def behind(path: FieldPath, after: ChangedValue) -> tuple[str, ...]:
        if after == "":
            by_parent = (clearing.get(parent, ()) for parent in parents_of(path))
            cleared = sorted(item for of_parent in by_parent for item in of_parent)
            return tuple(dict.fromkeys(report for _, report in cleared))
        value = LISTED if isinstance(after, Struct) else after
        return tuple(giving.get((path, value), ()))

    return behind


def _needs_no_source(path: FieldPath) -> bool:
    """Whether a fact is who goes where, or a desk's own text about a visit or an item."""
    is_text_of_an_item = is_of_entry(path) and path[2] in _TEXT_OF_AN_ENTRY
    return is_identity(path) or path == ("notes",) or is_text_of_an_item


def unsourced_paths(
    visit: PartialVisit, mentioned: Mapping[FieldPath, object]
) -> Iterator[FieldPath]:
    """The facts of a visit that no claim mentions; for an item, only that it is on the agenda.

    Who goes where, and a desk's own titles and notes, need no source.
    """
    for path, value in facts(visit).items():
        is_detail = is_of_entry(path)
        # A visit that any claim mentions is rumoured.
        is_rumour = value == "rumoured" and bool(mentioned)
        if not (is_detail or _needs_no_source(path) or is_rumour or path in mentioned):
            yield path


def unmatched_paths(visit: PartialVisit, claims: Iterable[SourcedClaim]) -> Iterator[FieldPath]:
    """The facts of a visit whose current value no believed claim states.

    Who goes where, and a desk's own texts, need no claim.
    """
    claimed: dict[FieldPath, list[Value]] = defaultdict(list)
    is_mentioned = speaks_of_sides = False
    for sourced in claims:
        if is_applied(sourced.claim):
            is_mentioned = True
            speaks_of_sides = speaks_of_sides or bool(sourced.sides)
            for path, value in facts(sourced.claim).items():
                claimed[path].append(value)
    for path, value in facts(visit).items():
        # What the sides say implies a state, and a visit that any claim mentions is rumoured.
        is_implied = path == _STATE and (speaks_of_sides or (value == "rumoured" and is_mentioned))
        if not (_needs_no_source(path) or is_implied or value in claimed[path]):
            yield path


def facts_of_third_parties(
    visit: PartialVisit, claims: Iterable[SourcedClaim]
) -> Iterator[tuple[FieldPath, Sequence[SourcedClaim]]]:
    """The dates, kind, state and statuses that neither side gives, each with the claims behind it.

    ``claims`` are the claims on the visit that are believed. Texts are left out, and so are the
    sides' own stages. A side speaks in the claims of a source that gives its stage in any of them.
    A visit is confirmed by the formal words of both.
    """
    claimed: dict[tuple[FieldPath, Value], list[SourcedClaim]] = defaultdict(list)
    sources_of_sides = set[tuple[str, str]]()
    formal_sides = frozenset[str]()
    for sourced in claims:
        formal_sides |= sourced.formal_sides
        if sourced.speaking_sides:
            sources_of_sides.add(sourced.source)
        for path, value in facts(sourced.claim).items():
            claimed[path, value].append(sourced)
    for path, value in facts(visit).items():
        is_of_a_side = path[0] == "confirmation" and path[1] != "state"
        needs_support = path[0] in {"dates", "kind"} or ladder_of(path) is not None
        if not needs_support or is_of_a_side or not (supporters := claimed.get((path, value))):
            continue
        is_own_word = (
            len(formal_sides) == 2
            if value == "confirmed"
            else any(
                sourced.source in sources_of_sides and not sourced.is_hearsay
                for sourced in supporters
            )
        )
        if not is_own_word:
            yield path, supporters


def unmentioned_paths(visit: PartialVisit, claims: Sequence[Claim]) -> Iterator[FieldPath]:
    """The facts of a visit that none of these claims mentions; an item counts as one fact."""
    mentioned = {path[:2] for claim in claims for path in facts(claim)}
    if any(map(implied_states, claims)):
        mentioned.add(_STATE)
    cleared = {path for claim in claims for path in cleared_paths(claim)}
    for path in facts(visit):
        is_cleared = is_below_any(path, cleared)
        if not is_identity(path) and path[:2] not in mentioned and not is_cleared:
            yield path
