"""The visits of a book by trip, event, country, topic and person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from agenda.history.labels import Label
from agenda.history.status import StatusRow
from agenda.model.topics import Topic
from agenda.output.site.names import page_paths
from agenda.services.grouping import LabelledVisits
from agenda.text.printable import one_line
from agenda.text.slug import normalize_name


class VisitGroup(Struct, frozen=True):
    """Visits that share a page, by id; the page's path and title.

    The key of a trip or an event is what its visits are labelled with. Its title may be its
    occasion; ``name`` is what shows the key then.
    """

    key: str
    path: str
    title: str
    visits: Sequence[str]

    @property
    def name(self) -> str:
        """The key, if the title is another text."""
        name = one_line(self.key)
        return "" if name == self.title else name


class Groups(Struct, frozen=True):
    """All groups of a kind, by key, and what they are called.

    ``label`` is `trip` or `event`, and empty for groups of other kinds.
    """

    folder: str
    label: str
    name: str
    by_key: Mapping[str, VisitGroup]


_LABELS: Final = {"trips": "trip", "events": "event"}

Titles = Iterable[tuple[str, str]]
"""The keys of the groups that a visit belongs to, each with a title."""


class SiteGroups:
    """The groups of each kind, and those of each visit, by the group's folder."""

    def __init__(
        self,
        rows: Sequence[StatusRow],
        topics: Mapping[str, Topic],
        labelled: Mapping[Label, LabelledVisits],
    ) -> None:
        self._topics = topics
        self._sides = _sides_by_name(rows)
        kinds = {
            "trips": ("Trips", _trip),
            "events": ("Events", _event),
            "countries": ("Countries", _countries),
            "topics": ("Topics", self._topics_of),
            "people": ("People", self._people),
        }
        self.kinds: dict[str, Groups] = {}
        self._of_visit: dict[str, dict[str, list[str]]] = {}
        for folder, (name, keys_of) in kinds.items():
            label = _LABELS.get(folder, "")
            titles = {key: _title(of) for (kind, key), of in labelled.items() if kind == label}
            members: dict[str, list[str]] = defaultdict(list)
            keys_by_visit: dict[str, list[str]] = {}
            for row in rows:
                keys = dict(keys_of(row))
                for key, title in keys.items():
                    titles.setdefault(key, title)
                    members[key].append(row.id)
                keys_by_visit[row.id] = list(keys)
            paths = page_paths(folder, titles)
            groups = {
                key: VisitGroup(key, paths[key], titles[key], members[key])
                for key in sorted(titles, key=lambda key: (normalize_name(titles[key]), key))
            }
            self.kinds[folder] = Groups(folder, label, name, groups)
            self._of_visit[folder] = keys_by_visit

    def of_visit(self, folder: str, visit: str) -> list[VisitGroup]:
        """The groups of one kind that a visit belongs to."""
        groups = self.kinds[folder].by_key
        return [groups[key] for key in self._of_visit[folder][visit]]

    def all(self) -> Iterator[tuple[Groups, VisitGroup]]:
        """Every group, with those of its kind."""
        for groups in self.kinds.values():
            for group in groups.by_key.values():
                yield groups, group

    def _topics_of(self, row: StatusRow) -> Titles:
        for key, item in row.visit.agenda.items():
            topic = item.topic_of(key)
            if topic in self._topics and item.status != "dropped":
                yield topic, one_line(self._topics[topic].label)

    def _people(self, row: StatusRow) -> Titles:
        """The visitor, and whom the visitor is to meet. A name with two sides is two people."""
        visitor = row.visit.visitor
        yield self._person(visitor.name, visitor.side)
        for key, person in row.visit.meets.items():
            if person.status != "dropped":
                name = person.name or key
                yield self._person(name, person.country.name or person.organization)

    def _person(self, name: str, side: str) -> tuple[str, str]:
        sides = self._sides[normalize_name(name)]
        if len(sides) < 2:
            return normalize_name(name), one_line(name)
        return f"{normalize_name(name)} {normalize_name(side)}", one_line(
            f"{name} ({side})" if side else name
        )


def _sides_by_name(rows: Iterable[StatusRow]) -> dict[str, set[str]]:
    """The countries and organizations of the people of each name."""
    sides: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        sides[normalize_name(row.visit.visitor.name)].add(normalize_name(row.visit.visitor.side))
        for key, person in row.visit.meets.items():
            side = normalize_name(person.country.name or person.organization)
            sides[normalize_name(person.name or key)].update({side} - {""})
    return sides


def _title(labelled: LabelledVisits) -> str:
    """The title of the page of a trip or an event: its occasion, or else its id."""
    return one_line(labelled.visit.occasion) or one_line(labelled.row.id)


def _trip(row: StatusRow) -> Titles:
    return [(row.visit.trip, "")] if row.visit.trip else []


def _event(row: StatusRow) -> Titles:
    return [(row.visit.event, "")] if row.visit.event else []


def _countries(row: StatusRow) -> Titles:
    visit = row.visit
    for country in (visit.visitor.country, *(named.country for named in visit.host.places)):
        if country:
            yield str(country), country.name
