"""Which claims are behind the facts of a visit: one index for all questions."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from msgspec import Struct

from agenda.history.evidence import SourcedClaim, are_exclusive
from agenda.history.facts import Facts, PathIndex, Value, cleared_paths, facts, is_identity
from agenda.history.merge import implied_state
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import When
from agenda.model.visit import ENTRIES, PartialVisit

Support = Literal["supports", "says less", "contradicts", "rejected"]
"""How a claim relates to the current value of a fact."""

_STATE: Final = ("confirmation", "state")
_TEXTS_OF_AN_ENTRY: Final = {("title",), ("topic",), ("note",)}


class Evidence(Struct, frozen=True):
    """What one claim says about a fact. Empty text means that the claim clears the fact."""

    sourced: SourcedClaim
    path: FieldPath
    value: Value
    current: Value

    @property
    def agrees(self) -> bool:
        """Whether the claim gives the current value itself, or clears a fact that is not known."""
        return self.value == self.current

    @property
    def support(self) -> Support:
        """How the claim relates to the current value."""
        claim, current = self.sourced.claim, self.current
        if claim.rejected:
            return "rejected"
        is_not_before = isinstance(current, When) and current.is_not_before
        if self.agrees or (not self.value and is_not_before and not claim.retracts):
            return "supports"  # a postponement keeps the first day that is possible
        is_exclusive = not self.value or are_exclusive(self.path, current, self.value)
        return "contradicts" if is_exclusive or not current else "says less"


def evidence_by_path(
    current: Facts, claims: Iterable[SourcedClaim]
) -> dict[FieldPath, list[Evidence]]:
    """What each claim says about each fact that is known or claimed, in the order of the claims.

    A fact that no claim mentions has no evidence. A claim that implies a state by the sides' stages
    gives the current one, if it may be that. An item that is cleared is not cleared again until
    somebody speaks of it, and so with claims that are rejected.
    """
    with_facts = []
    for sourced in claims:
        values = facts(sourced.claim)
        if state := implied_state(sourced.claim, current.get(_STATE)):
            values[_STATE] = state
        with_facts.append((sourced, values, cleared_paths(sourced.claim)))
    evidence: dict[FieldPath, list[Evidence]] = {path: [] for path in current}
    claimed = dict.fromkeys(path for _, values, _ in with_facts for path in values)
    evidence |= {path: [] for path in claimed}
    is_any_cleared = any(clears for _, _, clears in with_facts)
    unclaimed = current.keys() - claimed.keys() if is_any_cleared else ()
    known, never_rejected = PathIndex(unclaimed), PathIndex(unclaimed)
    for sourced, values, clears in with_facts:
        clearable = never_rejected if sourced.claim.rejected else known
        cleared = clearable.below(clears).keys() - values.keys() if clears else ()
        for path in cleared:
            evidence[path].append(Evidence(sourced, path, "", current.get(path, "")))
        for path, value in values.items():
            evidence[path].append(Evidence(sourced, path, value, current.get(path, "")))
        for path in cleared:
            if path[0] in ENTRIES:
                never_rejected.remove(path)
                clearable.remove(path)
        for path in values if is_any_cleared else ():
            known.add(path)
            never_rejected.add(path)
    return evidence


def unmatched_facts(
    visit: PartialVisit, claims: Sequence[SourcedClaim]
) -> Iterator[tuple[FieldPath, Sequence[Evidence]]]:
    """The facts of a visit whose value no claim gives, each with what claims say about it.

    Who goes where, and a desk's own texts about a visit or an item, need no claim. What the sides
    say implies a state, and a visit that any claim mentions is rumoured.
    """
    current = facts(visit)
    evidence = evidence_by_path(current, claims)
    is_rumour = bool(claims) and visit.confirmation.state == "rumoured"
    is_state_implied = is_rumour or any(sourced.claim.sides for sourced in claims)
    for path in current:
        is_own_text = path == ("notes",) or path[2:] in _TEXTS_OF_AN_ENTRY
        is_implied = path == _STATE and is_state_implied
        is_given = is_implied or any(each.agrees for each in evidence[path])
        if not (is_identity(path) or is_own_text or is_given):
            yield path, evidence[path]
