"""`agenda validate`: whether our files are right."""

import os
from pathlib import Path

import click

from agenda.cli.options import Invocation, command


@command("text", "json")
def validate(invocation: Invocation) -> int:
    """Check every file of the book, and list all problems in one run.

    Exits with 1 if there is an error; warnings and notices leave it at 0.

    Example: agenda validate
    """
    from agenda.cli.clock import Clock
    from agenda.render.words import literal
    from agenda.rules.catalogue import RULES
    from agenda.rules.registry import problems

    book = invocation.book()
    if invocation.as_of:
        book = book.until(invocation.as_of)
    found = problems(book, RULES, Clock(invocation.as_of).day_in)
    if invocation.format == "json":
        from agenda.render import shapes

        click.echo(shapes.text(shapes.problems(book, found)))
    else:
        from agenda.render.problems import print_problems

        print_problems(invocation.screen(), book, found, _from_here(book.root))
    for file in book.unreadable:
        click.echo(f"agenda: can't read {literal(file)}", err=True)
    errors = {problem.fault.place.file for problem in found if problem.severity == "error"}
    if silent := [file for file in book.broken_files if file not in errors]:
        # Its rule is turned off or lowered, and still no command can use the file.
        files = literal(", ".join(silent))
        click.echo(f"agenda: not used, though no error is told of it: {files}", err=True)
    return 3 if book.unreadable else int(bool(errors or silent))


def _from_here(root: Path) -> str:
    """What to put before a path of the book so that it can be opened from the current folder."""
    here = Path.cwd()
    if root == here:
        return ""
    if root.is_relative_to(here) or here.is_relative_to(root):
        return os.path.relpath(root, here) + "/"
    return f"{root}/"
