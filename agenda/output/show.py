"""The text of `agenda show`: one visit, and below each fact the claims for and against it."""

from typing import Final

from agenda.history.detail import Fact, LatestStatement, VisitDetail
from agenda.history.status import StatusRow
from agenda.history.support import Evidence, Support
from agenda.model.diagnostic import FieldPath
from agenda.model.topics import Topic
from agenda.output import wording
from agenda.output.evidence_wording import (
    LEGEND,
    MARKS,
    claim_wording,
    claimed_text,
    earlier_text,
    fact_of_entry,
    fact_text,
    host_text,
    how_known,
    items_not_on_agenda,
    outcomes_by_status,
    statement_text,
)
from agenda.output.layout import Part, Parts
from agenda.output.terminal import STATE_STYLES, Output
from agenda.text.printable import escape_controls, one_line

_STYLES: Final = {"supports": "green", "says less": "", "contradicts": "red", "rejected": "dim"}
_LABEL: Final = 14
"""Columns of the names at the left."""


def print_visit(
    output: Output, row: StatusRow, detail: VisitDetail, topics: dict[str, Topic]
) -> None:
    """Print everything on one visit."""
    page = _Page(output, row, detail, topics)
    page.heading()
    page.facts()
    page.meets()
    page.agenda()
    page.outcome()
    page.notes()
    page.legend()


class _Page:
    def __init__(
        self, output: Output, row: StatusRow, detail: VisitDetail, topics: dict[str, Topic]
    ) -> None:
        self.output, self.row, self.visit = output, row, row.visit
        self.detail, self.topics = detail, topics

    def heading(self) -> None:
        self.output.print_text(" → ".join(wording.who_where(self.visit)), "bold")
        self.output.print_text(escape_controls(self.row.id), "dim")
        self.output.line()

    def facts(self) -> None:
        self._line("visitor", wording.visitor_text(self.visit.visitor))
        for name in ("name", "role", "organization"):
            self._evidence(self.detail.of("visitor", name), only_differing=True)
        self._line("host", host_text(self.visit))
        self._evidence(self.detail.of("host"))
        kind = self.visit.kind.replace("-", " ")
        for name, value in (("kind", kind), ("occasion", self.visit.occasion)):
            fact = self.detail.of(name)
            if value or fact.evidence:
                self._line(name, one_line(value) or wording.NOTHING)
                self._evidence(fact)
        for name, label in (("trip", self.visit.trip), ("event", self.visit.event)):
            if label:
                self._line(name, one_line(label))
                self._evidence(self.detail.of(name), only_differing=True)
        for text in wording.related_visits_of(self.row):
            self._under(text)
        self._dates()
        self._confirmation()

    def _dates(self) -> None:
        dates = self.visit.dates
        written = f"  {dates}" if dates else ""
        self._line("dates", wording.when(dates), (written, "dim"))
        self._evidence(self.detail.of("dates"))
        self._line("countdown", "", (self.row.countdown.text, "bold"))

    def _confirmation(self) -> None:
        state = self.visit.confirmation.state
        self._line("confirmation", "", (state, STATE_STYLES[state]))
        self._evidence(self.detail.of("confirmation", "state"))
        sides = (("visitor", self.detail.visitor), ("host", self.detail.host))
        for (side, statement), stage in zip(sides, wording.sides(self.visit), strict=True):
            self._line(f"  {side}", stage, (_source(statement), "dim"))
            self._evidence(self.detail.of("confirmation", side))
        for name in ("because", "condition"):
            fact = self.detail.of("confirmation", name)
            if fact.value or fact.evidence:
                self._line(f"  {name}", fact_text(fact.value) or wording.NOTHING)
                self._evidence(fact)

    def meets(self) -> None:
        if self.visit.meets:
            self.output.line()
            self.output.print_text("To meet", "bold")
        for key, person in self.visit.meets.items():
            self._line(person.status or wording.NOTHING, wording.person_text(person, key))
            self._entry_evidence("meets", key)

    def agenda(self) -> None:
        if self.visit.agenda:
            self.output.line()
            self.output.print_text("On the agenda", "bold")
        for key, item in sorted(self.visit.agenda.items(), key=lambda entry: entry[1].first_day):
            title = one_line(item.title_of(key, self.topics))
            name = f"  {escape_controls(key)}" if key != title else ""
            self._line(item.status or wording.NOTHING, title, (name, "dim"))
            if item.date or item.place:
                self._under(wording.when_and_where(item))
            if item.note:
                self._under(one_line(item.note))
            self._entry_evidence("agenda", key)
            if item.date or item.place:
                for name in ("date", "place"):
                    self._evidence(self.detail.of("agenda", key, name), only_differing=True)
        gone = items_not_on_agenda(self.detail, self.visit)
        if gone:
            self.output.line()
            self.output.print_text("Named, but not on the agenda", "bold")
        for key in gone:
            self._line(wording.NOTHING, escape_controls(key))
            self._entry_evidence("agenda", key)

    def _entry_evidence(self, name: str, key: str) -> None:
        self._evidence(fact_of_entry(self.detail, name, key))

    def outcome(self) -> None:
        if not self.detail.outcomes:
            return
        self.output.line()
        self.output.print_text("Planned and delivered", "bold")
        for name, chosen in outcomes_by_status(self.detail.outcomes):
            for outcome in chosen:
                item = self.visit.agenda[outcome.key]
                title = one_line(item.title_of(outcome.key, self.topics))
                self._line(name, title, (how_known(outcome, item), "dim"))

    def notes(self) -> None:
        if self.visit.notes:
            self.output.line()
            self.output.print_text("Notes", "bold")
            notes = self.visit.notes.strip().expandtabs()  # a tab would be printed as an escape
            self.output.print_indented([("  ", "")], [(notes, "")])

    def legend(self) -> None:
        self.output.line()
        if any(fact.evidence for fact in self.detail.facts.values()):
            legend = "  ".join(f"{MARKS[name]} {meaning}" for name, meaning in LEGEND.items())
            self.output.print_text(legend, "dim")
        else:
            self.output.print_text("No report mentions this visit.")

    def _line(self, name: str, value: str, more: Part = ("", "")) -> None:
        label, parts = (f"  {name:<{_LABEL - 2}}  ", "dim"), [(value, ""), more]
        if self.output.is_terminal and self.output.width < 2 * _LABEL + 12:
            self.output.print_parts([label, *parts])  # too narrow to indent what wraps
            return
        self.output.print_indented([label], parts)

    def _under(self, text: str, style: str = "") -> None:
        self.output.print_indented([(" " * (_LABEL + 2), "")], [(text, style)])

    def _evidence(self, fact: Fact, *, only_differing: bool = False) -> None:
        for evidence in reversed(fact.evidence):
            support = evidence.support
            if only_differing and support == "supports":
                continue
            mark = f"{'':<{_LABEL + 2}}{MARKS[support]} ", _STYLES[support]
            self.output.print_indented([mark], _claim_text(evidence, fact.path, support))
        for earlier in reversed(fact.earlier):
            self._under(earlier_text(earlier), "dim")


def _claim_text(evidence: Evidence, path: FieldPath, support: Support) -> Parts:
    claim, claimed = claim_wording(evidence.sourced), claimed_text(evidence.value, support)
    text = f"{claim.published}  {claim.publisher}{claim.source}{claimed}"
    quote = claim.quote_on(path)
    return [(text, ""), (f" {quote}" if quote else "", "italic"), (claim.rejected, "")]


def _source(statement: LatestStatement | None) -> str:
    return f"  {statement_text(statement)}" if statement else ""
