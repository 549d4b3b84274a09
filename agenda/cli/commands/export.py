"""`agenda export`: a calendar, or a table, for people without a terminal."""

import sys
from typing import TYPE_CHECKING

import click

from agenda.cli.filters import filtered
from agenda.cli.options import COMMON, Invocation, at_revision, command
from agenda.cli.terminal_io import print_in_utf8

if TYPE_CHECKING:
    from agenda.services.snapshot import Snapshot
    from agenda.services.visit_filter import VisitFilter


@click.group(
    params=COMMON,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.pass_context
def export(context: click.Context, /, **_: object) -> None:
    """Export visits as a calendar, or as tables for a spreadsheet.

    The output is UTF-8, whatever the locale.

    Example: agenda export ics --country VN
    """


_rows_option = click.option(
    "--rows",
    "table",
    type=click.Choice(["visits", "items", "people", "claims", "changes"]),
    default="visits",
    help="What each row is about. Default: visits.",
)


@command("ics")
@filtered()
@at_revision
def ics_command(invocation: Invocation, visit_filter: "VisitFilter", at: str | None) -> int:
    """Export visits as a calendar to import or to subscribe to.

    Each visit with dates is an event of whole days; where its dates are uncertain, it spans all of
    them, and its title begins with `?`. Needs icalendar, which is in the extra `share`.

    Example: agenda export ics --country VN
    """
    from agenda.cli.warnings import libraries, warn_of_broken, warn_of_left_out

    with libraries("agenda export ics", "icalendar"):
        from agenda.output.export_ics import calendar_of
    snapshot = invocation.snapshot(at)
    print_in_utf8()
    calendar = calendar_of(snapshot, visit_filter.rows(snapshot))
    click.echo(calendar.text, nl=False)
    warn_of_left_out(calendar.left_out)
    _warn_if_empty(snapshot, visit_filter)
    return warn_of_broken(snapshot.book)


@command("csv")
@_rows_option
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, for Excel.")
@filtered()
@at_revision
def csv_command(
    invocation: Invocation, table: str, visit_filter: "VisitFilter", at: str | None, *, bom: bool
) -> int:
    """Export a table as CSV, for a spreadsheet.

    The first line has the names of the columns. A text that a spreadsheet may run as a formula
    begins with an apostrophe.

    Example: agenda export csv --rows items --as-of 2024-06-12
    """
    from agenda.cli.warnings import warn_of_broken
    from agenda.output.export_rows import TABLES, write_csv

    snapshot = invocation.snapshot(at)
    print_in_utf8()
    rows = TABLES[table].rows(snapshot, visit_filter)
    write_csv(sys.stdout, TABLES[table].columns, rows, bom=bom)
    _warn_if_empty(snapshot, visit_filter)
    return warn_of_broken(snapshot.book)


@command("jsonl")
@_rows_option
@filtered()
@at_revision
def jsonl_command(
    invocation: Invocation, table: str, visit_filter: "VisitFilter", at: str | None
) -> int:
    """Export a table as JSON lines, for programs: an object on each line.

    Example: agenda export jsonl --rows changes --as-of 2024-06-12
    """
    from agenda.cli.warnings import warn_of_broken
    from agenda.output.export_rows import TABLES, write_jsonl

    snapshot = invocation.snapshot(at)
    print_in_utf8()
    write_jsonl(sys.stdout, TABLES[table].rows(snapshot, visit_filter))
    _warn_if_empty(snapshot, visit_filter)
    return warn_of_broken(snapshot.book)


def _warn_if_empty(snapshot: "Snapshot", visit_filter: "VisitFilter") -> None:
    """Say why there are no visits; standard output has only what programs read."""
    from agenda.cli.warnings import print_message
    from agenda.output.snapshot import why_empty, why_no_match
    from agenda.text.printable import escape_controls

    if not snapshot.rows:
        print_message(escape_controls(why_empty(snapshot)))
    elif not visit_filter.rows(snapshot):
        print_message(escape_controls(why_no_match(snapshot, visit_filter)))


for subcommand in (ics_command, csv_command, jsonl_command):
    export.add_command(subcommand)
