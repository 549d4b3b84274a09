"""English text for days, counts and lists of names.

This is what diagnostics and output share; `output.wording` has the text for visits.
"""

from collections.abc import Iterable
from datetime import date


def day(of: date) -> str:
    """A day: `12 June 2024`."""
    return f"{of.day} {of:%B} {of.year}"


def count(number: int, thing: str) -> str:
    """A number of things: `1 visit`, `2,000 visits`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def code_list(names: Iterable[str]) -> str:
    """Names as a list of code: `` `a`, `b` ``."""
    return ", ".join(f"`{name}`" for name in names)
