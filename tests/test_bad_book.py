"""The book in tests/bad-book breaks every rule; what is said of it is kept beside it, by format."""

import json
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from agenda.lint.all_rules import RULES
from agenda.lint.rule import EXAMPLE_DAY, Rule
from agenda.lint.runner import lint
from agenda.model.diagnostic import Diagnostic
from agenda.store.book import Book, load
from tests.run import ROOT, run

BAD = ROOT / "tests/bad-book"
FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit")


@pytest.fixture(scope="module")
def book() -> Book:
    return load(BAD)


def claimed(book: Book) -> list[Diagnostic]:
    return lint(book, lambda _: EXAMPLE_DAY)


def without(book: Book, rule: str) -> Book:
    settings = replace(book.settings, rules=book.settings.rules | {rule: "off"})
    return replace(book, settings=settings)


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_without_a_rule_exactly_its_problems_are_gone(book: Book, rule: Rule) -> None:
    left: Sequence[Diagnostic] = [
        diagnostic for diagnostic in claimed(book) if diagnostic.rule != rule.id
    ]
    assert claimed(without(book, rule.id)) == left


@pytest.mark.parametrize("kind", FORMATS)
def test_one_run_tells_all_in_a_stable_order(kind: str, request: pytest.FixtureRequest) -> None:
    arguments = (
        "validate",
        "--book",
        str(BAD),
        "--as-of",
        EXAMPLE_DAY.isoformat(),
        "--format",
        kind,
    )
    outputs = [run(*arguments), run(*arguments)]
    assert outputs[0] == outputs[1]
    assert (outputs[0].code, outputs[0].err) == (1, "")
    kept = ROOT / "tests/cases/bad-book" / f"{kind}.out"
    if request.config.getoption("--write-cases"):
        kept.write_text(outputs[0].out, encoding="utf-8")
    assert outputs[0].out == kept.read_text(encoding="utf-8")


def test_each_format_tells_every_problem(book: Book) -> None:
    outputs = {
        kind: (ROOT / f"tests/cases/bad-book/{kind}.out").read_text(encoding="utf-8")
        for kind in FORMATS
    }
    count = len(claimed(book))
    assert len(outputs["text"].splitlines()) == count + 1
    assert len(json.loads(outputs["json"])["problems"]) == count
    assert len(outputs["github"].splitlines()) == count
    assert len(json.loads(outputs["gitlab"])) == count
    assert len(json.loads(outputs["sarif"])["runs"][0]["results"]) == count
    assert outputs["junit"].count("<testcase") >= count
