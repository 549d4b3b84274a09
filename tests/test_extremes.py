"""Files as full as they may be get a limited number of diagnostics; `make fuzz` times them."""

import io
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from agenda.lint.rule import EXAMPLE_DAY
from agenda.lint.runner import lint
from agenda.output import json
from agenda.output.diagnostics import print_diagnostics
from agenda.output.terminal import Output
from agenda.store.book import book_from_files
from agenda.yamlio.types import MAX_BYTES, MAX_VALUES

pytestmark = pytest.mark.slow

REPORT = b"published: 2024-06-10\npublisher: P\n"
VISIT = b"visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: tentative}\n"


def full(line: bytes, head: bytes = b"", values: int = MAX_VALUES) -> bytes:
    """As many copies of a line as a file may hold, numbered where the line has %d."""
    count = min(values, MAX_BYTES // len(line) + 1)
    lines = [line.replace(b"%d", b"%d" % number) for number in range(count)]
    return (head + b"".join(lines))[:MAX_BYTES].rpartition(b"\n")[0] + b"\n"


ITEM, CLAIM, MANY = b"  x%d: {}\n", b"- {visit: v%d, according_to: b}\n", 100_000
FILES = {
    "undecodable bytes": ("agendas/a.yaml", b"\xff" * MAX_BYTES),
    "line ends": ("agendas/a.yaml", b"\n" * MAX_BYTES),
    "control characters": ("agendas/a.yaml", b"\x01a" * (MAX_BYTES // 2)),
    "one country": ("agendas/a.yaml", b"host: {country: " + b"a" * (MAX_BYTES - 17) + b"}"),
    "far too many values": ("agendas/a.yaml", full(b"- a\n", values=MAX_BYTES)),
    "far too many fields": ("agendas/a.yaml", full(b"x%d: y\n", values=MANY)),
    "far too many claims": ("seeds/a.yaml", full(b"- {}\n", REPORT + b"claims:\n", MANY)),
    "fields": ("agendas/a.yaml", full(b"x%d: y\n", values=9_900)),
    "items": ("agendas/a.yaml", full(ITEM, VISIT + b"agenda:\n", 9_900)),
    "faulty items": ("agendas/a.yaml", full(b"  x%d: {a: b}\n", VISIT + b"agenda:\n", 4_900)),
    "claims that say nothing": ("seeds/a.yaml", full(b"- {}\n", REPORT + b"claims:\n", 9_900)),
    "claims": ("seeds/a.yaml", full(CLAIM, REPORT + b"claims:\n", 3_300)),
    "topics": ("agenda.yaml", full(ITEM, b"topics:\n", 9_900)),
    "rules": ("agenda.yaml", full(b"  x%d: error\n", b"rules:\n", 9_900)),
}


COUNTS = {
    "undecodable bytes": 3,
    "line ends": 2,
    "control characters": 12,
    "one country": 4,
    "far too many values": 2,
    "far too many fields": 2,
    "far too many claims": 1,
    "fields": 501,
    "items": 9_901,
    "faulty items": 501,
    "claims that say nothing": 500,
    "claims": 6_600,
    "topics": 500,
    "rules": 9_900,
}
"""How many diagnostics each file gets: what the reader finds in one file is cut at 500."""


@pytest.mark.parametrize("name", FILES)
def test_a_file_full_of(name: str) -> None:
    book = book_from_files(Path(), [FILES[name]])
    diagnostics = lint(book, lambda _: EXAMPLE_DAY)
    json.render(diagnostics, book, "", book.file_count)
    assert len(diagnostics) == COUNTS[name]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("raw", [b"x: {" + b"a" * (MAX_BYTES - 4), b"a: &b c\n" * 100_000])
def test_diagnostics_on_a_terminal_of(raw: bytes) -> None:
    book = book_from_files(Path(), [("agendas/a.yaml", raw)])
    diagnostics = lint(book, lambda _: EXAMPLE_DAY)[:50]
    with redirect_stdout(Terminal()) as printed:
        print_diagnostics(Output("never"), book, diagnostics, "", 1)
    assert "│ " in printed.getvalue()
