"""What the readers and the editor share: data, limits, where lines begin, patches of a text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

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


_NOT_BLANK: Final = re.compile(r"[^ \t\r\n]")


class Lines:
    """Where the lines of a text begin and end: offsets into lines and columns."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """The span of the text from one offset up to another."""
        return Span(*self._position(start), *self._position(end))

    def offsets(self, span: Span) -> tuple[int, int]:
        """The offsets of a span of the text."""
        start = self._starts[span.line - 1] + span.column - 1
        return start, self._starts[span.end_line - 1] + span.end_column - 1

    def line_start(self, number: int) -> int:
        """The offset at which a line starts, by its number from 1."""
        return self._starts[number - 1]

    def start(self, offset: int) -> int:
        """The offset at which the line of an offset starts."""
        if offset >= len(self._text):
            return len(self._text)
        return self._text.rfind("\n", 0, offset) + 1

    def end(self, offset: int) -> int:
        """The offset just after the line of an offset and its line end."""
        end = self._text.find("\n", offset)
        return len(self._text) if end < 0 else end + 1

    def content_end(self, offset: int) -> int:
        """The offset at which the line of an offset ends, without its line end."""
        end = self.end(offset)
        for newline in ("\n", "\r"):
            if self._text.endswith(newline, 0, end):
                end -= 1
        return end

    def column(self, offset: int) -> int:
        """How many characters of its line are before an offset."""
        return offset - (self._text.rfind("\n", 0, offset) + 1)

    def first_character(self, offset: int) -> int:
        """The offset of the next character that is not a space, a tab or a line end."""
        match = _NOT_BLANK.search(self._text, offset)
        return match.start() if match else len(self._text)

    def next_line(self, offset: int) -> int:
        """Where the first line that is not empty starts, from the start of a line on."""
        return self.start(self.first_character(offset))

    def next_token(self, offset: int) -> int:
        """The offset of what follows, in a flow map, after any comments."""
        at = self.first_character(offset)
        while self._text.startswith("#", at):
            at = self.first_character(self.end(at))
        return at

    def newline_at(self, offset: int) -> str:
        """How the lines above and below the start of a line end.

        If they differ, or one is missing, the line end of most lines of the text.
        """
        below = self.end(offset)
        ends = {self._text.endswith("\r\n", 0, end) for end in (offset, below)}
        if len(ends) == 1 and 0 < offset < below:
            is_crlf = ends.pop()
        else:
            is_crlf = 2 * self._text.count("\r\n") > self._text.count("\n")
        return "\r\n" if is_crlf else "\n"

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


class Patch(Struct, frozen=True):
    """A text to put in place of what is between two offsets."""

    start: int
    end: int
    text: str = ""


def offsets(patch: Patch) -> tuple[int, int]:
    """Where the text that a patch replaces starts and ends."""
    return patch.start, patch.end


Patches = tuple[Patch, ...]
"""Patches that make one edit, in the order of their offsets."""


def meeting_patches(patches: Sequence[Patches]) -> set[int]:
    """The indexes of the edits of which a patch meets one of an edit that is made."""
    meeting = set[int]()
    done = 0
    of_edits = ((patch, index) for index, of_edit in enumerate(patches) for patch in of_edit)
    for patch, index in sorted(of_edits, key=lambda of_edit: offsets(of_edit[0])):
        if patch.start < done:
            meeting.add(index)
        elif index not in meeting:
            done = patch.end
    return meeting


def patched(text: str, patches: Iterable[Patch]) -> str:
    """The text with patches that do not meet. The last line has a line end if the last one had."""
    parts: list[str] = []
    done = 0
    for patch in sorted(patches, key=offsets):
        parts += text[done : patch.start], patch.text
        done = patch.end
    parts.append(text[done:])
    patched = "".join(parts)
    return patched if text.endswith("\n") else patched.rstrip("\r\n")
