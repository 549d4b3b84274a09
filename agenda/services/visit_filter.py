"""Which visits a command shows: those that its filters match."""

from collections.abc import Callable
from datetime import date
from typing import Final

from msgspec import Struct, structs

from agenda.history.status import StatusRow
from agenda.model.country import Country, matching_countries
from agenda.model.edtf import When
from agenda.model.topics import Topic
from agenda.model.visit import Visit
from agenda.services.snapshot import Snapshot
from agenda.text.printable import one_line
from agenda.text.slug import slugify

NAMED: Final = ("country", "visitor", "host", "state", "topic", "trip", "event", "meets")
"""The fields of a filter that have texts, by which its options are named."""


class VisitFilter(Struct, frozen=True):
    """What a visit has to be like. Values of one field are alternatives; each field has to match.

    Names match by part, whatever their case and accents; countries also by code. ``first`` and
    ``last`` are days between which a visit may be under way, ``changed_since`` the day of the first
    report that changed it.
    """

    country: tuple[str, ...] = ()
    visitor: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    trip: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    changed_since: date | None = None

    def __bool__(self) -> bool:
        return self != _EVERYTHING

    def __str__(self) -> str:
        """The options that ask for this filter."""
        from shlex import quote

        options = [
            f"--{name} {quote(one_line(str(value)))}"
            for name in NAMED
            for value in getattr(self, name)
        ]
        days = (("from", self.first), ("to", self.last), ("changed-since", self.changed_since))
        return " ".join([*options, *(f"--{name} {day}" for name, day in days if day)])

    def excluding(self, snapshot: Snapshot, name: str) -> "VisitFilter":
        """The fields of this filter that a visit of a snapshot does not match."""
        excluding = {}
        for field, default in structs.asdict(_EVERYTHING).items():
            if (value := getattr(self, field)) != default:
                single = VisitFilter(**{field: value})
                if name not in {row.id for row in single.rows(snapshot)}:
                    excluding[field] = value
        return VisitFilter(**excluding)

    def rows(self, snapshot: Snapshot) -> list[StatusRow]:
        """The rows of a snapshot that match, in their order."""
        if not self:
            return snapshot.rows
        topics = snapshot.book.settings.all_topics
        rows = [row for row in snapshot.rows if self._matches(row.visit, topics)]
        if self.changed_since:
            changed = snapshot.changed_since(self.changed_since)
            rows = [row for row in rows if row.id in changed]
        return rows

    def _matches(self, visit: Visit, topics: dict[str, Topic]) -> bool:
        return (
            _is_any(self.country, lambda text: _is_of_country(text, visit))
            and _is_any(self.visitor, lambda text: _is_visitor(text, visit))
            and _is_any(self.host, lambda text: _is_host(text, visit))
            and (not self.state or visit.confirmation.state in self.state)
            and _is_any(self.topic, lambda text: _has_topic(text, visit, topics))
            and _is_any(self.trip, lambda text: _is_part(text, visit.trip))
            and _is_any(self.event, lambda text: _is_part(text, visit.event))
            and _is_any(self.meets, lambda text: _is_to_meet(text, visit))
            and may_be_under_way(visit.dates, self.first, self.last)
        )


_EVERYTHING: Final = VisitFilter()


def may_be_under_way(when: When, first: date | None, last: date | None) -> bool:
    """Whether a visit may be under way on a day between two others; without dates it is not."""
    if first is None and last is None:
        return True
    return (
        bool(when)
        and (first is None or when.latest_end is None or when.latest_end >= first)
        and (last is None or when.earliest_start is None or when.earliest_start <= last)
    )


def _is_any(texts: tuple[str, ...], is_match: Callable[[str], bool]) -> bool:
    return not texts or any(map(is_match, texts))


def _is_part(text: str, name: str) -> bool:
    """Whether a name contains a text, in letters of any case and without accents."""
    part = slugify(text)
    return bool(part) and part in slugify(name)


def _is_of_country(text: str, visit: Visit) -> bool:
    countries = {visit.visitor.country, *(named.country for named in visit.host.places)}
    return not matching_countries(text).isdisjoint(countries)


def _is_visitor(text: str, visit: Visit) -> bool:
    visitor = visit.visitor
    return _is_country_or_name(text, visitor.country, visitor.name, visitor.organization)


def _is_host(text: str, visit: Visit) -> bool:
    return any(_is_country_or_name(text, named.country, named.city) for named in visit.host.places)


def _is_to_meet(text: str, visit: Visit) -> bool:
    """Whether the visitor is to meet somebody of a name, an office, a country or organization."""
    return any(
        _is_country_or_name(
            text, person.country, person.name or key, person.role, person.organization
        )
        for key, person in visit.meets.items()
        if person.status != "dropped"
    )


def _is_country_or_name(text: str, country: Country, *names: str) -> bool:
    """Whether a text is of a country, or in a name; `FR` is only the country's code."""
    countries = matching_countries(text)
    if country in countries:
        return True
    return text not in countries and any(_is_part(text, name) for name in names)


def _has_topic(text: str, visit: Visit, topics: dict[str, Topic]) -> bool:
    by_keyword = {key for key, topic in topics.items() if text.lower() in topic.keywords}
    return any(
        item.topic_of(key) in by_keyword
        or any(_is_part(text, name) for name in (key, item.topic_of(key)))
        or _is_part(text, item.title_of(key, topics))
        for key, item in visit.agenda.items()
    )
