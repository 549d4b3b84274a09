from collections.abc import Iterable

import pytest
from hypothesis import given
from msgspec.structs import replace

from agenda.history.evidence import SourcedClaim
from agenda.history.facts import LISTED, facts
from agenda.history.replay import claims_in_order, claims_on_visits, replay
from agenda.history.support import evidence_by_path, unmatched_facts
from agenda.model.diagnostic import FieldPath
from agenda.model.report import Report
from agenda.model.visit import Item, PartialConfirmation, Visit
from tests import strategies
from tests.builders import claim, merged, opening_claim, report, sourced, visit

STATE = ("confirmation", "state")


def unmatched(known: Visit, claims: Iterable[SourcedClaim]) -> list[FieldPath]:
    return [path for path, _ in unmatched_facts(known, list(claims))]


def unmentioned(known: Visit, claims: Iterable[SourcedClaim]) -> set[FieldPath]:
    """The facts of which no claim gives the value or another one, or clears them."""
    return {path for path, evidence in unmatched_facts(known, list(claims)) if not evidence}


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
def test_unmatched_facts_are_those_whose_value_no_claim_gives(
    known: Visit, missing: set[FieldPath]
) -> None:
    believed = opening_claim(
        state="tentative", dates="2024-06", agenda={"energy": Item(status="expected")}
    )
    claims = claims_in_order({"a": report(believed)})
    assert set(unmatched(known, claims)) == missing


def test_without_claims_even_a_rumour_is_unmatched() -> None:
    assert unmatched(visit("rumoured"), []) == [STATE]


def test_a_fact_that_a_claim_gives_otherwise_or_clears_is_not_unmentioned() -> None:
    known = visit("tentative", "2024-06", kind="state", occasion="A fair")
    claims = [sourced(claim(kind="working", retracts=("dates",)))]
    assert set(unmatched(known, claims)) == {STATE, ("dates",), ("kind",), ("occasion",)}
    assert unmentioned(known, claims) == {STATE, ("occasion",)}


@given(strategies.reports_by_id(with_labels=True))
def test_a_claim_mentions_each_fact_of_a_replayed_visit(reports: dict[str, Report]) -> None:
    believed = [sourced for sourced in claims_on_visits(reports) if not sourced.claim.rejected]
    for name, known in replay(reports).items():
        on_visit = (sourced for sourced in believed if sourced.claim.visit == name)
        # Claims on other facts imply a state: an opened visit is rumoured, new dates bring it back.
        assert unmentioned(known, on_visit) <= {STATE}


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
    assert unmatched(known, both) == []
    assert unmatched(visit("confirmed"), [sourced(claim("tentative"))]) == [STATE]


def test_what_the_sides_say_is_behind_a_state() -> None:
    announced = replace(claim(), confirmation=PartialConfirmation(host="announced"))
    claims = [sourced(claim("tentative")), sourced(announced, 1)]
    current = facts(merged(visit(), *(of.claim for of in claims)))
    evidence = evidence_by_path(current, claims)[STATE]
    assert [(of.value, of.support) for of in evidence] == [
        ("tentative", "says less"),
        ("announced", "supports"),
    ]
    assert [of.agrees for of in evidence] == [False, True]


def test_an_item_that_is_gone_is_not_retracted_again() -> None:
    retraction = claim(retracts=("agenda",))
    claims = [claim(agenda={"energy": Item()}), retraction, retraction]
    by_path = evidence_by_path(facts(visit()), [sourced(of, day) for day, of in enumerate(claims)])
    assert [of.value for of in by_path["agenda", "energy"]] == [LISTED, ""]
