"""Texts about the snapshot that a command shows, and about visits that are not in it."""

from collections.abc import Sequence
from typing import Final

from agenda.output.wording import who_where
from agenda.services.snapshot import Snapshot
from agenda.services.visit_filter import VisitFilter
from agenda.store.layout import ENDINGS, VISITS
from agenda.text.printable import one_line
from agenda.text.prose import code, count, day
from agenda.text.slug import slugify
from agenda.text.suggest import did_you_mean

_MAX_LISTED: Final = 12
"""How many ids a message lists before it says how many there are instead."""

_MAX_MEANT: Final = 3
"""How many visits of a name a message lists."""


def heading(snapshot: Snapshot) -> str:
    """A line that names the snapshot; empty for the files as they are."""
    committed = f"committed at {snapshot.commit}" if snapshot.commit else ""
    known = f"known on {day(snapshot.as_of)}" if snapshot.as_of else ""
    parts = " and ".join(filter(None, (committed, known)))
    return f"As {parts}" if parts else ""


def footer(snapshot: Snapshot) -> str:
    """A line about what the snapshot can't show; empty if it shows everything."""
    if snapshot.as_of and not snapshot.book.reports:
        return ""  # without reports there is no view, and `validate` doesn't name each fact
    if snapshot.as_of:
        return _hidden(sum(map(snapshot.unmatched_count, snapshot.book.visits)))
    names = snapshot.only_in_reports
    if not names:
        return ""
    listed = ", ".join(names[:_MAX_LISTED]) + (" and others" if names[_MAX_LISTED:] else "")
    return (
        f"Only in reports so far: {listed}; `agenda apply REPORT` writes the file of such a "
        "visit, and --as-of DAY shows what the reports say about it."
    )


def visit_footer(snapshot: Snapshot, visit: str) -> str:
    """The same about one visit."""
    if not snapshot.as_of or visit not in snapshot.book.visits:
        return ""
    return _hidden(snapshot.unmatched_count(visit))


def _hidden(number: int) -> str:
    if not number:
        return ""
    verb, them = ("is", "it is") if number == 1 else ("are", "they are")
    return (
        f"{count(number, 'fact')} in the files {verb} in no report, so {them} not in this "
        "view; `agenda validate` names them."
    )


def why_missing(snapshot: Snapshot, name: str) -> str:
    """Why a visit is not in the snapshot, and what the user may have meant."""
    book = snapshot.book
    if snapshot.as_of and name in book.replayed:
        return f"visit `{name}` was not known yet on {day(snapshot.as_of)}"
    if snapshot.as_of and name in book.visits:
        return f"no report mentions visit `{name}`, so nothing was known on a past day"
    for file in book.visit_files:
        if file.id == name:
            return f"{file.file} has problems; `agenda validate` lists them"
    for path, reason in book.unreadable.items():
        if path in {f"{VISITS}/{name}{ending}" for ending in ENDINGS}:
            return f"can't read {path}: {reason}"
    if name in book.replayed:
        return f"visit `{name}` is only in reports so far; --as-of DAY shows it"
    if meant := _ids_of(name, snapshot):
        return f"no visit `{name}`; did you mean {' or '.join(map(code, meant))}?"
    return f"no visit `{name}`; {_hint(name, snapshot.ids)}"


def _ids_of(name: str, snapshot: Snapshot) -> list[str]:
    """The visits by or to somebody or something of a name, unless they are many."""
    part = slugify(name)
    ids = [
        row.id
        for row in snapshot.rows
        if part and any(part in slugify(text) for text in who_where(row.visit))
    ]
    return ids if len(ids) <= _MAX_MEANT else []


def why_no_label(snapshot: Snapshot, kind: str, name: str) -> str:
    """Why a trip or an event is not in the snapshot, and what the user may have meant."""
    other = "event" if kind == "trip" else "trip"
    known = snapshot.names_of(kind)
    if hint := did_you_mean(name, known):
        return f"no {kind} `{name}`; {hint}"
    if name in snapshot.names_of(other):
        return f"no {kind} `{name}`, but --{other} {name} is in this book"
    if not known:
        return f"no {kind} `{name}`; no visit of this book has `{kind}`"
    more = f" and {len(known) - _MAX_LISTED} more" if len(known) > _MAX_LISTED else ""
    return f"no {kind} `{name}`; this book has {', '.join(known[:_MAX_LISTED])}{more}"


def _hint(name: str, ids: list[str]) -> str:
    if hint := did_you_mean(name, ids):
        return hint
    if len(ids) > _MAX_LISTED:
        return f"`agenda status --all` lists all {len(ids)} visits"
    return f"this book has {', '.join(ids)}" if ids else "this book has no visits yet"


def why_no_match(snapshot: Snapshot, visit_filter: VisitFilter, named: Sequence[str] = ()) -> str:
    """Why no visit matches a filter: what it asks for, and what the book has.

    With ``named`` visits, a line for each that says which options exclude it.
    """
    if named:
        return "\n".join(
            f"Visit {code(name)} is in this book, but does not match "
            f"{visit_filter.excluding(snapshot, name)}."
            for name in named
        )
    visits = snapshot.visits.values()
    values_by_option: dict[str, set[str]] = {
        "country": {
            country.name
            for visit in visits
            for country in (visit.visitor.country, *(of.country for of in visit.host.places))
            if country
        },
        "visitor": {visit.visitor.name for visit in visits},
        "host": {
            named.city or named.country.name for visit in visits for named in visit.host.places
        },
        "state": {visit.confirmation.state for visit in visits},
        "topic": {item.topic_of(key) for visit in visits for key, item in visit.agenda.items()},
        "trip": {visit.trip for visit in visits if visit.trip},
        "event": {visit.event for visit in visits if visit.event},
        "meets": {person.name or key for visit in visits for key, person in visit.meets.items()},
    }
    asked = [name for name in values_by_option if getattr(visit_filter, name)]
    name = asked[0] if asked else "country"
    listed = sorted(map(one_line, values_by_option[name]))
    more = f" and {len(listed) - _MAX_LISTED} more" if len(listed) > _MAX_LISTED else ""
    values = ", ".join(listed[:_MAX_LISTED]) + more
    has = (
        f"in this book, --{name} can be: {values}"
        if asked and values
        else (f"this book has {count(len(snapshot.rows), 'visit')}")
    )
    return f"No visit matches {visit_filter}; {has}."


def why_empty(snapshot: Snapshot) -> str:
    """One line for a snapshot without any visit."""
    book = snapshot.book
    if snapshot.as_of and book.reports:
        first = min(report.published for report in book.reports.values())
        return (
            f"No visit was known yet on {day(snapshot.as_of)}; "
            f"the first report of this book is dated {day(first)}."
        )
    if snapshot.as_of and book.visits:
        return "This book has no reports, so nothing is known about a past day; omit --as-of."
    if snapshot.commit:
        return f"This book has no visits at {snapshot.commit}."
    unreadable = sum(file.startswith(f"{VISITS}/") for file in book.unreadable)
    if number := len(book.visit_files) + unreadable:
        return f"Nothing to show: no visit file can be read ({number:,} in this book)."
    if book.replayed:
        return "No visit of this book has a file yet."
    return "This book has no visits yet: start one with `agenda new visit`."
