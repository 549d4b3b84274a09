"""The page of `agenda show`: one visit, and under each fact who says so and who says otherwise."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.padding import Padding
from rich.text import Text

from agenda.history.detail import Dossier, Fact, LastWord
from agenda.history.outcome import Outcome
from agenda.history.provenance import Voice
from agenda.history.replay import LISTED
from agenda.history.status import Row
from agenda.model.edtf import When
from agenda.model.topics import Topic
from agenda.output import wording
from agenda.output.styles import STATE_STYLES
from agenda.output.terminal import Screen

MARKS: Final = {"supports": "+", "says less": "~", "contradicts": "-", "rejected": "x"}
"""How a claim stands to a fact; the foot of the page says what each mark means."""

_STYLES: Final = {"supports": "green", "says less": "", "contradicts": "red", "rejected": "dim"}
_LABEL: Final = 14
"""Columns of the names at the left."""


def print_visit(screen: Screen, row: Row, dossier: Dossier, topics: dict[str, Topic]) -> None:
    """Print everything on one visit."""
    page = _Page(screen, row, dossier, topics)
    page.heading()
    page.facts()
    page.agenda()
    page.outcome()
    page.notes()
    page.legend()


class _Page:
    def __init__(
        self, screen: Screen, row: Row, dossier: Dossier, topics: dict[str, Topic]
    ) -> None:
        self.screen, self.row, self.visit = screen, row, row.visit
        self.dossier, self.topics = dossier, topics

    def heading(self) -> None:
        self.screen.print(Text(" → ".join(wording.who_where(self.visit)), "bold"))
        self.screen.print(Text(self.row.id, "dim"))
        self.screen.line()

    def facts(self) -> None:
        visitor, host = self.visit.visitor, self.visit.host
        role = f", {visitor.role}" if visitor.role else ""
        self._line("visitor", Text(wording.flat(f"{visitor.name}{role} ({visitor.country.name})")))
        place = wording.who_where(self.visit)[1]
        self._line("host", Text(f"{place} ({host.zone or 'no time zone given'})"))
        for name in ("kind", "occasion"):
            fact, value = self.dossier.of(name), getattr(self.visit, name)
            if value or fact.voices:
                self._line(name, Text(wording.flat(value.replace("-", " ")) or wording.NOTHING))
                self._voices(fact)
        if self.visit.trip:
            self._line("trip", Text(self.visit.trip))
        self._dates()
        self._confirmation()

    def _dates(self) -> None:
        dates = self.visit.dates
        written = (f"  {dates}", "dim") if dates else ""
        self._line("dates", Text.assemble(wording.when(dates), written))
        self._voices(self.dossier.of("dates"))
        self._line("countdown", Text(self.row.countdown.text, "bold"))

    def _confirmation(self) -> None:
        state = self.visit.confirmation.state
        self._line("confirmation", Text(state, STATE_STYLES[state]))
        self._voices(self.dossier.of("confirmation", "state"))
        sides = (("visitor", self.dossier.visitor), ("host", self.dossier.host))
        for (side, last), said in zip(sides, wording.sides(self.visit), strict=True):
            self._line(f"  {side}", Text.assemble(said, (_whose(last), "dim")))
            self._voices(self.dossier.of("confirmation", side))

    def agenda(self) -> None:
        if self.visit.agenda:
            self.screen.line()
            self.screen.print(Text("On the agenda", "bold"))
        for key, item in self.visit.agenda.items():
            title = wording.flat(item.title_of(key, self.topics))
            self._line(item.status or wording.NOTHING, Text.assemble(title, (f"  {key}", "dim")))
            if item.note:
                self._under(Text(wording.flat(item.note)))
            self._item_voices(key)
        gone = {
            str(fact.route[1]): None for fact in self.dossier.facts if fact.route[0] == "agenda"
        }
        gone = {key: None for key in gone if key not in self.visit.agenda}
        if gone:
            self.screen.line()
            self.screen.print(Text("Named, and not on the agenda", "bold"))
        for key in gone:
            self._line(wording.NOTHING, Text(key))
            self._item_voices(key)

    def _item_voices(self, key: str) -> None:
        """Who speaks of an item's status, or of the item at all where nobody speaks of that."""
        status = self.dossier.of("agenda", key, "status")
        self._voices(status if status.voices else self.dossier.of("agenda", key))

    def outcome(self) -> None:
        if not self.dossier.outcomes:
            return
        self.screen.line()
        self.screen.print(Text("Planned and delivered", "bold"))
        for name, chosen in _by_fate(self.dossier.outcomes):
            for one in chosen:
                item = self.visit.agenda[one.key]
                heard = wording.day(one.last_heard) if one.last_heard else ""
                how = f", {item.status}" if one.fate == "delivered" else ""
                if one.fate == "unheard" and not one.planned:
                    how = f", {item.status}" if item.status else ""
                elif one.fate == "unheard":
                    how = f", last heard of on {heard}" if heard else ", in no report"
                title = wording.flat(item.title_of(one.key, self.topics))
                self._line(name, Text.assemble(title, (how, "dim")))

    def notes(self) -> None:
        if self.visit.notes:
            self.screen.line()
            self.screen.print(Text("Notes", "bold"))
            self.screen.print(Padding(Text(self.visit.notes.strip()), (0, 0, 0, 2)))

    def legend(self) -> None:
        self.screen.line()
        if any(fact.voices for fact in self.dossier.facts):
            legend = "+ says so  ~ agrees, and says less  - says otherwise  x rejected by this desk"
            self.screen.print(Text(legend, "dim"))
        else:
            self.screen.print(Text("No report speaks of this visit."))

    def _line(self, name: str, value: Text) -> None:
        label = Text(f"  {name:<{_LABEL - 2}}  ", "dim")
        if self.screen.is_terminal and self.screen.width < 2 * _LABEL + 12:
            self.screen.print(Text.assemble(label, value))  # too narrow to indent what wraps
            return
        self.screen.print_indented(label, value)

    def _under(self, text: Text) -> None:
        self.screen.print_indented(Text(" " * (_LABEL + 2)), text)

    def _voices(self, fact: Fact) -> None:
        for voice in reversed(fact.voices):
            mark = Text(f"{'':<{_LABEL + 2}}{MARKS[voice.stance]} ", _STYLES[voice.stance])
            self.screen.print_indented(mark, _voice(voice))
        for earlier in reversed(fact.earlier):
            day = wording.day(earlier.until)
            self._under(Text(f"was {_value(earlier.value)} until {day}", "dim"))


