from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, count
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agenda.history.conflicts import OFF_THE_LADDERS, WITHIN, Dispute, disputes
from agenda.history.evidence import weigh
from agenda.history.replay import IDENTITY, Said, facts
from agenda.model.diagnostic import Route
from agenda.model.report import Claim
from agenda.model.visit import KnownState, Stage, Status
from tests import strategies

JUNE = date(2024, 6, 1)


@st.composite
def believed(draw: st.DrawFn) -> list[Said]:
    """Some claims on one visit within three weeks, by two voices, in the order of their days."""
    days = sorted(draw(st.lists(st.integers(0, 20), max_size=6)))
    return [
        Said(
            report=f"r{number}",
            published=JUNE + timedelta(days=day),
            publisher="P",
            index=0,
            claim=replace(
                draw(strategies.claims()),
                according_to=draw(st.sampled_from(["An ambassador", "A minister"])),
                rejected="",
            ),
        )
        for number, day in zip(count(), days, strict=False)
    ]


def what_can_be_disputed(claim: Claim) -> set[Route]:
    words = {"title", "topic", "note", "notes", "occasion"}
    said = {route for route in facts(claim) if route[-1] not in words}
    return {one for one in said if one[0] not in IDENTITY and (one[0] != "agenda" or len(one) == 3)}


def pairs(said: list[Said]) -> Iterator[tuple[str, Route, str]]:
    """Every later claim that can't hold beside an earlier one, by looking at each pair."""
    for index, later in enumerate(said):
        for route in what_can_be_disputed(later.claim):
            now = facts(later.claim)[route]
            after = set()
            for earlier in reversed(said[:index]):
                was = facts(earlier.claim).get(route)
                is_near = later.published - earlier.published <= WITHIN
                if was is None or was in after or not is_near:
                    continue
                after.add(was)  # an older claim that said the same was said again since
                if weigh(route, was, now) == "contradicts" and not is_settled(
                    route, earlier, later
                ):
                    yield later.report, route, earlier.report
                    break


def is_settled(route: Route, earlier: Said, later: Said) -> bool:
    taken_back = [tuple(path.split(".")) for path in later.claim.retracts]
    is_corrected = (
        earlier.claim.according_to == later.claim.according_to
        and earlier.published < later.published
    )
    return is_corrected or any(route[: len(path)] == path for path in taken_back)


@pytest.mark.parametrize(
    ("route", "words"),
    [
        (("confirmation", "state"), get_args(KnownState)),
        (("confirmation", "host"), get_args(Stage)[1:]),
        (("agenda", "energy", "status"), get_args(Status)[1:]),
    ],
)
def test_only_a_word_off_the_ladder_excludes_another(route: Route, words: tuple[str, ...]) -> None:
    for one, other in combinations(words, 2):
        is_excluded = weigh(route, one, other) == "contradicts"
        assert is_excluded == bool(OFF_THE_LADDERS & {one, other})


@given(believed())
def test_it_finds_what_a_look_at_every_pair_finds(said: list[Said]) -> None:
    def shown(one: Dispute) -> tuple[str, Route, str]:
        return one.later.report, one.route, one.earlier.report

    assert sorted(map(shown, disputes(said))) == sorted(pairs(said))
