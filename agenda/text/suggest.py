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
    folded = {name.casefold(): name for name in known}
    begun = [name for key, name in folded.items() if key.startswith(word.casefold())]
    if len(begun) == 1:
        return begun[0]
    found = get_close_matches(word.casefold(), folded, n=1, cutoff=0.7)
    return folded[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question for a hint, or nothing."""
    guess = closest(word, known)
    return f"did you mean `{guess}`?" if guess else ""
