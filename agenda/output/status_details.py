"""The table and the blocks of `agenda status --details`."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from agenda.history.status import StatusRow
from agenda.model.topics import Topic
from agenda.output import wording
from agenda.output.layout import Part, Parts
from agenda.output.terminal import STATE_STYLES, Output
from agenda.output.timeline import print_timeline
from agenda.services.grouping import Group
from agenda.text.printable import escape_controls, one_line

if TYPE_CHECKING:
    from rich.table import Table

WIDE: Final = 120
"""The least number of columns at which a table is used instead of blocks."""

_LABEL: Final = 14
"""The columns of the names at the left of a block."""

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
            output.print_text(one_line(group.title), "bold")
            output.line()
        _print_group(output, group.rows, topics)
    if timeline_from and output.width >= WIDE:
        output.line()
        print_timeline(output, [row for group in groups for row in group.rows], timeline_from)


def _print_group(output: Output, rows: Sequence[StatusRow], topics: dict[str, Topic]) -> None:
    if rows and output.width >= WIDE:
        output.print_renderable(_table(rows, topics, widest=_WIDEST + (output.width - WIDE) // 4))
        return
    for number, row in enumerate(rows):
        if number:
            output.line()
        _print_block(output, row, topics)


def _table(rows: Sequence[StatusRow], topics: dict[str, Topic], widest: int) -> "Table":
    from rich.table import Table
    from rich.text import Text

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


def _print_block(output: Output, row: StatusRow, topics: dict[str, Topic]) -> None:
    sides = f" ({', '.join(wording.sides(row.visit))}){wording.state_of(row)}"
    agenda = "\n".join(wording.agenda(row.visit, topics)) or wording.NOTHING
    lines: tuple[tuple[str, Parts], ...] = (
        ("visit", [(" → ".join(wording.who_where(row.visit)), "bold")]),
        ("id", [(escape_controls(row.id), "")]),
        ("when", [(wording.dates_of(row), "")]),
        ("countdown", [(row.countdown.text, "bold")]),
        ("confirmation", [_state(row), (sides, "")]),
        ("agenda", [(agenda, "")]),
        ("last report", [(", ".join(wording.last_report(row)), "")]),
    )
    for label, parts in lines:
        output.print_parts(parts, [(f"{label:<{_LABEL}}", "dim")])


def _state(row: StatusRow) -> Part:
    state = row.visit.confirmation.state
    return state, STATE_STYLES[state]
