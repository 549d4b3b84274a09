"""`agenda apply`: write a report's claims into the visits, after showing what that changes."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agenda.cli.completion import report_files
from agenda.cli.options import PATH, Invocation, command
from agenda.cli.terminal_io import can_answer
from agenda.cli.warnings import print_message, warn

if TYPE_CHECKING:
    from agenda.output.terminal import Output
    from agenda.services.apply import ApplyReports


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
@click.option("--dry-run", is_flag=True, help="Show the changes without writing them.")
def apply(invocation: Invocation, reports: tuple[Path, ...], *, yes: bool, dry_run: bool) -> int:
    """Write a report's claims into the visits' files.

    The changes are shown first. Only the changed lines are edited. REPORT is a file, or the id of
    a report of the book; one from outside the book is copied into `seeds/`. Several reports are
    applied in the order in which they count.

    Example: agenda apply seeds/2024-06-17-kremlin.yaml --dry-run
    """
    return apply_reports(invocation, reports, yes=yes, dry_run=dry_run)


def apply_reports(
    invocation: Invocation, reports: tuple[Path, ...], *, yes: bool = False, dry_run: bool = False
) -> int:
    """Show what reports change, and write it, after asking unless ``yes``; the exit code."""
    from agenda.services.apply import ApplyReports
    from agenda.store.atomic_write import lock
    from agenda.store.layout import VISITS

    root = invocation.root()
    with lock(root / VISITS):
        application = ApplyReports(root, reports, invocation.today)
        _warn_of_leftovers(application)
        if application.problems:
            _print_problems(application)
            return 1
        output = invocation.output()
        can_write = yes or can_answer()
        order = application.order
        for number, name in enumerate(order, 1):
            is_preview = dry_run or not can_write
            if not _apply_one(output, application, name, ask=not yes, dry_run=is_preview):
                # Later reports may depend on what is missing now.
                if waiting := order[number:]:
                    warn(f"not applied yet: {', '.join(waiting)}")
                return 1
        if not (dry_run or can_write) and application.would_write:
            invocation.refuse("not a terminal, so cannot ask; add --yes to write this")
    return 0


def _apply_one(
    output: "Output", application: "ApplyReports", name: str, *, ask: bool, dry_run: bool
) -> bool:
    """Apply one report, or show what that changes; whether it could be applied."""
    from agenda.output.apply import print_plan, print_refused

    planned = application.plan(name)
    if planned.problem:
        warn(planned.problem)
        return False
    print_plan(output, planned)
    if planned.refused:
        print_refused(planned.refused)
        return False
    if dry_run or not planned.files:
        return True
    files = _names(application.root, planned.files)
    if planned.changes_visits and ask and not click.confirm(f"\nWrite {files}?"):
        output.line("nothing is written")
        return True
    application.write(planned)
    if planned.changes_visits:
        output.line()
    output.line(f"wrote {files}")
    return True


def _print_problems(application: "ApplyReports") -> None:
    from agenda.output.diagnostics import diagnostic_line

    for problem in application.problems:
        if isinstance(problem, str):
            warn(problem)
        else:
            print_message(diagnostic_line(problem))


def _warn_of_leftovers(application: "ApplyReports") -> None:
    """Say how far an earlier run came that was killed."""
    leftovers, root = application.leftovers, application.root
    wrote = f"it wrote {_names(root, leftovers.written)}" if leftovers.written else ""
    missed = f"it did not write {_names(root, leftovers.unchanged)}" if leftovers.unchanged else ""
    if wrote or missed:
        outcome = " and ".join(filter(None, (wrote, missed)))
        warn(f"an earlier `agenda apply` was stopped; {outcome}")


def _names(root: Path, paths: Iterable[Path]) -> str:
    from agenda.text.printable import escape_controls

    return ", ".join(escape_controls(path.relative_to(root).as_posix()) for path in paths)
