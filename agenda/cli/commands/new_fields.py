"""What users type for the fields of a visit: its meaning, and what the book has to offer."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, count
from typing import Final, TypeVar, get_args, get_type_hints

from msgspec import Struct

from agenda.cli.commands.new_page import is_address
from agenda.model.country import Country, UnknownCountryOrZone, Zone
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import BadDate, When, of_this_year
from agenda.model.visit import (
    ENTRIES,
    Kind,
    KnownState,
    MeetingStatus,
    PartialVisit,
    Stage,
    Status,
    Visitor,
)
from agenda.model.written_dates import read_dates
from agenda.output.wording import when
from agenda.store.book import Book
from agenda.store.serialize import Values
from agenda.text.slug import normalize_name, slugify
from agenda.text.suggest import did_you_mean
from agenda.yamlio.quoting import Value as FileValue
from agenda.yamlio.types import FORBIDDEN

_MAX_OFFERED: Final = 12
"""How many values of the book are offered for a field, those that it has most often."""

VISITOR: Final[FieldPath] = ("visitor", "name")
VISITOR_COUNTRY: Final[FieldPath] = ("visitor", "country")
ORGANIZATION: Final[FieldPath] = ("visitor", "organization")
HOST_COUNTRY: Final[FieldPath] = ("host", "country")
CITY: Final[FieldPath] = ("host", "city")
ZONE: Final[FieldPath] = ("host", "timezone")
CANDIDATES: Final[FieldPath] = ("host", "candidates")
DATES: Final[FieldPath] = ("dates",)
STATE: Final[FieldPath] = ("confirmation", "state")
MEETS: Final[FieldPath] = ("meets",)
MEETING_STATUS: Final[FieldPath] = ("meets", "status")
AGENDA: Final[FieldPath] = ("agenda",)
STATUS: Final[FieldPath] = ("agenda", "status")
PUBLISHER: Final[FieldPath] = ("publisher",)
ADDRESS: Final[FieldPath] = ("url",)
GRADE: Final[FieldPath] = ("grade",)

CHOICES: Final[Mapping[FieldPath, tuple[str, ...]]] = {
    ("kind",): tuple(filter(None, get_args(Kind))),
    STATE: get_args(KnownState),
    ("confirmation", "visitor"): tuple(filter(None, get_args(Stage))),
    ("confirmation", "host"): tuple(filter(None, get_args(Stage))),
    STATUS: tuple(filter(None, get_args(Status))),
    MEETING_STATUS: tuple(filter(None, get_args(MeetingStatus))),
}
"""The fields that have one of a few values."""

REQUIRED: Final = frozenset({VISITOR, ORGANIZATION})
"""The fields that need an answer; an organization is asked for in place of a country."""


Value = TypeVar("Value")


class InvalidText(ValueError):
    """A text that is no value of a field. The message says what to write.

    ``meant`` is the value that the user seems to mean, if that is known.
    """

    def __init__(self, message: str, meant: str = "") -> None:
        super().__init__(message)
        self.meant = meant


def _fields() -> Iterator[FieldPath]:
    empty = PartialVisit()
    for name in PartialVisit.__struct_fields__:
        part = getattr(empty, name)
        if isinstance(part, Struct):
            for field in part.__struct_fields__:
                if isinstance(getattr(part, field), str) or (name, field) == CANDIDATES:
                    yield name, field
        elif isinstance(part, (str, When)) or (name,) in {MEETS, AGENDA}:
            yield (name,)


FIELDS: Final = tuple(_fields())
"""The fields of a visit that a text can give, in the order in which files have them."""


def explanation(path: FieldPath) -> str:
    """What a field of a visit or of an item is about, as the schema describes it."""
    owner: type = PartialVisit
    for name in map(str, path[:-1]):
        owner = ENTRIES.get(name) or type(getattr(owner(), name))
    hint = get_type_hints(owner, include_extras=True)[str(path[-1])]
    return next((str(meta.description) for meta in get_args(hint)[1:]), "")


def why_forbidden(text: str) -> str:
    """Why no file of a book may contain a text; empty if it may."""
    if bad := FORBIDDEN.search(text):
        code = ord(bad[0])
        is_byte = 0xDC80 <= code <= 0xDCFF  # how Python passes a byte that is not UTF-8
        what = f"0x{code - 0xDC00:02X}, which is not UTF-8" if is_byte else f"U+{code:04X}"
        return f"contains {what}; no file of a book can contain that"
    return ""


class FieldReader:
    """Reads what users type for a field, on a day, for a book."""

    def __init__(self, book: Book, today: date) -> None:
        self.book, self.today = book, today
        self.topics = book.settings.all_topics
        self._readers: dict[FieldPath, Callable[[str], str]] = {
            VISITOR_COUNTRY: _country,
            HOST_COUNTRY: _country,
            ZONE: _zone,
            DATES: self._dates,
            AGENDA: self._topic,
            ADDRESS: _address,
            GRADE: _grade,
        }

    def read(self, path: FieldPath, text: str) -> str:
        """The value that a text means, as it is in files. Raises :class:`InvalidText`."""
        if why := why_forbidden(text):
            raise InvalidText(f"the text {why}")
        text = " ".join(text.split())
        if not text:
            raise InvalidText("the text is empty")
        if choices := CHOICES.get(path):
            return _choice(text, choices)
        read = self._readers.get(path)
        return read(text) if read else text

    def _dates(self, text: str) -> str:
        dates = read_dates(text, self.today)
        if dates.certain:
            return dates.certain
        try:
            return When.parse(text).text
        except BadDate as error:
            hint = dates.hint or of_this_year(error.hint, self.today)
            meant = dates.readings[0] if len(dates.readings) == 1 else ""
            raise InvalidText(f"{error}; {hint}", meant) from None

    def _topic(self, text: str) -> str:
        name = normalize_name(text)
        for key, topic in self.topics.items():
            if name in {normalize_name(key), normalize_name(topic.label)}:
                return key
        by_keyword = (key for key, topic in self.topics.items() if text.lower() in topic.keywords)
        meant = next(by_keyword, "")
        hint = f"did you mean `{meant}`?" if meant else did_you_mean(text, self.topics)
        hint = hint or f"the topics are {', '.join(self.topics)}; agenda.yaml can have more"
        raise InvalidText(f"there is no topic `{text}`; {hint}")

    def location(self, text: str) -> dict[str, str]:
        """The country and the city of `Geneva, Switzerland`. Raises :class:`InvalidText`."""
        *city, country = (self.read(CITY, part) for part in text.split(","))
        try:
            named = {"country": _country(country)}
        except InvalidText as error:
            hint = "a city has its country after a comma, as in `Geneva, Switzerland`"
            raise InvalidText(f"{error}; {hint}") from None
        return named | ({"city": ", ".join(city)} if city else {})

    def person(self, text: str) -> tuple[str, dict[str, str]]:
        """The key and the fields of a person: of `To Lam, President, Vietnam`, or of a name.

        What the book knows of a name is added. Raises :class:`InvalidText`.
        """
        name, *others = (self.read(VISITOR, part) for part in text.split(","))
        fields = {"name": name}
        if others:
            *office, side = others
            try:
                fields |= {"country": _country(side)}
            except InvalidText:
                is_office = not office
                fields |= {"role": side} if is_office else {"organization": side}
            fields |= {"role": ", ".join(office)} if office else {}
        elif known := self.known_visitor(name):
            for field in ("role", "country", "organization"):
                fields |= {field: str(value)} if (value := getattr(known, field)) else {}
        order = ("name", "role", "country", "organization")
        return slugify(name) or "guest", {
            field: fields[field] for field in order if field in fields
        }

    def add(self, path: FieldPath, text: str, values: dict[FieldPath, FileValue]) -> str:
        """Add a candidate, a person to meet or a topic to some values; returns its key, if any."""
        if path == CANDIDATES:
            given = values.get(path)
            values[path] = [*(given if isinstance(given, list) else []), self.location(text)]
            return ""
        if path == MEETS:
            return self.add_person(*self.person(text), values)
        key = self.read(path, text)
        values[str(path[0]), key] = {}
        return key

    def add_person(
        self, key: str, person: dict[str, str], values: dict[FieldPath, FileValue]
    ) -> str:
        """Add a person to meet under a key that is not taken yet; returns the key."""
        numbered = (f"{key}-{number}" for number in count(2))
        free = next(name for name in chain((key,), numbered) if ("meets", name) not in values)
        values["meets", free] = dict(person)
        return free

    @property
    def all_topics(self) -> str:
        """The keys and the labels of the topics, a line each."""
        widest = max(map(len, self.topics), default=0)
        return "\n".join(f"{key:<{widest}}  {of.label}" for key, of in self.topics.items())

    @property
    def visitors(self) -> list[Visitor]:
        """The visitors of the book, the most frequent first; of a name the most frequent office."""
        visitors = _most_frequent(visit.visitor for visit in self.book.visits.values())
        by_name = {normalize_name(who.name): who for who in reversed(visitors)}
        return [who for who in visitors if by_name[normalize_name(who.name)] is who]

    def known_visitor(self, name: str) -> Visitor | None:
        """The visitor of a name, if the book has one."""
        wanted = normalize_name(name)
        matches = (who for who in self.visitors if normalize_name(who.name) == wanted)
        return next(matches, None)

    def offers(self, path: FieldPath, values: Values) -> list[str]:
        """Values to choose from, given those of other fields."""
        visits = self.book.visits.values()
        if path in CHOICES:
            return list(CHOICES[path])
        if path == VISITOR:
            names = [who.name for who in self.visitors]
        elif path == CITY:
            names = _most_frequent(
                visit.host.city
                for visit in visits
                if visit.host.country == values.get(HOST_COUNTRY)
            )
        elif path == ZONE:
            country = Country(values.get(HOST_COUNTRY, ""))
            names = list(country.clocks(self._year(values)))
        elif path == AGENDA:
            names = _most_frequent(
                item.topic_of(key) for visit in visits for key, item in visit.agenda.items()
            )
            names = [key for key in names if key in self.topics] or list(self.topics)
        elif path == MEETS:
            names = [who.name for who in self.visitors if who.name != values.get(VISITOR)]
        elif path == ("instead_of",):
            names = list(self.book.visits)
        elif path == PUBLISHER:
            names = _most_frequent(report.publisher for report in self.book.reports.values())
        elif path in {("trip",), ("event",), ("occasion",)}:
            names = _most_frequent(getattr(visit, str(path[0])) for visit in visits)
        else:
            names = []
        return names if path == ZONE else names[:_MAX_OFFERED]

    def sources(self, visit: str) -> list[str]:
        """Who is behind the claims on a visit, the most frequent first."""
        claims = self.book.claims_by_visit.get(visit, ())
        return _most_frequent(sourced.claim.according_to for sourced in claims)[:_MAX_OFFERED]

    def needs_zone(self, values: Values) -> bool:
        """Whether the time zone does not follow from the country or the city."""
        country, city = Country(values.get(HOST_COUNTRY, "")), str(values.get(CITY, ""))
        return bool(country) and not country.zone_of(city, self._year(values))

    def _year(self, values: Values) -> int:
        return year_of(values, self.today)


def understood(path: FieldPath, value: str) -> str:
    """A value as people read it: a country's name with its code, dates with their form in files."""
    if path == DATES:
        return f"{when(When.parse(value))} ({value})"
    if path in {VISITOR_COUNTRY, HOST_COUNTRY}:
        return f"{Country(value).name} ({value})"
    return value


