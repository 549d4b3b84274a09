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
    from agenda.services.select import FileSelection
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
def validate(
    invocation: Invocation,
    paths: Sequence[Path],
    stdin_filename: Path | None,
    changed: str | None,
    *,
    strict: bool,
) -> int:
    """Check the book's files and list all problems.

    Exits with 1 if there is an error; with --strict, also if there is a warning. A comment
    `# agenda: allow RULE because REASON` on a line, or above it, suppresses a rule there; `agenda
    explain` lists the rules.

    Example: agenda validate --changed origin/main --strict
    """
    from agenda.cli.clock import Clock
    from agenda.lint.runner import lint
    from agenda.services.select import changed_since

    clock = Clock(invocation.as_of)

    def check(book: "Book") -> list["Diagnostic"]:
        as_of = invocation.as_of
        return lint(book.until(as_of) if as_of else book, clock.day_in)

    selection = _select(invocation, paths, stdin_filename)
    if changed is not None:
        selection, diagnostics = changed_since(selection, changed, check)
    else:
        diagnostics = [
            diagnostic
            for diagnostic in check(selection.book)
            if selection.includes(diagnostic.location.file)
        ]
    _print(invocation, selection, diagnostics)
    return _exit_code(selection, diagnostics, strict=strict)


def _select(
    invocation: Invocation, paths: Sequence[Path], stdin_filename: Path | None
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
        selection = select_content(root, stdin_filename, raw)
    elif stdin_filename is not None:
        invocation.refuse("--stdin-filename needs the path `-`, as in: agenda validate - < FILE")
    else:
        require_paths(paths)
        selection = select_files(invocation.root(near=paths[0] if paths else None), paths)
    if isinstance(selection, UsageMistake):
        invocation.refuse(selection)
    return selection


def _print(
    invocation: Invocation, selection: "FileSelection", diagnostics: "Sequence[Diagnostic]"
) -> None:
    book = selection.book
    if invocation.format == "text":
        from agenda.output.diagnostics import print_diagnostics

        base = _from_here(book.root)
        print_diagnostics(invocation.output(), book, diagnostics, base, selection.file_count)
    else:
        base = "" if invocation.format == "json" else _from_the_top(book.root)
        render = renderer(invocation.format)
        if text := render(diagnostics, book, base, selection.file_count):
            click.echo(text)


def _exit_code(
    selection: "FileSelection", diagnostics: "Sequence[Diagnostic]", *, strict: bool
) -> int:
    """3 if a file could not be read, 1 if one is wrong or can't be used, otherwise 0."""
    from agenda.cli.warnings import warn, warn_of_misnamed
    from agenda.store.layout import SETTINGS

    book = selection.book
    warn_of_misnamed(book)
    for file, reason in book.unreadable.items():
        warn(f"can't read {file}: {reason}")
    # The settings affect the other files too.
    unreadable = [file for file in book.unreadable if selection.includes(file) or file in SETTINGS]
    with_errors = {
        diagnostic.location.file for diagnostic in diagnostics if diagnostic.severity == "error"
    }
    broken = [file for file in book.broken_files if selection.includes(file)]
    if unreported := [file for file in broken if file not in with_errors]:
        # Its rule is off, lowered or suppressed, and still no command can use the file.
        reason = "can't be used, although the rule is off, lowered or suppressed"
        warn(f"{reason}: {', '.join(unreported)}")
    has_warnings = any(diagnostic.severity == "warning" for diagnostic in diagnostics)
    if unreadable:
        return 3
    return int(bool(with_errors or unreported or (strict and has_warnings)))


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
