"""The JSON of each command: documented in docs/json.md, and stable. Missing values are `null`."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from agenda.history.detail import Fact, LatestStatement, VisitDetail
from agenda.history.evidence import Conflict, SourcedClaim
from agenda.history.facts import facts, items_with_details
from agenda.history.status import StatusRow
from agenda.model.diagnostic import Diagnostic, Location, dotted
from agenda.model.report import Claim
from agenda.model.topics import Topic
from agenda.model.visit import Visit
from agenda.services.calendar import Calendar
from agenda.services.check import CheckResult
from agenda.services.grouping import Counted, LabelledVisits
from agenda.store.book import Book
from agenda.text.printable import escape_json

JsonObject = dict[str, Any]


def to_text(value: object, indent: int = 2) -> str:
    """A value as it is printed, with an ``indent`` of 0 on one line."""
    try:
        raw = msgspec.json.encode(value, enc_hook=_plain_text)
    except UnicodeEncodeError:  # a file's name that is not UTF-8, in which msgspec encodes
        import json

        return escape_json(json.dumps(value, indent=indent or None, ensure_ascii=False))
    return escape_json(msgspec.json.format(raw, indent=indent).decode())


def _plain_text(value: object) -> str:
    """The text of a value whose type is derived from `str`, which msgspec does not take."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} is not for JSON")
    return str(value)


def print_json(json_object: JsonObject) -> None:
    """Print a JSON object; an iterator in it is a list, whose entries are made one by one."""
    for chunk in _chunks(json_object):
        sys.stdout.write(chunk)
    sys.stdout.write("\n")


def _chunks(json_object: JsonObject) -> Iterator[str]:
    """What :func:`to_text` returns of an object, in chunks that are made one by one."""
    before = "{"
    for name, value in json_object.items():
        yield f"{before}\n  {to_text(name)}: "
        if isinstance(value, Iterator):
            yield from _chunks_of_list(value)
        else:
            yield to_text(value).replace("\n", "\n  ")
        before = ","
    yield "\n}"


def _chunks_of_list(values: Iterator[object]) -> Iterator[str]:
    before = "["
    for value in values:
        yield f"{before}\n    " + to_text(value).replace("\n", "\n    ")
        before = ","
    yield "[]" if before == "[" else "\n  ]"


def status(as_of: date, rows: Sequence[StatusRow], topics: dict[str, Topic]) -> JsonObject:
    """What `agenda status` shows."""
    return {"as_of": as_of.isoformat(), "visits": (visit_row(row, topics) for row in rows)}


def countdown(as_of: date, shown: Sequence[Counted], topics: dict[str, Topic]) -> JsonObject:
    """What `agenda countdown` shows, with today's date at the host of each visit or event."""
    events = [counted for counted in shown if isinstance(counted, LabelledVisits)]
    rows = [counted for counted in shown if isinstance(counted, StatusRow)]
    rows += [row for event in events for row in event.rows]
    return {
        "as_of": as_of.isoformat(),
        "visits": [visit_row(row, topics) | _counted(row) for row in rows],
        "events": [
            labelled_object(event, topics)
            | _counted(event.row)
            | {"visits": [row.id for row in event.rows]}
            for event in events
        ],
    }


def _counted(row: StatusRow) -> JsonObject:
    """The day that a countdown is from, and the time zone of the host."""
    return {"today": row.today.isoformat(), "counted_in": row.visit.zone or None}


def calendar(
    as_of: date, week_starts: str, calendar: Calendar, topics: dict[str, Topic]
) -> JsonObject:
    """What `agenda calendar` shows: the months, and the visits with their days in them."""
    visits = [
        visit_row(row, topics)
        | {
            "label": visit.label,
            "days": [
                {"day": day.isoformat(), "kind": kind} for day, kind in calendar.days_of(visit)
            ],
        }
        for visit in calendar.visits
        for row in visit.rows
    ]
    return {
        "as_of": as_of.isoformat(),
        "week_starts": week_starts,
        "months": [month.isoformat()[:-3] for month in calendar.months],
        "visits": visits,
    }


def _disputed_value(conflict: Conflict) -> JsonObject:
    """A value that another source of the same day gives."""
    return {
        "path": dotted(conflict.path),
        "value": str(conflict.value),
        "report": conflict.sourced.report,
        "publisher": conflict.sourced.publisher,
        "according_to": conflict.sourced.claim.according_to,
    }


def visit_row(row: StatusRow, topics: dict[str, Topic]) -> JsonObject:
    """One visit on a day."""
    count = row.countdown
    return {
        "id": row.id,
        **_identity(row.visit),
        **_dates(row.visit),
        "dates_announced": row.are_dates_announced,
        "confirmation": {
            "state": row.visit.confirmation.state,
            "visitor": row.visit.confirmation.visitor or None,
            "host": row.visit.confirmation.host or None,
            "because": row.visit.confirmation.because or None,
            "condition": row.visit.confirmation.condition or None,
        },
        "meets": [
            {
                "key": key,
                "name": person.name or key,
                "role": person.role or None,
                "country": str(person.country) or None,
                "organization": person.organization or None,
                "status": person.status or None,
            }
            for key, person in row.visit.meets.items()
        ],
        "disputed": [_disputed_value(conflict) for conflict in row.disputed],
        "recent": list(row.recent),
        "countdown": {
            "phase": count.phase,
            "days": list(count.days) if count.days else None,
            "text": count.text,
        },
        "agenda": [
            {
                "key": key,
                "topic": item.topic_of(key) if item.topic_of(key) in topics else None,
                "title": item.title_of(key, topics),
                "status": item.status or None,
                "date": item.date.text or None,
                "place": item.place or None,
            }
            for key, item in row.visit.agenda.items()
        ],
        "last_report": _report(row.last) if row.last else None,
        "stand_ins": list(row.related.stand_ins),
    }


