"""The floors: the least that any program has to do that answers a question about a book."""

import sys
from pathlib import Path
from typing import Final

from agenda.store.layout import VISITS
from tools.bench.books import ROOT
from tools.bench.measure import Case

STAT: Final = "look at each file"
SEARCH: Final = "search the bytes of each file for an id"
LOOP: Final = "loop over libyaml's events"
LOAD: Final = "read the book"
"""No floor, but what a command has done before it can print anything."""


def in_process(*arguments: str | Path) -> Case:
    """A task of :mod:`tools.bench.in_process`."""
    command = (sys.executable, "-m", "tools.bench.in_process", *arguments)
    return Case(command, ROOT, prints_seconds=True)


def floor_cases(book: Path) -> dict[str, Case]:
    """The floors of a book, by name."""
    return {
        STAT: in_process("stat", book),
        SEARCH: in_process("search", book, first_visit(book)),
        LOOP: in_process("events", book),
        LOAD: in_process("load", book),
    }


def first_visit(book: Path) -> str:
    """The id of the visit that commands are asked about."""
    return min((book / VISITS).iterdir()).stem
