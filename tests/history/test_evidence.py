from typing import Any

import pytest
from hypothesis import assume, given
from msgspec.structs import replace

from agenda.history.evidence import are_contradictory, claimed_facts
from agenda.history.merge import merge
from agenda.model.report import Claim
from agenda.model.visit import Item, Visit
from tests import strategies
from tests.builders import claim, opening, visit


def relation_of(known: Visit | None, claimed: Claim) -> str:
    """What the only fact of a claim adds to a visit."""
    (fact,) = claimed_facts(known, claimed)
    return fact.relation


@pytest.mark.parametrize(
    ("known", "claimed", "expected"),
    [
        ("", "2024-06", "new"),
        ("2024-06", "2024-06", "confirms"),
        ("2024-06-19", "2024-06", "confirms"),
        ("2024-06-19", "2024-06-19?", "confirms"),
        ("2024-06", "2024-06-19", "sharpens"),
        ("2024-06-19", "2024-06-20", "contradicts"),
        ("2024-06-19/2024-06-20", "2024-06-19/2024-06-29", "contradicts"),
    ],
)
def test_the_relation_of_dates(known: str, claimed: str, expected: str) -> None:
    assert relation_of(visit(dates=known), claim(dates=claimed)) == expected


@pytest.mark.parametrize(
    ("known", "claimed", "expected"),
    [
        ("tentative", "tentative", "confirms"),
        ("tentative", "announced", "sharpens"),
        ("announced", "tentative", "adds nothing"),
        ("announced", "cancelled", "contradicts"),
        ("cancelled", "tentative", "contradicts"),
        ("confirmed", "completed", "sharpens"),
        ("completed", "confirmed", "adds nothing"),
        ("completed", "cancelled", "contradicts"),
        ("doubtful", "completed", "contradicts"),
    ],
)
def test_the_relation_of_states(known: Any, claimed: Any, expected: str) -> None:
    assert relation_of(visit(known), claim(claimed)) == expected


def test_every_fact_about_an_unknown_visit_is_new() -> None:
    claimed = opening(state="tentative", dates="2024-06", agenda={"energy": Item(title="Oil")})
    assert {fact.relation for fact in claimed_facts(None, claimed)} == {"new"}
    assert [fact.path for fact in claimed_facts(None, claimed)] == [
        ("dates",),
        ("confirmation", "state"),
        ("agenda", "energy", "title"),
    ]


def test_an_item_without_details_is_a_fact_of_its_own() -> None:
    listed = claim(agenda={"energy": Item()})
    assert relation_of(visit(), listed) == "new"
    assert relation_of(visit(agenda={"energy": Item(status="agreed")}), listed) == "confirms"


def test_kinds_exclude_each_other_and_texts_do_not() -> None:
    assert relation_of(visit(kind="state"), claim(kind="working")) == "contradicts"
    assert relation_of(visit(notes="One."), claim(notes="Other.")) == "new"


def test_a_retraction_contradicts_what_is_known() -> None:
    assert relation_of(visit(dates="2024-06"), claim(retracts=("dates",))) == "contradicts"
    assert relation_of(visit(), claim(retracts=("dates",))) == "adds nothing"


@given(strategies.visits(), strategies.claims())
def test_claims_that_only_confirm_change_nothing(known: Visit, claimed: Claim) -> None:
    if {fact.relation for fact in claimed_facts(known, claimed)} <= {"confirms", "adds nothing"}:
        assert merge(known, claimed) == known


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (claim(dates="2024-06"), claim(dates="2024-06-19"), False),
        (claim(dates="2024-06-19"), claim(dates="2024-06-20"), True),
        (claim(dates="2024-06-19?"), claim(dates="2024-06-19~"), True),
        (claim("tentative"), claim("confirmed"), False),
        (claim("tentative"), claim("cancelled"), True),
        (claim("completed"), claim("confirmed"), True),
        (claim("postponed"), claim(dates="2024-06"), True),
        (claim("cancelled"), claim("cancelled"), False),
        (claim(kind="state"), claim(kind="working"), True),
        (claim(notes="One."), claim(notes="Other."), False),
        (claim(retracts=("dates",)), claim(), True),
        (claim(agenda={"energy": Item()}), claim(agenda={"energy": Item(status="agreed")}), False),
    ],
)
def test_claims_that_exclude_each_other(first: Claim, second: Claim, expected: bool) -> None:
    assert are_contradictory(first, second) is expected
    assert are_contradictory(second, first) is expected


def without_texts(known: Visit) -> Visit:
    items = {key: Item(status=item.status) for key, item in sorted(known.agenda.items())}
    return replace(known, notes="", agenda=items)


@given(strategies.visits(), strategies.claim_pairs())
def test_claims_that_do_not_contradict_commute(known: Visit, pair: tuple[Claim, Claim]) -> None:
    first, second = pair
    assume(not are_contradictory(first, second))
    forward = merge(merge(known, first), second)
    backward = merge(merge(known, second), first)
    assert without_texts(forward) == without_texts(backward)
