"""The text of `agenda show --trip` and `--event`: what is common once, then each visit."""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import structs

from agenda.history.status import StatusRow
from agenda.model.topics import Topic
from agenda.model.visit import Visit
from agenda.output import wording
from agenda.output.labelled_wording import SIDES, common_facts
from agenda.output.layout import Part, Parts
from agenda.output.short_wording import number_of, short_countdown, short_dates
from agenda.output.status import STATE_MARKS
from agenda.output.terminal import STATE_STYLES, Output
from agenda.services.grouping import LabelledVisits, without_event
from agenda.text.printable import escape_controls, one_line

_NARROW: Final = 80
"""With fewer columns, each visit takes several lines."""

_LABEL_WIDTH: Final = 12
"""Columns of the names at the left."""


def print_labelled(output: Output, labelled: LabelledVisits, topics: dict[str, Topic]) -> None:
    """Print what is known of a trip or an event, and its legs or guests, the earliest first."""
    kind, name = labelled.label
    title = one_line(labelled.visit.occasion) or kind.capitalize()
    output.print_parts([(title, "bold"), (f"  {escape_controls(name)}", "dim")])
    for label, value in _common(labelled, topics):
        output.print_indented([(f"  {label:<{_LABEL_WIDTH}}  ", "dim")], value)
    output.line()
    output.print_text(number_of(labelled), "bold")
    table = _Table(output, labelled, topics)
    rows = [table.cells(row) for row in labelled.rows]
    used = [any(text for cell in column for text, _ in cell) for column in zip(*rows, strict=True)]
    if output.is_terminal and output.width < _NARROW:
        _print_in_blocks(output, rows)
        return
    for_table = [[cell for cell, is_used in zip(row, used, strict=True) if is_used] for row in rows]
    output.print_table([[[("  ", ""), *first], *others] for first, *others in for_table])


def _print_in_blocks(output: Output, rows: Sequence[Sequence[Parts]]) -> None:
    """Print who goes where, and what is to know of that, below the other cells of each row."""
    for *cells, who in rows:
        line = list[Part]()
        for cell in cells:
            if cell[0][0]:
                line += [("  ", ""), *cell] if line else cell
        output.print_indented([("  ", "")], line)
        output.print_indented([("    ", "")], who)


def _common(labelled: LabelledVisits, topics: dict[str, Topic]) -> Iterator[tuple[str, Parts]]:
    """What is known of the trip or the event: each with its name."""
    visit = labelled.visit
    facts = list(common_facts(labelled))
    sides = ", ".join(fact.text for fact in facts if fact.path in SIDES.values())
    for fact in facts:
        if fact.name == "confirmation":
            stages = f" ({sides})" if sides else ""
            yield fact.name, [(fact.text, STATE_STYLES.get(labelled.state, "")), (stages, "")]
        elif fact.written:
            yield fact.name, [(fact.text, ""), (f"  {fact.written}", "dim")]
        elif fact.path not in SIDES.values():
            yield fact.name, [(fact.text, "bold" if fact.name == "countdown" else "")]
    for key, person in visit.meets.items():
        yield "to meet", [(wording.person_text(person, key), "")]
    for text in wording.agenda(visit, topics):
        yield "agenda", [(text, "")]
    if visit.notes:
        yield "notes", [(one_line(visit.notes), "")]


class _Table:
    """The lines of the legs or guests, each with what is not common to all of them."""

    def __init__(self, output: Output, labelled: LabelledVisits, topics: dict[str, Topic]) -> None:
        self._labelled, self._common, self._topics = labelled, labelled.visit, topics
        self._is_short = output.is_terminal
        self._has_states = any(
            row.visit.confirmation.state != labelled.state for row in labelled.rows
        )

    def cells(self, row: StatusRow) -> list[Parts]:
        """The state, the dates, the countdown, the id, and who goes where."""
        state, dates = row.visit.confirmation.state, row.visit.dates
        has_dates = bool(dates) and dates != self._common.dates
        when = short_dates(dates, row.today) if self._is_short else wording.when(dates)
        notes = "".join(f"\n{note}" for note in self._notes(row))
        return [
            [(f"{STATE_MARKS[state]} {state}" if self._has_states else "", STATE_STYLES[state])],
            [(when if has_dates else "", "")],
            [(short_countdown(row) if has_dates else "", "bold")],
            [(escape_controls(row.id), "dim")],
            [(self._who_where(row.visit), "bold"), (notes, "dim")],
        ]

    def _who_where(self, visit: Visit) -> str:
        who = "" if self._labelled.has_visitor else wording.visitor_text(visit.visitor)
        is_known = self._labelled.has_host and visit.host == self._common.host
        where = "" if is_known else wording.location(visit.host)
        return " → ".join(filter(None, (who, where)))

    def _notes(self, row: StatusRow) -> Iterator[str]:
        """What else is to know of one visit."""
        visit, common = row.visit, self._common
        is_reason_known = visit.confirmation.because == common.confirmation.because
        notes = [
            *_sides(visit, common),
            *wording.notes_on_dates(row),
            *wording.notes_on_state(without_event(row), has_reason=not is_reason_known),
        ]
        if visit.meets != common.meets and (people := wording.to_meet(visit)):
            notes.append(people)
        if notes:
            yield "; ".join(notes)
        own = {key: item for key, item in visit.agenda.items() if common.agenda.get(key) != item}
        yield from wording.agenda(structs.replace(visit, agenda=own), self._topics)


def _sides(visit: Visit, common: Visit) -> list[str]:
    """What the sides have said, unless it is common to all."""
    stages = [(of.confirmation.visitor, of.confirmation.host) for of in (visit, common)]
    return [
        text
        for text, own, known in zip(wording.sides(visit), *stages, strict=True)
        if own and own != known
    ]
