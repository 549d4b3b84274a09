from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from agenda.history.detail import Outcome, VisitDetail, outcomes, visit_detail
from agenda.history.evidence import claimed_facts, latest_claims, unmatched_paths, unsourced_paths
from agenda.history.log import log_entries
from agenda.history.replay import claims_in_order, replay, steps
from agenda.model.report import Claim, Report
from agenda.model.visit import Confirmation, Item, PartialConfirmation
from tests import strategies
from tests.builders import JUNE, claim, opening, report, visit


def detail_of(*claims: Claim) -> tuple[VisitDetail, dict[str, Report]]:
    """The detail of a visit after claims on successive days, the first of which opens it."""
    reports = {f"r{day}": report(content, day=day) for day, content in enumerate(claims)}
    known = replay(reports)["ru-vn"]
    return visit_detail(known, list(steps(reports)), JUNE + timedelta(days=len(claims))), reports


def evidence_of(detail: VisitDetail, *path: str) -> list[tuple[str, str, str]]:
    return [
        (evidence.sourced.report, str(evidence.value), evidence.support)
        for evidence in detail.of(*path).evidence
    ]


def test_claims_that_do_not_stand_are_shown_too() -> None:
    detail, _ = detail_of(
        opening(dates="2024-07", kind="state", agenda={"energy": Item(status="agreed")}),
        claim(kind="working", agenda={"satellites": Item()}, rejected="Nonsense."),
        claim(retracts=("kind", "agenda.energy")),
        claim("postponed"),
    )
    assert evidence_of(detail, "kind") == [
        ("r0", "state", "contradicts"),
        ("r1", "working", "rejected"),
        ("r2", "", "supports"),
    ]
    assert evidence_of(detail, "agenda", "satellites") == [("r1", "listed", "rejected")]
    assert evidence_of(detail, "agenda", "energy", "status")[-1] == ("r2", "", "supports")
    assert evidence_of(detail, "dates") == [
        ("r0", "2024-07", "contradicts"),
        ("r3", "", "supports"),
    ]


def test_different_texts_do_not_contradict() -> None:
    detail, _ = detail_of(opening(occasion="Summit"), claim(occasion="Second summit"))
    assert evidence_of(detail, "occasion") == [
        ("r0", "Summit", "says less"),
        ("r1", "Second summit", "supports"),
    ]


def test_an_off_ladder_state_that_does_not_stand_contradicts() -> None:
    detail, _ = detail_of(opening(state="tentative"), claim("cancelled"), claim("tentative"))
    assert evidence_of(detail, "confirmation", "state")[1] == ("r1", "cancelled", "contradicts")


def test_the_latest_statement_of_a_side_is_a_believed_claim() -> None:
    def host(stage: Any, **more: Any) -> Claim:
        return replace(claim(**more), confirmation=PartialConfirmation(host=stage))

    detail, _ = detail_of(opening(), host("announced"), host("announced", rejected="A slip."))
    assert detail.host is not None
    assert (detail.host.sourced.report, detail.host.days_ago) == ("r1", 2)
    early = visit_detail(visit(), [], JUNE)
    assert (early.visitor, early.host) == (None, None)


