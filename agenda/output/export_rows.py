"""The tables of `agenda export csv` and `agenda export jsonl`: flat rows that share ids.

Columns are documented in docs/export.md, and stable. Empty text is a value that is not known.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final, TextIO

from msgspec import Struct
from msgspec.structs import asdict

from agenda.history.diff import ChangedValue
from agenda.history.facts import Value
from agenda.history.log import log_entries
from agenda.history.replay import Step, steps
from agenda.model.country import Candidates
from agenda.model.diagnostic import dotted
from agenda.model.edtf import UNDATED, When
from agenda.model.visit import Item, PartialVisitor, Person
from agenda.output.json import to_text
from agenda.services.snapshot import Snapshot
from agenda.services.visit_filter import VisitFilter
from agenda.text.printable import escape_in_cell

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula, also in the wide forms of East Asia."""

_CELL_SEPARATORS: Final = ("\t", "\r", "\n")
"""What may begin a new cell, with a formula, if a cell begins with it."""

_BYTE_ORDER_MARK: Final = "\ufeff"


_Bound = date | None


class VisitRow(Struct, frozen=True):
    """One visit on a day."""

    visit: str
    visitor: str
    visitor_role: str
    visitor_country: str
    host_country: str
    host_city: str
    timezone: str
    kind: str
    occasion: str
    trip: str
    dates: str
    earliest_start: date | None
    latest_start: date | None
    earliest_end: date | None
    latest_end: date | None
    dates_announced: bool | None
    state: str
    visitor_stage: str
    host_stage: str
    because: str
    condition: str
    disputed: str
    today: date
    phase: str
    countdown: str
    last_report: str
    notes: str
    visitor_organization: str
    host_candidates: str
    event: str
    instead_of: str
    meets: str


class ItemRow(Struct, frozen=True):
    """One item on the agenda of a visit."""

    visit: str
    item: str
    topic: str
    title: str
    status: str
    note: str
    date: str
    earliest_start: _Bound
    latest_start: _Bound
    earliest_end: _Bound
    latest_end: _Bound
    place: str


class PersonRow(Struct, frozen=True):
    """One person who takes part in a visit."""

    visit: str
    part: str
    name: str
    role: str
    country: str
    organization: str
    key: str
    status: str


class ClaimRow(Struct, frozen=True):
    """One fact of a claim; a claim without facts has one row too."""

    report: str
    published: date
    publisher: str
    report_title: str
    url: str
    claim: int
    visit: str
    according_to: str
    grade: str
    wording: str
    rejected: str
    path: str
    value: str
    earliest_start: date | None
    latest_start: date | None
    earliest_end: date | None
    latest_end: date | None
    relation: str
    label: str


class ChangeRow(Struct, frozen=True):
    """One change that a report made to a visit."""

    report: str
    published: date
    publisher: str
    visit: str
    kind: str
    path: str
    before: str
    after: str


Rows = Iterable[Struct]


def _visits(snapshot: Snapshot, visit_filter: VisitFilter) -> Iterator[VisitRow]:
    for row in visit_filter.rows(snapshot):
        visit, confirmation = row.visit, row.visit.confirmation
        yield VisitRow(
            row.id,
            visit.visitor.name,
            visit.visitor.role,
            str(visit.visitor.country),
            str(visit.host.country),
            visit.host.city,
            visit.zone,
            visit.kind,
            visit.occasion,
            visit.trip,
            visit.dates.text,
            *visit.dates.bounds,
            row.are_dates_announced,
            confirmation.state,
            confirmation.visitor,
            confirmation.host,
            confirmation.because,
            confirmation.condition,
            " ".join(dict.fromkeys(dotted(conflict.path) for conflict in row.disputed)),
            row.today,
            row.countdown.phase,
            row.countdown.text,
            row.last.report if row.last else "",
            visit.notes,
            visit.visitor.organization,
            _candidates(visit.host.candidates),
            visit.event,
            visit.instead_of,
            ", ".join(person.name or key for key, person in visit.meets.items()),
        )


def _candidates(candidates: Candidates | None) -> str:
    """The places of which one is the host's: `Geneva or Budapest`; `not known` without any."""
    return "" if candidates is None else str(candidates)


def _items(snapshot: Snapshot, visit_filter: VisitFilter) -> Iterator[ItemRow]:
    topics = snapshot.book.settings.all_topics
    for row in visit_filter.rows(snapshot):
        for key, item in row.visit.agenda.items():
            topic = item.topic_of(key)
            title = item.title_of(key, topics)
            known = topic if topic in topics else ""
            yield ItemRow(
                row.id,
                key,
                known,
                title,
                item.status,
                item.note,
                item.date.text,
                *item.date.bounds,
                item.place,
            )


