from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from agenda.history.replay import claims_in_order
from agenda.history.status import StatusRow, status_rows
from agenda.model.report import Claim
from agenda.model.visit import PartialConfirmation, Visit
from tests.builders import claim, opening_claim, report, visit

TODAY = date(2024, 7, 20)


def rows(**visits: Visit) -> list[StatusRow]:
    return status_rows(visits, (), lambda _: TODAY)


def test_rows_are_sorted_by_date_with_undated_visits_last() -> None:
    listed = rows(a=visit(), c=visit(dates="2024-09"), b=visit(dates="2024-08-01"))
    assert [row.id for row in listed] == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("state", "dates", "expected"),
    [
        ("tentative", "2024-08", True),
        ("tentative", "", True),
        ("tentative", "2023-01-01", True),  # overdue
        ("completed", "2024-07-13", True),
        ("completed", "2024-07-12", False),
        ("cancelled", "2024-07-13", True),
        ("cancelled", "2024-05-01", False),
        ("cancelled", "", False),
        ("postponed", "", True),
    ],
)
def test_a_visit_is_current_until_7_days_after_its_end(
    state: Any, dates: str, expected: bool
) -> None:
    (row,) = rows(a=visit(state, dates))
    assert row.is_current is expected


def test_a_cancelled_visit_is_current_until_7_days_after_its_last_report() -> None:
    reports = {"a": report(opening_claim(state="cancelled"), day=33)}
    (row,) = status_rows({"ru-vn": visit("cancelled")}, claims_in_order(reports), lambda _: TODAY)
    assert row.is_current


def test_the_later_of_the_end_and_the_last_report_counts() -> None:
    reports = {"a": report(opening_claim(state="cancelled"), day=-30)}
    (row,) = status_rows(
        {"ru-vn": visit("cancelled", "2024-07-14")}, claims_in_order(reports), lambda _: TODAY
    )
    assert row.is_current


def test_the_last_claim_of_a_row_is_a_believed_one() -> None:
    rejected = claim("cancelled", rejected="An error.")
    reports = {"a": report(opening_claim()), "b": report(rejected, day=1)}
    (row,) = status_rows({"ru-vn": visit()}, claims_in_order(reports), lambda _: TODAY)
    assert row.last is not None
    assert row.last.report == "a"


def test_the_countdown_starts_from_the_day_at_the_host() -> None:
    days = {"VN": date(2024, 6, 12), "KP": date(2024, 6, 11)}
    listed = status_rows(
        {"a": visit(dates="2024-06-19")}, (), lambda known: days[known.host.country]
    )
    assert listed[0].countdown.days == (7, 7)


LATER = "2024-06-28/2024-06-29"


def by_visitor(stage: Any, dates: str) -> Claim:
    return replace(claim(dates=dates), confirmation=PartialConfirmation(visitor=stage))


@pytest.mark.parametrize(
    ("later", "dates", "expected"),
    [
        (claim(), "2024-06-07/2024-06-09", True),
        (claim("tentative", LATER), LATER, False),
        (claim("announced", LATER), LATER, True),
        (by_visitor("announced", LATER), LATER, True),
        (claim("announced"), LATER, None),
    ],
)
def test_an_announcement_is_one_of_its_dates(
    later: Claim, dates: str, expected: bool | None
) -> None:
    announced = opening_claim(state="announced", dates="2024-06-07/2024-06-09")
    reports = {"a": report(announced), "b": report(later, day=9)}
    known = {"ru-vn": visit("announced", dates)}
    (row,) = status_rows(known, claims_in_order(reports), lambda _: TODAY)
    assert row.are_dates_announced is expected


def test_a_rejected_claim_announces_no_dates() -> None:
    rejected = claim("announced", LATER, rejected="An error.")
    reports = {"a": report(opening_claim(dates=LATER)), "b": report(rejected, day=1)}
    known = {"ru-vn": visit("announced", LATER)}
    (row,) = status_rows(known, claims_in_order(reports), lambda _: TODAY)
    assert row.are_dates_announced is False


def test_dates_of_a_visit_that_is_not_announced_need_no_announcement() -> None:
    reports = {"a": report(opening_claim(dates=LATER))}
    known = {"ru-vn": visit("tentative", LATER)}
    (row,) = status_rows(known, claims_in_order(reports), lambda _: TODAY)
    assert row.are_dates_announced is None
