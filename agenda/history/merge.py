"""What a claim does to a visit. Replay, late reports and `apply` all use :func:`merge`.

Knowledge only sharpens, unless a source that may do so updates it, or it is retracted. A value
that conflicts with the known one changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.evidence import (
    ClaimedFact,
    KnownClaims,
    Relation,
    SourcedClaim,
    may_update,
    relation,
)
from agenda.history.facts import (
    LISTED,
    Value,
    facts,
    is_known,
    items_with_details,
    retracted_paths,
    value_of,
)
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim
from agenda.model.visit import STAGE_LADDER, STATE_LADDER, Confirmation, Host, Item, Visit, Visitor

Part = TypeVar("Part", bound=Struct)

_STATE: Final = ("confirmation", "state")
_DATES: Final = ("dates",)
_COUNTRY: Final = ("host", "country")
_CITY: Final = ("host", "city")

_REPLACES: Final = frozenset({"new", "refines", "updates"})
"""The relations of a value that becomes the known one."""

_CALLED_OFF: Final = frozenset({"postponed", "cancelled"})
_ENDED_BY_A_RETURN: Final = frozenset({"postponed", "cancelled", "declined"})
_UNDATED_STATES: Final = frozenset({"", "postponed"})
_MIDDLE_STAGES: Final = frozenset({"invited", "accepted", "preparing"})


class Merged(Struct, frozen=True):
    """A visit after a claim, and what each of the claim's facts was to what was known."""

    visit: Visit
    facts: tuple[ClaimedFact, ...]


def merge(visit: Visit, sourced: SourcedClaim, known: KnownClaims) -> Merged:
    """The visit after a claim, given the claims before it, to which it is added.

    A rejected claim changes nothing. None changes the visitor's country.
    """
    claim = sourced.claim
    before = visit
    claimed = list(_retractions(visit, claim))
    visit = retract(visit, claim.retracts)
    state = _claimed_state(visit, claim)
    compared = _compared(visit, sourced, known, state)
    claimed += compared.values()
    if claim.rejected or contradicts_itself(claim):
        return Merged(before, tuple(claimed))
    after = _with_confirmation(visit, claim, compared)
    is_postponed_now = after.confirmation.state == "postponed" != visit.confirmation.state
    if is_postponed_now:
        known.cleared_dates = visit.dates
        after = replace(after, dates=claim.dates)
    else:
        after = _with_dates(after, sourced, known, compared)
    values = {
        path: fact.value
        for path, fact in compared.items()
        if path[0] not in {"confirmation", "dates"} and fact.relation in _REPLACES
    }
    after = _with_values(after, _with_location(visit, claim, values, compared))
    if claim.retracts and not claim.confirmation.state and state not in _CALLED_OFF:
        after = _after_retraction(before, after, claim)
    known.add(sourced, "" if claim.confirmation.state else state)
    return Merged(after, tuple(compared.get(fact.path, fact) for fact in claimed))


def contradicts_itself(claim: Claim) -> bool:
    """Whether a claim can't be true: a visit that is off and announced, or postponed to dates."""
    confirmation = claim.confirmation
    is_announced = "announced" in {confirmation.visitor, confirmation.host}
    given = {confirmation.state, confirmation.visitor, confirmation.host}
    has_dates = bool(claim.dates) and not claim.dates.is_not_before
    is_dated = has_dates and "postponed" in given and confirmation.state in _UNDATED_STATES
    return is_dated or (is_announced and confirmation.state in {*_CALLED_OFF, "doubtful"})


def _retractions(visit: Visit, claim: Claim) -> Iterator[ClaimedFact]:
    """The facts that a claim takes back, and the dates that it postpones."""
    for path in retracted_paths(claim):
        yield ClaimedFact(path, "", "updates" if is_known(visit, path) else "weaker")
    is_undated_by = claim.confirmation.state == "postponed" and not claim.dates
    if is_undated_by and visit.dates and visit.confirmation.state != "postponed":
        yield ClaimedFact(_DATES, "", "updates")


def _compared(
    visit: Visit, sourced: SourcedClaim, known: KnownClaims, state: str
) -> dict[FieldPath, ClaimedFact]:
    """Each fact of a claim with its relation to the visit; the state also if sides imply it."""
    values = facts(sourced.claim)
    if state:
        values[_STATE] = state
    detailed = items_with_details(values)
    compared = {}
    for path, value in values.items():
        if path in detailed:
            continue
        now = value_of(visit, path)
        if path == _STATE and now == "rumoured" and not known.behind(path, now):
            now = ""  # an opened visit counts as rumoured, but nobody has said so
        if value == LISTED:
            how: Relation = "confirms" if now else "new"
        else:
            how = relation(path, now, value, sourced, known)
        compared[path] = ClaimedFact(path, value, how)
    _judge_dates_of_a_postponement(visit, state, compared)
    is_implied = state != sourced.claim.confirmation.state
    if is_implied and _STATE in compared and compared[_STATE].relation in {"conflicts", "weaker"}:
        del compared[_STATE]  # only the stage was said, and that is known all the same
    _drop_reasons_of_conflicts(compared)
    if "conflicts" in {fact.relation for path, fact in compared.items() if path in _STATEMENTS}:
        for path in compared.keys() & _STATEMENTS:
            fact = compared[path]
            if fact.relation in {"new", "refines", "updates"}:
                compared[path] = ClaimedFact(path, fact.value, "conflicts")
    return compared


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
    subjects = (*_STATEMENTS, _DATES)
    if any(path in compared and compared[path].relation == "conflicts" for path in subjects):
        for path in (("confirmation", "because"), ("confirmation", "condition")):
            if path in compared:
                compared[path] = ClaimedFact(path, compared[path].value, "weaker")


