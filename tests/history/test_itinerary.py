from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agenda.history.itinerary import are_compatible, clashes, likely_duplicates
from agenda.model.country import Country
from agenda.model.edtf import When
from agenda.model.visit import (
    KnownState,
    PartialConfirmation,
    PartialHost,
    PartialVisit,
    PartialVisitor,
)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2024-06-18/2024-06-19", "2024-06-19/2024-06-20", True),  # a day of travel
        ("2024-06-18/2024-06-20", "2024-06-19/2024-06-20", False),
        ("2024-06-18/2024-06-20", "2024-06-19", False),
        ("2024-06-19", "2024-06-19", True),
        ("2024-06-18/2024-06-20", "[2024-06-19..2024-06-21]", True),
        ("2024-06-18/2024-06-20", "2024-06", True),
        ("2024-06-18/..", "2024-06-17", True),
        ("2024-06-01/2024-06-30", "[2024-06-10..2024-06-12]", False),
    ],
)
def test_stays_in_two_countries_share_a_day_of_travel_at_most(
    first: str, second: str, expected: bool
) -> None:
    assert are_compatible(When.parse(first), When.parse(second)) is expected
    assert are_compatible(When.parse(second), When.parse(first)) is expected


DAYS = st.integers(0, 12).map(lambda days: date(2024, 6, 1) + timedelta(days))
EDGES = st.tuples(DAYS, DAYS).map(sorted)
STAYS = EDGES.map(lambda days: When.parse(f"{days[0]}/{days[1]}"))
WINDOWS = EDGES.map(lambda days: When.parse(f"[{days[0]}..{days[1]}]"))
PLANS = st.lists(st.tuples(st.sampled_from(["KP", "VN", "MN"]), STAYS | WINDOWS), max_size=6)


def planned(country: str, dates: When) -> PartialVisit:
    return PartialVisit(
        visitor=PartialVisitor(name="A", country=Country("RU")),
        host=PartialHost(country=Country(country)),
        dates=dates,
        confirmation=PartialConfirmation(state="tentative"),
    )


def pairs_of(
    plans: list[tuple[str, When]], is_pair: Callable[[When, When], bool], *, one_country: bool
) -> set[tuple[str, str]]:
    """All pairs of visits, to one country or to two, whose dates meet a condition."""
    return {
        (str(first), str(second))
        for first, second in combinations(range(len(plans)), 2)
        if (plans[first][0] == plans[second][0]) is one_country
        and is_pair(plans[first][1], plans[second][1])
    }


def visits_of(plans: list[tuple[str, When]]) -> dict[str, PartialVisit]:
    return {str(number): planned(*plan) for number, plan in enumerate(plans)}


@given(PLANS)
def test_clashes_are_visits_to_two_countries_that_cannot_both_be(
    plans: list[tuple[str, When]],
) -> None:
    expected = pairs_of(
        plans, lambda first, second: not are_compatible(first, second), one_country=False
    )
    pairs = {tuple(sorted(pair)) for pair in clashes(visits_of(plans))}
    assert pairs <= expected
    assert bool(pairs) == bool(expected)


@given(PLANS)
def test_visits_to_one_country_whose_dates_overlap_are_likely_the_same(
    plans: list[tuple[str, When]],
) -> None:
    expected = pairs_of(plans, do_overlap, one_country=True)
    pairs = {tuple(sorted(pair)) for pair in likely_duplicates(visits_of(plans))}
    assert pairs <= expected
    assert bool(pairs) == bool(expected)


def do_overlap(first: When, second: When) -> bool:
    return days_of(first)[0] <= days_of(second)[1] and days_of(second)[0] <= days_of(first)[1]


def days_of(when: When) -> tuple[date, date]:
    assert when.earliest_start
    assert when.latest_end
    return when.earliest_start, when.latest_end


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_a_visit_that_does_not_take_place_clashes_with_none(state: KnownState) -> None:
    first = planned("VN", When.parse("2024-06-18/2024-06-20"))
    second = planned("KP", When.parse("2024-06-19/2024-06-21"))
    assert list(clashes({"a": first, "b": second})) == [("a", "b")]
    second = replace(second, confirmation=PartialConfirmation(state=state))
    assert list(clashes({"a": first, "b": second})) == []


@pytest.mark.parametrize("dates", ["0001", "0001-01-01", "0001-01-01/..", "[0001..2024]"])
def test_a_visit_on_the_first_day_of_the_calendar_is_no_duplicate_of_nothing(dates: str) -> None:
    first = planned("VN", When.parse(dates))
    assert list(likely_duplicates({"a": first})) == []
    assert list(likely_duplicates({"a": first, "b": first})) == [("a", "b")]
