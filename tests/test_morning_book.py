"""The scripted book of a morning has each situation that a desk meets."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import get_args
from unicodedata import name

import pytest

import agenda
from agenda.history.countdown import Phase
from agenda.history.status import StatusRow
from agenda.model.edtf import Qualifier
from agenda.model.topics import TOPICS
from agenda.model.visit import Kind
from agenda.output.short_wording import short_place
from agenda.services.snapshot import Snapshot, load_snapshot
from agenda.store.book import Book
from tests.run import run_on_terminal
from tools.morning_book import DAY, write_morning_book

YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("morning") / "book"
    write_morning_book(folder)
    return folder


@pytest.fixture(scope="module")
def book(folder: Path) -> Book:
    return agenda.load(folder)


@pytest.fixture(scope="module")
def snapshot(folder: Path) -> Snapshot:
    return load_snapshot(folder, DAY, lambda _: DAY)


def test_the_book_has_no_errors_and_four_warnings(book: Book) -> None:
    diagnostics = agenda.validate(book, DAY)
    rules = [diagnostic.rule for diagnostic in diagnostics if diagnostic.severity != "notice"]
    assert sorted(rules) == ["contradicted", "stale", "stale", "stale"]


def test_the_visits_equal_the_replayed_reports(book: Book) -> None:
    assert dict(book.visits) == dict(agenda.replay(book))
    assert len(book.visits) == 40


def test_the_reports_are_those_of_six_weeks(book: Book) -> None:
    days = sorted(report.published for report in book.reports.values())
    assert 60 <= len(days) <= 90
    assert days[-1] == YESTERDAY
    assert [day for day in days if day < DAY - timedelta(weeks=6)] == [date(2026, 9, 14)]
    assert len({report.publisher for report in book.reports.values()}) >= 10
    assert any(report.cites for report in book.reports.values())


def starts_within(row: StatusRow, days: int) -> bool:
    earliest = row.visit.dates.earliest_start
    return earliest is not None and DAY < earliest <= DAY + timedelta(days=days)


def ended_ago(row: StatusRow) -> int:
    latest_end = row.visit.dates.latest_end
    return (DAY - latest_end).days if row.countdown.phase == "over" and latest_end else 0


def reported_ago(row: StatusRow) -> int:
    return (DAY - row.last.published).days if row.last else 0


SITUATIONS: dict[str, tuple[int, Callable[[StatusRow], bool]]] = {
    "under way": (3, lambda row: row.countdown.phase == "under-way"),
    "under way without a known end": (
        1,
        lambda row: row.countdown.phase == "under-way" and row.visit.dates.latest_end is None,
    ),
    "an exact stay within two weeks": (
        11,
        lambda row: (
            row.countdown.phase == "upcoming"
            and starts_within(row, 14)
            and row.visit.dates.is_start_sure
        ),
    ),
    "any day now": (2, lambda row: row.countdown.text.startswith("any day now")),
    "a wide window": (
        1,
        lambda row: row.countdown.phase == "any-day" and "any day now" not in row.countdown.text,
    ),
    "a month": (2, lambda row: len(row.visit.dates.text.rstrip("?~%")) == len("2026-12")),
    "uncertain": (1, lambda row: Qualifier.UNCERTAIN in row.visit.dates.end_qualifier),
    "approximate": (1, lambda row: Qualifier.APPROXIMATE in row.visit.dates.start_qualifier),
    "not before": (
        1,
        lambda row: row.visit.dates.is_not_before and row.countdown.phase == "upcoming",
    ),
    "undated": (4, lambda row: row.countdown.phase == "undated"),
    "undated and not mentioned for 60 days": (
        1,
        lambda row: row.countdown.phase == "undated" and reported_ago(row) > 60,
    ),
    "overdue": (3, lambda row: row.countdown.phase == "overdue"),
    "ended within a week": (3, lambda row: 0 < ended_ago(row) <= 7),
    "ended earlier": (4, lambda row: ended_ago(row) > 7),
    "cancelled": (2, lambda row: row.visit.confirmation.state == "cancelled"),
    "postponed": (2, lambda row: row.visit.confirmation.state == "postponed"),
    "postponed until next year": (1, lambda row: row.visit.dates.text == "[2027..]"),
    "disputed": (1, lambda row: [fact.path for fact in row.disputed] == [("dates",)]),
    "ahead and not mentioned for two weeks": (
        3,
        lambda row: row.countdown.phase in {"upcoming", "any-day"} and reported_ago(row) > 14,
    ),
}
"""How many visits are in each situation, and which are."""


@pytest.mark.parametrize("situation", SITUATIONS)
def test_visits_are_in_the_situation(snapshot: Snapshot, situation: str) -> None:
    count, is_in_it = SITUATIONS[situation]
    assert len([row.id for row in snapshot.rows if is_in_it(row)]) == count


def test_there_are_visits_in_every_phase(snapshot: Snapshot) -> None:
    assert {row.countdown.phase for row in snapshot.rows} == set(get_args(Phase))


def test_some_visits_begin_on_the_same_day(snapshot: Snapshot) -> None:
    begin = [row.visit.dates.earliest_start for row in snapshot.rows if starts_within(row, 14)]
    assert len(begin) - len(set(begin)) >= 3


def test_the_reports_of_the_day_before_open_firm_move_raise_and_cancel(book: Book) -> None:
    before = agenda.replay(book, YESTERDAY - timedelta(days=1))
    changes: dict[str, set[str]] = defaultdict(set)
    for visit_diff in agenda.diff(before, agenda.replay(book)):
        kinds = {sourced.change.kind for sourced in visit_diff.changes}
        for kind in kinds if visit_diff.change == "changed" else {"opened"}:
            changes[kind].add(visit_diff.id)
    assert changes["opened"] == {"mx-gt-2026"}
    assert changes["firmed"] == {"kz-it-2026"}
    assert changes["moved"] == {"jo-es-2026"}
    assert changes["raised"] == {"de-sn-2026", "kz-it-2026", "no-ua-2026", "sg-au-2026"}
    assert changes["cancelled"] == {"co-ec-2026"}


def test_the_claims_have_hedges_grades_and_a_rejection(book: Book) -> None:
    claims = [claim for report in book.reports.values() for claim in report.claims]
    assert len([claim for claim in claims if claim.wording]) >= 20
    assert {claim.grade[0] for claim in claims} == set("ABCD")
    assert len([claim for claim in claims if claim.rejected]) == 1


def test_topics_kinds_occasions_and_trips_are_used(book: Book) -> None:
    visits = book.visits.values()
    topics = {item.topic_of(key) for visit in visits for key, item in visit.agenda.items()}
    assert topics == set(TOPICS)
    assert {visit.kind for visit in visits} == set(get_args(Kind)) - {""}
    assert len({visit.occasion for visit in visits if visit.occasion}) == 3
    legs: dict[str, int] = defaultdict(int)
    for visit in visits:
        legs[visit.trip] += 1
    del legs[""]
    assert sorted(legs.values()) == [2, 2, 3]


@pytest.mark.parametrize("script", ["ARABIC", "CJK", "CYRILLIC", "LATIN"])
def test_names_are_in_several_scripts(book: Book, script: str) -> None:
    names = [visit.visitor.name for visit in book.visits.values()]
    in_script = [text for text in names if name(text[0]).startswith(script)]
    assert len(in_script) == {"ARABIC": 3, "CJK": 3, "CYRILLIC": 2, "LATIN": 32}[script]


def test_a_book_is_not_written_over_another(folder: Path) -> None:
    with pytest.raises(FileExistsError):
        write_morning_book(folder)


def test_the_first_screen_of_the_list_shows_the_next_two_weeks(
    folder: Path, snapshot: Snapshot
) -> None:
    day = ("--as-of", str(DAY))
    first_screen = run_on_terminal("status", *day, cwd=folder, NO_COLOR="1").out.splitlines()[:23]
    in_two_weeks = DAY + timedelta(weeks=2)
    expected = {
        short_place(row.visit)
        for row in snapshot.rows
        if row.countdown.phase in {"under-way", "any-day", "upcoming"}
        if row.visit.dates.earliest_start and row.visit.dates.earliest_start <= in_two_weeks
    }
    assert len(expected) == 17  # two of the 18 visits go to one city
    assert {where for where in expected if any(where in line for line in first_screen)} == expected
