"""Hints for text that is not YAML: libyaml's errors in plain terms, and common typos.

The parser reports the first thing that it can't accept, which is often a line too late, in words
that mislead. A typo that explains its error is reported instead.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

_MAX_SHOWN: Final = 40
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
        "quote text that contains `: `, and begin each key on its own line",
    ),
    "could not find expected ':'": (
        "a key without a colon; parsing stops",
        "write `key: value`, and indent the continuation lines of a long text",
    ),
    "did not find expected key": (
        "expected a key in the same column as the keys before it,",
        "align the keys of a map with spaces",
    ),
    "did not find expected ',' or ']'": (
        "a list that begins with `[` is not closed",
        "put commas between its items, close it with `]`, or quote text that begins with `[`",
    ),
    "did not find expected ',' or '}'": (
        "a map that begins with `{` is not closed",
        "put commas between its keys, close it with `}`, or quote text that begins with `{`",
    ),
    "did not find expected '-' indicator": (
        "expected a list item in the same column as the items before it,",
        "align the items of a list with spaces",
    ),
    "did not find expected node content": (
        "expected a value or a closing bracket",
        "write it, or quote text that begins with `[` or `{`",
    ),
    "found a tab character that violates indentation": (
        "a tab in the indentation",
        "indent with spaces",
    ),
    "found unexpected end of stream": ("a quote that is not closed", "close it"),
    "found invalid Unicode character escape code": (
        "an escape for a character that does not exist",
        "write the character itself",
    ),
    "found unknown escape character": (
        "an escape that does not exist",
        "write `\\\\` for a backslash, or put the text in single quotes",
    ),
    "found undefined tag handle": (
        "a tag",
        "quote text that begins with `!`, or remove the tag",
    ),
    "did not find expected <document start>": (
        "text after the end of the document",
        "remove `...`, and keep one visit or report per file",
    ),
    "block sequence entries are not allowed in this context": (
        "a list item on the line of its key",
        "begin the list on its own line, or quote text that begins with `- `",
    ),
}


def explain_parser_error(problem: str, character: str) -> tuple[str, str]:
    """A parser's error in plain terms, and what to do about it."""
    if "cannot start any token" in problem:
        if character == "\t":
            return "a tab in the indentation", "indent with spaces"
        return f"text can't begin with `{character}` without quotes", "quote it"
    message, hint = _EXPLANATIONS.get(
        problem, (f"this is not YAML ({problem})", "compare it with a valid file")
    )
    return message, hint


def shorten(text: str) -> str:
    """A line, cut to what a message quotes."""
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"


_MAX_LINES_BEFORE: Final = 1_000
"""How many lines before an error are searched; no file of a book has nearly as many."""


class SyntaxHint(NamedTuple):
    """Where in a text a typo is, from one offset up to another, and what to do about it."""

    start: int
    end: int
    message: str
    hint: str


def syntax_hint(text: str, offset: int, problem: str) -> SyntaxHint | None:
    """The typo that most likely causes the parser's error at an offset, if it can be determined."""
    explanations = (_merge_conflict, *_POSSIBLE_CAUSES.get(problem, ()))
    return next(filter(None, (explain(text, offset) for explain in explanations)), None)


_CONFLICT: Final = re.compile(r"^<{7}(?: .*)?\r?$", re.MULTILINE)
_NO_SPACE: Final = re.compile(r"[ \t]*(?:- +)?(([A-Za-z_]+):([^\s:/].*))")
_OPENS: Final = re.compile(r"""(?:^|[-:,\[{]) *["']""")
_NEXT_TOKEN: Final = re.compile(r""":|["']|\w[\w-]*:(?:\s|$)""")
_KEY: Final = re.compile(r"([ ]*(?:- +)?)[\w-]+ *")
_EMPTY_OR_COMMENT: Final = re.compile(r"[ \t]*(?:#.*)?")


def _merge_conflict(text: str, _: int) -> SyntaxHint | None:
    if (marker := _CONFLICT.search(text)) is None:
        return None
    conflict = marker[0].rstrip()
    message = f"git could not merge this file and left a conflict marker, `{shorten(conflict)}`"
    hint = (
        "keep the right lines of both sides, and delete the lines `<<<<<<<`, `=======`, `>>>>>>>`"
    )
    return SyntaxHint(marker.start(), marker.start() + len(conflict), message, hint)


