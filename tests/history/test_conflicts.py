from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations, count
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agenda.history.conflicts import CONFLICT_WINDOW, OFF_LADDER_VALUES, Conflict, conflicts
from agenda.history.evidence import relation
from agenda.history.facts import IDENTITY, facts
from agenda.history.replay import SourcedClaim, claims_in_order
from agenda.model.diagnostic import FieldPath
from agenda.model.report import Claim
from agenda.model.visit import KnownState, Stage, Status
from tests import strategies
from tests.builders import JUNE, claim, report


@st.composite
def believed(draw: st.DrawFn) -> list[SourcedClaim]:
    """Claims on one visit within three weeks, by two speakers, in the order of their days."""
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


def by_minister(claimed: Claim) -> Claim:
    return replace(claimed, according_to="A minister")


def excludable_paths(claim: Claim) -> set[FieldPath]:
    """The facts of a claim whose values can exclude others."""
    texts = {"title", "topic", "note", "notes", "occasion"}
    paths = {path for path in facts(claim) if path[-1] not in texts and path[0] not in IDENTITY}
    return {path for path in paths if path[0] != "agenda" or len(path) == 3}


def conflicting_pairs(claims: list[SourcedClaim]) -> Iterator[tuple[str, FieldPath, str]]:
    """Each claim with the last earlier one that excludes it on a fact, by a search of all pairs."""
    for index, later in enumerate(claims):
        for path in excludable_paths(later.claim):
            earlier = last_conflicting(path, later, claims[:index])
            if earlier is not None:
                yield later.report, path, earlier.report


def last_conflicting(
    path: FieldPath, later: SourcedClaim, claims: list[SourcedClaim]
) -> SourcedClaim | None:
    value = facts(later.claim)[path]
    compared = set()
    for earlier in reversed(claims):
        earlier_value = facts(earlier.claim).get(path)
        is_near = later.published - earlier.published <= CONFLICT_WINDOW
        if earlier_value is None or earlier_value in compared or not is_near:
            continue
        compared.add(earlier_value)  # of several claims with one value, only the last counts
        is_excluded = relation(path, earlier_value, value) == "contradicts"
        if is_excluded and not is_settled(path, earlier, later):
            return earlier
    return None


def is_settled(path: FieldPath, earlier: SourcedClaim, later: SourcedClaim) -> bool:
    """Whether the later claim retracts the fact, or is a newer statement of the same speaker."""
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
        assert is_excluded == bool(OFF_LADDER_VALUES & {first, second})


@given(believed())
def test_the_conflicts_are_those_of_a_search_of_all_pairs(claims: list[SourcedClaim]) -> None:
    def key(conflict: Conflict) -> tuple[str, FieldPath, str]:
        return conflict.later.report, conflict.path, conflict.earlier.report

    assert sorted(map(key, conflicts(claims))) == sorted(conflicting_pairs(claims))


@pytest.mark.parametrize(
    ("earlier", "later", "days", "expected"),
    [
        (claim(dates="2024-06-19"), claim(dates="2024-06-20"), 0, True),
        (claim(dates="2024-06-19"), claim(dates="2024-06-20"), 1, False),  # an update
        (claim(dates="2024-06-19"), by_minister(claim(dates="2024-06-20")), 7, True),
        (claim(dates="2024-06-19"), by_minister(claim(dates="2024-06-20")), 8, False),
        (claim(dates="2024-06-19"), by_minister(claim(dates="2024-06")), 1, False),
        (claim("confirmed"), by_minister(claim("doubtful")), 1, True),
        (
            claim(kind="state"),
            by_minister(claim(kind="working", retracts=("kind",))),
            1,
            False,
        ),
    ],
)
def test_claims_conflict_unless_they_are_updated_retracted_or_old(
    earlier: Claim, later: Claim, days: int, expected: bool
) -> None:
    reports = {"a": report(earlier), "b": report(later, day=days)}
    assert bool(list(conflicts(list(claims_in_order(reports))))) is expected
