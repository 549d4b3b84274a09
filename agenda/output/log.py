"""The text of `agenda log`."""

from collections.abc import Sequence

from rich.text import Text

from agenda.history.log import Chapter, Episode
from agenda.output import changes, wording
from agenda.output.change_lines import Line, print_lines, print_rejected
from agenda.output.terminal import Screen


def print_log(screen: Screen, chapters: Sequence[Chapter]) -> None:
    """Print a history, one report under the other."""
    for number, chapter in enumerate(chapters):
        if number:
            screen.line()
        report = chapter.report
        head = f"{wording.day(report.published)}  {wording.flat(report.publisher)}"
        screen.print(Text.assemble((head, "bold"), (f"  {chapter.id}", "dim")))
        if report.title:
            screen.print_indented(Text("  "), Text(wording.flat(report.title)))
        for episode in chapter.episodes:
            _print_episode(screen, episode)


def _print_episode(screen: Screen, episode: Episode) -> None:
    opened = ""
    if episode.is_opening and episode.after:
        opened = f"  opened: {' → '.join(wording.who_where(episode.after))}"
    elif episode.after is None:
        opened = "  not opened yet"
    screen.print(Text.assemble("  ", (episode.visit, "bold"), opened))
    print_lines(screen, findings(episode))
    print_rejected(screen, episode)


def findings(episode: Episode) -> list[Line]:
    """What a report says on a visit: each change, then what changed nothing."""
    return [
        Line(
            finding.change.kind if finding.change else "",
            changes.name(finding.path),
            changes.said(finding),
            "; ".join(changes.verdicts(finding)),
        )
        for finding in episode.findings
    ]
