"""`agenda log`: the book's history, report by report."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

import click

from agenda.cli.completion import visits
from agenda.cli.filters import filtered, rows_of
from agenda.cli.options import Day, Invocation, command

if TYPE_CHECKING:
    from agenda.history.labels import Label
    from agenda.history.log import LogEntry
    from agenda.services.snapshot import Snapshot
    from agenda.services.visit_filter import VisitFilter


@command("text", "markdown", "json")
@click.argument("visit", required=False, shell_complete=visits)
@click.option("--since", metavar="DAY", type=Day(), help="Show only reports from this day on.")
@click.option("--until", metavar="DAY", type=Day(), help="Show only reports up to this day.")
@filtered("--to")
def log(
    invocation: Invocation,
    visit: str | None,
    since: date | None,
    until: date | None,
    visit_filter: "VisitFilter",
) -> int:
    """Show the book's history, report by report, the newest first.

    Each report is shown with the changes that it made, and with what each of its claims added:
    something new, more precision, a confirmation, nothing, or a contradiction.

    Example: agenda log ru-vn-2024 --since 2024-06-10
    """
    from agenda.cli.warnings import warn_of_broken
    from agenda.history.labels import labels_of
    from agenda.history.log import log_entries

    if since and until and until < since:
        invocation.refuse(f"--since {since} comes after --until {until}; swap the two")
    snapshot = invocation.snapshot(visits=(visit,) if visit and not visit_filter else ())
    if visit and visit not in {sourced.claim.visit for sourced in snapshot.claims}:
        invocation.require(snapshot, (visit,))
    named = (visit,) if visit else ()
    matched = {row.id for row in rows_of(snapshot, visit_filter, named)} if visit_filter else set()
    if visit_filter and not matched:
        from agenda.output.snapshot import why_no_match

        known = [name for name in named if name in snapshot.visits]
        click.echo(why_no_match(snapshot, visit_filter, known))
        return warn_of_broken(snapshot.book)
    shown = {visit} if visit else None
    labels: frozenset[Label] | None = frozenset() if visit else None
    if visit_filter:
        shown = matched
        labels = frozenset(chain(*(labels_of(snapshot.visits[name]) for name in shown)))
    book = snapshot.book
    entries = (
        entry
        for entry in log_entries(
            book.reports, snapshot.as_of, book.visits, shown, labels=labels, newest_first=True
        )
        if (since is None or entry.report.published >= since)
        and (until is None or entry.report.published <= until)
    )
    newest = next(entries, None)
    if newest is None and visit:
        snapshot = invocation.snapshot()  # to say which reports there are
    _print(invocation, snapshot, chain(filter(None, (newest,)), entries), _period(since, until))
    return warn_of_broken(snapshot.book)


def _period(since: date | None, until: date | None) -> str:
    """The days of the reports that are shown; empty for all days."""
    from agenda.text.prose import day

    bounds = [f"since {day(since)}" if since else "", f"up to {day(until)}" if until else ""]
    return " and ".join(filter(None, bounds))


def _print(
    invocation: Invocation, snapshot: "Snapshot", entries: "Iterator[LogEntry]", period: str
) -> None:
    if invocation.format == "json":
        from agenda.output import json, json_history

        json.print_json(json_history.log(entries))
    elif invocation.format == "markdown":
        from agenda.output.log import markdown

        click.echo(markdown(entries), nl=False)
    elif newest := next(entries, None):
        from agenda.output.log import print_log
        from agenda.output.snapshot import heading

        output = invocation.output()
        known = heading(snapshot)
        if line := "; ".join(filter(None, (known, f"reports {period}" if period else ""))):
            output.line(line[0].upper() + line[1:])
            output.line()
        print_log(output, chain((newest,), entries))
    elif snapshot.claims:
        click.echo(_no_report(snapshot, period))
    else:
        click.echo("This book has no reports yet: start one with `agenda new report`.")


def _no_report(snapshot: "Snapshot", period: str) -> str:
    from agenda.text.prose import day

    days = [sourced.published for sourced in snapshot.claims]
    first, last = day(min(days)), day(max(days))
    published = f"is dated {last}" if first == last else f"are dated {first} to {last}"
    reports = "the reports of this book" if len(set(days)) > 1 else "the report of this book"
    return f"No report {period or 'matches'}; {reports} {published}."
