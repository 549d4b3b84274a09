"""Visits according to the reports up to a day: the order of claims, and a step for each."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from agenda.history.merge import identity_of, merge, open_visit, opens
from agenda.model.report import Claim, Report
from agenda.model.visit import Visit


class SourcedClaim(Struct, frozen=True):
    """One claim, with the report that it is in and its index there."""

    report: str
    published: date
    publisher: str
    index: int
    claim: Claim


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


class Step(Struct, frozen=True):
    """How one claim changed its visit, which was ``None`` before it was opened.

    A claim that comes before the opening one waits for it: its own step leaves ``None``, and the
    step that opens the visit merges it before its own claim. ``waited`` has these claims, in their
    order.
    """

    sourced: SourcedClaim
    before: Visit | None
    after: Visit | None
    waited: tuple[SourcedClaim, ...] = ()


def steps(
    reports: Mapping[str, Report],
    until: date | None = None,
    files: Mapping[str, Visit] | None = None,
) -> Iterator[Step]:
    """A step for each claim up to a day, in the order in which they count.

    A visit's identity (visitor, host, trip) is its file's, or else that of the claim that opens it;
    everything else comes from claims.
    """
    return steps_of(claims_in_order(reports, until), files or {})


def steps_of(claims: Iterable[SourcedClaim], files: Mapping[str, Visit]) -> Iterator[Step]:
    """A step for each claim; the claims come in the order in which they count."""
    visits: dict[str, Visit] = {}
    unopened: dict[str, list[SourcedClaim]] = defaultdict(list)
    for sourced in claims:
        claim, name = sourced.claim, sourced.claim.visit
        before = visits.get(name)
        after: Visit | None = before
        waited: tuple[SourcedClaim, ...] = ()
        if not claim.rejected:
            opened = before or _opened(claim, files.get(name))
            if opened is None:
                unopened[name].append(sourced)
            else:
                waited = tuple(unopened.pop(name, ()))
                for earlier in waited:
                    opened = merge(opened, earlier.claim)
                after = visits[name] = merge(opened, claim)
        yield Step(sourced, before, after, waited)


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
