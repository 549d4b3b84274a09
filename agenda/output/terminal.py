"""Standard output: a terminal of some width, or a pipe, which never wraps, cuts or colours."""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from itertools import pairwise, zip_longest
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final, Literal, NoReturn

from agenda.text.printable import escape_controls, is_printable

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

Colour = Literal["auto", "always", "never"]

Parts = Sequence[tuple[str, str]]
"""A text cut where its style changes: each part with its style."""

_COLOUR_SYSTEM: Final = "standard"
"""The terminal's own sixteen colours, which its user has chosen to be readable."""

_UNLIMITED: Final = 1_000_000
"""Columns that no line will fill."""

_BEFORE_WORD: Final = re.compile(r"\s(?=\S)")

_GAP: Final = 2
"""The spaces between two columns of a table."""

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
        return self.console.width if self.is_terminal else 0

    @cached_property
    def _columns(self) -> int:
        """The same, asked for only once, as many lines are printed."""
        return self.width

    @property
    def height(self) -> int:
        """The number of lines on the terminal, and 0 for a pipe."""
        return self.console.height if self.is_terminal else 0

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
        from rich.text import Text

        for renderable in renderables:
            if isinstance(renderable, Text):
                self.print_parts(self._parts(renderable))
            elif self.is_terminal:
                self.console.print(renderable)
            else:
                with self.console.capture() as captured:
                    self.console.print(renderable)
                for row in captured.get().removesuffix("\n").split("\n"):
                    self._write(row)

    def print_indented(self, label: "Text", text: "Text") -> None:
        """Print a text after a label; its further lines are indented below its beginning."""
        if self.is_terminal and label.cell_len > self._columns // 2:
            label = label.copy()
            label.truncate(self._columns // 2, overflow="ellipsis")
        self.print_parts(self._parts(text), self._parts(label))

    def print_parts(self, parts: Parts, label: Parts = ()) -> None:
        """Print a text given in parts; its further lines are indented by the width of the label."""
        indent = _width_of(label)
        start = self._styled(label)
        lines = []
        for line in self._lines(parts, max(1, self._columns - indent)):
            lines.append(start + self._styled(line))
            start = " " * indent
        self._write(*lines)

    def print_table(self, rows: Sequence[Sequence[Parts]]) -> None:
        """Print rows of cells in columns, as wide as the terminal has room for."""
        widths = _column_widths(rows, self._columns)
        rooms = [max(1, width - _GAP) for width in widths[:-1]] + widths[-1:]
        for row in rows:
            cells = (self._lines(cell, room) for cell, room in zip(row, rooms, strict=True))
            for lines in zip_longest(*cells, fillvalue=()):
                padded = (
                    self._styled(line) + " " * (width - _width_of(line))
                    for line, width in zip(lines, widths, strict=True)
                )
                self._write("".join(padded).rstrip())

    def _lines(self, parts: Parts, width: int) -> Iterator[Parts]:
        """The lines of a text; on a terminal, those that are too long are wrapped."""
        for line in _lines(parts):
            if self.is_terminal and _width_of(line) > width:
                yield from _split(line, _breaks("".join(part for part, _ in line), width))
            else:
                yield line

    def _parts(self, text: "Text") -> Parts:
        """A text cut where its style changes."""
        if not self.is_styled:
            return [(text.plain, "")]
        if any(span.start < before.end for before, span in pairwise(text.spans)):
            from rich.text import Text

            segments = Text.assemble(text).render(self.console)  # styles within others
            return [(segment.text, str(segment.style or "")) for segment in segments]
        plain, base, end = text.plain, str(text.style), 0
        parts = []
        for span in text.spans:
            parts.append((plain[end : span.start], base))
            parts.append((plain[span.start : span.end], f"{base} {span.style}".strip()))
            end = span.end
        return [*(part for part in parts if part[0]), (plain[end:], base)]

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
    from rich.color import ColorSystem
    from rich.style import Style

    return Style.parse(style).render("|", color_system=ColorSystem.STANDARD).partition("|")[0]


def _width_of(line: Parts) -> int:
    from rich.cells import cell_len

    return cell_len(line[0][0]) if len(line) == 1 else sum(cell_len(part) for part, _ in line)


def _lines(parts: Parts) -> Iterable[Parts]:
    """The lines of a text."""
    if not any("\n" in part for part, _ in parts):
        return (parts,)
    if len(parts) == 1:
        return ([(line, parts[0][1])] for line in parts[0][0].split("\n"))
    text = "".join(part for part, _ in parts)
    return _split(parts, [match.end() for match in re.finditer("\n", text)])


def _breaks(line: str, width: int) -> Iterator[int]:
    """Where to break a line so that its parts fit: between words, or in a longer word."""
    from rich.cells import cell_len, chop_cells

    column = 0
    starts = [match.end() for match in _BEFORE_WORD.finditer(line)]
    if starts and line[: starts[0]].isspace():
        starts = starts[1:]
    for start, end in pairwise([0, *starts, len(line)]):
        word = line[start:end]
        if column + (length := cell_len(word.rstrip())) <= width:
            column += cell_len(word)
            continue
        offset = start
        for chunk in chop_cells(word, width) if length > width else (word,):
            if offset:
                yield offset
            offset += len(chunk)
            column = cell_len(chunk)


def _split(parts: Parts, breaks: Iterable[int]) -> Iterator[Parts]:
    """A text cut into lines; blanks at the end of a line are dropped."""
    line: list[tuple[str, str]] = []
    ends = iter(breaks)
    end, offset = next(ends, None), 0
    for part, style in parts:
        start, after = 0, offset + len(part)
        while end is not None and end <= after:
            yield _stripped([*line, (part[start : end - offset], style)])
            start, line, end = end - offset, [], next(ends, None)
        line.append((part[start:], style))
        offset = after
    yield _stripped(line)


def _stripped(line: Parts) -> Parts:
    """A line without the blanks at its end."""
    while line and not line[-1][0].strip():
        line = line[:-1]
    return [*line[:-1], *((part.rstrip(), style) for part, style in line[-1:])]


def _column_widths(rows: Sequence[Sequence[Parts]], width: int) -> list[int]:
    """The widths of a table's columns, with the gaps between them, in at most ``width`` columns.

    A column is as wide as its widest text, if there is room; the widest columns become narrower
    first. A ``width`` of 0 is no limit.
    """
    widths = [max(map(_width_of, column)) for column in zip(*rows, strict=True)]
    widths = [wide + _GAP for wide in widths[:-1]] + [max(1, wide) for wide in widths[-1:]]
    if width:
        widths = [min(wide, width) for wide in widths]
    while width and (excess := sum(widths) - width) > 0:
        widest = max(widths)
        step = widest - max((wide for wide in widths if wide < widest), default=0)
        columns = [column for column, wide in enumerate(widths) if wide == widest]
        for number, column in enumerate(columns):
            cut = min(step, round(excess / (len(columns) - number)))
            widths[column] -= cut
            excess -= cut
    return widths
