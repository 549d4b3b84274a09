"""The visits of one visitor: which conflict with each other, and which are likely the same."""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from math import asin, cos, radians, sin, sqrt
from operator import attrgetter
from typing import Final, NamedTuple

from agenda.model._coordinates import COORDINATES
from agenda.model.country import Country
from agenda.model.edtf import When
from agenda.model.visit import CALLED_OFF, PartialVisit
from agenda.text.slug import normalize_name

Pair = tuple[str, str]
"""The ids of two visits, the one that begins earlier first."""

_VIRTUAL: Final = "virtual"
"""The kind of a visit for which nobody travels."""

_FAR: Final = 3000
"""The distance in kilometres beyond which nobody makes a day trip: four hours by air."""

_DIAMETER_OF_EARTH: Final = 12742


class Clash(NamedTuple):
    """Two visits, by id, whose visitor is in two regions that are far apart on the same days.

    The days from ``first_day`` to ``last_day`` are in both visits, whatever uncertain dates mean.
    """

    earlier: str
    later: str
    first_day: date
    last_day: date

    @property
    def whole_day(self) -> date | None:
        """The first day on which the visitor neither arrives nor leaves, in either visit."""
        day = self.first_day + timedelta(days=1)
        return day if day < self.last_day else None


class Region(NamedTuple):
    """A country, and the time zone of the place in it, if that is known."""

    country: Country
    zone: str


class _Stay(NamedTuple):
    """A visit of at least two days. Its last day can be unknown: then it is `date.max`."""

    name: str
    region: Region
    earliest_start: date
    latest_start: date
    earliest_end: date
    latest_end: date


class _Stays:
    """Stays in one region, by their ends: the longest that has ended before some day, at once."""

    def __init__(self) -> None:
        # A stay that can end later than another, but is not sure to, is never needed and not kept.
        # So both ends of the kept ones ascend.
        self._stays: list[_Stay] = []

    def add(self, stay: _Stay) -> None:
        index = bisect_left(self._stays, stay.latest_end, key=attrgetter("latest_end"))
        nearest = self._stays[max(index - 1, 0) : index + 1]
        if any(
            other.latest_end <= stay.latest_end and other.earliest_end >= stay.earliest_end
            for other in nearest
        ):
            return
        end = index
        while end < len(self._stays) and self._stays[end].earliest_end <= stay.earliest_end:
            end += 1
        self._stays[index:end] = [stay]

    def longest_ending_before(self, day: date) -> _Stay | None:
        """The stay that lasts longest for certain among those that have ended before a day."""
        index = bisect_left(self._stays, day, key=attrgetter("latest_end"))
        return self._stays[index - 1] if index else None


def clashes(visits: Mapping[str, PartialVisit]) -> Iterator[Clash]:
    """The visits that can't both be as dated, each paired with one other that began earlier.

    The regions are far apart, and one visit begins and ends before the other, but they share two
    days or more; or both have the same days. A visit within a longer one is a side trip. Where a
    visit has several clashes, one with a whole day in both is preferred.
    """
    for stays in _stays_by_visitor(visits).values():
        waiting = deque(sorted(stays, key=attrgetter("latest_start")))
        begun: dict[Region, _Stays] = defaultdict(_Stays)
        alike: dict[tuple[date, ...], list[_Stay]] = defaultdict(list)
        for stay in sorted(stays, key=attrgetter("earliest_start")):
            while waiting[0].latest_start < stay.earliest_start:
                begun[waiting[0].region].add(waiting[0])
                waiting.popleft()
            same_days = alike[stay[2:]]
            longest = (others.longest_ending_before(stay.earliest_end) for others in begun.values())
            candidates = (
                other
                for other in (*longest, *same_days)
                if other and other.earliest_end > stay.latest_start
            )
            by_end = sorted(candidates, key=attrgetter("earliest_end"), reverse=True)
            if other := next((o for o in by_end if are_far_apart(o.region, stay.region)), None):
                last_day = min(other.earliest_end, stay.earliest_end)
                yield Clash(other.name, stay.name, stay.latest_start, last_day)
            if _is_sure(stay) and all(other.region != stay.region for other in same_days):
                same_days.append(stay)


@lru_cache(maxsize=4096)
def are_far_apart(first: Region, second: Region) -> bool:
    """Whether nobody makes a day trip from one region to the other, which is in another country.

    Distances are those of the time zones' main cities. Without a time zone, the nearest one of the
    country counts.
    """
    if first.country == second.country:
        return False
    distances = [_distance(*points) for points in product(_points(first), _points(second))]
    return min(distances, default=0) > _FAR


