"""What `agenda new` asks for on a terminal: a visit; or a report, claim by claim."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click
from msgspec import Struct

from agenda.cli.commands import new_fields as fields
from agenda.cli.commands.new_fields import FieldReader, InvalidText
from agenda.cli.commands.new_prompts import Dialogue
from agenda.cli.warnings import print_message
from agenda.history.status import StatusRow
from agenda.model.country import Country
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import When
from agenda.output.diagnostics import diagnostic_line
from agenda.output.diff import print_diff
from agenda.output.wording import field_name, when, who_where
from agenda.services.compare import report_diff
from agenda.services.create import diagnostics_of, file_of_visit, report_names, visit_id
from agenda.store.serialize import Values, serialize_report
from agenda.text.slug import is_slug, slugify
from agenda.text.suggest import did_you_mean
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
    fields.AGENDA: "Topics, separated by commas",
    ("notes",): "Notes",
}

_OFFERED_VISITS: Final = 20
"""How many visits are listed; others are chosen by their ids."""

_NEW_VISIT: Final = "a new visit"

_FIRST_STATE: Final = "rumoured"


class ReportDraft(Struct):
    """A report while it is entered: its fields, and its claims."""

    fields: dict[str, str]
    claims: list[tuple[dict[str, str], Values]]

    @property
    def text(self) -> str:
        """The text of its file."""
        return serialize_report(self.fields, self.claims)

    def free_name(self, root: Path) -> str:
        """The path that its file gets in the book."""
        day = date.fromisoformat(self.fields["published"])
        names = report_names(day, self.fields["publisher"])
        return next(name for name in names if not os.path.lexists(root / name))


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
        label = _LABELS.get(path, field_name(path)).format(year=self._reader.today.year)
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

        labels = [self._visitor_label(name) for name in offers] if path == fields.VISITOR else ()
        is_required = bool(default) or path in fields.REQUIRED
        value = self._dialogue.text(
            label, read, offers=offers, labels=labels, default=default, is_required=is_required
        )
        if value:
            values[path] = value

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

        labels = [self._visitor_label(name) for name in offers]
        following = f"Another {label[0].lower()}{label[1:]}"
        while text := self._dialogue.text(label, valid, offers=offers, labels=labels):
            yield text
            label, labels = following, []

    def _people(self, label: str, offers: Sequence[str], values: dict[FieldPath, Value]) -> None:
        """Ask for the people whom the visitor is to meet."""
        for text in self._several(label, self._reader.person, offers):
            key, person = self._reader.person(text)
            status = self._status(fields.MEETING_STATUS, person["name"])
            values["meets", key] = person | ({"status": status} if status else {})

    def _status(self, path: FieldPath, name: str) -> str:
        return self._dialogue.text(
            f"Status of {name}",
            lambda text: self._reader.read(path, text),
            offers=fields.CHOICES[path],
        )

    def _topics(self, label: str, offers: Sequence[str], values: dict[FieldPath, Value]) -> None:
        read_topic = self._reader.read
        for key in self._dialogue.texts(
            label, lambda text: read_topic(fields.AGENDA, text), offers
        ):
            item = {"status": self._status(fields.STATUS, key)}
            item["date"] = self._dialogue.text(
                f"Day of {key}, if it has its own", lambda text: read_topic(fields.DATES, text)
            )
            if item["date"]:
                item["place"] = self._dialogue.text(f"Place of {key}", self._free_text)
            values["agenda", key] = {name: text for name, text in item.items() if text}

    def report(self, defaults: Mapping[str, str]) -> ReportDraft:
        """The fields of a report itself: who published it, when, and at what address."""
        entered: dict[str, str] = {}
        for name, label, read in (
            ("published", "Day of publication", self._day),
            ("publisher", "Publisher", lambda text: self._reader.read(fields.PUBLISHER, text)),
            ("title", "Title, a summary in your own words", self._free_text),
            ("url", "Address", lambda text: self._reader.read(fields.ADDRESS, text)),
        ):
            entered[name] = self._dialogue.text(
                label,
                read,
                offers=self._reader.offers((name,), {}),
                default=defaults.get(name, ""),
                is_required=name in {"publisher", "published"},
            )
        return ReportDraft(entered, [])

    def _free_text(self, text: str) -> str:
        return self._reader.read(("notes",), text)

    def _day(self, text: str) -> str:
        from agenda.cli.options import Day

        try:
            day = Day().convert(text, None, click.get_current_context()).isoformat()
        except click.UsageError as error:
            raise InvalidText(error.message) from None
        if day != text:
            self._dialogue.output.line(f"  = {when(When.parse(day))} ({day})")
        return day

    def add_claims(
        self, draft: ReportDraft, rows: Sequence[StatusRow], visits: Sequence[str]
    ) -> None:
        """Ask for one claim after the other, on some visits first, and show what they change."""
        waiting = list(dict.fromkeys(visits))
        is_finished = False
        while not is_finished:
            self._dialogue.heading(f"Claim {len(draft.claims) + 1}")
            draft.claims.append(self._claim(draft, rows, waiting[0] if waiting else ""))
            if not self._preview(draft):
                draft.claims.pop()
                self._dialogue.output.line("this claim is left out; enter it again")
                continue
            del waiting[:1]
            self._dialogue.output.line()
            is_finished = not waiting and not self._dialogue.confirm(
                "Another claim?", default=False
            )

    def _claim(
        self, draft: ReportDraft, rows: Sequence[StatusRow], visit: str = ""
    ) -> tuple[dict[str, str], Values]:
        """One claim: on which visit, who says so, and only the fields that it speaks of."""
        values: dict[FieldPath, Value] = {}
        opened = {own["visit"] for own, _ in draft.claims} - {row.id for row in rows}
        visit = visit or self._visit(rows, sorted(opened))
        is_new = visit == _NEW_VISIT
        if is_new:
            values = self._identity({})
        sources = dict.fromkeys([*self._reader.sources(visit), draft.fields["publisher"]])
        own = {"visit": visit}
        own["according_to"] = self._dialogue.text(
            "Who says so", self._free_text, offers=list(sources), is_required=True
        )
        known = self._reader.book.visits.get(visit)
        country = {fields.HOST_COUNTRY: known.host.country} if known else {}
        entered = self._fields(values, self._chosen_fields(is_new=is_new), country)
        if is_new:
            own["visit"] = self.id_of_visit(entered, "")
        if fields.DATES in entered:
            own["wording"] = self._dialogue.text(
                "The report's own words for the dates", self._free_text
            )
        own["grade"] = self._dialogue.text(
            "Grade of the source and the claim, as in `B2`",
            lambda text: self._reader.read(fields.GRADE, text),
        )
        return {name: text for name, text in own.items() if text}, entered

    def _visit(self, rows: Sequence[StatusRow], opened: Sequence[str]) -> str:
        listed = [row for row in rows if row.is_current][:_OFFERED_VISITS]
        known = {*opened, *(row.id for row in rows)}

        def read(text: str) -> str:
            if text not in known:
                hint = did_you_mean(text, known) or f"{len(listed) + len(opened) + 1} is a new one"
                raise InvalidText(f"no visit `{text}` in the book; {hint}")
            return text

        labels = [_row_label(row) for row in listed]
        return self._dialogue.text(
            "Visit, by number or id",
            read,
            offers=[*(row.id for row in listed), *opened, _NEW_VISIT],
            labels=[*labels, *(f"{name}: opened by this report" for name in opened), _NEW_VISIT],
            is_required=True,
        )

    def _chosen_fields(self, *, is_new: bool) -> list[FieldPath]:
        """The fields that a claim speaks of."""
        who = {fields.VISITOR, fields.VISITOR_COUNTRY, fields.ORGANIZATION}
        known = who | ({path for path in fields.FIELDS if path[0] in {"visitor", "host"}})
        paths = [path for path in fields.FIELDS if path not in (known if is_new else who)]
        names = [_short_name(path) for path in paths]

        def read(text: str) -> str:
            name = text.lower()
            if name not in names:
                hint = did_you_mean(name, names) or "write numbers of the list"
                raise InvalidText(f"there is no field `{text}`; {hint}")
            return name

        label = "Fields that it speaks of, separated by commas"
        chosen = self._dialogue.texts(label, read, names)
        return [path for path in paths if _short_name(path) in chosen]

    def _preview(self, draft: ReportDraft) -> bool:
        """Show what the report changes so far; whether it is valid."""
        book, today = self._reader.book, self._reader.today
        path = Path(draft.free_name(book.root))
        diff = report_diff(book, path, draft.text.encode(), None, today)
        self._dialogue.output.line()
        print_diff(self._dialogue.output, diff)
        for located in diff.diagnostics:
            print_message(diagnostic_line(located))
        return not diff.diagnostics

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


def _short_name(path: FieldPath) -> str:
    match path:
        case ("confirmation", "visitor" | "host"):
            return f"{path[1]}'s side"
        case ("host", "country"):
            return "host country"
        case _:
            return str(path[-1])


def _row_label(row: StatusRow) -> str:
    dates = f", {when(row.visit.dates)}" if row.visit.dates else ""
    return f"{row.id}: {' → '.join(who_where(row.visit))}{dates}"


def _position(path: FieldPath) -> int:
    return fields.FIELDS.index(path if path in fields.FIELDS else path[:1])


def _slug_hint(text: str) -> str:
    return f"write `{slug}`" if (slug := slugify(text)) else "use letters, digits and hyphens"
