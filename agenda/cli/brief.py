"""`agenda` without a command, and the brief that it begins with, which `agenda brief` shows."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agenda.cli.options import Invocation

if TYPE_CHECKING:
    from agenda.services.brief import Brief
    from agenda.services.grouping import Sorting
    from agenda.services.snapshot import Snapshot
    from agenda.services.visit_filter import VisitFilter


_LINES: Final = 12
"""How many lines of the brief are shown."""

_NO_BOOK: Final = """\
There is no book here. A book is a folder with a file for each visit in
`agendas/` and one for each report in `seeds/`. To begin:

  agenda init        Create a book in this folder.
  agenda new visit   Start the file of its first visit.
  agenda --help      List all commands."""

_GO_ON: Final = """\
Go on with:

  agenda brief    Show the whole brief, with what has changed and what to check.
  agenda status   List the visits.
  agenda --help   List all commands."""


def start(context: click.Context) -> int:
    """Show what there is, and three commands to go on with; returns the exit code."""
    from agenda.store.layout import book_above

    invocation = Invocation(context, ("text",))
    is_named = invocation.named_book is not None or os.environ.get("AGENDA_BOOK")
    if not is_named and book_above(Path.cwd()) is None:
        click.echo(_NO_BOOK)
        return 0
    code = _show_beginning(invocation)
    click.echo(f"\n{_GO_ON}")
    return code


def _show_beginning(invocation: Invocation) -> int:
    from agenda.cli.warnings import warn_of_broken

    snapshot = invocation.snapshot(is_replayed=True)
    show_brief(invocation, snapshot, brief_for(invocation, snapshot), most_lines=_LINES)
    return warn_of_broken(snapshot.book)


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
