"""Where believed claims on one visit can't both hold."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from msgspec import Struct

from agenda.history.evidence import weigh
from agenda.history.replay import Said
from agenda.model.diagnostic import Route
from agenda.model.edtf import When
from agenda.model.report import Claim

WITHIN: Final = timedelta(days=7)
"""How near in time two claims must be to dispute; what is older has been overtaken by events."""


OFF_THE_LADDERS: Final = frozenset({"doubtful", "postponed", "cancelled", "denied", "dropped"})
"""The words that exclude others; `completed` is what every rung foretold."""


class Dispute(Struct, frozen=True):
    """A fact on which a claim says what an earlier one excludes."""

    route: Route
    earlier: Said
    was: str | When
    later: Said
    now: str | When


def disputes(said: Sequence[Said]) -> Iterator[Dispute]:
    """The disputes among the believed claims on one visit, given in the order in which they count.

    Each claim is told with the last that it disputes on a fact. Who takes a fact back openly, or
    has new words on a later day for what the same voice said, disputes nothing. Words and who goes
    where never exclude each other.
    """
    yield from _among([(one, one.claim.dates) for one in said if one.claim.dates], ("dates",))
    yield from _among([(one, one.claim.kind) for one in said if one.claim.kind], ("kind",))
    if any(_leaves_a_ladder(one.claim) for one in said):  # two rungs never exclude each other
        for route, told in _rungs(said).items():
            yield from _among(told, route)


def _leaves_a_ladder(claim: Claim) -> bool:
    words = claim.confirmation
    return (
        words.state in OFF_THE_LADDERS
        or words.visitor in OFF_THE_LADDERS
        or words.host in OFF_THE_LADDERS
        or any(item.status in OFF_THE_LADDERS for item in claim.agenda.values())
    )


def _rungs(said: Sequence[Said]) -> Mapping[Route, list[tuple[Said, str]]]:
    """What each claim says on the ladders, by the fact that it climbs."""
    told: dict[Route, list[tuple[Said, str]]] = defaultdict(list)
    for one in said:
        words = one.claim.confirmation
        for name in words.__struct_fields__:
            if word := getattr(words, name):
                told["confirmation", name].append((one, word))
        for key, item in one.claim.agenda.items():
            if item.status:
                told["agenda", key, "status"].append((one, item.status))
    return told


def _among(told: Sequence[tuple[Said, str | When]], route: Route) -> Iterator[Dispute]:
    """The disputes on one fact."""
    latest: dict[str | When, Said] = {}
    for one, value in told:
        latest.pop(value, None)  # so that the values stay in the order of their last claim
        for was, earlier in reversed(latest.items()):
            if one.published - earlier.published > WITHIN:
                break
            is_excluded = weigh(route, was, value) == "contradicts"
            if is_excluded and not _is_settled(route, earlier, one):
                yield Dispute(route, earlier, was, one, value)
                break
        latest[value] = one


def _is_settled(route: Route, earlier: Said, later: Said) -> bool:
    paths = [tuple(path.split(".")) for path in later.claim.retracts]
    is_taken_back = any(route[: len(path)] == path for path in paths)
    is_one_voice = (earlier.publisher, earlier.claim.according_to) == (
        later.publisher,
        later.claim.according_to,
    )
    return is_taken_back or (is_one_voice and later.published > earlier.published)
