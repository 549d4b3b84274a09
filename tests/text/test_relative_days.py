from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.text.relative_days import NAMES, relative_day

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
