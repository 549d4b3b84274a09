"""Citations among reports: their cycles, and which reports repeat others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

Cites = Mapping[str, Sequence[str]]
"""For each report, by id, the ids of those that it cites."""


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
    among = frozenset(supporters)
    return frozenset(name for name in among if _reaches(name, among - {name}, cites))


def _reaches(name: str, wanted: frozenset[str], cites: Cites) -> bool:
    """Whether a chain of citations leads from a report to a wanted one."""
    seen, waiting = {name}, [name]
    while waiting and wanted:
        for cited in cites.get(waiting.pop(), ()):
            if cited in wanted:
                return True
            if cited not in seen:
                seen.add(cited)
                waiting.append(cited)
    return False
