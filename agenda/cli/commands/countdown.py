"""`agenda countdown`: the next visit, or one, large."""

from typing import TYPE_CHECKING

import click

from agenda.cli.completion import visits
from agenda.cli.options import Invocation, at_revision, command

if TYPE_CHECKING:
    from agenda.cli.watch import Chooser
    from agenda.history.status import Row
    from agenda.model.topics import Topic
    from agenda.services.snapshot import Picture


@command("panel", "plain", "json")
@click.argument("visit", required=False, shell_complete=visits)
@click.option("--all", "show_all", is_flag=True, help="Every visit that is ahead or ended lately.")
@click.option("--watch", is_flag=True, help="Stay, and tick until ctrl-C.")
@at_revision
def countdown(
    invocation: Invocation, visit: str | None, *, show_all: bool, watch: bool, at: str | None
) -> int:
    """Count down to the next visit, or to one, by the host's calendar.

    In a pipe, and with `--format plain`, it is one line for each visit.

    Example: agenda countdown ru-vn-2024 --as-of 2024-06-12
    """
    from agenda.services.snapshot import picture, warn_of_broken

    if visit and show_all:
        invocation.refuse("name a visit or ask for --all, not both")
    if watch and (invocation.as_of or invocation.format == "json"):
        invocation.refuse("--watch follows the clock, so it goes with neither --as-of nor json")
    view = picture(invocation, at)
    if visit:
        view.require((visit,))
    choose = _chooser(visit, show_all=show_all)
    rows = choose(view.rows)
    if invocation.format == "json":
        from agenda.output import json

        click.echo(json.text(json.countdown(view.clock.today_here(), rows, _topics(view))))
    elif not rows:
        click.echo(_nothing(view))
    elif watch:
        from agenda.cli.watch import watch as follow

        follow(invocation.screen(), view, choose, is_plain=invocation.format == "plain")
    else:
        _print(invocation, view, rows)
    return warn_of_broken(view.book)


def _topics(view: "Picture") -> "dict[str, Topic]":
    return view.book.settings.all_topics


def _chooser(visit: str | None, *, show_all: bool) -> "Chooser":
    """Which of a picture's rows are asked for."""
    if visit:
        return lambda rows: [row for row in rows if row.id == visit]
    if show_all:
        return lambda rows: [row for row in rows if row.is_in_sight]
    return lambda rows: sorted(filter(_is_ahead, rows), key=_nearness)[:1]


def _is_ahead(row: "Row") -> bool:
    return row.countdown.phase in {"upcoming", "any-day", "under-way"}


def _nearness(row: "Row") -> tuple[bool, int]:
    """What is nearest by when it starts at the latest; a visit without an end comes last."""
    days = row.countdown.days
    is_endless = row.countdown.phase == "under-way" and row.visit.dates.latest_end is None
    return is_endless, days[1] if days else 0


def _nothing(view: "Picture") -> str:
    from agenda.output.wording import day

    if not view.rows:
        return view.why_nothing()
    return (
        f"No visit with dates is ahead on {day(view.clock.today_here())}; "
        "`agenda status --all` shows what the book has."
    )


def _print(invocation: Invocation, view: "Picture", rows: "list[Row]") -> None:
    from agenda.output.countdown import Moment, line, panel

    screen = invocation.screen()
    if screen.is_terminal and (heading := view.heading()) and view.commit:
        screen.line(heading)
    moment = Moment(view.clock.today_here(), is_given=invocation.as_of is not None)
    for row in rows:
        if screen.is_terminal and invocation.format == "panel":
            screen.print(panel(row, _topics(view), moment, screen.width))
        else:
            screen.line(line(row))
