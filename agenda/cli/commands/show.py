"""`agenda show`: everything on one visit, and who says so."""

import click

from agenda.cli.completion import visits
from agenda.cli.options import Invocation, at_revision, command


@command("text", "json")
@click.argument("visit", shell_complete=visits)
@at_revision
def show(invocation: Invocation, visit: str, *, at: str | None) -> int:
    """Show everything on one visit, and under each fact who says so.

    Each claim is marked: it says so, it agrees and says less, it says otherwise, or it is rejected.

    Example: agenda show ru-vn-2024 --as-of 2024-06-18
    """
    from agenda.history.detail import dossier
    from agenda.history.replay import steps
    from agenda.services.snapshot import picture, warn_of_broken

    view = picture(invocation, at)
    view.require((visit,))
    row = next(row for row in view.rows if row.id == visit)
    book = view.book
    told = [
        step
        for step in steps(book.reports, invocation.as_of, book.visits)
        if step.said.claim.visit == visit
    ]
    found = dossier(row.visit, told, row.today)
    topics = book.settings.all_topics
    if invocation.format == "json":
        from agenda.output import json

        said = [step.said for step in told]
        click.echo(json.text(json.show(view.clock.today_here(), row, found, said, topics)))
    else:
        from agenda.output.show import print_visit

        screen = invocation.screen()
        if heading := view.heading():
            screen.line(f"{heading}\n")
        print_visit(screen, row, found, topics)
        if closing := view.closing_on(visit):
            screen.line(f"\n{closing}")
    return warn_of_broken(view.book)
