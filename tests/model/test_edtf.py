from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from agenda.model.edtf import UNDATED, BadDate, Qualifier, ReversedDates, When
from tests.strategies import points, texts

WHENS = texts().map(When.parse)


def june(day: int) -> date:
    return date(2024, 6, day)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2024-06-19", (june(19), june(19), june(19), june(19))),
        ("2024-06", (june(1), june(30), june(1), june(30))),
        ("2024", (date(2024, 1, 1), date(2024, 12, 31), date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-06-19/2024-06-20", (june(19), june(19), june(20), june(20))),
        ("2024-06-19/2024-06", (june(19), june(19), june(19), june(30))),
        ("2024-06/2024-06-10", (june(1), june(10), june(10), june(10))),
        ("2024-06-19/..", (june(19), june(19), june(19), None)),
        ("[2024-06-10..2024-07-07]", (june(10), date(2024, 7, 7), june(10), date(2024, 7, 7))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29))),
    ],
)
def test_a_text_means_its_bounds(text: str, bounds: tuple[date | None, ...]) -> None:
    assert When.parse(text).bounds == bounds


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024-06-19", Qualifier.SURE, Qualifier.SURE),
        ("2024-06?", Qualifier.UNCERTAIN, Qualifier.UNCERTAIN),
        ("2024-06-19~/2024-06-20", Qualifier.APPROXIMATE, Qualifier.SURE),
        ("2024-06-19/2024-06-20%", Qualifier.SURE, Qualifier.UNCERTAIN | Qualifier.APPROXIMATE),
    ],
)
def test_a_suffix_qualifies_the_date_before_it(text: str, start: Qualifier, end: Qualifier) -> None:
    when = When.parse(text)
    assert (when.start_qualifier, when.end_qualifier) == (start, end)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2024-06-31", "`2024-06-31` does not exist"),
        ("2023-02-29", "`2023-02-29` does not exist"),
        ("2024-13", "`2024-13` has no month 13"),
        ("0000", "`0000` has the year 0000"),
        ("2024-22", "`2024-22` is a season (summer)"),
        ("[2024-06-10,2024-06-12..2024-06-14]", "lists several dates"),
        ("[2024-06-10..]", "is open on one side"),
        ("[2024-06-10..2024-07]", "mixes days, months and years"),
        ("[2024-06-10?..2024-06-12]", "qualifies the edge of a window"),
        ("../2024-06-20", "has no start"),
        ("/2024-06-20", "has no start"),
        ("2024-06-19/", "has an empty end"),
        ("2024-06-19T10:00", "has a time of day"),
        ("2024-06-19 10:00:00Z", "has a time of day"),
        ("19.06.2024", "does not begin with the year"),
        ("2024-6-9", "lacks a zero"),
        ("soon", "`soon` is not a date"),
        ("2024-06-19/soon", "`soon` in `2024-06-19/soon` is not a date"),
        ("2024-06-19/2024-06-20/2024-06-21", "is not a date"),
        ("٢٠٢٤", "is not a date"),
        ("", "`` is not a date"),
        (" 2024", "` 2024` is not a date"),
    ],
)
def test_anything_else_is_refused(text: str, message: str) -> None:
    with pytest.raises(BadDate) as refused:
        When.parse(text)
    assert message in str(refused.value)
    assert refused.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-19–2024-06-20",
        "2024-06-19 — 2024-06-20",
        "2024-06-19 - 2024-06-20",
        "2024-06-19 to 2024-06-20",
        "2024‑06‑19–2024‐06‐20",
    ],
)
def test_pasted_dashes_are_read_for_what_they_mean(text: str) -> None:
    with pytest.raises(BadDate) as refused:
        When.parse(text)
    assert "`2024-06-19/2024-06-20`" in refused.value.hint


@pytest.mark.parametrize(
    "text", ["2024-06-20/2024-06-19", "2024-07/2024-06", "[2024-07-07..2024-06-10]"]
)
def test_reversed_dates_are_told_apart(text: str) -> None:
    with pytest.raises(ReversedDates, match="ends before it begins"):
        When.parse(text)


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("2024-06-19", "2024-06"),
        ("2024-06-19/2024-06-20", "[2024-06-10..2024-07-07]"),
        ("2024-06-19/2024-06-20", "2024-06-19/.."),
        ("2024-06-19/2024-06-20", "2024-06?"),
        ("2024-06-19", "2024-06-19?"),
        ("2024-06-19?", "2024-06-19%"),
        ("2024-06", "2024"),
    ],
)
def test_the_sharper_lies_within(inner: str, outer: str) -> None:
    assert When.parse(inner).within(When.parse(outer))
    assert not When.parse(outer).within(When.parse(inner))


