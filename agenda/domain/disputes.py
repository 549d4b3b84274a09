"""Where believed claims on one visit can't both hold."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from msgspec import Struct

from agenda.domain.claims import Said
from agenda.domain.problem import Route
from agenda.domain.report import Claim
from agenda.domain.verdicts import weigh
from agenda.domain.when import When

WITHIN: Final = timedelta(days=7)
"""How near in time two claims must be to dispute; what is older has been overtaken by events."""


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
    has new words on a later day for what the same voice said, disputes nothing.
    """
    latest: dict[Route, dict[str | When, Said]] = defaultdict(dict)
    for one in said:
        for route, value in _disputable(one.claim):
            before = latest[route]
            for was, earlier in reversed(before.items()):
                if one.published - earlier.published > WITHIN:
                    break
                if _excludes(route, was, value) and not _is_settled(route, earlier, one):
                    yield Dispute(route, earlier, was, one, value)
                    break
            before.pop(value, None)  # so that the values stay in the order of their last claim
            before[value] = one


def _disputable(claim: Claim) -> Iterator[tuple[Route, str | When]]:
    """What a claim says that another can exclude; words and who goes where never do."""
    if claim.dates:
        yield ("dates",), claim.dates
    if claim.kind:
        yield ("kind",), claim.kind
    said = claim.confirmation
    for name, word in (("state", said.state), ("visitor", said.visitor), ("host", said.host)):
        if word:
            yield ("confirmation", name), word
    for key, item in claim.agenda.items():
        if item.status:
            yield ("agenda", key, "status"), item.status


def _excludes(route: Route, was: str | When, now: str | When) -> bool:
    return weigh(route, was, now) == "contradicts"


def _is_settled(route: Route, earlier: Said, later: Said) -> bool:
    paths = [tuple(path.split(".")) for path in later.claim.retracts]
    is_taken_back = any(route[: len(path)] == path for path in paths)
    is_one_voice = (earlier.publisher, earlier.claim.according_to) == (
        later.publisher,
        later.claim.according_to,
    )
    return is_taken_back or (is_one_voice and later.published > earlier.published)
