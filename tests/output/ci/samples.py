"""Three invented diagnostics in a small book, for the formats that CI services read."""

from pathlib import Path

from msgspec import Struct

from agenda.model.diagnostic import Diagnostic, Location, Related, Span
from agenda.services.check import CheckResult
from agenda.store.book import Book, book_from_files

ODD_NAME = "agendas/100%, sure: ru vn – Hà Nội.yaml"
FINE_NAME = "agendas/fine.yaml"

FILES = {
    ODD_NAME: 'visitor: {name: "🇷🇺 Vladimir Putin", country: RUS}\ndates: 2024-06-19\n',
    FINE_NAME: "visitor: {name: A, country: RU}\n",
    "agenda.yaml": "rules: {}\n",
}

ERROR = Diagnostic(
    Location(ODD_NAME, ("visitor", "country")),
    'odd: 100%, <&> [so](1) "quoted"\nand a second line',
    "write `RU`",
    (Related(Location(ODD_NAME, ("dates",), key=True), "see [this]"),),
    rule="bad-country",
    severity="error",
)
WARNING = Diagnostic(
    Location(ODD_NAME, Span(1, 1, 2, 6)), "two lines", rule="topic-unknown", severity="warning"
)
NOTICE = Diagnostic(
    Location(ODD_NAME, ("dates",)), "on line 2", "look", rule="unsourced", severity="notice"
)
DIAGNOSTICS = (ERROR, WARNING, NOTICE)

ERROR_SENTENCE = r'odd: 100%, <&> [so](1) "quoted"\nand a second line; write `RU`'
"""The error's message and hint on one line."""

RELATED_LINE = f"{ODD_NAME}:2:1: see [this]"


class Sample(Struct, frozen=True):
    """A book with diagnostics in it."""

    book: Book
    diagnostics: tuple[Diagnostic, ...] = DIAGNOSTICS


def result_of(sample: Sample, *, strict: bool = False) -> CheckResult:
    """What `agenda validate` would have found."""
    return CheckResult(sample.book, sample.diagnostics, 3, strict)


def book_with(files: dict[str, str]) -> Book:
    return book_from_files(Path(), [(name, text.encode()) for name, text in files.items()])


def single(file: str, message: str) -> Sample:
    """A book of one empty file, with a diagnostic at its start."""
    diagnostic = Diagnostic(Location(file, Span(1, 1, 1, 1)), message, rule="yaml-syntax")
    return Sample(book_with({file: ""}), (diagnostic,))


def text_in_columns(book: Book, file: str, line: int, column: int, end_column: int) -> str:
    """The text of a line between two columns, which count code points from 1."""
    return book.text_of(file).split("\n")[line - 1][column - 1 : end_column - 1]