def test_a_month_and_its_window_are_one_meaning() -> None:
    month, window = When.parse("2024-06"), When.parse("[2024-06-01..2024-06-30]")
    assert month == window
    assert hash(month) == hash(window)
    assert month != When.parse("2024-06?")
    assert str(month) != str(window)


def test_no_date_is_false_and_holds_every_window() -> None:
    assert not UNDATED
    assert When.parse("2024").within(UNDATED)
    assert not UNDATED.within(When.parse("2024"))
    assert UNDATED.within(UNDATED)


@given(texts())
def test_bounds_are_the_strict_bounds_of_the_reference(text: str) -> None:
    ours, theirs = When.parse(text), parse_edtf(text)
    assert ours.earliest_start is not None
    assert ours.earliest_start.timetuple()[:3] == theirs.lower_strict()[:3]
    if ours.latest_end is None:
        assert theirs.upper_strict() == float("inf")
    else:
        assert ours.latest_end.timetuple()[:3] == theirs.upper_strict()[:3]


@given(points(), points())
def test_each_end_of_a_stay_is_the_reference_s(first: str, last: str) -> None:
    try:
        when = When.parse(f"{first}/{last}")
    except ReversedDates:
        assert parse_edtf(first).lower_strict()[:3] > parse_edtf(last).upper_strict()[:3]
        return
    start, end = parse_edtf(first), parse_edtf(last)
    assert when.latest_start is not None
    assert when.earliest_end is not None
    assert when.latest_start.timetuple()[:3] == min(
        start.upper_strict()[:3], end.upper_strict()[:3]
    )
    assert when.earliest_end.timetuple()[:3] == max(
        start.lower_strict()[:3], end.lower_strict()[:3]
    )


@given(st.text(alphabet="0123456789-/.[]?~%, T:", max_size=26))
def test_whatever_is_accepted_the_reference_accepts_too(text: str) -> None:
    try:
        When.parse(text)
    except BadDate:
        return
    parse_edtf(text)


@given(WHENS)
def test_within_holds_of_itself(when: When) -> None:
    assert when.within(when)


@given(WHENS, WHENS)
def test_two_that_lie_within_each_other_are_equal(first: When, other: When) -> None:
    assert (first.within(other) and other.within(first)) == (first == other)


@given(WHENS, WHENS, WHENS)
def test_within_is_transitive(first: When, other: When, third: When) -> None:
    if first.within(other) and other.within(third):
        assert first.within(third)


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("2024-06-19", "2024-06-19/2024-06-20"),
        ("2024-06-20", "2024-06-19/2024-06-20"),
        ("2024-06-19/2024-06-20", "2024-06-19/2024-06-21"),
        ("2024-06-19/2024-06-20", "2024-06-18/2024-06-20"),
        ("[2024-06-10..2024-06-20]", "2024-06-10/2024-06-20"),
        ("2024-06-10/2024-06-20", "2024-06-10"),
        ("2024-06/2024-07-02", "2024-06-10/2024-07-02"),
        ("2024-06-10/2024-07", "2024-06-10/2024-07-02"),
        ("2024-06-10/..", "2024-06-10/2024-07-02"),
        ("2024-06-19?/2024-06-20", "2024-06-19/2024-06-20?"),
        ("2024-06-19/2024-06-20?", "2024-06-19?/2024-06-20"),
        ("2024-06-19?", "2024-06-19~"),
        ("9999/..", "9999"),
    ],
)
def test_what_does_not_lie_within(first: str, other: str) -> None:
    assert not When.parse(first).within(When.parse(other))


def test_no_first_day_is_not_the_first_day_of_the_calendar() -> None:
    assert not UNDATED.within(When.parse("0001-01-01/.."))


def test_dates_do_not_change() -> None:
    with pytest.raises(AttributeError, match="shared and do not change: text"):
        When.parse("2024-06").text = "2024-07"
