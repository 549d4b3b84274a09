"""`agenda init`: create a new book."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast, get_args

import click

from agenda.cli.completion import folders
from agenda.cli.options import PATH, Invocation, command
from agenda.cli.terminal_io import can_ask
from agenda.store.scaffold_checks import GITHUB, GITHUB_SITE, GITLAB, Service
from agenda.text.printable import escape_controls

if TYPE_CHECKING:
    from agenda.store.scaffold import ScaffoldPlan


@command("text")
@click.argument("folder", required=False, type=PATH, shell_complete=folders)
@click.option("--demo", is_flag=True, help="Create the book about the visits of June 2024.")
@click.option(
    "--ci",
    type=click.Choice(get_args(Service)),
    help="Where the book is checked. Default: you are asked on a terminal; otherwise github.",
)
@click.option("--site", is_flag=True, help="Also publish the book, on GitHub or GitLab Pages.")
def init(
    invocation: Invocation, folder: Path | None, *, demo: bool, ci: Service | None, site: bool
) -> int:
    """Create a new book, with settings and checks for CI.

    In FOLDER, or in the current folder. Existing files are kept, so that a second run changes
    nothing. With --demo, the new folder `agenda-demo` gets the book about Vladimir Putin's visits
    to North Korea and Vietnam in June 2024, to try the commands on.

    Example: agenda init our-desk
    """
    from agenda.store.scaffold import demonstration, scaffold

    folder = folder or invocation.named_book or (Path("agenda-demo") if demo else Path.cwd())
    folder = folder.absolute()
    _refuse_inside(invocation, folder)
    folder = folder.resolve()
    if demo:
        plan = demonstration(folder)
        plan.write()
        _print_plan(plan)
        _print_commands(plan, _FOR_DEMO)
        return 0
    requirement = _requirement()
    service = ci or _asked_service()
    if site and service == "none":
        invocation.refuse("--site publishes the book on GitHub or GitLab, so --ci can't be none")
    plan = scaffold(folder, requirement, service, has_site=site)
    plan.write()
    _print_plan(plan)
    checks = [file.path for file in plan.created if file.path in {GITHUB, GITHUB_SITE, GITLAB}]
    if not requirement and checks:
        click.echo(
            f"\n{' and '.join(checks)} can't install this program, which came from a local\n"
            "folder: replace the line that fails with `pip install` and your repository's address."
        )
    _print_next_steps(plan)
    return 0


def _asked_service() -> "Service":
    """Where the book is checked, as a user who can be asked says."""
    if not can_ask():
        return "github"
    services = click.Choice(get_args(Service))
    return cast(
        "Service", click.prompt("Where is the book checked?", type=services, default="github")
    )


def _refuse_inside(invocation: Invocation, folder: Path) -> None:
    from agenda.store.layout import REPORTS, VISITS

    if folder.is_symlink() and not folder.exists():
        invocation.refuse(f"{folder} is a link to a folder that does not exist")
    if folder.exists() and not folder.is_dir():
        invocation.refuse(f"{folder} is a file, and a book is a folder")
    for above in folder.parents:
        if (above / VISITS).is_dir():
            parts = (above / VISITS, above / REPORTS)
            where = "is part of" if any(map(folder.is_relative_to, parts)) else "is in"
            invocation.refuse(f"{folder} {where} the book {above}, which is ready for use")


def _requirement() -> str:
    """The argument with which pip installs this program from where it came; empty if unknown."""
    from agenda import __version__
    from agenda.store.shipped import NAME, recorded_origin

    origin = recorded_origin()
    if origin is None:
        return ""
    if how := origin.get("vcs_info"):
        revision = how.get("requested_revision") or how["commit_id"]
        return f"{how['vcs']}+{origin['url']}@{revision}"
    if "archive_info" in origin:
        return str(origin["url"])
    return "" if origin else f"{NAME}=={__version__}"


def _print_plan(plan: "ScaffoldPlan") -> None:
    folder = escape_controls(str(plan.folder))
    if plan.created:
        click.echo(f"Created a book in {folder}:" if not plan.kept else f"In {folder}, new:")
        paths = [file.path.removesuffix(".gitkeep") for file in plan.created]
        for path, file in zip(paths, plan.created, strict=True):
            click.echo(f"  {path:<{max(map(len, paths))}}  {file.purpose}")
    else:
        click.echo(f"{folder} is already a complete book")
    if plan.kept:
        click.echo(f"Kept unchanged: {', '.join(plan.kept)}")
    for path, text in plan.manual:
        click.echo(f"\nTo check the book, add this to {escape_controls(path)}:\n")
        for line in text.splitlines():
            click.echo(escape_controls(line))


_FOR_NEW_BOOK: Final = {
    "agenda new visit FR JP": "starts the file of a visit, here from France to Japan",
    "agenda validate": "checks the book",
    "agenda help files": "explains the fields of the files",
}
_FOR_DEMO: Final = {
    "agenda status --as-of 2024-06-12": "what was coming, as it was known that day",
    "agenda show ru-vn-2024": "one visit, with the claims behind each fact",
    "agenda log --since 2024-06-17": "what each report changed",
}


def _print_commands(plan: "ScaffoldPlan", commands: Mapping[str, str]) -> None:
    click.echo("\nNext:")
    if plan.folder != Path.cwd():
        click.echo(f"  cd {escape_controls(shlex.quote(os.path.relpath(plan.folder)))}")
    for command_line, purpose in commands.items():
        click.echo(f"  {command_line:<{max(map(len, commands))}}  # {purpose}")


def _print_next_steps(plan: "ScaffoldPlan") -> None:
    from agenda.store.layout import VISITS, ids
    from agenda.store.scaffold import repository_of

    if plan.created and repository_of(plan.folder) is None:
        click.echo("\nThe folder is not in a git repository yet; `git init` makes it one.")
    if ids(plan.folder, VISITS):
        return
    _print_commands(plan, _FOR_NEW_BOOK)
    if (other := os.environ.get("AGENDA_BOOK")) and Path(other).resolve() != plan.folder:
        name = escape_controls(other)
        click.echo(f"\nAGENDA_BOOK names {name}, which takes precedence over this folder.")
