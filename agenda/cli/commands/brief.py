"""`agenda brief`: what the night brought, what is due, and what has gone silent."""

from datetime import date
from typing import TYPE_CHECKING

import click

from agenda.cli.brief import brief_for, show_brief
from agenda.cli.filters import filtered, ordered
from agenda.cli.options import Day, Invocation, command
from agenda.cli.warnings import libraries, warn_of_broken

if TYPE_CHECKING:
    from agenda.services.brief import Brief
    from agenda.services.grouping import Sorting
    from agenda.services.snapshot import Snapshot
    from agenda.services.visit_filter import VisitFilter


@command("text", "markdown", "json", "html", "eml")
@click.option(
    "--since",
    metavar="DAY",
    type=Day(),
    help="Show what reports have changed from this day on. Default: the last working day.",
)
@filtered()
@ordered("by their first day")
def brief(
    invocation: Invocation,
    since: date | None,
    visit_filter: "VisitFilter",
    sort: "Sorting | None",
) -> int:
    """Show what is ahead, what has changed, and what to check.

    What is ahead are the visits under way, and those of the next seven days; to be checked are
    visits that are disputed or overdue, or that no report has mentioned for over 14 days, and the
    errors and warnings in the files. Parts that are empty are left out.

    `--format html` is the body of a mail, and `--format eml` is a message with it and with the same
    in plain text, to pipe into `sendmail`. Both need the extra `share`.

    Example: agenda brief --as-of 2024-06-18 --since 2024-06-17
    """
    snapshot = invocation.snapshot(is_replayed=True)
    is_mail = invocation.format in {"html", "eml"}
    if visit_filter and snapshot.rows and not visit_filter.rows(snapshot) and not is_mail:
        from agenda.output.snapshot import why_no_match

        click.echo(why_no_match(snapshot, visit_filter))
        return warn_of_broken(snapshot.book)
    _print(
        invocation, snapshot, brief_for(invocation, snapshot, since, visit_filter, sort or "start")
    )
    return warn_of_broken(snapshot.book)


def _print(invocation: Invocation, snapshot: "Snapshot", brief: "Brief") -> None:
    if invocation.format == "json":
        from agenda.output import json
        from agenda.output.json_brief import brief_object

        json.print_json(brief_object(brief))
    elif invocation.format == "markdown":
        from agenda.output.brief import markdown

        click.echo(markdown(brief), nl=False)
    elif invocation.format in {"html", "eml"}:
        with libraries(f"agenda brief --format {invocation.format}", "jinja2", "css_inline"):
            from agenda.output.mail import mail_html, mail_message

        is_page = invocation.format == "html"
        click.echo(mail_html(brief).encode() if is_page else mail_message(brief), nl=False)
    else:
        show_brief(invocation, snapshot, brief)
