"""The JSON of each command: documented in docs/json.md, and stable. What is absent is `null`."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from agenda.history.detail import Dossier, Fact, LastWord
from agenda.history.replay import Said, facts, says_more_of
from agenda.history.status import Row
from agenda.model.diagnostic import Place, Problem, dotted
from agenda.model.report import Claim
from agenda.model.topics import Topic
from agenda.model.visit import Visit
from agenda.store.book import Book

Shape = dict[str, Any]


def text(shape: Shape) -> str:
    """A shape as it is printed."""
    return json.dumps(shape, indent=2, ensure_ascii=False)


def status(as_of: date, rows: Sequence[Row], topics: dict[str, Topic]) -> Shape:
    """What `agenda status` shows."""
    return {"as_of": as_of.isoformat(), "visits": [visit_row(row, topics) for row in rows]}


def countdown(as_of: date, rows: Sequence[Row], topics: dict[str, Topic]) -> Shape:
    """What `agenda countdown` shows: with each visit, the day that it is at its host."""
    visits = [
        visit_row(row, topics)
        | {"today": row.today.isoformat(), "counted_in": row.visit.host.zone or None}
        for row in rows
    ]
    return {"as_of": as_of.isoformat(), "visits": visits}


def visit_row(row: Row, topics: dict[str, Topic]) -> Shape:
    """One visit as it stands on a day."""
    count = row.countdown
    return {
        "id": row.id,
        **_identity(row.visit),
        **_dates(row.visit),
        "confirmation": {
            "state": row.visit.confirmation.state,
            "visitor": row.visit.confirmation.visitor or None,
            "host": row.visit.confirmation.host or None,
        },
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
            }
            for key, item in row.visit.agenda.items()
        ],
        "last_report": _report(row.last) if row.last else None,
    }


def _identity(visit: Visit) -> Shape:
    visitor, host = visit.visitor, visit.host
    return {
        "visitor": {
            "name": visitor.name,
            "role": visitor.role or None,
            "country": str(visitor.country),
        },
        "host": {
            "country": str(host.country),
            "city": host.city or None,
            "timezone": host.timezone or None,
        },
        "kind": visit.kind or None,
        "occasion": visit.occasion or None,
        "trip": visit.trip or None,
    }


def _dates(visit: Visit) -> Shape:
    when = visit.dates
    days = [bound.isoformat() if bound else None for bound in when.bounds]
    return {
        "dates": when.text or None,
        "starts": days[:2] if when else None,
        "ends": days[2:] if when else None,
    }


def _report(said: Said) -> Shape:
    return {
        "id": said.report,
        "published": said.published.isoformat(),
        "publisher": said.publisher,
    }


def show(
    as_of: date, row: Row, found: Dossier, said: Sequence[Said], topics: dict[str, Topic]
) -> Shape:
    """What `agenda show` shows: the visit, each fact with who speaks on it, and every claim."""
    return {
        "as_of": as_of.isoformat(),
        "visit": visit_row(row, topics) | {"notes": row.visit.notes or None},
        "facts": [_fact(fact) for fact in found.facts],
        "sides": {"visitor": _last_word(found.visitor), "host": _last_word(found.host)},
        "outcomes": [
            {
                "key": one.key,
                "fate": one.fate,
                "planned": one.planned,
                "last_heard": one.last_heard.isoformat() if one.last_heard else None,
            }
            for one in found.outcomes
        ],
        "claims": [_claim(one) | {"says": says(one.claim)} for one in said],
    }


def _fact(fact: Fact) -> Shape:
    return {
        "path": dotted(fact.route),
        "value": str(fact.value) or None,
        "voices": [
            {"stance": voice.stance, "value": str(voice.value) or None, **_claim(voice.said)}
            for voice in fact.voices
        ],
        "earlier": [
            {"value": str(one.value), "until": one.until.isoformat(), "report": one.report}
            for one in fact.earlier
        ],
    }


def _last_word(last: LastWord | None) -> Shape | None:
    if last is None:
        return None
    return {"stage": last.stage, "days_ago": last.days_ago, **_claim(last.said)}


def _claim(said: Said) -> Shape:
    return {
        "report": _report(said),
        "according_to": said.claim.according_to,
        "grade": said.claim.grade or None,
        "wording": said.claim.wording or None,
        "retracts": list(said.claim.retracts),
        "rejected": said.claim.rejected or None,
    }


def says(claim: Claim) -> Shape:
    """What a claim says, fact by fact: `{"confirmation.state": "tentative"}`."""
    said = facts(claim)
    return {
        dotted(route): str(value) for route, value in said.items() if not says_more_of(route, said)
    }


def problems(book: Book, found: Sequence[Problem], files: int) -> Shape:
    """What `agenda validate` finds in some number of files."""
    return {"files": files, "problems": [_problem(book, problem) for problem in found]}


def _problem(book: Book, problem: Problem) -> Shape:
    fault = problem.fault
    span = book.span(fault.place)
    return {
        "rule": problem.rule,
        "severity": problem.severity,
        "file": fault.place.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "message": fault.message,
        "hint": fault.hint or None,
        "related": [
            _start(book, related.place) | {"message": related.message} for related in fault.related
        ],
    }


def _start(book: Book, place: Place) -> Shape:
    span = book.span(place)
    return {"file": place.file, "line": span.line, "column": span.column}
