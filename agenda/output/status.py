"""The list of `agenda status`: one line for each visit, in groups; two on a narrow terminal."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from agenda.history.status import StatusRow
from agenda.model.topics import Topic
from agenda.model.visit import STATE_LADDER
from agenda.output import wording
from agenda.output.cells import cell_len
from agenda.output.layout import Parts, widest_of_most
from agenda.output.short_wording import (
    fitting_who_where,
    short_countdown,
    short_dates,
    short_place,
)
from agenda.output.terminal import STATE_STYLES, Output
from agenda.services.grouping import Group
from agenda.text.printable import escape_controls, one_line

STATE_MARKS: Final = {
    "rumoured": "·",
    "tentative": "○",
    "announced": "◐",
    "confirmed": "●",
    "doubtful": "?",
    "postponed": "‖",
    "cancelled": "×",
    "completed": "✓",
}
"""A mark for each state, beside its word."""

_NARROW: Final = 80
"""With fewer columns, each visit takes two lines."""

_GAP: Final = "  "


def print_status(output: Output, groups: Sequence[Group], today: date, heading: str = "") -> None:
    """Print a line for each visit, below the title of its group.

    Blank lines separate the groups, unless the list is longer than the terminal is high.
    """
    layout = _Layout([row for group in groups for row in group.rows], today, output.width)
    blocks: list[list[Parts]] = [[[(heading, "")]]] if heading else []
    for group in groups:
        title = [[(one_line(group.title), "bold")]] if group.title else []
        blocks.append([*title, *(line for row in group.rows for line in layout.lines(row))])
    is_spaced = sum(len(block) + 1 for block in blocks) <= output.height
    for number, block in enumerate(blocks):
        if number and is_spaced:
            output.line()
        for line in block:
            output.print_parts(line)


class _Layout:
    """The columns of a list: the state, the dates, the countdown, the id if there is room, and who.

    Who goes where is last, since it is what differs most in length.
    """

    def __init__(self, rows: Sequence[StatusRow], today: date, width: int) -> None:
        self._today, self._width = today, width
        for self._is_long, self._has_id in ((True, True), (False, True), (False, False)):
            columns = zip(*map(self._cells, rows), strict=True)
            self._widths = [max(map(cell_len, column)) for column in columns]
            lines = (" → ".join(self._who_where(row)) + _flags(row) for row in rows)
            if max(map(cell_len, lines), default=0) <= self._room:
                break

    @property
    def _room(self) -> int:
        """The columns that are left for who goes where."""
        return self._width - sum(width + len(_GAP) for width in self._widths if width)

    def _cells(self, row: StatusRow) -> tuple[str, ...]:
        state = row.visit.confirmation.state
        name = escape_controls(row.id) if self._has_id else ""
        dates = short_dates(row.visit.dates, self._today)
        return f"{STATE_MARKS[state]} {state}", dates, short_countdown(row), name

    def _who_where(self, row: StatusRow) -> tuple[str, str]:
        visitor, where = wording.who_where(row.visit)
        return visitor, where if self._is_long else short_place(row.visit)

    def lines(self, row: StatusRow) -> list[Parts]:
        """The lines of one visit."""
        state, *cells = self._cells(row)
        style = STATE_STYLES[row.visit.confirmation.state]
        if self._width < _NARROW:
            details = _GAP.join(filter(None, cells))
            who = self._fitting_who(row, self._width)
            second = [("  ", ""), (state, style), (f"{_GAP}{details}", "")]
            return [who, second, *self._notes(row, "    ")]
        line = []
        styles = (style, "", "bold", "dim")
        for text, width, of_cell in zip((state, *cells), self._widths, styles, strict=True):
            line.append((text, of_cell))
            line.append((" " * (width - cell_len(text)) + (_GAP if width else ""), ""))
        indent = " " * (self._widths[0] + len(_GAP))
        return [[*line, *self._fitting_who(row, self._room)], *self._notes(row, indent)]

    def _notes(self, row: StatusRow, indent: str) -> Iterator[Parts]:
        """A line with what is to know of the dates and the state, if there is anything."""
        is_planned = row.visit.confirmation.state in STATE_LADDER
        people = "" if self._is_long else wording.to_meet(row.visit)
        notes = [
            *([people] if people else []),
            *wording.notes_on_dates(row),
            *wording.sides_that_refuse(row.visit),
            *wording.notes_on_state(row, has_reason=not is_planned),
        ]
        if notes:
            yield [(f"{indent}{'; '.join(notes)}", "dim")]

    def _fitting_who(self, row: StatusRow, room: int) -> Parts:
        """Who goes where, the name cut if there is no room for it, and what is new."""
        visitor, where = self._who_where(row)
        flags = _flags(row)
        who = fitting_who_where(visitor, where, room - cell_len(flags))
        return [(who, "bold"), (flags, "bold magenta")]


def _flags(row: StatusRow) -> str:
    """Whether a visit is disputed, and the main thing that the last reports changed about it."""
    flags = [*(["disputed"] if row.disputed else []), *row.recent[:1]]
    return f"{_GAP}{', '.join(flags)}" if flags else ""


def print_lines(
    output: Output, groups: Sequence[Group], topics: dict[str, Topic], *, has_titles: bool
) -> None:
    """Print a line for each visit below a heading, each column as wide as its longest text.

    This is for a pipe: the columns are always the same. With ``has_titles``, the title of each
    group is a line of its own.
    """
    table = [_HEADINGS, *(_columns(row, topics) for group in groups for row in group.rows)]
    widths = [widest_of_most(map(cell_len, column)) for column in zip(*table, strict=True)]
    titles, number = {}, 1
    for group in groups:
        titles[number] = group.title if has_titles else ""
        number += len(group.rows)
    for number, cells in enumerate(table):
        if title := titles.get(number):
            output.line()
            output.print_text(one_line(title), "bold")
        padded = (
            text + " " * (width - cell_len(text)) for text, width in zip(cells, widths, strict=True)
        )
        line = _GAP.join(padded).rstrip()
        if output.is_styled:
            output.print_text(line, _style_of(cells))
        else:
            output.line(line)


_HEADINGS: Final = (
    "ID", "VISIT", "WHEN", "COUNTDOWN", "CONFIRMATION", "NEW", "LAST REPORT", "AGENDA",
)  # fmt: skip


def _style_of(cells: Sequence[str]) -> str:
    """The colour of a line: that of the state; headings are dim."""
    return STATE_STYLES.get(cells[4].partition(" ")[0], "dim")


def _columns(row: StatusRow, topics: dict[str, Topic]) -> tuple[str, ...]:
    visit = row.visit
    sides = ", ".join(wording.sides(visit))
    cells = (
        row.id,
        " → ".join(wording.who_where(visit)),
        wording.dates_of(row),
        row.countdown.text,
        f"{visit.confirmation.state} ({sides}){wording.state_of(row)}",
        ", ".join(row.recent) or wording.NOTHING,
        ", ".join(wording.last_report(row)),
        "; ".join(wording.agenda(visit, topics)) or wording.NOTHING,
    )
    return tuple(map(escape_controls, cells))
