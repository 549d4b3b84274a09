import json

import pytest

from agenda.lint.all_rules import CALENDAR_RULES, RULES
from tests.run import run


def test_without_a_rule_all_rules_are_listed() -> None:
    result = run("explain")
    assert result.code == 0
    assert [line.split()[:2] for line in result.out.splitlines()] == [
        [rule.id, rule.severity] for rule in RULES
    ]


def test_rules_that_depend_on_today_are_marked() -> None:
    marked = {line.split()[0] for line in run("explain").out.splitlines() if "(calendar)" in line}
    assert marked == CALENDAR_RULES
    assert "Calendar" not in run("explain", "drift").out


def test_a_rule_is_explained_with_the_output_for_its_example() -> None:
    result = run("explain", "stale")
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0] == "stale  warning"
    assert any(line.startswith("Calendar: It depends on today's date") for line in lines)
    assert "Fails, on 2024-06-21:" in lines
    (warning,) = [line for line in lines if "warning[stale]" in line]
    assert warning.strip().startswith(
        "agendas/ru-vn-2024.yaml:3:8: warning[stale] `2024-06-19/2024"
    )
    assert lines[-1] == "To suppress it on one line: # agenda: allow stale because REASON"


def test_a_typo_gets_a_suggestion() -> None:
    result = run("explain", "stael")
    assert result.code == 2
    assert "there is no rule `stael`; did you mean `stale`?" in result.err


@pytest.mark.parametrize("rule", [None, "drift"])
def test_json_has_a_value_for_each_key(rule: str | None) -> None:
    result = run("explain", *([rule] if rule else []), "--format", "json")
    rules = json.loads(result.out)["rules"]
    assert len(rules) == (1 if rule else len(RULES))
    for entry in rules:
        keys = ["rule", "severity", "calendar", "summary", "why", "failing", "passing", "problems"]
        assert list(entry) == keys
        assert entry.pop("calendar") == (entry["rule"] in CALENDAR_RULES)
        assert all(entry.values())
