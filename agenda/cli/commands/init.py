"""`agenda init`: create a new book."""

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agenda.cli.completion import folders
from agenda.cli.options import PATH, Invocation, command
from agenda.text.printable import escape_controls

if TYPE_CHECKING:
    from agenda.store.scaffold import ScaffoldPlan


@command("text")
@click.argument("folder", required=False, type=PATH, shell_complete=folders)
def init(invocation: Invocation, folder: Path | None) -> int:
    """Create a new book, with settings and checks for CI.

    In FOLDER, or in the current folder. Existing files are kept, so that a second run changes
    nothing.

    Example: agenda init our-desk
    """
    from agenda.store.scaffold import WORKFLOW, scaffold

    folder = (folder or invocation.named_book or Path.cwd()).absolute()
    _refuse_inside(invocation, folder)
    folder = folder.resolve()
    requirement, is_known = _requirement()
    plan = scaffold(folder, requirement)
    plan.write()
    _print_plan(plan)
    if not is_known and any(file.path == WORKFLOW for file in plan.created):
        click.echo(
            f"\nThe workflow installs {requirement} from the package index, but this program was\n"
            "installed from a local folder. If yours is published elsewhere, change that line."
        )
    _print_next_steps(plan)
    return 0


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


def _requirement() -> tuple[str, bool]:
    """What pip needs to install this program, and whether it was installed that way."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution

    from agenda import __version__

    by_version = f"summit-agenda=={__version__}"
    try:
        origin = json.loads(distribution("summit-agenda").read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        return by_version, False
    if how := origin.get("vcs_info"):
        return f"summit-agenda @ {how['vcs']}+{origin['url']}@{how['commit_id']}", True
    return by_version, not origin


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


def _print_next_steps(plan: "ScaffoldPlan") -> None:
    from agenda.store.layout import VISITS, ids

    if ids(plan.folder, VISITS):
        return
    click.echo("\nNext, start a visit with the countries of the visitor and the host:")
    if plan.folder != Path.cwd():
        click.echo(f"  cd {escape_controls(shlex.quote(os.path.relpath(plan.folder)))}")
    click.echo('  agenda new visit RU VN --name "Vladimir Putin"')
    if (other := os.environ.get("AGENDA_BOOK")) and Path(other).resolve() != plan.folder:
        name = escape_controls(other)
        click.echo(f"\nAGENDA_BOOK names {name}, which takes precedence over this folder.")
