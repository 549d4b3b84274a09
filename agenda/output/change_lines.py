"""Lines of changes and verdicts: in columns where there is room, else a paragraph for each."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from agenda.history.log import Episode
from agenda.output import changes, wording
from agenda.output.terminal import Screen

WIDE: Final = 120
"""From how many columns on a table is easier to read than a paragraph for each finding."""

_STYLES: Final = {
    "added": "green", "advanced": "green", "raised": "green", "firmed": "green", "set": "green",
    "completed": "green", "reinstated": "green", "spoke": "cyan", "moved": "yellow",
    "shifted": "yellow", "loosened": "yellow", "cleared": "red", "lowered": "red",
    "postponed": "red", "cancelled": "red", "removed": "red", "dropped": "red", "set back": "red",
}  # fmt: skip


class Line(NamedTuple):
    """One change or finding: its kind (empty where nothing changed), its fact, and who says so."""

    kind: str
    fact: str
    said: str
    behind: str


def print_lines(screen: Screen, lines: Sequence[Line]) -> None:
    """Print some lines below each other."""
    if not lines:
        return
    if screen.is_terminal and screen.width < WIDE:
        for line in lines:
            _print_paragraph(screen, line)
        return
    if not screen.is_terminal and not screen.is_styled:
        _print_columns(screen, lines)
        return
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(4):
        table.add_column(overflow="fold")
    for line in lines:
        table.add_row(
            _kind(line), Text(line.fact), Text(line.said, _look(line)), Text(line.behind, "dim")
        )
    screen.print(table)


def _print_columns(screen: Screen, lines: Sequence[Line]) -> None:
    """What the table of a pipe comes to, in a fraction of the time: a history has thousands."""
    rows = [(_kind(line).plain, line.fact, line.said, line.behind) for line in lines]
    widths = [max(cell_len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        )
        screen.line("  ".join(padded).rstrip())


def _print_paragraph(screen: Screen, line: Line) -> None:
    text = Text(f"{line.fact}  ")
    text.append(line.said, _look(line))
    text.append(f"  {line.behind}", "dim")
    screen.print_indented(_kind(line) + Text("  "), text)


def _kind(line: Line) -> Text:
    return Text(f"    {line.kind:<10}", _STYLES.get(line.kind, "dim"))


def _look(line: Line) -> str:
    return "" if line.kind else "dim"


def print_rejected(screen: Screen, episode: Episode) -> None:
    """Print the claims that the desk does not believe, with the reason."""
    for weighed in episode.rejected:
        claim = weighed.said.claim
        told = ", ".join(
            f"{changes.name(judged.route)} {changes.told_value(judged)}, which {judged.verdict}"
            for judged in weighed.judged
        )
        text = f"{wording.flat(claim.according_to)}: {told}. {wording.flat(claim.rejected)}"
        screen.print_indented(Text("    rejected    ", "dim"), Text(text, "dim"))
