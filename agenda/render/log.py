"""The text of `agenda log`."""

from collections.abc import Sequence
from typing import Final

from rich.table import Table
from rich.text import Text

from agenda.domain.history import Chapter, Episode
from agenda.render import changes, words
from agenda.render.screen import Screen

WIDE: Final = 120
"""From how many columns on a table is easier to read than a paragraph for each finding."""

_STYLES: Final = {
    "added": "green", "advanced": "green", "raised": "green", "firmed": "green", "set": "green",
    "completed": "green", "reinstated": "green", "spoke": "cyan", "moved": "yellow",
    "shifted": "yellow", "loosened": "yellow", "cleared": "red", "lowered": "red",
    "postponed": "red", "cancelled": "red", "removed": "red", "dropped": "red", "set back": "red",
}  # fmt: skip


def print_log(screen: Screen, chapters: Sequence[Chapter]) -> None:
    """Print a history, one report under the other."""
    for number, chapter in enumerate(chapters):
        if number:
            screen.line()
        report = chapter.report
        head = f"{words.day(report.published)}  {words.flat(report.publisher)}"
        screen.print(Text.assemble((head, "bold"), (f"  {chapter.id}", "dim")))
        if report.title:
            screen.print_indented(Text("  "), Text(words.flat(report.title)))
        for episode in chapter.episodes:
            _print_episode(screen, episode)


def _print_episode(screen: Screen, episode: Episode) -> None:
    opened = ""
    if episode.is_opening and episode.after:
        opened = f"  opened: {' → '.join(words.who_where(episode.after))}"
    elif episode.after is None:
        opened = "  not opened yet"
    screen.print(Text.assemble("  ", (episode.visit, "bold"), opened))
    if screen.is_terminal and screen.width < WIDE:
        _print_findings(screen, episode)
    elif episode.findings:
        screen.print(_table(episode))
    for weighed in episode.rejected:
        claim = weighed.said.claim
        told = ", ".join(
            f"{changes.name(judged.route)} {changes.told_value(judged)}, which {judged.verdict}"
            for judged in weighed.judged
        )
        reason = words.flat(claim.rejected)
        who = words.flat(claim.according_to)
        screen.print_indented(
            Text("    rejected    ", "dim"), Text(f"{who}: {told}. {reason}", "dim")
        )


def _print_findings(screen: Screen, episode: Episode) -> None:
    """A paragraph for each finding, where columns would be too narrow to read."""
    for finding in episode.findings:
        kind = finding.change.kind if finding.change else ""
        label = Text(f"    {kind:<10}  ", _STYLES.get(kind, "dim"))
        text = Text(f"{changes.name(finding.path)}  ")
        text.append(changes.said(finding), "" if finding.change else "dim")
        text.append(f"  {'; '.join(changes.verdicts(finding))}", "dim")
        screen.print_indented(label, text)


def _table(episode: Episode) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(4):
        table.add_column(overflow="fold")
    for finding in episode.findings:
        kind = finding.change.kind if finding.change else ""
        table.add_row(
            Text(f"    {kind:<10}", _STYLES.get(kind, "dim")),
            Text(changes.name(finding.path)),
            Text(changes.said(finding), "" if finding.change else "dim"),
            Text("; ".join(changes.verdicts(finding)), "dim"),
        )
    return table
