"""The comparer, and the laws of merging."""

from typing import Any

import pytest
from hypothesis import example, given
from msgspec.structs import replace

from agenda.history.evidence import (
    Behind,
    KnownClaims,
    Relation,
    are_exclusive,
    may_update,
    relation,
)
from agenda.history.facts import facts
from agenda.history.merge import Merged, merge
from agenda.model.edtf import When
from agenda.model.report import Claim
from agenda.model.visit import Item, PartialConfirmation, PartialVisit, Visit
from tests import strategies
from tests.builders import claim, merged, sourced, visit

DATES = ("dates",)
STATE = ("confirmation", "state")
HOST = ("confirmation", "host")


def relation_of(known: Visit, claimed: Claim) -> Relation:
    """What the only fact of a claim is to a visit of which nobody claims anything yet."""
    (fact,) = merge(known, sourced(claimed), KnownClaims()).facts
    return fact.relation


@pytest.mark.parametrize(
    ("known", "claimed", "expected"),
    [
        ("", "2024-06", "new"),
        ("2024-06", "2024-06", "confirms"),
        ("2024-06-19", "2024-06", "weaker"),
        ("2024-06-19", "2024-06-19?", "weaker"),
        ("2024-06", "2024-06-19", "refines"),
        ("2024-06-10/2024-06-20", "2024-06-10/2024-06-25", "updates"),
        ("[2024-06-10..2024-06-20]", "[2024-06-15..2024-06-25]", "overlaps"),
        ("2024-06-19", "2024-06-20", "updates"),
    ],
)
def test_the_relation_of_dates(known: str, claimed: str, expected: str) -> None:
    assert relation_of(visit(dates=known), claim(dates=claimed)) == expected


@pytest.mark.parametrize(
    ("known", "claimed", "expected"),
    [
        ("tentative", "tentative", "confirms"),
        ("tentative", "announced", "refines"),
        ("announced", "tentative", "weaker"),
        ("announced", "cancelled", "updates"),
        ("cancelled", "tentative", "updates"),
        ("confirmed", "completed", "refines"),
        ("completed", "confirmed", "weaker"),
        ("completed", "cancelled", "updates"),
        ("doubtful", "completed", "updates"),
    ],
)
def test_the_relation_of_states(known: Any, claimed: Any, expected: str) -> None:
    assert relation_of(visit(known), claim(claimed)) == expected


def test_texts_and_kinds_never_exclude_each_other() -> None:
    assert not are_exclusive(("kind",), "state", "working")
    assert not are_exclusive(("notes",), "One.", "Other.")
    assert are_exclusive(("host", "country"), "KR", "SG")
    assert are_exclusive(("host", "city"), "Hanoi", "Hue")


def test_no_comment_replaces_no_other_word() -> None:
    known = visit()
    preparing = replace(claim(), confirmation=PartialConfirmation(host="preparing"))
    silent = replace(claim(), confirmation=PartialConfirmation(host="no-comment"))
    assert merged(known, preparing, silent).confirmation.host == "preparing"


def updates(
    known: Claim, claimed: Claim, day: int = 0, publisher: str = "Q", known_day: int = 0
) -> bool:
    """Whether a claim may update what an earlier one by another publisher said."""
    return may_update(sourced(claimed, day, publisher), Behind.of(sourced(known, known_day)))


def statement(side: str, stage: Any, **fields: Any) -> Claim:
    return replace(claim(**fields), confirmation=PartialConfirmation(**{side: stage}))


@pytest.mark.parametrize(
    ("known", "claimed", "day", "expected"),
    [
        # A later day, and a grade that is no worse, or A-B with 1-2.
        (claim(grade="B2"), claim(grade="B2"), 1, True),
        (claim(grade="A1"), claim(grade="B2"), 1, True),
        (claim(grade="A1"), claim(grade="C3"), 1, False),
        (claim(), claim(grade="C3"), 1, True),
        # One day: a better grade, or a side's formal word.
        (claim(grade="B3"), claim(grade="B2"), 0, True),
        (claim(grade="B3"), claim(grade="B3"), 0, False),
        (claim(), statement("host", "cancelled"), 0, True),
        (statement("visitor", "announced"), statement("host", "denied"), 0, False),
        (statement("visitor", "announced"), statement("visitor", "cancelled"), 0, True),
        # Hearsay is no formal word.
        (claim(grade="C2"), statement("host", "cancelled", grade="C3"), 0, False),
        # What is over a week old and no formal word can be updated by anybody.
        (claim(grade="A1"), claim(grade="D5"), 8, True),
        (statement("host", "announced", grade="A1"), claim(grade="D5"), 8, False),
    ],
)
def test_who_may_update_what_is_known(
    known: Claim, claimed: Claim, day: int, expected: bool
) -> None:
    assert updates(known, claimed, day) is expected


