"""Dates that may be uncertain: a strict subset of EDTF (ISO 8601-2:2019).

====================================  =============================================
written                               means
====================================  =============================================
``2024-06-19`` ``2024-06`` ``2024``   that day, sometime in that month, in that year
``2024-06-19/2024-06-20``             lasts from the first day to the second
``2024-06-19/..``                     from that day on; the end is unknown
``../2024-06-20``                     until that day; the start is unknown
``[2024-06-10..2024-07-07]``          takes place sometime within that window
``[2024-06-10..]``                    not before that day
``[..2024-07-07]``                    not after that day
``?`` ``~`` ``%`` after a date        uncertain, approximate, both
====================================  =============================================
"""

import re
from calendar import monthrange
from datetime import MAXYEAR, date
from enum import Flag
from functools import lru_cache
from math import inf
from typing import Any, Final


class Qualifier(Flag):
    """How certain the source is about a date."""

    SURE = 0
    UNCERTAIN = 1
    APPROXIMATE = 2


class BadDate(ValueError):
    """A text that is not a date of this subset; ``hint`` says what to write instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ReversedDates(BadDate):
    """An interval or a window that ends before it begins."""


FORMS: Final = (
    "a day `2024-06-19`, a month `2024-06`, a year `2024`, a stay `2024-06-19/2024-06-20`, "
    'an open stay `2024-06-19/..`, a window `"[2024-06-10..2024-07-07]"`, '
    'or an open window `"[2024-06-10..]"`'
)

ONE_TEXT: Final = 'write one text, as in `2024-06-19/2024-06-20` or `"[2024-06-10..2024-07-07]"`'

ONE_DAY: Final = "write one day, as in `2024-06-10`"

EXAMPLES: Final = (FORMS, ONE_TEXT, ONE_DAY, "(the day of publication, `2024-06-10`)")
"""What hints say with dates of 2024 as examples."""


def of_this_year(hint: str, today: date) -> str:
    """A hint whose examples of dates, if it has any, are of the year of a day."""
    for examples in EXAMPLES:
        hint = hint.replace(examples, examples.replace("2024", f"{today.year:04}"))
    return hint


PATTERN: Final = (
    r"^(\d{4}(-\d{2}(-\d{2})?)?[?~%]?(/(\d{4}(-\d{2}(-\d{2})?)?[?~%]?|\.\.))?"
    r"|\.\./\d{4}(-\d{2}(-\d{2})?)?[?~%]?"
    r"|\[\d{4}(-\d{2}(-\d{2})?)?\.\.(\d{4}(-\d{2}(-\d{2})?)?)?\]"
    r"|\[\.\.\d{4}(-\d{2}(-\d{2})?)?\])$"
)
"""The form of all accepted texts, for editors; :meth:`When.parse` refuses impossible days too."""

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)", re.ASCII)
_QUALIFIERS = {
    "": Qualifier.SURE,
    "?": Qualifier.UNCERTAIN,
    "~": Qualifier.APPROXIMATE,
    "%": Qualifier.UNCERTAIN | Qualifier.APPROXIMATE,
}
_DAY_FIRST = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")
_NO_DATE = {"null", "~", "none", "nil", "n/a", "unknown", "tba", "tbc", "tbd", "-", "?"}
_MARKS = ("?", "~", "%")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


class When:
    """The dates of a visit, as far as they are known.

    It starts on some day from ``earliest_start`` to ``latest_start`` and ends on some day from
    ``earliest_end`` to ``latest_end``, all inclusive. ``None`` is an open bound: the latest end of
    ``2024-06-19/..``, and every bound of :data:`UNDATED`, which is false.

    Two values are equal if they have the same bounds and qualifiers, whatever their text.
    """

    __slots__ = (
        "earliest_end",
        "earliest_start",
        "end_qualifier",
        "latest_end",
        "latest_start",
        "start_qualifier",
        "text",
    )

    text: str
    earliest_start: date | None
    latest_start: date | None
    earliest_end: date | None
    latest_end: date | None
    start_qualifier: Qualifier
    end_qualifier: Qualifier

    @classmethod
    def parse(cls, text: str) -> "When":
        """The dates of a text in the subset above; raises :class:`BadDate` for any other text."""
        return _parse(text)

    def __init__(self, text: str, start: "_Point", end: "_Point") -> None:
        """From a start and an end, narrowed where they overlap: the end is not before the start."""
        for name, value in (
            ("text", text),
            ("earliest_start", start.first),
            ("latest_start", _least(start.last, end.last)),
            ("earliest_end", _most(start.first, end.first)),
            ("latest_end", end.last),
            ("start_qualifier", start.qualifier),
            ("end_qualifier", end.qualifier),
        ):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, _: object) -> None:
        raise AttributeError(f"dates are immutable and shared: {name}")

    @property
    def is_start_sure(self) -> bool:
        """Whether the visit can start on one day only, qualified or not."""
        return self.earliest_start is not None and self.earliest_start == self.latest_start

    @property
    def is_not_before(self) -> bool:
        """Whether only a first possible day is known, as in ``[2024-06-10..]``."""
        return self.earliest_start is not None and self.latest_start is None

    @property
    def is_qualified(self) -> bool:
        """Whether a date is qualified, by `?`, `~` or `%`."""
        sure = Qualifier.SURE
        return self.start_qualifier is not sure or self.end_qualifier is not sure

    @property
    def is_end_sure(self) -> bool:
        """Whether the visit can end on one day only, qualified or not."""
        return self.latest_end is not None and self.earliest_end == self.latest_end

    @property
    def year(self) -> int:
        """The year in which the visit starts, at the earliest; if unknown, the last of all."""
        start = self.earliest_start or self.latest_end
        return start.year if start else MAXYEAR

    def within(self, other: "When") -> bool:
        """Whether these dates are at least as precise as ``other`` and agree with them.

        The start window lies in the other's start window, and the end window in the other's end
        window. If the bounds are equal, the qualifiers have to be among the other's.
        """
        if self is other:
            return True
        if self.bounds == other.bounds:
            return (
                self.start_qualifier in other.start_qualifier
                and self.end_qualifier in other.end_qualifier
            )
        return (
            _floor(other.earliest_start) <= _floor(self.earliest_start)
            and _ceiling(self.latest_start) <= _ceiling(other.latest_start)
            and _floor(other.earliest_end) <= _floor(self.earliest_end)
            and _ceiling(self.latest_end) <= _ceiling(other.latest_end)
        )

    def overlaps(self, other: "When") -> bool:
        """Whether there is a day on which both may be under way; never without dates."""
        return bool(
            self
            and other
            and _floor(self.earliest_start) <= _ceiling(other.latest_end)
            and _floor(other.earliest_start) <= _ceiling(self.latest_end)
        )

    def excludes(self, other: "When") -> bool:
        """Whether these dates and others can't both be true: no day suits both, to start or end."""
        return (
            _ceiling(self.latest_start) < _floor(other.earliest_start)
            or _ceiling(other.latest_start) < _floor(self.earliest_start)
            or _ceiling(self.latest_end) < _floor(other.earliest_end)
            or _ceiling(other.latest_end) < _floor(self.earliest_end)
        )

    @property
    def bounds(self) -> tuple[date | None, date | None, date | None, date | None]:
        """The earliest and latest start, then the earliest and latest end."""
        return self.earliest_start, self.latest_start, self.earliest_end, self.latest_end

    @property
    def _key(self) -> tuple[object, ...]:
        return *self.bounds, self.start_qualifier, self.end_qualifier

    def __reduce__(self) -> Any:
        """Copies and pickles the text, as nothing can be set later."""
        return (When.parse, (self.text,)) if self.text else "UNDATED"

    def __bool__(self) -> bool:
        return self.earliest_start is not None or self.latest_end is not None

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return self._key == other._key if isinstance(other, When) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"When({self.text!r})"


