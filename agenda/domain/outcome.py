"""Planned against delivered: what became of each item of a visit that took place."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from agenda.domain.claims import Said
from agenda.domain.visit import Visit

Fate = Literal["delivered", "unheard", "dropped"]

_DELIVERED: Final = ("discussed", "signed")


class Outcome(Struct, frozen=True):
    """One item. It was ``planned`` if somebody named it before it was reported delivered.

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
    named: dict[str, list[Said]] = {key: [] for key in visit.agenda}
    for one in said:
        for key in one.claim.agenda:
            if key in named and not one.claim.rejected:
                named[key].append(one)
    return [_outcome(key, visit, heard) for key, heard in named.items()]


def _outcome(key: str, visit: Visit, heard: list[Said]) -> Outcome:
    status = visit.agenda[key].status
    fate: Fate = "unheard"
    if status in _DELIVERED:
        fate = "delivered"
    elif status == "dropped":
        fate = "dropped"
    planned = any(one.claim.agenda[key].status not in _DELIVERED for one in heard)
    last = max((one.published for one in heard), default=None)
    return Outcome(key, fate, planned or fate == "unheard", last)
