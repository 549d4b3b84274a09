"""`agenda setup-git`: set git up to show changes of visits and reports."""

import sys

import click

from agenda.cli.options import Invocation, command


@command("text")
@click.option("--yes", is_flag=True, help="Write without asking.")
def setup_git(invocation: Invocation, *, yes: bool) -> int:
    """Set git up to show changes of visits and reports.

    Writes two lines of git's config and the file `.gitattributes`, and shows them first.
    Afterwards `git diff` and `git log -p --ext-diff` print changes as `agenda diff` does.

    Example: agenda setup-git
    """
    from agenda.services.git_setup import git_setup

    setup = git_setup(invocation.root())
    if setup.is_complete:
        click.echo("git is already set up")
        return 0
    for name, value in setup.config.items():
        click.echo(f"git config {name} '{value}'")
    for line in setup.attributes:
        click.echo(f".gitattributes: {line}")
    if not yes:
        if not sys.stdin.isatty():
            invocation.refuse("not a terminal, so cannot ask; add --yes to write this")
        if not click.confirm("\nWrite this?"):
            return 0
    setup.write()
    click.echo("\ngit is set up; try `git diff` or `git log -p --ext-diff`")
    if setup.attributes:
        click.echo("Commit .gitattributes, so that other clones have it.")
    return 0
