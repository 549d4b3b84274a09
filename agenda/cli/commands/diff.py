"""`agenda diff`: what changed between two revisions, files or days, or by a report."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from agenda.cli import completion
from agenda.cli.options import PATH, Day, Invocation, command
from agenda.cli.warnings import print_message, warn_of_broken

if TYPE_CHECKING:
    from agenda.history.book_diff import BookDiff
    from agenda.store.book import Book


@command("text", "markdown", "json")
@click.argument(
    "sides",
    metavar="[REV | REV REV | OLD.yaml NEW.yaml]",
    nargs=-1,
    shell_complete=completion.revisions_or_files,
)
@click.option(
    "--report",
    metavar="REPORT",
    type=PATH,
    shell_complete=completion.report_files,
    help="Show what this report would change: its file or its id.",
)
@click.option(
    "--since",
    metavar="DAY",
    type=Day(),
    help="Show what the reports published after this day changed.",
)
@click.option(
    "--visit",
    "visits",
    metavar="ID",
    multiple=True,
    shell_complete=completion.visits,
    help="Show only this visit.",
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
    """Show what changed, and which reports say so.

    Without arguments, compare the working tree with HEAD; with one revision, with that revision;
    with two, or REV1..REV2, the first with the second; with REV1...REV2, the merge base of the two
    with the second; with two files, one with the other.

    Example: agenda diff --since 2024-06-12
    """
    if sum((bool(sides), report is not None, since is not None)) > 1:
        invocation.refuse("use only one of: revisions or files, --report, --since")
    if len(sides) > 2:
        invocation.refuse(f"give at most two revisions or files, not {len(sides)}")
    book_diff, book = _book_diff(invocation, sides, report, since, visits)
    if unknown := _unknown(visits, book_diff):
        # Only all that differs says what may be meant.
        _refuse_unknown(invocation, unknown, _book_diff(invocation, sides, report, since)[0])
    book_diff = book_diff.only(visits)
    _print(invocation, book_diff)
    _print_diagnostics(book_diff)
    failed = warn_of_broken(book) if book else 0
    differs = exit_code and book_diff.has_changes
    return failed or int(bool(book_diff.diagnostics) or differs)


def _print_diagnostics(book_diff: "BookDiff") -> None:
    """Print what is wrong with the files that are compared."""
    from agenda.output.diagnostics import diagnostic_line

    for located in book_diff.diagnostics:
        print_message(diagnostic_line(located))


def _book_diff(
    invocation: Invocation,
    sides: tuple[str, ...],
    report: Path | None,
    since: date | None,
    visits: Collection[str] = (),
) -> "tuple[BookDiff, Book | None]":
    """What differs, at least in some visits if they are given; and the book that was read."""
    from agenda.services.compare import (
        compare_days,
        compare_files,
        is_file,
        load_for,
        report_bytes,
        report_diff,
        report_path,
    )
    from agenda.store.book import load

    if report is not None:
        root = invocation.root()
        report = report_path(root, report)
        raw, book = report_bytes(root, report), load(root)
        return report_diff(book, report, raw, invocation.as_of, invocation.today), book
    if since is not None:
        until = invocation.as_of
        if until and until < since:
            invocation.refuse(f"--since {since} comes after --as-of {until}; swap the two")
        book = load_for(invocation.root(), visits)
        return compare_days(book, since, until), book
    if len(sides) == 2 and all(map(is_file, sides)):
        return compare_files(Path(sides[0]), Path(sides[1]), invocation.today), None
    return _revision_diff(invocation, sides, visits), None


def _revision_diff(
    invocation: Invocation, sides: tuple[str, ...], visits: Collection[str]
) -> "BookDiff":
    from agenda.errors import EnvironmentFailure
    from agenda.services.compare import compare_revisions, likely_meaning

    if invocation.as_of:
        invocation.refuse(
            "--as-of can be combined with --report and --since, but not with revisions"
        )
    before, after = sides if len(sides) == 2 else ("".join(sides), "")
    dots = next((dots for dots in ("...", "..") if dots in before and not after), "")
    if dots:
        before, _, after = before.partition(dots)
        after = after or "HEAD"
    try:
        root, today = invocation.root(), invocation.today
        return compare_revisions(
            root, before or "HEAD", after, today, from_merge_base=dots == "...", only=visits
        )
    except EnvironmentFailure as failure:
        if meaning := next(filter(None, map(likely_meaning, sides)), ""):
            invocation.refuse(f"{meaning}; {failure}")
        raise


def _unknown(visits: Collection[str], book_diff: "BookDiff") -> str:
    """The first visit that neither differs nor has a file; empty if there is none."""
    known = _known(book_diff) if visits else ()
    return next((name for name in visits if name not in known), "")


def _known(book_diff: "BookDiff") -> set[str]:
    from agenda.cli.completion import book_folder
    from agenda.store.layout import VISITS, ids

    root = book_folder(click.get_current_context())
    return {visit.id for visit in book_diff.visits}.union(ids(root, VISITS) if root else ())


def _refuse_unknown(invocation: Invocation, name: str, book_diff: "BookDiff") -> NoReturn:
    from agenda.text.suggest import did_you_mean

    hint = did_you_mean(name, _known(book_diff))
    message = f"no visit `{name}` differs or has a file"
    invocation.refuse(f"{message}; {hint}" if hint else message)


def _print(invocation: Invocation, book_diff: "BookDiff") -> None:
    if invocation.format == "json":
        from agenda.output import json, json_history

        json.print_json(json_history.diff(book_diff))
    elif invocation.format == "markdown":
        from agenda.output import diff_markdown

        click.echo(diff_markdown.text(book_diff), nl=False)
    else:
        from agenda.output.diff import print_diff

        print_diff(invocation.output(), book_diff)
