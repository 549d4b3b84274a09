"""Texts for a stream that has not every letter: an ASCII locale's, or an old code page's."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from agenda.text.transliterate import latin

_SIGNS: Final = {
    "→": "->", "←": "<-", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "“": '"', "”": '"',
    "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "·": ".", "•": "*", "×": "x",
    "█": "#", "▓": "#", "▒": ":", "░": ":", "€": "EUR", "£": "GBP",
}  # fmt: skip

_GAP: Final = re.compile("( {2,})")


def spelled(text: str, encoding: str) -> str:
    """A text without the signs that an encoding lacks: each is told by ASCII ones, or by `?`.

    What becomes longer takes its columns from the next gap in its line, so that what stands in
    columns still does.
    """
    return "".join(_line(line, encoding) for line in text.splitlines(keepends=True))


def _line(line: str, encoding: str) -> str:
    told = []
    surplus = 0
    for part in _GAP.split(line):
        if part.startswith("  "):
            gap = max(1, len(part) - surplus)
            surplus -= len(part) - gap
            told.append(" " * gap)
            continue
        for sign in part:
            if _is_in(sign, encoding):
                told.append(sign)
                continue
            instead = _instead_of(sign)
            surplus += len(instead) - columns(sign)
            told.append(instead)
    return "".join(told)


def columns(sign: str) -> int:
    """How many columns of a terminal a sign fills: two if it is wide, none if it joins another."""
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


@lru_cache(maxsize=1000)
def _is_in(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        # A lone surrogate is a byte of a file's name, which the stream tells by its code.
        return unicodedata.category(sign) == "Cs"
    return True


@lru_cache(maxsize=1000)
def _instead_of(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    name = unicodedata.name(sign, "")
    if name.startswith("BOX DRAWINGS"):
        plain = {"HORIZONTAL": "-", "VERTICAL": "|"} if " AND " not in name else {}
        return plain.get(name.rpartition(" ")[2], "+")
    return latin(sign) or "?" * columns(sign)
