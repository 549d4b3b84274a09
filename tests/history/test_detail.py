from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from agenda.history.detail import Dossier, dossier
from agenda.history.evidence import judge
from agenda.history.log import history
from agenda.history.outcome import Outcome, outcomes
from agenda.history.provenance import last_speakers, unsupported, without_source
from agenda.history.replay import replay, spoken, steps
from agenda.model.report import Claim, Report
from agenda.model.visit import Confirmation, Item, PartialConfirmation
from tests import strategies
from tests.builders import JUNE, claim, opening, report, visit


def told(*claims: Claim) -> tuple[Dossier, dict[str, Report]]:
    """The dossier of a visit by claims of one day each, the first of which opens it."""
    reports = {f"r{day}": report(one, day=day) for day, one in enumerate(claims)}
    known = replay(reports)["ru-vn"]
    return dossier(known, list(steps(reports)), JUNE + timedelta(days=len(claims))), reports


def stances(found: Dossier, *route: str) -> list[tuple[str, str, str]]:
    return [
        (voice.said.report, str(voice.value), voice.stance) for voice in found.of(*route).voices
    ]


def test_what_was_said_and_does_not_stand_is_told_too() -> None:
    found, _ = told(
        opening(dates="2024-07", kind="state", agenda={"energy": Item(status="agreed")}),
        claim(kind="working", agenda={"satellites": Item()}, rejected="Nonsense."),
        claim(retracts=("kind", "agenda.energy")),
        claim("postponed"),
    )
    assert stances(found, "kind") == [
        ("r0", "state", "contradicts"),
        ("r1", "working", "rejected"),
        ("r2", "", "supports"),
    ]
    assert stances(found, "agenda", "satellites") == [("r1", "listed", "rejected")]
    assert stances(found, "agenda", "energy", "status")[-1] == ("r2", "", "supports")
    assert stances(found, "dates") == [("r0", "2024-07", "contradicts"), ("r3", "", "supports")]


def test_other_words_are_no_contradiction() -> None:
    found, _ = told(opening(occasion="Summit"), claim(occasion="Second summit"))
    assert stances(found, "occasion") == [
        ("r0", "Summit", "says less"),
        ("r1", "Second summit", "supports"),
    ]


def test_a_sharper_claim_that_does_not_stand_contradicts() -> None:
    found, _ = told(opening(state="tentative"), claim("cancelled"), claim("tentative"))
    assert stances(found, "confirmation", "state")[1] == ("r1", "cancelled", "contradicts")


def test_a_side_s_last_word_is_that_of_a_believed_claim() -> None:
    def host(stage: Any, **more: Any) -> Claim:
        return replace(claim(**more), confirmation=PartialConfirmation(host=stage))

    found, _ = told(opening(), host("announced"), host("announced", rejected="A slip."))
    assert found.host is not None
    assert (found.host.said.report, found.host.days_ago) == ("r1", 2)
    early = dossier(visit(), [], JUNE)
    assert (early.visitor, early.host) == (None, None)


