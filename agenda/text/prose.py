"""Days, numbers of things and lists of names as English prose has them.

Only what messages and screens share; what a visit is called is in `output.wording`.
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
