"""`agenda countdown`: a large countdown to the next visit, or to a given one."""

from typing import TYPE_CHECKING, Final

import click

from agenda.cli.completion import visits
from agenda.cli.filters import filtered, ordered, rows_of
from agenda.cli.options import Invocation, at_revision, command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agenda.cli.watch import Chooser
    from agenda.history.status import StatusRow, Today
    from agenda.services.grouping import Counted, LabelledVisits, Sorting
    from agenda.services.snapshot import Snapshot
    from agenda.services.visit_filter import VisitFilter

_MOST_PANELS: Final = 3
"""The most visits that get a panel each; more are listed with a bar each."""


@command("panel", "plain", "json")
@click.argument("visit", required=False, shell_complete=visits)
@click.option(
    "--all", "show_all", is_flag=True, help="Show all upcoming and recently ended visits."
)
@click.option("--watch", is_flag=True, help="Keep counting until ctrl-C.")
@filtered()
@ordered("the nearest first")
@at_revision
def countdown(
    invocation: Invocation,
    visit: str | None,
    *,
    show_all: bool,
    watch: bool,
    visit_filter: "VisitFilter",
    sort: "Sorting | None",
    at: str | None,
) -> int:
    """Count down to the next visit, or to a given one.

    Days are counted by the host's calendar. In a pipe, and with `--format plain`, each visit is one
    line. With --event, each event is shown once, with its guests.

    Example: agenda countdown ru-vn-2024 --as-of 2024-06-12
    """
    from agenda.cli.clock import Clock
    from agenda.cli.warnings import warn_of_broken

    if visit and show_all:
        invocation.refuse("name a visit or use --all, not both")
    if watch and (invocation.as_of or invocation.format == "json"):
        invocation.refuse("--watch can't be combined with --as-of or --format json")
    snapshot = invocation.snapshot(at, visits=(visit,) if visit and not visit_filter else ())
    if visit:
        invocation.require(snapshot, (visit,))
    named = (visit,) if visit else ()
    matched = rows_of(snapshot, visit_filter, named)
    if not matched and snapshot.rows:
        from agenda.output.snapshot import why_no_match

        click.echo(why_no_match(snapshot, visit_filter, named))
        return warn_of_broken(snapshot.book)
    is_list = show_all or bool(visit_filter or visit)
    choose = _chooser([row.id for row in matched], sort, show_all=is_list)
    if visit_filter.event and not visit:
        choose = _event_chooser(snapshot, matched)
    shown = choose(snapshot.rows, Clock(invocation.as_of).today)
    if invocation.format == "json":
        from agenda.output import json

        topics = snapshot.book.settings.all_topics
        json.print_json(json.countdown(invocation.today, shown, topics))
    elif not shown:
        click.echo(_nothing_ahead(invocation, snapshot))
    elif watch:
        from agenda.cli.watch import watch as watch_rows

        watch_rows(invocation.output(), snapshot, choose, is_plain=invocation.format == "plain")
    else:
        _print(invocation, snapshot, shown)
    return warn_of_broken(snapshot.book)


def _chooser(ids: list[str], sort: "Sorting | None", *, show_all: bool) -> "Chooser":
    """Which rows to show of some visits: a single one, all current ones, or the next one."""
    from agenda.services.grouping import in_order

    if len(ids) == 1 and show_all:
        return lambda rows, _: [row for row in rows if row.id == ids[0]]
    chosen = frozenset(ids)
    if show_all:

        def current(rows: "list[StatusRow]", _: "Today") -> "list[StatusRow]":
            shown = [row for row in rows if row.id in chosen and row.is_current]
            return in_order(shown, sort) if sort else sorted(shown, key=_nearness)

        return current
    return lambda rows, _: sorted(filter(_is_ahead, rows), key=_nearness)[:1]


def _event_chooser(snapshot: "Snapshot", matched: "list[StatusRow]") -> "Chooser":
    """The events of some visits, the nearest first, each with its guests among the visits."""
    from agenda.services.grouping import all_labelled

    ids = {row.id for row in matched}
    names = sorted({row.visit.event for row in matched})

    def choose(rows: "list[StatusRow]", today: "Today") -> "list[LabelledVisits]":
        chosen = [row for row in rows if row.id in ids]
        by_label = all_labelled(chosen, snapshot.labels, today, kinds={"event"})
        events = [by_label["event", name] for name in names]
        return sorted(events, key=lambda of: min(map(_nearness, of.taking_part or [of.row])))

    return choose


def _is_ahead(row: "StatusRow") -> bool:
    return row.countdown.phase in {"upcoming", "any-day", "under-way"}


def _nearness(row: "StatusRow") -> tuple[int, bool, int]:
    """The order of visits by their latest start; one whose last day is not known comes last.

    Those that are not counted come after them, and those that are over at the end.
    """
    least, most = row.countdown.days or (0, 0)
    is_over = row.countdown.phase in {"over", "off"}
    group = 0 if _is_ahead(row) else 2 if is_over else 1
    days = least if most is None else most
    return group, row.visit.dates.latest_end is None, -days if group else days


def _nothing_ahead(invocation: Invocation, snapshot: "Snapshot") -> str:
    from agenda.output.snapshot import why_empty
    from agenda.text.prose import day

    if not snapshot.rows:
        return why_empty(snapshot)
    return (
        f"No visit with dates is ahead on {day(invocation.today)}; "
        "`agenda status --all` shows all visits."
    )


def _print(invocation: Invocation, snapshot: "Snapshot", shown: "Sequence[Counted]") -> None:
    from agenda.output.countdown import Moment, line, panel, print_bars
    from agenda.output.snapshot import heading

    output = invocation.output()
    is_plain = not output.is_terminal or invocation.format != "panel"
    if output.is_terminal and (snapshot.commit or len(shown) > _MOST_PANELS):
        output.line(heading(snapshot))
    if len(shown) > _MOST_PANELS and not is_plain:
        print_bars(output, shown)
        return
    moment = Moment(invocation.today, is_given=invocation.as_of is not None)
    topics = snapshot.book.settings.all_topics
    for counted in shown:
        if is_plain:
            output.line(line(counted))
        else:
            output.print_renderable(panel(counted, topics, moment, output.width))