_STATEMENTS: Final = frozenset({_STATE, ("confirmation", "visitor"), ("confirmation", "host")})
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
        return str(_state_of_sides(replace(known, **left)))
    return "tentative" if stages & _MIDDLE_STAGES else ""


def _state_of_sides(confirmation: Confirmation) -> Any:
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
        falls_silent = state in _CALLED_OFF and state != old.state and stage == "announced"
        returns = old.state in _CALLED_OFF and state in STATE_LADDER
        if falls_silent or (returns and stage in _ENDED_BY_A_RETURN):
            changes[side] = ""
    if state != old.state:
        changes.setdefault("because", "")
    if state in {"confirmed", "cancelled", "completed"} and "condition" not in changes:
        changes["condition"] = ""
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
    overlaps = fact.relation == "overlaps" and may_update(
        sourced, known.behind(_DATES, visit.dates)
    )
    if not (overlaps or fact.relation in _REPLACES):
        return visit
    if visit.dates and fact.relation != "refines" and not sourced.claim.confirmation.because:
        visit = replace(visit, confirmation=replace(visit.confirmation, because=""))
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
    confirmation = replace(confirmation, state=_state_of_sides(confirmation), because="")
    return replace(visit, dates=dates, confirmation=confirmation)


def _with_location(
    visit: Visit,
    claim: Claim,
    values: dict[FieldPath, Value],
    compared: Mapping[FieldPath, ClaimedFact],
) -> dict[FieldPath, Value]:
    """The values to set, with those of the host that a new country or city clears."""
    country = compared.get(_COUNTRY)
    if country is not None and country.relation == "conflicts":
        return {path: value for path, value in values.items() if path[0] != "host"}
    host = claim.host
    if values.get(_COUNTRY, visit.host.country) != visit.host.country:
        values |= {_CITY: host.city, ("host", "timezone"): host.timezone}
    elif values.get(_CITY, visit.host.city) != visit.host.city and visit.host.city:
        values["host", "timezone"] = host.timezone
    values.pop(("visitor", "country"), None)
    return values


def _with_values(visit: Visit, values: Mapping[FieldPath, Value]) -> Visit:
    """The visit with other values for some of its facts."""
    fields: dict[str, Any] = {}
    for path, value in values.items():
        name = str(path[0])
        if len(path) == 1:
            fields[name] = value
        elif name == "agenda":
            agenda = fields.setdefault(name, dict(visit.agenda))
            item = agenda.get(str(path[1]), Item())
            agenda[str(path[1])] = replace(item, **{str(path[2]): value}) if path[2:] else item
        else:
            part = fields.get(name, getattr(visit, name))
            fields[name] = replace(part, **{str(path[1]): value})
    return replace(visit, **fields) if fields else visit


def _after_retraction(before: Visit, after: Visit, claim: Claim) -> Visit:
    """The state once an announcement is taken back: what the sides leave."""
    paths = set(claim.retracts)
    old, new = before.confirmation, after.confirmation
    takes_back_a_word = any(
        f"confirmation.{side}" in paths and getattr(old, side) == "announced" != getattr(new, side)
        for side in ("visitor", "host")
    )
    if takes_back_a_word or "confirmation.state" in paths:
        state = _state_of_sides(new)
        if not (new.visitor or new.host) and not takes_back_a_word:
            state = "rumoured"
        return replace(after, confirmation=replace(new, state=state))
    return after


def retract(visit: Visit, paths: Sequence[str]) -> Visit:
    """A visit without some of its facts, named as in `retracts`."""
    items = {path.partition(".")[2] for path in paths if path.startswith("agenda.")}
    whole = {name for name in items if "." not in name}
    if whole:
        left = {key: item for key, item in visit.agenda.items() if key not in whole}
        visit = replace(visit, agenda=left)
    for path in paths:
        name, _, rest = path.partition(".")
        if path == "confirmation":
            visit = replace(visit, confirmation=Confirmation(state="rumoured"))
        elif path == "agenda":
            visit = replace(visit, agenda={})
        elif name == "agenda":
            key, _, field = rest.rpartition(".")
            if key in visit.agenda:
                item = replace(visit.agenda[key], **{field: ""})
                visit = replace(visit, agenda=visit.agenda | {key: item})
        elif path == "confirmation.state":
            continue  # its state is what the sides leave
        elif rest:
            visit = replace(visit, **{name: replace(getattr(visit, name), **{rest: ""})})
        else:
            visit = replace(visit, **{name: UNDATED if name == "dates" else ""})
    return visit


def opens(claim: Claim) -> bool:
    """Whether a claim names the visitor and the host, so that a visit can begin with it."""
    return bool(
        not claim.rejected and claim.visitor.name and claim.visitor.country and claim.host.country
    )


def open_visit(claim: Claim) -> Visit:
    """The visit that a claim opens: who goes where, and nothing else known yet."""
    visitor, host = claim.visitor, claim.host
    return Visit(
        visitor=Visitor(name=visitor.name, role=visitor.role, country=visitor.country),
        host=Host(country=host.country, city=host.city, timezone=host.timezone),
        trip=claim.trip,
        confirmation=Confirmation(state="rumoured"),
    )


def identity_of(visit: Visit) -> Visit:
    """A visit with only who goes where, and nothing else known."""
    return Visit(
        visitor=Visitor(name=visit.visitor.name, country=visit.visitor.country),
        host=visit.host,
        confirmation=Confirmation(state="rumoured"),
    )
