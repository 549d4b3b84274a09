"""The timeline below the table: certain days are solid, uncertain days are light."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from agenda.history.status import StatusRow
from agenda.output.terminal import STATE_STYLES, Output
from agenda.text.printable import escape_controls

FIXED: Final = "█"
UNSURE: Final = "░"
TODAY: Final = "│"
EMPTY: Final = "·"

_MARGIN: Final = 2
"""Days before the first day and after the last one."""


def print_timeline(output: Output, rows: Sequence[StatusRow]) -> None:
    """Print a row for each visit with dates, over the days from the first to the last of them."""
    dated = [row for row in rows if row.visit.dates]
    if not dated:
        return
    ids = {row.id: escape_controls(row.id) for row in dated}
    label = max(map(cell_len, ids.values())) + 2
    axis = Axis.over(dated, output.width - label)
    for row in dated:
        style = STATE_STYLES[row.visit.confirmation.state]
        line = Text(set_cell_size(ids[row.id], label), "dim")
        for mark, run in groupby(axis.marks(row)):
            line.append("".join(run), {TODAY: "bold", EMPTY: "dim"}.get(mark, style))
        output.print(line)
    output.print(Text(" " * label + axis.scale(), "dim"))


class Axis:
    """Days laid out over columns, each column a number of whole days."""

    def __init__(self, first: date, last: date, columns: int) -> None:
        self.first = first
        days = (last - first).days + 1
        self.days_each = -(-days // max(1, columns))
        # Few days are drawn wider, so that a short trip can be seen.
        self.columns_each = 1 if self.days_each > 1 else min(6, max(1, columns // days))
        self.width = -(-days // self.days_each) * self.columns_each

    @classmethod
    def over(cls, rows: Sequence[StatusRow], columns: int) -> "Axis":
        """An axis with room for the dates of some rows, and for today."""
        days = [row.today for row in rows]
        for row in rows:
            days += [bound for bound in row.visit.dates.bounds if bound is not None]
        first = max(min(days).toordinal() - _MARGIN, date.min.toordinal())
        last = min(max(days).toordinal() + _MARGIN, date.max.toordinal())
        return cls(date.fromordinal(first), date.fromordinal(last), columns)

    def column(self, day: date) -> int:
        """The first column of a day."""
        return (day - self.first).days // self.days_each * self.columns_each

    def marks(self, row: StatusRow) -> str:
        """The character in each column for one visit; the column of today is marked."""
        when = row.visit.dates
        marks = [EMPTY] * self.width
        self._fill(marks, when.earliest_start, when.latest_end, UNSURE)
        is_qualified = when.is_qualified
        start, end = when.latest_start, when.earliest_end
        if start and end and start <= end and not is_qualified:
            # In any case, the visit is under way from its latest start to its earliest end.
            self._fill(marks, start, end, FIXED)
        today = self.column(row.today) + self.columns_each // 2
        if 0 <= today < self.width:
            marks[today] = TODAY
        return "".join(marks)

    def _fill(self, marks: list[str], first: date | None, last: date | None, mark: str) -> None:
        if first is None:
            return
        end = self.column(last) + self.columns_each if last else self.width
        for column in range(self.column(first), min(end, self.width)):
            marks[column] = mark

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
