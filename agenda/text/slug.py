"""Names as they are compared, and as they are written in ids."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_ASCII_OF: Final = {
    "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "ß": "ss", "ẞ": "SS", "Þ": "Th", "þ": "th",
    "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Ł": "L", "ł": "l", "ı": "i",
    "Ħ": "H", "ħ": "h", "Ŧ": "T", "ŧ": "t", "Ŋ": "N", "ŋ": "n", "Ə": "A", "ə": "a",
}  # fmt: skip
"""Latin letters that Unicode does not take apart."""


@lru_cache(maxsize=4096)  # a book repeats the same few names
def normalize_name(name: str) -> str:
    """A name without capitals, accents, full stops and repeated spaces."""
    plain = _without_accents(name.casefold())
    return " ".join(plain.replace(".", " ").replace("-", " ").split())


def slugify(text: str) -> str:
    """A text as an id: `Prensa Latina` is `prensa-latina`, and `ТАСС` is `тасс`.

    Latin letters become plain ones, others stay; of a text without any letter nothing is left.
    """
    plain = "".join(
        transliterate(char) or char for char in unicodedata.normalize("NFC", text)
    ).lower()
    plain = _ACCENTS_ON_ASCII.sub(r"\1", plain)
    kept = (char if _is_of_a_word(char) else "-" for char in plain)
    return re.sub("-+", "-", "".join(kept)).strip("-")


def is_slug(text: str) -> bool:
    """Whether a text is an id as it should be: words of small letters and digits, hyphens between.

    Letters of any alphabet are letters.
    """
    if _PLAIN_ID.fullmatch(text):
        return True
    parts = text.split("-")
    return text == text.lower() and all(part and all(map(_is_of_a_word, part)) for part in parts)


def _is_of_a_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")


_ACCENTS_ON_ASCII: Final = re.compile(r"([\x00-\x7f])[\u0300-\u036f]+")
"""What is left of a letter with more accents than Unicode has in one."""

_PLAIN_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def transliterate(letter: str) -> str:
    """A Latin letter, digit or char in ASCII: `é` is `e`, `ß` is `ss`. Nothing for any other."""
    if letter in _ASCII_OF:
        return _ASCII_OF[letter]
    return unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
