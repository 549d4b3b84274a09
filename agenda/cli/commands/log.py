"""`agenda log`: the book's history, report by report."""

from datetime import date

import click

from agenda.cli.completion import visits
from agenda.cli.options import Day, Invocation, command


@command("text", "markdown", "json")
@click.argument("visit", required=False, shell_complete=visits)
@click.option("--since", metavar="DAY", type=Day(), help="Only reports from this day on.")
@click.option("--until", metavar="DAY", type=Day(), help="Only reports up to this day.")
def log(invocation: Invocation, visit: str | None, since: date | None, until: date | None) -> int:
    """Tell the book's history, report by report, the newest first.

    Each report comes with the changes that it made, and with what each of its claims added:
    something new, something sharper, a confirmation, nothing, or a contradiction.

    Example: agenda log ru-vn-2024 --since 2024-06-10
    """
    from agenda.history.log import history
    from agenda.services.snapshot import picture, warn_of_broken

    if since and until and until < since:
        invocation.refuse(f"--since {since} comes after --until {until}; swap the two")
    view = picture(invocation)
    if visit and visit not in {one.claim.visit for one in view.said}:
        view.require((visit,))
    chapters = [
        chapter.on(visit) if visit else chapter
        for chapter in history(view.book.reports, view.as_of, view.book.visits)
        if (since is None or chapter.report.published >= since)
        and (until is None or chapter.report.published <= until)
    ]
    chapters = [chapter for chapter in reversed(chapters) if chapter.episodes]
    if invocation.format == "json":
        from agenda.output import log_json

        click.echo(log_json.text(chapters))
    elif invocation.format == "markdown":
        from agenda.output import log_markdown

        click.echo(log_markdown.text(chapters), nl=False)
    elif chapters:
        from agenda.output.log import print_log

        screen = invocation.screen()
        if heading := view.heading():
            screen.line(f"{heading}\n")
        print_log(screen, chapters)
    else:
        click.echo(_nothing(view.book.reports != {}))
    return warn_of_broken(view.book)


def _nothing(has_reports: bool) -> str:
    if has_reports:
        return "No report says anything of that in those days."
    return "This book has no reports yet: start one with `agenda new report`."
