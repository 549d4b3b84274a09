"""What a user may have meant."""

from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 100
"""Characters; no known word has as many, and to compare a text of a mebibyte takes long."""


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like this one, or nothing if none is like it."""
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
    """A question for a hint, or nothing."""
    guess = closest(word, known)
    return f"did you mean `{guess}`?" if guess else ""