def _voice(voice: Voice) -> Text:
    said, claim = voice.said, voice.said.claim
    grade = f" [{claim.grade}]" if claim.grade else ""
    text = Text(f"{wording.day(said.published)}  {wording.flat(said.publisher)}: ")
    text.append(wording.flat(claim.according_to) + grade)
    if not voice.value:
        text.append(", takes it back")
    elif voice.stance != "supports":
        text.append(f", {_value(voice.value)}")
    if claim.wording:
        text.append(f" “{wording.flat(claim.wording)}”", "italic")
    if claim.rejected:
        text.append(f" rejected: {wording.flat(claim.rejected)}")
    return text


def _value(value: str | When) -> str:
    return wording.flat(str(value)) if value != LISTED else "on the agenda"


def _whose(last: LastWord | None) -> str:
    if last is None:
        return ""
    ago = "today" if last.days_ago == 0 else f"{wording.count(last.days_ago, 'day')} ago"
    who = wording.flat(last.said.claim.according_to)
    return f"  {who}, {wording.day(last.said.published)}, {ago}"


def _by_fate(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    planned = [one for one in outcomes if one.planned and one.fate == "delivered"]
    yield "delivered", planned
    yield "unplanned", [one for one in outcomes if not one.planned and one.fate == "delivered"]
    yield "nothing", [one for one in outcomes if one.planned and one.fate == "unheard"]
    yield "came up", [one for one in outcomes if not one.planned and one.fate == "unheard"]
    yield "dropped", [one for one in outcomes if one.fate == "dropped"]
