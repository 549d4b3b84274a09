"""Planned against delivered: what became of each item of a visit that took place."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from agenda.history.replay import Said
from agenda.model.visit import Visit

Fate = Literal["delivered", "unheard", "dropped"]

_DELIVERED: Final = ("discussed", "signed")


class Outcome(Struct, frozen=True):
    """One item of a visit that took place.

    It was ``planned`` if somebody named it before the visit was reported over, or if no report
    names it at all, so that nobody knows.
    ``last_heard`` is the day of the last report that speaks of it, if any does.
    """

    key: str
    fate: Fate
    planned: bool
    last_heard: date | None


def outcomes(visit: Visit, said: Iterable[Said]) -> list[Outcome]:
    """What became of each item, in the order of the agenda; nothing before the visit is over."""
    if visit.confirmation.state != "completed":
        return []
    told = [one for one in said if not one.claim.rejected]
    over = next(
        (place for place, one in enumerate(told) if one.claim.confirmation.state == "completed"),
        len(told),
    )
    found = []
    for key, item in visit.agenda.items():
        places = [place for place, one in enumerate(told) if key in one.claim.agenda]
        last = told[places[-1]].published if places else None
        planned = not places or places[0] < over
        found.append(Outcome(key, _fate(item.status), planned, last))
    return found


def _fate(status: str) -> Fate:
    if status in _DELIVERED:
        return "delivered"
    return "dropped" if status == "dropped" else "unheard"
