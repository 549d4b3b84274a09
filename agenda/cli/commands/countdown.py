"""`agenda countdown`: a large countdown to the next visit, or to a given one."""

from typing import TYPE_CHECKING

import click

from agenda.cli.completion import visits
from agenda.cli.options import Invocation, at_revision, command

if TYPE_CHECKING:
    from agenda.cli.watch import Chooser
    from agenda.history.status import StatusRow
    from agenda.services.snapshot import Snapshot


@command("panel", "plain", "json")
@click.argument("visit", required=False, shell_complete=visits)
@click.option(
    "--all", "show_all", is_flag=True, help="Show all upcoming and recently ended visits."
)
@click.option("--watch", is_flag=True, help="Keep counting until ctrl-C.")
@at_revision
def countdown(
    invocation: Invocation, visit: str | None, *, show_all: bool, watch: bool, at: str | None
) -> int:
    """Count down to the next visit, or to a given one.

    Days are counted by the host's calendar. In a pipe, and with `--format plain`, each visit is one
    line.

    Example: agenda countdown ru-vn-2024 --as-of 2024-06-12
    """
    from agenda.cli.warnings import warn_of_broken

    if visit and show_all:
        invocation.refuse("name a visit or use --all, not both")
    if watch and (invocation.as_of or invocation.format == "json"):
        invocation.refuse("--watch can't be combined with --as-of or --format json")
    snapshot = invocation.snapshot(at)
    if visit:
        invocation.require(snapshot, (visit,))
    choose = _chooser(visit, show_all=show_all)
    rows = choose(snapshot.rows)
    if invocation.format == "json":
        from agenda.output import json

        topics = snapshot.book.settings.all_topics
        click.echo(json.to_text(json.countdown(invocation.today, rows, topics)))
    elif not rows:
        click.echo(_nothing_ahead(invocation, snapshot))
    elif watch:
        from agenda.cli.watch import watch as watch_rows

        watch_rows(invocation.output(), snapshot, choose, is_plain=invocation.format == "plain")
    else:
        _print(invocation, snapshot, rows)
    return warn_of_broken(snapshot.book)


def _chooser(visit: str | None, *, show_all: bool) -> "Chooser":
    """Which rows of a snapshot to show."""
    if visit:
        return lambda rows: [row for row in rows if row.id == visit]
    if show_all:
        return lambda rows: [row for row in rows if row.is_current]
    return lambda rows: sorted(filter(_is_ahead, rows), key=_nearness)[:1]


def _is_ahead(row: "StatusRow") -> bool:
    return row.countdown.phase in {"upcoming", "any-day", "under-way"}


def _nearness(row: "StatusRow") -> tuple[bool, int]:
    """The order of visits by their latest start; one whose last day is not known comes last."""
    least, most = row.countdown.days or (0, 0)
    return row.visit.dates.latest_end is None, least if most is None else most


def _nothing_ahead(invocation: Invocation, snapshot: "Snapshot") -> str:
    from agenda.output.snapshot import why_empty
    from agenda.text.prose import day

    if not snapshot.rows:
        return why_empty(snapshot)
    return (
        f"No visit with dates is ahead on {day(invocation.today)}; "
        "`agenda status --all` shows all visits."
    )


def _print(invocation: Invocation, snapshot: "Snapshot", rows: "list[StatusRow]") -> None:
    from agenda.output.countdown import Moment, line, panel
    from agenda.output.snapshot import heading

    output = invocation.output()
    if output.is_terminal and snapshot.commit:
        output.line(heading(snapshot))
    moment = Moment(invocation.today, is_given=invocation.as_of is not None)
    topics = snapshot.book.settings.all_topics
    for row in rows:
        if output.is_terminal and invocation.format == "panel":
            output.print(panel(row, topics, moment, output.width))
        else:
            output.line(line(row))
