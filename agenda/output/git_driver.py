"""The text of `agenda git-driver`: how one file of a book differs."""

from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path, PurePosixPath

from rich.text import Text

from agenda.history.comparison import compare, sourced
from agenda.model.report import Report
from agenda.output import wording
from agenda.output.change_lines import Line, print_lines
from agenda.output.diff import heading, lines
from agenda.output.terminal import Screen
from agenda.store.book import Book, book_of
from agenda.store.layout import REPORTS, VISITS


def print_difference(screen: Screen, arguments: Sequence[str]) -> None:
    """Print what git's arguments ask for: the path, then file, blob and mode of either side."""
    if len(arguments) < 7:
        path = arguments[0] if arguments else "?"
        screen.line(f"{wording.literal(path)}: not merged yet")
        return
    path, old, new = arguments[0], arguments[1], arguments[4]
    one, other = (b"" if file == "/dev/null" else Path(file).read_bytes() for file in (old, new))
    folder = REPORTS if REPORTS in PurePosixPath(path).parts else VISITS
    books = [_book(folder, path, raw) for raw in (one, other)]
    screen.print(Text(wording.literal(path), "bold"))
    if any(book is not None and book.broken_files for book in books):
        screen.line("  one side can't be read as what it should be, so here are its lines:")
        _print_lines_of_text(screen, one, other)
    elif folder == VISITS:
        _print_visit(screen, *books)
    else:
        _print_report(screen, *books)


def _book(folder: str, path: str, raw: bytes) -> Book | None:
    """A book with nothing but one file, or nothing where the file is not there."""
    return book_of(Path(), [(f"{folder}/{PurePosixPath(path).name}", raw)]) if raw else None


def _print_visit(screen: Screen, old: Book | None, new: Book | None) -> None:
    visits = sourced(compare(old.visits if old else {}, new.visits if new else {}), ())
    if not visits:
        screen.line("  nothing but the layout differs")
    for one in visits:
        if said := heading(one):
            screen.line(f"  {said}")
        print_lines(screen, [Line(*line[:3], "") for line in lines(one)])


def _print_report(screen: Screen, old: Book | None, new: Book | None) -> None:
    before = next(iter(old.reports.values()), None) if old else None
    after = next(iter(new.reports.values()), None) if new else None
    if before == after:
        screen.line("  nothing but the layout differs")
    elif before is None or after is None:
        report = after or before
        kind = "added" if after else "removed"
        screen.line(f"  {kind}: {_told(report)}" if report else f"  {kind}")
    else:
        screen.line(f"  changed: {_told(after)}")
        for claim in after.claims:
            if claim not in before.claims:
                screen.line(
                    f"    + {wording.literal(claim.visit)}: {wording.flat(claim.according_to)}"
                )
        for claim in before.claims:
            if claim not in after.claims:
                screen.line(
                    f"    - {wording.literal(claim.visit)}: {wording.flat(claim.according_to)}"
                )


def _told(report: Report) -> str:
    title = f": {wording.flat(report.title)}" if report.title else ""
    claims = wording.count(len(report.claims), "claim")
    return f"{wording.flat(report.publisher)}, {wording.day(report.published)}, {claims}{title}"


def _print_lines_of_text(screen: Screen, one: bytes, other: bytes) -> None:
    old, new = (raw.decode(errors="replace").splitlines() for raw in (one, other))
    for line in list(unified_diff(old, new, lineterm=""))[2:]:
        screen.print(Text("  " + wording.literal(line)))
