"""The text of `agenda validate`, and the line that every command prints for a diagnostic."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from agenda.model.diagnostic import Diagnostic, LocatedDiagnostic, Location, Span
from agenda.output.terminal import SEVERITY_STYLES, Output
from agenda.store.book import Book
from agenda.text.printable import escape_controls
from agenda.text.prose import count
from agenda.yamlio.types import FORBIDDEN

_GUTTER: Final = "      │ "
_MAX_PER_COLUMN: Final = 4
"""How many characters of a line may share one column; accents take no room."""


def sentence(diagnostic: Diagnostic) -> str:
    """What is wrong and what to do about it, on one line."""
    hint = f"; {diagnostic.hint}" if diagnostic.hint else ""
    return escape_controls(f"{diagnostic.message}{hint}")


def position(book: Book, location: Location, base: str) -> str:
    """A location as editors and terminals take it: `agendas/ru-vn-2024.yaml:3:8`."""
    return _position(location.file, book.span(location), base)


def _position(file: str, span: Span, base: str) -> str:
    return f"{escape_controls(base + file)}:{span.line}:{span.column}"


def diagnostic_line(located: LocatedDiagnostic, base: str = "") -> str:
    """A diagnostic on one line: `FILE:LINE:COLUMN: SEVERITY[RULE] message; hint`."""
    diagnostic = located.diagnostic
    where = _position(diagnostic.location.file, located.span, base)
    return f"{where}: {diagnostic.severity}[{diagnostic.rule}] {sentence(diagnostic)}"


def line_in(book: Book, diagnostic: Diagnostic, base: str = "") -> str:
    """The same for a diagnostic of a book."""
    return diagnostic_line(LocatedDiagnostic(diagnostic, book.span(diagnostic.location)), base)


def related_lines(book: Book, diagnostic: Diagnostic, base: str) -> list[str]:
    """A line for each related location of a diagnostic."""
    return [
        f"{position(book, related.location, base)}: {escape_controls(related.message)}"
        for related in diagnostic.related
    ]


def print_diagnostics(
    output: Output, book: Book, diagnostics: Sequence[Diagnostic], base: str, file_count: int
) -> None:
    """Print each diagnostic, on a terminal with its source line, then how many there are.

    ``base`` goes before each path.
    """
    for diagnostic in diagnostics:
        if output.is_terminal:
            _print_with_source(output, book, diagnostic, base)
        else:
            output.line(line_in(book, diagnostic, base))
    output.line(summary(file_count, diagnostics))


def summary(file_count: int, diagnostics: Sequence[Diagnostic]) -> str:
    """How many files were checked, and how many problems of each severity there are."""
    numbers = Counter(diagnostic.severity for diagnostic in diagnostics)
    counts = [
        count(numbers[severity], severity)
        for severity in ("error", "warning", "notice")
        if numbers[severity]
    ]
    return f"{count(file_count, 'file')} checked: {', '.join(counts) or 'no problems'}"


def _print_with_source(output: Output, book: Book, diagnostic: Diagnostic, base: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    style = SEVERITY_STYLES[diagnostic.severity]
    output.print(
        Text.assemble(
            (position(book, diagnostic.location, base), "bold"),
            ": ",
            (f"{diagnostic.severity}[{diagnostic.rule}]", style),
            f" {escape_controls(diagnostic.message)}",
        )
    )
    span = book.span(diagnostic.location)
    line = _line(book.text_of(diagnostic.location.file), span)
    if line is not None:
        gutter = f"{span.line:>5} │ "
        source, carets = _window(line, span, output.width - len(gutter))
        output.print(Text.assemble((gutter, "dim"), source))
        output.print(Text.assemble((_GUTTER, "dim"), (carets, style)))
    indent = (0, 0, 0, len(_GUTTER))
    if diagnostic.hint:
        output.print(Padding(Text(escape_controls(diagnostic.hint)), indent))
    for related in related_lines(book, diagnostic, base):
        output.print(Padding(Text(related, "dim"), indent))
    output.line()


@lru_cache(maxsize=1)
def _lines(text: str) -> list[str]:
    """A file's lines, cached: the diagnostics of one file follow each other."""
    return text.split("\n")


def _line(text: str, span: Span) -> str | None:
    """The source line of a diagnostic, unless it is empty."""
    lines = _lines(text)
    if span.line > len(lines) or not lines[span.line - 1].strip():
        return None
    return lines[span.line - 1].removesuffix("\r")


def _printable(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text.replace("\t", " "))


def _window(line: str, span: Span, room: int) -> tuple[str, str]:
    """The part of a line that fits, and carets below the span."""
    from rich.cells import cell_len

    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = max(start + 1, min(end, len(line)))
    begin, before, after = 0, "", ""
    longest = _MAX_PER_COLUMN * room
    shown = _printable(line[:longest])
    if len(line) > longest or cell_len(shown) > room:
        begin = max(0, min(start - room // 3, len(line) - room + 2))
        before = "…" if begin else ""
        shown = _printable(line[begin : begin + longest])
        while cell_len(before + shown) > room - 1:
            shown = shown[:-1]
        after = "…" if begin + len(shown) < len(line) else ""
    marked = shown[start - begin : end - begin]
    lead = cell_len(before + shown[: start - begin])
    return before + shown + after, " " * lead + "^" * max(1, cell_len(marked))
