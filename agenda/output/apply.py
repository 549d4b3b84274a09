"""The text of `agenda apply`: what a report changes in the visits, and what to edit by hand."""

from collections.abc import Sequence

import click

from agenda.output.diff import print_diff
from agenda.output.terminal import Output
from agenda.services.apply import PlannedWrite
from agenda.text.printable import escape_controls
from agenda.yamlio.quoting import RefusedEdit


def print_plan(output: Output, planned: PlannedWrite) -> None:
    """Print what applying a report changes, with notes on late and conflicting claims."""
    report = escape_controls(planned.report)
    changes_visits = planned.changes_visits
    if changes_visits:
        print_diff(output, planned.diff)
    elif any(plan.warnings for plan in planned.plans):
        output.line(f"{report} changes no visit's file: it conflicts with what is known")
    else:
        output.line(f"{report} is already applied: it does not change any visit's file")
    for plan in planned.plans:
        visit = escape_controls(plan.visit)
        if plan.is_late and changes_visits:
            output.line()
            output.line(
                f"{visit}: the book has newer reports, so only what this one adds to them is "
                "written"
            )
        for warning in plan.warnings:
            output.line()
            output.line(f"note on {visit}: {escape_controls(warning)}")


def print_refused(refused: Sequence[RefusedEdit]) -> None:
    """Print on standard error the lines of edits that have to be made by hand."""
    click.echo("agenda: nothing is written; add these lines by hand, and run this again:", err=True)
    for edit in refused:
        for line in edit.lines:
            click.echo(f"    {escape_controls(line)}", err=True)