@lru_cache(maxsize=1)
def _coordinates() -> dict[str, tuple[float, float]]:
    rows = (row.split() for row in COORDINATES.splitlines())
    return {zone: (radians(int(north)), radians(int(east))) for zone, north, east in rows}


def _points(region: Region) -> list[tuple[float, float]]:
    coordinates = _coordinates()
    zones = (region.zone,) if region.zone in region.country.zones else region.country.zones
    return [coordinates[zone] for zone in zones if zone in coordinates]


def _distance(first: tuple[float, float], second: tuple[float, float]) -> float:
    """The distance of two points on Earth, in kilometres, by the haversine formula."""
    (north, east), (other_north, other_east) = first, second
    half_chord = sqrt(
        sin((north - other_north) / 2) ** 2
        + cos(north) * cos(other_north) * sin((east - other_east) / 2) ** 2
    )
    return _DIAMETER_OF_EARTH * asin(min(1, half_chord))


def _is_sure(stay: _Stay) -> bool:
    return stay.earliest_start == stay.latest_start and stay.earliest_end == stay.latest_end


def _stays_by_visitor(
    visits: Mapping[str, PartialVisit],
) -> Mapping[tuple[str, ...], list[_Stay]]:
    """The stays of each visitor that last for two days at least; no date of them is qualified."""
    groups: dict[tuple[str, ...], list[_Stay]] = defaultdict(list)
    for name, visit in visits.items():
        dates, host = visit.dates, visit.host
        start, latest_start, end, latest_end = dates.bounds
        if start is None or latest_start is None or end is None or end <= latest_start:
            continue
        if _is_planned(visit) and not dates.is_qualified:
            region = Region(host.country, visit.zone if host.city else host.timezone)
            stay = _Stay(name, region, start, latest_start, end, latest_end or date.max)
            groups[_visitor_key(visit)].append(stay)
    return groups


def _visitor_key(visit: PartialVisit) -> tuple[str, ...]:
    return normalize_name(visit.visitor.name), *visit.visitor.identity


def _is_planned(visit: PartialVisit) -> bool:
    """Whether the visitor is to travel: the visit is not called off, and not a virtual one."""
    is_off = visit.confirmation.state in CALLED_OFF or visit.kind == _VIRTUAL
    return bool(visit.visitor.name and visit.host.country) and not is_off


def are_likely_the_same(first: When, second: When) -> bool:
    """Whether two visits to one country are likely one, going by their dates.

    Either the dates agree, so that both can be of one visit; or the two can't be one after the
    other, which may share a day of travel.
    """
    return not first.excludes(second) or not (
        _can_end_by_start_of(first, second) or _can_end_by_start_of(second, first)
    )


def _can_end_by_start_of(first: When, second: When) -> bool:
    if first.earliest_end is None or second.latest_start is None:
        return True
    return first.earliest_end <= second.latest_start


def likely_duplicates(visits: Mapping[str, PartialVisit]) -> Iterator[Pair]:
    """The visits of one visitor that are likely the same, each paired with one other.

    They are to one country, and not to two cities of it. Visits that can begin at any time before
    or after some day are left out.
    """
    groups: dict[tuple[str, ...], list[tuple[date, str]]] = defaultdict(list)
    for name, visit in visits.items():
        start, latest_start, *_ = visit.dates.bounds
        if _is_planned(visit) and start is not None and latest_start is not None:
            groups[*_visitor_key(visit), str(visit.host.country)].append((start, name))
    for group in groups.values():
        earlier: dict[str, list[tuple[str, When]]] = {}
        for start, name in sorted(group):
            dates, city = visits[name].dates, normalize_name(visits[name].host.city)
            duplicate = ""
            for other_city in (city, "") if city else tuple(earlier):
                others = earlier.pop(other_city, [])
                if others := [other for other in others if _latest_day(other[1]) >= start]:
                    earlier[other_city] = others
                same = (other for other, when in others if are_likely_the_same(when, dates))
                duplicate = duplicate or next(same, "")
            # A duplicate is not compared with later visits, so that few are left at any time.
            if duplicate:
                yield duplicate, name
            else:
                earlier.setdefault(city, []).append((name, dates))


def _latest_day(dates: When) -> date:
    """The last day on which a visit of these dates can begin, or certainly lasts."""
    return max(dates.latest_start or date.max, dates.earliest_end or date.min)
