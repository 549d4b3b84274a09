"""`agenda new`: start a commented file for a report or a visit."""

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agenda.cli.commands.new_prompts import Dialogue, interruptible
from agenda.cli.commands.new_visit import (
    print_hint,
    require_text,
    sides,
    values_of_options,
    with_details,
)
from agenda.cli.completion import countries, names_of_visits, topics, visits
from agenda.cli.options import COMMON, PATH, Day, Invocation, command
from agenda.cli.terminal_io import can_answer, can_ask
from agenda.cli.warnings import print_message
from agenda.text.printable import escape_controls

if TYPE_CHECKING:
    from agenda.cli.commands.new_page import SavedPage
    from agenda.services.create import CreatedFile
    from agenda.store.serialize import Values

_NOTHING_WRITTEN: Final = "stopped; nothing is written"


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
@click.argument("publisher", required=False)
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
@click.option(
    "--from",
    "page",
    metavar="FILE|-",
    type=PATH,
    help="Take the publisher, the day, the title and the address from a saved web page.",
)
@click.option("--yes", is_flag=True, help="Write without asking if the id of a visit is new.")
@click.option("-e", "--edit", is_flag=True, help="Edit the file, as `agenda edit` does.")
def report(
    invocation: Invocation,
    publisher: str | None,
    published: date | None,
    title: str,
    url: str,
    about: tuple[str, ...],
    page: Path | None,
    *,
    yes: bool,
    edit: bool,
) -> int:
    """Start a report's file, `seeds/DAY-PUBLISHER.yaml`.

    Without PUBLISHER, on a terminal, it asks for the report and its claims, shows what they
    change, and writes the file at the end.

    Example: agenda new report "Prensa Latina" --published 2024-05-30 --visit ru-vn-2024
    """
    from agenda.services.create import create_report
    from agenda.store.layout import VISITS, ids

    for name, text in (
        ("PUBLISHER", publisher or ""),
        ("--title", title),
        ("--url", url),
        *(("--visit", visit) for visit in about),
    ):
        require_text(invocation, name, text)
    root = invocation.root()
    saved = _saved_page(invocation, page)
    known = ids(root, VISITS)
    meant = [visit if yes else _meant(invocation, visit, known) for visit in about if visit]
    if publisher is None and can_ask() and not yes:
        defaults = {
            "published": str(published or saved.published or invocation.today),
            "publisher": saved.publisher,
            "title": title or saved.title,
            "url": url or saved.url,
        }
        return _guided_report(invocation, root, defaults, meant)
    publisher = publisher or saved.publisher
    if not publisher:
        which = "the page does not name its publisher" if page else "the publisher is missing"
        invocation.refuse(
            f"{which}; name it, as in `agenda new report Reuters --published DAY --url URL`"
            + ("" if page else "; on a terminal, this asks for them")
        )
    day = published or saved.published
    if page and day is None:
        invocation.refuse("the page does not give its day of publication; add --published DAY")
    created = create_report(
        root,
        day or invocation.today,
        publisher,
        title or saved.title,
        url or saved.url,
        list(dict.fromkeys(meant)),
        opened := [visit for visit in meant if visit not in known],
    )
    if not _print_created(created, root):
        return 1
    for visit in dict.fromkeys(opened):
        print_hint(f"no visit `{visit}` has a file yet; its first claim opens it")
    if created.path and created.path.name != Path(created.first_name).name:
        print_hint(f"{created.first_name} already exists, so this is another report of that day")
    path = _from_here(created.path)
    print_hint(
        "next, fill in the claims, preview what they change, and apply them to the visits:",
        f"  agenda diff --report {path}",
        f"  agenda apply {path}",
    )
    return _open(invocation, root, created.path, edit=edit)


