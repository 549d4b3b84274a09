"""Letters that look like Latin ones but are others: Cyrillic, Greek, full-width and so on."""

import unicodedata
from collections.abc import Sequence
from typing import Final

_CYRILLIC: Final = zip(
    "асԁеһіјоԛрѕԝхуАВЕНІЈКМОРЅСТХУ", "acdehijoqpswxyABEHIJKMOPSCTXY", strict=True
)
_GREEK: Final = zip("αιονρυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aiovpuABEZHIKMNOPTYX", strict=True)
_LATIN_LETTERS: Final = zip("ɑɡıⅼ", "agil", strict=True)

CURLY_QUOTES: Final = "\u2018\u2019\u201a\u201c\u201d\u201e\u201f"
"""Quotes that YAML takes for a part of the text."""

CONFUSABLES: Final = {**dict(_CYRILLIC), **dict(_GREEK), **dict(_LATIN_LETTERS)}
"""The plain Latin letter that each of these letters looks like."""


def confusables(word: str) -> Sequence[tuple[str, str]]:
    """The letters of a word that look like plain Latin ones, each with the letter it looks like.

    A word with no Latin letter, and with some letter that looks like none, is clearly written in
    another alphabet: nothing in it is confusable.
    """
    foreign = [letter for letter in dict.fromkeys(word) if not letter.isascii()]
    pairs = [(letter, _like(letter)) for letter in foreign]
    has_latin = any(letter.isascii() and letter.isalpha() for letter in word)
    if not has_latin and not all(like for _, like in pairs):
        return ()
    return [(letter, like) for letter, like in pairs if like]


def _like(letter: str) -> str:
    """The plain letter or digit that a letter looks like; empty if there is none."""
    plain = CONFUSABLES.get(letter) or unicodedata.normalize("NFKC", letter)  # full-width letters
    return plain if plain.isascii() and plain.isalnum() else ""