def _identity(visit: Visit) -> JsonObject:
    visitor, host = visit.visitor, visit.host
    return {
        "visitor": {
            "name": visitor.name,
            "role": visitor.role or None,
            "country": str(visitor.country) or None,
            "organization": visitor.organization or None,
        },
        "host": {
            "country": str(host.country) or None,
            "city": host.city or None,
            "timezone": host.timezone or None,
            "candidates": [
                {"country": str(named.country), "city": named.city or None}
                for named in host.candidates
            ]
            if host.candidates is not None
            else None,
        },
        "kind": visit.kind or None,
        "occasion": visit.occasion or None,
        "trip": visit.trip or None,
        "event": visit.event or None,
        "instead_of": visit.instead_of or None,
    }


def _dates(visit: Visit) -> JsonObject:
    when = visit.dates
    days = [bound.isoformat() if bound else None for bound in when.bounds]
    return {
        "dates": when.text or None,
        "starts": days[:2] if when else None,
        "ends": days[2:] if when else None,
    }


def _report(sourced: SourcedClaim) -> JsonObject:
    return {
        "id": sourced.report,
        "published": sourced.published.isoformat(),
        "publisher": sourced.publisher,
    }


def show(
    as_of: date,
    row: StatusRow,
    detail: VisitDetail,
    claims: Sequence[SourcedClaim],
    topics: dict[str, Topic],
) -> JsonObject:
    """What `agenda show` shows: the visit, each fact with its evidence, and every claim."""
    return {
        "as_of": as_of.isoformat(),
        "visit": visit_row(row, topics) | {"notes": row.visit.notes or None},
        "facts": [_fact(fact) for fact in detail.facts.values()],
        "sides": {
            "visitor": _latest_statement(detail.visitor),
            "host": _latest_statement(detail.host),
        },
        "outcomes": [
            {
                "key": outcome.key,
                "fate": outcome.status,
                "planned": outcome.planned,
                "last_heard": outcome.last_mentioned.isoformat()
                if outcome.last_mentioned
                else None,
            }
            for outcome in detail.outcomes
        ],
        "claims": [_claim(sourced) | {"says": _facts_of(sourced.claim)} for sourced in claims],
    }


def show_labelled(as_of: date, labelled: LabelledVisits, topics: dict[str, Topic]) -> JsonObject:
    """What `agenda show --trip` and `--event` show: the whole, and its legs or guests."""
    return {
        "as_of": as_of.isoformat(),
        labelled.label[0]: labelled_object(labelled, topics),
        "visits": [visit_row(row, topics) for row in labelled.rows],
    }


def labelled_object(labelled: LabelledVisits, topics: dict[str, Topic]) -> JsonObject:
    """What is known of a trip or an event, as far as it is common to its visits."""
    whole = visit_row(labelled.row, topics)
    names = (
        "id", "visitor", "host", "kind", "occasion", "dates", "starts", "ends", "confirmation",
        "meets", "countdown", "agenda",
    )  # fmt: skip
    known = {name: whole[name] for name in names}
    if not labelled.has_visitor:
        known["visitor"] = None
    if not labelled.has_host:
        known["host"] = None
    known["confirmation"]["state"] = labelled.state or None
    return known | {"notes": labelled.visit.notes or None}


def _fact(fact: Fact) -> JsonObject:
    return {
        "path": dotted(fact.path),
        "value": str(fact.value) or None,
        "voices": [
            {
                "stance": evidence.support,
                "value": str(evidence.value) or None,
                **_claim(evidence.sourced),
            }
            for evidence in fact.evidence
        ],
        "earlier": [
            {
                "value": str(earlier.value),
                "until": earlier.until.isoformat(),
                "report": earlier.report,
            }
            for earlier in fact.earlier
        ],
    }


def _latest_statement(statement: LatestStatement | None) -> JsonObject | None:
    if statement is None:
        return None
    stage, days_ago = statement.stage, statement.days_ago
    return {"stage": stage, "days_ago": days_ago, **_claim(statement.sourced)}


def _claim(sourced: SourcedClaim) -> JsonObject:
    return {
        "report": _report(sourced),
        "according_to": sourced.claim.according_to,
        "label": sourced.label or None,
        "grade": sourced.claim.grade or None,
        "wording": sourced.claim.wording or None,
        "retracts": list(sourced.claim.retracts),
        "rejected": sourced.claim.rejected or None,
    }


def _facts_of(claim: Claim) -> JsonObject:
    """The facts of a claim: `{"confirmation.state": "tentative"}`."""
    values = facts(claim)
    detailed = items_with_details(values)
    return {dotted(path): str(value) for path, value in values.items() if path not in detailed}


def render(result: CheckResult, base: str) -> str:  # noqa: ARG001  paths are those in the book
    """What `agenda validate` finds."""
    entries = [diagnostic_object(result.book, diagnostic) for diagnostic in result.diagnostics]
    return to_text({"files": result.file_count, "problems": entries})


def diagnostic_object(book: Book, diagnostic: Diagnostic) -> JsonObject:
    """A diagnostic, and where it is."""
    span = book.span(diagnostic.location)
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity,
        "file": diagnostic.location.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "message": diagnostic.message,
        "hint": diagnostic.hint or None,
        "related": [
            _start(book, related.location) | {"message": related.message}
            for related in diagnostic.related
        ],
    }


def _start(book: Book, location: Location) -> JsonObject:
    span = book.span(location)
    return {"file": location.file, "line": span.line, "column": span.column}
