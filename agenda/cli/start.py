"""`agenda` without a command: the beginning of the brief, or how to begin a book."""

import os
from pathlib import Path
from typing import Final

import click

from agenda.cli.options import Invocation

_LINES: Final = 12
"""How many lines of the brief are shown."""

_NO_BOOK: Final = """\
There is no book here. A book is a folder with a file for each visit in
`agendas/` and one for each report in `seeds/`. To begin:

  agenda init        Create a book in this folder.
  agenda new visit   Start the file of its first visit.
  agenda --help      List all commands."""

_GO_ON: Final = """\
Go on with:

  agenda brief    Show the whole brief, with what has changed and what to check.
  agenda status   List the visits.
  agenda --help   List all commands."""


def start(context: click.Context) -> int:
    """Show what there is, and three commands to go on with; returns the exit code."""
    from agenda.store.layout import book_above

    invocation = Invocation(context, ("text",))
    is_named = invocation.named_book is not None or os.environ.get("AGENDA_BOOK")
    if not is_named and book_above(Path.cwd()) is None:
        click.echo(_NO_BOOK)
        return 0
    code = _show_beginning(invocation)
    click.echo(f"\n{_GO_ON}")
    return code


def _show_beginning(invocation: Invocation) -> int:
    from agenda.cli.brief import brief_for, show_brief
    from agenda.cli.warnings import warn_of_broken

    snapshot = invocation.snapshot(is_replayed=True)
    show_brief(invocation, snapshot, brief_for(invocation, snapshot), most_lines=_LINES)
    return warn_of_broken(snapshot.book)
