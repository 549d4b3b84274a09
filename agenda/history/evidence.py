"""How claims relate to what is known: what each adds, and which support or contradict a fact."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from agenda.history.facts import (
    Facts,
    Value,
    cleared_paths,
    facts,
    is_below_any,
    is_identity,
    items_with_details,
    ladder_of,
    retracted_paths,
    with_parents,
)
from agenda.history.merge import retract
from agenda.history.replay import SourcedClaim, Step
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import When
from agenda.model.report import Claim
from agenda.model.visit import Item, PartialVisit, Visit

Relation = Literal["new", "sharpens", "confirms", "adds nothing", "contradicts"]
"""What a claimed value adds to the known one."""

Support = Literal["supports", "says less", "contradicts", "rejected"]
"""How a claim relates to the current value of a fact."""

_TEXT_OF_AN_ITEM: Final = ("title", "topic", "note")


class ClaimedFact(Struct, frozen=True):
    """One fact of a claim, and what it adds. A retracted fact has no value."""

    path: FieldPath
    value: Value
    relation: Relation


class Evidence(Struct, frozen=True):
    """What one claim says about a fact. Empty text means that the claim retracts the fact."""

    sourced: SourcedClaim
    value: Value
    support: Support


class EarlierValue(Struct, frozen=True):
    """A value that a fact had, up to the day of the report that changed it."""

    value: Value
    until: date
    report: str


def claimed_facts(known: Visit | None, claim: Claim) -> Iterator[ClaimedFact]:
    """Each fact of a claim, compared with what was known of the visit; ``None`` if nothing was.

    Who goes where is left out: a visit takes that from its file or its opening claim.
    """
    before = facts(known) if known else {}
    retracted = retracted_paths(claim)
    if claim.confirmation.state == "postponed" and ("dates",) in before:
        retracted.append(("dates",))
    known_paths = with_parents(before) if retracted else set[FieldPath]()
    for path in retracted:
        yield ClaimedFact(path, "", "contradicts" if path in known_paths else "adds nothing")
    if known and claim.retracts:  # the rest is compared with what is left
        before = facts(retract(known, claim.retracts))
    claimed = facts(claim)
    detailed = items_with_details(claimed)
    for path, value in claimed.items():
        if not is_identity(path) and path not in detailed:
            yield ClaimedFact(path, value, relation(path, before.get(path, ""), value))


def relation(path: FieldPath, known: Value, claimed: Value) -> Relation:
    """What a claimed value adds to the known one, which is empty if none is known."""
    if not known:
        return "new"
    if known == claimed:
        return "confirms"
    if isinstance(known, When) and isinstance(claimed, When):
        return _relation_of_dates(known, claimed)
    if (ladder := ladder_of(path)) is not None:
        return _relation_of_rungs(ladder, str(known), str(claimed))
    return "contradicts" if path == ("kind",) else "new"


def _relation_of_dates(known: When, claimed: When) -> Relation:
    if known.within(claimed):
        return "confirms"
    return "sharpens" if claimed.within(known) else "contradicts"


def _relation_of_rungs(ladder: Sequence[str], known: str, claimed: str) -> Relation:
    """A value against a different one, on a ladder or off it."""
    if claimed in ladder and known in ladder:
        return "sharpens" if ladder.index(claimed) > ladder.index(known) else "adds nothing"
    # A completed visit is consistent with every rung, and no rung retracts it.
    if claimed == "completed" and known in ladder:
        return "sharpens"
    return "adds nothing" if known == "completed" and claimed in ladder else "contradicts"


def support(path: FieldPath, current: Value, sourced: SourcedClaim, claimed: Value) -> Support:
    """How the value that a claim gives to a fact relates to the current value."""
    if sourced.claim.rejected:
        return "rejected"
    if current == claimed:
        return "supports"
    if isinstance(current, When) and isinstance(claimed, When):
        return "says less" if current.within(claimed) else "contradicts"
    if ladder_of(path) is not None:
        is_less = bool(current) and relation(path, current, claimed) == "adds nothing"
        return "says less" if is_less else "contradicts"
    # Texts do not contradict each other; the newest is current.
    return "contradicts" if path == ("kind",) or not current else "says less"


def are_contradictory(first: Claim, second: Claim) -> bool:
    """Whether two claims on one visit can't both be true; texts never contradict each other.

    A retraction contradicts everything, a value off its ladder contradicts every other value, and
    `postponed` contradicts any dates.
    """
    if first.retracts or second.retracts:
        return True
    for claim, other in ((first, second), (second, first)):
        if claim.confirmation.state == "postponed" and other.dates:
            return True
    values, others = facts(first), facts(second)
    return any(
        _are_exclusive(path, values[path], others[path]) for path in values.keys() & others.keys()
    )


def _are_exclusive(path: FieldPath, first: Value, second: Value) -> bool:
    if isinstance(first, When) and isinstance(second, When):
        return not (first.within(second) or second.within(first))
    if (ladder := ladder_of(path)) is not None:
        return first != second and not (first in ladder and second in ladder)
    return path == ("kind",) and first != second


def evidence_by_path(
    current: Facts, claims: Iterable[SourcedClaim]
) -> dict[FieldPath, list[Evidence]]:
    """What each claim says about each fact that is known or claimed, in the order of the claims.

    Who goes where is left out. A fact that no claim mentions has no evidence.
    """
    with_facts = [(sourced, facts(sourced.claim)) for sourced in claims]
    evidence = {
        path: list[Evidence]()
        for values in (current, *(values for _, values in with_facts))
        for path in values
        if not is_identity(path)
    }
    for sourced, values in with_facts:
        for path, value in values.items():
            if not is_identity(path):
                how = support(path, current.get(path, ""), sourced, value)
                evidence[path].append(Evidence(sourced, value, how))
        if cleared := frozenset(cleared_paths(sourced.claim)):
            for path in evidence.keys() - values.keys():
                if is_below_any(path, cleared):
                    evidence[path].append(_retraction(sourced, current.get(path, "")))
    return evidence


def _retraction(sourced: SourcedClaim, current: Value) -> Evidence:
    how: Support = "contradicts" if current else "supports"
    return Evidence(sourced, "", "rejected" if sourced.claim.rejected else how)


def earlier_values(steps: Iterable[Step]) -> Mapping[FieldPath, Sequence[EarlierValue]]:
    """The values that each fact of one visit had before, the oldest first."""
    earlier: dict[FieldPath, list[EarlierValue]] = defaultdict(list)
    for step in steps:
        if step.before is None or step.after is None or step.before == step.after:
            continue
        after = facts(step.after)
        for path, before in facts(step.before).items():
            if before != after.get(path):
                value = EarlierValue(before, step.sourced.published, step.sourced.report)
                earlier[path].append(value)
    return earlier


def latest_claims(claims: Iterable[SourcedClaim]) -> dict[FieldPath, SourcedClaim]:
    """For each fact of a visit, the last claim that mentions it, retractions included.

    ``claims`` are the claims on the visit that are believed, in the order in which they count.
    """
    latest: dict[FieldPath, SourcedClaim] = {}
    for sourced in claims:
        latest.update({path: sourced for path in facts(sourced.claim) if not is_identity(path)})
        if retracted := dict.fromkeys(retracted_paths(sourced.claim), sourced):
            below = {path: sourced for path in latest if is_below_any(path, retracted)}
            latest |= retracted | below
        if sourced.claim.confirmation.state == "postponed":
            latest["dates",] = sourced
    return latest


def reports_behind(
    path: FieldPath, after: Value | Item, claims: Iterable[SourcedClaim]
) -> tuple[str, ...]:
    """The reports with a believed claim that gives a fact the value it has after a change."""
    reports = (
        sourced.report
        for sourced in claims
        if not sourced.claim.rejected and _gives(path, after, sourced.claim)
    )
    return tuple(dict.fromkeys(reports))


def _gives(path: FieldPath, after: Value | Item, claim: Claim) -> bool:
    if after == "":
        return is_below_any(path, cleared_paths(claim))
    if isinstance(after, Item):
        return path[1] in claim.agenda
    return facts(claim).get(path) == after


def _needs_no_source(path: FieldPath) -> bool:
    """Whether a fact is who goes where, or a desk's own text about a visit or an item."""
    is_text_of_an_item = len(path) > 2 and path[0] == "agenda" and path[2] in _TEXT_OF_AN_ITEM
    return is_identity(path) or path == ("notes",) or is_text_of_an_item


