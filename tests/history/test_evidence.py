from typing import Any

import pytest
from hypothesis import assume, given
from msgspec.structs import replace

from agenda.history.diff import diff
from agenda.history.evidence import (
    are_contradictory,
    claimed_facts,
    latest_claims,
    reports_behind,
    supported_facts,
    unmatched_paths,
    unmentioned_paths,
    unsourced_paths,
)
from agenda.history.merge import merge
from agenda.history.replay import claims_in_order, replay
from agenda.model.diagnostic import FieldPath
from agenda.model.report import Claim, Report
from agenda.model.visit import Item, PartialConfirmation, Visit
from tests import strategies
from tests.builders import claim, opening_claim, report, visit


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
    claimed = opening_claim(
        state="tentative", dates="2024-06", agenda={"energy": Item(title="Oil")}
    )
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


def test_claims_after_a_retraction_are_compared_with_what_is_left() -> None:
    known = visit("confirmed", "2024-06-19")
    claimed = claim("tentative", "2024-07", retracts=("dates", "confirmation"))
    assert [(fact.path, fact.relation) for fact in claimed_facts(known, claimed)] == [
        (("dates",), "contradicts"),
        (("confirmation",), "contradicts"),
        (("dates",), "new"),
        (("confirmation", "state"), "sharpens"),
    ]


def test_a_postponement_contradicts_the_dates_it_clears() -> None:
    (dates, _) = claimed_facts(visit("confirmed", "2024-06-19"), claim("postponed"))
    assert (dates.path, dates.value, dates.relation) == (("dates",), "", "contradicts")


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


def test_the_latest_claim_on_the_dates_can_be_a_postponement() -> None:
    reports = {"a": report(opening_claim(dates="2024-06")), "b": report(claim("postponed"), day=1)}
    assert latest_claims(claims_in_order(reports))["dates",].report == "b"


def test_the_latest_claim_on_a_retracted_fact_is_the_retraction() -> None:
    confirmation = PartialConfirmation(state="confirmed", visitor="announced")
    reports = {
        "a": report(replace(opening_claim(), confirmation=confirmation)),
        "b": report(claim(retracts=("confirmation",)), day=1),
    }
    latest = latest_claims(claims_in_order(reports))
    assert latest["confirmation", "state"].report == "b"
    assert latest["confirmation", "visitor"].report == "b"


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        (visit("tentative", "2024-06"), set()),
        (visit("confirmed", "2024-06"), {("confirmation", "state")}),
        (visit("tentative", "2024-07", notes="Ours."), {("dates",)}),
        (
            visit("tentative", agenda={"energy": Item(status="signed", title="Ours.")}),
            {("agenda", "energy", "status")},
        ),
        (visit("rumoured", agenda={"trade": Item()}), {("agenda", "trade")}),
        # An item may be called like a field of free text.
        (visit("rumoured", agenda={"notes": Item()}), {("agenda", "notes")}),
    ],
)
def test_unmatched_paths_are_those_that_no_claim_states(
    known: Visit, missing: set[FieldPath]
) -> None:
    believed = opening_claim(
        state="tentative", dates="2024-06", agenda={"energy": Item(status="expected")}
    )
    rejected = claim("confirmed", rejected="An error.")
    claims = claims_in_order({"a": report(believed, rejected)})
    assert set(unmatched_paths(known, claims)) == missing


def test_without_claims_even_a_rumour_is_unmatched() -> None:
    assert list(unmatched_paths(visit("rumoured"), [])) == [("confirmation", "state")]


@given(strategies.reports_by_id())
def test_a_replayed_visit_has_no_unsourced_facts(reports: dict[str, Report]) -> None:
    believed = [sourced for sourced in claims_in_order(reports) if not sourced.claim.rejected]
    for name, known in replay(reports).items():
        on_visit = (sourced for sourced in believed if sourced.claim.visit == name)
        assert list(unsourced_paths(known, latest_claims(on_visit))) == []


def test_the_reports_behind_a_change_claim_the_new_value_or_retract_the_old_one() -> None:
    reports = {
        "a": report(opening_claim(dates="2024-06")),
        "b": report(claim("announced", "2024-06-19", agenda={"energy": Item()}), day=1),
        "c": report(claim(dates="2024-06-19", retracts=("kind",)), day=2),
        "d": report(claim("announced", rejected="An error."), day=3),
    }
    before = visit("tentative", "2024-06", kind="state")
    after = visit("announced", "2024-06-19", agenda={"energy": Item(title="Oil")})
    claims = list(claims_in_order(reports))
    changes = diff(before, after)
    behind = {change.path: reports_behind(change.path, change.after, claims) for change in changes}
    assert behind == {
        ("kind",): ("c",),
        ("dates",): ("b", "c"),
        ("confirmation", "state"): ("b",),
        ("agenda", "energy"): ("b",),
    }


def test_supported_facts_are_those_that_a_third_party_can_confirm() -> None:
    announced = PartialConfirmation(state="announced", host="announced")
    claimed = replace(
        opening_claim(dates="2024-06", kind="state", notes="N."),
        confirmation=announced,
        agenda={"energy": Item(status="agreed", title="Oil")},
    )
    reports = {"a": report(claimed), "b": report(claim(kind="working"), day=1)}
    known = merge(visit(), claimed)
    facts_with_reports = {
        path: [sourced.report for sourced in supporters]
        for path, supporters in supported_facts(known, claims_in_order(reports))
    }
    assert facts_with_reports == {
        ("kind",): ["a"],
        ("dates",): ["a"],
        ("confirmation", "state"): ["a"],
        ("agenda", "energy", "status"): ["a"],
    }


def test_unmentioned_paths_are_those_that_no_claim_gives_or_clears() -> None:
    known = visit("tentative", "2024-06", kind="state", notes="N.", agenda={"trade": Item()})
    claims = [claim("postponed"), claim(retracts=("kind",)), claim(agenda={"energy": Item()})]
    assert list(unmentioned_paths(known, claims)) == [("agenda", "trade"), ("notes",)]
