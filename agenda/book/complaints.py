"""What libyaml complains of, in a user's words, and what to do about it."""

import re
from typing import Final, NamedTuple

_MOST_SHOWN: Final = 40
"""How much of an offending line a message quotes, in code points."""

CONTEXTS: Final = {
    "mapping": "the map",
    "sequence": "the list",
    "collection": "the list",
    "key": "the key",
    "scalar": "the text",
}

_EXPLANATIONS: Final = {
    "mapping values are not allowed in this context": (
        "a second `: ` in one line",
        "put text that contains `: ` in quotes, and begin each key on a line of its own",
    ),
    "could not find expected ':'": (
        "a key without its colon before here, and the reading stops",
        "write `key: value`, and indent the further lines of a long text",
    ),
    "did not find expected key": (
        "a key was expected, in the same column as the keys before it,",
        "line the keys of a map up, with spaces",
    ),
    "did not find expected ',' or ']'": (
        "a list that `[` began is not closed",
        "close it with `]`, or quote text that begins with `[`",
    ),
    "did not find expected ',' or '}'": (
        "a map that `{` began is not closed",
        "close it with `}`, or quote text that begins with `{`",
    ),
    "did not find expected '-' indicator": (
        "an item was expected, with its `- ` below the ones before it,",
        "line the items of a list up, with spaces",
    ),
    "did not find expected node content": (
        "a value or a closing bracket was expected",
        "write it, or quote text that begins with `[` or `{`",
    ),
    "found a tab character that violates indentation": ("a tab that indents", "indent with spaces"),
    "found unexpected end of stream": ("a quote that is not closed", "close it"),
    "found invalid Unicode character escape code": (
        "an escape that stands for no character",
        "write the character itself",
    ),
    "found undefined tag handle": (
        "a tag",
        "quote text that begins with `!`, or take the tag away",
    ),
    "did not find expected <document start>": (
        "text after the end of the document",
        "take `...` away, and keep one visit or report in a file",
    ),
    "block sequence entries are not allowed in this context": (
        "a list item on the line of its key",
        "begin the list on a line of its own, or quote text that begins with `- `",
    ),
}


def explain(problem: str, character: str) -> tuple[str, str]:
    """A parser's complaint in a user's words, and what to do."""
    if "cannot start any token" in problem:
        if character == "\t":
            return "a tab that indents", "indent with spaces"
        return f"text can't begin with `{character}` without quotes", "quote it"
    message, hint = _EXPLANATIONS.get(
        problem, (f"this is not YAML ({problem})", "compare it with a file that works")
    )
    return message, hint


class Slip(NamedTuple):
    """A common slip that explains a complaint: where in the text it is, and what to do about it."""

    start: int
    end: int
    message: str
    hint: str


def slip_behind(text: str, offset: int) -> Slip | None:
    """The slip that a complaint about an offset of a text most likely comes from, if any.

    The parser complains of the first thing that it can't take, which is often a line too late.
    """
    finders = (_merge_conflict, _open_quote, _quote_within_quotes, _no_blank, _indented)
    return next(filter(None, (find(text, offset) for find in finders)), None)


_CONFLICT: Final = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
_QUOTED_BEFORE: Final = re.compile(r"""["'][ \t]*\Z""")
_NO_BLANK: Final = re.compile(r"[ \t]*(?:- +)?(([A-Za-z_]+):([^\s:/].*))")
_LINE: Final = re.compile(r"[^\n]+")
_OPENS: Final = re.compile(r"""(?:^|[-:,\[{]) *["']""")
_KEY: Final = re.compile(r"([ ]*(?:- +)?)[\w-]+ *")
_SAYS_NOTHING: Final = re.compile(r"[ \t]*(?:#.*)?\r?")


def _merge_conflict(text: str, _: int) -> Slip | None:
    if (marker := _CONFLICT.search(text)) is None:
        return None
    message = f"git could not merge this file, and left `{marker[0].rstrip()}` here"
    hint = "keep what is right of both sides, and delete the lines `<<<<<<<`, `=======`, `>>>>>>>`"
    return Slip(marker.start(), marker.start() + len(marker[0].rstrip()), message, hint)


def _open_quote(text: str, offset: int) -> Slip | None:
    """A quote that opens a value, and that only one in a later line closes, just before here."""
    begin = text.rfind("\n", 0, offset) + 1
    before = text[begin:offset].rstrip()
    if before[-1:] not in {"'", '"'} or before.count(before[-1]) % 2 == 0:
        return None
    quote = before[-1]
    for line in reversed(list(_LINE.finditer(text, 0, begin))):
        if line[0].count(quote) % 2 == 0:
            continue
        opened = _OPENS.search(line[0])
        if opened is None or opened[0][-1] != quote:
            return None
        start = line.start() + opened.end() - 1
        rest = text[start : line.end()].rstrip()
        closes = text.count("\n", 0, begin) + 1
        return Slip(
            start,
            start + len(rest),
            f"`{short(rest)}` begins a text in quotes that ends only on line {closes}",
            f"close it with {quote} where it ends",
        )
    return None


def _indented(text: str, offset: int) -> Slip | None:
    """A key that lies deeper than the line before it, which has its value already."""
    begin = text.rfind("\n", 0, offset) + 1
    line = text[begin:].split("\n", 1)[0].rstrip()
    key = _KEY.fullmatch(text[begin:offset])
    above = [
        found for found in _LINE.finditer(text, 0, begin) if not _SAYS_NOTHING.fullmatch(found[0])
    ]
    if key is None or not above:
        return None
    if len(key[1]) <= len(above[-1][0]) - len(above[-1][0].lstrip()):
        return None
    number = text.count("\n", 0, above[-1].start()) + 1
    start = begin + len(key[1])
    return Slip(
        start,
        begin + len(line),
        f"`{short(line.strip())}` lies deeper than line {number}, which has its value already",
        "begin both in one column, or put all of a text that goes on here in quotes",
    )


def _quote_within_quotes(text: str, offset: int) -> Slip | None:
    begin = text.rfind("\n", 0, offset) + 1
    if not _QUOTED_BEFORE.search(text[begin:offset]) or text[offset : offset + 1] == ":":
        return None
    rest = text[offset:].split("\n", 1)[0].rstrip()
    quote = text[begin:offset].rstrip()[-1]
    within = '\\"' if quote == '"' else "''"
    other = "'" if quote == '"' else '"'
    return Slip(
        offset,
        offset + len(rest),
        f"the text in quotes ends before `{short(rest)}`",
        f"write {within} for a quote that belongs to the text, or put {other} around the whole",
    )


def _no_blank(text: str, offset: int) -> Slip | None:
    """The line of an offset, or the last one before it that says something, as `key:value`."""
    begin = text.rfind("\n", 0, offset) + 1
    while True:
        line = text[begin:].split("\n", 1)[0]
        if found := _NO_BLANK.fullmatch(line.rstrip()):
            start = begin + found.start(1)
            return Slip(
                start,
                start + len(found[1]),
                f"`{short(found[1])}` has no blank after the colon",
                f"write `{found[2]}: {short(found[3])}`",
            )
        is_first_asked = begin <= offset <= begin + len(line)
        if begin == 0 or not (is_first_asked or _SAYS_NOTHING.fullmatch(line)):
            return None
        begin = text.rfind("\n", 0, begin - 1) + 1


def short(text: str) -> str:
    """As much of a line as a message quotes."""
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
