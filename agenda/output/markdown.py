"""Writes texts and links into Markdown so that nothing in them is obeyed."""

import re
from typing import Final

from agenda.text.printable import is_printable, one_line

_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>|#~&]")
_BLOCK_START: Final = re.compile(r"^(\d*)([-+=:.)])")

_LINKED_BY_PAGES: Final = re.compile(
    r"@|://|www\.|mailto:|xmpp:|[#$]|\bgh-\d|:[\w+-]+:|(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])",
    re.IGNORECASE,
)
"""What GitHub makes links, mentions, pictures or formulas of, unless it is code."""


def escape_markdown(text: str) -> str:
    """A text on one line that Markdown shows as it is.

    Addresses, names with `@` and the like are shown as code: no backslash prevents that a page
    links them or notifies somebody.
    """
    escaped = " ".join(_escaped_word(word) for word in one_line(text).split(" "))
    return _BLOCK_START.sub(r"\1\\\2", escaped)


def _escaped_word(word: str) -> str:
    if not _LINKED_BY_PAGES.search(word):
        return _SPECIAL.sub(r"\\\g<0>", word)
    # A backslash does not escape a back-tick in code, and in a table no code hides a bar.
    return "".join(
        part if part in {"", "\\`", "\\|"} else f"`{part}`"
        for part in re.split(r"(\\[`|])", word.replace("`", "\\`").replace("|", "\\|"))
    )


def link(text: str, url: str) -> str:
    """A link with a text to a web address; the text alone if the address is not a plain one."""
    address = web_address(url)
    return f"[{escape_markdown(text)}](<{address}>)" if address else escape_markdown(text)


def web_address(url: str) -> str:
    """An address that may be linked: a plain one of the web. Empty for all others."""
    is_plain = re.fullmatch(r"https?://[^\s<>|\\`]+", url) and is_printable(url)
    return url if is_plain else ""
