"""The text of `agenda git-driver`: how one file of a book differs."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from agenda.history.book_diff import diff_visits
from agenda.history.diff import Change, diff_reports
from agenda.lint.suppressions import comments_of
from agenda.model.diagnostic import dotted
from agenda.model.report import Claim, Report
from agenda.output.diff import Line, diff_lines, heading, print_lines
from agenda.output.terminal import Output
from agenda.output.wording import change_text, field_name
from agenda.store.book import Book, book_from_files
from agenda.store.git_diff import FileVersion, plain_diff
from agenda.store.layout import ENDINGS, REPORTS, VISITS
from agenda.text.printable import escape_controls, one_line
from agenda.text.prose import count, day

_NOTHING: Final = book_from_files(Path(), [])


def print_difference(output: Output, arguments: Sequence[str]) -> None:
    """Print what git's arguments name.

    They are the path, then file, blob and mode of either side. For a file that was renamed or
    copied there are two more: its new path, and what git says about it.
    """
    path = arguments[0] if arguments else "?"
    if len(arguments) < 7:
        output.line(f"{escape_controls(path)}: not merged yet")
        return
    new_path = arguments[7] if len(arguments) > 7 else path
    old = _version(path, arguments[1], arguments[3])
    new = _version(new_path, arguments[4], arguments[6])
    renamed = "".join(arguments[8:9])
    books = [_book(version) for version in (old, new)]
    if not any(books) or not (old.is_regular and new.is_regular):
        _write(plain_diff(old, new, renamed, is_coloured=output.is_styled))
        return
    output.print_text(escape_controls(new_path), "bold")
    if new_path != path:
        verb = "copied" if "\ncopy from " in renamed else "renamed"
        output.line(f"  {verb} from {escape_controls(path)}")
    if None not in (old.content, new.content) and old.mode != new.mode:
        output.line(f"  mode {escape_controls(old.mode)} → {escape_controls(new.mode)}")
    if old.content != new.content or None in books:
        _print_content(output, old, new, books)


def print_edit(output: Output, file: str, before: bytes, after: bytes) -> None:
    """Print what an edit of a file of the book has changed."""
    output.print_text(escape_controls(file), "bold")
    if before == after:
        output.line("  unchanged")
        return
    old, new = (FileVersion(file, content, "100644") for content in (before, after))
    _print_content(output, old, new, [_book(old), _book(new)])


def _version(path: str, file: str, mode: str) -> FileVersion:
    content = None if file == os.devnull else Path(file).read_bytes()
    pure = PurePosixPath(path)
    is_below = not pure.is_absolute() and ".." not in pure.parts
    return FileVersion(path if is_below else pure.name, content, mode)


def _book(version: FileVersion) -> Book | None:
    """A book of one file; ``None`` if it does not exist or is not one of a book.

    `.gitattributes` may name other files too, and a file may be moved into a book or out of it.
    """
    parts = PurePosixPath(version.path).parts
    top = next((at for at, part in enumerate(parts[:-1]) if part in {VISITS, REPORTS}), None)
    if version.content is None or top is None or not version.path.endswith(ENDINGS):
        return None
    # Both sides have one name, so that a renamed visit is compared with itself.
    return book_from_files(Path(), [(f"{parts[top]}/file.yaml", version.content)])


def _print_content(
    output: Output, old: FileVersion, new: FileVersion, books: Sequence[Book | None]
) -> None:
    """Print how the content of a visit or a report differs."""
    if any(book and book.broken_files for book in books):
        output.line("  one side is invalid, so the lines are compared:")
        _print_hunks(output, plain_diff(old, new))
        return
    before, after = (book or _NOTHING for book in books)
    comments = list(_comment_changes(*books))
    are_visits = bool(before.visits or after.visits)
    is_changed = (_print_visit if are_visits else _print_report)(output, before, after)
    if not is_changed and not comments:
        output.line("  formatting changes only")
    for line in comments:
        output.line(f"    {line}")


def _print_visit(output: Output, before: Book, after: Book) -> bool:
    """Print how a visit differs; whether it does."""
    visits = diff_visits(before.visits, after.visits)
    for visit in visits:
        if line := heading(visit):
            output.line(f"  {line}")
        print_lines(output, [Line(*line[:3], "") for line in diff_lines(visit)])
    return bool(visits)


def _print_report(output: Output, before: Book, after: Book) -> bool:
    """Print how a report differs; whether it does."""
    old, new = (next(iter(book.reports.values()), None) for book in (before, after))
    if old is None or new is None:
        for kind, report in (("added", new), ("removed", old)):
            if report is not None:
                output.line(f"  {kind}: {_summary(report)}")
        return True
    difference = diff_reports(old, new)
    if not (difference.changes or difference.claims or difference.order):
        return False
    output.line(f"  changed: {_summary(new)}")
    _print_changes(output, difference.changes)
    if difference.order:
        order = "; ".join(map(_claim_name, difference.order))
        print_lines(output, [Line("reordered", "claims", order, "")])
    for claim in difference.claims:
        mark = "+ " if claim.before is None else "- " if claim.after is None else ""
        named = claim.before or claim.after
        output.line(f"  {mark}{_claim_name(named)}" if named else "")
        _print_changes(output, claim.changes)
    return True


def _print_changes(output: Output, changes: Iterable[Change]) -> None:
    lines = [
        Line(change.kind, field_name(change.path), change_text(change), "") for change in changes
    ]
    print_lines(output, lines)


def _claim_name(claim: Claim) -> str:
    return f"{escape_controls(claim.subject)}: {one_line(claim.according_to)}"


def _summary(report: Report) -> str:
    title = f": {one_line(report.title)}" if report.title else ""
    claims = count(len(report.claims), "claim")
    return f"{one_line(report.publisher)}, {day(report.published)}, {claims}{title}"


def _comment_changes(old: Book | None, new: Book | None) -> Iterator[str]:
    """The comments that are gone and those that are new, wherever they are.

    Of a file that was added or removed, only suppression comments. One that applies to something
    else than before is another one.
    """
    before, after = (
        [comment for book in books if book for comment in comments_of(book, *book.files_read)]
        for books in ((old,), (new,))
    )
    for mark, comments, others in (("-", before, after), ("+", after, before)):
        left = Counter(others)
        for comment in comments:
            if left[comment]:
                left[comment] -= 1
            elif comment.on or (old and new):
                yield f"{mark}{comment.text}{f' (on {dotted(comment.on)})' if comment.on else ''}"


def _print_hunks(output: Output, patch: bytes) -> None:
    """Print the lines of a patch that differ, without the names of the files above them."""
    lines = patch.decode(errors="replace").removesuffix("\n").split("\n")
    start = next((at for at, line in enumerate(lines) if line.startswith(("@@", "Binary"))), 0)
    for line in lines[start:]:
        output.print_text("  " + escape_controls(line))


def _write(patch: bytes) -> None:
    """Print what git shows, byte for byte: it may be applied as a patch."""
    sys.stdout.flush()
    sys.stdout.buffer.write(patch)
    sys.stdout.buffer.flush()
