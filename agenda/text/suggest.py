"""Suggestions for words that are not known: the known word that is most similar to each."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 100
"""In characters. No known word is longer, and comparing a text of a mebibyte takes long."""

_MAX_COMPARED: Final = 20_000
"""How many pairs of words are compared in all before further words get no suggestion."""


class Suggestions:
    """Suggests known words for unknown ones, for as many as can be compared in half a second."""

    def __init__(self, known: Iterable[str]) -> None:
        self._names = {name.casefold(): name for name in known}
        self._sorted: list[str] = []
        self._left = _MAX_COMPARED

    def closest(self, word: str) -> str:
        """The known word that is most similar to a word; empty if none is similar enough."""
        from difflib import get_close_matches

        if len(word) > _LONGEST:
            return ""
        key = word.casefold()
        if starting := self._only_one_starting_with(key):
            return starting
        if self._left <= 0:
            return ""
        self._left -= len(self._names)
        matches = get_close_matches(key, self._names, n=1, cutoff=0.7)
        return self._names[matches[0]] if matches else ""

    def _only_one_starting_with(self, start: str) -> str:
        self._sorted = self._sorted or sorted(self._names)
        at = bisect_left(self._sorted, start)
        first, second = [*self._sorted[at : at + 2], "", ""][:2]
        is_only = first.startswith(start) and not (second and second.startswith(start))
        return self._names[first] if first and is_only else ""

    def did_you_mean(self, word: str) -> str:
        """The hint that suggests the closest known word; empty if there is none."""
        guess = self.closest(word)
        return f"did you mean `{guess}`?" if guess else ""


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that is most similar to one word; for many words, use :class:`Suggestions`."""
    return Suggestions(known).closest(word)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint that suggests the closest known word; for many words, use :class:`Suggestions`."""
    return Suggestions(known).did_you_mean(word)
