from datetime import date, timedelta
from itertools import combinations, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from agenda.history.itinerary import (
    Region,
    are_far_apart,
    are_likely_the_same,
    clashes,
    likely_duplicates,
)
from agenda.model.country import Country, Zone
from agenda.model.edtf import When
from agenda.model.visit import (
    KnownState,
    PartialConfirmation,
    PartialHost,
    PartialVisit,
    PartialVisitor,
)
from tests.builders import visit as make_visit


def planned(country: str, dates: When, city: str = "") -> PartialVisit:
    return PartialVisit(
        visitor=PartialVisitor(name="A", country=Country("RU")),
        host=PartialHost(country=Country(country), city=city),
        dates=dates,
        confirmation=PartialConfirmation(state="tentative"),
    )


def itinerary(*legs: str) -> dict[str, PartialVisit]:
    """Visits by legs such as `VN 18/20`, all in June 2024, with their legs as ids."""
    return {leg: planned(leg[:2], june(leg[3:])) for leg in legs}


def june(days: str) -> When:
    return When.parse("/".join(f"2024-06-{day}" for day in days.split("/")))


@pytest.mark.parametrize(
    "legs",
    [
        pytest.param(["VN 18/24", "FR 20/22"], id="nested"),
        pytest.param(["VN 18/24", "FR 22/24"], id="nested at the end"),
        pytest.param(["VN 18/24", "AR 20"], id="nested for one day"),
        pytest.param(["VN 18/20", "FR 20/22"], id="a shared day of travel"),
        pytest.param(["IL 12/14", "SY 13", "IL 14/16", "SY 16/17", "IL 17"], id="a shuttle"),
        pytest.param(["IL 10/16", "EG 12/18", "SY 14/20"], id="a shuttle between long stays"),
        pytest.param(["IL 12/14", "PS 13"], id="a day trip"),
        pytest.param(["IT 12/13", "VA 12/13"], id="a day trip without a day"),
        pytest.param(["FR 03/04", "DE 03/04"], id="a summit on two banks of a river"),
        pytest.param(["EE 19", "LV 19", "LT 19"], id="three countries in one day"),
        pytest.param(["JP 19", "KR 19", "US 19"], id="three countries and an ocean in one day"),
        pytest.param(["IT 12/14", "VA 14", "IT 14/16"], id="there and back"),
    ],
)
def test_real_journeys_are_neither_clashes_nor_duplicates(legs: list[str]) -> None:
    assert list(clashes(itinerary(*legs))) == []
    assert list(likely_duplicates(itinerary(*legs))) == []


@pytest.mark.parametrize(
    ("legs", "whole_day"),
    [
        (["VN 18/22", "FR 20/23"], date(2024, 6, 21)),
        (["VN 18/20", "FR 18/20"], date(2024, 6, 19)),
        (["VN 18/20", "FR 19/21"], None),
        (["VN 18/19", "FR 18/19"], None),
    ],
)
def test_stays_that_are_far_apart_clash(legs: list[str], whole_day: date | None) -> None:
    (clash,) = clashes(itinerary(*legs))
    assert {clash.earlier, clash.later} == set(legs)
    assert clash.whole_day == whole_day


@pytest.mark.parametrize(
    "host",
    [
        PartialHost(country=Country("RU"), timezone=Zone("Europe/Moscow")),
        PartialHost(country=Country("RU"), city="Moscow"),
    ],
)
def test_the_time_zone_or_the_city_of_the_host_says_how_far_it_is(host: PartialHost) -> None:
    visits = itinerary("RU 10/14", "JP 12/16")
    assert list(clashes(visits)) == []
    visits["RU 10/14"] = replace(visits["RU 10/14"], host=host)
    assert [clash.later for clash in clashes(visits)] == ["JP 12/16"]


DAYS = st.integers(1, 9)
EDGES = st.tuples(DAYS, DAYS).map(lambda days: [f"2024-06-{day:02}" for day in sorted(days)])
UNCERTAIN_ENDS = ["2024-05-28/2024-06", "2024-05-29/2024-06-03", "2024-05-30/2024-07"]
WHENS = (
    EDGES.map("/".join)
    | EDGES.map(lambda edges: f"[{edges[0]}..{edges[1]}]")
    | EDGES.map(lambda edges: f"{edges[0]}/..")
    | EDGES.map(lambda edges: f"{edges[0]}/{edges[1]}~")
    | st.sampled_from(["[2024-06-02..]", "[..2024-06-04]", "../2024-06-05", "2024-06/.."])
    | st.sampled_from(["2024-06", "2024-05/2024-06-03", "2024/2024-06-05", *UNCERTAIN_ENDS])
).map(When.parse)
PLANS = st.lists(
    st.builds(
        planned,
        st.sampled_from(["KP", "VN", "KR", "FR"]),
        WHENS,
        st.sampled_from(["", "One", "Other"]),
    ),
    max_size=6,
).map(lambda plans: {str(number): plan for number, plan in enumerate(plans)})


def plans_of(*plans: tuple[str, str]) -> dict[str, PartialVisit]:
    return {str(n): planned(country, When.parse(dates)) for n, (country, dates) in enumerate(plans)}


def interpretations(when: When) -> list[tuple[date, date]]:
    """All first and last days that dates of May to July 2024 can mean."""
    days = [date(2024, 5, 1) + timedelta(days) for days in range(92)]
    start, latest_start, end, latest_end = when.bounds
    return [
        (first, last)
        for first in days
        if (start or days[0]) <= first <= (latest_start or days[-1])
        for last in days
        if first <= last and (end or days[0]) <= last <= (latest_end or days[-1])
    ]


