"""How a claim changes a visit: `merge`, `retract`, and how a claim opens a visit.

A claim makes a visit more precise, unless it contradicts or retracts something.
"""

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.facts import raise_on_ladder
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim
from agenda.model.visit import (
    EMPTY_CONFIRMATION,
    STAGE_LADDER,
    STATE_LADDER,
    STATUS_LADDER,
    Confirmation,
    Host,
    Item,
    Visit,
    Visitor,
)

Part = TypeVar("Part", bound=Struct)


def merge(visit: Visit, claim: Claim) -> Visit:
    """The visit after a claim. A rejected claim changes nothing, and none changes who goes where.

    Dates that are claimed for a postponed visit are kept, and so is its state: the rule
    `postponed-with-dates` asks which state the visit has with them.
    """
    if claim.rejected:
        return visit
    visit = retract(visit, claim.retracts)
    return Visit(
        visitor=visit.visitor,
        host=visit.host,
        kind=claim.kind or visit.kind,
        occasion=claim.occasion or visit.occasion,
        trip=visit.trip,
        dates=_merged_dates(visit, claim),
        confirmation=_merged_confirmation(visit.confirmation, claim),
        agenda=_merged_agenda(visit.agenda, claim.agenda),
        notes=claim.notes or visit.notes,
    )


def _merged_dates(visit: Visit, claim: Claim) -> When:
    if claim.confirmation.state == "postponed":
        return UNDATED
    is_known = not claim.dates or visit.dates.within(claim.dates)
    return visit.dates if is_known else claim.dates


def _merged_confirmation(known: Confirmation, claim: Claim) -> Confirmation:
    claimed = claim.confirmation
    if claimed is EMPTY_CONFIRMATION:
        return known
    is_over = known.state == "completed" and claimed.state in STATE_LADDER
    return Confirmation(
        state=known.state if is_over else raise_on_ladder(STATE_LADDER, known.state, claimed.state),
        visitor=raise_on_ladder(STAGE_LADDER, known.visitor, claimed.visitor),
        host=raise_on_ladder(STAGE_LADDER, known.host, claimed.host),
    )


def _merged_agenda(known: dict[str, Item], claimed: dict[str, Item]) -> dict[str, Item]:
    if not claimed:
        return known
    merged = {
        key: _merged_item(known[key], item) if key in known else item
        for key, item in claimed.items()
    }
    return known | merged


def _merged_item(known: Item, claimed: Item) -> Item:
    newer = {name: value for name in Item.__struct_fields__ if (value := getattr(claimed, name))}
    newer["status"] = raise_on_ladder(STATUS_LADDER, known.status, claimed.status)
    return replace(known, **newer)


def retract(visit: Visit, paths: Sequence[str]) -> Visit:
    """A visit without some of its facts, named as in `retracts`."""
    items = {path.partition(".")[2] for path in paths if path.startswith("agenda.")}
    if items:
        left = {key: item for key, item in visit.agenda.items() if key not in items}
        visit = replace(visit, agenda=left)
    for path in paths:
        name, _, rest = path.partition(".")
        if name == "confirmation":
            confirmation = (
                replace(visit.confirmation, **{rest: ""})
                if rest
                else Confirmation(state="rumoured")
            )
            visit = replace(visit, confirmation=confirmation)
        elif path == "agenda":
            visit = replace(visit, agenda={})
        elif name != "agenda":
            visit = replace(visit, **{name: UNDATED if name == "dates" else ""})
    return visit


def opens(claim: Claim) -> bool:
    """Whether a claim names the visitor and the host, so that a visit can begin with it."""
    return bool(
        not claim.rejected and claim.visitor.name and claim.visitor.country and claim.host.country
    )


def open_visit(claim: Claim) -> Visit:
    """The visit that a claim opens: who goes where, and nothing else known yet."""
    visitor, host = claim.visitor, claim.host
    return Visit(
        visitor=Visitor(name=visitor.name, role=visitor.role, country=visitor.country),
        host=Host(country=host.country, city=host.city, timezone=host.timezone),
        trip=claim.trip,
        confirmation=Confirmation(state="rumoured"),
    )


def identity_of(visit: Visit) -> Visit:
    """A visit with only who goes where, and nothing else known."""
    return Visit(
        visitor=visit.visitor,
        host=visit.host,
        trip=visit.trip,
        confirmation=Confirmation(state="rumoured"),
    )
