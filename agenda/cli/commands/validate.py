"""`agenda validate`: check the files and list all problems."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agenda.cli import completion
from agenda.cli.options import PATH, Invocation, command
from agenda.output.ci import FORMATS, renderer

if TYPE_CHECKING:
    from agenda.model.diagnostic import Diagnostic
    from agenda.services.check import CheckResult
    from agenda.services.fix import FixPlan
    from agenda.services.select import Check, FileSelection
    from agenda.store.book import Book

STDIN: Final = Path("-")


@command(*FORMATS)
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH]...")
@click.option(
    "--stdin-filename",
    metavar="FILE",
    type=PATH,
    help="With the path `-`: the file whose content is read from standard input.",
)
@click.option(
    "--changed",
    metavar="REV",
    shell_complete=completion.revisions,
    help="Report only diagnostics in, or caused by, changes since the merge base with REV.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option(
    "--calendar",
    is_flag=True,
    help="Let rules that depend on today's date count for the exit code.",
)
@click.option("--notices", is_flag=True, help="List the notices too.")
@click.option(
    "--statistics",
    is_flag=True,
    help="Print for each rule how often it is broken, and one example.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print the problems without the last line.")
@click.option(
    "--fix", is_flag=True, help="Write the corrections that are certain, and list what remains."
)
@click.option(
    "--diff", is_flag=True, help="Print what --fix would write as a patch, and write nothing."
)
def validate(
    invocation: Invocation,
    paths: Sequence[Path],
    stdin_filename: Path | None,
    changed: str | None,
    *,
    strict: bool,
    calendar: bool,
    notices: bool,
    statistics: bool,
    quiet: bool,
    fix: bool,
    diff: bool,
) -> int:
    """Check the book's files and list all problems.

    Exits with 1 if there is an error; with --strict, also if there is a warning. What depends on
    today's date counts only with --calendar. A comment `# agenda: allow RULE because REASON` on a
    line, or above it, suppresses a rule there; `agenda explain` lists the rules.

    Example: agenda validate --changed origin/main --strict
    """
    from agenda.cli.clock import Clock
    from agenda.lint.runner import lint
    from agenda.services.check import CheckResult
    from agenda.services.select import changed_since, check_selection

    if statistics and invocation.format != "text":
        invocation.refuse("--statistics can't be combined with --format")
    clock = Clock(invocation.as_of)

    def check(book: "Book") -> list["Diagnostic"]:
        as_of = invocation.as_of
        return lint(book.until(as_of) if as_of else book, clock.day_in)

    def checked() -> tuple["FileSelection", CheckResult]:
        is_whole = fix or diff or changed is not None or invocation.as_of is not None
        selection = _select(invocation, paths, stdin_filename, may_be_part=not is_whole)
        if changed is not None:
            selection, diagnostics = changed_since(selection, changed, check)
        else:
            selection, diagnostics = check_selection(selection, check, clock.day_in)
        count = selection.file_count
        return selection, CheckResult(selection.book, diagnostics, count, strict, calendar)

    if fix or diff:
        _refuse_unfixable(invocation, "--diff" if diff else "--fix", paths)
    selection, result = checked()
    if diff:
        _print_patch(invocation, result, check)
        return _exit_code(selection, result)
    if fix and _fix(invocation, result, check, quiet=quiet):
        selection, result = checked()
    if invocation.format == "text":
        _print_text(invocation, result, notices=notices, statistics=statistics, quiet=quiet)
    else:
        base = "" if invocation.format == "json" else _from_the_top(selection.book.root)
        if text := renderer(invocation.format)(result, base):
            click.echo(text)
    return _exit_code(selection, result)


def _select(
    invocation: Invocation,
    paths: Sequence[Path],
    stdin_filename: Path | None,
    *,
    may_be_part: bool,
) -> "FileSelection":
    from agenda.errors import EnvironmentFailure, UsageMistake
    from agenda.services.select import require_paths, select_content, select_files
    from agenda.yamlio.types import MAX_BYTES

    if STDIN in paths:
        if len(paths) > 1:
            invocation.refuse("`-` can't be combined with other paths")
        if stdin_filename is None:
            invocation.refuse(
                "`-` needs --stdin-filename FILE: a file's path decides how it is checked"
            )
        root = invocation.root(near=stdin_filename)
        if sys.stdin is None:
            raise EnvironmentFailure("can't read standard input: it is closed")
        raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        selection = select_content(root, stdin_filename, raw, may_be_part=may_be_part)
    elif stdin_filename is not None:
        invocation.refuse("--stdin-filename needs the path `-`, as in: agenda validate - < FILE")
    else:
        require_paths(paths)
        root = invocation.root(near=paths[0] if paths else None)
        selection = select_files(root, paths, may_be_part=may_be_part)
    if isinstance(selection, UsageMistake):
        invocation.refuse(selection)
    return selection


def _refuse_unfixable(invocation: Invocation, option: str, paths: Sequence[Path]) -> None:
    """End with a usage error if what is checked are not the files as they are."""
    if invocation.as_of is not None:
        invocation.refuse(f"{option} is about the files as they are now; leave out --as-of")
    if STDIN in paths:
        invocation.refuse(f"{option} can't fix standard input; name the file instead of `-`")
    if option == "--diff" and invocation.format != "text":
        invocation.refuse("--diff prints a patch; leave out --format")


def _fix(invocation: Invocation, result: "CheckResult", check: "Check", *, quiet: bool) -> bool:
    """Write what the fixes of diagnostics change; whether that is anything."""
    from agenda.services.fix import plan_fixes, write_fixes

    plan = plan_fixes(result.book, result.diagnostics, check)
    summary = f"making {_summary(plan)}" if plan.files else "nothing to fix"
    if not quiet:
        click.echo(summary, err=invocation.format != "text")
    if plan.files:
        write_fixes(result.book, plan)
    return bool(plan.files)


def _print_patch(invocation: Invocation, result: "CheckResult", check: "Check") -> None:
    """Print what the fixes of diagnostics change as a patch, and how much that is."""
    from agenda.cli.warnings import warn
    from agenda.output.patch import print_patch
    from agenda.services.fix import plan_fixes

    plan = plan_fixes(result.book, result.diagnostics, check)
    base = _from_here(result.book.root)  # no path of a patch may lead upward
    is_below = not base.startswith(("../", "/"))
    print_patch(invocation.output(), plan.files, base if is_below else "")
    sys.stdout.flush()
    warn(f"--fix would make {_summary(plan)}" if plan.files else "nothing to fix")


def _summary(plan: "FixPlan") -> str:
    from agenda.text.prose import count

    return f"{count(plan.edit_count, 'edit')} in {count(len(plan.files), 'file')}"


def _print_text(
    invocation: Invocation, result: "CheckResult", *, notices: bool, statistics: bool, quiet: bool
) -> None:
    from agenda.output.diagnostics import print_diagnostics, print_statistics

    output, base = invocation.output(), _from_here(result.book.root)
    if statistics:
        print_statistics(output, result, base, with_summary=not quiet)
    else:
        print_diagnostics(output, result, base, with_notices=notices, with_summary=not quiet)


def _exit_code(selection: "FileSelection", result: "CheckResult") -> int:
    """3 if a file could not be read, 1 if one is wrong or can't be used, otherwise 0."""
    from agenda.cli.warnings import warn, warn_of_misnamed
    from agenda.store.layout import SETTINGS

    book = selection.book
    warn_of_misnamed(book)
    for file, reason in book.unreadable.items():
        warn(f"can't read {file}: {reason}")
    # The settings affect the other files too.
    unreadable = [file for file in book.unreadable if selection.includes(file) or file in SETTINGS]
    failing = [diagnostic for diagnostic in result.diagnostics if result.fails(diagnostic)]
    with_errors = {each.location.file for each in failing if each.severity == "error"}
    broken = [file for file in book.broken_files if selection.includes(file)]
    if unreported := [file for file in broken if file not in with_errors]:
        # Its rule is off, lowered or suppressed, and still no command can use the file.
        reason = "can't be used, although the rule is off, lowered or suppressed"
        warn(f"{reason}: {', '.join(unreported)}")
    if unreadable:
        return 3
    return int(bool(failing or unreported))


def _from_here(root: Path) -> str:
    """What to put before a path of the book so that it can be opened from the current folder."""
    here = Path.cwd()
    if root == here:
        return ""
    if root.is_relative_to(here) or here.is_relative_to(root):
        return os.path.relpath(root, here) + "/"
    return f"{root}/"


def _from_the_top(root: Path) -> str:
    """What to put before a path of the book so that it counts from the top of the repository."""
    from agenda.store.git_process import prefix

    inside = prefix(root)
    return _from_here(root) if inside is None else inside
