"""What claims make of a visit: `apply`, `replay`, and who speaks on what.

Knowledge only sharpens, unless somebody contradicts it or takes it back.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from agenda.model.diagnostic import Route
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim, Report
from agenda.model.visit import (
    STAGE_LADDER,
    STATE_LADDER,
    STATUS_LADDER,
    UNCONFIRMED,
    Confirmation,
    Host,
    Item,
    PartialVisit,
    Visit,
    Visitor,
)

Part = TypeVar("Part", bound=Struct)

IDENTITY: Final = ("visitor", "host", "trip")
"""The fields that a replay takes from a visit's file or its opening claim."""

Facts = dict[Route, str | When]
"""What a picture of a visit says, fact by fact; what it is silent on is not in it."""


class Said(Struct, frozen=True):
    """One claim, with the report that it is in and its index there."""

    report: str
    published: date
    publisher: str
    index: int
    claim: Claim


LISTED: Final = "listed"
"""What a picture says of an item by having it on the agenda at all."""


def facts(picture: PartialVisit) -> Facts:
    """All that a picture says, by route: `("agenda", "energy", "status")` and so on.

    An item is a fact of its own, `("agenda", "energy")`, before what is said of it.
    """
    found: Facts = {}
    for name, silence in _FIELDS:
        value = getattr(picture, name)
        if value is silence:
            continue
        if isinstance(value, Struct):
            _add_parts(found, (name,), value)
        elif isinstance(value, dict):
            for key, item in value.items():
                found[name, key] = LISTED
                _add_parts(found, (name, key), item)
        elif value:
            found[name,] = value
    return found


def _add_parts(found: Facts, above: Route, part: Struct) -> None:
    for name in part.__struct_fields__:
        if value := getattr(part, name):
            found[*above, name] = value


def says_more_of(route: Route, said: Facts) -> bool:
    """Whether a route is that of an item of which more is said than that it is there."""
    return len(route) == 2 and any(one[:2] == route and len(one) == 3 for one in said)


_SILENT: Final = PartialVisit()
_FIELDS: Final = [(name, getattr(_SILENT, name)) for name in PartialVisit.__struct_fields__]
"""What a claim has of a visit, and nothing of its own; each with what most claims say of it."""


def apply(visit: Visit, claim: Claim) -> Visit:
    """The visit as it is known once a claim is believed; a rejected claim changes nothing.

    Dates that are said of a postponed visit stand, and its state stays: whoever knows the new dates
    is asked (by the rule `postponed-with-dates`) what state the visit has with them.
    """
    if claim.rejected:
        return visit
    return replace(
        applied(visit, claim),
        visitor=_newest(visit.visitor, claim.visitor),
        host=_newest(visit.host, claim.host),
        trip=claim.trip or visit.trip,
    )


def applied(visit: Visit, claim: Claim) -> Visit:
    """What a claim makes of a visit that is open: who goes where stays."""
    if claim.rejected:
        return visit
    visit = retracted(visit, claim.retracts)
    return Visit(
        visitor=visit.visitor,
        host=visit.host,
        kind=claim.kind or visit.kind,
        occasion=claim.occasion or visit.occasion,
        trip=visit.trip,
        dates=_sharper(visit, claim),
        confirmation=_confirmed(visit.confirmation, claim),
        agenda=_agenda(visit.agenda, claim.agenda),
        notes=claim.notes or visit.notes,
    )


def _newest(known: Part, said: Struct, **others: object) -> Part:
    """The known part with the words that were said, which are newer."""
    words = {name: value for name in said.__struct_fields__ if (value := getattr(said, name))}
    newer = words | others
    return replace(known, **newer) if newer else known


def _sharper(visit: Visit, claim: Claim) -> When:
    if claim.confirmation.state == "postponed":
        return UNDATED
    is_sharp = not claim.dates or visit.dates.within(claim.dates)
    return visit.dates if is_sharp else claim.dates


def _confirmed(known: Confirmation, claim: Claim) -> Confirmation:
    said = claim.confirmation
    if said is UNCONFIRMED:
        return known
    is_over = known.state == "completed" and said.state in STATE_LADDER
    return Confirmation(
        state=known.state if is_over else climb(STATE_LADDER, known.state, said.state),
        visitor=climb(STAGE_LADDER, known.visitor, said.visitor),
        host=climb(STAGE_LADDER, known.host, said.host),
    )


def _agenda(known: dict[str, Item], said: dict[str, Item]) -> dict[str, Item]:
    if not said:
        return known
    sharpened = {
        key: _item(known[key], item) if key in known else item for key, item in said.items()
    }
    return known | sharpened


def _item(known: Item, said: Item) -> Item:
    return _newest(known, said, status=climb(STATUS_LADDER, known.status, said.status))


def climb(ladder: Sequence[str], known: str, said: str) -> Any:
    """Where a ladder stands after a word on it: a higher rung raises, a lower one changes nothing.

    A word off the ladder always counts, and any later rung ends it. It is one of the two words, so
    of whatever closed list they are from.
    """
    if not said:
        return known
    if said in ladder and known in ladder and ladder.index(said) <= ladder.index(known):
        return known
    return said


