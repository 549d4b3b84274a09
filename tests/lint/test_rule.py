import pkgutil
from datetime import date
from importlib import import_module

import pytest

import agenda.lint.rules
from agenda.lint.all_rules import RULES
from agenda.lint.documentation import USUAL_DAY, Example, parse
from agenda.lint.rule import Rule, problems
from agenda.store.book import load
from tests.builders import MakeBook

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"


def today(_: str) -> date:
    return USUAL_DAY


def rules_found(make_book: MakeBook, example: Example) -> set[str]:
    book = load(make_book({**example.files}))
    return {problem.rule for problem in problems(book, RULES, lambda _: example.day)}


def test_the_catalogue_holds_every_rule_once() -> None:
    written = [
        value
        for module in pkgutil.iter_modules(agenda.lint.rules.__path__)
        for value in vars(import_module(f"agenda.lint.rules.{module.name}")).values()
        if isinstance(value, Rule)
    ]
    assert sorted(rule.id for rule in RULES) == sorted(rule.id for rule in written)
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_documentation_is_whole(rule: Rule) -> None:
    doc = parse(rule.doc)
    assert doc.summary.endswith(".")
    assert doc.why.endswith(".")
    assert doc.failing.files
    assert doc.passing.files


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_failing_example_fails(rule: Rule, make_book: MakeBook) -> None:
    assert rule.id in rules_found(make_book, parse(rule.doc).failing)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_passing_example_passes(rule: Rule, make_book: MakeBook) -> None:
    found = rules_found(make_book, parse(rule.doc).passing)
    assert found <= {"unsourced"} - {rule.id}  # most examples have no report


def test_settings_weigh_a_rule_or_turn_it_off(make_book: MakeBook) -> None:
    files = {"agendas/a.yaml": VISIT + "agenda: {cats: {}}\n"}
    (_, found) = problems(load(make_book({**files})), RULES, today)
    assert (found.rule, found.severity) == ("topic-unknown", "warning")
    settings = "rules: {topic-unknown: error, unsourced: off}\n"
    (found,) = problems(load(make_book({**files, "agenda.yaml": settings})), RULES, today)
    assert (found.rule, found.severity) == ("topic-unknown", "error")


def test_problems_come_by_place(make_book: MakeBook) -> None:
    root = make_book(
        {
            "agendas/b.yaml": VISIT + "x: 1\ny: 2\n",
            "agendas/a.yaml": VISIT + "dates: soon\n" + "kind: odd\n",
        }
    )
    book = load(root)
    places = [
        (problem.fault.place.file, book.span(problem.fault.place).line)
        for problem in problems(book, RULES, today)
        if problem.severity == "error"
    ]
    assert places == [
        ("agendas/a.yaml", 4),
        ("agendas/a.yaml", 5),
        ("agendas/b.yaml", 4),
        ("agendas/b.yaml", 5),
    ]
