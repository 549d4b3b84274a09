"""`agenda show`: everything on one visit, and who says so."""

import click

from agenda.cli.completers import visits
from agenda.cli.options import Invocation, at_revision, command


@command("text", "json")
@click.argument("visit", shell_complete=visits)
@at_revision
def show(invocation: Invocation, visit: str, *, at: str | None) -> int:
    """Show everything on one visit, and under each fact who says so.

    Each claim is marked: it says so, it agrees and says less, it says otherwise, or it is rejected.

    Example: agenda show ru-vn-2024 --as-of 2024-06-18
    """
    from agenda.cli.pictures import picture, warn_of_broken
    from agenda.domain.claims import steps
    from agenda.domain.dossier import dossier

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
        from agenda.render import shapes

        said = [step.said for step in told]
        click.echo(shapes.text(shapes.show(view.clock.today_here(), row, found, said, topics)))
    else:
        from agenda.render.show import print_visit

        screen = invocation.screen()
        if heading := view.heading():
            screen.line(f"{heading}\n")
        print_visit(screen, row, found, topics)
        if closing := view.closing_on(visit):
            screen.line(f"\n{closing}")
    return warn_of_broken(view.book)
