"""`agenda setup-git`: set git up to show changes of visits and reports."""

from typing import TYPE_CHECKING

import click

from agenda.cli.options import Invocation, command
from agenda.cli.terminal_io import can_answer

if TYPE_CHECKING:
    from agenda.services.git_setup import GitSetup


@command("text")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--undo", is_flag=True, help="Remove what an earlier run wrote.")
def setup_git(invocation: Invocation, *, yes: bool, undo: bool) -> int:
    """Set git up to show changes of visits and reports.

    Writes two values of git's config and lines of `.gitattributes`, and shows them first.
    Afterwards `git diff` and `git log -p --ext-diff` print changes as `agenda diff` does.

    Example: agenda setup-git
    """
    from agenda.services.git_setup import git_setup, git_setup_undone

    setup = (git_setup_undone if undo else git_setup)(invocation.root())
    if setup.is_complete:
        click.echo("git is not set up" if undo else "git is already set up")
        return 0
    _print_changes(setup)
    if not yes:
        if not can_answer():
            invocation.refuse("not a terminal, so cannot ask; add --yes to write this")
        if not click.confirm("\nWrite this?"):
            return 0
    setup.write()
    if undo:
        click.echo("\ngit is as before")
        return 0
    click.echo("\ngit is set up; try `git diff` or `git log -p --ext-diff`")
    if setup.added:
        click.echo("Commit .gitattributes, so that other clones have it.")
    return 0


def _print_changes(setup: "GitSetup") -> None:
    for name, value in setup.config.items():
        click.echo(
            f"git config --unset {name}" if value is None else f"git config {name} '{value}'"
        )
    for line in setup.removed:
        click.echo(f".gitattributes: remove {line}")
    for line in setup.added:
        click.echo(f".gitattributes: {line}")