class _Point:
    """One date of a text: the first and the last day that it can be, ``None`` if it is open."""

    __slots__ = ("first", "last", "qualifier")

    def __init__(
        self, first: date | None, last: date | None, qualifier: Qualifier = Qualifier.SURE
    ) -> None:
        self.first, self.last, self.qualifier = first, last, qualifier


def _floor(bound: date | None) -> float:
    """A lower bound as a number of days; minus infinity if it is open."""
    return -inf if bound is None else bound.toordinal()


def _ceiling(bound: date | None) -> float:
    """An upper bound as a number of days; infinity if it is open."""
    return inf if bound is None else bound.toordinal()


def _least(first: date | None, second: date | None) -> date | None:
    return min(filter(None, (first, second)), default=None)


def _most(first: date | None, second: date | None) -> date | None:
    return max(filter(None, (first, second)), default=None)


UNDATED: Final = When("", _Point(None, None), _Point(None, None))
"""No date is known. All dates are within it."""


@lru_cache(maxsize=4096)  # a book repeats the same few dates in visits and claims
def _parse(text: str) -> When:
    if text.startswith("[") and text.endswith("]") and ".." in text:
        first, _, last = text[1:-1].rpartition("..")
        return _parse_window(text, first, last)
    if "/" in text and not _DAY_FIRST.fullmatch(text):
        return _parse_stay(text)
    point = _parse_point(text)
    return When(text, point, point)


