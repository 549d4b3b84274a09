from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.text.relative_days import (
    MONTH_NAMES,
    NAMES,
    last_working_day,
    month_after,
    month_of,
    relative_day,
    relative_month,
)

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", date(2026, 11, 24)),
        ("Yesterday", date(2026, 11, 23)),
        ("tomorrow", date(2026, 11, 25)),
        ("-3d", date(2026, 11, 21)),
        ("+2w", date(2026, 12, 8)),
        ("-0d", date(2026, 11, 24)),
        ("monday", date(2026, 11, 23)),
        ("tuesday", date(2026, 11, 24)),
        ("wed", date(2026, 11, 18)),
    ],
)
def test_a_day_is_named_from_today(text: str, expected: date) -> None:
    assert relative_day(text, TUESDAY) == expected


def test_a_weekday_ahead_is_the_next_one_from_today_on() -> None:
    assert relative_day("monday", TUESDAY, is_ahead=True) == date(2026, 11, 30)
    assert relative_day("tue", TUESDAY, is_ahead=True) == TUESDAY


@pytest.mark.parametrize("text", ["", "mo", "3d", "-3", "+d", "next monday", "-999999w", "2026"])
def test_other_texts_name_no_day(text: str) -> None:
    assert relative_day(text, TUESDAY) is None


@given(st.sampled_from(NAMES[3:]), st.dates(date(1, 1, 8), date(9999, 12, 24)))
def test_a_weekday_is_within_a_week(name: str, today: date) -> None:
    before, after = relative_day(name, today), relative_day(name, today, is_ahead=True)
    assert before is not None
    assert after is not None
    assert f"{before:%A}".lower() == f"{after:%A}".lower() == name
    assert 0 <= (today - before).days < 7
    assert 0 <= (after - today).days < 7


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 24), date(2026, 11, 23)),  # a Tuesday
        (date(2026, 11, 23), date(2026, 11, 20)),  # a Monday
        (date(2026, 11, 22), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 20)),
        (date.min, date.min),
    ],
)
def test_the_last_working_day_is_before_today(today: date, expected: date) -> None:
    assert last_working_day(today) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("this", date(2026, 11, 1)),
        ("next", date(2026, 12, 1)),
        ("last", date(2026, 10, 1)),
        ("november", date(2026, 11, 1)),
        ("December", date(2026, 12, 1)),
        ("jan", date(2027, 1, 1)),
        ("october", date(2027, 10, 1)),
        ("ma", None),
        ("someday", None),
    ],
)
def test_a_month_is_named_from_today(text: str, expected: date | None) -> None:
    assert relative_month(text, TUESDAY) == expected


def test_each_name_of_a_month_is_understood() -> None:
    assert all(relative_month(name, TUESDAY) for name in MONTH_NAMES)


@pytest.mark.parametrize("text", ["2026-13", "0000-01", "2026-1", "2026-12-01", "２０２６-12", ""])
def test_other_texts_are_no_months(text: str) -> None:
    assert month_of(text) is None


def test_no_month_is_outside_the_calendar() -> None:
    assert month_of("9999-12") == date(9999, 12, 1)
    assert month_after(date(9999, 12, 31), 1) is None
    assert month_after(date(1, 1, 1), -1) is None
