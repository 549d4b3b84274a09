"""Common slips of the pen in YAML, which explain what libyaml complains of.

The parser complains of the first thing that it can't take, which is often a line too late, and in
words that send the reader elsewhere.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from agenda.yamlio.parser_errors import short

_NEAR: Final = 1_000
"""How many lines before a complaint are looked at; no file of a book has nearly as many."""


class Slip(NamedTuple):
    """Where in a text a slip is, from one offset up to another, and what to do about it."""

    start: int
    end: int
    message: str
    hint: str


def slip_behind(text: str, offset: int, problem: str) -> Slip | None:
    """The slip that the parser's complaint about an offset most likely comes from, if any."""
    finders = (_merge_conflict, *_MAY_EXPLAIN.get(problem, ()))
    return next(filter(None, (find(text, offset) for find in finders)), None)


_CONFLICT: Final = re.compile(r"^<{7}(?: .*)?\r?$", re.MULTILINE)
_NO_BLANK: Final = re.compile(r"[ \t]*(?:- +)?(([A-Za-z_]+):([^\s:/].*))")
_OPENS: Final = re.compile(r"""(?:^|[-:,\[{]) *["']""")
_BEGINS_ANOTHER: Final = re.compile(r""":|["']|\w[\w-]*:(?:\s|$)""")
_KEY: Final = re.compile(r"([ ]*(?:- +)?)[\w-]+ *")
_SAYS_NOTHING: Final = re.compile(r"[ \t]*(?:#.*)?")


def _merge_conflict(text: str, _: int) -> Slip | None:
    if (marker := _CONFLICT.search(text)) is None:
        return None
    written = marker[0].rstrip()
    message = f"git could not merge this file, and left `{short(written)}` here"
    hint = "keep what is right of both sides, and delete the lines `<<<<<<<`, `=======`, `>>>>>>>`"
    return Slip(marker.start(), marker.start() + len(written), message, hint)


def _late_quote(text: str, offset: int) -> Slip | None:
    """A quote that opens a value, and that only one in a later line closes, just before here."""
    begin, line = _line_of(text, offset)
    before = line[: offset - begin].rstrip()
    quote = before[-1:]
    if quote not in {"'", '"'} or before.count(quote) % 2 == 0:
        return None
    for start, earlier in _lines_before(text, begin):
        if earlier.count(quote) % 2 == 0:
            continue
        opened = _OPENS.search(earlier)
        if opened is None or opened[0][-1] != quote:
            return None
        at = start + opened.end() - 1
        rest = earlier[opened.end() - 1 :]
        closes = text.count("\n", 0, begin) + 1
        return Slip(
            at,
            at + len(rest),
            f"`{short(rest)}` begins a text in quotes that ends only on line {closes}",
            f"close it with {quote} where it ends",
        )
    return None


def _quote_within_quotes(text: str, offset: int) -> Slip | None:
    begin, line = _line_of(text, offset)
    quote = line[: offset - begin].rstrip()[-1:]
    rest = line[offset - begin :]
    is_of_the_text = not _BEGINS_ANOTHER.match(rest)
    if quote not in {"'", '"'} or not is_of_the_text:
        return None
    within, other = ('\\"', "'") if quote == '"' else ("''", '"')
    return Slip(
        offset,
        offset + len(rest),
        f"the text in quotes ends before `{short(rest)}`",
        f"write {within} for a quote that belongs to the text, or put {other} around the whole",
    )


def _no_blank(text: str, offset: int) -> Slip | None:
    """The line of an offset, or the last one before it that says something, as `key:value`."""
    here = _line_of(text, offset)
    for begin, line in filter(None, (here, _last_said(text, here[0]))):
        if found := _NO_BLANK.fullmatch(line):
            start = begin + found.start(1)
            return Slip(
                start,
                start + len(found[1]),
                f"`{short(found[1])}` has no blank after the colon",
                f"write `{found[2]}: {short(found[3])}`",
            )
    return None


def _no_blank_beside(text: str, offset: int) -> Slip | None:
    """The same, unless that line lies deeper than the one of the offset, and is done with."""
    slip = _no_blank(text, offset)
    _, line = _line_of(text, offset)
    if slip is None or slip.start - text.rfind("\n", 0, slip.start) - 1 > _depth(line):
        return None
    return slip


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _too_deep(text: str, offset: int) -> Slip | None:
    """A key that lies deeper than the line before it, which has its value already."""
    begin, line = _line_of(text, offset)
    key = _KEY.fullmatch(line[: offset - begin])
    above = _last_said(text, begin) if key else None
    if key is None or above is None or len(key[1]) <= _depth(above[1]):
        return None
    number = text.count("\n", 0, above[0]) + 1
    start = begin + len(key[1])
    return Slip(
        start,
        begin + len(line),
        f"`{short(line.strip())}` lies deeper than line {number}, which has its value already",
        "begin both in one column, or put all of a text that goes on here in quotes",
    )


_AFTER_A_QUOTE: Final = (_late_quote, _quote_within_quotes)
_MAY_EXPLAIN: Final[dict[str, tuple[Callable[[str, int], Slip | None], ...]]] = {
    "did not find expected key": _AFTER_A_QUOTE,
    "did not find expected ',' or '}'": _AFTER_A_QUOTE,
    "did not find expected ',' or ']'": _AFTER_A_QUOTE,
    "could not find expected ':'": (_no_blank,),
    "mapping values are not allowed in this context": (_no_blank_beside, _too_deep),
}
"""What other complaints are about they say themselves."""


def _line_of(text: str, offset: int) -> tuple[int, str]:
    """Where the line of an offset begins, and the line without blanks at its end."""
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return begin, text[begin : end if end >= 0 else len(text)].rstrip()


def _lines_before(text: str, begin: int) -> Iterator[tuple[int, str]]:
    """The lines before the one that begins at an offset, the nearest first, as `_line_of` has."""
    for _ in range(_NEAR):
        if begin == 0:
            return
        begin, line = _line_of(text, begin - 1)
        yield begin, line


def _last_said(text: str, begin: int) -> tuple[int, str] | None:
    """The nearest line before that is neither blank nor a comment."""
    return next(
        (one for one in _lines_before(text, begin) if not _SAYS_NOTHING.fullmatch(one[1])), None
    )
