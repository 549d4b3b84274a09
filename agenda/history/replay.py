"""Visits according to the reports up to a day: the order of claims, and a step for each."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.evidence import (
    ClaimedFact,
    KnownClaims,
    SourcedClaim,
    are_equals_of_one_day,
    are_exclusive,
)
from agenda.history.facts import Value, is_below_any, value_of
from agenda.history.merge import identity_of, merge, open_visit, opens
from agenda.model.country import Country
from agenda.model.diagnostic import FieldPath
from agenda.model.report import Claim, Report
from agenda.model.visit import Confirmation, Host, Visit, Visitor


def reports_in_order(reports: Mapping[str, Report], until: date | None = None) -> Iterator[str]:
    """The ids of the reports up to and including a day, in the order in which they count.

    They are sorted by day of publication; within a day, a report comes after those that it cites,
    and otherwise ids decide. A cycle of citations within a day is ignored.
    """
    days: dict[date, list[str]] = defaultdict(list)
    for name, report in reports.items():
        if until is None or report.published <= until:
            days[report.published].append(name)
    for day in sorted(days):
        yield from _in_order_of_citations(sorted(days[day]), reports)


def _in_order_of_citations(names: list[str], reports: Mapping[str, Report]) -> Iterator[str]:
    if not any(reports[name].cites for name in names):
        yield from names
        return
    same_day = frozenset(names)
    waiting = {name: same_day.intersection(reports[name].cites) - {name} for name in names}
    cited_by: dict[str, list[str]] = defaultdict(list)
    for name, cited in waiting.items():
        for source in cited:
            cited_by[source].append(name)
    ready = [name for name in names if not waiting[name]]
    while waiting:
        name = heapq.heappop(ready) if ready else _first_of_a_cycle(waiting)
        if waiting.pop(name, None) is None:
            continue
        yield name
        for citing in cited_by[name]:
            if citing in waiting:
                waiting[citing] -= {name}
                if not waiting[citing]:
                    heapq.heappush(ready, citing)


def _first_of_a_cycle(waiting: Mapping[str, frozenset[str]]) -> str:
    """The first by id of some reports that cite each other in a cycle."""
    name, path = min(waiting), list[str]()
    while name not in path:
        path.append(name)
        name = min(waiting[name])
    return min(path[path.index(name) :])


def claims_in_order(
    reports: Mapping[str, Report], until: date | None = None
) -> Iterator[SourcedClaim]:
    """Every claim in the order in which it counts, rejected ones included."""
    for name in reports_in_order(reports, until):
        report = reports[name]
        for index, claim in enumerate(report.claims):
            yield SourcedClaim(name, report.published, report.publisher, index, claim)


class Conflict(Struct, frozen=True):
    """A claim that conflicts with the known value of a fact, and the claim that speaks for that.

    It is a dispute if both are of one day and neither is graded better.
    """

    path: FieldPath
    known_value: Value
    known: SourcedClaim
    value: Value
    sourced: SourcedClaim

    @property
    def is_dispute(self) -> bool:
        """Whether neither claim is better than the other."""
        return are_equals_of_one_day(self.known, self.sourced)


class Step(Struct, frozen=True):
    """How one claim changed its visit, which was ``None`` before it was opened.

    ``facts`` are what the claim says, each with its relation to what was known before it. A claim
    that comes before the opening one waits for it: its own step leaves ``None``, and the step that
    opens the visit merges it before its own claim. ``waited`` has these claims, in their order.
    ``conflicts`` are those of the visit that are open after the claim, ``settled`` those that it
    has settled.
    """

    sourced: SourcedClaim
    before: Visit | None
    after: Visit | None
    facts: tuple[ClaimedFact, ...] = ()
    waited: tuple[tuple[SourcedClaim, tuple[ClaimedFact, ...]], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    settled: tuple[Conflict, ...] = ()

    @property
    def new_disputes(self) -> Iterator[Conflict]:
        """The disputes that the claim opens."""
        return (
            conflict
            for conflict in self.conflicts
            if conflict.sourced is self.sourced and conflict.is_dispute
        )


def steps(
    reports: Mapping[str, Report],
    until: date | None = None,
    files: Mapping[str, Visit] | None = None,
) -> Iterator[Step]:
    """A step for each claim up to a day, in the order in which they count.

    Who goes, and where to until a claim says it, is taken from a visit's file, or else from the
    claim that opens it; everything else comes from claims.
    """
    return steps_of(claims_in_order(reports, until), files or {})


def steps_of(claims: Iterable[SourcedClaim], files: Mapping[str, Visit]) -> Iterator[Step]:
    """A step for each claim; the claims come in the order in which they count."""
    histories: dict[str, _History] = {}
    for sourced in claims:
        name = sourced.claim.visit
        if name not in histories:
            histories[name] = _History(files.get(name))
        yield histories[name].step(sourced)


class _History:
    """What the claims so far make of one visit."""

    def __init__(self, file: Visit | None) -> None:
        self._file = file
        self._has_host_of_file = file is not None
        self._visit: Visit | None = None
        self._known = KnownClaims()
        self._waiting: list[SourcedClaim] = []
        self._conflicts: tuple[Conflict, ...] = ()
        self._settled: list[Conflict] = []

    def step(self, sourced: SourcedClaim) -> Step:
        """The step of the next claim."""
        before = self._visit
        opened = before or _opened(sourced.claim, self._file)
        if opened is None:
            if not sourced.claim.rejected:
                self._waiting.append(sourced)
            facts = merge(_UNKNOWN_VISIT, sourced, KnownClaims()).facts
            return Step(sourced, None, None, facts)
        if before is None and sourced.claim.rejected:
            return Step(sourced, None, None, merge(opened, sourced, self._known).facts)
        waited = []
        for earlier in self._waiting:
            opened, facts = self._merged(opened, earlier)
            waited.append((earlier, facts))
        self._waiting = []
        self._settled = []
        self._visit, facts = self._merged(opened, sourced)
        settled = tuple(self._settled)
        return Step(sourced, before, self._visit, facts, tuple(waited), self._conflicts, settled)

    def _merged(self, visit: Visit, sourced: SourcedClaim) -> tuple[Visit, tuple[ClaimedFact, ...]]:
        if self._has_host_of_file and sourced.claim.host.country and not sourced.claim.rejected:
            # From now on, reports say where; until then, only the file does.
            self._has_host_of_file = False
            visit = replace(visit, host=replace(visit.host, city=""))
        merged = merge(visit, sourced, self._known)
        if not sourced.claim.rejected:
            self._settle(sourced, merged.facts)
            self._add_conflicts(visit, sourced, merged.facts)
        return merged.visit, merged.facts

    def _settle(self, sourced: SourcedClaim, facts: Iterable[ClaimedFact]) -> None:
        oldest = self._conflicts[0].sourced.published if self._conflicts else sourced.published
        if not (sourced.published > oldest or sourced.formal_sides):
            return
        settling = {fact.path for fact in facts if fact.relation in _SETTLES}
        left: list[Conflict] = []
        for conflict in self._conflicts:
            is_over = sourced.published > conflict.sourced.published or sourced.formal_sides
            is_settled = is_over and is_below_any(conflict.path, settling)
            (self._settled if is_settled else left).append(conflict)
        self._conflicts = tuple(left)

    def _add_conflicts(
        self, visit: Visit, sourced: SourcedClaim, facts: Iterable[ClaimedFact]
    ) -> None:
        for fact in facts:
            if fact.relation == "conflicts":
                value = value_of(visit, fact.path)
                behind = self._known.behind(fact.path, value) if value else None
                if behind and are_exclusive(fact.path, value, fact.value):
                    conflict = Conflict(fact.path, value, behind.strongest, fact.value, sourced)
                    self._conflicts += (conflict,)


_SETTLES: Final = frozenset({"new", "confirms", "refines", "updates"})

_UNKNOWN_VISIT: Final = Visit(
    visitor=Visitor(name="?", country=Country("ZZ")),
    host=Host(country=Country("ZZ")),
    confirmation=Confirmation(state="rumoured"),
)
"""A visit of which nothing is known, for claims that wait until their visit is opened."""


def _opened(claim: Claim, file: Visit | None) -> Visit | None:
    if file is not None:
        return identity_of(file)
    return open_visit(claim) if opens(claim) else None


def replay(
    reports: Mapping[str, Report],
    until: date | None = None,
    files: Mapping[str, Visit] | None = None,
) -> dict[str, Visit]:
    """The visits according to the reports up to a day, by id, in the order of their opening."""
    return visits_after(steps(reports, until, files))


def visits_after(steps: Iterable[Step]) -> dict[str, Visit]:
    """Each visit as its last step left it, by id, in the order of their opening."""
    return {step.sourced.claim.visit: step.after for step in steps if step.after is not None}
