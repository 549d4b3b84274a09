"""The text and the JSON of `agenda explain`, and docs/rules.md, which has the same content."""

from collections.abc import Sequence
from typing import Final

from agenda.lint.rule import Example, Rule, documentation
from agenda.lint.runner import lint_example
from agenda.lint.suppressions import FORM
from agenda.output.diagnostics import line_in
from agenda.output.json import JsonObject
from agenda.output.terminal import SEVERITY_STYLES, Output

_WIDE: Final = 80
"""From how many columns on the rules are listed in a table."""

_INDENT: Final = "    "

_PAGE_HEAD: Final = """\
# The rules

<!-- Made by `make generate` from the rules' docstrings; do not edit. -->

What `agenda validate` holds a book to. `agenda explain RULE` shows the same in a terminal.

An `error` makes it exit with 1, a `warning` does so with `--strict`, a `notice` never. A desk
weighs a rule otherwise in its `agenda.yaml`, and a comment on a line, or above it, allows what a
rule finds there:

```yaml
rules: {single-source: off, stale: notice}
```

```yaml
dates: 2024-06-19/2024-06-20  # agenda: allow double-booked because he is flown over for the day
```

A comment that is not in this form, or that allows nothing, is a problem itself. In examples it is
12 June 2024 where nothing else is said.

"""


def print_rules(output: Output, rules: Sequence[Rule]) -> None:
    """Print a line for each rule."""
    from rich.table import Table
    from rich.text import Text

    if not output.is_terminal:
        width = max(len(rule.id) for rule in rules)
        for rule in rules:
            output.line(f"{rule.id:{width}}  {rule.severity:7}  {documentation(rule).summary}")
        return
    if output.width < _WIDE:
        for rule in rules:
            severity = Text(f"  {rule.severity}", SEVERITY_STYLES[rule.severity])
            output.print(Text(rule.id, "bold") + severity)
            output.print_indented(Text("  "), Text(documentation(rule).summary))
        return
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("rule", "severity"):
        table.add_column(column, no_wrap=True)
    table.add_column("summary")
    for rule in rules:
        severity = Text(rule.severity, SEVERITY_STYLES[rule.severity])
        table.add_row(Text(rule.id, "bold"), severity, Text(documentation(rule).summary))
    output.print(table)


def print_rule(output: Output, rule: Rule) -> None:
    """Print all of a rule's documentation."""
    from rich.padding import Padding
    from rich.text import Text

    doc = documentation(rule)
    output.print(
        Text.assemble((rule.id, "bold"), "  ", (rule.severity, SEVERITY_STYLES[rule.severity]))
    )
    output.print(Text(doc.summary))
    output.line()
    output.print(Text(f"Why: {doc.why}"))
    _print_example(output, "Fails", doc.failing)
    output.line()
    for line in example_diagnostics(rule):
        text = Text(line, SEVERITY_STYLES[rule.severity])
        output.print(Padding(text, (0, 0, 0, len(_INDENT)), expand=False))
    _print_example(output, "Passes", doc.passing)
    output.line()
    output.print(Text(f"To change its severity, in agenda.yaml: rules: {{{rule.id}: off}}"))
    output.print(Text(f"To suppress it on one line: {suppression_comment(rule)}"))


def _print_example(output: Output, heading: str, example: Example) -> None:
    from rich.text import Text

    output.line()
    output.print(Text(f"{heading}{example.note and ', '}{example.note}:", "bold"))
    output.line()
    for line in example.text.splitlines():
        output.line(f"{_INDENT}{line}".rstrip())


def example_diagnostics(rule: Rule) -> list[str]:
    """What the program prints for a rule's failing example, a line for each diagnostic."""
    book, diagnostics = lint_example(documentation(rule).failing, rule)
    return [line_in(book, diagnostic) for diagnostic in diagnostics]


def suppression_comment(rule: Rule) -> str:
    """The comment that suppresses a rule on a line."""
    return FORM.replace("RULE", rule.id)


def json_object(rules: Sequence[Rule]) -> JsonObject:
    """The documentation of some rules, for programs."""
    return {"rules": [_rule_object(rule) for rule in rules]}


def _rule_object(rule: Rule) -> JsonObject:
    doc = documentation(rule)
    return {
        "rule": rule.id,
        "severity": rule.severity,
        "summary": doc.summary,
        "why": doc.why,
        "failing": doc.failing.text,
        "passing": doc.passing.text,
        "problems": example_diagnostics(rule),
    }


def page(rules: Sequence[Rule]) -> str:
    """The page docs/rules.md: a table of the rules, and a section for each."""
    rows = (
        f"| [{rule.id}](#{rule.id}) | {rule.severity} | {documentation(rule).summary} |"
        for rule in rules
    )
    table = "\n".join(("| rule | severity | checks for |", "|---|---|---|", *rows))
    return f"{_PAGE_HEAD}{table}\n\n" + "\n".join(_section(rule) for rule in rules)


def _section(rule: Rule) -> str:
    doc = documentation(rule)
    return (
        f"## {rule.id}\n\n*{rule.severity}* · {doc.summary}\n\n{doc.why[:1].upper()}"
        f"{doc.why[1:]}\n\n{_example('Fails', doc.failing)}"
        f"\n```text\n{chr(10).join(example_diagnostics(rule))}\n```\n\n"
        f"{_example('Passes', doc.passing)}"
    )


def _example(heading: str, example: Example) -> str:
    return f"{heading}{example.note and ', '}{example.note}:\n\n```yaml\n{example.text}\n```\n"
