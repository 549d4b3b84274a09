"""`agenda apply`: write a report's claims into the visits, after showing what that changes."""

import sys
from pathlib import Path

import click

from agenda.cli.completion import report_files
from agenda.cli.options import PATH, Invocation, command


@command("text")
@click.argument(
    "reports",
    metavar="REPORT...",
    nargs=-1,
    required=True,
    type=PATH,
    shell_complete=report_files,
)
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show, and write nothing.")
def apply(invocation: Invocation, reports: tuple[Path, ...], *, yes: bool, dry_run: bool) -> int:
    """Write a report's claims into the visits, after showing what that changes.

    Only the lines that change are touched. A report from outside the book is copied into `seeds/`
    first. Several are applied in the order in which they count.

    Example: agenda apply seeds/2024-06-17-kremlin.yaml --dry-run
    """
    from agenda.services.apply import Writing
    from agenda.store.atomic_write import alone
    from agenda.store.layout import VISITS

    with alone(invocation.root() / VISITS):
        writing = Writing(invocation)
        names = writing.take_in(reports)
        if names is None:
            return 1
        if not (yes or dry_run or sys.stdin.isatty()):
            invocation.refuse("there is nobody to ask: add --yes to write, or --dry-run to look")
        for number, name in enumerate(names, 1):
            if code := writing.apply(name, ask=not yes, dry_run=dry_run):
                # What comes later may build on what is missing now.
                if waiting := names[number:]:
                    click.echo(f"agenda: not applied yet: {', '.join(waiting)}", err=True)
                return code
    return 0
