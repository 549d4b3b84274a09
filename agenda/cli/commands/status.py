"""`agenda status`: what is coming, how certain it is, and how long until then."""

from typing import TYPE_CHECKING

import click

from agenda.cli.completion import visits
from agenda.cli.options import Invocation, at_revision, command

if TYPE_CHECKING:
    from agenda.history.status import StatusRow
    from agenda.services.snapshot import Snapshot


@command("table", "json")
@click.argument("ids", metavar="[VISIT]...", nargs=-1, shell_complete=visits)
@click.option("--all", "show_all", is_flag=True, help="Also show visits that ended longer ago.")
@click.option("--no-timeline", is_flag=True, help="Omit the timeline below a wide table.")
@at_revision
def status(
    invocation: Invocation,
    ids: tuple[str, ...],
    *,
    show_all: bool,
    no_timeline: bool,
    at: str | None,
) -> int:
    """Show what is coming, how certain it is, and how long until then.

    With the ids of visits, show only those. Visits that ended in the last 30 days are still shown.

    Example: agenda status --as-of 2024-06-12
    """
    from agenda.cli.warnings import warn_of_broken

    snapshot = invocation.snapshot(at)
    invocation.require(snapshot, ids)
    rows = [row for row in snapshot.rows if row.id in ids] if ids else snapshot.rows
    shown = rows if show_all or ids else [row for row in rows if row.is_current]
    if invocation.format == "json":
        from agenda.output import json

        topics = snapshot.book.settings.all_topics
        click.echo(json.to_text(json.status(invocation.today, shown, topics)))
    else:
        _print(invocation, snapshot, rows, shown, timeline=not no_timeline)
    return warn_of_broken(snapshot.book)


def _print(
    invocation: Invocation,
    snapshot: "Snapshot",
    rows: "list[StatusRow]",
    shown: "list[StatusRow]",
    *,
    timeline: bool,
) -> None:
    from agenda.output.snapshot import footer, heading, why_empty

    output = invocation.output()
    if shown:
        from agenda.output.status import print_status

        if line := heading(snapshot):
            output.line(line)
            output.line()
        today = invocation.today if timeline else None
        print_status(output, shown, snapshot.book.settings.all_topics, today)
    else:
        output.line(_nothing_ahead(invocation, rows) if rows else why_empty(snapshot))
    if line := footer(snapshot):
        output.line()
        output.line(line)


def _nothing_ahead(invocation: Invocation, rows: "list[StatusRow]") -> str:
    from agenda.text.prose import count, day

    were, them = ("was", "it") if len(rows) == 1 else ("were", "them")
    return (
        f"Nothing is ahead on {day(invocation.today)}; {count(len(rows), 'visit')} ended or "
        f"{were} cancelled earlier, and `agenda status --all` shows {them}."
    )
