"""Standard output: a terminal of some width, or a pipe, which never wraps, cuts or colours."""

import os
import sys
from collections.abc import Iterable
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final, Literal, NoReturn

from agenda.text.printable import escape_controls, is_printable

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

Colour = Literal["auto", "always", "never"]

_COLOUR_SYSTEM: Final = "standard"
"""The terminal's own sixteen colours, which its user has chosen to be readable."""

_UNLIMITED: Final = 1_000_000
"""Columns that no line will fill."""

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

    @property
    def width(self) -> int:
        """The number of columns to fill."""
        return self.console.width if self.is_terminal else 0

    @property
    def console(self) -> "Console":
        """Rich's console, which prints data literally: no markup, no emoji codes."""
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
            is_dumb = self.is_terminal and not self.can_redraw
            columns, lines = get_terminal_size() if is_dumb else (None, None)
            self._console = Terminal(
                width=columns if self.is_terminal else _UNLIMITED,
                height=lines,
                force_terminal=self.is_terminal or self.is_styled,
                color_system=_COLOUR_SYSTEM if self.is_styled else None,
                no_color=not self.is_styled,
                markup=False,
                emoji=False,
                highlight=False,
                soft_wrap=not self.is_terminal,
            )
        return self._console

    def print(self, *renderables: "RenderableType") -> None:
        """Print renderables, each on lines of its own."""
        if self.is_terminal:
            for renderable in renderables:
                self.console.print(renderable)
            return
        for renderable in renderables:
            text, is_plain = self._unwrapped(renderable)
            for line in text.split("\n"):
                self._write(escape_controls(line.rstrip()) if is_plain else line.rstrip())

    def _unwrapped(self, renderable: "RenderableType") -> tuple[str, bool]:
        """What a renderable looks like in a pipe, and whether that is without styles."""
        from rich.text import Text

        if isinstance(renderable, Text) and not self.is_styled:
            return renderable.plain, True  # as rich does, at a hundredth of the time
        with self.console.capture() as captured:
            self.console.print(renderable)
        return captured.get().removesuffix("\n"), not self.is_styled

    def print_indented(self, label: "Text", text: "Text") -> None:
        """Print a text after a label; lines that wrap are indented below its beginning."""
        if not self.is_terminal:
            self.print(label + text)
            return
        from rich.table import Table

        grid = Table.grid()
        grid.add_column(width=min(label.cell_len, self.width // 2), no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(label, text)
        self.print(grid)

    def line(self, text: str = "") -> None:
        """Print one line, in which characters that do harm are escaped."""
        self._write(escape_controls(text))

    def _write(self, line: str) -> None:
        sys.stdout.write(line + "\n")