def shared_days(first: When, second: When) -> int:
    """How many days the visitor certainly spends at two places, where neither is a side trip."""
    fewest = 99
    for (start, end), (other_start, other_end) in product(
        interpretations(first), interpretations(second)
    ):
        is_side_trip = (start <= other_start and other_end <= end) or (
            other_start <= start and end <= other_end
        )
        if is_side_trip and (start, end) != (other_start, other_end):
            return 0
        fewest = min(fewest, (min(end, other_end) - max(start, other_start)).days + 1)
    return fewest


@example(plans_of(*(("VN", dates) for dates in UNCERTAIN_ENDS[:2]), ("FR", UNCERTAIN_ENDS[2])))
@example(
    plans_of(
        ("VN", "2024-06-01/2024-06-06"),
        ("VN", "2024-06-02/2024-06-04"),
        ("FR", "2024-06-03/2024-06-08"),
    )
)
@given(PLANS)
def test_clashes_are_stays_that_are_far_apart_and_share_days_in_any_interpretation(
    plans: dict[str, PartialVisit],
) -> None:
    expected = {
        (first, second): days
        for first, second in combinations(plans, 2)
        if are_far_apart(_region(plans[first]), _region(plans[second]))
        and not (plans[first].dates.is_qualified or plans[second].dates.is_qualified)
        and (days := shared_days(plans[first].dates, plans[second].dates)) >= 2
    }
    clash_days = {
        tuple(sorted((clash.earlier, clash.later))): (clash.last_day - clash.first_day).days + 1
        for clash in clashes(plans)
    }
    assert clash_days.items() <= expected.items()
    assert bool(clash_days) == bool(expected)
    assert max(clash_days.values(), default=0) == max(expected.values(), default=0)


def _region(visit: PartialVisit) -> Region:
    return Region(visit.host.country, visit.host.timezone)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2024-06-18/2024-06-19", "2024-06-18/2024-06-19", True),
        ("2024-06-18/2024-06-20", "2024-06", True),
        ("2024-06-18/2024-06-20", "2024-06-18/..", True),
        ("2024-06-18/2024-06-20", "2024-06-19/2024-06-21", True),
        ("2024-06-18/2024-06-20", "2024-06-19", True),
        ("2024-06-18/2024-06-20", "2024-06-18/2024-06-19", True),
        ("2024-06-18/2024-06-20", "2024-06-20/2024-06-21", False),
        ("2024-06-18/2024-06-20", "2024-06-20", False),
        ("2024-06-18/2024-06-20", "2024-06-18", False),
        ("2024-06-18/2024-06-20", "2024-06-21/2024-06-22", False),
        ("2024-06-18/2024-06-20", "2024-07", False),
    ],
)
def test_visits_that_share_more_than_a_day_of_travel_are_likely_the_same(
    first: str, second: str, expected: bool
) -> None:
    assert are_likely_the_same(When.parse(first), When.parse(second)) is expected
    assert are_likely_the_same(When.parse(second), When.parse(first)) is expected


def are_duplicates(first: PartialVisit, second: PartialVisit) -> bool:
    return (
        None not in (*first.dates.bounds[:2], *second.dates.bounds[:2])
        and first.host.country == second.host.country
        and (first.host.city == second.host.city or not first.host.city or not second.host.city)
        and are_likely_the_same(first.dates, second.dates)
    )


@given(PLANS)
def test_all_duplicates_are_in_one_country_and_at_least_one_is_found(
    plans: dict[str, PartialVisit],
) -> None:
    expected = {
        (first, second)
        for first, second in combinations(plans, 2)
        if are_duplicates(plans[first], plans[second])
    }
    pairs = {tuple(sorted(pair)) for pair in likely_duplicates(plans)}
    assert pairs <= expected
    assert bool(pairs) == bool(expected)


def test_visits_to_two_cities_are_not_the_same() -> None:
    days = When.parse("2024-06-18/2024-06-20")
    visits = {city: planned("VN", days, city) for city in ("Hanoi", "Huế", "HANOI")}
    assert list(likely_duplicates(visits)) == [("HANOI", "Hanoi")]


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_a_visit_that_does_not_take_place_clashes_with_none(state: KnownState) -> None:
    first = planned("VN", When.parse("2024-06-18/2024-06-20"))
    second = planned("FR", When.parse("2024-06-19/2024-06-21"))
    assert [clash[:2] for clash in clashes({"a": first, "b": second})] == [("a", "b")]
    second = replace(second, confirmation=PartialConfirmation(state=state))
    assert list(clashes({"a": first, "b": second})) == []


@pytest.mark.parametrize("dates", ["0001", "0001-01-01", "0001-01-01/..", "[0001..2024]"])
def test_a_visit_on_the_first_day_of_the_calendar_is_no_duplicate_of_nothing(dates: str) -> None:
    first = planned("VN", When.parse(dates))
    assert list(likely_duplicates({"a": first})) == []
    assert list(likely_duplicates({"a": first, "b": first})) == [("a", "b")]


def test_a_virtual_visit_takes_place_anywhere() -> None:
    by_video = make_visit(dates="2024-06-19/2024-06-21", kind="virtual")
    there = replace(by_video, kind="state", host=PartialHost(country=Country("KP")))
    assert list(clashes({"a": by_video, "b": there})) == []
    assert [*clashes({"a": replace(by_video, kind="state"), "b": there})]
