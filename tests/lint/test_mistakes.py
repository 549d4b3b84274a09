"""Each mistake of a beginner has one diagnostic, at its own place, that says what to do.

A case in `tests/cases/mistakes` is a small book, in the format of the rule cases, with one mistake.
The expected output has the diagnostic and the edits of its fix; with them, nothing is wrong.
"""

from pathlib import Path

import pytest

from agenda.lint.all_rules import RULES
from agenda.lint.rule import Example, Files
from agenda.lint.runner import lint
from agenda.model.diagnostic import Diagnostic
from agenda.store.book import Book, book_from_files
from tests.lint.cases import TESTS, position, read_case, render

CASES = sorted((TESTS / "cases/mistakes").glob("*.yaml"))
RULES_FOR_A_BEGINNER = [rule for rule in RULES if rule.id not in {"unsourced", "single-source"}]


def diagnostics_of(example: Example, files: Files) -> tuple[Book, list[Diagnostic]]:
    book = book_from_files(Path(), list(files.items()))
    return book, lint(book, lambda _: example.day, rules=RULES_FOR_A_BEGINNER)


def fixed(book: Book, files: Files, diagnostic: Diagnostic) -> Files:
    """The files with the edits of a fix, the last one first, so that the others stay in place."""
    located = [(book.span(edit.location), edit) for edit in diagnostic.fix]
    for span, edit in sorted(located, key=lambda pair: pair[0], reverse=True):
        lines = files[edit.location.file].decode().split("\n")
        line = lines[span.line - 1]
        assert span.line == span.end_line
        assert line[span.column - 1 : span.end_column - 1] == edit.old
        lines[span.line - 1] = line[: span.column - 1] + edit.new + line[span.end_column - 1 :]
        files = {**files, edit.location.file: "\n".join(lines).encode()}
    return files


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_mistake_has_one_diagnostic_and_its_fix_is_right(
    case: Path, request: pytest.FixtureRequest
) -> None:
    example = read_case(case)
    book, diagnostics = diagnostics_of(example, example.files)
    edits = (
        f"  fix {position(book, edit.location)}: {edit.old!r} becomes {edit.new!r}\n"
        for diagnostic in diagnostics
        for edit in diagnostic.fix
    )
    output = render(book, diagnostics) + "".join(edits)
    expected = case.with_suffix(".out")
    if request.config.getoption("--write-cases"):
        expected.write_text(output, encoding="utf-8")
    assert output == expected.read_text(encoding="utf-8")
    assert len(diagnostics) == 1
    if diagnostics[0].fix:
        files = fixed(book, example.files, diagnostics[0])
        assert diagnostics_of(example, files)[1] == []


def test_each_case_has_an_output() -> None:
    outputs = sorted((TESTS / "cases/mistakes").glob("*.out"))
    assert [output.with_suffix(".yaml") for output in outputs] == CASES
