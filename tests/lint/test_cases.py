"""Each file in tests/cases is a visit, a report or a small book; beside it is what is said of it.

`pytest --write-cases` writes the `.out` files anew; read the difference before you commit it.
"""

from pathlib import Path

import pytest

from agenda.lint.all_rules import RULES
from agenda.lint.documentation import USUAL_DAY, parse
from agenda.lint.rule import problems
from agenda.store.book import load
from tests.builders import MakeBook

CASES = Path(__file__).parent.parent / "cases"
KINDS = ("visit", "report", "book")


def book_of(case: Path) -> dict[str, bytes | str]:
    raw = case.read_bytes()
    if case.parent.name == "visit":
        return {"agendas/case.yaml": raw, "agenda.yaml": "rules: {unsourced: off}\n"}
    if case.parent.name == "report":
        return {"seeds/case.yaml": raw}
    book = parse("Case.\n\nFailing::\n\n" + raw.decode())
    return {**book.failing.files}


def said_of(root: Path) -> str:
    book = load(root)
    lines = []
    for problem in problems(book, RULES, lambda _: USUAL_DAY):
        fault = problem.fault
        spans = [(fault.place.file, book.span(fault.place), fault.message)]
        spans += [(one.place.file, book.span(one.place), one.message) for one in fault.related]
        for number, (file, span, message) in enumerate(spans):
            where = f"{file}:{span.line}:{span.column}-{span.end_line}:{span.end_column}"
            head = f"{problem.severity}[{problem.rule}]" if number == 0 else "  see"
            lines.append(f"{head} {where} {message}")
            if number == 0 and fault.hint:
                lines.append(f"  hint: {fault.hint}")
    return "\n".join(lines) + "\n" if lines else ""


@pytest.mark.parametrize(
    "case",
    sorted(path for kind in KINDS for path in (CASES / kind).glob("*.yaml")),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_case(case: Path, make_book: MakeBook, request: pytest.FixtureRequest) -> None:
    said = said_of(make_book(book_of(case)))
    expected = case.with_suffix(".out")
    if request.config.getoption("--write-cases"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def test_every_rule_has_a_case() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in CASES.glob("*/*.out"))
    without = {rule.id for rule in RULES if f"[{rule.id}]" not in said} - {"too-large"}
    assert without == set()  # too-large has a file of a mebibyte, in test_source.py
