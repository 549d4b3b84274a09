import pytest
from hypothesis import given
from msgspec.structs import replace

from agenda.history.diff import diff
from agenda.history.facts import LISTED, facts
from agenda.history.replay import claims_in_order, claims_on_visits, replay
from agenda.history.support import (
    evidence_by_path,
    facts_of_third_parties,
    latest_claims,
    reports_behind,
    unmatched_paths,
    unmentioned_paths,
    unsourced_paths,
)
from agenda.model.diagnostic import FieldPath
from agenda.model.report import Report
from agenda.model.visit import Item, PartialConfirmation, Visit
from tests import strategies
from tests.builders import claim, merged, opening_claim, report, sourced, visit


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


@given(strategies.reports_by_id(with_labels=True))
def test_a_replayed_visit_has_no_unsourced_facts(reports: dict[str, Report]) -> None:
    believed = [sourced for sourced in claims_on_visits(reports) if not sourced.claim.rejected]
    for name, known in replay(reports).items():
        on_visit = (sourced for sourced in believed if sourced.claim.visit == name)
        # Claims on other facts imply a state: an opened visit is rumoured, new dates bring it back.
        unsourced = set(unsourced_paths(known, latest_claims(on_visit)))
        assert unsourced <= {("confirmation", "state")}


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
    behind = reports_behind(claims)
    assert {change.path: behind(change.path, change.after) for change in changes} == {
        ("kind",): ("c",),
        ("dates",): ("b", "c"),
        ("confirmation", "state"): ("b",),
        ("agenda", "energy"): ("b",),
    }


STATE = ("confirmation", "state")
DETAILS = [("kind",), ("dates",), ("agenda", "energy", "status")]


@pytest.mark.parametrize(
    ("confirmation", "grade", "paths"),
    [
        (PartialConfirmation(state="announced"), "", [*DETAILS, STATE]),
        (PartialConfirmation(state="announced", host="announced"), "", []),
        (PartialConfirmation(state="announced", host="announced"), "C3", [*DETAILS, STATE]),
        (PartialConfirmation(state="confirmed", host="announced"), "B2", [STATE]),
        (PartialConfirmation(state="confirmed", host="announced", visitor="announced"), "", []),
    ],
)
def test_what_a_side_says_itself_is_not_a_fact_of_third_parties(
    confirmation: PartialConfirmation, grade: str, paths: list[FieldPath]
) -> None:
    details = claim(
        dates="2024-06",
        kind="state",
        notes="N.",
        agenda={"energy": Item(status="agreed", title="Oil")},
    )
    speaking = replace(claim(), confirmation=confirmation)
    claims = [replace(claimed, grade=grade) for claimed in (details, speaking)]
    reports = {"a": report(*claims), "b": report(claim(kind="working"), day=1)}
    known = merged(merged(visit(), claims[0]), claims[1])
    facts_with_reports = {
        path: [sourced.report for sourced in supporters]
        for path, supporters in facts_of_third_parties(known, claims_in_order(reports))
    }
    assert facts_with_reports == {path: ["a"] for path in paths}


def test_unmentioned_paths_are_those_that_no_claim_gives_or_clears() -> None:
    known = visit("tentative", "2024-06", kind="state", notes="N.", agenda={"trade": Item()})
    claims = [claim("postponed"), claim(retracts=("kind",)), claim(agenda={"energy": Item()})]
    assert list(unmentioned_paths(known, claims)) == [("agenda", "trade"), ("notes",)]


def test_a_state_that_the_sides_imply_needs_no_claim_of_its_own() -> None:
    sides = replace(claim(), confirmation=PartialConfirmation(visitor="announced"))
    both = [
        sourced(sides),
        sourced(replace(sides, confirmation=PartialConfirmation(host="announced"))),
    ]
    known = visit("confirmed")
    known = replace(
        known, confirmation=replace(known.confirmation, visitor="announced", host="announced")
    )
    assert list(unmatched_paths(known, both)) == []
    assert list(unmatched_paths(visit("confirmed"), [sourced(claim("tentative"))])) == [
        ("confirmation", "state")
    ]


def test_what_the_sides_say_is_behind_a_state() -> None:
    announced = replace(claim(), confirmation=PartialConfirmation(host="announced"))
    claims = [sourced(claim("tentative")), sourced(announced, 1)]
    current = facts(merged(visit(), *(of.claim for of in claims)))
    evidence = evidence_by_path(current, claims)["confirmation", "state"]
    assert [(of.value, of.support) for of in evidence] == [
        ("tentative", "says less"),
        ("announced", "supports"),
    ]
    assert reports_behind(claims)(("confirmation", "state"), "announced") == (claims[1].report,)
    assert ("confirmation", "state") not in unmentioned_paths(visit(), [announced])


def test_an_item_that_is_gone_is_not_retracted_again() -> None:
    retraction = claim(retracts=("agenda",))
    claims = [claim(agenda={"energy": Item()}), retraction, retraction]
    by_path = evidence_by_path(facts(visit()), [sourced(of, day) for day, of in enumerate(claims)])
    assert [of.value for of in by_path["agenda", "energy"]] == [LISTED, ""]
