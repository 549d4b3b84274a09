"""Standard output and error, whatever their encoding: what it lacks is told by other signs."""

import os
import sys
from codecs import lookup
from io import TextIOWrapper
from typing import Final, TextIO

_UNTOLD: Final = "backslashreplace"
"""What becomes of a lone surrogate, which is a byte of a file's name."""


class Spelled(TextIOWrapper):
    """A stream whose encoding has not every letter: `→` is written as `->`."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding, as others are to see it."""
        # click takes a stream in ASCII for a broken one, and would write UTF-8 past this one.
        return "latin-1" if lookup(super().encoding).name == "ascii" else super().encoding

    def write(self, text: str) -> int:
        """Write a text, in the letters that there are."""
        super().write(self.told(text))
        return len(text)

    def told(self, text: str) -> str:
        """A text in the letters that there are."""
        encoding = super().encoding
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            from agenda.output.ascii_fallback import spelled

            return spelled(text, encoding)
        return text


def set_up() -> None:
    """Let nothing that is printed fail, whatever the streams of this process are."""
    if sys.stdout is None:  # closed by the caller, who wants to hear nothing
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  until the end
    sys.stdout, sys.stderr = _set_up(sys.stdout), _set_up(sys.stderr)


def print_data() -> None:
    """Print in UTF-8 from now on, whatever the locale: what follows is for programs."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors=_UNTOLD)


def encoded(text: str, stream: TextIO) -> bytes:
    """A text as a stream would write it."""
    told = stream.told(text) if isinstance(stream, Spelled) else text
    return told.encode(stream.encoding, _UNTOLD)


def drop_output() -> None:
    """Let go of what is still to be written, which would fail again when Python exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _set_up(stream: TextIO) -> TextIO:
    if not isinstance(stream, TextIOWrapper):
        return stream
    if stream.encoding.lower().startswith("utf"):
        stream.reconfigure(errors=_UNTOLD)
        return stream
    encoding, by_line, at_once = stream.encoding, stream.line_buffering, stream.write_through
    return Spelled(
        stream.detach(),
        encoding=encoding,
        errors=_UNTOLD,
        line_buffering=by_line,
        write_through=at_once,
    )
