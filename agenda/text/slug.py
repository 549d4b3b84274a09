"""The form in which names and addresses are compared, and ids: slugs and their letters in ASCII."""

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

from agenda.text.printable import is_printable

_ASCII_OF: Final = {
    "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "ß": "ss", "ẞ": "SS", "Þ": "Th", "þ": "th",
    "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Ł": "L", "ł": "l", "ı": "i",
    "Ħ": "H", "ħ": "h", "Ŧ": "T", "ŧ": "t", "Ŋ": "N", "ŋ": "n", "Ə": "A", "ə": "a",
}  # fmt: skip
"""Latin letters that Unicode does not decompose."""

_ACCENTS_ON_ASCII: Final = re.compile(r"([\x00-\x7f])[\u0300-\u036f]++")
"""The rest of a letter that has more accents than any single character of Unicode."""

_PLAIN_ID: Final = re.compile(r"[a-z0-9]++(?:-[a-z0-9]++)*+")

_MAX_ACCENTS: Final = 30
"""How many accents of one letter are put into order, as in Unicode's stream-safe text format."""

NormalForm = Literal["NFC", "NFKD"]


def normalize(form: NormalForm, text: str) -> str:
    """A text in a normal form of Unicode.

    `unicodedata.normalize` puts the accents of a letter into order in a time that is the square of
    their number. Here, every :data:`_MAX_ACCENTS` of them are put into order on their own.
    """
    if len(text) <= _MAX_ACCENTS or text.isascii():
        return unicodedata.normalize(form, text)
    parts, start, accents = [], 0, 0
    for offset, char in enumerate(text):
        accents = accents + 1 if unicodedata.combining(char) else 0
        if accents > _MAX_ACCENTS:
            parts.append(text[start:offset])
            start, accents = offset, 1
    return "".join(unicodedata.normalize(form, part) for part in (*parts, text[start:]))


@lru_cache(maxsize=4096)  # a book repeats the same few names
def normalize_name(name: str) -> str:
    """A name in lower case, without accents, full stops, hyphens and repeated spaces."""
    plain = without_accents(name.casefold())
    return " ".join(plain.replace(".", " ").replace("-", " ").split())


def normalize_place(name: str) -> str:
    """A name of a country or city, without articles and punctuation.

    Initials are one word, as in `U.S.`, and `St.` is `saint`.
    """
    plain = normalize_name(name.replace("’", "").replace("'", ""))
    plain = " ".join(re.sub("[(),]", " ", plain).split())
    parts = re.sub(r"\b(\w) (?=\w\b)", r"\1", plain).split()
    kept = (part for part in parts if part not in {"the", "and", "&"})
    return " ".join("saint" if part == "st" else part for part in kept)


def normalize_address(address: str) -> str:
    """A web address without the parts that do not change which page it leads to."""
    whole = address.partition("#")[0]
    _, scheme_end, rest = whole.partition("://")
    host, slash, path = (rest if scheme_end else whole).rstrip("/").partition("/")
    return host.lower().removeprefix("www.") + slash + path


def slugify(text: str) -> str:
    """A text as an id: `Prensa Latina` is `prensa-latina`, and `ТАСС` is `тасс`.

    Latin letters become ASCII, other letters are unchanged. A text without letters and digits
    becomes empty text.
    """
    plain = "".join(transliterate(char) or char for char in normalize("NFC", text)).lower()
    plain = _ACCENTS_ON_ASCII.sub(r"\1", plain)
    kept = (char if _is_word_char(char) else "-" for char in plain)
    return re.sub("-+", "-", "".join(kept)).strip("-")


def is_slug(text: str) -> bool:
    """Whether a text is a valid id: lower-case letters and digits, and single hyphens between.

    Letters may be of any alphabet.
    """
    if _PLAIN_ID.fullmatch(text):
        return True
    parts = text.split("-")
    return text == text.lower() and all(part and all(map(_is_word_char, part)) for part in parts)


def _is_word_char(char: str) -> bool:
    is_letter = char.isalnum() or unicodedata.category(char).startswith("M")
    return is_letter and is_printable(char)


def without_accents(text: str) -> str:
    """A text whose letters have no accents, in compatible characters: `Août` is `Aout`."""
    if text.isascii():
        return text
    decomposed = normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def transliterate(letter: str) -> str:
    """A Latin letter, digit or sign in ASCII: `é` is `e`, `ß` is `ss`. Empty for all others."""
    if letter in _ASCII_OF:
        return _ASCII_OF[letter]
    return unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
