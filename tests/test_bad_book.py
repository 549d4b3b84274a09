"""The expected output for tests/bad-book, which breaks most rules, is in tests/cases/bad-book."""

import json
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from agenda.lint.all_rules import RULES
from agenda.lint.rule import EXAMPLE_DAY, Rule
from agenda.lint.runner import lint
from agenda.model.diagnostic import Diagnostic
from agenda.output.ci import FORMATS
from agenda.store.book import Book, load
from tests.run import ROOT, run

BAD = ROOT / "tests/bad-book"


@pytest.fixture(scope="module")
def book() -> Book:
    return load(BAD)


def diagnostics_of(book: Book) -> list[Diagnostic]:
    return lint(book, lambda _: EXAMPLE_DAY)


def with_rule_off(book: Book, rule: str) -> Book:
    settings = replace(book.settings, rules=book.settings.rules | {rule: "off"})
    return replace(book, settings=settings)


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_turning_a_rule_off_removes_exactly_its_diagnostics(book: Book, rule: Rule) -> None:
    expected: Sequence[Diagnostic] = [
        diagnostic for diagnostic in diagnostics_of(book) if diagnostic.rule != rule.id
    ]
    assert diagnostics_of(with_rule_off(book, rule.id)) == expected


@pytest.mark.parametrize("kind", FORMATS)
def test_the_output_in_each_format_is_as_expected(
    kind: str, request: pytest.FixtureRequest
) -> None:
    day = EXAMPLE_DAY.isoformat()
    result = run("validate", "--book", BAD, "--as-of", day, "--format", kind)
    assert (result.code, result.err) == (1, "")
    expected_file = ROOT / "tests/cases/bad-book" / f"{kind}.out"
    if request.config.getoption("--write-cases"):
        expected_file.write_text(result.out, encoding="utf-8")
    assert result.out == expected_file.read_text(encoding="utf-8")


def test_each_format_has_every_diagnostic(book: Book) -> None:
    outputs = {
        kind: (ROOT / f"tests/cases/bad-book/{kind}.out").read_text(encoding="utf-8")
        for kind in FORMATS
    }
    count = len(diagnostics_of(book))
    notices = sum(diagnostic.severity == "notice" for diagnostic in diagnostics_of(book))
    assert len(outputs["text"].splitlines()) == count - notices + 1
    assert len(json.loads(outputs["json"])["problems"]) == count
    # Of each severity there are more than GitHub shows: one more line says how many.
    assert len(outputs["github"].splitlines()) == count + 3
    assert len(json.loads(outputs["gitlab"])) == count
    assert len(json.loads(outputs["sarif"])["runs"][0]["results"]) == count
    assert outputs["junit"].count("<testcase") >= count
