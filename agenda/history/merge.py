"""What a claim does to a visit. Replay, late reports and `apply` all use :func:`merge`.

Knowledge only sharpens, unless a source that may do so updates it, or it is retracted. A value
that conflicts with the known one changes nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.building import UNKNOWN_VISIT, retract, with_values
from agenda.history.evidence import (
    CANDIDATES,
    KnownClaims,
    Relation,
    SourcedClaim,
    may_update,
    relation,
)
from agenda.history.facts import (
    Facts,
    Value,
    facts,
    is_known,
    is_place,
    is_window,
    items_with_details,
    postpones,
    retracted_paths,
    value_of,
)
from agenda.model.country import Country, Zone
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim
from agenda.model.visit import (
    CALLED_OFF,
    STAGE_LADDER,
    STATE_LADDER,
    UNKNOWN_PLACE,
    Confirmation,
    PartialHost,
    Visit,
)

Part = TypeVar("Part", bound=Struct)

_STATE: Final = ("confirmation", "state")
_DATES: Final = ("dates",)
_COUNTRY: Final = ("host", "country")
_CITY: Final = ("host", "city")

_REPLACES: Final = frozenset({"new", "refines", "updates"})
"""The relations of a value that becomes the known one."""

_ENDED_BY_A_RETURN: Final = frozenset({*CALLED_OFF, "declined"})
_UNDATED_STATES: Final = frozenset({"", "postponed"})
_UNCONDITIONAL_STATES: Final = frozenset({"confirmed", "cancelled", "completed"})
_MIDDLE_STAGES: Final = frozenset({"invited", "accepted", "preparing"})


class ClaimedFact(Struct, frozen=True):
    """One fact of a claim, and what it is to what was known. A retracted fact has no value."""

    path: FieldPath
    value: Value
    relation: Relation


class Merged(Struct, frozen=True):
    """A visit after a claim, and what each of the claim's facts was to what was known."""

    visit: Visit
    facts: tuple[ClaimedFact, ...]


def merge(visit: Visit, sourced: SourcedClaim, known: KnownClaims) -> Merged:
    """The visit after a claim, given the claims before it, to which it is added.

    A claim that is rejected or contradicts itself changes nothing. None changes the visitor's
    country.
    """
    claim = sourced.claim
    before = visit
    claimed = list(_retractions(visit, claim))
    visit = retract(visit, claim.retracts)
    state = _claimed_state(visit, claim)
    claimed_values = facts(claim)
    if state and not claim.confirmation.state:
        claimed_values[_STATE] = state
    compared = _compared(visit, sourced, known, state, claimed_values)
    claimed += compared.values()
    if claim.rejected:
        return Merged(before, tuple(claimed))
    if contradicts_itself(claim):
        refused = (replace(fact, relation="not applied") for fact in claimed)
        return Merged(before, tuple(refused))
    after = _with_confirmation(visit, claim, compared)
    is_postponed_now = after.confirmation.state == "postponed" != visit.confirmation.state
    if is_postponed_now:
        known.cleared_dates = visit.dates
        after = _without_dates(after, claim.dates)
    else:
        after = _with_dates(after, sourced, known, compared)
    is_undated = after.confirmation.state == "postponed"  # and so are its items
    values: dict[FieldPath, Any] = {
        path: fact.value
        for path, fact in compared.items()
        if path[0] not in {"confirmation", "dates"} and not (is_undated and is_window(path))
        if _replaces(visit, fact, sourced, known)
    }
    after = with_values(after, _with_location(visit, claim, values, compared))
    if claim.retracts and not claim.confirmation.state and state not in CALLED_OFF:
        after = _after_retraction(before, after, claim)
    after = _without_old_reasons(before, after, claim)
    known.add(sourced, claimed_values)
    return Merged(after, tuple(compared.get(fact.path, fact) for fact in claimed))


def _replaces(visit: Visit, fact: ClaimedFact, sourced: SourcedClaim, known: KnownClaims) -> bool:
    """Whether a claimed value becomes the known one."""
    if fact.relation == "overlaps":
        return may_update(sourced, known.behind(fact.path, value_of(visit, fact.path)))
    return fact.relation in _REPLACES


