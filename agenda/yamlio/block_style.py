"""Reads plain block style, in which nearly all files are written, without libyaml.

That is: maps and lists by indentation, texts on one line, and flow collections of plain texts. All
else is left to libyaml, which decides what is valid. What this reader accepts, libyaml reads in the
same way: a property test and `make fuzz` compare the two.
"""

import re
from collections.abc import Iterable
from sys import intern
from typing import Any, Final

from agenda.yamlio.types import MAX_VALUES, Data

_MAX_LENGTH: Final = 2 * MAX_VALUES
"""A shorter text can't have too many values, as each takes two characters or more."""


_SPECIAL: Final = "\u2028\u2029\ufeff\ufffe\uffff"
"""Line ends and byte order marks, which are looked for first: in a class they slow its start."""


def _any_but(characters: str) -> str:
    """A class of the characters that a text on one line may have, but for these."""
    return rf"[^\x00-\x1f\x7f-\x9f{characters}]"


_BACKSLASH: Final = r"\\"
_KEY: Final = "[A-Za-z0-9_][A-Za-z0-9_-]{0,99}+"
_INDICATORS: Final = r"""?:,[\]{}#&*!|>'"%@`"""
_FIRST: Final = _any_but(f" {_INDICATORS}-")
_FLOW_TEXT: Final = _FIRST + _any_but(_INDICATORS) + "*+"
_RUN: Final = _any_but(":#") + "*+"
_PLAIN: Final = rf"{_FIRST}{_RUN}(?:(?::(?![\ \r\n])|(?<!\ )\#){_RUN})*+"
_OTHER: Final = "|".join(
    f"{start}{_any_but(start + end + _BACKSLASH)}*+{end}"
    for start, end in ('""', "''", (r"\[", r"\]"), (r"\{", r"\}"))
)
"""A text in quotes, without escapes, or a flow collection without another one in it."""

# The indentation is so small that nothing is nested too deep.
_LINE: Final = re.compile(
    rf"""
    ( \ {{0,12}}+ ) ( -\ {{1,3}}+ )?+ (?: ({_KEY}) : (?=[\ \r\n]) \ *+ )?+
    (?: ( {_PLAIN} ) | ( {_OTHER} ) )?+
    (?: \ *+ (?: (?<![^\ \n]) \# {_any_but("")}*+ )?+ \r?+\n )++
    | ( (?s:.)++ )
    """,
    re.VERBOSE,
)
"""A line, with the comments and empty lines below it; or else all the rest of the text.

The groups are the indentation, the dash of an item, a key, a plain value, another one, the rest.
"""

_FLOW_ITEM: Final = re.compile(rf"(?:({_KEY}): ++)?+({_FLOW_TEXT})")


class _Unusual(Exception):
    """A text has something that is left to libyaml."""


def read_block_style(text: str) -> dict[str, Data] | None:
    """The data of a text in plain block style, or ``None`` if anything in it is unusual."""
    if len(text) >= _MAX_LENGTH or any(map(text.__contains__, _SPECIAL)):
        return None
    lines = _LINE.findall(text if text.endswith("\n") else f"{text}\n")
    try:
        return _data(lines) or None
    except _Unusual:
        return None


def _data(lines: Iterable[tuple[str, ...]]) -> dict[str, Data]:
    root: dict[str, Data] = {}
    blocks: list[tuple[int, Any]] = [(0, root)]
    node, column, last_key = root, 0, ""
    for indentation, dash, key, plain, other, rest in lines:
        start = len(indentation)
        value = intern(plain.rstrip(" ")) if plain else _value(other) if other else ""
        if key:
            if dash:
                items = _block_at(start, list, blocks, last_key)
                node, column = {}, start + len(dash)
                items.append(node)
                blocks.append((column, node))
            elif start != column:
                node, column = _block_at(start, dict, blocks, last_key), start
            if key in node:
                raise _Unusual
            node[key] = value
            last_key = "" if plain or other else key
        elif dash and (plain or other) and ".." not in value:
            _block_at(start, list, blocks, last_key).append(value)
            column, last_key = -1, ""
        elif dash or plain or other or rest:  # and not just comments above the first key
            raise _Unusual
    return root


def _block_at(column: int, kind: type[Any], blocks: list[tuple[int, Any]], last_key: str) -> Any:
    """The map or the list that a line continues, or begins as the value of the line above.

    ``last_key`` is the key of the line above if it has no value so far. A list may begin in the
    column of its key.
    """
    innermost_column, innermost = blocks[-1]
    if last_key and column >= innermost_column + (kind is dict):
        innermost[last_key] = block = kind()
        blocks.append((column, block))
        return block
    while blocks:
        innermost_column, innermost = blocks[-1]
        if innermost_column == column and type(innermost) is kind:
            return innermost
        blocks.pop()
    raise _Unusual


def _value(written: str) -> Data:
    """The value of a text in quotes, or of a flow map or list."""
    inner = written[1:-1]
    if written[0] not in "[{":
        return inner
    parts = [part.strip(" ") for part in inner.split(",")] if inner.strip(" ") else []
    items = [match for part in parts if (match := _FLOW_ITEM.fullmatch(part))]
    texts = [text for key, text in (match.groups() for match in items) if not key]
    pairs = {key: text for key, text in (match.groups() for match in items) if key}
    if written[0] == "[" and len(texts) == len(parts) and ".." not in inner:
        return list[Data](texts)
    if written[0] == "{" and len(pairs) == len(parts):
        return dict[str, Data](pairs)
    raise _Unusual
