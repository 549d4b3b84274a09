"""Which visits belong together: stand-ins for each other, and people who are to meet."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from msgspec import Struct

from agenda.model.visit import CALLED_OFF, PartialVisit, Visit
from agenda.text.slug import normalize_name


class RelatedVisits(Struct, frozen=True):
    """The visits that one belongs to, by id.

    ``replaced`` is the visit that it takes the place of, empty if that is unknown or there is none;
    ``stand_ins`` are the visits that take its place. ``others`` is how many other visits to its
    event are not called off, and ``state_of_event`` the state of an event that is; both only of a
    visit that is not called off.
    """

    replaced: Mapping[str, Visit] = {}
    stand_ins: Mapping[str, Visit] = {}
    others: int = 0
    state_of_event: str = ""


NO_RELATED_VISITS = RelatedVisits()


def related_visits(
    visits: Mapping[str, Visit], labels: Mapping[tuple[str, str], Visit]
) -> Mapping[str, RelatedVisits]:
    """The related visits of each visit that has any, given what is known of trips and events."""
    guests: dict[str, int] = defaultdict(int)
    for visit in visits.values():
        if visit.event:
            guests[visit.event] += visit.confirmation.state not in CALLED_OFF
    stand_ins: dict[str, dict[str, Visit]] = defaultdict(dict)
    for name, visit in visits.items():
        if visit.instead_of:
            stand_ins[visit.instead_of][name] = visit
    by_visit = {}
    for name, visit in visits.items():
        replaced = visits.get(visit.instead_of) if visit.instead_of else None
        is_off = visit.confirmation.state in CALLED_OFF
        event = labels.get(("event", visit.event))
        state = event.confirmation.state if event and not is_off else ""
        others = guests[visit.event] - 1 if visit.event and not is_off else 0
        if replaced is not None or name in stand_ins or others or state in CALLED_OFF:
            by_visit[name] = RelatedVisits(
                {visit.instead_of: replaced} if replaced is not None else {},
                stand_ins.get(name, {}),
                others,
                state if state in CALLED_OFF else "",
            )
    return by_visit


NEAR: Final = timedelta(days=30)
"""Visits that are further apart are two occasions, unless they are to one event."""


class Meeting(Struct, frozen=True):
    """A person whom the visitor of a visit is to meet, and the visit that speaks against it."""

    visit: str
    key: str
    other: str


class _Stays:
    """Some visits of one person by their first day, to search without comparing all of them."""

    def __init__(self, visits: Sequence[tuple[str, PartialVisit]]) -> None:
        stays = sorted(
            (visit.dates.earliest_start, visit.dates.latest_end, name)
            for name, visit in visits
            if visit.dates.earliest_start and visit.dates.latest_end
        )
        self.starts = [start for start, _, _ in stays]
        self.names = [name for _, _, name in stays]
        self.last_ends = _last_ends(stays)

    def nearest_apart(self, start: date, end: date) -> tuple[timedelta, str] | None:
        """The nearest stay, and how far away it is; ``None`` if any may share a day."""
        after = bisect_right(self.starts, end)
        gaps = []
        if after:
            last_end, name = self.last_ends[after - 1]
            if last_end >= start:
                return None
            gaps.append((start - last_end, name))
        if after < len(self.starts):
            gaps.append((self.starts[after] - end, self.names[after]))
        return min(gaps, default=None)


class _Absences:
    """Some visits of one person by the last day on which they begin."""

    def __init__(self, visits: Sequence[tuple[str, PartialVisit]]) -> None:
        stays = sorted(
            (visit.dates.latest_start, visit.dates.earliest_end, name)
            for name, visit in visits
            if visit.dates.latest_start and visit.dates.earliest_end and visit.host.country
        )
        self.starts = [start for start, _, _ in stays]
        self.last_ends = _last_ends(stays)

    def surely_during(self, start: date, end: date) -> str:
        """A stay that begins before the first of two days and ends after the second."""
        before = bisect_left(self.starts, start)
        if not before or self.last_ends[before - 1][0] <= end:
            return ""
        return self.last_ends[before - 1][1]


def _last_ends(stays: Iterable[tuple[date, date, str]]) -> list[tuple[date, str]]:
    """The last day of each of some stays and of those before it, with the visit that has it."""
    return list(accumulate(((end, name) for _, end, name in stays), max))


def on_other_days(visits: Mapping[str, PartialVisit]) -> Iterator[Meeting]:
    """The people who meet each other in one country, on days that exclude each other."""
    to_meet: dict[tuple[str, str, str], list[tuple[str, PartialVisit]]] = defaultdict(list)
    for name, visit in _planned(visits):
        if country := visit.host.country:
            for met in _people(visit):
                to_meet[normalize_name(visit.visitor.name), met, country].append((name, visit))
    stays = {key: _Stays(of_key) for key, of_key in to_meet.items()}
    for name, visit in _planned(visits):
        start, end = visit.dates.earliest_start, visit.dates.latest_end
        if start is None or end is None:
            continue
        own = normalize_name(visit.visitor.name)
        for key, person in visit.meets.items():
            theirs = normalize_name(person.name or key)
            counterparts = stays.get((theirs, own, visit.host.country))
            apart = counterparts.nearest_apart(start, end) if counterparts else None
            if apart and person.status != "dropped" and apart[0] <= NEAR:
                yield Meeting(name, key, apart[1])


def elsewhere(visits: Mapping[str, PartialVisit]) -> Iterator[Meeting]:
    """The people whom a visitor is to meet, but who are in another country all that time."""
    of_person: dict[str, list[tuple[str, PartialVisit]]] = defaultdict(list)
    for name, visit in _planned(visits):
        of_person[normalize_name(visit.visitor.name)].append((name, visit))
    absences = {person: _Absences(of_visits) for person, of_visits in of_person.items()}
    for name, visit in _planned(visits):
        start, end = visit.dates.earliest_start, visit.dates.latest_end
        if start is None or end is None or not visit.host.country:
            continue
        for key, person in visit.meets.items():
            absence = absences.get(normalize_name(person.name or key))
            other = absence.surely_during(start, end) if absence else ""
            if not other or person.status == "dropped":
                continue
            is_same_person = visits[other].visitor.country == person.country or not person.country
            if is_same_person and visits[other].host.country != visit.host.country:
                yield Meeting(name, key, other)


def _planned(visits: Mapping[str, PartialVisit]) -> Iterator[tuple[str, PartialVisit]]:
    """The visits for which somebody travels, and that are not called off."""
    for name, visit in visits.items():
        if visit.kind != "virtual" and visit.confirmation.state not in CALLED_OFF:
            yield name, visit


def _people(visit: PartialVisit) -> list[str]:
    people = visit.meets.items()
    return [normalize_name(of.name or key) for key, of in people if of.status != "dropped"]
