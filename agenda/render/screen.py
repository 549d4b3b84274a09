"""Where output goes: a terminal of some width, or a pipe, which never wraps, cuts or colours."""

import os
import sys
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

Colour = Literal["auto", "always", "never"]

_ENDLESS: Final = 1_000_000
"""Columns that no line will fill."""


class Screen:
    """Standard output. ``width`` is in columns, and 0 for a pipe, where lines have no end."""

    def __init__(self, colour: Colour) -> None:
        self.is_terminal = sys.stdout.isatty()
        # NO_COLOR asks for no colour; a calm reading of it is no escape of any kind.
        plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
        self.is_styled = colour == "always" or (colour == "auto" and self.is_terminal and not plain)
        self._console: Console | None = None

    @property
    def width(self) -> int:
        """How many columns there are to fill."""
        return self.console.width if self.is_terminal else 0

    @property
    def console(self) -> "Console":
        """Rich's console, which prints data literally: no markup, no emoji codes."""
        if self._console is None:
            from rich.console import Console

            self._console = Console(
                width=None if self.is_terminal else _ENDLESS,
                force_terminal=self.is_styled,
                color_system="auto" if self.is_styled else None,
                markup=False,
                emoji=False,
                highlight=False,
                soft_wrap=not self.is_terminal,
            )
        return self._console

    def print(self, *what: "RenderableType") -> None:
        """Print things, each from a line of its own."""
        if self.is_terminal:
            for thing in what:
                self.console.print(thing)
            return
        with self.console.capture() as captured:
            for thing in what:
                self.console.print(thing)
        for line in captured.get().splitlines():
            self.line(line.rstrip())

    def line(self, text: str = "") -> None:
        """Print one line as it stands."""
        sys.stdout.write(text + "\n")