def year_of(values: Values, today: date) -> int:
    """The year of a visit's dates, or this year."""
    dates = str(values.get(DATES, ""))
    return (When.parse(dates).year if dates else 0) or today.year


def _most_frequent(values: Iterable[Value]) -> list[Value]:
    return [value for value, _ in Counter(filter(None, values)).most_common()]


def _country(text: str) -> str:
    try:
        return Country.named(text)
    except UnknownCountryOrZone as error:
        raise InvalidText(f"{error}; {error.hint}") from None


def _zone(text: str) -> str:
    try:
        return Zone.parse(text)
    except UnknownCountryOrZone as error:
        raise InvalidText(f"{error}; {error.hint}") from None


def _address(text: str) -> str:
    if not is_address(text):
        raise InvalidText(f"`{text}` is not a complete web address; begin it with `https://`")
    return text


def _grade(text: str) -> str:
    if not re.fullmatch("[A-F][1-6]", text.upper()):
        raise InvalidText(
            f"`{text}` is not a grade; write a letter A-F for the source and a digit 1-6 for the "
            "claim, as in `B2`"
        )
    return text.upper()


def _choice(text: str, choices: tuple[str, ...]) -> str:
    word = "-".join(text.lower().split())
    if word in choices:
        return word
    hint = did_you_mean(word, choices)
    raise InvalidText(f"`{text}` is none of {', '.join(choices)}{f'; {hint}' if hint else ''}")
