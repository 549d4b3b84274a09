"""The visits of one visitor: which conflict with each other, and which are likely the same."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from agenda.model.edtf import When
from agenda.model.visit import PartialVisit
from agenda.text.slug import normalize_name

Pair = tuple[str, str]
"""The ids of two visits, the earlier one first."""

_OFF: Final = ("cancelled", "postponed")


def are_compatible(first: When, second: When) -> bool:
    """Whether two stays in different countries can both be true; they may share a day of travel."""
    return _can_end_by_start_of(first, second) or _can_end_by_start_of(second, first)


def _can_end_by_start_of(first: When, second: When) -> bool:
    if first.earliest_end is None or second.latest_start is None:
        return True
    return first.earliest_end <= second.latest_start


def clashes(visits: Mapping[str, PartialVisit]) -> Iterator[Pair]:
    """The visits that put their visitor in two countries at once, each paired with one other."""
    for group in _by_visitor(visits).values():
        # Visits are sorted by the last day on which they can begin. One that has certainly ended by
        # then is dropped, so that the long past visits of a visitor are not compared again.
        staying: dict[str, list[tuple[str, When]]] = defaultdict(list)
        for latest_start, name in sorted(group):
            visit = visits[name]
            for country, others in staying.items():
                others[:] = [stay for stay in others if _ends_after(stay[1], latest_start)]
                if country == visit.host.country:
                    continue
                clash = next(
                    (other for other, dates in others if not are_compatible(dates, visit.dates)), ""
                )
                if clash:
                    yield clash, name
                    break
            staying[visit.host.country].append((name, visit.dates))


def _ends_after(when: When, day: date) -> bool:
    return when.earliest_end is not None and when.earliest_end > day


def _by_visitor(
    visits: Mapping[str, PartialVisit],
) -> Mapping[tuple[str, str], list[tuple[date, str]]]:
    groups: dict[tuple[str, str], list[tuple[date, str]]] = defaultdict(list)
    for name, visit in visits.items():
        if _is_planned(visit) and visit.dates.latest_start is not None:
            key = normalize_name(visit.visitor.name), str(visit.visitor.country)
            groups[key].append((visit.dates.latest_start, name))
    return groups


def _is_planned(visit: PartialVisit) -> bool:
    return bool(visit.visitor.name and visit.host.country and visit.confirmation.state not in _OFF)


def likely_duplicates(visits: Mapping[str, PartialVisit]) -> Iterator[Pair]:
    """The visits of one visitor to one country whose dates overlap, each paired with one other."""
    groups: dict[tuple[str, str, str], list[tuple[date, date, str]]] = defaultdict(list)
    for name, visit in visits.items():
        start, end = visit.dates.earliest_start, visit.dates.latest_end
        if _is_planned(visit) and start is not None:
            visitor, host = visit.visitor, visit.host
            key = normalize_name(visitor.name), str(visitor.country), str(host.country)
            groups[key].append((start, end or date.max, name))
    for group in groups.values():
        (_, last_day, longest), *later = sorted(group)
        for start, end, name in later:
            if start <= last_day:
                yield longest, name
            if end > last_day:
                last_day, longest = end, name
