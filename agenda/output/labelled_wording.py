"""What is known of a trip or an event as a whole, in words, for `agenda show` and for pages."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from agenda.model.diagnostic import FieldPath
from agenda.output import wording
from agenda.services.grouping import LabelledVisits
from agenda.text.printable import one_line

SIDES: Final = {side: ("confirmation", side) for side in ("visitor", "host")}
"""The paths of what the sides have said."""


class CommonFact(Struct, frozen=True):
    """A fact about a trip or an event: its name, its value in words, and as files write it.

    The path is empty if the fact only follows from others.
    """

    name: str
    text: str
    path: FieldPath
    written: str = ""


def common_facts(labelled: LabelledVisits) -> Iterator[CommonFact]:
    """What is known of a trip or an event, but for people, agenda items and notes."""
    visit = labelled.visit
    if labelled.has_visitor:
        yield CommonFact("visitor", wording.visitor_text(visit.visitor), ("visitor", "name"))
    if labelled.has_host:
        field = "country" if visit.host.candidates is None else "candidates"
        yield CommonFact("host", wording.location(visit.host), ("host", field))
    if visit.kind:
        yield CommonFact("kind", visit.kind.replace("-", " "), ("kind",))
    if visit.dates:
        yield CommonFact("dates", wording.when(visit.dates), ("dates",), str(visit.dates))
        yield CommonFact("countdown", labelled.row.countdown.text, ())
    given = [side for side in SIDES if getattr(visit.confirmation, side)]
    if labelled.state or given:
        state = labelled.state or wording.NOTHING
        yield CommonFact("confirmation", state, ("confirmation", "state"))
    for (side, path), text in zip(SIDES.items(), wording.sides(visit), strict=True):
        if side in given:
            yield CommonFact(f"{side}’s side", text, path)
    for name in ("because", "condition"):
        if text := getattr(visit.confirmation, name):
            yield CommonFact(name, one_line(text), ("confirmation", name))


def whose(labelled: LabelledVisits) -> str:
    """Of which visits a fact is that is common to them: `the same for both legs`."""
    member = "leg" if labelled.is_trip else "guest"
    number = len(labelled.compared)
    if number == 1:
        return f"from the only {member}"
    every = "both" if number == 2 else f"all {number}"
    going = "" if number == len(labelled.rows) else " that are not called off"
    return f"the same for {every} {member}s{going}"
