"""`agenda new`: a commented starting file for a report or a visit."""

import re
import unicodedata
from datetime import date
from pathlib import Path

import click

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
@click.option("--visit", default="", help="The id of the visit that it speaks of.")
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
    from agenda.book.templates import report_template
    from agenda.cli.clock import Clock

    day = published or Clock(invocation.as_of).today_here()
    text = report_template(day, publisher, title, url, visit)
    name = f"{day.isoformat()}-{slug(publisher) or 'report'}"
    return _create(invocation, f"seeds/{name}.yaml", text, edit=edit)


@command("text")
@click.argument("visitor", metavar="VISITOR-COUNTRY")
@click.argument("host", metavar="HOST-COUNTRY")
@click.option("--name", default="", help="The visitor's name.")
@click.option("--year", metavar="YEAR", help="For the id. Default: this year.")
@click.option("--edit", is_flag=True, help="Open the file in $EDITOR.")
def visit(
    invocation: Invocation, visitor: str, host: str, name: str, year: str | None, *, edit: bool
) -> int:
    """Start a visit's file, `agendas/VISITOR-HOST-YEAR.yaml`.

    Example: agenda new visit RU VN --name "Vladimir Putin" --year 2024
    """
    from agenda.book.templates import visit_template
    from agenda.cli.clock import Clock
    from agenda.domain.places import Country, UnknownPlace

    try:
        countries = Country.parse(visitor.upper()), Country.parse(host.upper())
    except UnknownPlace as why:
        raise click.UsageError(f"{why}; {why.hint}", click.get_current_context()) from why
    suffix = year or str(Clock(invocation.as_of).today_here().year)
    stem = "-".join(slug(part) for part in (*countries, suffix))
    text = visit_template(name, *countries)
    return _create(invocation, f"agendas/{stem}.yaml", text, edit=edit)


def slug(text: str) -> str:
    """A text as part of an id: `Prensa Latina` is `prensa-latina`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _create(invocation: Invocation, file: str, text: str, *, edit: bool) -> int:
    path: Path = invocation.root() / file
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as created:
            created.write(text)
    except FileExistsError:
        click.echo(f"agenda: {file} is there already, and stays as it is", err=True)
        return 1
    click.echo(f"wrote {file}")
    if edit:
        click.edit(filename=str(path))
    return 0


new.add_command(report)
new.add_command(visit)
