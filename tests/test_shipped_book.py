"""The shipped book, which covers real visits in June 2024."""

from datetime import date
from pathlib import Path

import pytest

from agenda.history.replay import replay
from agenda.lint.runner import lint
from agenda.store.book import Book, load

ROOT = Path(__file__).parent.parent

SITES = {
    "Kremlin": "en.kremlin.ru",
    "Kyiv Independent": "kyivindependent.com",
    "Prensa Latina": "www.plenglish.com",
    "Reuters": "www.reuters.com",
    "Simge": "simgedergi.com",
    "TRT World": "trtworld.com",
    "Vedomosti": "www.vedomosti.ru",
}
"""The site of each publisher; the `url` of a report is on this site or omitted."""


@pytest.fixture(scope="module")
def book() -> Book:
    return load(ROOT)


def test_the_visits_equal_the_replayed_reports(book: Book) -> None:
    assert dict(book.visits) == dict(replay(book.reports))
    assert sorted(book.visits) == ["ru-kp-2024", "ru-vn-2024"]


def test_items_are_in_the_order_of_the_reports(book: Book) -> None:
    for name, visit in replay(book.reports).items():
        assert list(book.visits[name].agenda) == list(visit.agenda)


def test_the_book_has_no_diagnostics(book: Book) -> None:
    assert lint(book, lambda _: date(2024, 6, 30)) == []


def test_the_book_has_the_expected_reports(book: Book) -> None:
    assert list(book.reports) == [
        "2024-05-30-prensa-latina",
        "2024-06-10-reuters",
        "2024-06-10-vedomosti",
        "2024-06-17-kremlin",
        "2024-06-17-reuters",
        "2024-06-17-simge",
        "2024-06-19-kyiv-independent",
        "2024-06-20-trt-world",
    ]
    for name, report in book.reports.items():
        assert name.startswith(report.published.isoformat())
        assert report.url.startswith(f"https://{SITES[report.publisher]}/") or not report.url
    assert book.reports["2024-06-10-reuters"].cites == ("2024-06-10-vedomosti",)
    assert book.reports["2024-06-17-simge"].cites == ("2024-06-17-kremlin",)


def test_the_agendas_on_10_june_have_the_reported_items(book: Book) -> None:
    visits = replay(book.reports, date(2024, 6, 10), book.visits)
    assert set(visits["ru-kp-2024"].agenda) == {"satellites", "migrant-workers"}
    assert set(visits["ru-vn-2024"].agenda) == {
        "energy",
        "military",
        "banking-settlement",
        "education",
    }


def test_the_claim_with_wrong_dates_is_rejected(book: Book) -> None:
    (claim,) = book.reports["2024-06-17-simge"].claims
    assert claim.dates.text == "2024-06-19/2024-06-29"
    assert "Kremlin" in claim.rejected


def test_items_without_an_outcome_retain_their_status(book: Book) -> None:
    assert book.visits["ru-vn-2024"].agenda["banking-settlement"].status == "expected"
    assert book.visits["ru-kp-2024"].agenda["migrant-workers"].status == "proposed"


@pytest.mark.parametrize(
    ("day", "north_korea", "vietnam"),
    [
        ("2024-05-30", ("tentative", "preparing", ""), ("tentative", "preparing", "")),
        ("2024-06-10", ("tentative", "preparing", ""), ("tentative", "preparing", "no-comment")),
        ("2024-06-17", ("announced", "announced", ""), ("confirmed", "announced", "announced")),
        ("2024-06-19", ("completed", "announced", ""), ("confirmed", "announced", "announced")),
        ("2024-06-20", ("completed", "announced", ""), ("completed", "announced", "announced")),
    ],
)
def test_the_confirmations_change_with_the_reports(
    book: Book, day: str, north_korea: tuple[str, ...], vietnam: tuple[str, ...]
) -> None:
    visits = replay(book.reports, date.fromisoformat(day), book.visits)
    for name, expected in (("ru-kp-2024", north_korea), ("ru-vn-2024", vietnam)):
        confirmation = visits[name].confirmation
        assert (confirmation.state, confirmation.visitor, confirmation.host) == expected
