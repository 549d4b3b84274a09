"""The page of one visit: what `agenda show` shows of it, with the address of each report."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.detail import VisitDetail, visit_detail
from agenda.history.facts import Facts, facts
from agenda.history.replay import Step
from agenda.history.status import StatusRow
from agenda.model.report import Report
from agenda.model.topics import Topic
from agenda.output import wording
from agenda.output.change_lines import ChangeLine
from agenda.output.evidence_wording import (
    fact_of_entry,
    fact_text,
    host_text,
    how_known,
    items_not_on_agenda,
    outcomes_by_status,
    statement_text,
)
from agenda.output.labelled_wording import common_facts, whose
from agenda.output.short_wording import number_of
from agenda.output.site.facts import FactView, FactViews
from agenda.output.site.rows import ChangeView, change_view
from agenda.services.grouping import LabelledVisits
from agenda.text.printable import escape_controls, one_line


class Section(Struct, frozen=True):
    """Facts below a title."""

    title: str
    facts: Sequence[FactView]


class VisitView(Struct, frozen=True):
    """What is on the page of a visit."""

    sections: Sequence[Section]
    history: Sequence[ChangeView]
    notes: str


def visit_view(
    row: StatusRow,
    steps: Sequence[Step],
    lines: Sequence[ChangeLine],
    reports: Mapping[str, Report],
    topics: dict[str, Topic],
) -> VisitView:
    """The page of a visit, given the steps of its history, and what each report has changed."""
    page = _Page(row, visit_detail(row.visit, steps, row.today), reports, topics)
    sections = [Section(title, list(facts)) for title, facts in page.sections()]
    return VisitView(
        [section for section in sections if section.facts],
        [change_view(line) for line in reversed(lines)],
        escape_lines(row.visit.notes),
    )


def escape_lines(text: str) -> str:
    """A text of several lines, whose invisible characters are escaped."""
    return "\n".join(escape_controls(line) for line in text.strip().expandtabs().splitlines())


class LabelledView(Struct, frozen=True):
    """What is on the page of a trip or an event, besides its visits."""

    sections: Sequence[Section]
    notes: str
    number: str

    @property
    def has_evidence(self) -> bool:
        """Whether any claim is about the trip or the event itself."""
        return any(fact.evidence for section in self.sections for fact in section.facts)


def labelled_view(
    labelled: LabelledVisits,
    steps: Sequence[Step],
    reports: Mapping[str, Report],
    topics: dict[str, Topic],
) -> LabelledView:
    """The page of a trip or an event, given the steps of the claims on itself.

    A fact that no such claim gives is one that its visits have in common.
    """
    row, visit = labelled.row, labelled.visit
    page = _Page(row, visit_detail(visit, steps, row.today), reports, topics)
    itself = steps[-1].after if steps else None
    sections = [
        Section("", list(page.common_facts(labelled, facts(itself) if itself else {}))),
        Section("To meet", [_with_source(fact, labelled) for fact in page.people()]),
        Section("On the agenda", [_with_source(fact, labelled) for fact in page.items()]),
    ]
    return LabelledView(
        [section for section in sections if section.facts],
        one_line(visit.notes),
        number_of(labelled),
    )


def _with_source(fact: FactView, labelled: LabelledVisits) -> FactView:
    """A fact that says so if its visits are the only source."""
    return fact if fact.evidence else replace(fact, notes=[*fact.notes, whose(labelled)])


class _Page:
    def __init__(
        self,
        row: StatusRow,
        detail: VisitDetail,
        reports: Mapping[str, Report],
        topics: dict[str, Topic],
    ) -> None:
        self.row, self.visit, self.detail = row, row.visit, detail
        self.topics, self._fact = topics, FactViews(reports).of

    def sections(self) -> Iterator[tuple[str, Iterator[FactView]]]:
        yield "", self._facts()
        yield "To meet", self.people()
        yield "On the agenda", self.items()
        yield "Named, but not on the agenda", self._items_gone()
        yield "Planned and delivered", self._outcomes()

    def _facts(self) -> Iterator[FactView]:
        visit, detail = self.visit, self.detail
        dates = visit.dates
        written = str(dates) if dates else ""
        notes = wording.notes_on_dates(self.row)
        yield self._fact("dates", wording.when(dates), detail.of("dates"), notes, written)
        state = visit.confirmation.state
        of_state = detail.of("confirmation", "state")
        notes = wording.notes_on_state(self.row, has_reason=False)
        yield self._fact("confirmation", state, of_state, notes)
        statements = (("visitor", detail.visitor), ("host", detail.host))
        for (side, statement), stage in zip(statements, wording.sides(visit), strict=True):
            notes = [statement_text(statement)] if statement else []
            yield self._fact(f"{side}’s side", stage, detail.of("confirmation", side), notes)
        for name in ("because", "condition"):
            fact = detail.of("confirmation", name)
            if fact.value or fact.evidence:
                yield self._fact(name, fact_text(fact.value) or wording.NOTHING, fact)
        who = [detail.of("visitor", name) for name in ("name", "role", "organization")]
        text = wording.visitor_text(visit.visitor)
        yield self._fact("visitor", text, detail.of("visitor"), details=who)
        # Who reads a page can't know which place "here" is.
        has_zone = visit.zone or visit.host.country
        host = host_text(visit) if has_zone else wording.location(visit.host)
        yield self._fact("host", host, detail.of("host"))
        kind = visit.kind.replace("-", " ")
        for name, value in (("kind", kind), ("occasion", visit.occasion)):
            fact = detail.of(name)
            if value or fact.evidence:
                yield self._fact(name, one_line(value) or wording.NOTHING, fact)

    def common_facts(self, labelled: LabelledVisits, itself: Facts) -> Iterator[FactView]:
        """What is known of a trip or an event, given what claims say of it itself."""
        known = facts(self.visit)
        for common in common_facts(labelled):
            path = common.path
            is_of_visits = path in known and itself.get(path) != known[path]
            notes = [whose(labelled)] if is_of_visits and common.text != wording.NOTHING else []
            fact = self.detail.of(*map(str, path[:1] if common.name == "host" else path))
            yield self._fact(common.name, common.text, fact, notes, common.written)

    def people(self) -> Iterator[FactView]:
        for key, person in self.visit.meets.items():
            fact = fact_of_entry(self.detail, "meets", key)
            status = person.status or wording.NOTHING
            yield self._fact(status, wording.person_text(person, key), fact)

    def items(self) -> Iterator[FactView]:
        for key, item in sorted(self.visit.agenda.items(), key=lambda entry: entry[1].first_day):
            title = one_line(item.title_of(key, self.topics))
            notes = [wording.when_and_where(item), one_line(item.note)]
            details = [self.detail.of("agenda", key, name) for name in ("date", "place")]
            yield self._fact(
                item.status or wording.NOTHING,
                title,
                fact_of_entry(self.detail, "agenda", key),
                list(filter(None, notes)),
                details=details if item.date or item.place else (),
            )

    def _items_gone(self) -> Iterator[FactView]:
        for key in items_not_on_agenda(self.detail, self.visit):
            fact = fact_of_entry(self.detail, "agenda", key)
            yield self._fact(wording.NOTHING, escape_controls(key), fact)

    def _outcomes(self) -> Iterator[FactView]:
        for name, chosen in outcomes_by_status(self.detail.outcomes):
            for outcome in chosen:
                item = self.visit.agenda[outcome.key]
                title = one_line(item.title_of(outcome.key, self.topics))
                yield FactView(name, f"{title}{how_known(outcome, item)}")
