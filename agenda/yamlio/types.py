"""What both readers of a file share: the data they return, the limits, and where lines begin."""

import re
from bisect import bisect_right
from typing import Final

from agenda.model.diagnostic import Diagnostic, Location, Span

Data = str | list["Data"] | dict[str, "Data"]
"""What a file says: text, lists and maps with text keys."""

MAX_BYTES: Final = 1 << 20
MAX_VALUES: Final = 10_000
"""How many texts, lists and maps a file may have; a million would take many seconds to read."""

MAX_DEPTH: Final = 20
MAX_DIAGNOSTICS: Final = 500
"""How many diagnostics of one file are reported before the rest is left out."""

TOO_MANY_DIAGNOSTICS: Final = "further errors in this file are not shown"

FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]|\r(?!\n)"
)
"""Control characters, and characters that libyaml but no editor treats as a line end."""

LINE_ENDS: Final = "\r\x85\u2028\u2029"
"""Characters that libyaml and few other programs treat as line ends."""


class Lines:
    """Where the lines of a text begin: offsets into lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """The span of the text from one offset up to another."""
        return Span(*self._position(start), *self._position(end))

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def too_many_values(file: str, span: Span) -> Diagnostic:
    """The diagnostic for a file with more than :data:`MAX_VALUES` values; the span is the first."""
    return Diagnostic(
        Location(file, span),
        f"the file has more than {MAX_VALUES:,} values",
        "a visit or a report has about a hundred; is this the right file?",
        rule="too-large",
    )