def _people(snapshot: Snapshot, visit_filter: VisitFilter) -> Iterator[PersonRow]:
    for row in visit_filter.rows(snapshot):
        visitor = row.visit.visitor
        people: list[tuple[str, str, PartialVisitor | Person, str]] = [
            ("visitor", "", visitor, ""),
            *(("to meet", key, person, person.status) for key, person in row.visit.meets.items()),
        ]
        for part, key, person, status in people:
            yield PersonRow(
                row.id,
                part,
                person.name or key,
                person.role,
                str(person.country),
                person.organization,
                key,
                status,
            )


def _claims(snapshot: Snapshot, visit_filter: VisitFilter) -> Iterator[ClaimRow]:
    book, visits = snapshot.book, _selected(snapshot, visit_filter)
    for step in steps(book.reports, snapshot.as_of, book.visits):
        sourced, claim = step.sourced, step.sourced.claim
        if visits is not None and claim.visit not in visits:
            continue
        report = book.reports[sourced.report]
        for path, value, relation in _facts(step):
            yield ClaimRow(
                sourced.report,
                sourced.published,
                sourced.publisher,
                report.title,
                report.url,
                sourced.index + 1,
                claim.visit,
                claim.according_to,
                claim.grade,
                claim.wording,
                claim.rejected,
                path,
                str(value),
                *(value if isinstance(value, When) else UNDATED).bounds,
                relation,
                sourced.label,
            )


def _facts(step: Step) -> Iterator[tuple[str, Value, str]]:
    """The path, value and relation of each fact of a claim; without facts, empty ones."""
    for fact in step.facts:
        yield dotted(fact.path), fact.value, fact.relation
    if not step.facts:
        yield "", "", ""


def _changes(snapshot: Snapshot, visit_filter: VisitFilter) -> Iterator[ChangeRow]:
    book, visits = snapshot.book, _selected(snapshot, visit_filter)
    for entry in log_entries(book.reports, snapshot.as_of, book.visits):
        source = entry.id, entry.report.published, entry.report.publisher
        for update in (entry if visits is None else entry.on(visits)).updates:
            if update.is_opening:
                yield ChangeRow(*source, update.visit, "opened", "", "", "")
            for change in update.changes:
                before, after = _text(change.before), _text(change.after)
                path = dotted(change.path)
                yield ChangeRow(*source, update.visit, change.kind, path, before, after)


def _selected(snapshot: Snapshot, visit_filter: VisitFilter) -> set[str] | None:
    """The visits whose claims and changes count; ``None`` for all, those without a file too."""
    return {row.id for row in visit_filter.rows(snapshot)} if visit_filter else None


def _text(value: ChangedValue) -> str:
    """A value before or after a change; an item or a person by what is known of it."""
    if isinstance(value, Item):
        of_item = value.status, value.title, value.date.text, value.place
        return ", ".join(filter(None, of_item)) or "on the agenda"
    if isinstance(value, Person):
        side = str(value.country) or value.organization
        return ", ".join(filter(None, (value.status, value.name, value.role, side))) or "to meet"
    return str(value)


class Table(Struct, frozen=True):
    """The rows of one kind; ``rows`` makes them of the visits that a filter selects."""

    row: type[Struct]
    rows: Callable[[Snapshot, VisitFilter], Rows]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.row.__struct_fields__


TABLES: Final = {
    "visits": Table(VisitRow, _visits),
    "items": Table(ItemRow, _items),
    "people": Table(PersonRow, _people),
    "claims": Table(ClaimRow, _claims),
    "changes": Table(ChangeRow, _changes),
}
"""The tables by name; the first is the default."""


def write_csv(stream: TextIO, columns: Sequence[str], rows: Rows, *, bom: bool) -> None:
    """Write rows below a line of headings, each row as soon as it is made.

    ``bom`` puts a byte order mark first, from which some spreadsheets recognize UTF-8.
    """
    if bom:
        stream.write(_BYTE_ORDER_MARK)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in asdict(row).values()])


def _cell(value: object) -> object:
    """A value as a cell; an apostrophe keeps a spreadsheet from running a text as a formula."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            text = escape_in_cell(value)
            may_run = text.startswith(_CELL_SEPARATORS) or text.lstrip().startswith(_FORMULA_STARTS)
            return f"'{text}" if may_run else text
        case _:
            return value


def write_jsonl(stream: TextIO, rows: Rows) -> None:
    """Write a JSON object on a line for each row, as soon as it is made."""
    for row in rows:
        cells = {name: _json_value(value) for name, value in asdict(row).items()}
        stream.write(to_text(cells, indent=0) + "\n")


def _json_value(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value
