import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from agenda.lint.all_rules import RULES
from agenda.lint.rule import EXAMPLE_DAY, Rule
from agenda.lint.runner import lint, rule_settings, with_severities
from agenda.model.diagnostic import Diagnostic, Location
from agenda.model.settings import Settings
from agenda.store.book import Book, book_from_files
from tests.builders import VISIT
from tests.plain_data import BOOKS
from tools.fuzz.check import check

FORMER_IDS = [(former_id, rule.id) for rule in RULES for former_id in rule.former_ids]


def book_with(files: Mapping[str, str]) -> Book:
    return book_from_files(Path(), [(path, text.encode()) for path, text in files.items()])


def diagnostics_of(files: Mapping[str, str], rules: Sequence[Rule] = RULES) -> list[Diagnostic]:
    return lint(book_with(files), lambda _: EXAMPLE_DAY, rules)


def severities_of(files: Mapping[str, str]) -> dict[str, str]:
    return {diagnostic.rule: diagnostic.severity for diagnostic in diagnostics_of(files)}


def test_a_rule_has_a_default_severity() -> None:
    assert severities_of({"agendas/a.yaml": VISIT + "agenda: {cats: {}}\n"}) == {
        "topic-unknown": "warning",
        "unsourced": "notice",
    }


def test_settings_change_the_severity_of_a_rule_or_turn_it_off() -> None:
    files = {
        "agendas/a.yaml": VISIT + "agenda: {cats: {}}\n",
        "agenda.yaml": "rules: {topic-unknown: error, unsourced: off}\n",
    }
    assert severities_of(files) == {"topic-unknown": "error"}


def test_settings_apply_to_diagnostics_of_the_readers() -> None:
    files = {"agendas/a.yaml": VISIT + "kind: odd\n", "agenda.yaml": "rules: {not-in-list: notice}"}
    assert severities_of(files)["not-in-list"] == "notice"
    off = files | {"agenda.yaml": "rules: {not-in-list: off}"}
    assert "not-in-list" not in severities_of(off)


def test_only_the_given_rules_are_run() -> None:
    files = {"agendas/a.yaml": VISIT + "agenda: {cats: {}}\nkind: odd\n"}
    chosen = [rule for rule in RULES if rule.id == "not-in-list"]
    assert [diagnostic.rule for diagnostic in diagnostics_of(files, chosen)] == ["not-in-list"]


def test_diagnostics_are_sorted_by_file_and_position() -> None:
    book = book_with(
        {
            "agendas/b.yaml": VISIT + "x: 1\ny: 2\n",
            "agendas/a.yaml": VISIT + "dates: soon\nkind: odd\n",
        }
    )
    lines = [
        (diagnostic.location.file, book.span(diagnostic.location).line)
        for diagnostic in lint(book, lambda _: EXAMPLE_DAY)
        if diagnostic.severity == "error"
    ]
    assert lines == [
        ("agendas/a.yaml", 4),
        ("agendas/a.yaml", 5),
        ("agendas/b.yaml", 4),
        ("agendas/b.yaml", 5),
    ]


def test_an_unknown_rule_of_a_reader_is_an_internal_error() -> None:
    book = book_with({"agenda.yaml": "rules: {drift: off}\n"})
    diagnostic = Diagnostic(Location("agenda.yaml", ()), "odd", rule="no-such-rule")
    book = replace(book, settings_diagnostics=(diagnostic,))
    with pytest.raises(LookupError, match="no-such-rule"):
        lint(book, lambda _: EXAMPLE_DAY)


def test_a_diagnostic_reported_while_its_rule_is_off_has_the_default_severity() -> None:
    diagnostic = Diagnostic(Location("agendas/a.yaml", ()), "odd", rule="not-in-list")
    for setting, severity in (("notice", "notice"), ("off", "error")):
        settings = book_with({"agenda.yaml": f"rules: {{not-in-list: {setting}}}"}).settings
        assert [each.severity for each in with_severities([diagnostic], settings)] == [severity]


@pytest.mark.parametrize(("former_id", "rule_id"), FORMER_IDS)
def test_settings_may_use_a_former_id(former_id: str, rule_id: str) -> None:
    settings = book_with({"agenda.yaml": f"rules: {{{former_id}: notice}}\n"}).settings
    assert rule_settings(Settings())[rule_id] in {"error", "warning"}
    assert rule_settings(settings)[rule_id] == "notice"


def test_a_current_id_takes_precedence_over_a_former_id() -> None:
    rules = "rules: {text-untidy: error, untidy-text: notice}\n"
    assert rule_settings(book_with({"agenda.yaml": rules}).settings)["untidy-text"] == "notice"


@pytest.mark.parametrize(("former_id", "rule_id"), FORMER_IDS)
def test_a_former_id_in_settings_is_reported_with_the_current_id(
    former_id: str, rule_id: str
) -> None:
    (diagnostic,) = diagnostics_of({"agenda.yaml": f"rules: {{{former_id}: notice}}\n"})
    assert (diagnostic.rule, diagnostic.severity) == ("rule-renamed", "notice")
    assert diagnostic.message == f"the rule `{former_id}` is now called `{rule_id}`"
    assert diagnostic.hint == f"write `{rule_id}`"
    assert diagnostic.location == Location("agenda.yaml", ("rules", former_id), key=True)


VIOLATIONS = {
    "claim-before-its-time": {
        "agendas/b.yaml": VISIT + "dates: 2024-06-19\n",
        "seeds/a.yaml": (
            "published: 2024-06-11\npublisher: P\nclaims:\n"
            "  - {visit: b, according_to: P, confirmation: {state: completed}}\n"
        ),
    },
    "id-taken": {"agendas/b/a.yaml": VISIT},
    "text-untidy": {"agendas/b.yaml": VISIT + "notes: a\tb\n"},
}


@pytest.mark.parametrize(("former_id", "rule_id"), FORMER_IDS)
def test_a_former_id_in_settings_turns_the_rule_off(former_id: str, rule_id: str) -> None:
    files = {"agendas/a.yaml": VISIT, **VIOLATIONS[former_id]}
    assert rule_id in severities_of(files)
    off = files | {"agenda.yaml": f"rules: {{{former_id}: off}}\n"}
    assert rule_id not in severities_of(off)
    assert severities_of(off)["rule-renamed"] == "notice"


@given(BOOKS)
def test_any_book_is_linted_and_printed(book: dict[str, Any]) -> None:
    check({path: json.dumps(data).encode() for path, data in book.items()})
