"""Changes of a visit as short sentences: `announced by Russia, dates firmed to 19–20 June`."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from agenda.history.diff import Change, ChangedValue
from agenda.history.log import VisitUpdate
from agenda.history.status import StatusRow
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import When
from agenda.model.topics import Topic
from agenda.model.visit import STATE_LADDER, Item, Person, Visit
from agenda.output import wording
from agenda.text.printable import one_line
from agenda.text.prose import ENGLISH_MONTHS, count

_MONTH_AND_YEAR: Final = re.compile(rf"\b({'|'.join(map(str.title, ENGLISH_MONTHS))}) (\d{{4}})\b")

_ITEMS_NAMED: Final = 2
"""Of more agenda items or people than this, only the number is given."""

_ABOUT_DISPUTES: Final = frozenset({"disputed", "settled"})

_BY_SIDE: Final = {"announced": "announced", "confirmed": "announced"} | {
    state: state for state in ("postponed", "cancelled")
}
"""The stage of the side that brings a visit into a state."""


def near_when(dates: When, today: date) -> str:
    """Dates in words, without the year if it is today's: `19–20 June`."""
    return _MONTH_AND_YEAR.sub(
        lambda match: match[1] if match[2] == str(today.year) else match[0], wording.when(dates)
    )


def value_near(value: ChangedValue, today: date) -> str:
    """A value on one line; dates as :func:`near_when` has them."""
    return near_when(value, today) if isinstance(value, When) else wording.value_text(value)


def other_values(row: StatusRow, today: date) -> str:
    """The known value of each disputed fact, and who says otherwise."""
    texts = []
    for conflict in row.disputed:
        known, other = (
            value_near(value, today) for value in (conflict.known_value, conflict.value)
        )
        texts.append(f"{known}; {one_line(conflict.sourced.publisher)} says {other}")
    return "; ".join(texts)


def sentences_on(update: VisitUpdate, topics: dict[str, Topic], today: date) -> list[str]:
    """What a report changed about a visit, the most important first; empty if nothing."""
    changes = {
        change.path: change for change in update.changes if change.kind not in _ABOUT_DISPUTES
    }
    state = list(_state(update, changes.get(("confirmation", "state"))))
    dates = list(_dates(changes.get(("dates",)), today, is_opening=update.is_opening))
    is_planned = update.after is not None and update.after.confirmation.state in STATE_LADDER
    parts = [
        *([*dates, *state] if is_planned and not update.is_opening else [*state, *dates]),
        *_location(update, changes),
        *_disputed_values(update.changes, today),
        *_sides(update, changes),
        *_people(update),
        *_items(update, topics),
    ]
    if parts or not changes:
        return parts
    names = dict.fromkeys(wording.field_name(path) for path in changes)
    return [f"{', '.join(names)} updated"]


def _state(update: VisitUpdate, change: Change | None) -> Iterator[str]:
    if update.is_opening and update.after:
        yield f"new, {update.after.confirmation.state}"
    elif change:
        names = _names_of_sides(update.after) if update.after else {}
        sides = " and ".join(names[side] for side in _sides_behind(update, str(change.after)))
        if change.kind == "reinstated":
            yield f"reinstated, {change.after}"
        elif change.after in {*_BY_SIDE, "doubtful", "completed"}:
            yield f"{change.after} by {sides}" if sides else str(change.after)
        else:
            yield f"{change.kind} to {change.after}" if change.after else "no longer known"


def _names_of_sides(visit: Visit) -> dict[str, str]:
    """The two sides as a sentence names them; the host may not be decided."""
    host = visit.host.country.name or "the host"
    return {"visitor": one_line(visit.visitor.side), "host": host}


def _sides_behind(update: VisitUpdate, state: str) -> list[str]:
    """The sides whose word in a report brought the visit into a state."""
    return [
        str(change.path[1])
        for change in update.changes
        if change.path in {("confirmation", "visitor"), ("confirmation", "host")}
        if change.kind == "spoke" and change.after == _BY_SIDE.get(state)
    ]


