"""Suggestions for words that are not known: the known word that is most similar to each."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
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
        self._similar_to: dict[str, list[str]] = {}

    def closest(self, word: str) -> str:
        """The known word that is most similar to a word; empty if none is similar enough."""
        return next(iter(self._similar(word)), "")

    def typo_of(self, word: str) -> str:
        """The one known word of which a word is surely a typo; empty if there are others."""
        meant = [known for known in self._similar(word) if is_typo(word, known)]
        return meant[0] if len(meant) == 1 else ""

    def _similar(self, word: str) -> list[str]:
        """The two known words that are most similar to a word, if any are similar enough."""
        if word not in self._similar_to:
            self._similar_to[word] = list(self._search(word))
        return self._similar_to[word]

    def _search(self, word: str) -> Iterator[str]:
        from difflib import get_close_matches

        if len(word) > _LONGEST:
            return
        key = word.casefold()
        if starting := self._only_one_starting_with(key):
            yield starting
        elif self._left > 0:
            self._left -= len(self._names)
            for match in get_close_matches(key, self._names, n=2, cutoff=0.7):
                yield self._names[match]

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


def _common(first: str, second: str) -> int:
    """How many letters two words have in common at their start."""
    pairs = enumerate(zip(first, second, strict=False))
    differ = (index for index, (letter, other) in pairs if letter != other)
    return next(differ, min(len(first), len(second)))


def is_typo(word: str, meant: str) -> bool:
    """Whether a word is surely meant as another one: one letter is wrong, missing or too many.

    Two letters that are swapped count as one, and case and separators do not count. A digit is no
    typo: another year is another thing.
    """
    first, second = (re.sub("[-_ ;,.]", "", each).casefold() for each in (word, meant))
    if first == second:
        return bool(first)
    start = _common(first, second)
    end = _common(first[start:][::-1], second[start:][::-1])
    rest, other = first[start : len(first) - end], second[start : len(second) - end]
    is_swapped = len(rest) == len(other) == 2 and rest == other[::-1]
    is_short = max(len(rest), len(other)) == 1 or is_swapped
    return is_short and not any(map(str.isdigit, rest + other))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint that suggests the closest known word; for many words, use :class:`Suggestions`."""
    return Suggestions(known).did_you_mean(word)
