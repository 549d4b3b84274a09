"""`agenda validate`: whether our files are right."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agenda.cli import completion
from agenda.cli.options import PATH, Invocation, command

if TYPE_CHECKING:
    from agenda.model.diagnostic import Problem
    from agenda.services.select import Scope


@command("text", "json", "github", "gitlab", "sarif", "junit")
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH]...")
@click.option(
    "--stdin-filename",
    metavar="FILE",
    type=PATH,
    help="With the path `-`: the file of the book that standard input stands for.",
)
@click.option(
    "--changed",
    metavar="REV",
    shell_complete=completion.revisions,
    help="Tell only what the change since a git revision touches or brings.",
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
    """Check every file of the book, or some of them, and list all problems at once.

    Exits with 1 if there is an error; warnings and notices leave it at 0. A comment `# agenda:
    allow RULE because REASON` on a line, or above it, silences a rule there; `agenda explain` lists
    the rules.

    Example: agenda validate --changed origin/main --strict
    """
    from agenda.cli.clock import Clock
    from agenda.lint.all_rules import RULES
    from agenda.lint.rule import problems
    from agenda.services.select import scope_of, touched_since
    from agenda.store.book import Book

    def judge(book: Book) -> list["Problem"]:
        known = book.until(invocation.as_of) if invocation.as_of else book
        return problems(known, RULES, clock.day_in)

    clock = Clock(invocation.as_of)
    scope = scope_of(invocation, paths, stdin_filename)
    if changed is not None:
        scope, found = touched_since(scope, changed, judge)
    else:
        found = [one for one in judge(scope.book) if scope.has(one.fault.place.file)]
    _print(invocation, scope, found)
    return _exit_code(scope, found, strict=strict)


def _print(invocation: Invocation, scope: "Scope", found: Sequence["Problem"]) -> None:
    book = scope.book
    if invocation.format == "text":
        from agenda.output.diagnostics import print_problems

        base = _from_here(book.root)
        print_problems(invocation.screen(), book, found, base, scope.file_count)
        return
    if invocation.format == "json":
        from agenda.output import json

        text = json.text(json.problems(book, found, scope.file_count))
    elif invocation.format == "sarif":
        from agenda.lint.all_rules import RULES
        from agenda.output.ci import sarif

        text = sarif.text(book, found, _from_the_top(book.root), RULES)
    else:
        from importlib import import_module

        render = import_module(f"agenda.output.ci.{invocation.format}")
        text = render.text(book, found, _from_the_top(book.root))
    if text:
        click.echo(text)


def _exit_code(scope: "Scope", found: Sequence["Problem"], *, strict: bool) -> int:
    """3 where a file could not be read, 1 where one is wrong or can't be used, else 0."""
    from agenda.output.wording import literal
    from agenda.store.layout import SETTINGS

    book = scope.book
    if book.misnamed:
        from agenda.services.snapshot import warn_of_misnamed

        warn_of_misnamed(book)
    for file, why in book.unreadable.items():
        click.echo(f"agenda: can't read {literal(f'{file}: {why}')}", err=True)
    # What is asked about is judged by the settings too.
    unreadable = [file for file in book.unreadable if scope.has(file) or file in SETTINGS]
    errors = {problem.fault.place.file for problem in found if problem.severity == "error"}
    broken = [file for file in book.broken_files if scope.has(file)]
    if silent := [file for file in broken if file not in errors]:
        # Its rule is turned off, lowered or allowed, and still no command can use the file.
        files = literal(", ".join(silent))
        why = "can't be used, though its rule is off, lowered or allowed"
        click.echo(f"agenda: {why}: {files}", err=True)
    warned = strict and any(problem.severity == "warning" for problem in found)
    return 3 if unreadable else int(bool(errors or silent or warned))


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
