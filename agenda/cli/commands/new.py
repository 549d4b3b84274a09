"""`agenda new`: a commented starting file for a report or a visit."""

import os
import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from agenda.cli.completion import countries, visits
from agenda.cli.options import COMMON, Day, Invocation, command


@click.group(
    params=COMMON,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.pass_context
def new(context: click.Context, /, **_: object) -> None:
    """Start the file of a report or of a visit, with comments on what goes where.

    Nothing is ever overwritten.

    Example: agenda new report Reuters --published 2024-06-10
    """


@command("text")
@click.argument("publisher")
@click.option("--published", metavar="DAY", type=Day(), help="Default: today.")
@click.option("--title", default="", help="What it says, in one line of your own words.")
@click.option("--url", default="", help="Where to read it.")
@click.option(
    "--visit", default="", shell_complete=visits, help="The id of the visit that it speaks of."
)
@click.option("--edit", is_flag=True, help="Open the file in $EDITOR.")
def report(
    invocation: Invocation,
    publisher: str,
    published: date | None,
    title: str,
    url: str,
    visit: str,
    *,
    edit: bool,
) -> int:
    """Start a report's file, `seeds/DAY-PUBLISHER.yaml`.

    Example: agenda new report "Prensa Latina" --published 2024-05-30 --visit ru-vn-2024
    """
    from agenda.cli.clock import Clock
    from agenda.store.layout import REPORTS, VISITS, ids
    from agenda.store.templates import report_template
    from agenda.text.slug import slug_of
    from agenda.text.suggest import did_you_mean

    day = published or Clock(invocation.as_of).today_here()
    known = ids(invocation.root(), VISITS)
    text = report_template(day, publisher, title, url, visit, opens=visit not in known)
    name = f"{REPORTS}/{day.isoformat()}-{slug_of(publisher) or 'report'}"
    names = (f"{name}.yaml", *(f"{name}-{number}.yaml" for number in range(2, 1000)))
    path = _create(invocation, names, text)
    if path is None:
        return 1
    if visit and visit not in known:
        guess = did_you_mean(visit, known)
        _hint(f"no visit `{visit}` has a file yet; {guess or 'its first claim opens it'}")
    if path.name != Path(names[0]).name:
        _hint(f"{names[0]} is there already, so this is another report of that day")
    _hint(
        "next, fill in who says what, see what that changes, and write it into the visits:\n"
        f"  agenda diff --report {_from_here(path)}\n"
        f"  agenda apply {_from_here(path)}"
    )
    return _opened(path, edit=edit)


@command("text")
@click.argument("visitor", metavar="VISITOR-COUNTRY", shell_complete=countries)
@click.argument("host", metavar="HOST-COUNTRY", shell_complete=countries)
@click.option("--name", default="", help="The visitor's name.")
@click.option("--year", metavar="YEAR", help="For the id. Default: this year.")
@click.option("--edit", is_flag=True, help="Open the file in $EDITOR.")
def visit(
    invocation: Invocation, visitor: str, host: str, name: str, year: str | None, *, edit: bool
) -> int:
    """Start a visit's file, `agendas/VISITOR-HOST-YEAR.yaml`.

    Example: agenda new visit RU VN --name "Vladimir Putin" --year 2024
    """
    from agenda.cli.clock import Clock
    from agenda.model.country import Country, UnknownPlace
    from agenda.store.layout import VISITS
    from agenda.store.templates import visit_template
    from agenda.text.slug import slug_of

    try:
        countries = Country.parse(visitor.upper()), Country.parse(host.upper())
    except UnknownPlace as why:
        raise click.UsageError(f"{why}; {why.hint}", click.get_current_context()) from why
    if countries[0] == countries[1]:
        invocation.refuse(f"{countries[0].name} can't visit itself; name two countries")
    suffix = year or str(Clock(invocation.as_of).today_here().year)
    stem = "-".join(slug_of(part) for part in (*countries, suffix))
    text = visit_template(name, *countries)
    path = _create(invocation, (f"{VISITS}/{stem}.yaml",), text)
    if path is None:
        _hint(f"if this is another visit, give it another id, as with --year {suffix}-2")
        return 1
    _hint(
        f"next, fill in {'what' if name else 'the name of the visitor and what else'} is known; "
        "a report on it starts with\n"
        f"  agenda new report PUBLISHER --visit {stem}"
    )
    return _opened(path, edit=edit)


def _create(invocation: Invocation, names: Sequence[str], text: str) -> Path | None:
    """Write a text into the first of some files of the book that is not there yet, if any."""
    root = invocation.root()
    for file in names:
        path = root / file
        path.parent.mkdir(exist_ok=True)
        try:
            with path.open("x", encoding="utf-8") as created:
                created.write(text)
        except FileExistsError:
            continue
        click.echo(f"wrote {file}")
        return path
    click.echo(f"agenda: {names[0]} is there already, and stays as it is", err=True)
    return None


def _hint(text: str) -> None:
    """Say what a reader needs and a script does not."""
    click.echo(text, err=True)


def _from_here(path: Path) -> str:
    return shlex.quote(os.path.relpath(path))


def _opened(path: Path, *, edit: bool) -> int:
    if edit:
        click.edit(filename=str(path))
    return 0


new.add_command(report)
new.add_command(visit)