def _without_dates(visit: Visit, not_before: When) -> Visit:
    """A visit that is postponed: without its own dates, but for a first day, and its items'."""
    agenda = {
        key: replace(item, date=UNDATED) if item.date else item
        for key, item in visit.agenda.items()
    }
    return replace(visit, dates=not_before, agenda=agenda)


def is_applied(claim: Claim) -> bool:
    """Whether a claim can change anything: it is not rejected and does not contradict itself."""
    return not (claim.rejected or contradicts_itself(claim))


def contradicts_itself(claim: Claim) -> bool:
    """Whether a claim can't be true: a visit that is off and announced, or postponed to dates."""
    confirmation = claim.confirmation
    is_announced = "announced" in {confirmation.visitor, confirmation.host}
    given = {confirmation.state, confirmation.visitor, confirmation.host}
    has_dates = bool(claim.dates) and not claim.dates.is_not_before
    is_dated = has_dates and "postponed" in given and confirmation.state in _UNDATED_STATES
    return is_dated or (is_announced and confirmation.state in {*CALLED_OFF, "doubtful"})


def _retractions(visit: Visit, claim: Claim) -> Iterator[ClaimedFact]:
    """The facts that a claim takes back, and the dates that it postpones."""
    for path in retracted_paths(claim):
        yield ClaimedFact(path, "", "updates" if is_known(visit, path) else "weaker")
    is_undated_by = postpones(claim) and not claim.dates
    if is_undated_by and visit.dates and visit.confirmation.state != "postponed":
        yield ClaimedFact(_DATES, "", "updates")


def _compared(
    visit: Visit, sourced: SourcedClaim, known: KnownClaims, state: str, values: Facts
) -> dict[FieldPath, ClaimedFact]:
    """Each fact of a claim with its relation to the visit; the state also if sides imply it."""
    if state:
        values = values | {_STATE: state}
    detailed = items_with_details(values)
    compared = {}
    for path, value in values.items():
        if path in detailed:
            continue
        now = value_of(visit, path)
        if path == _STATE and now == "rumoured" and not known.behind(path, now):
            now = ""  # an opened visit counts as rumoured, but nobody has said so
        if is_place(path):
            how = _relation_of_place(path, visit.host, sourced, known)
        else:
            how = relation(path, now, value, sourced, known)
        compared[path] = ClaimedFact(path, value, how)
    _judge_dates_of_a_postponement(visit, state, compared)
    is_implied = state != sourced.claim.confirmation.state and state in STATE_LADDER
    if is_implied and compared[_STATE].relation in {"conflicts", "weaker"}:
        del compared[_STATE]  # only the stage was said, and that is known all the same
    _drop_reasons_of_conflicts(compared)
    if "conflicts" in {fact.relation for path, fact in compared.items() if path in STATEMENTS}:
        for path in compared.keys() & STATEMENTS:
            fact = compared[path]
            if fact.relation in {"new", "refines", "updates"}:
                compared[path] = ClaimedFact(path, fact.value, "conflicts")
    return compared


def _relation_of_place(
    path: FieldPath, host: PartialHost, sourced: SourcedClaim, known_claims: KnownClaims
) -> Relation:
    """What a claimed place is to the known one: as a whole, if one of them is not decided."""
    claimed = sourced.claim.host
    if host.candidates is None and claimed.candidates is None:
        name = str(path[1])
        return relation(path, getattr(host, name), getattr(claimed, name), sourced, known_claims)
    known = host.window(claimed.candidates or UNKNOWN_PLACE)
    window = claimed.window(host.candidates or UNKNOWN_PLACE)
    if host.country and not claimed.country and known == window:
        return "weaker"  # the list has one place, and the known one is decided
    if claimed.country and not host.country and known == window:
        return "refines"
    return relation(CANDIDATES, known, window, sourced, known_claims)