def unsourced_paths(
    visit: PartialVisit, mentioned: Mapping[FieldPath, object]
) -> Iterator[FieldPath]:
    """The facts of a visit that no claim mentions; for an item, only that it is on the agenda.

    Who goes where, and a desk's own titles and notes, need no source.
    """
    for path, value in facts(visit).items():
        is_detail = path[0] == "agenda" and len(path) > 2
        # A visit that any claim mentions is rumoured.
        is_rumour = value == "rumoured" and bool(mentioned)
        if not (is_detail or _needs_no_source(path) or is_rumour or path in mentioned):
            yield path


def unmatched_paths(visit: PartialVisit, claims: Iterable[SourcedClaim]) -> Iterator[FieldPath]:
    """The facts of a visit whose current value no believed claim states.

    Who goes where, and a desk's own texts, need no claim.
    """
    claimed: dict[FieldPath, list[Value]] = defaultdict(list)
    is_mentioned = False
    for sourced in claims:
        if not sourced.claim.rejected:
            is_mentioned = True
            for path, value in facts(sourced.claim).items():
                claimed[path].append(value)
    for path, value in facts(visit).items():
        is_rumour = value == "rumoured" and is_mentioned
        if not (_needs_no_source(path) or is_rumour or value in claimed[path]):
            yield path


def supported_facts(
    visit: PartialVisit, claims: Iterable[SourcedClaim]
) -> Iterator[tuple[FieldPath, Sequence[SourcedClaim]]]:
    """The dates, kind, state and statuses of a visit, each with the claims that state its value.

    ``claims`` are the claims on the visit that are believed. Texts are left out, and so are the
    sides' own statements, which no third party has to confirm.
    """
    claimed: dict[tuple[FieldPath, Value], list[SourcedClaim]] = defaultdict(list)
    for sourced in claims:
        for path, value in facts(sourced.claim).items():
            claimed[path, value].append(sourced)
    for path, value in facts(visit).items():
        is_of_a_side = path[0] == "confirmation" and path[1] != "state"
        needs_support = path[0] in {"dates", "kind"} or ladder_of(path) is not None
        if needs_support and not is_of_a_side and (supporters := claimed.get((path, value))):
            yield path, supporters


def unmentioned_paths(visit: PartialVisit, claims: Sequence[Claim]) -> Iterator[FieldPath]:
    """The facts of a visit that none of these claims mentions; an item counts as one fact."""
    mentioned = {path[:2] for claim in claims for path in facts(claim)}
    cleared = {path for claim in claims for path in cleared_paths(claim)}
    for path in facts(visit):
        is_cleared = is_below_any(path, cleared)
        if not is_identity(path) and path[:2] not in mentioned and not is_cleared:
            yield path
