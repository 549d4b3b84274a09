from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agenda.history.facts import facts, raise_on_ladder
from agenda.history.merge import merge
from agenda.history.replay import claims_in_order, replay, reports_in_order
from agenda.model.country import Country
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim, Report
from agenda.model.visit import (
    STATE_LADDER,
    Confirmation,
    Item,
    PartialConfirmation,
    PartialHost,
    PartialVisitor,
    Visit,
)
from tests import strategies
from tests.builders import JUNE, claim, opening, report, visit


class TestDates:
    @pytest.mark.parametrize(
        ("known", "claimed", "then"),
        [
            ("", "2024-06", "2024-06"),
            ("2024-06", "", "2024-06"),
            ("2024-06", "2024-06-19", "2024-06-19"),
            ("2024-06-19", "2024-06", "2024-06-19"),
            ("2024-06-19", "2024-06-20", "2024-06-20"),
            ("2024-06?", "2024-06", "2024-06"),
            ("2024-06", "2024-06?", "2024-06"),
            ("2024-06-19/..", "2024-06-19/2024-06-20", "2024-06-19/2024-06-20"),
            ("2024-06-10/2024-06-20", "2024-06-15/2024-06-25", "2024-06-15/2024-06-25"),
        ],
    )
    def test_knowledge_sharpens_unless_it_is_contradicted(
        self, known: str, claimed: str, then: str
    ) -> None:
        assert merge(visit(dates=known), claim(dates=claimed)).dates == visit(dates=then).dates

    def test_postponed_means_that_no_date_stands(self) -> None:
        after = merge(visit("announced", "2024-06-19"), claim("postponed"))
        assert (after.confirmation.state, after.dates) == ("postponed", UNDATED)


class TestLadders:
    @pytest.mark.parametrize(
        ("known", "claimed", "then"),
        [
            ("rumoured", "tentative", "tentative"),
            ("announced", "tentative", "announced"),
            ("announced", "announced", "announced"),
            ("confirmed", "doubtful", "doubtful"),
            ("doubtful", "tentative", "tentative"),
            ("cancelled", "rumoured", "rumoured"),
            ("confirmed", "completed", "completed"),
            ("completed", "confirmed", "completed"),
            ("completed", "cancelled", "cancelled"),
            ("postponed", "", "postponed"),
        ],
    )
    def test_a_state_climbs(self, known: str, claimed: str, then: str) -> None:
        assert merge(visit(known), claim(claimed)).confirmation.state == then

    @pytest.mark.parametrize(
        ("known", "claimed", "then"),
        [
            ("", "no-comment", "no-comment"),
            ("preparing", "no-comment", "preparing"),
            ("announced", "denied", "denied"),
            ("denied", "preparing", "preparing"),
        ],
    )
    def test_a_side_climbs(self, known: Any, claimed: Any, then: str) -> None:
        before = visit()
        before = replace(before, confirmation=replace(before.confirmation, host=known))
        said_of_host = claim()
        said_of_host = replace(said_of_host, confirmation=PartialConfirmation(host=claimed))
        assert merge(before, said_of_host).confirmation.host == then

    @pytest.mark.parametrize(
        ("known", "claimed", "then"),
        [
            ("expected", "proposed", "expected"),
            ("expected", "signed", "signed"),
            ("agreed", "dropped", "dropped"),
            ("dropped", "expected", "expected"),
            ("expected", "", "expected"),
        ],
    )
    def test_an_item_climbs(self, known: Any, claimed: Any, then: str) -> None:
        before = visit(agenda={"energy": Item(status=known)})
        after = merge(before, claim(agenda={"energy": Item(status=claimed)}))
        assert after.agenda["energy"].status == then

    def test_a_rung_that_is_unknown_is_said(self) -> None:
        assert raise_on_ladder(STATE_LADDER, "", "tentative") == "tentative"


