"""Makes texts from outside harmless for terminals, CI logs and pages: escapes become visible.

Everything that a command prints of files, their names and the command line passes
:func:`escape_controls`.
"""

import re
from functools import lru_cache
from typing import Final

_INVISIBLE: Final = (
    "\\x7f-\\x9f"  # control characters
    "\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f"  # no width, or nothing to see
    "\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f"  # no width, line ends, direction of writing
    "\\u3164\\ufe00-\\ufe0d\\ufeff\\uffa0\\ufff0-\\ufffb"
    "\\U00013430-\\U0001343f\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff"
    "\\ud800-\\udfff"  # bytes of file names that are not UTF-8
)
"""Characters that a terminal would obey, or that a reader can't see.

The two selectors that choose between an emoji and its plain form are not among them.
"""

_LOG_COMMAND: Final = r"#(?=#\w*\[)"

_ESCAPED: Final = re.compile(
    f"[\\x00-\\x1f{_INVISIBLE}]"
    # Commands to GitHub, Azure and TeamCity, which look for them in logs.
    rf"|\A\s*:(?=:)|{_LOG_COMMAND}"
)


_KEPT_IN_CELL: Final = re.compile(r"([\n\t\u200c\u200d])")

_INVISIBLE_IN_JSON: Final = re.compile(f"[{_INVISIBLE}]|{_LOG_COMMAND}")


def escape_controls(text: str) -> str:
    r"""A text on one line, with an escape sequence for each character that could do harm.

    Those are control characters, with `\n` among them, characters without width, those that change
    the direction of writing, and the beginnings of commands to CI services, such as `::` at the
    start: `\x1b`, `\u202e`, `\x3a:error::`.
    """
    return _ESCAPED.sub(_escaped, text) if _ESCAPED.search(text) else text


def escape_in_cell(text: str) -> str:
    """A text for a cell of a table: like :func:`escape_controls`, but its lines stay lines.

    The joiners that Persian names and emoji need stay as well.
    """
    kept_between = _KEPT_IN_CELL.split(text)
    kept_between[::2] = map(escape_controls, kept_between[::2])
    return "".join(kept_between)


def _escaped(match: re.Match[str]) -> str:
    text = match[0]
    if text[-1] in ":#":
        return f"{text[:-1]}\\x{ord(text[-1]):x}"
    return text.encode("unicode_escape").decode()


def escape_json(document: str) -> str:
    """A JSON document with the same data, in which invisible characters are escaped."""
    return _INVISIBLE_IN_JSON.sub(_json_escaped, document)


def _json_escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


@lru_cache(maxsize=4096)  # a book names the same publishers, people and topics again and again
def one_line(text: str) -> str:
    """A text on one line: its line ends and tabs become spaces, and the rest is escaped."""
    return escape_controls(" ".join(text.split()))


def keep_joiners(text: str) -> str:
    """A text with the joiners that Persian names and emoji need; others stay escaped."""
    if r"\u200" not in text:  # as in nearly every page
        return text
    return text.replace(r"\u200c", "\u200c").replace(r"\u200d", "\u200d")


def is_printable(text: str) -> bool:
    """Whether a text would be printed as it is."""
    return not _ESCAPED.search(text)