def _judge_dates_of_a_postponement(
    visit: Visit, state: str, compared: dict[FieldPath, ClaimedFact]
) -> None:
    """Compare the not-before of a postponement with nothing that the postponement clears."""
    if state == "postponed" != visit.confirmation.state and _DATES in compared:
        is_refused = compared[_STATE].relation == "conflicts"
        how: Relation = "weaker" if is_refused else "new"
        compared[_DATES] = ClaimedFact(_DATES, compared[_DATES].value, how)


def _drop_reasons_of_conflicts(compared: dict[FieldPath, ClaimedFact]) -> None:
    """Take no reason and no condition from a claim that conflicts on what they are about."""
    subjects = (*STATEMENTS, _DATES)
    if any(path in compared and compared[path].relation == "conflicts" for path in subjects):
        for path in (("confirmation", "because"), ("confirmation", "condition")):
            if path in compared:
                compared[path] = ClaimedFact(path, compared[path].value, "weaker")


STATEMENTS: Final = frozenset({_STATE, ("confirmation", "visitor"), ("confirmation", "host")})
"""The facts of which a claim changes all or none: if it conflicts on one, the others stay."""


def _claimed_state(visit: Visit, claim: Claim) -> str:
    """The state that a claim gives itself, or that the stages imply which it gives to the sides."""
    claimed, known = claim.confirmation, visit.confirmation
    stages = {claimed.visitor, claimed.host} - {""}
    both = {claimed.visitor or known.visitor, claimed.host or known.host}
    if "announced" in stages and both == {"announced"} and claimed.state in {"", "announced"}:
        return "confirmed"
    if claimed.state:
        return str(claimed.state)
    if "announced" in stages:
        return "announced"
    if stages & {"cancelled", "declined"}:
        return "cancelled"
    if "postponed" in stages:
        return "postponed"
    if "denied" in stages and "announced" in {
        getattr(known, side) for side in ("visitor", "host") if getattr(claimed, side) == "denied"
    }:
        left = {side: "" for side in ("visitor", "host") if getattr(claimed, side) == "denied"}
        return str(state_of_sides(replace(known, **left)))
    return "tentative" if stages & _MIDDLE_STAGES else ""


def implied_state(claim: Claim, known: object) -> str:
    """The state that a claim implies by the sides' stages alone: the known one, if it may be."""
    state = "" if claim.confirmation.state else _claimed_state(UNKNOWN_VISIT, claim)
    return "confirmed" if (state, known) == ("announced", "confirmed") else state


def state_of_sides(confirmation: Confirmation) -> Any:
    """The state that the sides leave, at least tentative."""
    announced = [confirmation.visitor, confirmation.host].count("announced")
    return ("tentative", "announced", "confirmed")[announced]


def _with_confirmation(
    visit: Visit, claim: Claim, compared: Mapping[FieldPath, ClaimedFact]
) -> Visit:
    old = visit.confirmation
    changes: dict[str, Any] = {
        str(path[1]): fact.value
        for path, fact in compared.items()
        if path[0] == "confirmation" and fact.relation in _REPLACES
    }
    state = changes.get("state", old.state)
    if _is_denial(visit, claim, compared):
        state = changes["state"] = _claimed_state(visit, claim)
    given = {side for side in ("visitor", "host") if getattr(claim.confirmation, side)}
    for side in {"visitor", "host"} - given:
        stage = getattr(old, side)
        falls_silent = state in CALLED_OFF and state != old.state and stage == "announced"
        returns = old.state in CALLED_OFF and state in STATE_LADDER
        if falls_silent or (returns and stage in _ENDED_BY_A_RETURN):
            changes[side] = ""
    return replace(visit, confirmation=replace(old, **changes)) if changes else visit


def _is_denial(visit: Visit, claim: Claim, compared: Mapping[FieldPath, ClaimedFact]) -> bool:
    """Whether a side takes its announcement back, and the claim gives no state of its own."""
    return not claim.confirmation.state and any(
        getattr(claim.confirmation, side) == "denied"
        and getattr(visit.confirmation, side) == "announced"
        and compared["confirmation", side].relation in _REPLACES
        for side in ("visitor", "host")
    )


