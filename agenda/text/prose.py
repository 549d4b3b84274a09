"""English text for days, counts and lists of names.

This is what diagnostics and output share; `output.wording` has the text for visits. Names of months
are read in the languages of many reports.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final


@lru_cache(maxsize=4096)  # the pages of a book name a few days again and again
def day(of: date) -> str:
    """A day: `12 June 2024`."""
    return f"{of.day} {of:%B} {of.year}"


def weekday(of: date, today: date) -> str:
    """A day with its weekday: `Monday 23 November`, and with the year if it is not today's."""
    year = f" {of.year}" if of.year != today.year else ""
    return f"{of:%A} {of.day} {of:%B}{year}"


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


def code(text: str) -> str:
    """A text as code: in two backticks if it has one, as in Markdown."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def code_list(names: Iterable[str]) -> str:
    """Names as a list of code: `` `a`, `b` ``."""
    return ", ".join(f"`{name}`" for name in names)


_MONTH_NAMES: Final = (
    "january jan januar janner janvier janv enero ene gennaio gen janeiro",
    "february feb febr februar fevrier fevr febrero febbraio fevereiro fev",
    "march mar marz mars marzo marco",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug aout agosto ago",
    "september sep sept septembre septiembre settembre setembro set",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dic dicembre dezembro",
)

ENGLISH_MONTHS: Final = tuple(names.partition(" ")[0] for names in _MONTH_NAMES)
"""The English names of the months, in lower case."""

MONTHS: Final = {
    name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()
}
"""The number of each month's name and its abbreviations: English, German, French, Spanish,
Italian and Portuguese."""
