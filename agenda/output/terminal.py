"""Standard output: a terminal of some width, or a pipe, which never wraps, cuts or colours."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Literal, NoReturn

from agenda.output.layout import (
    GAP,
    Parts,
    column_widths,
    lines_of,
    plain,
    rooms,
    truncated,
    width_of,
    wrapped,
)
from agenda.text.printable import escape_controls, is_printable

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

Colour = Literal["auto", "always", "never"]

_COLOUR_SYSTEM: Final = "standard"
"""The terminal's own sixteen colours, which its user has chosen to be readable."""

_CODES: Final = {
    "bold": 1, "dim": 2, "italic": 3, "underline": 4, "reverse": 7, "red": 31, "green": 32,
    "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36,
}  # fmt: skip
"""The number with which a terminal is asked for a style."""

STATE_STYLES: Final = {
    "rumoured": "dim",
    "tentative": "yellow",
    "announced": "cyan",
    "confirmed": "bold green",
    "doubtful": "magenta",
    "postponed": "red",
    "cancelled": "red",
    "completed": "green",
}
"""The colour of each state; the word itself is always printed with it."""

SEVERITY_STYLES: Final = {"error": "bold red", "warning": "bold yellow", "notice": "bold blue"}
"""The colour of each severity; the word itself is always printed with it."""


class Output:
    """Standard output. ``width`` is in columns, and 0 for a pipe, where lines are not limited."""

    def __init__(self, colour: Colour) -> None:
        self.is_terminal = sys.stdout.isatty()
        # NO_COLOR asks for no colour; taken strictly, for no escape sequence of any kind.
        is_dumb = os.environ.get("TERM") == "dumb"
        is_wanted = os.environ.get("FORCE_COLOR") or (self.is_terminal and not is_dumb)
        is_plain = os.environ.get("NO_COLOR") or not is_wanted
        self.is_styled = colour == "always" or (colour == "auto" and not is_plain)
        self.can_redraw = self.is_terminal and not is_dumb
        self._console: Console | None = None
        self._unwritten: list[str] | None = None

    @property
    def width(self) -> int:
        """The number of columns to fill."""
        return self._size()[0]

    @cached_property
    def _columns(self) -> int:
        """The same, asked for only once, as many lines are printed."""
        return self.width

    @property
    def height(self) -> int:
        """The number of lines on the terminal, and 0 for a pipe."""
        return self._size()[1]

    def _size(self) -> tuple[int, int]:
        if not self.is_terminal:
            return 0, 0
        from shutil import get_terminal_size

        return get_terminal_size()

    @property
    def console(self) -> "Console":
        """Rich's console for a terminal, which prints data literally: no markup, no emoji codes."""
        if self._console is None:
            from rich.console import Console, ConsoleOptions, RenderableType
            from rich.segment import Segment

            class Terminal(Console):
                """Rich's console; a closed pipe is an error for the caller."""

                def on_broken_pipe(self) -> NoReturn:
                    raise BrokenPipeError

                def render(
                    self, renderable: RenderableType, options: ConsoleOptions | None = None
                ) -> Iterable[Segment]:
                    """What is printed, in which characters that do harm are escaped."""
                    for segment in super().render(renderable, options):
                        if segment.control or is_printable(segment.text.replace("\n", "")):
                            yield segment
                        else:
                            lines = map(escape_controls, segment.text.split("\n"))
                            yield Segment("\n".join(lines), segment.style)

            # Rich takes every dumb terminal for one of 80 columns.
            is_dumb = not self.can_redraw
            self._console = Terminal(
                width=self.width if is_dumb else None,
                height=self.height if is_dumb else None,
                force_terminal=True,
                color_system=_COLOUR_SYSTEM if self.is_styled else None,
                no_color=not self.is_styled,
                markup=False,
                emoji=False,
                highlight=False,
            )
        return self._console

    def print_renderable(self, renderable: "RenderableType") -> None:
        """Print a table or a panel of rich on a terminal."""
        self.console.print(renderable)

    def print_indented(self, label: Parts, parts: Parts) -> None:
        """Print a text after a label; its further lines are indented below its beginning."""
        if self.is_terminal:
            label = truncated(label, self._columns // 2)
        self.print_parts(parts, label)

    def print_text(self, text: str, style: str = "") -> None:
        """Print a text of one style."""
        self.print_parts([(text, style)])

    def print_parts(self, parts: Parts, label: Parts = ()) -> None:
        """Print a text given in parts; its further lines are indented by the width of the label."""
        if not self.is_styled:
            parts = [(plain(parts), "")]
        indent = width_of(label)
        start = self._styled(label)
        lines = []
        for line in self._lines(parts, max(1, self._columns - indent)):
            lines.append(start + self._styled(line))
            start = " " * indent
        self._write(*lines)

    def print_table(self, rows: Sequence[Sequence[Parts]]) -> None:
        """Print rows of cells in columns, as wide as the terminal has room for."""
        widths = column_widths(rows, self._columns)
        overflow_gap = 0 if self._columns else GAP
        for row in rows:
            cells = (self._lines(cell, room) for cell, room in zip(row, rooms(widths), strict=True))
            for lines in zip_longest(*cells, fillvalue=()):
                padded = (
                    self._styled(line) + " " * max(width - width_of(line), overflow_gap)
                    for line, width in zip(lines, widths, strict=True)
                )
                self._write("".join(padded).rstrip())

    def _lines(self, parts: Parts, columns: int) -> Iterable[Parts]:
        """The lines of a text; on a terminal, those that are too long are wrapped."""
        lines = lines_of(parts)
        if not self.is_terminal:
            return lines
        return (part for line in lines for part in wrapped(line, columns))

    def _styled(self, parts: Parts) -> str:
        """A line with its styles, in which characters that do harm are escaped."""
        if len(parts) == 1 and not (self.is_styled and parts[0][1]):
            return escape_controls(parts[0][0])  # as most lines of a long text
        return "".join(
            f"{_ansi_codes(style)}{escape_controls(part)}\x1b[0m"
            if style and self.is_styled and part
            else escape_controls(part)
            for part, style in parts
        )

    def line(self, text: str = "") -> None:
        """Print one line, in which characters that do harm are escaped."""
        self._write_text(escape_controls(text) + "\n")

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Write lines together, as a terminal takes as long for one as for several."""
        self._unwritten = []
        try:
            yield
        finally:
            texts, self._unwritten = self._unwritten, None
            sys.stdout.write("".join(texts))

    def _write(self, *lines: str) -> None:
        shown = lines if self.is_terminal else map(str.rstrip, lines)
        self._write_text("".join(f"{line}\n" for line in shown))

    def _write_text(self, text: str) -> None:
        if self._unwritten is None:
            sys.stdout.write(text)
        else:
            self._unwritten.append(text)


@cache
def _ansi_codes(style: str) -> str:
    """What a terminal obeys to print in a style."""
    return f"\x1b[{';'.join(map(str, sorted(_CODES[name] for name in style.split())))}m"
