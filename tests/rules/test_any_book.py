"""Whatever is in the files of a book, every command gets through."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from agenda.book.book import Book, book_of
from agenda.book.source import Data
from agenda.domain.history import history
from agenda.domain.outlook import outlook
from agenda.render import log_markdown, log_shapes, shapes
from agenda.rules.catalogue import RULES
from agenda.rules.registry import problems

STATES = ["rumoured", "announced", "postponed", "completed", "signed", "state"]
DATES = ["2024-06-10", "2024-06-10/..", "[2024-06-10..2024-07-07]", "2024?", "soon"]
ODD = ["", "a", "A", "RU", "VN", "Asia/Tokyo", "B2", "B2\n", "dates", "dates\n", "x\x07", "\u202e"]
TEXT = st.sampled_from([*STATES, *DATES, *ODD, "agenda.energy", "confirmation.host"])


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A map with some of these fields, each mostly as it should be."""
    return st.fixed_dictionaries({}, optional={name: it | TEXT for name, it in fields.items()})


SIDE = st.fixed_dictionaries({"name": st.just("A"), "country": st.sampled_from(["RU", "VN", ""])})
ITEMS = st.dictionaries(
    st.sampled_from(["energy", "lunch", "a.b"]),
    some(title=TEXT, topic=TEXT, status=TEXT),
    max_size=2,
)
FACTS = {
    "kind": TEXT,
    "dates": TEXT,
    "notes": TEXT,
    "confirmation": some(state=TEXT, visitor=TEXT, host=TEXT),
    "agenda": ITEMS,
}
VISITS = some(visitor=SIDE, host=some(country=TEXT, timezone=TEXT), **FACTS)
CLAIMS = some(
    visit=st.just("a"),
    according_to=st.just("X"),
    visitor=SIDE,
    host=some(country=TEXT),
    grade=TEXT,
    rejected=TEXT,
    retracts=st.lists(TEXT, max_size=2),
    **FACTS,
)
REPORTS = some(
    published=st.just("2024-06-10"),
    publisher=st.just("P"),
    cites=st.lists(TEXT, max_size=2),
    claims=st.lists(CLAIMS, max_size=3),
)
SETTINGS = some(
    topics=st.dictionaries(TEXT, some(label=TEXT), max_size=2),
    rules=st.dictionaries(st.sampled_from(["drift", "tag", "x"]), TEXT, max_size=2),
)


@given(VISITS, REPORTS, REPORTS, SETTINGS)
def test_any_book_is_judged_and_shown(visit: Data, one: Data, two: Data, settings: Data) -> None:
    files = {"agendas/a.yaml": visit, "seeds/b.yaml": one, "seeds/a.yaml": two}
    files["agenda.yaml"] = settings
    book = book_of(Path(), [(path, json.dumps(data).encode()) for path, data in files.items()])
    found = problems(book, RULES, lambda _: date(2024, 6, 12))
    assert shapes.problems(book, found)["files"] == 4
    reported = {problem.fault.place.file for problem in found if problem.severity == "error"}
    assert set(book.broken_files) <= reported
    _show(book)


def _show(book: Book) -> None:
    today = date(2024, 6, 12)
    for visits in (book.visits, book.replayed):
        rows = outlook(visits, (), lambda _: today)
        shapes.text(shapes.status(today, rows, book.settings.all_topics))
    chapters = list(history(book.reports, None, book.visits))
    log_markdown.text(chapters)
    log_shapes.text(chapters)
