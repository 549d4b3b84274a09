"""`agenda show`: everything about one visit, and the claims behind it."""

from typing import TYPE_CHECKING

import click

from agenda.cli.completion import names_of_visits, visits
from agenda.cli.options import Invocation, at_revision, command

if TYPE_CHECKING:
    from agenda.services.snapshot import Snapshot


@command("text", "json")
@click.argument("visit", required=False, shell_complete=visits)
@click.option(
    "--trip",
    metavar="ID",
    shell_complete=names_of_visits(lambda visit: [visit.trip]),
    help="Show a trip: what its legs have in common, and each of them.",
)
@click.option(
    "--event",
    metavar="ID",
    shell_complete=names_of_visits(lambda visit: [visit.event]),
    help="Show an event: what its guests have in common, and each of them.",
)
@at_revision
def show(
    invocation: Invocation,
    visit: str | None,
    *,
    trip: str | None,
    event: str | None,
    at: str | None,
) -> int:
    """Show one visit, with the claims for and against each fact.

    Each claim has a mark: it agrees, agrees but says less, disagrees, or is rejected by this desk.
    With --trip or --event, show what all legs or guests have in common, and each of them.

    Example: agenda show ru-vn-2024 --as-of 2024-06-18
    """
    from agenda.cli.warnings import warn_of_broken

    if [visit, trip, event].count(None) != 2:
        invocation.refuse("name one visit, or else --trip ID or --event ID")
    snapshot = invocation.snapshot(at, visits=(visit,) if visit is not None else ())
    if visit is not None:
        _show_visit(invocation, snapshot, visit)
    elif trip is not None:
        _show_labelled(invocation, snapshot, "trip", trip)
    else:
        _show_labelled(invocation, snapshot, "event", event or "")
    return warn_of_broken(snapshot.book)


def _show_labelled(invocation: Invocation, snapshot: "Snapshot", kind: str, name: str) -> None:
    from agenda.output.snapshot import heading

    labelled = invocation.labelled(snapshot, kind, name)
    topics = snapshot.book.settings.all_topics
    if invocation.format == "json":
        from agenda.output import json

        json.print_json(json.show_labelled(invocation.today, labelled, topics))
        return
    from agenda.output.show_labelled import print_labelled

    output = invocation.output()
    if line := heading(snapshot):
        output.line(line)
        output.line()
    print_labelled(output, labelled, topics)


def _show_visit(invocation: Invocation, snapshot: "Snapshot", visit: str) -> None:
    from agenda.history.detail import visit_detail
    from agenda.history.replay import steps
    from agenda.output.snapshot import heading, visit_footer

    invocation.require(snapshot, (visit,))
    row = next(row for row in snapshot.rows if row.id == visit)
    book = snapshot.book
    on_visit = list(steps(book.reports, invocation.as_of, book.visits, of={visit}))
    detail = visit_detail(row.visit, on_visit, row.today)
    topics = book.settings.all_topics
    if invocation.format == "json":
        from agenda.output import json

        claims = [step.sourced for step in on_visit]
        json.print_json(json.show(invocation.today, row, detail, claims, topics))
    else:
        from agenda.output.show import print_visit

        output = invocation.output()
        if line := heading(snapshot):
            output.line(line)
            output.line()
        print_visit(output, row, detail, topics)
        if line := visit_footer(snapshot, visit):
            output.line()
            output.line(line)
