"""Claims on a trip or an event, as claims on each visit that bears its label."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from msgspec import structs
from msgspec.structs import replace

from agenda.history.building import UNKNOWN_VISIT
from agenda.history.evidence import KnownClaims, SourcedClaim
from agenda.history.facts import facts
from agenda.history.merge import Merged, contradicts_itself, merge, state_of_sides
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim
from agenda.model.visit import (
    CALLED_OFF,
    EMPTY_CONFIRMATION,
    EMPTY_HOST,
    EMPTY_VISITOR,
    ENTRIES,
    STATE_LADDER,
    PartialConfirmation,
    PartialVisit,
    State,
    Visit,
)
from agenda.text.slug import normalize_name

LABELS: Final = ("trip", "event")
"""The fields of a visit that are labels."""

Label = tuple[str, str]
"""`("event", "quad-2023")`."""

MAY_BE_OFF: Final = frozenset({*CALLED_OFF, "doubtful"})
"""The states in which a visit is called off, or may be."""

_IMPLIED: Final[dict[str, State]] = {
    "postponed": "postponed",
    "cancelled": "cancelled",
    "declined": "cancelled",
}
"""The states that a side's word off the ladder implies."""

_TAKES_PLACE: Final = frozenset({"announced", "confirmed", "completed"})


def labels_of(visit: PartialVisit) -> list[Label]:
    """The labels that a visit bears, or that a claim gives it."""
    return [(name, label) for name in LABELS if (label := getattr(visit, name))]


def label_of(claim: Claim) -> Label:
    """The label of a claim that is on no single visit."""
    return labels_of(claim)[0]


def merged_on_labels(claims: Iterable[SourcedClaim]) -> Iterator[tuple[SourcedClaim, Merged]]:
    """Each claim on a label, merged into what is known of the trip or the event itself."""
    known: dict[Label, KnownClaims] = defaultdict(KnownClaims)
    visits: dict[Label, Visit] = {}
    for sourced in claims:
        if not sourced.claim.visit:
            label = label_of(sourced.claim)
            kept = structs.replace(sourced, claim=_without_misplaced(sourced.claim))
            merged = merge(visits.get(label, UNKNOWN_VISIT), kept, known[label])
            visits[label] = merged.visit
            yield sourced, merged


def label_visits(claims: Iterable[SourcedClaim]) -> dict[Label, Visit]:
    """What the claims on each label say of the trip or the event itself, as of a visit."""
    return {label_of(sourced.claim): merged.visit for sourced, merged in merged_on_labels(claims)}


def _without_misplaced(claim: Claim) -> Claim:
    """What applies of a claim on a label: an event has no one visitor, a trip no one host."""
    claim = replace(claim, visitor=EMPTY_VISITOR, instead_of="")
    return replace(claim, host=EMPTY_HOST, event="") if claim.trip else claim


def labelled_by(claims: Iterable[Claim]) -> Iterator[tuple[str, str]]:
    """The visits that claims give a label, each with `trip` or `event`."""
    for claim in claims:
        if claim.visit:
            yield from ((claim.visit, kind) for kind, _ in labels_of(claim))


def concerned(claims: Iterable[Claim], visits: Mapping[str, PartialVisit]) -> frozenset[str]:
    """The visits that some claims are on, by id, or on whose label they are."""
    subjects = {claim.visit or label_of(claim) for claim in claims}
    return frozenset(name for name, visit in visits.items() if subjects & {name, *labels_of(visit)})


def days_on_again(claims: Iterable[SourcedClaim]) -> dict[Label, list[date]]:
    """The days on which a claim said of each trip or event that it takes place."""
    days: dict[Label, list[date]] = defaultdict(list)
    for sourced in claims:
        claim = sourced.claim
        if not claim.visit and claim.confirmation.state in STATE_LADDER:
            days[label_of(claim)].append(sourced.published)
    return days


def without_off_words(sourced: SourcedClaim) -> SourcedClaim:
    """A claim that does not call its trip or event off."""
    if sourced.claim.confirmation.state not in MAY_BE_OFF:
        return sourced
    claim = replace(sourced.claim, confirmation=EMPTY_CONFIRMATION)
    return structs.replace(sourced, claim=claim)


def spoken_of(claim: Claim) -> set[FieldPath]:
    """What a claim speaks of: the confirmation and the host as a whole, an item, a field."""
    return {path[: 2 if path[0] in ENTRIES else 1] for path in facts(claim)}


