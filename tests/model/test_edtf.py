import copy
import pickle
from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from agenda.model.edtf import UNDATED, BadDate, Qualifier, ReversedDates, When
from tests.strategies import date_points, date_texts

DATES = date_texts().map(When.parse)


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
        ("2024-06/..", (june(1), june(30), june(1), None)),
        ("../2024-06-20", (None, june(20), june(20), june(20))),
        ("../2024-06", (None, june(30), june(1), june(30))),
        ("[2024-06-10..]", (june(10), None, june(10), None)),
        ("[..2024-06]", (None, june(30), None, june(30))),
        ("[2024-06-10..2024-07-07]", (june(10), date(2024, 7, 7), june(10), date(2024, 7, 7))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29))),
    ],
)
def test_the_bounds_of_a_text(text: str, bounds: tuple[date | None, ...]) -> None:
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
        ("2024-13", "`2024-13` has the month 13"),
        ("0000", "`0000` has the year 0000"),
        ("2024-22", "`2024-22` is a season (summer)"),
        ("[2024-06-10,2024-06-12..2024-06-14]", "lists several dates"),
        ("[..]", "`[..]` has no day"),
        ("../..", "`../..` has no day"),
        ("/", "`/` has no day"),
        ("[2024-06-10?..]", "qualifies the edge of a window"),
        ("[..soon]", "`soon` in `[..soon]` is not a date"),
        ("[...2024]", "is not a date"),
        ("[2024-06-10..2024-07]", "mixes days, months and years"),
        ("[2024-06-10?..2024-06-12]", "qualifies the edge of a window"),
        ("/2024-06-20", "has no start"),
        ("2024-06-19/", "has an empty end"),
        ("2024-06-19T10:00", "has a time of day"),
        ("2024-06-19 10:00:00Z", "has a time of day"),
        ("19.06.2024", "does not begin with the year"),
        ("2024-6-9", "is missing a zero"),
        ("soon", "`soon` is not a date"),
        ("2024-06-19/soon", "`soon` in `2024-06-19/soon` is not a date"),
        ("2024-06-19/2024-06-20/2024-06-21", "is not a date"),
        ("٢٠٢٤", "is not a date"),
        ("", "`` is not a date"),
        (" 2024", "` 2024` is not a date"),
    ],
)
def test_any_other_text_is_refused_with_a_hint(text: str, message: str) -> None:
    with pytest.raises(BadDate) as raised:
        When.parse(text)
    assert message in str(raised.value)
    assert raised.value.hint


@pytest.mark.parametrize(
    "text", ["2024-06-20/2024-06-19", "2024-07/2024-06", "[2024-07-07..2024-06-10]"]
)
def test_reversed_dates_have_an_error_of_their_own(text: str) -> None:
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
        ("2024-06-19", "[2024-06..]"),
        ("2024-06-19/..", "[2024-06-19..]"),
        ("[2024-07..]", "[2024-06..]"),
        ("[2024-06-10..2024-07-07]", "[..2024-07-07]"),
        ("../2024-06-20", "[..2024-06-20]"),
        ("2024-06-19/2024-06-20", "../2024-06-20"),
        ("[2018..]", ""),
    ],
)
def test_more_precise_dates_lie_within_less_precise_ones(inner: str, outer: str) -> None:
    wider = When.parse(outer) if outer else UNDATED
    assert When.parse(inner).within(wider)
    assert not wider.within(When.parse(inner))


@pytest.mark.parametrize("text", ["[2018..]", "[..2018]", "../2018", "2018/.."])
def test_dates_are_known_if_any_of_their_bounds_is(text: str) -> None:
    assert When.parse(text)
    assert When.parse(text).is_not_before == (text == "[2018..]")


@pytest.mark.parametrize(
    ("first", "second"), [("[2018..]", "2017"), ("[..2017]", "2018"), ("../2017", "2018/..")]
)
def test_open_dates_exclude_what_lies_beyond_their_bound(first: str, second: str) -> None:
    assert When.parse(first).excludes(When.parse(second))
    assert When.parse(second).excludes(When.parse(first))


def test_a_month_equals_the_window_of_its_days() -> None:
    month, window = When.parse("2024-06"), When.parse("[2024-06-01..2024-06-30]")
    assert month == window
    assert hash(month) == hash(window)
    assert month != When.parse("2024-06?")
    assert str(month) != str(window)


def test_no_date_is_false_and_all_dates_lie_within_it() -> None:
    assert not UNDATED
    assert When.parse("2024").within(UNDATED)
    assert not UNDATED.within(When.parse("2024"))
    assert UNDATED.within(UNDATED)


@given(date_texts())
def test_bounds_are_the_strict_bounds_of_the_reference_parser(text: str) -> None:
    when, reference = When.parse(text), parse_edtf(text)
    if when.earliest_start is None:
        assert reference.lower_strict() == -float("inf")
    else:
        assert when.earliest_start.timetuple()[:3] == reference.lower_strict()[:3]
    if when.latest_end is None:
        assert reference.upper_strict() == float("inf")
    else:
        assert when.latest_end.timetuple()[:3] == reference.upper_strict()[:3]


@given(date_points(), date_points())
def test_both_ends_of_a_stay_are_those_of_the_reference_parser(first: str, last: str) -> None:
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
def test_every_accepted_text_is_accepted_by_the_reference_parser(text: str) -> None:
    try:
        When.parse(text)
    except BadDate:
        return
    parse_edtf(text)


@given(DATES)
def test_dates_lie_within_themselves(when: When) -> None:
    assert when.within(when)


@given(DATES, DATES)
def test_dates_that_lie_within_each_other_are_equal(first: When, second: When) -> None:
    assert (first.within(second) and second.within(first)) == (first == second)


@given(DATES, DATES, DATES)
def test_within_is_transitive(first: When, second: When, third: When) -> None:
    if first.within(second) and second.within(third):
        assert first.within(third)


@pytest.mark.parametrize(
    ("inner", "outer"),
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
def test_dates_that_do_not_lie_within_others(inner: str, outer: str) -> None:
    assert not When.parse(inner).within(When.parse(outer))


def test_an_open_start_is_not_the_first_day_of_the_calendar() -> None:
    assert not UNDATED.within(When.parse("0001-01-01/.."))


def test_dates_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable and shared: text"):
        When.parse("2024-06").text = "2024-07"


@pytest.mark.parametrize(
    "text", ["2024-06-19 {} 2024-06-20", "[{}", "2024{}", "{}", "[2024{}..2024]", "2024/{}"]
)
@pytest.mark.parametrize(
    "token", [" ", ".", "–", " – ", " to ", "..", "1", "-", "/", "\u00a0", "\n"]
)
def test_a_text_of_any_length_is_refused_at_once(text: str, token: str) -> None:
    # A repeated token of this length takes minutes if it is searched once for each repetition.
    with pytest.raises(BadDate):
        When.parse(text.format(token * 500_000) + "x")


@pytest.mark.parametrize("text", ["2024-06-19", "2024-06~/2024-07-01?", "[2024-06-10..]", ""])
def test_a_copy_and_a_pickle_are_the_same_value(text: str) -> None:
    dates = When.parse(text) if text else UNDATED
    assert copy.deepcopy(dates) is copy.copy(dates) is pickle.loads(pickle.dumps(dates)) is dates  # noqa: S301
