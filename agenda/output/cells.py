"""How many columns of a terminal a text takes: its cells.

Texts in which each character takes one column, as nearly all do, are measured here. Only for the
others rich is imported, which takes longer than most commands.
"""

import re
from typing import Final

_ONE_CELL_EACH: Final = re.compile(
    "[ -~\\xa0-\\xac\\xae-\\u02ff"  # Latin, without control characters and the soft hyphen
    "\\u0370-\\u0482\\u048a-\\u052f"  # Greek, Cyrillic
    "\\u1e00-\\u1fff"  # Latin as in Vietnamese, old Greek
    "\\u2010-\\u2027\\u2030-\\u205e\\u2070-\\u20bf"  # dashes, quotation marks, currencies
    "\\u2100-\\u22ff\\u2500-\\u25fc\\u2713]*"  # arrows, operators, lines and blocks, marks
)


def cell_len(text: str) -> int:
    """The columns that a text takes."""
    if _ONE_CELL_EACH.fullmatch(text):
        return len(text)
    from rich import cells

    return cells.cell_len(text)


def set_cell_size(text: str, columns: int) -> str:
    """A text cut, or filled with spaces, to take some columns."""
    if _ONE_CELL_EACH.fullmatch(text):
        return text[: max(0, columns)].ljust(columns)
    from rich import cells

    return cells.set_cell_size(text, columns)


def chop_cells(text: str, columns: int) -> list[str]:
    """A text cut into parts that take at most some columns each."""
    if _ONE_CELL_EACH.fullmatch(text):
        return [text[start : start + columns] for start in range(0, len(text), columns)]
    from rich import cells

    return cells.chop_cells(text, columns)