class TestWordsAndSilence:
    def test_the_newest_words_count_and_silence_removes_nothing(self) -> None:
        before = visit(notes="Old.", agenda={"energy": Item(title="Oil", note="Kept.")})
        after = merge(
            before, claim(notes="New.", agenda={"energy": Item(title="Gas"), "trade": Item()})
        )
        assert after.notes == "New."
        assert after.agenda == {"energy": Item(title="Gas", note="Kept."), "trade": Item()}

    def test_what_is_retracted_goes_before_the_rest_is_applied(self) -> None:
        before = visit("confirmed", "2024-06-19", agenda={"energy": Item(), "trade": Item()})
        after = merge(
            before, claim("tentative", retracts=("dates", "confirmation", "agenda.energy"))
        )
        assert (after.dates, after.confirmation.state) == (UNDATED, "tentative")
        assert list(after.agenda) == ["trade"]

    @pytest.mark.parametrize(
        ("path", "left"),
        [
            ("confirmation.visitor", {("confirmation", "host"), ("kind",), ("notes",)}),
            ("confirmation.host", {("confirmation", "visitor"), ("kind",), ("notes",)}),
            ("kind", {("confirmation", "visitor"), ("confirmation", "host"), ("notes",)}),
            ("notes", {("confirmation", "visitor"), ("confirmation", "host"), ("kind",)}),
        ],
    )
    def test_one_fact_can_be_taken_back_alone(self, path: str, left: set[tuple[str, ...]]) -> None:
        claimed = Confirmation(state="rumoured", visitor="announced", host="denied")
        before = replace(visit(kind="state", notes="N."), confirmation=claimed)
        after = facts(merge(before, claim(retracts=(path,))))
        kept = {path for path in after if path[0] not in {"visitor", "host"}}
        assert kept - {("confirmation", "state")} == left

    def test_the_whole_agenda_can_be_taken_back(self) -> None:
        before = visit(agenda={"energy": Item(), "trade": Item()})
        assert merge(before, claim(retracts=("agenda",))).agenda == {}

    def test_the_newest_kind_and_occasion_count(self) -> None:
        before = visit(kind="state", occasion="Old")
        after = merge(before, claim(kind="working", occasion="New"))
        assert (after.kind, after.occasion) == ("working", "New")

    def test_a_retracted_confirmation_leaves_a_rumour(self) -> None:
        after = merge(visit("confirmed"), claim(retracts=("confirmation",)))
        assert after.confirmation == Confirmation(state="rumoured")

    def test_a_rejected_claim_changes_nothing(self) -> None:
        before = visit("confirmed", "2024-06-19")
        assert merge(before, claim("cancelled", "2025", rejected="A slip.")) is before


