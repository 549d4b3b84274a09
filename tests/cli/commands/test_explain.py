import json

import pytest

from agenda.lint.all_rules import RULES
from tests.run import run


def test_without_a_rule_all_are_listed() -> None:
    ran = run("explain")
    assert ran.code == 0
    assert [line.split()[:2] for line in ran.out.splitlines()] == [
        [rule.id, rule.severity] for rule in RULES
    ]


def test_a_rule_is_explained_with_what_the_program_says_of_its_example() -> None:
    ran = run("explain", "stale")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "stale  warning"
    assert "Fails, on 2024-06-21:" in lines
    (warning,) = [line for line in lines if "warning[stale]" in line]
    assert warning.strip().startswith(
        "agendas/ru-vn-2024.yaml:3:8: warning[stale] `2024-06-19/2024"
    )
    assert lines[-1] == "To suppress it on one line: # agenda: allow stale because REASON"


def test_a_slip_is_guessed_at() -> None:
    ran = run("explain", "stael")
    assert ran.code == 2
    assert "there is no rule `stael`; did you mean `stale`?" in ran.err


@pytest.mark.parametrize("rule", [None, "drift"])
def test_the_contract_of_its_json(rule: str | None) -> None:
    ran = run("explain", *([rule] if rule else []), "--format", "json")
    documented = json.loads(ran.out)["rules"]
    assert len(documented) == (1 if rule else len(RULES))
    for entry in documented:
        keys = ["rule", "severity", "summary", "why", "failing", "passing", "problems"]
        assert list(entry) == keys
        assert all(entry.values())
