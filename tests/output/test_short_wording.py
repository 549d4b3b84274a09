from datetime import date

import pytest

from agenda.history.status import status_rows
from agenda.model.edtf import UNDATED, When
from agenda.output.short_wording import fitting_who_where, short_countdown, short_dates
from tests.builders import visit

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("2026-11-25", "25 Nov"),
        ("2026-11-25/2026-11-27", "25–27 Nov"),
        ("2026-11-30/2026-12-02", "30 Nov–2 Dec"),
        ("2026-12-30/2027-01-02", "30 Dec–2 Jan"),
        ("[2026-11-16..2027-01-15]", "16 Nov … 15 Jan"),
        ("[2026-11-23..2026-11-28]", "23 … 28 Nov"),
        ("2026-12", "Dec"),
        ("2027-01~", "~Jan"),
        ("2027-08", "Aug 2027"),
        ("2027", "2027"),
        ("[2027-01..2027-02]", "Jan … Feb"),
        ("[2027..2028]", "2027 … 2028"),
        ("2026-12-10?", "10 Dec?"),
        ("2026-12-10/2026-12-11?", "10–11 Dec?"),
        ("2026-12-10~/2026-12-11", "~10 Dec – 11 Dec"),
        ("2026-11-23/..", "23 Nov –"),
        ("../2026-11-25", "– 25 Nov"),
        ("[..2026-12-31]", "by 31 Dec"),
        ("[2027..]", "2027 or later"),
        ("[2027-02..]", "Feb or later"),
        ("[2026-12-04..]", "4 Dec or later"),
        ("2025-11-20", "20 Nov 2025"),
        ("", "—"),
    ],
)
def test_dates_take_few_columns(dates: str, expected: str) -> None:
    assert short_dates(When.parse(dates) if dates else UNDATED, TODAY) == expected


@pytest.mark.parametrize(
    ("state", "dates", "expected"),
    [
        ("tentative", "2026-12-10?", "in 16 days"),
        ("tentative", "[2026-11-20..2026-11-28]", "any day now"),
        ("announced", "2026-11-23/..", "began 1 day ago"),
        ("tentative", "[2027..]", ""),
        ("tentative", "", ""),
        ("cancelled", "2026-12-10", ""),
        ("completed", "2026-11-20", "4 days ago"),
        ("announced", "2026-11-20", "4 days overdue"),
    ],
)
def test_a_countdown_omits_what_the_dates_and_the_state_say(
    state: str, dates: str, expected: str
) -> None:
    (row,) = status_rows({"a": visit(state, dates)}, (), lambda _: TODAY)
    assert short_countdown(row) == expected


def test_only_the_name_of_a_visitor_is_cut() -> None:
    assert fitting_who_where("Vladimir Putin", "Hanoi, VN", 26) == "Vladimir Putin → Hanoi, VN"
    assert fitting_who_where("Vladimir Putin", "Hanoi, VN", 20) == "Vladimi… → Hanoi, VN"
    assert fitting_who_where("林嘉禾林嘉禾", "Hanoi, VN", 20) == "林嘉禾… → Hanoi, VN"
    assert fitting_who_where("Vladimir Putin", "Hanoi, VN", 5) == "Vladi… → Hanoi, VN"
