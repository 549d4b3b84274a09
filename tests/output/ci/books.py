"""A small book with much wrong in it, for the outputs that CI reads."""

from pathlib import Path
from typing import NamedTuple

from agenda.lint.all_rules import RULES
from agenda.lint.documentation import USUAL_DAY
from agenda.lint.rule import problems
from agenda.model.diagnostic import Fault, Place, Problem, Span
from agenda.store.book import Book, book_of, load

ODD_NAME = "agendas/100%, sure: ru vn – Hà Nội.yaml"

Files = dict[str, bytes | str]

BAD: Files = {
    ODD_NAME: """\
visitor: {name: "🇷🇺 Vladimir Putin 🏛", country: RUS}
host: {country: VN}
dates: 2024-06-19
dates: 2024-06-20
confirmation: {state: "100%, sure:: <&> [so](1)\\nor \\"not\\""}
agenda:
  fishing:
    title: Fish
    status:
      - agreed
      - signed
""",
    "agendas/bell.yaml": """\
visitor: {name: Vladimir \aPutin, country: RU}
host: {country: KP}
confirmation: {state: tentative}
""",
    "agendas/fine.yaml": """\
visitor: {name: Vladimir Putin, country: RU}
host: {country: LA}
confirmation: {state: rumoured}
""",
    "agenda.yaml": "rules: {}\n",
}
"""The line ends of the state are YAML's escapes; the bell is the character itself."""


class Held(NamedTuple):
    """A book, and all that the rules find in it."""

    book: Book
    found: list[Problem]


def held(root: Path) -> Held:
    book = load(root)
    return Held(book, problems(book, RULES, lambda _: USUAL_DAY))


def one_problem(file: str, message: str) -> Held:
    """A book of one empty file, and a problem at its start."""
    fault = Fault(Place(file, Span(1, 1, 1, 1)), message)
    return Held(book_of(Path(), [(file, b"")]), [Problem(RULES[0].id, "error", fault)])


def marked(book: Book, file: str, line: int, column: int, end_column: int) -> str:
    """What stands in a line from one column up to another, in code points from 1."""
    return book.text_of(file).split("\n")[line - 1][column - 1 : end_column - 1]
