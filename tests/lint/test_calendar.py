"""What depends on today's date is what the rules that are marked ``calendar`` report."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from agenda.lint.all_rules import CALENDAR_RULES, RULES
from agenda.lint.rule import EXAMPLE_DAY, Rule
from agenda.lint.runner import lint
from agenda.model.diagnostic import Diagnostic, dotted
from agenda.store.book import Book, book_from_files, load
from tests.lint.cases import TESTS, case_files, read_case
from tests.run import ROOT
from tests.stories.books import NAMES, book_on, days_of
from tools.morning_book import DAY, write_morning_book

DAYS = [timedelta(days=days) for days in (-400, 400)]

CALENDAR = [rule for rule in RULES if rule.calendar]


def books(folder: Path) -> Iterator[tuple[str, Book, date]]:
    """The book of each rule case, those that are in files, and that of each story."""
    for case in case_files():
        example = read_case(case)
        yield str(case.relative_to(TESTS)), book_from_files(Path(), example.contents), example.day
    for root in (ROOT, TESTS / "bad-book"):
        yield root.name, load(root), EXAMPLE_DAY
    write_morning_book(folder)
    yield "morning", load(folder), DAY
    for story in NAMES:
        yield story, load(book_on(story)), date.fromisoformat(days_of(story)[-1])


def found_on(book: Book, day: date, rules: frozenset[str]) -> list[tuple[str, ...]]:
    """What some rules report on a day. A hint may name a date of this year as an example."""
    return [
        _identity(diagnostic)
        for diagnostic in lint(book, lambda _: day)
        if diagnostic.rule in rules
    ]


def _identity(diagnostic: Diagnostic) -> tuple[str, ...]:
    location = diagnostic.location
    at = dotted(location.at) if isinstance(location.at, tuple) else str(location.at)
    return diagnostic.rule, diagnostic.severity, location.file, at, diagnostic.message


@pytest.mark.slow
def test_rules_that_are_not_marked_report_the_same_on_any_day(tmp_path: Path) -> None:
    others = frozenset(rule.id for rule in RULES) - CALENDAR_RULES
    for name, book, day in books(tmp_path):
        expected = found_on(book, day, others)
        for later in DAYS:
            assert found_on(book, day + later, others) == expected, name


@pytest.mark.parametrize("rule", CALENDAR, ids=lambda rule: rule.id)
def test_a_marked_rule_depends_on_today(rule: Rule) -> None:
    example = read_case(TESTS / "rules" / rule.id / "fail.yaml")
    book = book_from_files(Path(), example.contents)
    rules = frozenset({rule.id})
    assert found_on(book, example.day, rules)
    assert [] in [found_on(book, example.day + later, rules) for later in DAYS]


def test_a_comment_on_a_marked_rule_is_never_unused() -> None:
    raw = (TESTS / "rules/allow-unused/pass-depends-on-today.yaml").read_bytes()
    book = book_from_files(Path(), [("agendas/ru-vn-2024.yaml", raw)])
    rules = frozenset({"allow-unused", "stale"})
    for day in (EXAMPLE_DAY, EXAMPLE_DAY + timedelta(days=30)):
        assert found_on(book, day, rules) == []