class TestOutcomes:
    def of(self, *claims: Claim) -> dict[str, Outcome]:
        found, _ = told(*claims)
        return {one.key: one for one in found.outcomes}

    def test_before_the_visit_is_over_there_are_none(self) -> None:
        assert self.of(opening(agenda={"energy": Item(status="signed")})) == {}

    def test_planned_delivered_unheard_dropped_and_what_came_up(self) -> None:
        found = self.of(
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
        assert {key: (one.fate, one.planned) for key, one in found.items()} == {
            "energy": ("delivered", True),
            "trade": ("dropped", True),
            "health": ("unheard", True),
            "education": ("delivered", False),
            "military": ("unheard", False),
        }
        assert found["health"].last_heard == JUNE + timedelta(days=3)

    def test_what_no_report_names_is_not_called_unplanned(self) -> None:
        done = visit("completed", agenda={"energy": Item(status="signed")})
        assert outcomes(done, []) == [Outcome("energy", "delivered", planned=True, last_heard=None)]


def test_claims_that_waited_are_told_with_the_report_that_opens_their_visit() -> None:
    reports = {
        "early": report(claim("announced", "2024-06-19", agenda={"energy": Item(status="agreed")})),
        "opens": report(
            opening(
                state="tentative", dates="2024-07-19", agenda={"energy": Item(status="expected")}
            ),
            day=1,
        ),
    }
    early, opens = history(reports)
    assert not early.episodes[0].is_opening
    assert early.episodes[0].changes == ()
    (episode,) = opens.episodes
    assert episode.is_opening
    verdicts = {
        (weighed.said.report, judged.route[0]): judged.verdict
        for weighed in episode.claims
        for judged in weighed.judged
    }
    assert verdicts["early", "dates"] == "new"
    assert verdicts["opens", "dates"] == "contradicts"
    assert verdicts["opens", "confirmation"] == "adds nothing"
    assert verdicts["opens", "agenda"] == "adds nothing"
    raised = next(one for one in episode.findings if one.path == ("confirmation", "state"))
    assert {said.report for said, _ in raised.verdicts} == {"early", "opens"}


def test_what_follows_a_retraction_is_judged_by_what_is_left() -> None:
    known = visit("confirmed", "2024-06-19")
    said = claim("tentative", "2024-07", retracts=("dates", "confirmation"))
    assert [(one.route, one.verdict) for one in judge(known, said)] == [
        (("dates",), "contradicts"),
        (("confirmation",), "contradicts"),
        (("dates",), "new"),
        (("confirmation", "state"), "sharpens"),
    ]


def test_a_postponement_contradicts_the_dates_it_clears() -> None:
    (dates, _) = judge(visit("confirmed", "2024-06-19"), claim("postponed"))
    assert (dates.route, dates.value, dates.verdict) == (("dates",), "", "contradicts")


def test_every_change_of_a_whole_retraction_has_its_speaker() -> None:
    confirmed = replace(
        opening(), confirmation=PartialConfirmation(state="confirmed", visitor="announced")
    )
    reports = {"a": report(confirmed), "b": report(claim(retracts=("confirmation",)), day=1)}
    *_, last = history(reports)
    found = last.episodes[0].findings
    assert [one.path for one in found] == [("confirmation", "state"), ("confirmation", "visitor")]
    assert all(one.verdicts for one in found)


def test_the_last_speaker_of_what_is_taken_back_is_who_takes_it_back() -> None:
    reports = {
        "a": report(
            replace(
                opening(), confirmation=PartialConfirmation(state="confirmed", visitor="announced")
            )
        ),
        "b": report(claim(retracts=("confirmation",)), day=1),
    }
    heard = last_speakers(step.said for step in steps(reports))
    assert heard["confirmation", "state"].report == "b"
    assert heard["confirmation", "visitor"].report == "b"


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
        # An item's key is no word of the desk's, even where it is called like one.
        (visit("rumoured", agenda={"notes": Item()}), {("agenda", "notes")}),
    ],
)
def test_what_no_claim_says_as_it_stands(known: Any, missing: set[tuple[str, ...]]) -> None:
    said = opening(state="tentative", dates="2024-06", agenda={"energy": Item(status="expected")})
    slip = claim("confirmed", rejected="A slip.")
    told_of = [step.said for step in steps({"a": report(said, slip)})]
    assert set(unsupported(known, told_of)) == missing


def test_nobody_heard_leaves_even_a_rumour_unsupported() -> None:
    rumour = replace(visit(), confirmation=Confirmation(state="rumoured"))
    assert list(unsupported(rumour, [])) == [("confirmation", "state")]


@given(strategies.books())
def test_what_reports_make_of_a_visit_needs_no_other_source(reports: dict[str, Report]) -> None:
    believed = [one for one in spoken(reports) if not one.claim.rejected]
    for name, known in replay(reports).items():
        heard = last_speakers(one for one in believed if one.claim.visit == name)
        assert list(without_source(known, heard)) == []
