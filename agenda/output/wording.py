"""The field's words for what the model holds, as people write them."""

import re
from calendar import monthrange
from datetime import date

from agenda.history.status import Row
from agenda.model.edtf import Qualifier, When
from agenda.model.topics import Topic
from agenda.model.visit import Visit

_CONTROLS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")

NOTHING = "—"
"""Stands where nothing is known."""


def literal(text: str) -> str:
    """A text on one line that no terminal obeys: what is not printed is told by its code."""
    return _CONTROLS.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def flat(text: str) -> str:
    """A text on one line: the line ends and tabs in it are blanks."""
    return " ".join(text.split())


def day(of: date) -> str:
    """A day: `12 June 2024`."""
    return f"{of.day} {of:%B} {of.year}"


def when(dates: When) -> str:
    """Dates: `19–20 June 2024`, `between 10 June and 7 July 2024`, `possibly in June 2024`."""
    if dates.earliest_start is None or dates.latest_start is None or dates.earliest_end is None:
        return NOTHING
    start = _doubted(dates.start_qualifier, _point(dates.earliest_start, dates.latest_start))
    if dates.latest_end is None:
        return f"from {start.replace('in ', '')} on"
    ends = dates.earliest_end, dates.latest_end
    is_alike = dates.start_qualifier == dates.end_qualifier
    if is_alike and ends == (dates.earliest_start, dates.latest_start):
        return start
    is_plain = dates.start_qualifier is dates.end_qualifier is Qualifier.SURE
    if is_plain and dates.is_start_sure and dates.is_end_sure:
        return _stay(dates.earliest_start, dates.latest_end)
    return f"starts {start}, ends {_doubted(dates.end_qualifier, _point(*ends))}"


def _doubted(qualifier: Qualifier, point: str) -> str:
    if Qualifier.APPROXIMATE in qualifier:
        point = f"around {point.removeprefix('in ')}"
    return f"possibly {point}" if Qualifier.UNCERTAIN in qualifier else point


def _point(first: date, last: date) -> str:
    if first == last:
        return day(first)
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return f"in {first.year}"
    is_one_month = (first.year, first.month) == (last.year, last.month)
    if is_one_month and (first.day, last.day) == (1, monthrange(last.year, last.month)[1]):
        return f"in {first:%B} {first.year}"
    return f"between {_beginning(first, last)} and {day(last)}"


def _beginning(first: date, last: date) -> str:
    """The first of two days, without what the second one says again."""
    if first.year != last.year:
        return day(first)
    return str(first.day) if first.month == last.month else f"{first.day} {first:%B}"


def _stay(first: date, last: date) -> str:
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return f"{_beginning(first, last)}{'–' if is_one_month else ' – '}{day(last)}"


def who_where(visit: Visit) -> tuple[str, str]:
    """Who goes, and where to: `Vladimir Putin`, `Hanoi, Vietnam`."""
    country, city = visit.host.country.name, visit.host.city
    return flat(visit.visitor.name), flat(f"{city}, {country}" if city else country)


def sides(visit: Visit) -> tuple[str, str]:
    """Each side's last word: `Russia preparing`, `Vietnam no comment`."""
    said = visit.confirmation
    visitor, host = visit.visitor.country.name, visit.host.country.name
    return f"{visitor} {_stage(said.visitor)}", f"{host} {_stage(said.host)}"


def _stage(stage: str) -> str:
    return stage.replace("-", " ") or NOTHING


def agenda(visit: Visit, topics: dict[str, Topic]) -> list[str]:
    """What is on the agenda, a text for each status: `expected: Energy, Education`."""
    titles: dict[str, list[str]] = {}
    for key, item in visit.agenda.items():
        titles.setdefault(item.status, []).append(flat(item.title_of(key, topics)))
    return [
        f"{status}: {', '.join(names)}" if status else ", ".join(names)
        for status, names in titles.items()
    ]


def last_report(row: Row) -> tuple[str, ...]:
    """Who reported last, and when: `Reuters`, `10 June 2024`."""
    return (flat(row.last.publisher), day(row.last.published)) if row.last else (NOTHING,)


def count(number: int, thing: str) -> str:
    """A number of things: `1 visit`, `2 visits`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
