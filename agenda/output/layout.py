"""Texts in parts of one style each, and how they are laid out in lines and columns."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from agenda.output.cells import cell_len, chop_cells, set_cell_size

Part = tuple[str, str]
"""A text and its style; an empty style is that of the terminal."""

Parts = Sequence[Part]
"""A text cut where its style changes."""

_BEFORE_WORD: Final = re.compile(r"\s(?=\S)")

GAP: Final = 2
"""The spaces between two columns of a table."""


def width_of(parts: Parts) -> int:
    """The columns that a text takes."""
    return cell_len(parts[0][0]) if len(parts) == 1 else sum(cell_len(part) for part, _ in parts)


def plain(parts: Parts) -> str:
    """A text without its styles."""
    return parts[0][0] if len(parts) == 1 else "".join(part for part, _ in parts)


def truncated(parts: Parts, columns: int) -> Parts:
    """A text that takes at most some columns, with an ellipsis in place of what is cut off."""
    if width_of(parts) <= columns:
        return parts
    cut, room = list[Part](), columns - 1
    for part, style in parts:
        fitting = part if cell_len(part) <= room else set_cell_size(part, room)
        cut.append((fitting, style))
        room -= cell_len(fitting)
        if fitting != part:
            break
    return [*cut[:-1], (cut[-1][0] + "…", cut[-1][1])]


def lines_of(parts: Parts) -> Iterable[Parts]:
    """The lines of a text."""
    if not any("\n" in part for part, _ in parts):
        return (parts,)
    return _split(parts, [match.end() for match in re.finditer("\n", plain(parts))])


def wrapped(line: Parts, columns: int) -> Iterator[Parts]:
    """A line, broken into several if it takes more than some columns."""
    if width_of(line) <= columns:
        yield line
    else:
        yield from _split(line, _breaks(plain(line), columns))


def _breaks(line: str, width: int) -> Iterator[int]:
    """Where to break a line so that its parts fit: between words, or in a longer word."""
    column = 0
    starts = [match.end() for match in _BEFORE_WORD.finditer(line)]
    if starts and line[: starts[0]].isspace():
        starts = starts[1:]
    for start, end in pairwise([0, *starts, len(line)]):
        word = line[start:end]
        if column + (length := cell_len(word.rstrip())) <= width:
            column += cell_len(word)
            continue
        offset = start
        for chunk in chop_cells(word, width) if length > width else (word,):
            if offset:
                yield offset
            offset += len(chunk)
            column = cell_len(chunk)


def _split(parts: Parts, breaks: Iterable[int]) -> Iterator[Parts]:
    """A text cut into lines; blanks at the end of a line are dropped."""
    line: list[Part] = []
    ends = iter(breaks)
    end, offset = next(ends, None), 0
    for part, style in parts:
        start, after = 0, offset + len(part)
        while end is not None and end <= after:
            yield _stripped([*line, (part[start : end - offset], style)])
            start, line, end = end - offset, [], next(ends, None)
        line.append((part[start:], style))
        offset = after
    yield _stripped(line)


def _stripped(line: Parts) -> Parts:
    """A line without the blanks at its end."""
    while line and not line[-1][0].strip():
        line = line[:-1]
    return [*line[:-1], *((part.rstrip(), style) for part, style in line[-1:])]


_VERY_LONG: Final = 500


def widest_of_most(widths: Iterable[int]) -> int:
    """The width of a column that is not limited: that of its widest text, but for very long ones.

    A single very long text would pad every row of a long table.
    """
    return max((width for width in widths if width <= _VERY_LONG), default=0)


def column_widths(rows: Sequence[Sequence[Parts]], columns: int) -> list[int]:
    """The widths of a table's columns, with the gaps between them, in at most some columns.

    A column is as wide as its widest text, if there is room; the widest columns become narrower
    first. 0 is no limit.
    """
    of_column = max if columns else widest_of_most
    widths = [of_column(map(width_of, column)) for column in zip(*rows, strict=True)]
    widths = [wide + GAP for wide in widths[:-1]] + [max(1, wide) for wide in widths[-1:]]
    if columns:
        widths = [min(wide, columns) for wide in widths]
    while columns and (excess := sum(widths) - columns) > 0:
        widest = max(widths)
        step = widest - max((wide for wide in widths if wide < widest), default=0)
        columns_cut = [column for column, wide in enumerate(widths) if wide == widest]
        for number, column in enumerate(columns_cut):
            cut = min(step, round(excess / (len(columns_cut) - number)))
            widths[column] -= cut
            excess -= cut
    return widths


def rooms(widths: Sequence[int]) -> list[int]:
    """How much of each column of a table its texts may take, without the gap after it."""
    return [max(1, width - GAP) for width in widths[:-1]] + [*widths[-1:]]
