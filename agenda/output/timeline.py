"""The timeline below the table: what is certain is solid, and a window of days is light."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from agenda.history.status import StatusRow
from agenda.model.visit import CALLED_OFF
from agenda.output.cells import cell_len, set_cell_size
from agenda.output.terminal import STATE_STYLES, Output
from agenda.text.printable import escape_controls

STAY: Final = "█"
DOUBTED: Final = "▒"
WINDOW: Final = "░"
OFF: Final = "×"
TODAY: Final = "│"
EMPTY: Final = "·"

LEGEND: Final = {
    STAY: "on these days",
    DOUBTED: "on these days, if the dates are right",
    WINDOW: "sometime within",
    OFF: "cancelled or postponed",
}
"""What each character means, in the order in which they are listed."""

_MARGIN: Final = 2
"""Days before the first day and after the last one."""


def print_timeline(output: Output, rows: Sequence[StatusRow], today: date) -> None:
    """Print a row for each visit with dates, over the days from the first to the last of them."""
    dated = [row for row in rows if row.visit.dates]
    if not dated:
        return
    ids = {row.id: escape_controls(row.id) for row in dated}
    label = max(map(cell_len, ids.values())) + 2
    axis = Axis.over(dated, today, output.width - label)
    output.print_text(" " * label + axis.heading(), "bold")
    used = set[str]()
    for row in dated:
        style = STATE_STYLES[row.visit.confirmation.state]
        line = [(set_cell_size(ids[row.id], label), "dim")]
        marks = axis.marks(row)
        for mark, run in groupby(marks):
            shown = {TODAY: "bold", EMPTY: ""}.get(mark, style)
            line.append(("".join(run), f"dim {shown}".rstrip()))
        output.print_parts(line)
        used.update(marks)
    output.print_text(" " * label + axis.scale(), "dim")
    legend = (f"{mark} {meaning}" for mark, meaning in LEGEND.items() if mark in used)
    output.print_text(" " * label + "   ".join(legend), "dim")


class Axis:
    """Days laid out over columns, each column a number of whole days."""

    def __init__(self, first: date, last: date, today: date, columns: int) -> None:
        self.first, self.today = first, today
        days = (last - first).days + 1
        self.days_each = -(-days // max(1, columns))
        # Few days are drawn wider, so that a short trip can be seen.
        self.columns_each = 1 if self.days_each > 1 else min(6, max(1, columns // days))
        self.width = -(-days // self.days_each) * self.columns_each

    @classmethod
    def over(cls, rows: Sequence[StatusRow], today: date, columns: int) -> "Axis":
        """An axis with room for the dates of some rows, and for today."""
        days = [today]
        for row in rows:
            days += [bound for bound in row.visit.dates.bounds if bound is not None]
        first = max(min(days).toordinal() - _MARGIN, date.min.toordinal())
        last = min(max(days).toordinal() + _MARGIN, date.max.toordinal())
        return cls(date.fromordinal(first), date.fromordinal(last), today, columns)

    def column(self, day: date) -> int:
        """The first column of a day."""
        return (day - self.first).days // self.days_each * self.columns_each

    def marks(self, row: StatusRow) -> str:
        """The character in each column for one visit; no bar is hidden by the column of today."""
        when = row.visit.dates
        marks = [EMPTY] * self.width
        marks[self._column_of_today] = TODAY
        is_off = row.visit.confirmation.state in CALLED_OFF
        self._fill(marks, when.earliest_start, when.latest_end, OFF if is_off else WINDOW)
        start, end = when.latest_start, when.earliest_end
        if row.countdown.phase == "under-way" and when.latest_end is None:
            end = row.today  # it has begun, and no end is known
        if start and end and start <= end and not is_off:
            # In any case, the visit is under way from its latest start to its earliest end.
            self._fill(marks, start, end, DOUBTED if when.is_qualified else STAY)
        return "".join(marks)

    def _fill(self, marks: list[str], first: date | None, last: date | None, mark: str) -> None:
        start = self.column(first) if first else 0
        end = self.column(last) + self.columns_each if last else self.width
        for column in range(start, min(end, self.width)):
            marks[column] = mark

    @property
    def _column_of_today(self) -> int:
        return self.column(self.today) + self.columns_each // 2

    def heading(self) -> str:
        """The top of the column of today, with its name beside it."""
        column = self._column_of_today
        if column + len(f"{TODAY} today") <= self.width:
            return f"{' ' * column}{TODAY} today"
        name = "today " if column >= len("today ") else ""
        return f"{name + TODAY:>{column + 1}}"

    def scale(self) -> str:
        """Dates below the axis, at even steps, as many as fit."""
        # Over years, the year matters more than the day.
        layout, width = ("{0:%b} {0.year}", 10) if self.days_each > 3 else ("{0.day} {0:%b}", 8)
        columns = -(-width // self.columns_each) * self.columns_each
        text = ""
        for start in range(0, self.width - width + 2, columns):
            days = start // self.columns_each * self.days_each
            text += layout.format(self.first + timedelta(days=days)).ljust(columns)
        return text.rstrip()
