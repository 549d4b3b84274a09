"""Names as they are compared: two spellings of one are one name."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from agenda.text.transliterate import latin


@lru_cache(maxsize=4096)  # a book repeats the same few names
def folded(name: str) -> str:
    """A name without capitals, accents, full stops and doubled blanks."""
    plain = _without_accents(name.casefold())
    return " ".join(plain.replace(".", " ").replace("-", " ").split())


def slug_of(text: str) -> str:
    """A text as an id: `Prensa Latina` is `prensa-latina`, and `ТАСС` is `тасс`.

    Latin letters become plain ones, others stay; of a text without any letter nothing is left.
    """
    plain = "".join(latin(sign) or sign for sign in unicodedata.normalize("NFC", text)).lower()
    plain = _ACCENTS_ON_ASCII.sub(r"\1", plain)
    kept = (sign if _is_of_a_word(sign) else "-" for sign in plain)
    return re.sub("-+", "-", "".join(kept)).strip("-")


def is_tidy_id(text: str) -> bool:
    """Whether a text is an id as it should be: words of small letters and digits, hyphens between.

    Letters of any alphabet are letters.
    """
    if _PLAIN_ID.fullmatch(text):
        return True
    words = text.split("-")
    return text == text.lower() and all(word and all(map(_is_of_a_word, word)) for word in words)


def _is_of_a_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


_ACCENTS_ON_ASCII: Final = re.compile(r"([\x00-\x7f])[\u0300-\u036f]+")
"""What is left of a letter with more accents than Unicode has in one."""

_PLAIN_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
