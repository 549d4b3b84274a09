"""The JSON of `agenda log` and of `agenda diff`: documented in docs/json.md, and stable."""

from collections.abc import Iterable

from msgspec import Struct

from agenda.history.book_diff import BookDiff, VisitDiff
from agenda.history.diff import Change, ChangedValue
from agenda.history.log import ClaimRelations, LogEntry, LogLine, VisitUpdate
from agenda.model.diagnostic import dotted
from agenda.output.diagnostics import diagnostic_line
from agenda.output.json import JsonObject


def log(entries: Iterable[LogEntry]) -> JsonObject:
    """What `agenda log` shows."""
    return {"reports": map(_entry, entries)}


def diff(diff: BookDiff) -> JsonObject:
    """What `agenda diff` shows."""
    return {
        "visits": map(_visit_diff, diff.visits),
        "without_visit": map(_on_label, diff.on_labels),
        "problems": [diagnostic_line(located) for located in diff.diagnostics],
    }


def _visit_diff(visit: VisitDiff) -> JsonObject:
    json_object: JsonObject = {
        "id": visit.id,
        "change": visit.change,
        "was": visit.renamed_from or None,
        "changes": [
            change_object(sourced.change) | {"reports": list(sourced.reports)}
            for sourced in visit.changes
        ],
    }
    return json_object | {"facts": _facts(visit.update)} if visit.update else json_object


def change_object(change: Change) -> JsonObject:
    """A change, with the values before and after it."""
    return {
        "kind": change.kind,
        "path": dotted(change.path),
        "before": _value(change.before),
        "after": _value(change.after),
    }


def _value(value: ChangedValue) -> JsonObject | str | None:
    if isinstance(value, Struct):
        return {name: str(getattr(value, name)) or None for name in value.__struct_fields__}
    return str(value) or None


def _entry(entry: LogEntry) -> JsonObject:
    report = entry.report
    return {
        "id": entry.id,
        "published": report.published.isoformat(),
        "publisher": report.publisher,
        "title": report.title or None,
        "url": report.url or None,
        "visits": [_update(update) for update in entry.updates],
        "without_visit": [_on_label(update) for update in entry.on_labels],
    }


def _on_label(update: VisitUpdate) -> JsonObject:
    kind, _, label = update.visit.partition(" ")
    return {kind: label, "facts": _facts(update), "rejected": _all_rejected(update)}


def _update(update: VisitUpdate) -> JsonObject:
    return {
        "id": update.visit,
        "opened": update.is_opening,
        "changes": [change_object(change) for change in update.changes],
        "facts": _facts(update),
        "rejected": _all_rejected(update),
    }


def _all_rejected(update: VisitUpdate) -> list[JsonObject]:
    return [fact for relations in update.rejected for fact in _rejected(relations)]


def _facts(update: VisitUpdate) -> list[JsonObject]:
    """What each claim of a report says about a visit, and what it adds."""
    return [fact for line in update.lines for fact in _facts_of_line(line)]


def _facts_of_line(line: LogLine) -> list[JsonObject]:
    return [
        {
            "path": dotted(fact.path),
            "value": str(fact.value) or None,
            "verdict": fact.relation,
            "according_to": sourced.claim.according_to,
        }
        for sourced, fact in line.claims
    ]


def _rejected(relations: ClaimRelations) -> list[JsonObject]:
    claim = relations.sourced.claim
    return [
        {
            "path": dotted(fact.path),
            "value": str(fact.value) or None,
            "verdict": fact.relation,
            "according_to": claim.according_to,
            "reason": claim.rejected,
        }
        for fact in relations.facts
    ]
