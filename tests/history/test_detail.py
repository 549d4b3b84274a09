from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from agenda.history.detail import Outcome, VisitDetail, outcomes, visit_detail
from agenda.history.replay import replay, steps
from agenda.model.country import Country
from agenda.model.report import Claim
from agenda.model.visit import Item, PartialConfirmation, PartialHost, PartialVisitor
from tests.builders import JUNE, claim, opening_claim, report, visit


def detail_of(*claims: Claim) -> VisitDetail:
    """The detail of a visit after claims on successive days, the first of which opens it."""
    reports = {f"r{day}": report(content, day=day) for day, content in enumerate(claims)}
    known = replay(reports)["ru-vn"]
    return visit_detail(known, steps(reports), JUNE + timedelta(days=len(claims)))


def evidence_of(detail: VisitDetail, *path: str) -> list[tuple[str, str, str]]:
    """The report, the value and the support of each claim on a fact."""
    return [
        (evidence.sourced.report, str(evidence.value), evidence.support)
        for evidence in detail.of(*path).evidence
    ]


def test_claims_that_do_not_stand_are_shown_too() -> None:
    detail = detail_of(
        opening_claim(dates="2024-07", kind="state", agenda={"energy": Item(status="agreed")}),
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


def test_the_place_has_evidence_and_earlier_values() -> None:
    seoul = PartialHost(country=Country("KR"), city="Seoul")
    detail = detail_of(
        opening_claim(),
        claim(host=PartialHost(country=Country("VN"), city="Hanoi")),
        claim(host=seoul, rejected="Another visit."),
        claim(host=PartialHost(country=Country("SG"))),
    )
    assert evidence_of(detail, "host") == [
        ("r0", "Vietnam", "contradicts"),
        ("r1", "Hanoi", "contradicts"),
        ("r2", "Seoul", "rejected"),
        ("r3", "Singapore", "supports"),
    ]
    assert str(detail.of("host").value) == "Singapore"
    assert [(str(each.value), each.report) for each in detail.of("host").earlier] == [
        ("Vietnam", "r1"),
        ("Hanoi", "r3"),
    ]


def test_a_claim_that_names_only_the_country_says_less_than_the_city() -> None:
    hanoi = PartialHost(country=Country("VN"), city="Hanoi")
    detail = detail_of(opening_claim(), claim(host=hanoi), claim(host=hanoi))
    assert [support for _, _, support in evidence_of(detail, "host")] == [
        "says less",
        "supports",
        "supports",
    ]


def test_a_city_alone_and_its_retraction_are_claims_about_the_place() -> None:
    detail = detail_of(
        opening_claim(), claim(host=PartialHost(city="Hanoi")), claim(retracts=("host.city",))
    )
    assert evidence_of(detail, "host") == [
        ("r0", "Vietnam", "supports"),
        ("r1", "Hanoi", "says less"),
        ("r2", "", "contradicts"),
    ]


def test_the_visitor_has_earlier_names_and_no_evidence_for_the_country() -> None:
    renamed = PartialVisitor(name="V. V. Putin", country=Country("RU"))
    detail = detail_of(opening_claim(), claim(visitor=renamed))
    assert [each.value for each in detail.of("visitor", "name").earlier] == ["Vladimir Putin"]
    assert detail.of("visitor", "country").evidence == ()


def test_different_texts_do_not_contradict() -> None:
    detail = detail_of(opening_claim(occasion="Summit"), claim(occasion="Second summit"))
    assert evidence_of(detail, "occasion") == [
        ("r0", "Summit", "says less"),
        ("r1", "Second summit", "supports"),
    ]


def test_an_off_ladder_state_that_does_not_stand_contradicts() -> None:
    detail = detail_of(opening_claim(state="tentative"), claim("cancelled"), claim("tentative"))
    assert evidence_of(detail, "confirmation", "state")[1] == ("r1", "cancelled", "contradicts")


def test_the_latest_statement_of_a_side_is_a_believed_claim() -> None:
    def host(stage: Any, **more: Any) -> Claim:
        return replace(claim(**more), confirmation=PartialConfirmation(host=stage))

    detail = detail_of(opening_claim(), host("announced"), host("announced", rejected="An error."))
    assert detail.host is not None
    assert (detail.host.sourced.report, detail.host.days_ago) == ("r1", 2)
    assert detail.visitor is None


def test_without_claims_no_side_has_a_statement() -> None:
    detail = visit_detail(visit(), [], JUNE)
    assert (detail.visitor, detail.host) == (None, None)


def test_a_fact_keeps_its_earlier_values_with_the_report_that_ended_each() -> None:
    detail = detail_of(
        opening_claim(dates="2024-07"), claim(dates="2024-06"), claim(dates="2024-06-19")
    )
    assert str(detail.of("dates").value) == "2024-06-19"
    assert [(str(earlier.value), earlier.report) for earlier in detail.of("dates").earlier] == [
        ("2024-07", "r1"),
        ("2024-06", "r2"),
    ]


def test_a_fact_that_nobody_claims_is_empty() -> None:
    fact = detail_of(opening_claim()).of("occasion")
    assert (fact.value, fact.evidence) == ("", ())


class TestOutcomes:
    def of(self, *claims: Claim) -> dict[str, Outcome]:
        return {outcome.key: outcome for outcome in detail_of(*claims).outcomes}

    def test_a_visit_that_is_not_over_has_no_outcomes(self) -> None:
        assert self.of(opening_claim(agenda={"energy": Item(status="signed")})) == {}

    def test_planned_and_unplanned_items_are_delivered_unreported_or_dropped(self) -> None:
        results = self.of(
            opening_claim(
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
            claim(agenda={"health": Item(status="signed")}, rejected="An error."),
        )
        assert {key: (outcome.status, outcome.planned) for key, outcome in results.items()} == {
            "energy": ("delivered", True),
            "trade": ("dropped", True),
            "health": ("unheard", True),
            "education": ("delivered", False),
            "military": ("unheard", False),
        }
        assert results["health"].last_mentioned == JUNE + timedelta(days=3)

    def test_an_item_that_no_report_names_counts_as_planned(self) -> None:
        done = visit("completed", agenda={"energy": Item(status="signed")})
        assert outcomes(done, []) == [
            Outcome("energy", "delivered", planned=True, last_mentioned=None)
        ]
