"""`agenda new`: start a commented file for a report or a visit."""

import os
import shlex
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agenda.cli.completion import countries, visits
from agenda.cli.options import COMMON, Day, Invocation, command
from agenda.text.printable import escape_controls

if TYPE_CHECKING:
    from agenda.services.create import CreatedFile


@click.group(
    params=COMMON,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.pass_context
def new(context: click.Context, /, **_: object) -> None:
    """Start the file of a new report or visit.

    The file has comments that explain its fields. Existing files are never overwritten.

    Example: agenda new report Reuters --published 2024-06-10
    """


@command("text")
@click.argument("publisher")
@click.option("--published", metavar="DAY", type=Day(), help="Default: today.")
@click.option("--title", default="", help="A one-line summary in your own words.")
@click.option("--url", default="", help="The address of the report.")
@click.option(
    "--visit",
    "about",
    multiple=True,
    metavar="ID",
    shell_complete=visits,
    help="A visit that the report is about. Can be repeated: one claim for each.",
)
@click.option("--yes", is_flag=True, help="Write without asking if the id of a visit is new.")
@click.option("--edit", is_flag=True, help="Open the file in $EDITOR.")
def report(
    invocation: Invocation,
    publisher: str,
    published: date | None,
    title: str,
    url: str,
    about: tuple[str, ...],
    *,
    yes: bool,
    edit: bool,
) -> int:
    """Start a report's file, `seeds/DAY-PUBLISHER.yaml`.

    Example: agenda new report "Prensa Latina" --published 2024-05-30 --visit ru-vn-2024
    """
    from agenda.services.create import create_report
    from agenda.store.layout import VISITS, ids

    for name, text in (
        ("PUBLISHER", publisher),
        ("--title", title),
        ("--url", url),
        *(("--visit", visit) for visit in about),
    ):
        _require_text(invocation, name, text)
    day = published or invocation.today
    root = invocation.root()
    known = ids(root, VISITS)
    meant = [visit if yes else _meant(invocation, visit, known) for visit in about if visit]
    opened = [visit for visit in meant if visit not in known]
    created = create_report(root, day, publisher, title, url, list(dict.fromkeys(meant)), opened)
    if not _print_created(created, root):
        return 1
    for visit in dict.fromkeys(opened):
        _print_hint(f"no visit `{visit}` has a file yet; its first claim opens it")
    if created.path and created.path.name != Path(created.first_name).name:
        _print_hint(f"{created.first_name} already exists, so this is another report of that day")
    path = _from_here(created.path)
    _print_hint(
        "next, fill in the claims, preview what they change, and apply them to the visits:",
        f"  agenda diff --report {path}",
        f"  agenda apply {path}",
    )
    return _open(created.path, edit=edit)


@command("text")
@click.argument("visitor", metavar="VISITOR-COUNTRY", shell_complete=countries)
@click.argument("host", metavar="HOST-COUNTRY", shell_complete=countries)
@click.option("--name", default="", help="The visitor's name.")
@click.option("--year", metavar="YEAR", help="The year in the id. Default: this year.")
@click.option("--edit", is_flag=True, help="Open the file in $EDITOR.")
def visit(
    invocation: Invocation, visitor: str, host: str, name: str, year: str | None, *, edit: bool
) -> int:
    """Start a visit's file, `agendas/VISITOR-HOST-YEAR.yaml`.

    Example: agenda new visit RU VN --name "Vladimir Putin" --year 2024
    """
    from agenda.model.country import Country, UnknownCountryOrZone
    from agenda.services.create import create_visit
    from agenda.text.slug import slugify

    try:
        countries = Country.parse(visitor.upper()), Country.parse(host.upper())
    except UnknownCountryOrZone as error:
        invocation.refuse(f"{error}; {error.hint}")
    if not all(countries):
        invocation.refuse("a country's code is empty; write two capital letters, as in `VN`")
    if countries[0] == countries[1]:
        invocation.refuse(f"{countries[0].name} can't visit itself; name two countries")
    suffix = str(invocation.today.year) if year is None else year
    _require_text(invocation, "--name", name)
    if not slugify(suffix):
        invocation.refuse(
            f"--year `{suffix}` can't be part of an id; write a year, as in {invocation.today.year}"
        )
    root = invocation.root()
    created = create_visit(root, *countries, suffix, name, invocation.today.year)
    if not _print_created(created, root):
        _print_hint(f"if this is another visit, give it another id, as with --year {suffix}-2")
        return 1
    _print_hint(
        f"next, fill in {'what' if name else 'the name of the visitor and what else'} is known; "
        "to add a report, run",
        f"  agenda new report PUBLISHER --visit {Path(created.first_name).stem}",
    )
    return _open(created.path, edit=edit)


def _meant(invocation: Invocation, visit: str, known: Sequence[str]) -> str:
    """The visit that an id means: itself, or a similar one if the user says so."""
    from agenda.text.suggest import closest

    guess = "" if visit in known else closest(visit, known)
    if not guess:
        return visit
    message = f"no visit `{visit}` has a file"
    if not (sys.stdin and sys.stdin.isatty()):
        invocation.refuse(f"{message}; did you mean `{guess}`? To open a new visit, add --yes")
    is_guess = click.confirm(escape_controls(f"{message}. Use `{guess}` instead?"), default=True)
    return guess if is_guess else visit


def _require_text(invocation: Invocation, name: str, text: str) -> None:
    """End with a usage error for a text that no file of a book may contain."""
    from agenda.yamlio.types import FORBIDDEN

    if bad := FORBIDDEN.search(text):
        code = ord(bad[0])
        is_byte = 0xDC80 <= code <= 0xDCFF  # how Python passes a byte that is not UTF-8
        what = f"0x{code - 0xDC00:02X}, which is not UTF-8" if is_byte else f"U+{code:04X}"
        invocation.refuse(f"{name} contains {what}; no file of a book can contain that")


def _print_created(created: "CreatedFile", root: Path) -> bool:
    """Print whether and which file was created; returns whether one was."""
    if created.path is None:
        click.echo(f"agenda: {created.first_name} already exists, and is unchanged", err=True)
        return False
    click.echo(f"wrote {escape_controls(created.path.relative_to(root).as_posix())}")
    return True


def _print_hint(*lines: str) -> None:
    """Print a hint for people, on standard error."""
    for line in lines:
        click.echo(escape_controls(line), err=True)


def _from_here(path: Path | None) -> str:
    return shlex.quote(os.path.relpath(path)) if path else ""


def _open(path: Path | None, *, edit: bool) -> int:
    if edit:
        click.edit(filename=str(path))
    return 0


new.add_command(report)
new.add_command(visit)