def _with_dates(
    visit: Visit,
    sourced: SourcedClaim,
    known: KnownClaims,
    compared: dict[FieldPath, ClaimedFact],
) -> Visit:
    """The visit with the dates of a claim; dates that a postponed visit may get bring it back."""
    fact = compared.get(_DATES)
    if fact is None or not isinstance(fact.value, When):
        return visit
    if visit.confirmation.state == "postponed" and not fact.value.is_not_before:
        return _against_postponement(visit, sourced, known, compared)
    if not _replaces(visit, fact, sourced, known):
        return visit
    return replace(visit, dates=fact.value)


def _against_postponement(
    visit: Visit,
    sourced: SourcedClaim,
    known: KnownClaims,
    compared: dict[FieldPath, ClaimedFact],
) -> Visit:
    """Dates that are claimed for a postponed visit, without anybody saying that it is on again."""
    dates = compared[_DATES].value
    how: Relation = "weaker"
    is_recalled = isinstance(dates, When) and dates.overlaps(known.cleared_dates)
    if sourced.claim.confirmation.state != "postponed" and not is_recalled:
        behind = known.behind(_STATE, "postponed")
        how = "updates" if may_update(sourced, behind) else "conflicts"
    compared[_DATES] = ClaimedFact(_DATES, dates, how)
    if how != "updates" or not isinstance(dates, When):
        return visit
    claimed = sourced.claim.confirmation
    left = {
        side: getattr(claimed, side) if getattr(claimed, side) in STAGE_LADDER else ""
        for side in ("visitor", "host")
        if getattr(visit.confirmation, side) in _ENDED_BY_A_RETURN
    }
    confirmation = replace(visit.confirmation, **left)
    confirmation = replace(confirmation, state=state_of_sides(confirmation))
    return replace(visit, dates=dates, confirmation=confirmation)


def _with_location(
    visit: Visit,
    claim: Claim,
    values: dict[FieldPath, Any],
    compared: Mapping[FieldPath, ClaimedFact],
) -> dict[FieldPath, Any]:
    """The values to set, with those of the host that a new country or city clears."""
    country = compared.get(_COUNTRY)
    candidates = compared.get(CANDIDATES)
    if "conflicts" in {fact.relation for fact in (country, candidates) if fact is not None}:
        return {path: value for path, value in values.items() if path[0] != "host"}
    host = claim.host
    if CANDIDATES in values and not host.country:
        values |= {_COUNTRY: Country(), _CITY: "", ("host", "timezone"): Zone()}
    elif values.get(_COUNTRY, visit.host.country) != visit.host.country:
        values |= {_CITY: host.city, ("host", "timezone"): host.timezone, CANDIDATES: None}
    elif values.get(_CITY, visit.host.city) != visit.host.city and visit.host.city:
        values["host", "timezone"] = host.timezone
    for path in (("visitor", "country"), ("visitor", "organization")):
        values.pop(path, None)
    return values


def _after_retraction(before: Visit, after: Visit, claim: Claim) -> Visit:
    """The state once an announcement is taken back: what the sides leave."""
    paths = set(claim.retracts)
    old, new = before.confirmation, after.confirmation
    takes_back_a_word = any(
        f"confirmation.{side}" in paths and getattr(old, side) == "announced" != getattr(new, side)
        for side in ("visitor", "host")
    )
    if takes_back_a_word or "confirmation.state" in paths:
        state = state_of_sides(new)
        if not (new.visitor or new.host) and not takes_back_a_word:
            state = "rumoured"
        return replace(after, confirmation=replace(new, state=state))
    return after


def _without_old_reasons(before: Visit, after: Visit, claim: Claim) -> Visit:
    """The visit without a reason for what has changed, and without a condition that is met or void.

    Those that the claim gives stay.
    """
    old, new, claimed = before.confirmation, after.confirmation, claim.confirmation
    is_firmed = after.dates == before.dates or (after.dates and after.dates.within(before.dates))
    is_changed = new.state != old.state or (before.dates and not is_firmed)
    if is_changed and new.because != claimed.because:
        new = replace(new, because="")
    if new.state in _UNCONDITIONAL_STATES and new.condition != claimed.condition:
        new = replace(new, condition="")
    return after if new is after.confirmation else replace(after, confirmation=new)
