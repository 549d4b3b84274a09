"""`agenda status`: what is coming, how sure it is, and how long until then."""

from typing import TYPE_CHECKING

import click

from agenda.cli.completion import visits
from agenda.cli.options import Invocation, at_revision, command

if TYPE_CHECKING:
    from agenda.history.status import Row
    from agenda.services.snapshot import Picture


@command("table", "json")
@click.argument("ids", metavar="[VISIT]...", nargs=-1, shell_complete=visits)
@click.option("--all", "show_all", is_flag=True, help="Show also what was over long ago.")
@click.option("--no-timeline", is_flag=True, help="Leave out the timeline under a wide table.")
@at_revision
def status(
    invocation: Invocation,
    ids: tuple[str, ...],
    *,
    show_all: bool,
    no_timeline: bool,
    at: str | None,
) -> int:
    """Show what is coming, how sure it is, and how long until then.

    With the ids of visits, only those. What ended in the last 30 days is still shown.

    Example: agenda status --as-of 2024-06-12
    """
    from agenda.services.snapshot import picture, warn_of_broken

    view = picture(invocation, at)
    view.require(ids)
    rows = [row for row in view.rows if row.id in ids] if ids else view.rows
    shown = rows if show_all or ids else [row for row in rows if row.is_in_sight]
    if invocation.format == "json":
        from agenda.output import json

        topics = view.book.settings.all_topics
        click.echo(json.text(json.status(view.clock.today_here(), shown, topics)))
    else:
        screen = invocation.screen()
        if shown:
            from agenda.output.status import print_status

            if heading := view.heading():
                screen.line(f"{heading}\n")
            topics = view.book.settings.all_topics
            print_status(screen, shown, topics, timeline=not no_timeline)
        else:
            screen.line(_nothing_ahead(view, rows) if rows else view.why_nothing())
        if closing := view.closing():
            screen.line(f"\n{closing}")
    return warn_of_broken(view.book)


def _nothing_ahead(view: "Picture", rows: "list[Row]") -> str:
    from agenda.output.wording import count, day

    them = "it" if len(rows) == 1 else "them"
    return (
        f"Nothing is ahead on {day(view.clock.today_here())}; {count(len(rows), 'visit')} ended or "
        f"fell through earlier, and `agenda status --all` shows {them}."
    )
