"""Who speaks on a fact, and what each of them makes of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from agenda.history.evidence import ladder_of, weigh_dates, weigh_rungs
from agenda.history.replay import IDENTITY, Facts, Said, Step, facts
from agenda.model.diagnostic import Route
from agenda.model.edtf import When
from agenda.model.report import Claim
from agenda.model.visit import PartialVisit

_WORDS_OF_AN_ITEM: Final = ("title", "topic", "note")

Stance = Literal["supports", "says less", "contradicts", "rejected"]


class Voice(Struct, frozen=True):
    """What one claim says on a fact, and how that stands to the fact as it is known now.

    Empty text means that the claim takes the fact back.
    """

    said: Said
    value: str | When
    stance: Stance


class Earlier(Struct, frozen=True):
    """A value that a fact had, up to the day of the report that changed it."""

    value: str | When
    until: date
    report: str


def voices(current: Facts, said: Iterable[Said]) -> dict[Route, list[Voice]]:
    """Each claim on each fact that is known or spoken of, in the order in which they count.

    Who goes where is left out. A fact that nobody speaks on has no voices.
    """
    spoken = [(one, facts(one.claim)) for one in said]
    heard = {
        route: list[Voice]()
        for told in (current, *(told for _, told in spoken))
        for route in told
        if route[0] not in IDENTITY
    }
    for one, told in spoken:
        for route, value in told.items():
            if route[0] not in IDENTITY:
                how = stance(route, current.get(route, ""), value, one)
                heard[route].append(Voice(one, value, how))
        if paths := _taken_back(one.claim):
            for route in heard.keys() - told.keys():
                if any(route[: len(path)] == path for path in paths):
                    heard[route].append(_taking_back(one, current.get(route, "")))
    return heard


def _taking_back(said: Said, current: str | When) -> Voice:
    how: Stance = "contradicts" if current else "supports"
    return Voice(said, "", "rejected" if said.claim.rejected else how)


def stance(route: Route, current: str | When, value: str | When, said: Said) -> Stance:
    """How what a claim says on a fact stands to the fact as it is known now."""
    if said.claim.rejected:
        return "rejected"
    if current == value:
        return "supports"
    if isinstance(current, When) and isinstance(value, When):
        return "says less" if weigh_dates(current, value) == "confirms" else "contradicts"
    if (ladder := ladder_of(route)) is not None:
        verdict = weigh_rungs(ladder, str(current), str(value)) if current else "contradicts"
        return "says less" if verdict == "adds nothing" else "contradicts"
    # Words do not exclude each other; the newest stand.
    return "contradicts" if route == ("kind",) or not current else "says less"


def _taken_back(claim: Claim) -> Sequence[Route]:
    """Each fact, or all below it, that a claim takes back."""
    paths: list[Route] = [tuple(path.split(".")) for path in claim.retracts]
    if claim.confirmation.state == "postponed":
        paths.append(("dates",))  # no date stands
    return paths


def earlier_values(steps: Iterable[Step]) -> Mapping[Route, Sequence[Earlier]]:
    """The values that each fact of one visit had before, the oldest first."""
    earlier: dict[Route, list[Earlier]] = defaultdict(list)
    for step in steps:
        if step.before is None or step.after is None or step.before == step.after:
            continue
        now = facts(step.after)
        for route, was in facts(step.before).items():
            if was != now.get(route):
                earlier[route].append(Earlier(was, step.said.published, step.said.report))
    return earlier


def last_speakers(said: Iterable[Said]) -> dict[Route, Said]:
    """For each fact of a visit, the last of the claims on it that speaks on it.

    ``said`` are the claims that are believed, in the order in which they count.
    """
    heard: dict[Route, Said] = {}
    for one in said:
        claim = one.claim
        heard.update({route: one for route in facts(claim) if route[0] not in IDENTITY})
        for path in claim.retracts:
            taken: Route = tuple(path.split("."))
            heard[taken] = one
            heard.update({route: one for route in heard if route[: len(taken)] == taken})
        if claim.confirmation.state == "postponed":
            heard["dates",] = one  # no date stands
    return heard


def _needs_no_source(route: Route) -> bool:
    """Whether a fact is who goes where, or a desk's own words on a visit or an item."""
    is_of_an_item = len(route) > 2 and route[0] == "agenda"
    return (
        route[0] in IDENTITY
        or route == ("notes",)
        or (is_of_an_item and route[2] in _WORDS_OF_AN_ITEM)
    )


def without_source(visit: PartialVisit, heard: Mapping[Route, object]) -> Iterator[Route]:
    """The facts of a visit on which nobody was heard; of an item, that it is there at all.

    Who goes where, and a desk's own titles and notes, need no source.
    """
    for route, value in facts(visit).items():
        is_detail = route[0] == "agenda" and len(route) > 2
        is_own = _needs_no_source(route)
        # A visit that is spoken of at all is rumoured.
        is_rumour = value == "rumoured" and bool(heard)
        if not (is_detail or is_own or is_rumour or route in heard):
            yield route


def unsupported(visit: PartialVisit, said: Iterable[Said]) -> Iterator[Route]:
    """The facts of a visit that no believed claim says as they stand.

    Who goes where, and a desk's own words, need nobody to say them.
    """
    heard: dict[Route, list[str | When]] = defaultdict(list)
    is_spoken_of = False
    for one in said:
        if not one.claim.rejected:
            is_spoken_of = True
            for route, value in facts(one.claim).items():
                heard[route].append(value)
    for route, value in facts(visit).items():
        is_own = _needs_no_source(route)
        is_rumour = value == "rumoured" and is_spoken_of
        if not (is_own or is_rumour or value in heard[route]):
            yield route


def supported(visit: PartialVisit, said: Iterable[Said]) -> Iterator[tuple[Route, Sequence[Said]]]:
    """The dates, kind, state and statuses of a visit that claims say as they stand, and which.

    ``said`` are the claims on it that are believed. A side's own word is told by the side, and
    words are nobody's to confirm, so neither is among them.
    """
    heard: dict[tuple[Route, str | When], list[Said]] = defaultdict(list)
    for one in said:
        for route, value in facts(one.claim).items():
            heard[route, value].append(one)
    for route, value in facts(visit).items():
        is_of_a_side = route[0] == "confirmation" and route[1] != "state"
        is_weighty = route[0] in {"dates", "kind"} or ladder_of(route) is not None
        if is_weighty and not is_of_a_side and (supporters := heard.get((route, value))):
            yield route, supporters


def unspoken(visit: PartialVisit, claims: Sequence[Claim]) -> Iterator[Route]:
    """The facts of a visit on which none of some claims says anything; an item counts as one."""
    heard = {route[:2] for claim in claims for route in facts(claim)}
    paths = [path for claim in claims for path in _taken_back(claim)]
    for route in facts(visit):
        is_taken_back = any(route[: len(path)] == path for path in paths)
        if route[0] not in IDENTITY and route[:2] not in heard and not is_taken_back:
            yield route
