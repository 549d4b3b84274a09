"""The rules as a page of Markdown: docs/rules.md is made of it."""

from collections.abc import Sequence

from agenda.lint.documentation import Example, parse
from agenda.lint.rule import Rule
from agenda.output.explain import told

_HEAD = """\
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


def page(rules: Sequence[Rule]) -> str:
    """The page with all rules: a table, and a section for each."""
    rows = (
        f"| [{rule.id}](#{rule.id}) | {rule.severity} | {parse(rule.doc).summary} |"
        for rule in rules
    )
    table = "\n".join(("| rule | severity | what it wants |", "|---|---|---|", *rows))
    return f"{_HEAD}{table}\n\n" + "\n".join(_section(rule) for rule in rules)


def _section(rule: Rule) -> str:
    said = parse(rule.doc)
    return (
        f"## {rule.id}\n\n*{rule.severity}* · {said.summary}\n\n{said.why[:1].upper()}"
        f"{said.why[1:]}\n\n{_example('Fails', said.failing)}"
        f"\n```text\n{chr(10).join(told(rule))}\n```\n\n{_example('Passes', said.passing)}"
    )


def _example(heading: str, example: Example) -> str:
    return f"{heading}{example.note and ', '}{example.note}:\n\n```yaml\n{example.written}\n```\n"