class TestReplay:
    def test_a_visit_begins_as_a_rumour_with_the_claim_that_opens_it(self) -> None:
        assert replay({"a": report(opening())}) == {"ru-vn": visit("rumoured")}

    def test_reports_count_by_day_then_after_what_they_cite_then_by_name(self) -> None:
        reports = {
            "c": report(),
            "a": report(cites=("c",)),
            "b": report(),
            "z": report(day=-1, cites=("a",)),
        }
        assert list(reports_in_order(reports)) == ["z", "b", "c", "a"]

    def test_a_circle_of_citations_orders_nothing(self) -> None:
        reports = {name: report(cites=cites) for name, cites in [("b", ("a",)), ("a", ("b",))]}
        assert list(reports_in_order(reports)) == ["a", "b"]

    def test_what_cites_a_circle_comes_after_it_and_citing_oneself_is_nothing(self) -> None:
        cites = {"a": ("b", "a"), "b": ("c",), "c": ("b",), "d": ("d",)}
        reports = {name: report(cites=cited) for name, cited in cites.items()}
        order = list(reports_in_order(reports))
        assert order.index("a") > order.index("b")
        assert sorted(order) == ["a", "b", "c", "d"]

    @pytest.mark.parametrize(
        "missing",
        [
            {"visitor": PartialVisitor(name="A")},
            {"visitor": PartialVisitor(country=Country("RU"))},
            {"host": PartialHost(city="Hanoi")},
        ],
    )
    def test_an_opening_claim_carries_the_whole_identity(self, missing: dict[str, Any]) -> None:
        assert replay({"a": report(replace(opening(), **missing))}) == {}

    def test_the_file_has_the_last_word_on_who_goes_where(self) -> None:
        file = replace(visit(), trip="asia")
        late = opening(trip="europe")
        assert replay({"a": report(late)}, files={"ru-vn": file})["ru-vn"].trip == "asia"
        assert replay({"a": report(late)})["ru-vn"].trip == "europe"

    def test_a_later_claim_does_not_change_who_goes_where(self) -> None:
        later = claim(host=PartialHost(country=Country("KP")))
        (after,) = replay({"a": report(opening()), "b": report(later, day=1)}).values()
        assert after.host.country == "VN"

    def test_claims_wait_for_the_one_that_opens_their_visit(self) -> None:
        reports = {"a": report(claim("tentative", "2024-06")), "b": report(opening(), day=1)}
        assert replay(reports, until=JUNE) == {}
        assert replay(reports) == {"ru-vn": visit("tentative", "2024-06")}

    def test_a_rejected_claim_opens_nothing(self) -> None:
        assert replay({"a": report(opening(rejected="A slip."))}) == {}

    def test_what_comes_after_the_day_is_not_known_on_it(self) -> None:
        reports = {"a": report(opening()), "b": report(claim("announced"), day=2)}
        assert replay(reports, until=JUNE + timedelta(days=1))["ru-vn"] == visit("rumoured")


def test_facts_are_what_is_said_and_nothing_else() -> None:
    late = claim("tentative", "2024-06", agenda={"energy": Item(status="expected")})
    assert facts(late) == {
        ("dates",): When.parse("2024-06"),
        ("confirmation", "state"): "tentative",
        ("agenda", "energy"): "listed",
        ("agenda", "energy", "status"): "expected",
    }


@given(strategies.visits(), strategies.claims())
def test_applying_a_claim_again_changes_nothing(before: Visit, claimed: Claim) -> None:
    once = merge(before, claimed)
    assert merge(once, claimed) == once


@given(strategies.visits())
def test_a_silent_claim_changes_nothing(before: Visit) -> None:
    assert merge(before, claim()) == before


@given(strategies.visits(), strategies.claims())
def test_what_a_claim_does_not_mention_stays(before: Visit, claimed: Claim) -> None:
    spoken_on = {path[:2] for path in facts(claimed)} | {path[:1] for path in facts(claimed)}
    paths = {tuple(path.split(".")) for path in claimed.retracts}
    after = facts(merge(before, claimed))
    for path, value in facts(before).items():
        touched = {path[:1], path[:2]} & (spoken_on | paths)
        cleared = path == ("dates",) and claimed.confirmation.state == "postponed"
        if not touched and not cleared:
            assert after[path] == value


@given(strategies.books(), st.integers(0, 4))
def test_a_replay_up_to_a_day_is_a_prefix_of_the_whole(
    reports: dict[str, Report], days: int
) -> None:
    until = date(2024, 5, 31) + timedelta(days=days)
    known = {name: report for name, report in reports.items() if report.published <= until}
    assert replay(reports, until) == replay(known)
    whole = list(claims_in_order(reports))
    assert whole[: len(list(claims_in_order(reports, until)))] == list(
        claims_in_order(reports, until)
    )


@given(strategies.books())
def test_every_report_counts_once(reports: dict[str, Report]) -> None:
    assert sorted(reports_in_order(reports)) == sorted(reports)


@given(strategies.visits(), strategies.whens)
def test_dates_never_grow_less_sure_without_contradiction(before: Visit, claimed: When) -> None:
    after = merge(before, replace(claim(), dates=claimed)).dates
    assert after.within(claimed)
    assert after == before.dates or not before.dates.within(claimed)
