"""Names as they are compared: two spellings of one are one name."""

import re
import unicodedata
from functools import lru_cache
from typing import Final


@lru_cache(maxsize=4096)  # a book repeats the same few names
def folded(name: str) -> str:
    """A name without capitals, accents, full stops and doubled blanks."""
    plain = _without_accents(name.casefold())
    return " ".join(plain.replace(".", " ").replace("-", " ").split())


def slug_of(text: str) -> str:
    """A text as an id: small letters, digits and hyphens; empty if it has no Latin letters."""
    return re.sub(r"[^a-z0-9]+", "-", _without_accents(text.lower())).strip("-")


def is_tidy_id(text: str) -> bool:
    """Whether a text is an id as it should be: words of small letters and digits, hyphens between.

    Letters of any alphabet are letters.
    """
    if _PLAIN_ID.fullmatch(text):
        return True
    words = text.split("-")
    return text == text.lower() and all(
        word and all(sign.isalnum() or unicodedata.combining(sign) for sign in word)
        for word in words
    )


_PLAIN_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
