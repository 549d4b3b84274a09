from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from agenda.history.building import identity_of
from agenda.history.diff import Change, diff
from agenda.history.log import VisitUpdate
from agenda.model.country import Candidates, Country, NamedLocation, Zone
from agenda.model.edtf import When
from agenda.model.topics import TOPICS
from agenda.model.visit import Confirmation, Host, Item, Person, Visit, Visitor
from agenda.output.sentences import near_when, sentences_on
from tests.builders import visit

TODAY = date(2024, 6, 18)


def stated(state: Any, visitor: Any = "", host: Any = "", dates: str = "", **fields: Any) -> Visit:
    """A visit in a state, with what the sides have said."""
    confirmation = Confirmation(state=state, visitor=visitor, host=host)
    return replace(visit(dates=dates, **fields), confirmation=confirmation)


def sentences(before: Visit | None, after: Visit, *about_disputed: Change) -> list[str]:
    changes = diff(before or identity_of(after), after)
    return sentences_on(
        VisitUpdate("ru-vn-2024", before, after, (*changes, *about_disputed), ()), TOPICS, TODAY
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("2024-06", "2024-06-19/2024-06-20", "dates firmed to 19–20 June"),
        ("2024-06-19", "2024-07-01", "dates moved from 19 June to 1 July"),
        ("2024-06-19", "2025-07-01", "dates moved from 19 June to 1 July 2025"),
        ("2024-06-19", "2024-07", "dates moved to July"),
        ("2024-06-19/2024-06-20", "2024-06-20/2024-06-21", "dates shifted to 20–21 June"),
        ("2024-06-19", "2024-06", "dates loosened to June"),
        ("2024-06", "[2024-06-10..2024-06-20]", "dates firmed: between 10 and 20 June"),
        ("", "2024", "dates set to 2024"),
        ("", "2024-06-19/..", "dates set: from 19 June on"),
        ("", "2024-06-19?", "dates set: possibly 19 June"),
        ("", "[2024-07..]", "dates set: not before July"),
        ("2024-06", "", "dates cleared"),
    ],
)
def test_changed_dates_are_told_without_the_current_year(
    before: str, after: str, expected: str
) -> None:
    assert sentences(visit(dates=before), visit(dates=after)) == [expected]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (stated("rumoured"), stated("tentative"), ["raised to tentative"]),
        (stated("announced"), stated("tentative"), ["lowered to tentative"]),
        (stated("tentative"), stated("announced"), ["announced"]),
        (stated("tentative"), stated("announced", "announced"), ["announced by Russia"]),
        (
            stated("announced", "announced"),
            stated("confirmed", "announced", "announced"),
            ["confirmed by Vietnam"],
        ),
        (
            stated("tentative"),
            stated("confirmed", "announced", "announced"),
            ["confirmed by Russia and Vietnam"],
        ),
        (stated("tentative"), stated("cancelled", "cancelled"), ["cancelled by Russia"]),
        (
            stated("tentative"),
            stated("cancelled", host="declined"),
            ["cancelled", "Vietnam declined"],
        ),
        (
            stated("announced", "announced", dates="2024-06-19"),
            stated("postponed", "postponed"),
            ["postponed by Russia", "dates cleared"],
        ),
        (stated("postponed"), stated("tentative"), ["reinstated, tentative"]),
        (stated("tentative"), stated("doubtful"), ["doubtful"]),
        (stated("confirmed"), stated("completed"), ["completed"]),
        (
            stated("tentative"),
            stated("tentative", "preparing", "no-comment"),
            ["Russia preparing", "Vietnam no comment"],
        ),
        (
            stated("tentative", dates="2024-06"),
            stated("announced", host="announced", dates="2024-06-19"),
            ["dates firmed to 19 June", "announced by Vietnam"],
        ),
    ],
)
def test_a_changed_state_is_told_with_the_side_behind_it(
    before: Visit, after: Visit, expected: list[str]
) -> None:
    assert sentences(before, after) == expected


def test_organizations_and_an_undecided_host_are_named() -> None:
    of_union = {"visitor": Visitor(name="Ursula", organization="European Union")}
    before = replace(stated("tentative"), **of_union)
    after = replace(stated("confirmed", "announced", "announced"), **of_union)
    assert sentences(before, after) == ["confirmed by European Union and Vietnam"]
    undecided = {"host": Host(candidates=Candidates())}
    before, after = replace(before, **undecided), replace(after, **undecided)
    assert sentences(before, after) == ["confirmed by European Union and the host"]
    after = replace(stated("tentative", "preparing", "invited"), **of_union, **undecided)
    assert sentences(before, after) == ["European Union preparing", "the host invited"]


def test_a_new_visit_is_told_with_its_state_and_dates() -> None:
    after = stated("tentative", host="preparing", dates="2024-06", agenda={"energy": Item()})
    assert sentences(None, after) == [
        "new, tentative", "in June", "Vietnam preparing", "Energy on the agenda",
    ]  # fmt: skip


