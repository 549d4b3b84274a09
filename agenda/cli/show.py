"""`agenda show`: everything on one visit, and who says so."""

import click

from agenda.cli.options import Invocation, command


@command("text", "json")
@click.argument("visit")
def show(invocation: Invocation, visit: str) -> int:
    """Show one visit: its dates, its agenda, and each claim that was made about it.

    Example: agenda show ru-vn-2024 --as-of 2024-06-18
    """
    from agenda.cli.pictures import picture, warn_of_broken

    view = picture(invocation)
    view.require((visit,))
    row = next(row for row in view.rows if row.id == visit)
    said = [one for one in view.said if one.claim.visit == visit]
    topics = view.book.settings.all_topics
    if invocation.format == "json":
        from agenda.render import json

        click.echo(json.text(json.show(invocation.day(), row, said, topics)))
    else:
        from agenda.render.show import print_visit
        from agenda.render.words import day

        screen = invocation.screen()
        if invocation.as_of:
            screen.line(f"As known on {day(invocation.as_of)}")
            screen.line()
        print_visit(screen, row, said, topics)
    return warn_of_broken(view.book)
