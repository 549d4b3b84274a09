from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.history.itinerary import can_both_be, clashes, likely_the_same
from agenda.model.country import Country
from agenda.model.edtf import When
from agenda.model.visit import PartialConfirmation, PartialHost, PartialVisit, PartialVisitor


@pytest.mark.parametrize(
    ("first", "other", "can"),
    [
        ("2024-06-18/2024-06-19", "2024-06-19/2024-06-20", True),  # the day of travel
        ("2024-06-18/2024-06-20", "2024-06-19/2024-06-20", False),
        ("2024-06-18/2024-06-20", "2024-06-19", False),  # a day in the middle
        ("2024-06-19", "2024-06-19", True),
        ("2024-06-18/2024-06-20", "[2024-06-19..2024-06-21]", True),
        ("2024-06-18/2024-06-20", "2024-06", True),
        ("2024-06-18/..", "2024-06-17", True),
        ("2024-06-01/2024-06-30", "[2024-06-10..2024-06-12]", False),
    ],
)
def test_two_stays(first: str, other: str, can: bool) -> None:
    assert can_both_be(When.parse(first), When.parse(other)) is can
    assert can_both_be(When.parse(other), When.parse(first)) is can


DAYS = st.integers(0, 12).map(lambda days: date(2024, 6, 1) + timedelta(days))
EDGES = st.tuples(DAYS, DAYS).map(sorted)
STAYS = EDGES.map(lambda edge: When.parse(f"{edge[0]}/{edge[1]}"))
WINDOWS = EDGES.map(lambda edge: When.parse(f"[{edge[0]}..{edge[1]}]"))
VISITS = st.lists(st.tuples(st.sampled_from(["KP", "VN", "MN"]), STAYS | WINDOWS), max_size=6)


def visit(country: str, dates: When) -> PartialVisit:
    return PartialVisit(
        visitor=PartialVisitor(name="A", country=Country("RU")),
        host=PartialHost(country=Country(country)),
        dates=dates,
        confirmation=PartialConfirmation(state="tentative"),
    )


@given(VISITS)
def test_a_clash_is_told_exactly_if_there_is_one(plans: list[tuple[str, When]]) -> None:
    visits = {str(number): visit(*plan) for number, plan in enumerate(plans)}
    every = [
        (number, other)
        for number, (here, dates) in enumerate(plans)
        for other, (there, others) in enumerate(plans)
        if number < other and here != there and not can_both_be(dates, others)
    ]
    pairs = [tuple(sorted(map(int, pair))) for pair in clashes(visits)]
    assert set(pairs) <= set(every)
    assert bool(pairs) == bool(every)


@given(VISITS)
def test_overlaps_are_told_exactly_if_there_are_some(plans: list[tuple[str, When]]) -> None:
    visits = {str(number): visit(*plan) for number, plan in enumerate(plans)}
    every = {
        (number, other)
        for number, (here, its) in enumerate(plans)
        for other, (there, others) in enumerate(plans)
        if number < other and here == there and _overlap(its, others)
    }
    pairs = {tuple(sorted(map(int, pair))) for pair in likely_the_same(visits)}
    assert pairs <= every
    assert bool(pairs) == bool(every)


def _overlap(first: When, other: When) -> bool:
    assert first.earliest_start
    assert other.earliest_start
    return first.earliest_start <= (other.latest_end or date.max) and other.earliest_start <= (
        first.latest_end or date.max
    )
