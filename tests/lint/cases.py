"""Finds, reads and runs the rule cases.

:mod:`tests.lint.test_rule_cases` describes their format.
"""

import re
from pathlib import Path

from agenda.lint.all_rules import RULES
from agenda.lint.rule import Example, Rule, parse_documentation
from agenda.lint.runner import lint
from agenda.model.diagnostic import Diagnostic, Location
from agenda.store.book import Book, book_from_files

TESTS = Path(__file__).parent.parent
RULE_CASES = TESTS / "rules"
COMBINED_CASES = TESTS / "cases" / "combined"

_NOTE = re.compile(r"# (as bytes|\d+ times over|on \d{4}-\d\d-\d\d)\n")


def case_files() -> list[Path]:
    """The files of all cases, by path."""
    return sorted([*RULE_CASES.glob("*/*.yaml"), *COMBINED_CASES.glob("*.yaml")])


def read_case(path: Path) -> Example:
    """The small book of a case, and the day on which it is checked."""
    text = path.read_text(encoding="utf-8")
    note = _NOTE.match(text)
    heading = f"Failing, {note[1]}::" if note else "Failing::"
    return parse_documentation(f"{heading}\n\n{text}").failing


def expected_output(path: Path) -> str:
    """What the `.out` file of a case has; nothing if there is none."""
    file = path.with_suffix(".out")
    return file.read_text(encoding="utf-8") if file.exists() else ""


def run_case(path: Path) -> str:
    """The diagnostics of a case, in the format of its `.out` file."""
    example = read_case(path)
    book = book_from_files(Path(), example.contents)
    if path.parent == COMBINED_CASES:
        return render(book, lint(book, lambda _: example.day))
    rule = next(rule for rule in RULES if rule.id == path.parent.name)
    # A comment is unused only if the rule that it suppresses was run.
    rules: tuple[Rule, ...] = RULES if rule.runs_after_suppression else (rule,)
    diagnostics = lint(book, lambda _: example.day, rules=rules)
    return render(book, [diagnostic for diagnostic in diagnostics if diagnostic.rule == rule.id])


def render(book: Book, diagnostics: list[Diagnostic]) -> str:
    """Diagnostics as text: the exact span, the message, the hint, and the related locations."""
    return "".join(f"{line}\n" for diagnostic in diagnostics for line in _lines(book, diagnostic))


def _lines(book: Book, diagnostic: Diagnostic) -> list[str]:
    head = f"{diagnostic.severity}[{diagnostic.rule}] {position(book, diagnostic.location)}"
    hint = [f"  hint: {diagnostic.hint}"] if diagnostic.hint else []
    related = [
        f"  see {position(book, related.location)} {related.message}"
        for related in diagnostic.related
    ]
    return [f"{head} {diagnostic.message}", *hint, *related]


def position(book: Book, location: Location) -> str:
    """The exact span of a location, as in the outputs of cases."""
    span = book.span(location)
    return f"{location.file}:{span.line}:{span.column}-{span.end_line}:{span.end_column}"
