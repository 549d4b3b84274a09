"""The table and the blocks of `agenda status --details`."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from rich.table import Table
from rich.text import Text

from agenda.history.status import StatusRow
from agenda.model.topics import Topic
from agenda.output import wording
from agenda.output.terminal import STATE_STYLES, Output
from agenda.output.timeline import print_timeline
from agenda.services.grouping import Group
from agenda.text.printable import escape_controls, one_line

WIDE: Final = 120
"""The least number of columns at which a table is used instead of blocks."""

_WIDEST: Final = 26
"""The most columns of a column that is not the agenda's, on a terminal of :data:`WIDE` columns."""


def print_details(
    output: Output,
    groups: Sequence[Group],
    topics: dict[str, Topic],
    timeline_from: date | None = None,
) -> None:
    """Print a row of a table, or a block, for each visit, below the title of its group.

    Below a wide table, a timeline shows where they are on the day ``timeline_from``, if given.
    """
    for number, group in enumerate(groups):
        if number:
            output.line()
        if group.title:
            output.print(Text(one_line(group.title), "bold"))
            output.line()
        _print_group(output, group.rows, topics)
    if timeline_from and output.width >= WIDE:
        output.line()
        print_timeline(output, [row for group in groups for row in group.rows], timeline_from)


def _print_group(output: Output, rows: Sequence[StatusRow], topics: dict[str, Topic]) -> None:
    if rows and output.width >= WIDE:
        output.print(_table(rows, topics, widest=_WIDEST + (output.width - WIDE) // 4))
        return
    for number, row in enumerate(rows):
        if number:
            output.line()
        output.print(_block(row, topics))


def _table(rows: Sequence[StatusRow], topics: dict[str, Topic], widest: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0), header_style="dim", expand=True)
    for name in ("Visit", "When", "Confirmation", "Agenda", "Last report"):
        # The agenda takes the columns that the others leave.
        ratio = 1 if name == "Agenda" else None
        table.add_column(name, overflow="fold", ratio=ratio, max_width=None if ratio else widest)
    for row in rows:
        who, where = wording.who_where(row.visit)
        table.add_row(
            Text.assemble((f"{who} →\n{where}", "bold"), "\n", (escape_controls(row.id), "dim")),
            Text.assemble(wording.dates_of(row), "\n", (row.countdown.text, "bold")),
            Text.assemble(
                _state(row),
                wording.state_of(row),
                "\n",
                ("\n".join(wording.sides(row.visit)), "dim"),
            ),
            Text("\n".join(wording.agenda(row.visit, topics)) or wording.NOTHING),
            Text("\n".join(wording.last_report(row))),
        )
    return table


def _block(row: StatusRow, topics: dict[str, Topic]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text("visit"), Text(" → ".join(wording.who_where(row.visit)), "bold"))
    grid.add_row(Text("id"), Text(escape_controls(row.id)))
    grid.add_row(Text("when"), Text(wording.dates_of(row)))
    grid.add_row(Text("countdown"), Text(row.countdown.text, "bold"))
    grid.add_row(
        Text("confirmation"),
        Text.assemble(
            _state(row), f" ({', '.join(wording.sides(row.visit))}){wording.state_of(row)}"
        ),
    )
    grid.add_row(
        Text("agenda"), Text("\n".join(wording.agenda(row.visit, topics)) or wording.NOTHING)
    )
    grid.add_row(Text("last report"), Text(", ".join(wording.last_report(row))))
    return grid


def _state(row: StatusRow) -> tuple[str, str]:
    state = row.visit.confirmation.state
    return state, STATE_STYLES[state]