def test_a_source_may_always_update_its_own_word() -> None:
    assert updates(claim(grade="A1"), claim(grade="D5"), day=0, publisher="P")


def test_a_value_that_nobody_claims_can_be_updated() -> None:
    assert may_update(sourced(claim(grade="E5")), None)


def test_a_relation_without_permission_conflicts() -> None:
    known_claims = KnownClaims()
    announced = claim(dates="2024-06-19", grade="A1")
    known_claims.add(sourced(announced), facts(announced))
    report_of_a_rumour = sourced(claim(dates="2024-07-19", grade="D5"), day=1, publisher="Q")
    first, second = When.parse("2024-06-19"), When.parse("2024-07-19")
    assert relation(DATES, first, second, report_of_a_rumour, known_claims) == "conflicts"


def test_what_conflicts_changes_nothing() -> None:
    known_claims = KnownClaims()
    announced = statement("visitor", "announced", grade="A1")
    after = merge(visit(), sourced(announced), known_claims).visit
    rumour = claim("cancelled", grade="D5")
    assert merge(after, sourced(rumour, 1, "Q"), known_claims).visit == after


def merged_in_order(known: Visit, *claims: Claim) -> Merged:
    """The last result of merging claims of different sources of one day."""
    known_claims = KnownClaims()
    result = Merged(known, ())
    for number, claimed in enumerate(claims):
        result = merge(result.visit, sourced(claimed, publisher=f"P{number}"), known_claims)
    return result


@example(
    visit("confirmed"),
    Claim(
        visit="ru-vn",
        according_to="An official",
        confirmation=PartialConfirmation(host="announced"),
        retracts=("confirmation.host",),
    ),
)
@given(strategies.visits(), strategies.claims())
def test_merging_is_idempotent(known: Visit, claimed: Claim) -> None:
    known_claims = KnownClaims()
    once = merge(known, sourced(claimed), known_claims).visit
    assert merge(once, sourced(claimed), known_claims).visit == once


@given(strategies.visits(), strategies.claims())
def test_claims_that_add_nothing_change_nothing(known: Visit, claimed: Claim) -> None:
    result = merged_in_order(known, claimed)
    if {fact.relation for fact in result.facts} <= {"confirms", "weaker", "conflicts"}:
        assert result.visit == known


AGREES = {"new", "refines", "confirms", "weaker"}
OFF_LADDERS = {"doubtful", "postponed", "cancelled", "completed", "denied", "declined", "dropped"}


def leaves_a_ladder(claimed: PartialVisit) -> bool:
    confirmation = claimed.confirmation
    values = {confirmation.state, confirmation.visitor, confirmation.host}
    return bool(OFF_LADDERS & (values | {item.status for item in claimed.agenda.values()}))


def without_texts(known: Visit) -> Visit:
    items = {key: Item(status=item.status) for key, item in sorted(known.agenda.items())}
    return replace(known, notes="", kind="", agenda=items)


@given(strategies.visits(), strategies.claim_pairs())
def test_claims_that_agree_commute(known: Visit, pair: tuple[Claim, Claim]) -> None:
    first, second = pair
    if first.retracts or second.retracts or any(map(leaves_a_ladder, (known, first, second))):
        return
    forward, backward = (
        merged_in_order(known, first, second),
        merged_in_order(known, second, first),
    )
    others = merged_in_order(known, first), merged_in_order(known, second)
    relations = {fact.relation for result in (forward, backward, *others) for fact in result.facts}
    if relations <= AGREES:
        assert without_texts(forward.visit) == without_texts(backward.visit)
