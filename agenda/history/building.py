"""Builds visits: opens one, sets facts by their paths, and retracts them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import structs
from msgspec.structs import replace

from agenda.history.facts import omitted_value
from agenda.model.diagnostic import FieldPath
from agenda.model.report import Claim
from agenda.model.visit import ENTRIES, UNKNOWN_PLACE, Confirmation, Host, Visit, Visitor

UNKNOWN_VISIT: Final = Visit(
    visitor=Visitor(name="?", organization="?"),
    host=Host(candidates=UNKNOWN_PLACE),
    confirmation=Confirmation(state="rumoured"),
)
"""A visit of which nothing is known, for claims that wait until their visit is opened."""


def with_values(visit: Visit, values: Mapping[FieldPath, Any]) -> Visit:
    """The visit with other values for some of its facts."""
    fields: dict[str, Any] = {}
    for path, value in values.items():
        name = str(path[0])
        if len(path) == 1:
            fields[name] = value
        elif name in ENTRIES:
            entries = fields.setdefault(name, getattr(visit, name).copy())
            entry = entries.get(str(path[1]), ENTRIES[name]())
            entries[str(path[1])] = replace(entry, **{str(path[2]): value}) if path[2:] else entry
        else:
            part = fields.get(name, getattr(visit, name))
            fields[name] = replace(part, **{str(path[1]): value})
    return replace(visit, **fields) if fields else visit


def retract(visit: Visit, paths: Sequence[str]) -> Visit:
    """A visit without some of its facts, named as in `retracts`."""
    if not paths:
        return visit
    for name in ENTRIES:
        keys = {path[len(name) + 1 :] for path in paths if path.startswith(f"{name}.")}
        if whole := {key for key in keys if "." not in key}:
            entries = getattr(visit, name).copy()  # far faster than a comprehension
            for key in whole & entries.keys():
                del entries[key]
            visit = replace(visit, **{name: entries})
    for path in paths:
        if path == "confirmation":
            visit = replace(visit, confirmation=Confirmation(state="rumoured"))
        elif path in ENTRIES:
            visit = replace(visit, **{path: {}})
        elif path != "confirmation.state":  # its state is what the sides leave
            visit = _without(visit, *path.split("."))
    return visit


def _without(visit: Visit, name: str, *below: str) -> Visit:
    """A visit without one fact; an entry that is retracted as a whole is gone already."""
    part = getattr(visit, name)
    if (name, *below) == ("host", "candidates"):
        part = replace(part, candidates=None if part.country else UNKNOWN_PLACE)
    elif not below:
        part = omitted_value((name,))
    elif name not in ENTRIES:
        part = replace(part, **{below[0]: omitted_value((name, *below))})
    elif below[0] in part and below[1:]:
        value = omitted_value((name, *below))
        part = part | {below[0]: replace(part[below[0]], **{below[1]: value})}
    return replace(visit, **{name: part})


def opens(claim: Claim) -> bool:
    """Whether a claim names the visitor and the host, or an event, so that a visit can begin."""
    return bool(
        not claim.rejected
        and claim.visitor.name
        and claim.visitor.side
        and (claim.host.is_given or claim.event)
    )


def open_visit(claim: Claim) -> Visit:
    """The visit that a claim opens: who goes where, and nothing else known yet."""
    visitor, host = claim.visitor, claim.host
    candidates = UNKNOWN_PLACE if host.candidates is None else host.candidates
    return Visit(
        visitor=Visitor(**structs.asdict(visitor)),
        host=Host(**structs.asdict(host) | {"candidates": None if host.country else candidates}),
        trip=claim.trip,
        event=claim.event,
        confirmation=Confirmation(state="rumoured"),
    )


def identity_of(visit: Visit, labels: Sequence[tuple[str, str]] = ()) -> Visit:
    """A visit with only who goes where, and some labels, and nothing else known."""
    identity = Visit(
        visitor=replace(visit.visitor, role=""),
        host=visit.host,
        confirmation=Confirmation(state="rumoured"),
    )
    return with_values(identity, {(kind,): label for kind, label in labels})
