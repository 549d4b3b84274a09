"""What is known of a visit from the files that concern it is what is known from all files."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.history.detail import visit_detail
from agenda.history.log import log_entries
from agenda.history.replay import steps
from agenda.services.snapshot import snapshot_of
from agenda.store.book import Book, book_from_contents
from agenda.store.excerpt import excerpt
from agenda.store.files import Contents
from tests.builders import VISIT
from tests.random_books import IDS, random_book

TODAY = date(2024, 6, 12)


def answers(book: Book, name: str, as_of: date | None) -> Any:
    """What the commands print of one visit."""
    snapshot = snapshot_of(book, as_of, lambda _: TODAY)
    row = next((row for row in snapshot.rows if row.id == name), None)
    on_visit = list(steps(book.reports, as_of, book.visits, of={name}))
    return (
        row,
        list(row.related.stand_ins) if row else (),
        row and visit_detail(row.visit, on_visit, TODAY),
        list(log_entries(book.reports, as_of, book.visits, of={name})),
        name in book.visits and snapshot.unmatched_count(name),
    )


@given(st.integers(0, 2**32), st.sampled_from([None, date(2024, 6, 10)]))
def test_the_files_that_concern_a_visit_tell_all_that_is_known_of_it(
    seed: int, as_of: date | None
) -> None:
    contents = Contents(Path(), random_book(seed))
    whole = book_from_contents(contents)
    for name in IDS:
        part = excerpt(contents, [name], as_of, with_last_day=True)
        assert answers(part, name, as_of) == answers(whole, name, as_of)


def names_read(files: Mapping[str, bytes], *visits: str) -> list[str]:
    book = excerpt(Contents(Path(), files), visits)
    return [file.file.removesuffix(".yaml") for file in book.files]


def report(claim: str, day: int = 10, cites: str = "") -> bytes:
    text = f"published: 2024-06-{day:02}\npublisher: P\ncites: [{cites}]\n"
    return (text + f"claims: [{{{claim}, according_to: x, kind: state}}]\n").encode()


OTHERS = {
    "agendas/a.yaml": VISIT.encode(),
    "agendas/b.yaml": VISIT.encode(),
    "seeds/on-a.yaml": report("visit: a"),
    "seeds/on-ab.yaml": report("visit: a-b"),
    "seeds/on-b.yaml": report("visit: b"),
}
ON_A = ["agendas/a", "seeds/on-a"]


@pytest.mark.parametrize(
    ("more", "also_read"),
    [
        ({}, []),
        ({"seeds/x.yaml": report(r'visit: "\u0061"')}, ["seeds/x"]),
        ({"seeds/x.yaml": report(r'visit: b, notes: "a \" quote"')}, ["seeds/x"]),
        ({"seeds/x.yaml": report(r'visit: b, notes: "an \" quote"')}, ["seeds/x"]),
        ({"seeds/x.yaml": b"\xff\xfev\x00"}, ["seeds/x"]),
        ({"seeds/x.yaml": b"visit: a: broken"}, ["seeds/x"]),
        ({"seeds/x.yaml": b"visit: b: broken"}, []),
        ({"agendas/c.yaml": VISIT.encode() + b"instead_of: a\n"}, ["agendas/c"]),
        ({"seeds/sub/on-a.yaml": report("visit: b")}, ["seeds/sub/on-a"]),
    ],
)
def test_a_file_is_read_if_it_may_hold_the_id(
    more: Mapping[str, bytes], also_read: list[str]
) -> None:
    assert sorted(names_read({**OTHERS, **more}, "a")) == sorted([*ON_A, *also_read])


def test_labels_are_followed_from_files_and_from_claims() -> None:
    files = {
        **OTHERS,
        "agendas/a.yaml": VISIT.encode() + b"trip: t\n",
        "agendas/guest.yaml": VISIT.encode() + b"event: e\n",
        "agendas/leg.yaml": VISIT.encode() + b"trip: t-2\n",
        "seeds/labels.yaml": report("visit: a, event: e"),
        "seeds/on-e.yaml": report("event: e"),
        "seeds/on-t.yaml": report("trip: t"),
    }
    assert names_read(files, "a") == [
        "agendas/a", "agendas/guest", "seeds/on-a", "seeds/labels", "seeds/on-e", "seeds/on-t",
    ]  # fmt: skip


def test_citations_are_followed_where_reports_of_one_day_concern_the_visit() -> None:
    files = {
        **OTHERS,
        "seeds/a-1.yaml": report("visit: a", 9, cites="b-1"),
        "seeds/b-1.yaml": report("visit: b", 9, cites="c-1"),
        "seeds/c-1.yaml": report("visit: b", 9),
        "seeds/d-1.yaml": report("visit: b", 8),
    }
    assert names_read(files, "a") == ["agendas/a", "seeds/on-a", "seeds/a-1"]
    two_of_a_day = {**files, "seeds/e-1.yaml": report("visit: a", 9, cites="d-1")}
    assert names_read(two_of_a_day, "a") == [
        "agendas/a", "seeds/on-a", "seeds/a-1", "seeds/b-1", "seeds/c-1", "seeds/d-1", "seeds/e-1",
    ]  # fmt: skip


def test_all_reports_are_read_if_some_of_one_day_cite_each_other_in_a_circle() -> None:
    files = {
        **OTHERS,
        "seeds/a-1.yaml": report("visit: a", 9, cites="a-2"),
        "seeds/a-2.yaml": report("visit: a", 9, cites="a-1"),
    }
    assert len(names_read(files, "a")) == len(files)
