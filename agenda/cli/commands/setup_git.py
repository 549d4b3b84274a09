"""`agenda setup-git`: let git show a book's changes in the words of the trade."""

import sys

import click

from agenda.cli.options import Invocation, command


@command("text")
@click.option("--yes", is_flag=True, help="Write without asking.")
def setup_git(invocation: Invocation, *, yes: bool) -> int:
    """Let git show what changed: two lines of its config, and one file of attributes.

    Afterwards `git diff` and `git log -p --ext-diff` print changes of visits and reports as
    `agenda diff` does. What is to be written is shown first.

    Example: agenda setup-git
    """
    from agenda.store.git import Repository
    from agenda.store.scaffold import ATTRIBUTES

    root = invocation.root()
    repository = Repository(root)
    repository.require()
    config = {
        "diff.agenda.command": _driver(),
        "diff.agenda.xfuncname": "^([a-z-]+:.*)$",
    }
    attributes = root / ".gitattributes"
    there = attributes.read_text(encoding="utf-8") if attributes.exists() else ""
    lines = [line for line in ATTRIBUTES if line not in there.splitlines()]
    settings = {name: it for name, it in config.items() if repository.setting(name) != it}
    if not (lines or settings):
        click.echo("git is set up already")
        return 0
    for name, value in settings.items():
        click.echo(f"git config {name} '{value}'")
    for line in lines:
        click.echo(f".gitattributes: {line}")
    if not yes:
        if not sys.stdin.isatty():
            invocation.refuse("there is nobody to ask: add --yes to write this")
        if not click.confirm("\nWrite this?"):
            return 0
    for name, value in settings.items():
        repository.set(name, value)
    if lines:
        gap = "" if not there or there.endswith("\n") else "\n"
        added = "".join(f"{line}\n" for line in lines)
        attributes.write_text(there + gap + added, encoding="utf-8")
    click.echo("\ngit is set up; try `git diff` or `git log -p --ext-diff`")
    if lines:
        click.echo("Commit .gitattributes, so that it is there in other clones too.")
    return 0


def _driver() -> str:
    """The command for git to run, by its whole path: an editor's git has another PATH."""
    import shlex
    from shutil import which

    found = which("agenda")
    program = shlex.quote(found) if found else f"{shlex.quote(sys.executable)} -m agenda"
    return f"{program} git-driver"