def _dates(change: Change | None, today: date, *, is_opening: bool) -> Iterator[str]:
    if change is None:
        return
    if not isinstance(change.after, When):
        yield "dates cleared"
        return
    after = near_when(change.after, today)
    if is_opening:
        yield after
        return
    before = near_when(change.before, today) if isinstance(change.before, When) else ""
    are_days = before[:1].isdigit() and after[:1].isdigit()
    verb = f"{change.kind} from {before}" if change.kind == "moved" and are_days else change.kind
    follows_to = after[:1].isdigit() or after.startswith(("in ", "around "))
    yield f"dates {verb} to {after.removeprefix('in ')}" if follows_to else f"dates {verb}: {after}"


def _location(update: VisitUpdate, changes: dict[FieldPath, Change]) -> Iterator[str]:
    """What became of the place; a new visit is named with its place."""
    fields = ("country", "city", "candidates")
    of_host = {changes[path].kind for name in fields if (path := ("host", name)) in changes}
    if update.after is None or update.is_opening or not of_host:
        return
    where = wording.location(update.after.host)
    if update.after.host.candidates is not None:
        yield where
    elif "decided" in of_host:
        yield f"place decided: {where}"
    elif "relocated" in of_host:
        yield f"relocated to {where}"
    elif "set" in of_host:
        yield f"place set to {where}"
    else:
        yield "city no longer known"


def _disputed_values(changes: Iterable[Change], today: date) -> Iterator[str]:
    for change in changes:
        if change.kind == "disputed":
            values = (value_near(value, today) for value in (change.before, change.after))
            yield f"{wording.field_name(change.path)} disputed: {' or '.join(values)}"
        elif change.kind == "settled":
            after = value_near(change.after, today)
            yield f"{wording.field_name(change.path)} settled: {after}"


def _sides(update: VisitUpdate, changes: dict[FieldPath, Change]) -> Iterator[str]:
    """What a side has said, if the state does not say so."""
    if update.after is None:
        return
    state = None if update.is_opening else changes.get(("confirmation", "state"))
    behind = _sides_behind(update, str(state.after)) if state else []
    for side, name in _names_of_sides(update.after).items():
        change = changes.get(("confirmation", side))
        if change and change.kind == "spoke" and side not in behind:
            yield f"{name} {wording.stage_text(str(change.after))}"


def _people(update: VisitUpdate) -> Iterator[str]:
    """What became of the people to meet: `to meet To Lam (agreed)`; of many, their number.

    A new visit is named with them.
    """
    if update.after is None or update.is_opening:
        return
    texts = {}
    for change in update.changes:
        match change.path:
            case ("meets", str(key)) | ("meets", str(key), "status"):
                person = update.after.meets.get(key, Person(status="dropped"))
                known = change.before if isinstance(change.before, Person) else person
                name = one_line(known.name or key)
                back = "back to " if change.kind == "set back" else ""
                status = f" ({back}{person.status})" if person.status else ""
                texts[key] = {
                    "dropped": f"no longer to meet {name}",
                    "met": f"met {name}",
                }.get(person.status, f"to meet {name}{status}")
    if len(texts) > _ITEMS_NAMED:
        yield f"{len(texts)} people to meet"
    else:
        yield from texts.values()


def _items(update: VisitUpdate, topics: dict[str, Topic]) -> Iterator[str]:
    """What became of items on the agenda: `Energy cooperation agreed`; of many, their number."""
    texts = {}
    for change in update.changes:
        match change.path:
            case ("agenda", str(key)) | ("agenda", str(key), "status"):
                item = (update.after.agenda if update.after else {}).get(key, Item())
                status = "removed" if change.kind == "removed" else item.status
                back = "back to " if change.kind == "set back" else ""
                title = one_line(item.title_of(key, topics))
                texts[key] = f"{title} {back}{status or 'on the agenda'}"
    if len(texts) > _ITEMS_NAMED:
        yield count(len(texts), "agenda item")
    else:
        yield from texts.values()
