"""`agenda countdown`: the next visit, or one, large."""

from typing import TYPE_CHECKING

import click

from agenda.cli.options import Invocation, at_revision, command

if TYPE_CHECKING:
    from agenda.cli.pictures import Picture
    from agenda.domain.outlook import Row
    from agenda.domain.topics import Topic


@command("panel", "plain", "json")
@click.argument("visit", required=False)
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
    from agenda.cli.pictures import picture, warn_of_broken

    if visit and show_all:
        invocation.refuse("name a visit or ask for --all, not both")
    if watch and (invocation.as_of or invocation.format == "json"):
        invocation.refuse("--watch follows the clock, so it goes with neither --as-of nor json")
    view = picture(invocation, at)
    if visit:
        view.require((visit,))
    rows = _chosen(view, visit, show_all=show_all)
    if invocation.format == "json":
        from agenda.render import shapes

        click.echo(shapes.text(shapes.countdown(view.clock.today_here(), rows, _topics(view))))
    elif not rows:
        click.echo(_nothing(view))
    elif watch:
        from agenda.cli.watch import watch as follow

        follow(invocation.screen(), view, rows, is_plain=invocation.format == "plain")
    else:
        _print(invocation, view, rows)
    return warn_of_broken(view.book)


def _topics(view: "Picture") -> "dict[str, Topic]":
    return view.book.settings.all_topics


def _chosen(view: "Picture", visit: str | None, *, show_all: bool) -> "list[Row]":
    if visit:
        return [row for row in view.rows if row.id == visit]
    if show_all:
        return [row for row in view.rows if row.is_in_sight]
    return [row for row in view.rows if row.countdown.phase in _AHEAD][:1]


_AHEAD = ("upcoming", "any-day", "under-way")


def _nothing(view: "Picture") -> str:
    from agenda.render.words import day

    if not view.rows:
        return view.why_nothing()
    return (
        f"No visit with dates is ahead on {day(view.clock.today_here())}; "
        "`agenda status --all` shows what the book has."
    )


def _print(invocation: Invocation, view: "Picture", rows: "list[Row]") -> None:
    from agenda.render.countdown import Moment, line, panel

    screen = invocation.screen()
    moment = Moment(view.clock.today_here(), is_given=invocation.as_of is not None)
    for row in rows:
        if screen.is_terminal and invocation.format == "panel":
            screen.print(panel(row, _topics(view), moment, screen.width))
        else:
            screen.line(line(row))
