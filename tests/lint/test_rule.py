import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from agenda.lint.all_rules import RULES
from agenda.lint.context import LintContext
from agenda.lint.rule import (
    EXAMPLE_DAY,
    Example,
    Rule,
    documentation,
    parse_documentation,
    reported_by_reader,
    rule,
)
from agenda.lint.runner import lint, lint_example
from agenda.model.diagnostic import Diagnostic
from agenda.store.book import book_from_files


@rule("warning", formerly=("no-dogs",))
def no_cats(_: LintContext) -> Iterator[Diagnostic]:
    r"""Checks for cats,
    and for kittens.

    Why: dogs
    chase them.

    Failing, as bytes::

        # agendas/a.yaml
        notes: caf\xe9

    Passing, on 2024-07-01::

        # agendas/a.yaml
        notes: a dog
        # agenda.yaml
        rules: {}
    """
    yield from ()


def test_the_decorator_turns_a_generator_into_a_rule() -> None:
    assert (no_cats.id, no_cats.severity) == ("no-cats", "warning")
    assert no_cats.former_ids == ("no-dogs",)
    assert no_cats.check is not None
    assert not no_cats.runs_after_suppression


def test_a_rule_reported_by_a_reader_has_no_check() -> None:
    rule = reported_by_reader("error", "tag", "A summary.\n\nFailing::\n\n    # a.yaml\n")
    assert rule.check is None
    assert documentation(rule).summary == "A summary."


def test_a_docstring_is_parsed_into_summary_reason_and_examples() -> None:
    doc = documentation(no_cats)
    assert doc.summary == "Checks for cats, and for kittens."
    assert doc.why == "dogs chase them."
    assert doc.failing.note == "as bytes"
    assert doc.failing.day == EXAMPLE_DAY
    assert doc.passing.note == "on 2024-07-01"
    assert doc.passing.day == date(2024, 7, 1)


def test_an_example_is_a_book_of_several_files() -> None:
    doc = documentation(no_cats)
    assert doc.failing.files == {"agendas/a.yaml": b"notes: caf\xe9\n"}
    assert doc.passing.files == {"agendas/a.yaml": b"notes: a dog\n", "agenda.yaml": b"rules: {}\n"}


def test_a_file_of_an_example_can_be_repeated() -> None:
    doc = parse_documentation("Failing, 3 times over::\n\n    # seeds/a.yaml\n    - b\n")
    assert doc.failing.files == {"seeds/a.yaml": b"- b\n- b\n- b\n"}


def test_a_missing_section_of_a_docstring_is_empty() -> None:
    doc = parse_documentation("A summary.\n\nFailing::\n")
    assert (doc.summary, doc.why) == ("A summary.", "")
    assert doc.failing == doc.passing == Example()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_documentation_is_complete(rule: Rule) -> None:
    doc = documentation(rule)
    assert doc.summary.endswith(".")
    assert doc.why.endswith(".")
    assert doc.failing.contents
    assert doc.passing.contents


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_failing_example_breaks_the_rule(rule: Rule) -> None:
    _, diagnostics = lint_example(documentation(rule).failing, rule)
    assert diagnostics
    assert {diagnostic.rule for diagnostic in diagnostics} == {rule.id}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_passing_example_breaks_no_rule(rule: Rule) -> None:
    example = documentation(rule).passing
    book = book_from_files(Path(), example.contents)
    rules = {diagnostic.rule for diagnostic in lint(book, lambda _: example.day)}
    assert rules <= {"unsourced"} - {rule.id}  # most examples have no report


def test_the_year_in_an_id_of_an_example_is_one_of_its_dates() -> None:
    examples = [example for rule in RULES for example in _examples(rule)]
    files = [file for example in examples for file in example.files.items()]
    years = [
        (path, year, dates[1])
        for path, content in files
        if (year := "".join(re.findall(r"-(20[0-9]{2})[^/]*$", path)))
        and (
            dates := re.search(
                r"^dates: (.*[0-9]{4}.*)", content.decode("utf-8", "replace"), re.MULTILINE
            )
        )
    ]
    assert len(years) > 20
    assert [path for path, year, dates in years if year not in dates] == []


def _examples(rule: Rule) -> tuple[Example, Example]:
    doc = documentation(rule)
    return doc.failing, doc.passing
