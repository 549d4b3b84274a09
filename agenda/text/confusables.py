"""Letters of other alphabets that look like Latin ones."""

import unicodedata
from collections.abc import Sequence
from typing import Final

_CYRILLIC: Final = zip(
    "асԁеһіјоԛрѕԝхуАВЕНІЈКМОРЅСТХУ", "acdehijoqpswxyABEHIJKMOPSCTXY", strict=True
)
_GREEK: Final = zip("αιονρυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aiovpuABEZHIKMNOPTYX", strict=True)
_LATIN_LETTERS: Final = zip("ɑɡıⅼ", "agil", strict=True)

CONFUSABLES: Final = {**dict(_CYRILLIC), **dict(_GREEK), **dict(_LATIN_LETTERS)}
"""The Latin letter that each of them looks like."""


def confusables(word: str) -> Sequence[tuple[str, str]]:
    """The letters of a word that pass for Latin ones, each with the one that it looks like.

    A word without a Latin letter, with some that pass for nothing, is openly in another alphabet.
    """
    foreign = [letter for letter in dict.fromkeys(word) if not letter.isascii()]
    pairs = [(letter, _like(letter)) for letter in foreign]
    is_open = not any(letter.isascii() and letter.isalpha() for letter in word)
    if is_open and not all(like for _, like in pairs):
        return ()
    return [(letter, like) for letter, like in pairs if like]


def _like(letter: str) -> str:
    plain = CONFUSABLES.get(letter) or unicodedata.normalize("NFKC", letter)  # full-width letters
    return plain if plain.isascii() and plain.isalnum() else ""
