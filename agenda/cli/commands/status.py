"""`agenda status`: what is coming, how certain it is, and how long until then."""

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from agenda.cli.completion import visits
from agenda.cli.filters import filtered, listed, rows_of
from agenda.cli.options import Invocation, at_revision, command

if TYPE_CHECKING:
    from agenda.history.status import StatusRow
    from agenda.services.grouping import Group, Grouping, Sorting
    from agenda.services.snapshot import Snapshot
    from agenda.services.visit_filter import VisitFilter


@command("table", "json")
@click.argument("ids", metavar="[VISIT]...", nargs=-1, shell_complete=visits)
@click.option("--all", "show_all", is_flag=True, help="Also show visits that ended longer ago.")
@click.option("--details", is_flag=True, help="Show everything about each visit that is known.")
@click.option("--no-timeline", is_flag=True, help="Omit the timeline below wide details.")
@filtered()
@listed
@at_revision
def status(
    invocation: Invocation,
    ids: tuple[str, ...],
    *,
    show_all: bool,
    details: bool,
    no_timeline: bool,
    visit_filter: "VisitFilter",
    group: "Grouping",
    sort: "Sorting",
    at: str | None,
) -> int:
    """Show what is coming, how certain it is, and how long until then.

    Visits are shown on one line each: first what is under way, then what is ahead, and last what
    ended in the past 7 days. With the ids of visits, show only those.

    Example: agenda status --as-of 2024-06-12 --country VN
    """
    from agenda.cli.warnings import warn_of_broken

    snapshot = invocation.snapshot(at)
    invocation.require(snapshot, ids)
    rows = rows_of(snapshot, visit_filter, ids)
    shown = rows if show_all or ids else [row for row in rows if row.is_current]
    if invocation.format == "json":
        from agenda.output import json

        topics = snapshot.book.settings.all_topics
        json.print_json(json.status(invocation.today, shown, topics))
    elif shown:
        _print(invocation, snapshot, shown, group, sort, details=details, timeline=not no_timeline)
    else:
        click.echo(_why_nothing(invocation, snapshot, rows, visit_filter, ids))
    return warn_of_broken(snapshot.book)


def _print(
    invocation: Invocation,
    snapshot: "Snapshot",
    shown: "list[StatusRow]",
    group: "Grouping",
    sort: "Sorting",
    *,
    details: bool,
    timeline: bool,
) -> None:
    from agenda.output.snapshot import footer, heading
    from agenda.output.status import print_lines, print_status
    from agenda.services.grouping import grouped

    output, today = invocation.output(), invocation.today
    topics = snapshot.book.settings.all_topics
    groups = grouped(shown, group, sort, today)
    if group == "event":
        groups = _with_headings(invocation, snapshot, groups)
    title = heading(snapshot)
    if output.is_terminal and not details:
        print_status(output, groups, today, title)
    else:
        if title:
            output.line(title)
            output.line()
        if details:
            from agenda.output.status_details import print_details

            print_details(output, groups, topics, today if timeline else None)
        else:
            source = click.get_current_context().get_parameter_source("group")
            has_titles = source is ParameterSource.COMMANDLINE
            print_lines(output, groups, topics, has_titles=has_titles)
    if line := footer(snapshot):
        output.line()
        output.line(line)


def _with_headings(
    invocation: Invocation, snapshot: "Snapshot", groups: "list[Group]"
) -> "list[Group]":
    """The groups of events, each below what is known of the event, which no guest repeats."""
    from agenda.cli.clock import Clock
    from agenda.output.short_wording import heading_of
    from agenda.services.grouping import Group, all_labelled, without_event

    labels, today = snapshot.labels, Clock(invocation.as_of).today
    events = all_labelled(snapshot.rows, labels, today, kinds={"event"})
    wholes = {
        group.title: events["event", event]
        for group in groups
        if (event := group.rows[0].visit.event)
    }
    return [
        Group(heading_of(whole, invocation.today), list(map(without_event, group.rows)))
        if (whole := wholes.get(group.title))
        else group
        for group in groups
    ]


def _why_nothing(
    invocation: Invocation,
    snapshot: "Snapshot",
    rows: "list[StatusRow]",
    visit_filter: "VisitFilter",
    ids: tuple[str, ...],
) -> str:
    """Why no visit is shown, and what there is instead."""
    from agenda.output.snapshot import footer, why_empty, why_no_match
    from agenda.text.prose import count, day

    if not snapshot.rows:
        return "\n\n".join(filter(None, (why_empty(snapshot), footer(snapshot))))
    if not rows:
        return why_no_match(snapshot, visit_filter, ids)
    were, them = ("was", "it") if len(rows) == 1 else ("were", "them")
    return (
        f"Nothing is ahead on {day(invocation.today)}; {count(len(rows), 'visit')} ended or "
        f"{were} cancelled earlier, and `agenda status --all` shows {them}."
    )
