"""Everything about one visit: each fact with its evidence and earlier values, and the outcome."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.evidence import SourcedClaim
from agenda.history.facts import Value, cleared_paths, differing_facts, facts
from agenda.history.replay import Step
from agenda.history.support import Evidence, evidence_by_path
from agenda.model.diagnostic import FieldPath
from agenda.model.visit import Visit

OutcomeStatus = Literal["delivered", "unheard", "dropped"]
"""What happened to an agenda item; `unheard` if no report says."""

_DELIVERED: Final = ("discussed", "signed")
_HOST: Final = ("host",)
"""Where a visit takes place: the country, the city and the candidates together."""

_VISITOR_COUNTRY: Final = ("visitor", "country")


class EarlierValue(Struct, frozen=True):
    """A value that a fact had, up to the day of the report that changed it."""

    value: Value
    until: date
    report: str


class Fact(Struct, frozen=True):
    """One fact with its current value, and every claim about it. ``value`` may be empty."""

    path: FieldPath
    value: Value
    evidence: tuple[Evidence, ...]
    earlier: tuple[EarlierValue, ...] = ()


class LatestStatement(Struct, frozen=True):
    """The claim behind a side's stage, and how many days ago it was published.

    The days are negative if the report is dated ahead of today.
    """

    stage: str
    sourced: SourcedClaim
    days_ago: int


class Outcome(Struct, frozen=True):
    """One agenda item of a visit that took place.

    It was ``planned`` if a claim named it before the visit was reported as completed, or if no
    claim names it at all. ``last_mentioned`` is the day of the last report that names it, if any
    does.
    """

    key: str
    status: OutcomeStatus
    planned: bool
    last_mentioned: date | None


class VisitDetail(Struct, frozen=True):
    """A visit's facts in the order of its fields, each side's latest statement, the outcomes."""

    facts: Mapping[FieldPath, Fact]
    visitor: LatestStatement | None
    host: LatestStatement | None
    outcomes: tuple[Outcome, ...]

    def of(self, *path: str) -> Fact:
        """One fact, by its path; `host` is the place, as a list of those that are possible."""
        return self.facts.get(path) or Fact(path, "", ())


def visit_detail(visit: Visit, steps: Iterable[Step], today: date) -> VisitDetail:
    """Everything about a visit, given the steps of its history."""
    steps = tuple(steps)
    claims = [step.sourced for step in steps]
    current = facts(visit)
    current.setdefault(("dates",), "")  # to show that no dates are known
    # Facts that are claimed but not current are shown too: a rejected kind, a retracted item.
    evidence, earlier = evidence_by_path(current, claims), _earlier_values(steps)
    known = {
        path: Fact(path, current.get(path, ""), tuple(of_path), tuple(earlier.get(path, ())))
        for path, of_path in evidence.items()
        if path[:1] != _HOST and path != _VISITOR_COUNTRY
    }
    return VisitDetail(
        {_HOST: _host_fact(visit, claims, earlier.get(_HOST, ())), **known},
        _latest_statement("visitor", visit.confirmation.visitor, claims, today),
        _latest_statement("host", visit.confirmation.host, claims, today),
        tuple(outcomes(visit, claims)),
    )


def _host_fact(
    visit: Visit, claims: Iterable[SourcedClaim], earlier: Iterable[EarlierValue]
) -> Fact:
    """Where a visit takes place, with each claim about that once, however much it says."""
    places: Value = visit.host.places if len(visit.host.places) else ""
    evidence = []
    for sourced in claims:
        host = sourced.claim.host
        if host.city and not host.country:
            host = replace(host, country=visit.host.country)
        if host.is_given:
            evidence.append(Evidence(sourced, _HOST, host.places, places))
        elif any(path[:1] == _HOST for path in cleared_paths(sourced.claim)):
            evidence.append(Evidence(sourced, _HOST, "", places))
    return Fact(_HOST, places, tuple(evidence), tuple(earlier))


def _earlier_values(steps: Sequence[Step]) -> Mapping[FieldPath, Sequence[EarlierValue]]:
    """The values that each fact had before, the oldest first.

    They begin with the report that opens the visit. What was claimed of its trip or event before
    counts from the report that labels it.
    """
    earlier: dict[FieldPath, list[EarlierValue]] = defaultdict(list)
    days = {step.sourced.report: step.sourced.published for step in steps}
    opening = next((step.sourced.applied_by for step in steps if step.after is not None), "")
    for step in steps:
        report = step.sourced.applied_by
        if step.before in (None, step.after) or step.after is None or report == opening:
            continue
        host = step.before.host
        if host is not step.after.host and host.is_given and host.places != step.after.host.places:
            earlier[_HOST].append(EarlierValue(host.places, days[report], step.sourced.report))
        old, new = differing_facts(step.before, step.after)
        for path, before in old.items():
            if before != new.get(path):
                value = EarlierValue(before, days[report], step.sourced.report)
                earlier[path].append(value)
    return earlier


def _latest_statement(
    side: str, stage: str, claims: Sequence[SourcedClaim], today: date
) -> LatestStatement | None:
    """The last claim of the current stage; a later one may be less precise."""
    for sourced in reversed(claims):
        claim = sourced.claim
        if stage and not claim.rejected and getattr(claim.confirmation, side) == stage:
            return LatestStatement(stage, sourced, (today - sourced.published).days)
    return None


def outcomes(visit: Visit, claims: Iterable[SourcedClaim]) -> list[Outcome]:
    """What happened to each item, in the order of the agenda; empty until the visit is over."""
    if visit.confirmation.state != "completed":
        return []
    believed = [sourced for sourced in claims if not sourced.claim.rejected]
    states = [sourced.claim.confirmation.state for sourced in believed]
    completed_at = states.index("completed") if "completed" in states else len(states)
    named_before = {key for sourced in believed[:completed_at] for key in sourced.claim.agenda}
    last_mentioned = {
        key: sourced.published for sourced in believed for key in sourced.claim.agenda
    }
    return [
        Outcome(
            key,
            _outcome_status(item.status),
            planned=key in named_before or key not in last_mentioned,
            last_mentioned=last_mentioned.get(key),
        )
        for key, item in visit.agenda.items()
    ]


def _outcome_status(status: str) -> OutcomeStatus:
    if status in _DELIVERED:
        return "delivered"
    return "dropped" if status == "dropped" else "unheard"