def retracted(visit: Visit, paths: Sequence[str]) -> Visit:
    """A visit once some of its facts are taken back."""
    for path in paths:
        name, _, rest = path.partition(".")
        if name == "confirmation":
            kept = (
                replace(visit.confirmation, **{rest: ""})
                if rest
                else Confirmation(state="rumoured")
            )
            visit = replace(visit, confirmation=kept)
        elif name == "agenda":
            agenda = {key: item for key, item in visit.agenda.items() if rest and key != rest}
            visit = replace(visit, agenda=agenda)
        else:
            visit = replace(visit, **{name: UNDATED if name == "dates" else ""})
    return visit


def opens(claim: Claim) -> bool:
    """Whether a claim carries a whole identity, so that a visit can begin with it."""
    return bool(
        not claim.rejected and claim.visitor.name and claim.visitor.country and claim.host.country
    )


def opened_by(claim: Claim) -> Visit:
    """The visit that a claim opens: its identity, and nothing else known yet."""
    said, place = claim.visitor, claim.host
    return Visit(
        visitor=Visitor(name=said.name, role=said.role, country=said.country),
        host=Host(country=place.country, city=place.city, timezone=place.timezone),
        trip=claim.trip,
        confirmation=Confirmation(state="rumoured"),
    )


def in_order(reports: Mapping[str, Report], until: date | None = None) -> Iterator[str]:
    """The reports' ids in the order in which they count, up to a day and with it.

    By day of publication; within a day a report after those that it cites, then by its id. A circle
    of citations within a day orders nothing.
    """
    days: dict[date, list[str]] = defaultdict(list)
    for name, report in reports.items():
        if until is None or report.published <= until:
            days[report.published].append(name)
    for day in sorted(days):
        yield from _within_a_day(sorted(days[day]), reports)


def _within_a_day(names: list[str], reports: Mapping[str, Report]) -> Iterator[str]:
    if not any(reports[name].cites for name in names):
        yield from names
        return
    today = frozenset(names)
    waiting = {name: today.intersection(reports[name].cites) - {name} for name in names}
    cited_by: dict[str, list[str]] = defaultdict(list)
    for name, cited in waiting.items():
        for source in cited:
            cited_by[source].append(name)
    ready = [name for name in names if not waiting[name]]
    while waiting:
        name = heapq.heappop(ready) if ready else _first_of_a_circle(waiting)
        if waiting.pop(name, None) is None:
            continue
        yield name
        for retelling in cited_by[name]:
            if retelling in waiting:
                waiting[retelling] -= {name}
                if not waiting[retelling]:
                    heapq.heappush(ready, retelling)


def _first_of_a_circle(waiting: Mapping[str, frozenset[str]]) -> str:
    """The first by name of some reports that cite each other in a circle."""
    name, path = min(waiting), list[str]()
    while name not in path:
        path.append(name)
        name = min(waiting[name])
    return min(path[path.index(name) :])


def spoken(reports: Mapping[str, Report], until: date | None = None) -> Iterator[Said]:
    """Every claim in the order in which it counts, the rejected ones with them."""
    for name in in_order(reports, until):
        report = reports[name]
        for index, claim in enumerate(report.claims):
            yield Said(name, report.published, report.publisher, index, claim)


class Step(Struct, frozen=True):
    """What one claim did to its visit, which was ``None`` before it was opened.

    A claim that comes before the opening one waits for it: it leaves ``None``, and is applied with
    the step that opens the visit, before that step's own; ``waited`` are those, in their order.
    """

    said: Said
    before: Visit | None
    after: Visit | None
    waited: tuple[Said, ...] = ()


def steps(
    reports: Mapping[str, Report],
    until: date | None = None,
    files: Mapping[str, Visit] | None = None,
) -> Iterator[Step]:
    """A step for each claim up to a day, in the order in which they count.

    A visit's identity (visitor, host, trip) is its file's, or else that of the claim that opens it;
    all else comes from claims.
    """
    return steps_of(spoken(reports, until), files or {})


def steps_of(claims: Iterable[Said], files: Mapping[str, Visit]) -> Iterator[Step]:
    """A step for each of some claims, which come in the order in which they count."""
    visits: dict[str, Visit] = {}
    unopened: dict[str, list[Said]] = defaultdict(list)
    for said in claims:
        claim, name = said.claim, said.claim.visit
        before = visits.get(name)
        after: Visit | None = before
        waited: tuple[Said, ...] = ()
        if not claim.rejected:
            begun = before or _begun(claim, files.get(name))
            if begun is None:
                unopened[name].append(said)
            else:
                waited = tuple(unopened.pop(name, ()))
                for earlier in waited:
                    begun = applied(begun, earlier.claim)
                after = visits[name] = applied(begun, claim)
        yield Step(said, before, after, waited)


def replay(
    reports: Mapping[str, Report],
    until: date | None = None,
    files: Mapping[str, Visit] | None = None,
) -> dict[str, Visit]:
    """The visits as the reports up to a day make them, by id, in the order of their opening."""
    return known_after(steps(reports, until, files))


def known_after(taken: Iterable[Step]) -> dict[str, Visit]:
    """Each visit as its last step left it, by id, in the order of their opening."""
    return {step.said.claim.visit: step.after for step in taken if step.after is not None}


def _begun(claim: Claim, file: Visit | None) -> Visit | None:
    if file is not None:
        return only_identity(file)
    return opened_by(claim) if opens(claim) else None


def only_identity(visit: Visit) -> Visit:
    """A visit of which nothing is known but who goes where."""
    return Visit(
        visitor=visit.visitor,
        host=visit.host,
        trip=visit.trip,
        confirmation=Confirmation(state="rumoured"),
    )
