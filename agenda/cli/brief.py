"""The brief of an invocation, for `agenda brief` and for `agenda` without a command."""

from datetime import date
from typing import TYPE_CHECKING

import click

from agenda.cli.options import Invocation

if TYPE_CHECKING:
    from agenda.services.brief import Brief
    from agenda.services.grouping import Sorting
    from agenda.services.snapshot import Snapshot
    from agenda.services.visit_filter import VisitFilter


def brief_for(
    invocation: Invocation,
    snapshot: "Snapshot",
    since: date | None = None,
    visit_filter: "VisitFilter | None" = None,
    sort: "Sorting" = "start",
) -> "Brief":
    """The brief of a snapshot, with reports since a day; by default, since the last working day."""
    from agenda.cli.clock import Clock
    from agenda.services.brief import brief_of
    from agenda.services.visit_filter import VisitFilter
    from agenda.text.relative_days import last_working_day

    clock = Clock(invocation.as_of)
    today = clock.today_here()
    if since and since > today:
        invocation.refuse(f"--since {since} comes after {today}, the day of the brief")
    return brief_of(
        snapshot,
        visit_filter or VisitFilter(),
        since or last_working_day(today),
        today,
        clock.day_in,
        sort,
    )


def show_brief(
    invocation: Invocation, snapshot: "Snapshot", brief: "Brief", most_lines: int | None = None
) -> None:
    """Print a brief, or its first few lines; if there is nothing in it, one line that says so."""
    from agenda.output.brief import nothing, print_brief
    from agenda.output.snapshot import why_empty

    if brief:
        print_brief(invocation.output(), brief, most_lines)
    else:
        click.echo(nothing(brief) if snapshot.rows else why_empty(snapshot))
