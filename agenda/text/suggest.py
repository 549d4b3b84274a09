"""Suggestions for a word that is not known: the known word that is most similar."""

from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 100
"""In characters. No known word is longer, and comparing a text of a mebibyte takes long."""


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that is most similar to a word; empty if none is similar enough."""
    from difflib import get_close_matches

    if len(word) > _LONGEST:
        return ""
    names = {name.casefold(): name for name in known}
    starting = [name for key, name in names.items() if key.startswith(word.casefold())]
    if len(starting) == 1:
        return starting[0]
    matches = get_close_matches(word.casefold(), names, n=1, cutoff=0.7)
    return names[matches[0]] if matches else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint that suggests the closest known word; empty if there is none."""
    guess = closest(word, known)
    return f"did you mean `{guess}`?" if guess else ""
