"""Which reports retell others: circles, and who is independent of whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

Cites = Mapping[str, Sequence[str]]
"""For each report, by id, the ids of those that it cites."""


def cycles(cites: Cites) -> Iterator[tuple[str, ...]]:
    """The circles of citations, each once and from its first report by name.

    Gives enough of the cycles that share a report to break them all: without the
    citation that closes each of those, nothing goes round any more.
    """
    done: set[str] = set()
    for start in sorted(cites):
        path: dict[str, Iterator[str]] = {}  # with what each report on it is still to be asked for
        entered = "" if start in done else start
        while entered or path:
            if entered:
                path[entered] = iter(dict.fromkeys(cites[entered]))
            last, entered = next(reversed(path)), ""
            for cited in path[last]:
                if cited in path:
                    yield _cycle(list(path), cited)
                elif cited in cites and cited not in done:
                    entered = cited
                    break
            else:
                done.add(last)
                del path[last]


def _cycle(path: Sequence[str], closing: str) -> tuple[str, ...]:
    """What a path that comes back to one of its reports goes round, from the first by name."""
    cycle = path[path.index(closing) :]
    begin = cycle.index(min(cycle))
    return (*cycle[begin:], *cycle[:begin])


def derived_reports(supporters: Iterable[str], cites: Cites) -> frozenset[str]:
    """The reports among some that retell another of them, directly or through others."""
    among = frozenset(supporters)
    return frozenset(name for name in among if _reaches(name, among - {name}, cites))


def _reaches(name: str, wanted: frozenset[str], cites: Cites) -> bool:
    seen, waiting = {name}, [name]
    while waiting and wanted:
        for cited in cites.get(waiting.pop(), ()):
            if cited in wanted:
                return True
            if cited not in seen:
                seen.add(cited)
                waiting.append(cited)
    return False
