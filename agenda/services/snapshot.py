"""Which picture of the book a command shows: its files, a revision, or its reports up to a day."""

from datetime import date

import click
from msgspec import Struct

from agenda.cli.clock import Clock
from agenda.cli.options import Invocation
from agenda.history.provenance import unsupported
from agenda.history.replay import Said, replay, spoken
from agenda.history.status import Row, outlook
from agenda.output.wording import count, day, literal
from agenda.store.book import Book
from agenda.store.layout import ENDINGS, VISITS
from agenda.text.suggest import did_you_mean

_MOST_LISTED = 12
"""How many ids a message names before it says how many there are instead."""


class Picture(Struct, frozen=True):
    """The visits as they stand, and what was said of them until then."""

    book: Book
    clock: Clock
    commit: str
    rows: list[Row]
    said: list[Said]

    @property
    def as_of(self) -> date | None:
        """The day up to which reports count, if not all of them do."""
        return self.clock.as_of

    def require(self, ids: tuple[str, ...]) -> None:
        """End with a usage error if one of these visits is not in the picture."""
        for name in ids:
            if all(row.id != name for row in self.rows):
                raise click.UsageError(self._why_missing(name), click.get_current_context())

    def heading(self) -> str:
        """A line that says which picture it is; nothing if it is that of the files as they are."""
        committed = f"committed at {self.commit}" if self.commit else ""
        known = f"known on {day(self.as_of)}" if self.as_of else ""
        said = " and ".join(filter(None, (committed, known)))
        return f"As {said}" if said else ""

    def closing(self) -> str:
        """A line on what this picture can't show; nothing if it shows all."""
        return self._of_no_report() if self.as_of else self._of_no_file()

    def _of_no_file(self) -> str:
        """What reports speak of, and no file yet."""
        files = {file.id for file in self.book.visit_files}
        names = [name for name in self.book.replayed if name not in files]
        if not names:
            return ""
        shown = ", ".join(names[:_MOST_LISTED]) + (" and others" if names[_MOST_LISTED:] else "")
        return (
            f"Only in reports so far: {shown}; `agenda apply REPORT` writes the file of such a "
            "visit, and --as-of DAY shows what the reports make of it."
        )

    def _of_no_report(self) -> str:
        """What the files say, and no report."""
        hidden = sum(self.unsupported(name) for name in self.book.visits)
        return self._say_hidden(hidden)

    def unsupported(self, visit: str) -> int:
        """How many facts of a visit's file no report says as they stand."""
        said = self.book.said_of.get(visit, ())
        return len(list(unsupported(self.book.visits[visit], said)))

    def closing_on(self, visit: str) -> str:
        """The same of one visit."""
        if not self.as_of or visit not in self.book.visits:
            return ""
        return self._say_hidden(self.unsupported(visit))

    def _say_hidden(self, hidden: int) -> str:
        if not hidden:
            return ""
        verb, them = ("is", "it is") if hidden == 1 else ("are", "they are")
        return (
            f"{count(hidden, 'fact')} in the files {verb} said by no report, so {them} not in this "
            "view; `agenda validate` names them."
        )

    def _why_missing(self, name: str) -> str:
        if self.as_of and name in self.book.replayed:
            return f"visit `{name}` was not known yet on {day(self.as_of)}"
        if self.as_of and name in self.book.visits:
            return f"no report speaks of visit `{name}`, so nothing was known on a past day"
        for file in self.book.visit_files:
            if file.id == name:
                return f"{file.file} has problems; `agenda validate` lists them"
        for path, why in self.book.unreadable.items():
            if path in {f"{VISITS}/{name}{ending}" for ending in ENDINGS}:
                return f"can't read {path}: {why}"
        if name in self.book.replayed:
            return f"visit `{name}` is only in reports so far; see it with --as-of DAY"
        known = [row.id for row in self.rows]
        if hint := did_you_mean(name, known):
            return f"no visit `{name}`; {hint}"
        if len(known) > _MOST_LISTED:
            return f"no visit `{name}`; `agenda status --all` lists the {len(known)} that there are"
        return f"no visit `{name}`; " + (f"there are {', '.join(known)}" if known else "none yet")

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
        if self.commit:
            return f"This book has no visits at {self.commit}."
        unreadable = sum(file.startswith(f"{VISITS}/") for file in self.book.unreadable)
        if count_of_files := len(self.book.visit_files) + unreadable:
            files = count(count_of_files, "file")
            return f"Nothing can be shown: {files} of visits, and none can be read."
        if self.book.replayed:
            return "No visit of this book has a file yet."
        return "This book has no visits yet: start one with `agenda new visit`."


def picture(invocation: Invocation, at: str | None = None) -> Picture:
    """The files as they are, or as committed at a revision; or with `--as-of`, their replay."""
    commit = ""
    if at is None:
        book = invocation.book()
    else:
        from agenda.store.book import load_at

        book, found = load_at(invocation.root(), at)
        commit = f"{found.name} ({found.id[:7]})"
    clock = Clock(invocation.as_of)
    visits = book.visits if clock.as_of is None else replay(book.reports, clock.as_of, book.visits)
    said = list(spoken(book.reports, clock.as_of))
    return Picture(book, clock, commit, outlook(visits, said, clock.today), said)


def warn_of_broken(book: Book) -> int:
    """Say on standard error which files are left out; the exit code."""
    if broken := book.broken_files:
        files = ", ".join(broken[:3]) + (f" and {len(broken) - 3} more" if broken[3:] else "")
        _warn(f"left out because of problems: {files}; see `agenda validate`")
    warn_of_misnamed(book)
    for file, why in book.unreadable.items():
        _warn(f"can't read {file}: {why}")
    return 3 if book.unreadable else 1 if broken else 0


def warn_of_misnamed(book: Book) -> None:
    """Say on standard error which files are not read for how their names end."""
    if book.misnamed:
        _warn(f"not read, for their names do not end in .yaml: {', '.join(book.misnamed)}")


def _warn(what: str) -> None:
    click.echo(f"agenda: {literal(what)}", err=True)
