"""Numbers large enough to be read across a room."""

from typing import Final

HEIGHT: Final = 5

_GLYPHS: Final = {
    "0": ("███", "█ █", "█ █", "█ █", "███"),
    "1": (" █ ", "██ ", " █ ", " █ ", "███"),
    "2": ("███", "  █", "███", "█  ", "███"),
    "3": ("███", "  █", " ██", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"),
    "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"),
    "7": ("███", "  █", "  █", " █ ", " █ "),
    "8": ("███", "█ █", "███", "█ █", "███"),
    "9": ("███", "█ █", "███", "  █", "███"),
    "–": ("   ", "   ", "███", "   ", "   "),
}


def large(text: str) -> list[str]:
    """A number or a range, `3–30`, as lines of blocks."""
    return [" ".join(_GLYPHS[sign][line] for sign in text) for line in range(HEIGHT)]