def inherited(
    sourced: SourcedClaim,
    name: str,
    visit: Visit,
    own_dates: When,
    own_days: Mapping[FieldPath, date],
    *,
    is_off_by_label: bool,
) -> SourcedClaim | None:
    """What a claim on a label says of one visit that bears it; ``None`` if nothing.

    ``own_dates`` are the visit's dates if a claim on the visit itself has given them.
    ``own_days`` are the last days on which claims on the visit itself spoke of its facts: what was
    said of the visit on that day or later stands.
    """
    if _is_out_of_reach(sourced, visit, own_days, is_off_by_label=is_off_by_label):
        return None
    claim = _without_misplaced(sourced.claim)
    kind, label = label_of(claim)
    if contradicts_itself(claim):  # as a whole, since a part of it may not
        claim = replace(claim, visit=name, **dict.fromkeys(LABELS, ""))
        return structs.replace(sourced, claim=claim, label=f"{kind} {label}")
    fields: dict[str, Any] = {
        "dates": claim.dates if kind == "event" else window_of_leg(claim.dates),
        "confirmation": _confirmation(claim, kind, visit, is_off_by_label=is_off_by_label),
        "meets": {
            key: person
            for key, person in claim.meets.items()
            if normalize_name(person.name or key) != normalize_name(visit.visitor.name)
        },
    }
    if kind == "event" and _covers(own_dates, visit.dates, claim.dates):
        fields |= {"host": EMPTY_HOST, "dates": UNDATED}
    claim = replace(claim, visit=name, **dict.fromkeys(LABELS, ""), **fields)
    stands = {path for path, day in own_days.items() if day >= sourced.published}
    claim = _without(claim, stands)
    if not (facts(claim) or claim.retracts):
        return None
    return structs.replace(sourced, claim=claim, label=f"{kind} {label}")


def _is_out_of_reach(
    sourced: SourcedClaim,
    visit: Visit,
    own_days: Mapping[FieldPath, date],
    *,
    is_off_by_label: bool,
) -> bool:
    """Whether a visit is over, or was called off on its own."""
    state, end = visit.confirmation.state, visit.dates.latest_end
    own_word = own_days.get(("confirmation",), date.min)
    is_off_on_its_own = state in MAY_BE_OFF and (
        not is_off_by_label or own_word >= sourced.published
    )
    is_past = end is not None and sourced.published > end
    return state == "completed" or is_past or is_off_on_its_own


def window_of_leg(dates: When) -> When:
    """The window of each leg of a trip with these dates: `a/b` is `[a..b]`.

    A window can't be qualified, so uncertain dates of a trip say nothing about its legs.
    """
    if "/" not in dates.text:
        return dates
    if dates.is_qualified:
        return UNDATED
    first, last = (end.replace("..", "") for end in dates.text.split("/"))
    if len(first) != len(last) and first and last:  # a window has two days, months or years
        first, last = f"{dates.earliest_start}", f"{dates.latest_end}"
    return When.parse(f"[{first}..{last}]")


def _covers(own_dates: When, stay: When, event: When) -> bool:
    """Whether the guest's own stay surely lasts from before the event's start to its end."""
    if not event or stay == event or stay != own_dates:
        return False
    latest_start, earliest_end = stay.latest_start, stay.earliest_end
    start, end = event.earliest_start, event.latest_end
    if latest_start is None or earliest_end is None or start is None or end is None:
        return False
    return latest_start <= start and end <= earliest_end


def _confirmation(
    claim: Claim, kind: str, visit: Visit, *, is_off_by_label: bool
) -> PartialConfirmation:
    """What a claim on a label says of the confirmation of one visit.

    That an event takes place, or a side's announcement of it, raises no guest. That a trip or an
    event took place says so only of those who had been announced.
    """
    given = claim.confirmation
    is_announced = visit.confirmation.state in _TAKES_PLACE
    if given.state == "completed":
        return given if is_announced and kind == "trip" else _of_completed(is_announced)
    if kind == "trip":
        return given
    implied = [_IMPLIED[stage] for stage in (given.visitor, given.host) if stage in _IMPLIED]
    state = given.state or (implied or [""])[0]
    host = given.host if given.host in {*_IMPLIED, "denied"} else ""
    if state in MAY_BE_OFF or host:
        return replace(given, state=state, visitor="", host=host)
    if is_off_by_label and (state or given.host or given.visitor):
        return PartialConfirmation(state=state_of_sides(visit.confirmation))
    return replace(EMPTY_CONFIRMATION, because=given.because if claim.dates else "")


def _of_completed(is_announced: bool) -> PartialConfirmation:
    return PartialConfirmation(state="completed") if is_announced else EMPTY_CONFIRMATION


def _without(claim: Claim, paths: set[FieldPath]) -> Claim:
    """A claim without the facts at some paths, which it does not retract either."""
    if not paths:
        return claim
    empty = Claim(visit=claim.visit, according_to=claim.according_to)
    fields: dict[str, Any] = {
        str(path[0]): getattr(empty, str(path[0])) for path in paths if len(path) == 1
    }
    for name in ENTRIES:
        fields[name] = {
            key: entry for key, entry in getattr(claim, name).items() if (name, key) not in paths
        }
    kept = (path for path in claim.retracts if not _is_below_or_above(path, paths))
    return replace(claim, **fields, retracts=tuple(kept))


def _is_below_or_above(dotted_path: str, paths: set[FieldPath]) -> bool:
    steps = tuple(dotted_path.split("."))
    return any(path[: len(steps)] == steps or steps[: len(path)] == path for path in paths)
