import re

from agenda.history.book_diff import BookDiff, diff_visits
from agenda.model.diagnostic import Diagnostic, LocatedDiagnostic, Location, Span
from agenda.output.diff_markdown import LIMIT, text
from tests.builders import visit

LONG = "é" * 10_000


def diff_of(visits: int, files: int = 0) -> BookDiff:
    before = {f"v{number:03}": visit() for number in range(visits)}
    after = {name: visit(notes=LONG) for name in before}
    broken = LocatedDiagnostic(Diagnostic(Location("a.yaml"), LONG), Span(1, 1, 1, 1))
    return BookDiff(("a", "b"), tuple(diff_visits(before, after)), (broken,) * files)


def test_what_fits_into_a_summary_is_whole() -> None:
    document = text(diff_of(10, 3))
    assert len(re.findall("^### v", document, re.MULTILINE)) == 10
    assert document.count("\n- ") == 3
    assert " more " not in document


def test_whole_visits_and_files_that_do_not_fit_are_counted() -> None:
    document = text(diff_of(100, 30))
    assert LIMIT - 50_000 < len(document.encode()) <= LIMIT
    for thing, total, shown in (
        ("visits", 100, document.count(f" {LONG} |")),
        ("files", 30, document.count(f" {LONG}\n")),
    ):
        assert 0 < shown < total
        assert f"\n{total - shown} more {thing}\n" in document
