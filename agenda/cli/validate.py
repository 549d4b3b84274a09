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
    from agenda.rules.catalogue import RULES
    from agenda.rules.registry import problems

    book = invocation.book()
    found = problems(book, RULES)
    if invocation.format == "json":
        from agenda.render import json

        click.echo(json.text(json.problems(book, found)))
    else:
        from agenda.render.problems import print_problems

        print_problems(invocation.screen(), book, found, _from_here(book.root))
    return int(any(problem.severity == "error" for problem in found))


def _from_here(root: Path) -> str:
    """What to put before a path of the book so that it can be opened from the current folder."""
    here = Path.cwd()
    if root == here:
        return ""
    if root.is_relative_to(here) or here.is_relative_to(root):
        return os.path.relpath(root, here) + "/"
    return f"{root}/"
