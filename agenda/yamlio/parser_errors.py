"""What libyaml complains of, in a user's words, and what to do about it."""

from typing import Final

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
        "put commas between its items, close it with `]`, or quote text that begins with `[`",
    ),
    "did not find expected ',' or '}'": (
        "a map that `{` began is not closed",
        "put commas between its keys, close it with `}`, or quote text that begins with `{`",
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
    "found unknown escape character": (
        "an escape that there is not",
        "write `\\\\` for a backslash, or put the text in single quotes",
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


def short(text: str) -> str:
    """As much of a line as a message quotes."""
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
