"""The text of `agenda git-driver`: how one file of a book differs."""

from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path, PurePosixPath

from rich.text import Text

from agenda.history.book_diff import diff_visits
from agenda.model.report import Report
from agenda.output.diff import Line, diff_lines, heading, print_lines
from agenda.output.terminal import Output
from agenda.store.book import Book, book_from_files
from agenda.store.layout import ENDINGS, REPORTS, VISITS
from agenda.text.printable import escape_controls, one_line
from agenda.text.prose import count, day


def print_difference(output: Output, arguments: Sequence[str]) -> None:
    """Print what git's arguments name: the path, then file, blob and mode of either side."""
    if len(arguments) < 7:
        path = arguments[0] if arguments else "?"
        output.line(f"{escape_controls(path)}: not merged yet")
        return
    path, old_file, new_file = arguments[0], arguments[1], arguments[4]
    old, new = (
        b"" if file == "/dev/null" else Path(file).read_bytes() for file in (old_file, new_file)
    )
    if not _is_of_a_book(path):
        output.print(Text(escape_controls(path), "bold"))
        _print_text_diff(output, old, new)
        return
    folder = REPORTS if REPORTS in PurePosixPath(path).parts else VISITS
    books = [_book(folder, path, raw) for raw in (old, new)]
    output.print(Text(escape_controls(path), "bold"))
    if any(book is not None and book.broken_files for book in books):
        output.line("  one side is invalid, so the lines are compared:")
        _print_text_diff(output, old, new)
    else:
        comments = _comment_changes(old, new)
        lines = _print_visit if folder == VISITS else _print_report
        if not lines(output, *books) and not comments:
            output.line("  formatting changes only")
        for line in comments:
            output.line(f"    {line}")


def _is_of_a_book(path: str) -> bool:
    """Whether a path is that of a visit or a report; `.gitattributes` may name other files too."""
    *folders, name = PurePosixPath(path).parts
    return name.endswith(ENDINGS) and not {VISITS, REPORTS}.isdisjoint(folders)


def _comment_changes(old: bytes, new: bytes) -> list[str]:
    """The comments that are gone and those that are new, as lines of a diff."""
    before, after = (
        [line[line.index("#") :].strip() for line in raw.decode().splitlines() if "#" in line]
        for raw in (old, new)
    )
    changes = list(unified_diff(before, after, lineterm="", n=0))[2:]
    return [line for line in changes if not line.startswith("@@")]


def _book(folder: str, path: str, raw: bytes) -> Book | None:
    """A book of one file, or ``None`` if the file does not exist."""
    if not raw:
        return None
    return book_from_files(Path(), [(f"{folder}/{PurePosixPath(path).name}", raw)])


def _print_visit(output: Output, old: Book | None, new: Book | None) -> bool:
    """Print how a visit differs; whether it does."""
    visits = diff_visits(old.visits if old else {}, new.visits if new else {})
    for visit in visits:
        if line := heading(visit):
            output.line(f"  {line}")
        print_lines(output, [Line(*line[:3], "") for line in diff_lines(visit)])
    return bool(visits)


def _print_report(output: Output, old: Book | None, new: Book | None) -> bool:
    """Print how a report differs; whether it does."""
    before = next(iter(old.reports.values()), None) if old else None
    after = next(iter(new.reports.values()), None) if new else None
    if before == after:
        return False
    if before is None or after is None:
        report = after or before
        kind = "added" if after else "removed"
        output.line(f"  {kind}: {_summary(report)}" if report else f"  {kind}")
    else:
        output.line(f"  changed: {_summary(after)}")
        for mark, report, other in (("+", after, before), ("-", before, after)):
            for claim in report.claims:
                if claim not in other.claims:
                    visit, source = escape_controls(claim.visit), one_line(claim.according_to)
                    output.line(f"    {mark} {visit}: {source}")
    return True


def _summary(report: Report) -> str:
    title = f": {one_line(report.title)}" if report.title else ""
    claims = count(len(report.claims), "claim")
    return f"{one_line(report.publisher)}, {day(report.published)}, {claims}{title}"


def _print_text_diff(output: Output, old: bytes, new: bytes) -> None:
    before, after = (raw.decode(errors="replace").splitlines() for raw in (old, new))
    for line in list(unified_diff(before, after, lineterm=""))[2:]:
        output.print(Text("  " + escape_controls(line)))
