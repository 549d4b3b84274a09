"""libyaml's errors in plain terms, for those that no typo explains."""

from typing import Final

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


CANNOT_START: Final = "cannot start any token"


def explain_parser_error(problem: str, text: str, offset: int) -> tuple[int, str, str]:
    """A parser's error at an offset: where it ends, what it is in plain terms, and what to do."""
    rest = text[offset:].split("\n", 1)[0].rstrip()
    where = f"at `{shorten(rest)}`" if rest.strip() else "at the end of a line"
    where = "at the end of the file" if offset >= len(text.rstrip()) else where
    message, hint = _EXPLANATIONS.get(
        problem, (f"this is not YAML ({problem})", "compare it with a valid file")
    )
    if CANNOT_START in problem:
        message, hint = f"text can't begin with `{rest[:1]}` without quotes", "quote it"
    return offset + len(rest), f"{message} {where}", hint


def shorten(text: str, limit: int = _MAX_SHOWN) -> str:
    """A line, cut to what a message quotes."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
