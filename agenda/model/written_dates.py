"""Dates as people write them: what they are in the subset of EDTF that files use.

`19–20 June 2026`, `14.12.2026`, `Dec 2026`, `mid-June`: :func:`read_dates` gives every reading.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from agenda.model.edtf import BadDate, When
from agenda.text.prose import MONTHS, day
from agenda.text.slug import without_accents

_DAY: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){2}")
_LONGEST: Final = 60  # characters; dates that people write are shorter
_YEARS_AHEAD: Final = 9  # a 29 February can be eight years away


class WrittenDates(Struct, frozen=True):
    """What a text may mean.

    ``readings`` are in EDTF; they are several if the text is ambiguous. If it ``lacks_year``, they
    are in the year that comes next. ``vague`` names what the text leaves open: `these days` for
    `late June`. ``impossible`` says why the only reading is impossible.
    """

    readings: tuple[str, ...] = ()
    lacks_year: bool = False
    vague: str = ""
    impossible: str = ""

    @property
    def certain(self) -> str:
        """The one reading that assumes nothing; empty if there is none."""
        is_certain = len(self.readings) == 1 and not self.lacks_year and not self.vague
        return self.readings[0] if is_certain else ""

    @property
    def hint(self) -> str:
        """What to write; empty if that is not known."""
        if not self.readings:
            return self.impossible
        known = "no year is given; " if self.lacks_year else ""
        which = f"{self.vague} of the next one" if self.vague else "the next one"
        which = which if self.lacks_year else self.vague
        verb = "are" if self.vague else "is"
        return f"{known}write {self._choices()}{f', if {which} {verb} meant' if which else ''}"

    def _choices(self) -> str:
        texts = [f"`{in_yaml(text)}`" for text in self.readings]
        kinds = [_meaning(text) for text in self.readings]
        if len(set(kinds)) == len(texts) > 1:
            texts = [f"{text} for {why}" for text, why in zip(texts, kinds, strict=True)]
        return " or ".join(texts)


def in_yaml(dates: str) -> str:
    """Dates as they are written in a file: a window needs quotes."""
    return f'"{dates}"' if dates.startswith("[") else dates


def _meaning(dates: str) -> str:
    """What distinguishes one reading of a text from another, in words."""
    when = When.parse(dates)
    if dates.startswith("["):
        return "sometime within"
    if when.is_start_sure and when.is_end_sure:
        return " to ".join(map(day, dict.fromkeys(filter(None, when.bounds))))
    return "a visit from one to the other"


def read_dates(text: str, today: date) -> WrittenDates:
    """All readings of a text. Without a year, it is the first that is not over on a day."""
    if len(text) > _LONGEST or not text.strip():
        return WrittenDates()
    return _read(text, today)


def read_day(text: str, today: date) -> WrittenDates:
    """The readings of a text that are one day in a year that it gives."""
    dates = read_dates(text, today)
    days = tuple(text for text in dates.readings if _DAY.fullmatch(text))
    hint = f"add the year, as in `{days[0]}`" if days else ""
    return WrittenDates(impossible=hint) if dates.lacks_year else replace(dates, readings=days)


@lru_cache(maxsize=256)
def _read(text: str, today: date) -> WrittenDates:
    if compact := _compact(text):
        return WrittenDates((compact,))
    plain = _plain(text)
    weekday = _WEEKDAY.search(plain)
    valid: dict[str, _Reading] = {}
    impossible = ""
    for reading in _readings(_WEEKDAY.sub("", plain).strip(), today):
        try:
            when = When.parse(str(reading))
        except BadDate as error:
            if str(reading) not in "".join(text.split()):
                impossible = impossible or f"{error}; {error.hint}"
            continue
        start = when.earliest_start
        if weekday and when.is_start_sure and start and f"{start:%a}".lower() != weekday[0][:3]:
            impossible = impossible or f"`{start}` is a {start:%A}; correct the date or the weekday"
        else:
            valid.setdefault(when.text, reading)
    if valid:
        first = next(iter(valid.values()))
        return WrittenDates(tuple(valid), first.lacks_year, first.vague)
    return WrittenDates(impossible=impossible)


class _Point(Struct, frozen=True):
    """A day, a month or a year. The parts that the text omits are 0."""

    year: int = 0
    month: int = 0
    day: int = 0
    mark: str = ""

    def __str__(self) -> str:
        month = f"-{self.month:02}" if self.month else ""
        return f"{self.year:04}{month}{f'-{self.day:02}' if self.day else ''}{self.mark}"

    def within(self, year: int) -> "_Point":
        """The point in a year, if it has none."""
        return replace(self, year=self.year or year)

    @property
    def is_number(self) -> bool:
        """Whether only the number of a day or a month is known."""
        return bool(self.day and not self.month)


Form = Literal["point", "stay", "window", "open"]


class _Reading(Struct, frozen=True):
    """One reading of a text. A point has only a first."""

    form: Form
    first: _Point
    last: _Point = _Point()
    vague: str = ""
    lacks_year: bool = False

    def __str__(self) -> str:
        if self.form == "window":
            return f"[{self.first}..{self.last}]"
        return str(self.first) + {"point": "", "stay": f"/{self.last}", "open": "/.."}[self.form]

    def as_window(self) -> "_Reading":
        """The reading as what takes place sometime within it."""
        return _Reading("window", self.first, self.last if self.form != "point" else self.first)

    def in_year(self, year: int) -> "_Reading":
        """The reading that ends in a year, where the text has none."""
        begins = year - (self.first.month > self.last.month > 0)
        first, last = self.first.within(begins), self.last.within(year)
        return _Reading(self.form, first, last, self.vague, lacks_year=True)


_ORDINAL: Final = re.compile(r"\b([0-9]{1,2}) ?(?:st|nd|rd|th|er|o)\b")
_DASH: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u30fc\u301c]")
_QUOTES: Final = "\"'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"
_AROUND_SIGN: Final = re.compile(r" ?(\.\.|[/\[\]]) ?")
_FILLER: Final = re.compile(r",|\b(?:the|of|on|in|de|del|di)\b")
_WEEKDAY: Final = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.? ?"
)
_UNCERTAIN: Final = re.compile(
    r"\(?\b(?:tb[acd]|unconfirmed|possibly|perhaps|maybe|probably|tentatively)\b\)?:? ?|\(\?\)"
)
_ABOUT: Final = re.compile(r"^(?:circa|ca\.?|c\.|approx(?:imately|\.)?|around|about|~) ?")
_TIME: Final = re.compile(r"(?<=[0-9])(?:t|,? )[0-9]{1,2}:[0-9]{2}[:.0-9]*(?:z|[+-][0-9:]+)?$")


def _compact(text: str) -> str:
    """The EDTF that a text is but for its spaces, dashes and quotes; empty if it is not."""
    compact = _AROUND_SIGN.sub(r"\1", _DASH.sub("-", text).strip().strip(_QUOTES).strip())
    return compact if _parsed(compact) else ""


def _parsed(text: str) -> When | None:
    try:
        return When.parse(text)
    except BadDate:
        return None


def _plain(text: str) -> str:
    """A text in lower case, with plain letters, hyphens and single spaces, and without fillers."""
    plain = without_accents(_DASH.sub("-", text).casefold()).strip().strip(_QUOTES).strip()
    plain = _FILLER.sub(" ", _ORDINAL.sub(r"\1", _TIME.sub("", plain)))
    without_tbc = _UNCERTAIN.sub("", plain)
    without_about = _ABOUT.sub("", without_tbc.strip())
    is_uncertain, is_about = without_tbc != plain, without_about != without_tbc.strip()
    mark = ("", "~", "?", "%")[is_about + 2 * is_uncertain]
    return " ".join(without_about.split()) + mark


def _readings(text: str, today: date) -> Iterator[_Reading]:
    inner = text.strip("[] ")
    readings = list(_points(inner)) or list(_spans(inner)) or list(_parts(inner))
    if inner != text:  # whoever puts it in brackets means a window
        windows = (reading.as_window() for reading in readings if reading.form != "open")
        readings = list(dict.fromkeys(windows))
    return _with_years(readings, today)


def _with_years(readings: Iterable[_Reading], today: date) -> Iterator[_Reading]:
    """The readings with the next year, where the text has none."""
    for reading in readings:
        if reading.first.year:
            yield reading
            continue
        years = range(today.year, today.year + _YEARS_AHEAD)
        dated = [(_parsed(str(other)), other) for other in map(reading.in_year, years)]
        ahead = (other for when, other in dated if when and (when.latest_end or today) >= today)
        yield next(ahead, dated[0][1])


def _points(text: str) -> Iterator[_Reading]:
    for is_day_first in (True, False):
        point = _point(text, is_day_first=is_day_first)
        if point is not None and not point.is_number:
            yield _Reading("point", point)


_MONTH: Final = r"(?P<name>[a-z]{3,})\.?"
_FORMS: Final = tuple(
    re.compile(form + r"(?P<mark>[?~%]?)")
    for form in (
        r"(?P<year>[0-9]{4})",
        r"(?P<day>[0-9]{1,2})\.?(?: (?P<year>[0-9]{4}))?",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<year>[0-9]{4})([-./ ])(?P<month>[0-9]{1,2})(?:\2(?P<day>[0-9]{1,2}))?",
        r"(?P<month>0?[1-9]|1[0-2])[-./](?P<year>[0-9]{4})",
        rf"(?P<day>[0-9]{{1,2}})[-./ ]{{0,2}}{_MONTH}(?:[-./ ]?(?P<year>[0-9]{{4}}))?",
        rf"{_MONTH}[-/ ]?(?P<day>[0-9]{{1,2}})(?:[-/ ](?P<year>[0-9]{{4}}))?",
        rf"{_MONTH}(?:[-/ ]?(?P<year>[0-9]{{4}}))?",
        rf"(?P<year>[0-9]{{4}})[-./ ]?{_MONTH}(?:[-./ ]?(?P<day>[0-9]{{1,2}}))?",
    )
)
_NUMBERS: Final = re.compile(
    r"(?P<first>[0-9]{1,2})(?P<sign>[-./ ])(?P<second>[0-9]{1,2})"
    r"(?:(?P=sign)(?P<year>[0-9]{4}|(?<=[./])[0-9]{2})|\.?)(?P<mark>[?~%]?)"
)
_MONTHS_A_YEAR: Final = 12


def _point(text: str, *, is_day_first: bool) -> _Point | None:
    """The day, month or year of a text; a number alone may be a day or a month."""
    for form in _FORMS:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            name = parts.get("name")
            if name and name not in MONTHS:
                continue
            month = MONTHS[name] if name else int(parts.get("month") or 0)
            year, number = int(parts.get("year") or 0), int(parts.get("day") or 0)
            if month > _MONTHS_A_YEAR >= number > 0:
                month, number = number, month
            return _Point(year, month, number, parts["mark"])
    match = _NUMBERS.fullmatch(text)
    if match is None or (not match["year"] and match["sign"] in "- "):
        return None
    first, second = int(match["first"]), int(match["second"])
    number, month = (first, second) if is_day_first else (second, first)
    # Whoever writes 01.07. means July.
    is_with_dots = match["sign"] == "." and second <= _MONTHS_A_YEAR
    if month > _MONTHS_A_YEAR or (is_with_dots and not is_day_first):
        return None
    year = int(match["year"] or 0)
    return _Point(2000 + year if 0 < year < 100 else year, month, number, match["mark"])


_LEAD: Final = re.compile(r"^(?:from|(?:sometime )?between|either) ")
_LINK: Final = re.compile(
    r" ?(?:\.\.|-{1,3}|[/&+]|\b(?:to|till|until|through|thru|and|or|bis|au|al|a|e|y|et|und)\b) ?"
)


def _spans(text: str) -> Iterator[_Reading]:
    """The stays and windows that a text may be."""
    lead = _LEAD.match(text)
    inner = text[lead.end() :] if lead else text
    is_window = bool(lead and "between" in lead[0])
    # All dates of a text have the day and the month in one order.
    for is_day_first in (True, False):
        if lead and not is_window:
            for point in _points(inner):
                yield _Reading("open", point.first)
        for link in _LINK.finditer(inner):
            first = _point(inner[: link.start()], is_day_first=is_day_first)
            last = _point(inner[link.end() :], is_day_first=is_day_first)
            if first is None or last is None or (ends := _completed(first, last)) is None:
                continue
            is_choice = is_window or "or" in link[0]
            if not is_choice:
                yield _Reading("stay", *ends)
            if is_choice or ".." in link[0] or not ends[0].day:
                yield _Reading("window", *ends)


def _completed(first: _Point, last: _Point) -> tuple[_Point, _Point] | None:
    """Two ends, each with the month and the year that only the other one has."""
    if first.is_number and last.is_number:
        return None
    mark = first.mark or (last.mark if first.is_number else "")
    begin, end = replace(_filled(first, last), mark=mark), _filled(last, first)
    if begin.year and begin.month > end.month > 0 and not (first.year and last.year):
        begin = replace(begin, year=begin.year - (not first.year))
        end = replace(end, year=begin.year + 1)
    is_alike = (bool(begin.month), bool(begin.day)) == (bool(end.month), bool(end.day))
    return (begin, end) if is_alike else None


def _filled(point: _Point, other: _Point) -> _Point:
    """A point with the year of another one; a number alone is a day or a month as the other is."""
    year = point.year or other.year
    if not point.is_number:
        return point.within(year)
    if other.day:
        return _Point(year, other.month, point.day, point.mark)
    return _Point(year, point.day, 0, point.mark)


_SEASONS: Final = {
    "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2),
}  # fmt: skip
_SHARES: Final = {
    "early": (0, 3), "beginning": (0, 3), "start": (0, 3),
    "mid": (1, 3), "middle": (1, 3),
    "late": (2, 3), "end": (2, 3),
    "first half": (0, 2), "h1": (0, 2), "second half": (1, 2), "h2": (1, 2),
    "first quarter": (0, 4), "q1": (0, 4), "second quarter": (1, 4), "q2": (1, 4),
    "third quarter": (2, 4), "q3": (2, 4), "fourth quarter": (3, 4), "q4": (3, 4),
}  # fmt: skip
"""Which part of a month or a year each word means: its number, and how many there are."""

_VAGUE: Final = 3
"""Halves and quarters have known ends; nobody knows where `late` begins."""

_COMMON_YEAR: Final = 2025

_PART: Final = re.compile(rf"({'|'.join(_SHARES)})[- ]?(.++)|([0-9]{{4}})[- /](q[1-4]|h[12])")
_SEASON: Final = re.compile(rf"({'|'.join(_SEASONS)})(?:[- ]([0-9]{{4}})(?:[-/][0-9]{{2,4}})?)?")


def _parts(text: str) -> Iterator[_Reading]:
    """The windows that parts of a month or a year are: `mid-June`, `Q3 2026`, `summer 2026`."""
    if part := _part(text):
        yield part
    yield from _season(text)
    for link in _LINK.finditer(text):
        first, last = _part(text[: link.start()]), _part(text[link.end() :])
        if first and last and (points := _completed(first.first, last.last)):
            yield _Reading("window", *points, first.vague or last.vague)


def _part(text: str) -> _Reading | None:
    match = _PART.fullmatch(text)
    if match is None:
        return None
    share, count = _SHARES[match[1] or match[4]]
    whole = _point(match[2] or match[3], is_day_first=True)
    if whole is None or whole.day or whole.mark:
        return None
    vague = "these days" if count == _VAGUE else ""
    if whole.month:
        if count > _VAGUE:
            return None
        last_day = monthrange(whole.year or _COMMON_YEAR, whole.month)[1]
        size = 10 if count == _VAGUE else 15
        begins, ends = share * size + 1, last_day if share == count - 1 else (share + 1) * size
        first, last = (_Point(whole.year, whole.month, number) for number in (begins, ends))
    else:
        size = _MONTHS_A_YEAR // count
        first, last = _Point(whole.year, share * size + 1), _Point(whole.year, (share + 1) * size)
        vague = vague.replace("days", "months")
    return _Reading("window", first, last, vague)


def _season(text: str) -> Iterator[_Reading]:
    match = _SEASON.fullmatch(text)
    if match is None:
        return
    first, last = _SEASONS[match[1]]
    year = int(match[2] or 0)
    begins = [year, year - 1] if first > last and year and text.endswith(match[2]) else [year]
    for start in begins:
        end = start + (first > last) if start else 0
        yield _Reading("window", _Point(start, first), _Point(end, last), "these months")
