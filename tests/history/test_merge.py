from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from agenda.history.building import identity_of, open_visit, opens, retract
from agenda.history.facts import facts, is_identity, is_window
from agenda.model.country import Country
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim
from agenda.model.visit import (
    Confirmation,
    Host,
    Item,
    PartialConfirmation,
    PartialHost,
    PartialVisitor,
    Visit,
)
from tests import strategies
from tests.builders import claim, merged, opening_claim, visit


class TestDates:
    @pytest.mark.parametrize(
        ("known", "claimed", "expected"),
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
    def test_dates_become_more_precise_unless_a_claim_contradicts_them(
        self, known: str, claimed: str, expected: str
    ) -> None:
        after = merged(visit(dates=known), claim(dates=claimed))
        assert after.dates == visit(dates=expected).dates

    def test_a_postponed_visit_has_no_dates(self) -> None:
        after = merged(visit("announced", "2024-06-19"), claim("postponed"))
        assert (after.confirmation.state, after.dates) == ("postponed", UNDATED)

    def test_new_dates_bring_a_postponed_visit_back(self) -> None:
        after = merged(visit("postponed"), claim(dates="2024-07"))
        assert (after.confirmation.state, str(after.dates)) == ("tentative", "2024-07")

    def test_the_dates_that_were_cleared_bring_it_back_only_with_a_rung(self) -> None:
        known = visit("announced", "2024-07-04")
        recalled = merged(known, claim("postponed"), claim(dates="2024-07-04"))
        assert (recalled.confirmation.state, str(recalled.dates)) == ("postponed", "")
        back = merged(known, claim("postponed"), claim("announced", "2024-07-04"))
        assert (back.confirmation.state, str(back.dates)) == ("announced", "2024-07-04")


class TestLadders:
    @pytest.mark.parametrize(
        ("known", "claimed", "expected"),
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
    def test_a_state_rises_on_its_ladder(self, known: str, claimed: str, expected: str) -> None:
        assert merged(visit(known), claim(claimed)).confirmation.state == expected

    @pytest.mark.parametrize("side", ["visitor", "host"])
    @pytest.mark.parametrize(
        ("known", "claimed", "expected"),
        [
            ("", "no-comment", "no-comment"),
            ("preparing", "no-comment", "preparing"),
            ("announced", "denied", "denied"),
            ("denied", "preparing", "preparing"),
        ],
    )
    def test_the_stage_of_a_side_rises_on_its_ladder(
        self, side: str, known: str, claimed: str, expected: str
    ) -> None:
        confirmation: dict[str, Any] = {"state": "rumoured", side: known}
        before = replace(visit(), confirmation=Confirmation(**confirmation))
        stage: dict[str, Any] = {side: claimed}
        after = merged(before, replace(claim(), confirmation=PartialConfirmation(**stage)))
        assert getattr(after.confirmation, side) == expected

    @pytest.mark.parametrize(
        ("known", "claimed", "expected"),
        [
            ("expected", "proposed", "expected"),
            ("expected", "signed", "signed"),
            ("agreed", "dropped", "dropped"),
            ("dropped", "expected", "expected"),
            ("expected", "", "expected"),
        ],
    )
    def test_the_status_of_an_item_rises_on_its_ladder(
        self, known: Any, claimed: Any, expected: str
    ) -> None:
        before = visit(agenda={"energy": Item(status=known)})
        after = merged(before, claim(agenda={"energy": Item(status=claimed)}))
        assert after.agenda["energy"].status == expected


class TestTexts:
    def test_the_newest_texts_count_and_omitted_ones_are_unchanged(self) -> None:
        before = visit(notes="Old.", agenda={"energy": Item(title="Oil", note="Kept.")})
        after = merged(
            before, claim(notes="New.", agenda={"energy": Item(title="Gas"), "trade": Item()})
        )
        assert after.notes == "New."
        assert after.agenda == {"energy": Item(title="Gas", note="Kept."), "trade": Item()}

    def test_the_newest_kind_and_occasion_count(self) -> None:
        before = visit(kind="state", occasion="Old")
        after = merged(before, claim(kind="working", occasion="New"))
        assert (after.kind, after.occasion) == ("working", "New")


class TestIdentity:
    @given(strategies.visits(), strategies.claims(identity=True))
    def test_no_claim_changes_the_country_of_the_visitor(
        self, before: Visit, claimed: Claim
    ) -> None:
        assert merged(before, claimed).visitor.country == before.visitor.country

    def test_the_identity_of_a_visit_is_a_rumour_without_details(self) -> None:
        known = visit("confirmed", "2024-06", trip="asia", notes="N.", agenda={"energy": Item()})
        assert identity_of(known) == visit("rumoured")


class TestRetractions:
    def test_facts_are_retracted_before_the_rest_is_merged(self) -> None:
        before = visit("confirmed", "2024-06-19", agenda={"energy": Item(), "trade": Item()})
        after = merged(
            before, claim("tentative", retracts=("dates", "confirmation", "agenda.energy"))
        )
        assert (after.dates, after.confirmation.state) == (UNDATED, "tentative")
        assert list(after.agenda) == ["trade"]

    @pytest.mark.parametrize(
        ("retracted_path", "paths"),
        [
            ("confirmation.visitor", {("confirmation", "host"), ("kind",), ("notes",)}),
            ("confirmation.host", {("confirmation", "visitor"), ("kind",), ("notes",)}),
            ("kind", {("confirmation", "visitor"), ("confirmation", "host"), ("notes",)}),
            ("notes", {("confirmation", "visitor"), ("confirmation", "host"), ("kind",)}),
        ],
    )
    def test_a_retraction_leaves_all_other_facts(
        self, retracted_path: str, paths: set[tuple[str, ...]]
    ) -> None:
        confirmation = Confirmation(state="rumoured", visitor="announced", host="denied")
        before = replace(visit(kind="state", notes="N."), confirmation=confirmation)
        after = facts(retract(before, [retracted_path]))
        remaining = {path for path in after if not is_identity(path)}
        assert remaining - {("confirmation", "state")} == paths

    def test_the_whole_agenda_can_be_retracted(self) -> None:
        before = visit(agenda={"energy": Item(), "trade": Item()})
        assert merged(before, claim(retracts=("agenda",))).agenda == {}

    def test_a_retracted_confirmation_leaves_a_rumour(self) -> None:
        after = merged(visit("confirmed"), claim(retracts=("confirmation",)))
        assert after.confirmation == Confirmation(state="rumoured")


class TestOpening:
    @pytest.mark.parametrize(
        "missing",
        [
            {"visitor": PartialVisitor(name="A")},
            {"visitor": PartialVisitor(country=Country("RU"))},
            {"host": PartialHost(city="Hanoi")},
            {"rejected": "An error."},
        ],
    )
    def test_a_claim_opens_a_visit_only_with_a_whole_identity(
        self, missing: dict[str, Any]
    ) -> None:
        assert opens(opening_claim())
        assert not opens(replace(opening_claim(), **missing))

    def test_an_opened_visit_is_a_rumour_of_who_goes_where(self) -> None:
        host = PartialHost(country=Country("VN"), city="Hanoi")
        opened = open_visit(replace(opening_claim(state="confirmed", trip="asia"), host=host))
        expected = replace(visit(trip="asia"), host=Host(country=Country("VN"), city="Hanoi"))
        assert opened == expected


def test_a_rejected_claim_changes_nothing() -> None:
    before = visit("confirmed", "2024-06-19")
    assert merged(before, claim("cancelled", "2025", rejected="An error.")) is before


@given(strategies.visits(), strategies.claims())
def test_merging_a_claim_again_changes_nothing(before: Visit, claimed: Claim) -> None:
    after = merged(before, claimed)
    assert merged(after, claimed) == after


@given(strategies.visits())
def test_an_empty_claim_changes_nothing(before: Visit) -> None:
    assert merged(before, claim()) == before


@given(strategies.visits(), strategies.claims())
def test_facts_that_a_claim_does_not_mention_are_unchanged(before: Visit, claimed: Claim) -> None:
    mentioned = {path[:length] for path in facts(claimed) for length in (1, 2)}
    mentioned |= {tuple(path.split(".")) for path in claimed.retracts}
    confirmation = claimed.confirmation
    if "postponed" in {confirmation.state, confirmation.visitor, confirmation.host}:
        mentioned.add(("dates",))
    if claimed.dates and before.confirmation.state == "postponed":
        mentioned.add(("confirmation",))  # other dates end a postponement
    after = facts(merged(before, claimed))
    for path, value in facts(before).items():
        is_cleared = ("dates",) in mentioned and is_window(path)
        if not (is_cleared or mentioned & {path[:1], path[:2]}):
            assert after[path] == value


@given(strategies.visits(), strategies.known_dates)
def test_dates_become_less_precise_only_by_contradiction(before: Visit, claimed: When) -> None:
    after = merged(before, replace(claim(), dates=claimed)).dates
    assert after.within(claimed)
    assert after == before.dates or not before.dates.within(claimed)
