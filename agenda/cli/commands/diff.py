"""`agenda diff`: what changed, in the words of the trade."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agenda.cli import completion
from agenda.cli.options import PATH, Day, Invocation, command

if TYPE_CHECKING:
    from agenda.history.comparison import Comparison


@command("text", "markdown", "json")
@click.argument(
    "sides",
    metavar="[REV | REV REV | OLD.yaml NEW.yaml]",
    nargs=-1,
    shell_complete=completion.revisions_or_files,
)
@click.option(
    "--report",
    metavar="FILE",
    type=PATH,
    shell_complete=completion.report_files,
    help="What this report would change.",
)
@click.option("--since", metavar="DAY", type=Day(), help="What the reports after a day changed.")
@click.option(
    "--visit",
    "visits",
    metavar="ID",
    multiple=True,
    shell_complete=completion.visits,
    help="Only this visit.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything differs.")
def diff(
    invocation: Invocation,
    sides: tuple[str, ...],
    report: Path | None,
    since: date | None,
    visits: tuple[str, ...],
    *,
    exit_code: bool,
) -> int:
    """Show what changed: dates firmed or moved, states raised, items added, and why.

    Without anything, the working tree against HEAD; with a revision, against that; with two, or
    REV1..REV2, the second against the first; with two files, those.

    Example: agenda diff --since 2024-06-12
    """
    from agenda.services import compare

    if sum((bool(sides), report is not None, since is not None)) > 1:
        invocation.refuse("name revisions or files, or --report, or --since: one of them")
    if len(sides) > 2:
        invocation.refuse(f"two sides can be compared, not {len(sides)}")
    if report is not None:
        found = compare.of_report(invocation, report)
    elif since is not None:
        found = compare.of_days(invocation, since)
    else:
        found = compare.of_sides(invocation, sides)
    _require(invocation, visits, found)
    found = found.of(visits)
    _print(invocation, found)
    for problem in found.problems:
        click.echo(problem, err=True)
    if found.problems:
        return 1
    return int(exit_code and found.differs)


def _require(invocation: Invocation, visits: tuple[str, ...], found: "Comparison") -> None:
    """End with a usage error if a visit was asked for that neither differs nor has a file."""
    from agenda.cli.completion import book_folder
    from agenda.store.layout import VISITS, ids
    from agenda.text.suggest import did_you_mean

    root = book_folder(click.get_current_context())
    known = {one.id for one in found.visits}.union(ids(root, VISITS) if root else ())
    for name in visits:
        if name not in known:
            guess = did_you_mean(name, known)
            why = f"no visit `{name}` differs or has a file"
            invocation.refuse(f"{why}; {guess}" if guess else why)


def _print(invocation: Invocation, found: "Comparison") -> None:
    if invocation.format == "json":
        from agenda.output import diff_json

        click.echo(diff_json.text(found))
    elif invocation.format == "markdown":
        from agenda.output import diff_markdown

        click.echo(diff_markdown.text(found), nl=False)
    else:
        from agenda.output.diff import print_comparison

        print_comparison(invocation.screen(), found)
