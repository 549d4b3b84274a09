"""Days named from today: `yesterday`, `-3d`, `+2w`, `monday`."""

import re
from datetime import date, timedelta
from typing import Final

_NAMED: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST: Final = 3
"""The fewest letters of a weekday: `mon`."""

_DISTANCE: Final = re.compile(r"([+-])(\d{1,6})([dw])", re.ASCII)

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
