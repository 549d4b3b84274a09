"""`agenda status`: what is coming, how sure it is, and how long until then."""

from typing import TYPE_CHECKING

import click

from agenda.cli.options import Invocation, command

if TYPE_CHECKING:
    from agenda.domain.outlook import Row


@command("table", "json")
@click.argument("ids", metavar="[VISIT]...", nargs=-1)
@click.option("--all", "show_all", is_flag=True, help="Show also what was over long ago.")
def status(invocation: Invocation, ids: tuple[str, ...], *, show_all: bool) -> int:
    """Show what is coming, how sure it is, and how long until then.

    With the ids of visits, only those. What ended in the last 30 days is still shown.

    Example: agenda status --as-of 2024-06-12
    """
    from agenda.cli.pictures import picture, warn_of_broken

    view = picture(invocation)
    view.require(ids)
    rows = [row for row in view.rows if row.id in ids] if ids else view.rows
    shown = rows if show_all or ids else [row for row in rows if row.is_in_sight]
    if invocation.format == "json":
        from agenda.render import json

        topics = view.book.settings.all_topics
        click.echo(json.text(json.status(invocation.day(), shown, topics)))
    else:
        from agenda.render.status import print_status
        from agenda.render.words import day

        screen = invocation.screen()
        if invocation.as_of and shown:
            screen.line(f"As known on {day(invocation.as_of)}")
            screen.line()
        if shown:
            print_status(screen, shown, view.book.settings.all_topics)
        else:
            screen.line(view.why_nothing() if not rows else _nothing_ahead(invocation, rows))
    return warn_of_broken(view.book)


def _nothing_ahead(invocation: Invocation, rows: "list[Row]") -> str:
    from agenda.render.words import count, day

    them = "it" if len(rows) == 1 else "them"
    return (
        f"Nothing is ahead on {day(invocation.day())}; {count(len(rows), 'visit')} ended or fell "
        f"through earlier, and `agenda status --all` shows {them}."
    )
