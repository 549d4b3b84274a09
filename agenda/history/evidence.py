"""What each of a claim's facts adds to what is known already."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from msgspec import Struct

from agenda.history.replay import IDENTITY, facts, retracted, says_more_of
from agenda.model.diagnostic import Route
from agenda.model.edtf import When
from agenda.model.report import Claim
from agenda.model.visit import STAGE_LADDER, STATE_LADDER, STATUS_LADDER, Visit

Verdict = Literal["new", "sharpens", "confirms", "adds nothing", "contradicts"]

_CLOSED: Final[dict[Route, Sequence[str]]] = {
    ("confirmation", "state"): STATE_LADDER,
    ("confirmation", "visitor"): STAGE_LADDER,
    ("confirmation", "host"): STAGE_LADDER,
}


class Judged(Struct, frozen=True):
    """One fact of a claim, and what it adds. A fact taken back has no value."""

    route: Route
    value: str | When
    verdict: Verdict


def judge(known: Visit | None, claim: Claim) -> Iterator[Judged]:
    """Each fact of a claim against a visit as it was known before; ``None`` if it was not.

    Who goes where is not judged: a visit takes that from its file or its opening claim.
    """
    before = facts(known) if known else {}
    postpones = claim.confirmation.state == "postponed" and ("dates",) in before
    for path in (*claim.retracts, *(("dates",) if postpones else ())):
        route: Route = tuple(path.split("."))
        is_known = any(fact[: len(route)] == route for fact in before)
        yield Judged(route, "", "contradicts" if is_known else "adds nothing")
    if known and claim.retracts:  # the rest is said of what is left
        before = facts(retracted(known, claim.retracts))
    said = facts(claim)
    for route, value in said.items():
        if route[0] not in IDENTITY and not says_more_of(route, said):
            yield Judged(route, value, weigh(route, before.get(route, ""), value))


def weigh(route: Route, known: str | When, said: str | When) -> Verdict:
    """A value of a fact against the one that is known, which is empty where none is."""
    if not known:
        return "new"
    if known == said:
        return "confirms"
    if isinstance(known, When) and isinstance(said, When):
        return weigh_dates(known, said)
    if (ladder := ladder_of(route)) is not None:
        return weigh_rungs(ladder, str(known), str(said))
    return "contradicts" if route == ("kind",) else "new"


def ladder_of(route: Route) -> Sequence[str] | None:
    """The ladder that a fact climbs, if it does."""
    if route[0] == "agenda" and route[-1] == "status":
        return STATUS_LADDER
    return _CLOSED.get(route)


def weigh_dates(known: When, said: When) -> Verdict:
    """Dates against known dates."""
    if known.within(said):
        return "confirms"
    return "sharpens" if said.within(known) else "contradicts"


def weigh_rungs(ladder: Sequence[str], known: str, said: str) -> Verdict:
    """A word against a known one, on a ladder or off it."""
    if said == known:
        return "confirms"
    if said in ladder and known in ladder:
        return "sharpens" if ladder.index(said) > ladder.index(known) else "adds nothing"
    # That a visit took place is what every rung foretold, and no rung takes it back.
    if said == "completed" and known in ladder:
        return "sharpens"
    return "adds nothing" if known == "completed" and said in ladder else "contradicts"


def contradict(one: Claim, other: Claim) -> bool:
    """Whether two claims on one visit can't both hold; words alone never exclude each other.

    What is taken back contradicts everything, a value off its ladder every other one, and
    `postponed` any dates.
    """
    if one.retracts or other.retracts:
        return True
    said, heard = facts(one), facts(other)
    if _postpones_what_is_dated(one, other) or _postpones_what_is_dated(other, one):
        return True
    return any(_exclude(route, said[route], heard[route]) for route in said.keys() & heard.keys())


def _postpones_what_is_dated(one: Claim, other: Claim) -> bool:
    return one.confirmation.state == "postponed" and bool(other.dates)


def _exclude(route: Route, one: str | When, other: str | When) -> bool:
    if isinstance(one, When) and isinstance(other, When):
        return not (one.within(other) or other.within(one))
    if (ladder := ladder_of(route)) is not None:
        return one != other and not (one in ladder and other in ladder)
    return route == ("kind",) and one != other
