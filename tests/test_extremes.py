"""Files at the size limits get a limited number of diagnostics."""

import io
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from agenda.lint.rule import EXAMPLE_DAY
from agenda.lint.runner import lint
from agenda.output import json
from agenda.output.diagnostics import print_diagnostics
from agenda.output.terminal import Output
from agenda.services.check import CheckResult
from agenda.store.book import book_from_files
from agenda.yamlio.types import MAX_BYTES, MAX_VALUES

pytestmark = pytest.mark.slow

REPORT = b"published: 2024-06-10\npublisher: P\n"
VISIT = b"visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: tentative}\n"


def full(line: bytes, head: bytes = b"", values: int = MAX_VALUES) -> bytes:
    """A file with as many copies of a line as the limits allow; %d is replaced by a number."""
    count = min(values, MAX_BYTES // len(line) + 1)
    lines = [line.replace(b"%d", b"%d" % number) for number in range(count)]
    return (head + b"".join(lines))[:MAX_BYTES].rpartition(b"\n")[0] + b"\n"


ITEM, CLAIM, MANY = b"  x%d: {}\n", b"- {visit: v%d, according_to: b}\n", 100_000
FILES = {
    "undecodable bytes": ("agendas/a.yaml", b"\xff" * MAX_BYTES),
    "line ends": ("agendas/a.yaml", b"\n" * MAX_BYTES),
    "control characters": ("agendas/a.yaml", b"\x01a" * (MAX_BYTES // 2)),
    "long country code": ("agendas/a.yaml", b"host: {country: " + b"a" * (MAX_BYTES - 17) + b"}"),
    "far too many values": ("agendas/a.yaml", full(b"- a\n", values=MAX_BYTES)),
    "far too many fields": ("agendas/a.yaml", full(b"x%d: y\n", values=MANY)),
    "far too many claims": ("seeds/a.yaml", full(b"- {}\n", REPORT + b"claims:\n", MANY)),
    "fields": ("agendas/a.yaml", full(b"x%d: y\n", values=9_900)),
    "items": ("agendas/a.yaml", full(ITEM, VISIT + b"agenda:\n", 9_900)),
    "invalid items": ("agendas/a.yaml", full(b"  x%d: {a: b}\n", VISIT + b"agenda:\n", 4_900)),
    "empty claims": ("seeds/a.yaml", full(b"- {}\n", REPORT + b"claims:\n", 9_900)),
    "claims": ("seeds/a.yaml", full(CLAIM, REPORT + b"claims:\n", 3_300)),
    "topics": ("agenda.yaml", full(ITEM, b"topics:\n", 9_900)),
    "rules": ("agenda.yaml", full(b"  x%d: error\n", b"rules:\n", 9_900)),
}


COUNTS = {
    "undecodable bytes": 3,
    "line ends": 2,
    "control characters": 12,
    "long country code": 4,
    "far too many values": 2,
    "far too many fields": 2,
    "far too many claims": 1,
    "fields": 501,
    "items": 9_901,
    "invalid items": 501,
    "empty claims": 500,
    "claims": 6_600,
    "topics": 500,
    "rules": 9_900,
}
"""The number of diagnostics of each file; the reader reports at most 500 per file."""


@pytest.mark.parametrize("name", FILES)
def test_a_full_file_has_the_expected_number_of_diagnostics(name: str) -> None:
    book = book_from_files(Path(), [FILES[name]])
    diagnostics = lint(book, lambda _: EXAMPLE_DAY)
    json.render(CheckResult(book, diagnostics, book.file_count), "")
    assert len(diagnostics) == COUNTS[name]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("raw", [b"x: {" + b"a" * (MAX_BYTES - 4), b"a: &b c\n" * 100_000])
def test_diagnostics_of_a_full_file_are_printed_on_a_terminal(raw: bytes) -> None:
    book = book_from_files(Path(), [("agendas/a.yaml", raw)])
    diagnostics = lint(book, lambda _: EXAMPLE_DAY)[:50]
    with redirect_stdout(Terminal()) as printed:
        print_diagnostics(Output("never"), CheckResult(book, diagnostics, 1), "")
    assert "│ " in printed.getvalue()