def _late_quote(text: str, offset: int) -> SyntaxHint | None:
    """A quote that opens a value and is closed only on a later line, just before the error."""
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
        return SyntaxHint(
            at,
            at + len(rest),
            f"`{shorten(rest)}` begins a quoted text that ends only on line {closes}",
            f"close it with {quote} where it ends",
        )
    return None


def _quote_within_quotes(text: str, offset: int) -> SyntaxHint | None:
    begin, line = _line_of(text, offset)
    quote = line[: offset - begin].rstrip()[-1:]
    rest = line[offset - begin :]
    if quote not in {"'", '"'} or _NEXT_TOKEN.match(rest):
        return None
    within, other = ('\\"', "'") if quote == '"' else ("''", '"')
    return SyntaxHint(
        offset,
        offset + len(rest),
        f"the text in quotes ends before `{shorten(rest)}`",
        f"write {within} for a quote that belongs to the text, or put {other} around the text",
    )


def _no_space(text: str, offset: int) -> SyntaxHint | None:
    """The line of an offset, or the last line before it with content, has the form `key:value`."""
    current = _line_of(text, offset)
    for begin, line in filter(None, (current, _last_with_content(text, current[0]))):
        if match := _NO_SPACE.fullmatch(line):
            start = begin + match.start(1)
            return SyntaxHint(
                start,
                start + len(match[1]),
                f"`{shorten(match[1])}` has no space after the colon",
                f"write `{match[2]}: {shorten(match[3])}`",
            )
    return None


def _no_space_at_same_depth(text: str, offset: int) -> SyntaxHint | None:
    """The same, unless that line is indented more than the one of the offset, and so complete."""
    hint = _no_space(text, offset)
    _, line = _line_of(text, offset)
    if hint is None or hint.start - text.rfind("\n", 0, hint.start) - 1 > _depth(line):
        return None
    return hint


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _too_deep(text: str, offset: int) -> SyntaxHint | None:
    """A key that is indented more than the line before it, which has its value already."""
    begin, line = _line_of(text, offset)
    key = _KEY.fullmatch(line[: offset - begin])
    previous = _last_with_content(text, begin) if key else None
    if key is None or previous is None or len(key[1]) <= _depth(previous[1]):
        return None
    number = text.count("\n", 0, previous[0]) + 1
    start = begin + len(key[1])
    return SyntaxHint(
        start,
        begin + len(line),
        f"`{shorten(line.strip())}` is indented more than line {number}, which already has a value",
        "align both, or quote the whole text if it continues here",
    )


_AFTER_A_QUOTE: Final = (_late_quote, _quote_within_quotes)
_POSSIBLE_CAUSES: Final[dict[str, tuple[Callable[[str, int], SyntaxHint | None], ...]]] = {
    "did not find expected key": _AFTER_A_QUOTE,
    "did not find expected ',' or '}'": _AFTER_A_QUOTE,
    "did not find expected ',' or ']'": _AFTER_A_QUOTE,
    "could not find expected ':'": (_no_space,),
    "mapping values are not allowed in this context": (_no_space_at_same_depth, _too_deep),
}
"""The typos that may cause an error; the other errors explain themselves."""


def _line_of(text: str, offset: int) -> tuple[int, str]:
    """Where the line of an offset begins, and the line without spaces at its end."""
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return begin, text[begin : end if end >= 0 else len(text)].rstrip()


def _lines_before(text: str, begin: int) -> Iterator[tuple[int, str]]:
    """The lines before the one that begins at an offset, the nearest first, as in `_line_of`."""
    for _ in range(_MAX_LINES_BEFORE):
        if begin == 0:
            return
        begin, line = _line_of(text, begin - 1)
        yield begin, line


def _last_with_content(text: str, begin: int) -> tuple[int, str] | None:
    """The nearest line before an offset that is neither empty nor a comment."""
    lines = _lines_before(text, begin)
    return next((line for line in lines if not _EMPTY_OR_COMMENT.fullmatch(line[1])), None)