class TestOutcomes:
    def of(self, *claims: Claim) -> dict[str, Outcome]:
        detail, _ = detail_of(*claims)
        return {outcome.key: outcome for outcome in detail.outcomes}

    def test_a_visit_that_is_not_over_has_no_outcomes(self) -> None:
        assert self.of(opening(agenda={"energy": Item(status="signed")})) == {}

    def test_planned_and_unplanned_items_are_delivered_unheard_or_dropped(self) -> None:
        results = self.of(
            opening(
                agenda={
                    "energy": Item(status="expected"),
                    "trade": Item(status="expected"),
                    "health": Item(status="expected"),
                }
            ),
            claim(agenda={"trade": Item(status="dropped")}),
            claim(
                "completed",
                agenda={
                    "energy": Item(status="signed"),
                    "education": Item(status="signed"),
                    "military": Item(status="proposed"),
                },
            ),
            claim(agenda={"education": Item(note="More."), "health": Item(note="Rumour.")}),
            claim(agenda={"health": Item(status="signed")}, rejected="A slip."),
        )
        assert {key: (outcome.status, outcome.planned) for key, outcome in results.items()} == {
            "energy": ("delivered", True),
            "trade": ("dropped", True),
            "health": ("unheard", True),
            "education": ("delivered", False),
            "military": ("unheard", False),
        }
        assert results["health"].last_heard == JUNE + timedelta(days=3)

    def test_an_item_that_no_report_names_counts_as_planned(self) -> None:
        done = visit("completed", agenda={"energy": Item(status="signed")})
        assert outcomes(done, []) == [Outcome("energy", "delivered", planned=True, last_heard=None)]


def test_claims_before_the_opening_are_listed_with_the_report_that_opens_the_visit() -> None:
    reports = {
        "early": report(claim("announced", "2024-06-19", agenda={"energy": Item(status="agreed")})),
        "opens": report(
            opening(
                state="tentative", dates="2024-07-19", agenda={"energy": Item(status="expected")}
            ),
            day=1,
        ),
    }
    early, opens = log_entries(reports)
    assert not early.updates[0].is_opening
    assert early.updates[0].changes == ()
    (update,) = opens.updates
    assert update.is_opening
    relations = {
        (with_facts.sourced.report, fact.path[0]): fact.relation
        for with_facts in update.claims
        for fact in with_facts.facts
    }
    assert relations["early", "dates"] == "new"
    assert relations["opens", "dates"] == "contradicts"
    assert relations["opens", "confirmation"] == "adds nothing"
    assert relations["opens", "agenda"] == "adds nothing"
    raised = next(line for line in update.lines if line.path == ("confirmation", "state"))
    assert {sourced.report for sourced, _ in raised.claims} == {"early", "opens"}


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


def test_every_change_of_a_retraction_has_a_claim_behind_it() -> None:
    confirmed = replace(
        opening(), confirmation=PartialConfirmation(state="confirmed", visitor="announced")
    )
    reports = {"a": report(confirmed), "b": report(claim(retracts=("confirmation",)), day=1)}
    *_, last = log_entries(reports)
    lines = last.updates[0].lines
    assert [line.path for line in lines] == [("confirmation", "state"), ("confirmation", "visitor")]
    assert all(line.claims for line in lines)


def test_the_latest_claim_on_a_retracted_fact_is_the_retraction() -> None:
    reports = {
        "a": report(
            replace(
                opening(), confirmation=PartialConfirmation(state="confirmed", visitor="announced")
            )
        ),
        "b": report(claim(retracts=("confirmation",)), day=1),
    }
    latest = latest_claims(step.sourced for step in steps(reports))
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
    known: Any, missing: set[tuple[str, ...]]
) -> None:
    believed = opening(
        state="tentative", dates="2024-06", agenda={"energy": Item(status="expected")}
    )
    rejected = claim("confirmed", rejected="A slip.")
    claims = [step.sourced for step in steps({"a": report(believed, rejected)})]
    assert set(unmatched_paths(known, claims)) == missing


def test_without_claims_even_a_rumour_is_unmatched() -> None:
    rumour = replace(visit(), confirmation=Confirmation(state="rumoured"))
    assert list(unmatched_paths(rumour, [])) == [("confirmation", "state")]


@given(strategies.books())
def test_a_replayed_visit_has_no_unsourced_facts(reports: dict[str, Report]) -> None:
    believed = [sourced for sourced in claims_in_order(reports) if not sourced.claim.rejected]
    for name, known in replay(reports).items():
        on_visit = (sourced for sourced in believed if sourced.claim.visit == name)
        assert list(unsourced_paths(known, latest_claims(on_visit))) == []
