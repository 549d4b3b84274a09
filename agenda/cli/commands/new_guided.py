"""What `agenda new visit` asks for on a terminal, field by field."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import Final

from agenda.cli.commands import new_fields as fields
from agenda.cli.commands.new_fields import FieldReader, InvalidText
from agenda.cli.commands.new_prompts import Dialogue
from agenda.cli.warnings import print_message
from agenda.model.country import Country
from agenda.model.diagnostic import FieldPath
from agenda.output.diagnostics import diagnostic_line
from agenda.output.wording import field_name
from agenda.services.create import diagnostics_of, file_of_visit, visit_id
from agenda.store.serialize import Values
from agenda.text.slug import is_slug, slugify
from agenda.yamlio.quoting import Value

_LABELS: Final[Mapping[FieldPath, str]] = {
    fields.VISITOR: "Visitor's name",
    ("visitor", "role"): "Visitor's office, as in `President`",
    fields.VISITOR_COUNTRY: "Visitor's country, by name or code; Enter for an organization",
    fields.ORGANIZATION: "Visitor's organization, as in `European Commission`",
    fields.HOST_COUNTRY: "Host country, by name or code; Enter if the place is not decided",
    fields.CANDIDATES: "Place that is named, as in `Geneva, Switzerland`",
    fields.CITY: "City",
    fields.ZONE: "Time zone of the place",
    ("kind",): "Kind of visit",
    ("occasion",): "Occasion, as in a summit's name",
    ("trip",): "Trip, a short name that its visits share",
    ("event",): "Event, a short name that all visits to it share",
    ("instead_of",): "Visit that it takes the place of, by its id",
    fields.DATES: "Dates, as in `19-20 June {year}` or `June {year}`",
    fields.STATE: "State",
    ("confirmation", "visitor"): "What the visitor's side has said",
    ("confirmation", "host"): "What the host's side has said",
    ("confirmation", "because"): "Reason given for the state or the dates",
    ("confirmation", "condition"): "What the visit depends on",
    fields.MEETS: "Person to meet, as in `To Lam, President, Vietnam`",
    fields.AGENDA: "Topics, separated by commas; `?` lists all",
    ("notes",): "Notes",
}

_FIRST_STATE: Final = "rumoured"


class Guide:
    """Asks for the fields of visits and reports."""

    def __init__(self, dialogue: Dialogue, reader: FieldReader) -> None:
        self._dialogue, self._reader = dialogue, reader

    def visit(self, given: Values) -> Values:
        """The values of a visit: those that are given, and those that the user enters."""
        values = self._identity(given)
        self._field(fields.DATES, values)
        self._field(fields.STATE, values, default=_FIRST_STATE)
        rest = [path for path in fields.FIELDS if path not in {fields.DATES, fields.STATE}]
        return self._fields(values, rest)

    def id_of_visit(self, values: Values, suffix: str) -> str:
        """The id of a new visit: by its countries and year, or as the user enters it."""
        suffix = suffix or str(fields.year_of(values, self._reader.today))
        name = visit_id(values, suffix)
        if not self._why_taken(name):
            return name
        numbered = (f"{name}-{number}" for number in count(2))
        free = next(other for other in numbered if not self._why_taken(other))
        self._dialogue.output.line(self._why_taken(name))
        return self._dialogue.text("Id of this one", self._free_id, default=free, is_required=True)

    def _why_taken(self, name: str) -> str:
        file = file_of_visit(self._reader.book.root, name)
        return f"{file} already exists" if file else ""

    def _free_id(self, text: str) -> str:
        if not is_slug(text):
            raise InvalidText(f"`{text}` can't be an id; {_slug_hint(text)}")
        if why := self._why_taken(text):
            raise InvalidText(why)
        return text

    def _identity(self, given: Values) -> dict[FieldPath, Value]:
        """Who goes where. What the book knows of a visitor is not asked for."""
        values = dict(given)
        self._field(fields.VISITOR, values)
        if known := self._reader.known_visitor(str(values[fields.VISITOR])):
            for name in ("role", "country", "organization"):
                if value := getattr(known, name):
                    values.setdefault(("visitor", name), value)
        self._field(("visitor", "role"), values)
        if fields.ORGANIZATION not in values:
            self._field(fields.VISITOR_COUNTRY, values)
        if fields.VISITOR_COUNTRY not in values:
            self._field(fields.ORGANIZATION, values)
        if fields.CANDIDATES not in values:
            self._field(fields.HOST_COUNTRY, values)
        self._field(fields.CITY if fields.HOST_COUNTRY in values else fields.CANDIDATES, values)
        if fields.ZONE not in values and self._reader.needs_zone(values):
            self._field(fields.ZONE, values)
        return values

    def _fields(
        self,
        values: dict[FieldPath, Value],
        paths: Sequence[FieldPath],
        known: Values = MappingProxyType({}),
    ) -> Values:
        """The values with those of some more fields, in the usual order."""
        has_identity = fields.VISITOR in values
        skipped = {path for path in paths if has_identity and path[0] in {"visitor", "host"}}
        if not self._reader.book.visits:
            skipped.add(("instead_of",))
        for path in paths:
            if path not in skipped:
                self._field(path, values, known)
        return {path: values[path] for path in sorted(values, key=_position)}

    def _field(
        self,
        path: FieldPath,
        values: dict[FieldPath, Value],
        known: Values = MappingProxyType({}),
        default: str = "",
    ) -> None:
        """Ask for one field, unless its value is given. ``known`` is what the book has already."""
        if path in values:
            return
        label = _LABELS.get(path, field_name(path)).format(year=self._year_of_june)
        offers = self._reader.offers(path, {**known, **values})
        if path == fields.AGENDA:
            self._topics(label, offers, values)
            return
        if path == fields.MEETS:
            self._people(label, offers, values)
            return
        if path == fields.CANDIDATES:
            location = self._reader.location
            values[path] = [location(text) for text in self._several(label, location)]
            return

        def read(text: str) -> str:
            value = self._reader.read(path, text)
            if path == fields.HOST_COUNTRY and value == values.get(fields.VISITOR_COUNTRY):
                raise InvalidText(f"{Country(value).name} can't visit itself")
            if (meaning := fields.understood(path, value)) != text:
                self._dialogue.output.line(f"  = {meaning}")
            return value

        labels = [self._visitor_label(name) for name in offers] if path == fields.VISITOR else None
        is_required = bool(default) or path in fields.REQUIRED
        value = self._dialogue.text(
            label,
            read,
            offers=offers,
            labels=labels,
            default=default,
            explanation=fields.explanation(path),
            is_required=is_required,
        )
        if value:
            values[path] = value

    @property
    def _year_of_june(self) -> int:
        """The year of the next June, for examples."""
        return self._reader.today.year + (self._reader.today.month > 6)

    def _visitor_label(self, name: str) -> str:
        known = self._reader.known_visitor(name)
        parts = (name, known.role, known.side) if known else (name,)
        return ", ".join(filter(None, parts))

    def _several(
        self, label: str, read: Callable[[str], object], offers: Sequence[str] = ()
    ) -> Iterator[str]:
        """Ask for one text after the other, until Enter ends it; ``read`` says what is wrong."""

        def valid(text: str) -> str:
            read(text)
            return text

        labels: list[str] | None = [self._visitor_label(name) for name in offers]
        following = f"Another {label[0].lower()}{label[1:]}"
        explanation = "Answer with one; the question is repeated until you press Enter."
        while text := self._dialogue.text(
            label, valid, offers=offers, labels=labels, explanation=explanation
        ):
            yield text
            label, labels = following, []

    def _people(self, label: str, offers: Sequence[str], values: dict[FieldPath, Value]) -> None:
        """Ask for the people whom the visitor is to meet."""
        for text in self._several(label, self._reader.person, offers):
            key, person = self._reader.person(text)
            status = self._status(fields.MEETING_STATUS, person["name"])
            self._reader.add_person(key, person | ({"status": status} if status else {}), values)

    def _status(self, path: FieldPath, name: str) -> str:
        return self._dialogue.text(
            f"Status of {name}",
            lambda text: self._reader.read(path, text),
            offers=fields.CHOICES[path],
            explanation=fields.explanation(path),
        )

    def _topics(self, label: str, offers: Sequence[str], values: dict[FieldPath, Value]) -> None:
        read_topic = self._reader.read
        for key in self._dialogue.texts(
            label, lambda text: read_topic(fields.AGENDA, text), offers, self._reader.all_topics
        ):
            item = {"status": self._status(fields.STATUS, key)}
            item["date"] = self._dialogue.text(
                f"Day of {key}, if it has its own", lambda text: read_topic(fields.DATES, text)
            )
            if item["date"]:
                item["place"] = self._dialogue.text(f"Place of {key}", self._free_text)
            values["agenda", key] = {name: text for name, text in item.items() if text}

    def _free_text(self, text: str) -> str:
        return self._reader.read(("notes",), text)

    def may_write(self, file: str, text: str) -> bool:
        """Show a file with what is wrong with it, and ask whether to write it."""
        self._dialogue.block(text)
        book, today = self._reader.book, self._reader.today
        for located in diagnostics_of(book.root, file, text, today):
            print_message(diagnostic_line(located))
        is_wanted = self._dialogue.confirm(f"Write {file}?", default=True)
        if not is_wanted:
            self._dialogue.output.line("nothing is written")
        return is_wanted


def _position(path: FieldPath) -> int:
    return fields.FIELDS.index(path if path in fields.FIELDS else path[:1])


def _slug_hint(text: str) -> str:
    return f"write `{slug}`" if (slug := slugify(text)) else "use letters, digits and hyphens"
