"""`agenda show`: everything about one visit, and the claims behind it."""

import click

from agenda.cli.completion import visits
from agenda.cli.options import Invocation, at_revision, command


@command("text", "json")
@click.argument("visit", shell_complete=visits)
@at_revision
def show(invocation: Invocation, visit: str, *, at: str | None) -> int:
    """Show one visit, with the claims for and against each fact.

    Each claim has a mark: it agrees, agrees but says less, disagrees, or is rejected by this desk.

    Example: agenda show ru-vn-2024 --as-of 2024-06-18
    """
    from agenda.cli.warnings import warn_of_broken
    from agenda.history.detail import visit_detail
    from agenda.history.replay import steps
    from agenda.output.snapshot import heading, visit_footer

    snapshot = invocation.snapshot(at)
    invocation.require(snapshot, (visit,))
    row = next(row for row in snapshot.rows if row.id == visit)
    book = snapshot.book
    on_visit = [
        step
        for step in steps(book.reports, invocation.as_of, book.visits)
        if step.sourced.claim.visit == visit
    ]
    detail = visit_detail(row.visit, on_visit, row.today)
    topics = book.settings.all_topics
    if invocation.format == "json":
        from agenda.output import json

        claims = [step.sourced for step in on_visit]
        click.echo(json.to_text(json.show(invocation.today, row, detail, claims, topics)))
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
    return warn_of_broken(book)
