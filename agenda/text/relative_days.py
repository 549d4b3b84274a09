"""Days and months named from today: `yesterday`, `-3d`, `+2w`, `monday`; `next`, `december`."""

import re
from contextlib import suppress
from datetime import date, timedelta
from typing import Final

from agenda.text.prose import ENGLISH_MONTHS

_NAMED: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST: Final = 3
"""The fewest letters of a weekday: `mon`."""

_DISTANCE: Final = re.compile(r"([+-])(\d{1,6})([dw])", re.ASCII)

_SATURDAY: Final = 5
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_NAMED_MONTHS: Final = {"last": -1, "this": 0, "next": 1}

MONTH_NAMES: Final = (*_NAMED_MONTHS, *ENGLISH_MONTHS)
"""The words that name a month."""

NAMES: Final = (*_NAMED, *_WEEKDAYS)
"""The words that name a day."""


def relative_day(text: str, today: date, *, is_ahead: bool = False) -> date | None:
    """The day that a text names from today, or ``None`` if it names none.

    A weekday is the last such day up to today or, if ``is_ahead``, the next one from today on.
    """
    word = text.strip().lower()
    if word in _NAMED:
        return _moved(today, _NAMED[word])
    if match := _DISTANCE.fullmatch(word):
        sign, number, unit = match.groups()
        days = int(number) * (7 if unit == "w" else 1)
        return _moved(today, days if sign == "+" else -days)
    for number, name in enumerate(_WEEKDAYS):
        if len(word) >= _SHORTEST and name.startswith(word):
            distance = (number - today.weekday()) % 7
            return _moved(today, distance if is_ahead else distance - 7 if distance else 0)
    return None


def _moved(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def last_working_day(today: date) -> date:
    """The last day from Monday to Friday before a day; of the first days of all, the day itself."""
    day = today
    while (earlier := _moved(day, -1)) is not None:
        day = earlier
        if day.weekday() < _SATURDAY:
            return day
    return today


def relative_month(text: str, today: date) -> date | None:
    """The first day of the month that a text names from today, or ``None`` if it names none.

    A name, as in `december`, is that of this month or of the next such month.
    """
    word = text.strip().lower()
    if word in _NAMED_MONTHS:
        return month_after(today, _NAMED_MONTHS[word])
    for number, name in enumerate(ENGLISH_MONTHS, 1):
        if len(word) >= _SHORTEST and name.startswith(word):
            return month_after(today, (number - today.month) % 12)
    return None


def month_of(text: str) -> date | None:
    """The first day of a month that is written as `2024-06`."""
    if match := _MONTH.fullmatch(text.strip()):
        with suppress(ValueError):
            return date(int(match[1]), int(match[2]), 1)
    return None


def month_after(day: date, months: int) -> date | None:
    """The first day of the month that comes some months after that of a day; none after 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1) if date.min.year <= year <= date.max.year else None
