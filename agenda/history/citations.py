"""Citations among reports: the order that they give, their cycles, and which repeat others."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from agenda.model.report import Report

Cites = Mapping[str, Sequence[str]]
"""For each report, by id, the ids of those that it cites."""


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


def cycles(cites: Cites) -> Iterator[tuple[str, ...]]:
    """The cycles of citations, each once and from the report with the first id.

    If cycles share a report, not all of them are returned, but enough to break them all: without
    the citations of the returned cycles, there is no cycle left.
    """
    done: set[str] = set()
    for start in sorted(cites):
        path: dict[str, Iterator[str]] = {}  # each report with its citations still to follow
        upcoming = "" if start in done else start
        while upcoming or path:
            if upcoming:
                path[upcoming] = iter(dict.fromkeys(cites[upcoming]))
            last, upcoming = next(reversed(path)), ""
            for cited in path[last]:
                if cited in path:
                    yield _cycle(list(path), cited)
                elif cited in cites and cited not in done:
                    upcoming = cited
                    break
            else:
                done.add(last)
                del path[last]


def _cycle(path: Sequence[str], closing: str) -> tuple[str, ...]:
    """The cycle that a path ends with, from the first id, where its last report cites `closing`."""
    cycle = path[path.index(closing) :]
    first = cycle.index(min(cycle))
    return (*cycle[first:], *cycle[:first])


def derived_reports(supporters: Iterable[str], cites: Cites) -> frozenset[str]:
    """The supporters that cite another supporter, directly or through other reports."""
    among = dict.fromkeys(supporters)
    cited_by: dict[str, list[str]] = defaultdict(list)
    seen, waiting = set(among), list(among)
    while waiting:
        citing = waiting.pop()
        for cited in cites.get(citing, ()):
            cited_by[cited].append(citing)
            if cited not in seen:
                seen.add(cited)
                waiting.append(cited)
    # Of the supporters that each report reaches, two are enough to know one that is another.
    reached = {name: {name} for name in among}
    steps = [(name, name) for name in among]
    while steps:
        cited, supporter = steps.pop()
        for citing in cited_by[cited]:
            known = reached.setdefault(citing, set())
            if len(known) < 2 and supporter not in known:
                known.add(supporter)
                steps.append((citing, supporter))
    return frozenset(name for name in among if len(reached[name]) > 1)