def test_items_are_named_if_they_are_few() -> None:
    before = visit(agenda={"energy": Item(status="expected"), "borders": Item(status="agreed")})
    after = visit(agenda={"energy": Item(status="agreed"), "borders": Item(status="expected")})
    energy, borders = TOPICS["energy"].label, TOPICS["borders"].label
    assert sentences(before, after) == [f"{energy} agreed", f"{borders} back to expected"]
    assert sentences(after, visit(agenda={"energy": Item(status="dropped")})) == [
        f"{energy} dropped", f"{borders} removed",
    ]  # fmt: skip
    assert sentences(before, replace(before, agenda={})) == [
        f"{energy} removed",
        f"{borders} removed",
    ]
    many = {f"item-{number}": Item(status="expected") for number in range(12)}
    assert sentences(visit(), visit(agenda=many)) == ["12 agenda items"]


def test_another_place_is_told() -> None:
    before = replace(visit(), host=Host(country=visit().host.country, city="Hanoi"))
    after = replace(before, host=replace(before.host, city="Da Nang"))
    assert sentences(before, after) == ["relocated to Da Nang, Vietnam"]


def test_a_place_is_told_when_it_is_decided_set_or_open_again() -> None:
    budapest = Host(country=Country("HU"), city="Budapest")
    open_host = Host(
        candidates=Candidates(
            [
                NamedLocation(country=Country("HU"), city="Budapest"),
                NamedLocation(country=Country("CH"), city="Geneva"),
            ]
        )
    )
    before, after = (
        replace(visit(dates=dates), host=host)
        for dates, host in (("2024-07", open_host), ("2024-07-05", budapest))
    )
    assert sentences(before, after) == [
        "dates firmed to 5 July",
        "place decided: Budapest, Hungary",
    ]
    assert sentences(replace(after, dates=before.dates), before) == [
        "place not decided (Budapest or Geneva)"
    ]
    assert sentences(before, replace(before, host=Host(candidates=Candidates()))) == [
        "place not known"
    ]
    no_city = replace(after, host=Host(country=Country("HU")))
    assert sentences(no_city, after) == ["place set to Budapest, Hungary"]
    assert sentences(after, no_city) == ["city no longer known"]
    in_zone = replace(after, host=replace(budapest, timezone=Zone("Europe/Budapest")))
    assert sentences(after, in_zone) == ["host.timezone updated"]
    assert sentences(None, replace(after, confirmation=Confirmation(state="tentative"))) == [
        "new, tentative",
        "5 July",
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, Person(status="agreed"), "to meet to-lam (agreed)"),
        (None, Person(name="To Lam"), "to meet To Lam"),
        (Person(status="agreed"), Person(status="expected"), "to meet to-lam (back to expected)"),
        (Person(status="agreed"), Person(name="To Lam", status="met"), "met To Lam"),
        (
            Person(name="To Lam"),
            Person(name="To Lam", status="dropped"),
            "no longer to meet To Lam",
        ),
        (Person(name="To Lam"), None, "no longer to meet To Lam"),
    ],
)
def test_people_to_meet_are_told(
    before: Person | None, after: Person | None, expected: str
) -> None:
    first, second = ({"to-lam": person} if person else {} for person in (before, after))
    assert sentences(visit(meets=first), visit(meets=second)) == [expected]


def test_many_people_to_meet_are_counted() -> None:
    people = {f"person-{number}": Person() for number in range(3)}
    assert sentences(visit(), visit(meets=people)) == ["3 people to meet"]


def test_a_dispute_is_told_with_both_values_and_then_settled() -> None:
    known, other = When.parse("2024-06-19"), When.parse("2024-07-01")
    disputed = Change("disputed", ("dates",), known, other)
    raised = sentences(stated("rumoured"), stated("tentative"), disputed)
    assert raised == ["raised to tentative", "dates disputed: 19 June or 1 July"]
    settled = Change("settled", ("confirmation", "state"), "announced", "cancelled")
    assert sentences(visit(), visit(), settled) == ["confirmation settled: cancelled"]


def test_other_facts_are_named_only_if_nothing_else_has_changed() -> None:
    after = visit(notes="A note", kind="state")
    assert sentences(visit(), after) == ["kind, notes updated"]
    assert sentences(visit(), replace(after, confirmation=Confirmation(state="doubtful"))) == [
        "doubtful"
    ]
    assert sentences(visit(), visit()) == []


def test_only_the_year_of_a_day_or_a_month_is_left_out() -> None:
    assert near_when(When.parse("2024"), TODAY) == "in 2024"
    assert near_when(When.parse("2024-12-30/2025-01-02"), TODAY) == ("30 December – 2 January 2025")