def _parse_window(text: str, first: str, last: str) -> When:
    if "," in text:
        raise BadDate(f"`{text}` lists several dates", "write one window `[a..b]` that spans them")
    if not first and not last:
        raise BadDate(f"`{text}` has no day", "remove `dates` if no date is known")
    if first.endswith(_MARKS) or last.endswith(_MARKS):
        raise BadDate(
            f"`{text}` qualifies the edge of a window", "remove `?`, `~` and `%` from the window"
        )
    start, end = _parse_edge(first, within=text), _parse_edge(last, within=text)
    if first and last and len(first) != len(last):
        raise BadDate(
            f"`{text}` mixes days, months and years",
            "write both edges of the window with the same precision",
        )
    _refuse_reversed(text, start, end)
    span = _Point(start.first, end.last)
    return When(text, span, span)


def _parse_edge(text: str, within: str) -> _Point:
    """An edge of a window, which is open if its text is empty."""
    return _parse_point(text, within) if text else _Point(None, None)


def _parse_stay(text: str) -> When:
    first, _, last = text.partition("/")
    if {first, last} <= {"", ".."}:
        raise BadDate(f"`{text}` has no day", "remove `dates` if no date is known")
    if not first:
        raise BadDate(f"`{text}` has no start", f"write `../{last}` if the start is not known")
    if not last:
        raise BadDate(f"`{text}` has an empty end", f"write `{first}/..` if the end is not known")
    if first == "..":
        return When(text, _Point(None, None), _parse_point(last, within=text))
    start = _parse_point(first, within=text)
    if last == "..":
        return When(text, start, _Point(start.first, None))
    end = _parse_point(last, within=text)
    _refuse_reversed(text, start, end)
    return When(text, start, end)


def _refuse_reversed(text: str, start: _Point, end: _Point) -> None:
    if _floor(start.first) > _ceiling(end.last):
        raise ReversedDates(f"`{text}` ends before it begins", "swap the two dates")


def _parse_point(text: str, within: str = "") -> _Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise _not_a_date(text, within)
    year, month, day, mark = match.groups()
    if month in _SEASONS and day is None:
        raise BadDate(
            f"`{text}` is a season ({_SEASONS[month]})", 'write its months as a window `"[a..b]"`'
        )
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise BadDate(*_why_impossible(text, year, month)) from None
    if day is not None:
        return _Point(first, first, _QUALIFIERS[mark])
    last_month = int(month or 12)
    last = date(first.year, last_month, monthrange(first.year, last_month)[1])
    return _Point(first, last, _QUALIFIERS[mark])


def _why_impossible(text: str, year: str, month: str | None) -> tuple[str, str]:
    if int(year) == 0:
        return f"`{text}` has the year 0000", "years are 0001 to 9999"
    if month is not None and not 1 <= int(month) <= 12:
        return f"`{text}` has the month {month}", "months are 01 to 12, in the order year-month-day"
    length = monthrange(int(year), int(month or 1))[1]
    return f"`{text}` does not exist", f"{year}-{month} has only {length} days"


def _not_a_date(text: str, within: str) -> BadDate:
    quoted = f"`{text}` in `{within}`" if within else f"`{text}`"
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:?[0-9]{2}.*", text):
        return BadDate(f"{quoted} has a time of day", f"write the day alone: `{text[:10]}`")
    if _DAY_FIRST.fullmatch(text):
        return BadDate(
            f"{quoted} does not begin with the year", "write the year first, then month, then day"
        )
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?", text):
        padded = "-".join(f"{part:0>2}" for part in text.split("-"))
        return BadDate(f"{quoted} is missing a zero", f"write `{padded}`")
    if text.lower() in _NO_DATE:
        return BadDate(f"{quoted} is not a date", "remove `dates` if no date is known")
    return BadDate(f"{quoted} is not a date", f"write {FORMS}")
