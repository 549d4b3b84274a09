from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, count
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agenda.history.conflicts import OFF_THE_LADDERS, WITHIN, Conflict, conflicts
from agenda.history.evidence import relation
from agenda.history.facts import IDENTITY, facts
from agenda.history.replay import SourcedClaim
from agenda.model.diagnostic import FieldPath
from agenda.model.report import Claim
from agenda.model.visit import KnownState, Stage, Status
from tests import strategies

JUNE = date(2024, 6, 1)


@st.composite
def believed(draw: st.DrawFn) -> list[SourcedClaim]:
    """Some claims on one visit within three weeks, by two voices, in the order of their days."""
    days = sorted(draw(st.lists(st.integers(0, 20), max_size=6)))
    return [
        SourcedClaim(
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


def excludable_paths(claim: Claim) -> set[FieldPath]:
    texts = {"title", "topic", "note", "notes", "occasion"}
    paths = {path for path in facts(claim) if path[-1] not in texts and path[0] not in IDENTITY}
    return {path for path in paths if path[0] != "agenda" or len(path) == 3}


def pairs(claims: list[SourcedClaim]) -> Iterator[tuple[str, FieldPath, str]]:
    """Every later claim that can't hold beside an earlier one, by looking at each pair."""
    for index, later in enumerate(claims):
        for path in excludable_paths(later.claim):
            now = facts(later.claim)[path]
            after = set()
            for earlier in reversed(claims[:index]):
                was = facts(earlier.claim).get(path)
                is_near = later.published - earlier.published <= WITHIN
                if was is None or was in after or not is_near:
                    continue
                after.add(was)  # an older claim that said the same was said again since
                if relation(path, was, now) == "contradicts" and not is_settled(
                    path, earlier, later
                ):
                    yield later.report, path, earlier.report
                    break


def is_settled(path: FieldPath, earlier: SourcedClaim, later: SourcedClaim) -> bool:
    paths = [tuple(name.split(".")) for name in later.claim.retracts]
    is_corrected = (
        earlier.claim.according_to == later.claim.according_to
        and earlier.published < later.published
    )
    return is_corrected or any(path[: len(parent)] == parent for parent in paths)


@pytest.mark.parametrize(
    ("path", "values"),
    [
        (("confirmation", "state"), get_args(KnownState)),
        (("confirmation", "host"), get_args(Stage)[1:]),
        (("agenda", "energy", "status"), get_args(Status)[1:]),
    ],
)
def test_only_values_off_the_ladder_exclude_others(
    path: FieldPath, values: tuple[str, ...]
) -> None:
    for first, second in combinations(values, 2):
        is_excluded = relation(path, first, second) == "contradicts"
        assert is_excluded == bool(OFF_THE_LADDERS & {first, second})


@given(believed())
def test_the_conflicts_are_those_of_a_search_of_all_pairs(claims: list[SourcedClaim]) -> None:
    def key(conflict: Conflict) -> tuple[str, FieldPath, str]:
        return conflict.later.report, conflict.path, conflict.earlier.report

    assert sorted(map(key, conflicts(claims))) == sorted(pairs(claims))
