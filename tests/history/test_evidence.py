from typing import Any

import pytest
from hypothesis import assume, given
from msgspec.structs import replace

from agenda.history.evidence import contradict, judge
from agenda.history.replay import apply
from agenda.model.report import Claim
from agenda.model.visit import Item, Visit
from tests import strategies
from tests.builders import claim, opening, visit


def verdict(known: Visit | None, said: Claim) -> str:
    (judged,) = judge(known, said)
    return judged.verdict


@pytest.mark.parametrize(
    ("known", "said", "expected"),
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
def test_dates(known: str, said: str, expected: str) -> None:
    assert verdict(visit(dates=known), claim(dates=said)) == expected


@pytest.mark.parametrize(
    ("known", "said", "expected"),
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
def test_states(known: Any, said: Any, expected: str) -> None:
    assert verdict(visit(known), claim(said)) == expected


def test_all_that_is_said_of_a_visit_nobody_knew_is_new() -> None:
    said = opening(state="tentative", dates="2024-06", agenda={"energy": Item(title="Oil")})
    assert {judged.verdict for judged in judge(None, said)} == {"new"}
    assert [judged.route for judged in judge(None, said)] == [
        ("dates",),
        ("confirmation", "state"),
        ("agenda", "energy", "title"),
    ]


def test_an_item_that_is_only_listed_is_judged_itself() -> None:
    listed = claim(agenda={"energy": Item()})
    assert verdict(visit(), listed) == "new"
    assert verdict(visit(agenda={"energy": Item(status="agreed")}), listed) == "confirms"


def test_kinds_exclude_each_other_and_words_do_not() -> None:
    assert verdict(visit(kind="state"), claim(kind="working")) == "contradicts"
    assert verdict(visit(notes="One."), claim(notes="Other.")) == "new"


def test_taking_back_contradicts_what_is_known() -> None:
    assert verdict(visit(dates="2024-06"), claim(retracts=("dates",))) == "contradicts"
    assert verdict(visit(), claim(retracts=("dates",))) == "adds nothing"


@given(strategies.visits(), strategies.claims())
def test_what_only_confirms_or_adds_nothing_changes_nothing(known: Visit, said: Claim) -> None:
    if {judged.verdict for judged in judge(known, said)} <= {"confirms", "adds nothing"}:
        assert apply(known, said) == known


@pytest.mark.parametrize(
    ("one", "other", "expected"),
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
def test_claims_that_exclude_each_other(one: Claim, other: Claim, expected: bool) -> None:
    assert contradict(one, other) is expected
    assert contradict(other, one) is expected


def without_words(one: Visit) -> Visit:
    items = {key: Item(status=item.status) for key, item in sorted(one.agenda.items())}
    return replace(one, notes="", agenda=items)


@given(strategies.visits(), strategies.claim_pairs())
def test_claims_that_do_not_contradict_commute(known: Visit, pair: tuple[Claim, Claim]) -> None:
    one, other = pair
    assume(not contradict(one, other))
    there = apply(apply(known, one), other)
    back = apply(apply(known, other), one)
    assert without_words(there) == without_words(back)
