"""Which picture of the book a command shows: its files, or its reports up to a day."""

from datetime import date

import click
from msgspec import Struct

from agenda.book.book import Book
from agenda.cli.options import Invocation
from agenda.domain.claims import Said, replay, spoken
from agenda.domain.outlook import Row, outlook
from agenda.domain.suggest import did_you_mean
from agenda.render.words import day


class Picture(Struct, frozen=True):
    """The visits as they stand, and what was said of them until then."""

    book: Book
    as_of: date | None
    rows: list[Row]
    said: list[Said]

    def require(self, ids: tuple[str, ...]) -> None:
        """End with a usage error if one of these visits is not in the picture."""
        for name in ids:
            if all(row.id != name for row in self.rows):
                raise click.UsageError(self._why_missing(name), click.get_current_context())

    def _why_missing(self, name: str) -> str:
        if self.as_of and name in self.book.replayed:
            return f"visit `{name}` was not known yet on {day(self.as_of)}"
        if self.as_of and name in self.book.visits:
            return f"no report speaks of visit `{name}`, so nothing was known on a past day"
        for file in self.book.visit_files:
            if file.id == name:
                return f"{file.file} has problems; `agenda validate` lists them"
        known = [row.id for row in self.rows]
        hint = did_you_mean(name, known) or f"the visits are {', '.join(known) or 'none yet'}"
        return f"no visit `{name}`; {hint}"

    def why_nothing(self) -> str:
        """One line for a picture without any visit."""
        if self.as_of and self.book.reports:
            first = min(report.published for report in self.book.reports.values())
            return (
                f"No visit was known yet on {day(self.as_of)}; "
                f"the first report of this book is of {day(first)}."
            )
        if self.as_of and self.book.visits:
            return "This book has no reports, so nothing is known of a past day; leave out --as-of."
        return "This book has no visits yet: write one in `agendas/`, a file for each."


def picture(invocation: Invocation) -> Picture:
    """The files as they are; or with `--as-of`, what the reports up to that day make of them."""
    book, as_of = invocation.book(), invocation.as_of
    visits = book.visits if as_of is None else replay(book.reports, as_of, book.visits)
    said = list(spoken(book.reports, as_of))
    return Picture(book, as_of, outlook(visits, said, invocation.today()), said)


def warn_of_broken(book: Book) -> int:
    """Say on standard error which files are left out; the exit code."""
    broken = book.broken_files
    if not broken:
        return 0
    files = ", ".join(broken[:3]) + (f" and {len(broken) - 3} more" if broken[3:] else "")
    click.echo(f"agenda: left out because of problems: {files}; see `agenda validate`", err=True)
    return 1