def _saved_page(invocation: Invocation, file: Path | None) -> "SavedPage":
    """What a saved page says about itself, which is printed too."""
    from agenda.cli.commands.new_page import SavedPage, read_page
    from agenda.errors import EnvironmentFailure
    from agenda.store.files import read_bytes
    from agenda.yamlio.types import MAX_BYTES

    if file is None:
        return SavedPage()
    try:
        is_input = file == Path("-")
        if is_input and sys.stdin is None:
            raise EnvironmentFailure("can't read standard input: it is closed")
        raw = sys.stdin.buffer.read(MAX_BYTES + 1) if is_input else read_bytes(file)
    except OSError as error:
        raise EnvironmentFailure(f"can't read {file}: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        print_hint("the page is longer than 1 MiB; the rest of it is ignored")
    saved = read_page(raw, invocation.today)
    for name, value in (
        ("publisher", saved.publisher),
        ("day", saved.published),
        ("title", saved.title),
        ("address", saved.url),
        ("language", saved.language),
    ):
        print_hint(f"{name} of the page: {value or 'not given'}")
    return saved


def _guided_report(
    invocation: Invocation, root: Path, defaults: Mapping[str, str], about: Sequence[str]
) -> int:
    """Ask for a report and its claims, write its file, and offer to apply it."""
    from agenda.cli.commands.apply import apply_reports
    from agenda.cli.commands.new_fields import FieldReader
    from agenda.cli.commands.new_guided_report import ReportGuide
    from agenda.services.create import create
    from agenda.services.snapshot import load_snapshot

    # The report is applied to the files, whatever the day.
    snapshot = load_snapshot(root, None, lambda _: invocation.today)
    dialogue = Dialogue(invocation.output())
    guide = ReportGuide(dialogue, FieldReader(snapshot.book, invocation.today))
    with interruptible(_NOTHING_WRITTEN):
        draft = guide.report(defaults)
        guide.add_claims(draft, snapshot.rows, about)
        if not guide.may_write(draft.free_name(root), draft.text):
            return 0
    created = create(root, (draft.free_name(root),), draft.text)
    if not (_print_created(created, root) and created.path):
        return 1
    path = _from_here(created.path)
    with interruptible(f"{path} is not applied"):
        if dialogue.confirm("Apply it to the visits?", default=True):
            return apply_reports(invocation, (Path(os.path.relpath(created.path)),), yes=True)
    print_hint("to apply it to the visits later, run", f"  agenda apply {path}")
    return 0


@command("text")
@click.argument("visitor", metavar="[VISITOR-COUNTRY]", required=False, shell_complete=countries)
@click.argument("host", metavar="[HOST-COUNTRY]", required=False, shell_complete=countries)
@with_details
@click.option(
    "--candidate",
    multiple=True,
    metavar="PLACE",
    help="In place of HOST-COUNTRY, a place that is named, as in `Geneva, CH`. Can be repeated.",
)
@click.option(
    "--meets",
    multiple=True,
    metavar="PERSON",
    shell_complete=names_of_visits(
        lambda visit: [
            visit.visitor.name,
            *(person.name or key for key, person in visit.meets.items()),
        ]
    ),
    help="A person to meet, as in `To Lam, President, VN`. Can be repeated.",
)
@click.option(
    "--topic",
    "topic",
    multiple=True,
    shell_complete=topics,
    help="A topic on the agenda. Can be repeated.",
)
@click.option("--year", metavar="YEAR", help="The year in the id. Default: that of the dates.")
@click.option("-e", "--edit", is_flag=True, help="Edit the file, as `agenda edit` does.")
def visit(
    invocation: Invocation,
    visitor: str | None,
    host: str | None,
    candidate: tuple[str, ...],
    meets: tuple[str, ...],
    topic: tuple[str, ...],
    year: str | None,
    *,
    edit: bool,
    **details: str,
) -> int:
    """Start a visit's file, `agendas/VISITOR-HOST-YEAR.yaml`.

    Countries are codes or names. Without them, on a terminal, it asks for each field, and shows
    the file before it writes it.

    Example: agenda new visit RU VN --name "Vladimir Putin" --dates "19-20 June 2024"
    """
    from agenda.cli.commands.new_fields import year_of
    from agenda.services.create import create_visit
    from agenda.text.slug import slugify

    if year is not None and not slugify(year):
        invocation.refuse(
            f"--year `{year}` can't be part of an id; write a year, as in {invocation.today.year}"
        )
    root = invocation.root()
    organization = details["organization"]
    visitor, host = sides(invocation, visitor, host, has_organization=bool(organization))
    if candidate and host is not None:
        invocation.refuse("--candidate takes the place of HOST-COUNTRY; name only one of the two")
    several = {"candidate": candidate, "meets": meets, "topic": topic}
    values = values_of_options(invocation, root, visitor, host, details, several)
    if not ((visitor or organization) and (host or candidate)):
        if not can_ask():
            invocation.refuse(
                "name the visitor's country and the host's, as in `agenda new visit Russia "
                "Vietnam --name NAME --dates DATES`; on a terminal, this asks for them"
            )
        return _guided_visit(invocation, root, values, year or "", edit=edit)
    suffix = year or str(year_of(values, invocation.today))
    created = create_visit(root, values, suffix, invocation.today.year)
    if not _print_created(created, root):
        print_hint(f"if this is another visit, give it another id, as with --year {suffix}-2")
        return 1
    has_name = ("visitor", "name") in values
    _print_next_steps(created, "what" if has_name else "the name of the visitor and what")
    return _open(invocation, root, created.path, edit=edit)


def _guided_visit(
    invocation: Invocation, root: Path, given: "Values", suffix: str, *, edit: bool
) -> int:
    """Ask for the fields of a visit, and write its file."""
    from agenda.cli.commands.new_fields import FieldReader
    from agenda.cli.commands.new_guided import Guide
    from agenda.services.create import create, visit_text, without_comments
    from agenda.store.book import load

    guide = Guide(Dialogue(invocation.output()), FieldReader(load(root), invocation.today))
    with interruptible(_NOTHING_WRITTEN):
        values = guide.visit(given)
        file = f"agendas/{guide.id_of_visit(values, suffix)}.yaml"
        text = without_comments(visit_text(values, invocation.today.year))
        if not guide.may_write(file, text):
            return 0
    created = create(root, (file,), text)
    if not _print_created(created, root):
        return 1
    _print_next_steps(created, "what")
    return _open(invocation, root, created.path, edit=edit)


def _print_next_steps(created: "CreatedFile", missing: str) -> None:
    print_hint(
        f"next, fill in {missing} else is known; to add a report, run",
        f"  agenda new report PUBLISHER --visit {Path(created.first_name).stem}",
    )


def _meant(invocation: Invocation, visit: str, known: Sequence[str]) -> str:
    """The visit that an id means: itself, or a similar one if the user says so."""
    from agenda.text.suggest import closest

    guess = "" if visit in known else closest(visit, known)
    if not guess:
        return visit
    message = f"no visit `{visit}` has a file"
    if not can_answer():
        invocation.refuse(f"{message}; did you mean `{guess}`? To open a new visit, add --yes")
    is_guess = click.confirm(escape_controls(f"{message}. Use `{guess}` instead?"), default=True)
    return guess if is_guess else visit


def _print_created(created: "CreatedFile", root: Path) -> bool:
    """Print whether and which file was created; returns whether one was."""
    if created.path is None:
        print_message(f"agenda: {created.first_name} already exists, and is unchanged")
        return False
    click.echo(f"wrote {escape_controls(created.path.relative_to(root).as_posix())}")
    return True


def _from_here(path: Path | None) -> str:
    return shlex.quote(os.path.relpath(path)) if path else ""


def _open(invocation: Invocation, root: Path, path: Path | None, *, edit: bool) -> int:
    """Let the user edit a new file, if that is wanted."""
    if not edit or path is None:
        return 0
    from agenda.cli.commands.edit import edit_until_valid

    file = path.relative_to(root).as_posix()
    return edit_until_valid(invocation, root, file, path.read_bytes())


new.add_command(report)
new.add_command(visit)
