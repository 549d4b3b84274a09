"""How visits are written where there is little room: `18–19 Jun`, `Pyongyang, KP`, `in 7 days`."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Final

from agenda.history.status import StatusRow
from agenda.model.edtf import Qualifier, When
from agenda.model.visit import Visit
from agenda.output.cells import cell_len, set_cell_size
from agenda.output.wording import NOTHING, location, who_where
from agenda.services.grouping import LabelledVisits
from agenda.text.printable import one_line
from agenda.text.prose import count

_MONTHS_TO_COME: Final = 180
"""How many days ahead a day needs no year."""

_SHORTEST_NAME: Final = 6
"""The fewest columns of a visitor's name that is cut."""

_PREFIXES: Final = re.compile("^(?:possibly )?(?:roughly )?(?:ended )?")
"""What the dates and the state beside a countdown say too."""


def short_place(visit: Visit) -> str:
    """Where a visit goes: a city with its country's code, or the country's name."""
    host = visit.host
    return f"{one_line(host.city)}, {host.country}" if host.city else location(host)


def fitting_who_where(visitor: str, where: str, columns: int) -> str:
    """Who goes where in at most some columns: the name is cut, as far as it must be."""
    room = max(columns - cell_len(f" → {where}"), _SHORTEST_NAME)
    if cell_len(visitor) > room:
        visitor = set_cell_size(visitor, room - 1).rstrip() + "…"
    return f"{visitor} → {where}"


def short_dates(when: When, today: date) -> str:
    """Dates: `18–19 Jun`; a window `10 Jun … 7 Jul`; `Jun?` if uncertain, `~Jun` if about then.

    The year is left out if it is this year, or if the day is at most half a year ahead.
    """
    start, end = (when.earliest_start, when.latest_start), (when.earliest_end, when.latest_end)
    if when.is_not_before:
        return f"{_beginning(start[0], today)} or later"
    if end[1] is None:
        return f"{_period(start, today)} –" if when else NOTHING
    if start[0] is None:
        return f"by {_edge(end[1], today)}" if end[0] is None else f"– {_period(end, today)}"
    if start == end:
        return _qualified(_period(start, today), when.start_qualifier)
    if when.is_start_sure and when.is_end_sure and when.start_qualifier == Qualifier.SURE:
        return _qualified(_span(start[0], end[1], today), when.end_qualifier)
    first = _qualified(_period(start, today), when.start_qualifier)
    last = _qualified(_period(end, today), when.end_qualifier)
    return f"{first} – {last}"


def _qualified(text: str, qualifier: Qualifier) -> str:
    about = "~" if Qualifier.APPROXIMATE in qualifier else ""
    return f"{about}{text}{'?' if Qualifier.UNCERTAIN in qualifier else ''}"


def _period(bounds: tuple[date | None, date | None], today: date) -> str:
    """The days between two bounds: a day, a month, a year, or a window."""
    first, last = bounds
    if first is None or last is None:
        return NOTHING
    if first == last:
        return _edge(first, today)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year} … {last.year}"
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        end = f"{last:%b}{_year(last, today)}"
        if (first.year, first.month) == (last.year, last.month):
            return end
        start = f"{first:%b}" if first.year == last.year else f"{first:%b}{_year(first, today)}"
        return f"{start} … {end}"
    return _span(first, last, today, " … ")


def _span(first: date, last: date, today: date, dash: str = "–") -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{dash}{_edge(last, today)}"
    is_one_year = first.year == last.year
    start = f"{first.day} {first:%b}" if is_one_year else _edge(first, today)
    return f"{start}{dash}{_edge(last, today)}"


def _edge(day: date | None, today: date) -> str:
    return f"{day.day} {day:%b}{_year(day, today)}" if day else NOTHING


def _beginning(first: date | None, today: date) -> str:
    """The period that a day begins: `2027`, `Feb`, `12 Jun`."""
    if first is None or first.day > 1:
        return _edge(first, today)
    return f"{first:%b}{_year(first, today)}" if first.month > 1 else str(first.year)


def _year(day: date, today: date) -> str:
    """The year, unless it is this one or the day is in the months to come."""
    is_soon = 0 < (day - today).days <= _MONTHS_TO_COME
    return "" if day.year == today.year or is_soon else f" {day.year}"


def short_countdown(row: StatusRow) -> str:
    """The countdown without what the dates and the state beside it say."""
    text = row.countdown.text.partition(",")[0]
    is_said_by_dates = text.startswith("not before")
    if row.countdown.phase in {"off", "undated"} or is_said_by_dates:
        return ""
    return _PREFIXES.sub("", text, count=1)


def number_of(labelled: LabelledVisits) -> str:
    """How many legs or guests there are: `5 legs`, `26 guests, 1 of them called off`."""
    if not labelled.rows:
        return f"No {'legs' if labelled.is_trip else 'guests'} yet"
    number = count(len(labelled.rows), "leg" if labelled.is_trip else "guest")
    off = len(labelled.rows) - len(labelled.taking_part)
    if off == len(labelled.rows) > 1:
        return f"{number}, all called off"
    of_them = f"{off} of them " if len(labelled.rows) > 1 else ""
    return f"{number}, {of_them}called off" if off else number


def title_of(labelled: LabelledVisits) -> str:
    """A trip or an event, and where it takes place: `Quad (quad-2023) → Sydney, Australia`."""
    name, occasion = one_line(labelled.row.id), one_line(labelled.visit.occasion)
    title = f"{occasion} ({name})" if occasion else name
    return f"{title} → {location(labelled.visit.host)}" if labelled.has_host else title


def heading_of(labelled: LabelledVisits, today: date) -> str:
    """A trip or an event with what is common to its visits, on one line."""
    dates = short_dates(labelled.visit.dates, today) if labelled.visit.dates else ""
    countdown = short_countdown(labelled.row)
    parts = title_of(labelled), dates, countdown, labelled.state, number_of(labelled)
    return " · ".join(filter(None, parts))


def guests_of(labelled: LabelledVisits) -> str:
    """The visitors, each with the countdown if it is not that of the whole: `A, B (cancelled)`."""
    texts = []
    for row in labelled.rows:
        name, text = one_line(row.visit.visitor.name), row.countdown.text
        texts.append(name if text == labelled.row.countdown.text else f"{name} ({text})")
    return ", ".join(texts)


def short_who_where(visits: Sequence[Visit]) -> tuple[str, str]:
    """Who goes, and where to; of several guests of an event, how many: `quad-2023: 4 guests`."""
    first, *others = visits
    who, _ = who_where(first)
    if others:
        who = f"{one_line(first.event)}: {count(len(visits), 'guest')}"
    return who, short_place(first)


def names_of(visits: Sequence[Visit]) -> str:
    """The names of some visitors."""
    return ", ".join(one_line(visit.visitor.name) for visit in visits)
