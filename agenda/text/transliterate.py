"""Latin letters in ASCII, as somebody types them who has no others."""

import unicodedata
from typing import Final

_LATIN: Final = {
    "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "ß": "ss", "ẞ": "SS", "Þ": "Th", "þ": "th",
    "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Ł": "L", "ł": "l", "ı": "i",
    "Ħ": "H", "ħ": "h", "Ŧ": "T", "ŧ": "t", "Ŋ": "N", "ŋ": "n", "Ə": "A", "ə": "a",
}  # fmt: skip
"""Latin letters that Unicode does not take apart."""


def latin(sign: str) -> str:
    """A Latin letter, digit or sign in ASCII: `é` is `e`, `ß` is `ss`. Nothing for any other."""
    if sign in _LATIN:
        return _LATIN[sign]
    return unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
