"""The text of `agenda diff`."""

from rich.text import Text

from agenda.history.comparison import Comparison, Sourced, VisitDiff
from agenda.history.log import Episode
from agenda.output import changes, wording
from agenda.output.change_lines import Line, print_lines, print_rejected
from agenda.output.log import findings
from agenda.output.terminal import Screen


def print_comparison(screen: Screen, found: Comparison) -> None:
    """Print what differs, a block for each visit."""
    if found.names != ("", ""):
        screen.print(Text(f"{found.names[0]} → {found.names[1]}", "dim"))
    if not found.visits and found.names != ("", ""):
        screen.line(
            "no visit differs" if not found.problems else "no visit that can be read differs"
        )
    for one in found.visits:
        screen.line()
        screen.print(Text.assemble((wording.literal(one.id), "bold"), f"  {heading(one)}"))
        print_lines(screen, lines(one))
        if one.episode:
            print_rejected(screen, one.episode)
            if silent := silent_on(one.episode):
                screen.print_indented(Text("    left alone  ", "dim"), Text(silent, "dim"))


def heading(one: VisitDiff) -> str:
    """What happened to a visit as a whole."""
    who = " → ".join(wording.who_where(one.visit))
    if one.change == "renamed":
        return f"renamed from {wording.literal(one.was)}"
    if one.change == "added" and one.episode:
        return f"opened: {who}"
    if one.change in {"added", "removed"}:
        return f"{one.change}: {who}, {wording.when(one.visit.dates)}"
    return "" if one.changes else "nothing changes"


def lines(one: VisitDiff) -> list[Line]:
    """Each change of a visit; of a report, each thing that it says and what that adds."""
    if one.episode:
        return findings(one.episode)
    return [_line(sourced) for sourced in one.changes]


def _line(sourced: Sourced) -> Line:
    change = sourced.change
    behind = ", ".join(sourced.reports) or "no report says so"
    return Line(change.kind, changes.name(change.path), changes.values(change), behind)


def silent_on(episode: Episode) -> str:
    """The facts that are known of a visit and that a report says nothing of."""
    if episode.before is None:
        return ""
    from agenda.history.provenance import unspoken

    claims = [weighed.said.claim for weighed in episode.claims]
    return ", ".join(
        dict.fromkeys(changes.name(route[:2]) for route in unspoken(episode.before, claims))
    )
