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
    return _merge_conflict(text) or _quote_within_quotes(text, offset) or _no_blank(text, offset)


_CONFLICT: Final = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
_QUOTED_BEFORE: Final = re.compile(r"""["'][ \t]*\Z""")
_NO_BLANK: Final = re.compile(r"[ \t]*(?:- +)?(([A-Za-z_]+):([^\s:/].*))")
_SAYS_NOTHING: Final = re.compile(r"[ \t]*(?:#.*)?\r?")


def _merge_conflict(text: str) -> Slip | None:
    if (marker := _CONFLICT.search(text)) is None:
        return None
    message = f"git could not merge this file, and left `{marker[0].rstrip()}` here"
    hint = "keep what is right of both sides, and delete the lines `<<<<<<<`, `=======`, `>>>>>>>`"
    return Slip(marker.start(), marker.start() + len(marker[0].rstrip()), message, hint)


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
