"""The text and the JSON of `agenda explain`."""

from collections.abc import Sequence
from typing import Final

from agenda.lint.documentation import Example, parse
from agenda.lint.examples import judged
from agenda.lint.rule import Rule
from agenda.lint.suppressions import FORM
from agenda.output.ci import common
from agenda.output.json import Shape
from agenda.output.styles import SEVERITY_STYLES
from agenda.output.terminal import Screen

_WIDE: Final = 80
"""From how many columns on each rule has a line of a table."""

_INDENT = "    "


def print_rules(screen: Screen, rules: Sequence[Rule]) -> None:
    """A line for each rule."""
    from rich.table import Table
    from rich.text import Text

    if not screen.is_terminal:
        width = max(len(rule.id) for rule in rules)
        for rule in rules:
            screen.line(f"{rule.id:{width}}  {rule.severity:7}  {parse(rule.doc).summary}")
        return
    if screen.width < _WIDE:
        for rule in rules:
            severity = Text(f"  {rule.severity}", SEVERITY_STYLES[rule.severity])
            screen.print(Text(rule.id, "bold") + severity)
            screen.print_indented(Text("  "), Text(parse(rule.doc).summary))
        return
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("rule", "severity"):
        table.add_column(column, no_wrap=True)
    table.add_column("summary")
    for rule in rules:
        severity = Text(rule.severity, SEVERITY_STYLES[rule.severity])
        table.add_row(Text(rule.id, "bold"), severity, Text(parse(rule.doc).summary))
    screen.print(table)


def print_rule(screen: Screen, rule: Rule) -> None:
    """All that there is to say of one rule."""
    from rich.padding import Padding
    from rich.text import Text

    said = parse(rule.doc)
    screen.print(
        Text.assemble((rule.id, "bold"), "  ", (rule.severity, SEVERITY_STYLES[rule.severity]))
    )
    screen.print(Text(said.summary))
    screen.line()
    screen.print(Text(f"Why: {said.why}"))
    _print_example(screen, "Fails", said.failing)
    screen.line()
    for line in told(rule):
        words = Text(line, SEVERITY_STYLES[rule.severity])
        screen.print(Padding(words, (0, 0, 0, len(_INDENT)), expand=False))
    _print_example(screen, "Passes", said.passing)
    screen.line()
    screen.print(Text(f"To weigh it otherwise, in agenda.yaml: rules: {{{rule.id}: off}}"))
    screen.print(Text(f"To allow it on one line: {allowing(rule)}"))


def _print_example(screen: Screen, heading: str, example: Example) -> None:
    from rich.text import Text

    screen.line()
    screen.print(Text(f"{heading}{example.note and ', '}{example.note}:", "bold"))
    screen.line()
    for line in example.written.splitlines():
        screen.line(f"{_INDENT}{line}".rstrip())


def told(rule: Rule) -> list[str]:
    """What the program says of a rule's failing example, a line for each problem."""
    book, found = judged(parse(rule.doc).failing, rule)
    return [
        f"{common.position(book, problem.fault.place, '')}: "
        f"{problem.severity}[{rule.id}] {common.sentence(problem.fault)}"
        for problem in found
    ]


def allowing(rule: Rule) -> str:
    """The comment that allows a rule on a line."""
    return FORM.replace("RULE", rule.id)


def shape(rules: Sequence[Rule]) -> Shape:
    """What is said of some rules, for programs."""
    return {"rules": [_rule_shape(rule) for rule in rules]}


def _rule_shape(rule: Rule) -> Shape:
    said = parse(rule.doc)
    return {
        "rule": rule.id,
        "severity": rule.severity,
        "summary": said.summary,
        "why": said.why,
        "failing": said.failing.written,
        "passing": said.passing.written,
        "problems": told(rule),
    }
