"""Runs the rule cases and compares the reported with the expected diagnostics.

`tests/rules/RULE/NAME.yaml` is run with that rule alone; a file in `tests/cases/combined` is run
with all rules. `NAME.out` has the expected diagnostics, with exact positions; a case without
diagnostics has no such file. Each rule has at least `fail.yaml`, which breaks it, and `pass.yaml`,
which does not; the names of additional cases begin with `fail-` or `pass-`. Only `allow-unused`,
which depends on what the other rules report, is run with all of them; its cases list only its own
diagnostics.

A case is a small book in the format of the examples in a rule's docstring. A line
`# agendas/NAME.yaml`, `# seeds/NAME.yaml` or `# agenda.yaml` begins a file. The first line of the
case may be a comment that changes how the case is read:

- `# as bytes`: Python escapes stand for bytes (`\\xe5`, `\\t`, `\\x20` for a trailing space;
  a backslash at the end of a line removes the line end)
- `# 100 times over`: the content of each file is repeated that often
- `# on 2024-07-01`: the day on which the book is checked; 2024-06-12 otherwise

`pytest --write-cases` writes the `.out` files; read the difference before you commit it.
"""

import re
from pathlib import Path

import pytest

from agenda.lint.all_rules import RULES
from agenda.lint.rule import Rule
from agenda.lint.runner import lint
from agenda.store.book import book_from_files
from tests.lint.cases import (
    COMBINED_CASES,
    RULE_CASES,
    TESTS,
    case_files,
    expected_output,
    read_case,
    run_case,
)


@pytest.mark.parametrize("case", case_files(), ids=lambda path: str(path.relative_to(TESTS)))
def test_a_case_has_the_expected_diagnostics(case: Path, request: pytest.FixtureRequest) -> None:
    output = run_case(case)
    expected_file = case.with_suffix(".out")
    if request.config.getoption("--write-cases"):
        expected_file.unlink(missing_ok=True)
        if output:
            expected_file.write_text(output, encoding="utf-8")
    assert output == expected_output(case)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_has_failing_and_passing_cases(rule: Rule) -> None:
    outputs = {path.stem: expected_output(path) for path in (RULE_CASES / rule.id).glob("*.yaml")}
    assert {"fail", "pass"} <= outputs.keys()
    for name, output in outputs.items():
        rules = set(re.findall(r"^(?:error|warning|notice)\[([^]]+)\]", output, re.MULTILINE))
        assert rules == {"fail": {rule.id}, "pass": set()}[name.partition("-")[0]], name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_basic_cases_of_a_rule_break_no_other_rule(rule: Rule) -> None:
    for name in ("fail", "pass"):
        example = read_case(RULE_CASES / rule.id / f"{name}.yaml")
        book = book_from_files(Path(), example.contents)
        diagnostics = lint(book, lambda _: example.day)  # noqa: B023  called at once
        rules = {diagnostic.rule for diagnostic in diagnostics}
        assert rules <= {rule.id, "unsourced"}  # most cases have no report


def test_each_case_has_files_and_each_output_belongs_to_a_case() -> None:
    assert {folder.name for folder in RULE_CASES.iterdir()} == {rule.id for rule in RULES}
    assert all(read_case(case).contents for case in case_files())
    outputs = [*RULE_CASES.glob("*/*.out"), *COMBINED_CASES.glob("*.out")]
    assert {output.with_suffix(".yaml") for output in outputs} <= set(case_files())
    assert all(output.stat().st_size for output in outputs)
