"""English text for days, counts and lists of names.

This is what diagnostics and output share; `output.wording` has the text for visits.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date


def day(of: date) -> str:
    """A day: `12 June 2024`."""
    return f"{of.day} {of:%B} {of.year}"


def days(first: date, last: date) -> str:
    """The days from the first to the last: `18–19 June 2024`, `30 June – 2 July 2024`."""
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return f"{before(first, last)}{'–' if is_one_month else ' – '}{day(last)}"


def before(first: date, last: date) -> str:
    """The first of two days, without what the second one repeats: `18`, `30 June`."""
    if first.year != last.year:
        return day(first)
    return str(first.day) if first.month == last.month else f"{first.day} {first:%B}"


def month(of: date) -> str:
    """The month of a day: `June 2024`."""
    return f"{of:%B} {of.year}"


def beginning(first: date) -> str:
    """The period that a day begins: `2024` for 1 January, `June 2024` for 1 June; or the day."""
    if first.day > 1:
        return day(first)
    return month(first) if first.month > 1 else str(first.year)


def ending(last: date) -> str:
    """The period that a day ends: `2024` for 31 December, `June 2024` for 30 June; or the day."""
    if (last.month, last.day) == (12, 31):
        return str(last.year)
    is_last_day = last.day == monthrange(last.year, last.month)[1]
    return month(last) if is_last_day else day(last)


def count(number: int, thing: str) -> str:
    """A number of things: `1 visit`, `2,000 visits`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def code_list(names: Iterable[str]) -> str:
    """Names as a list of code: `` `a`, `b` ``."""
    return ", ".join(f"`{name}`" for name in names)
