"""The text of `agenda validate`: a line a problem, and on a terminal the place under it."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from agenda.model.diagnostic import Problem, Span
from agenda.output.ci.common import position, sentence
from agenda.output.styles import SEVERITY_STYLES
from agenda.output.terminal import Screen
from agenda.output.wording import count, literal
from agenda.store.book import Book
from agenda.yamlio.reader import FORBIDDEN

_GUTTER: Final = "      │ "
_MOST_TO_A_COLUMN: Final = 4
"""Characters of a line that are looked at for each column; accents take no room."""


def print_problems(
    screen: Screen, book: Book, found: Sequence[Problem], base: str, files: int
) -> None:
    """Print every problem of some files, then how many there are. ``base`` comes before paths."""
    for problem in found:
        if screen.is_terminal:
            _print_with_place(screen, book, problem, base)
        else:
            screen.line(
                f"{position(book, problem.fault.place, base)}: "
                f"{problem.severity}[{problem.rule}] {sentence(problem.fault)}"
            )
    screen.line(summary(files, found))


def summary(files: int, found: Sequence[Problem]) -> str:
    """One line: how many files were checked, and how many problems of each weight are in them."""
    numbers = Counter(problem.severity for problem in found)
    told = [
        count(numbers[severity], severity)
        for severity in ("error", "warning", "notice")
        if numbers[severity]
    ]
    return f"{count(files, 'file')} checked: {', '.join(told) or 'no problems'}"


def _print_with_place(screen: Screen, book: Book, problem: Problem, base: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    fault = problem.fault
    style = SEVERITY_STYLES[problem.severity]
    screen.print(
        Text.assemble(
            (position(book, fault.place, base), "bold"),
            ": ",
            (f"{problem.severity}[{problem.rule}]", style),
            f" {literal(fault.message)}",
        )
    )
    span = book.span(fault.place)
    line = _line(book.text_of(fault.place.file), span)
    if line is not None:
        gutter = f"{span.line:>5} │ "
        shown, caret = _window(line, span, screen.width - len(gutter))
        screen.print(Text.assemble((gutter, "dim"), shown))
        screen.print(Text.assemble((_GUTTER, "dim"), (caret, style)))
    if fault.hint:
        screen.print(Padding(Text(literal(fault.hint)), (0, 0, 0, len(_GUTTER))))
    for related in fault.related:
        where = position(book, related.place, base)
        screen.print(
            Padding(Text(f"{where}: {literal(related.message)}", "dim"), (0, 0, 0, len(_GUTTER)))
        )
    screen.line()


@lru_cache(maxsize=1)
def _lines(text: str) -> list[str]:
    """A file's lines; the problems of one file come one after another."""
    return text.split("\n")


def _line(text: str, span: Span) -> str | None:
    """The source line of a problem, unless there is nothing on it."""
    lines = _lines(text)
    if span.line > len(lines) or not lines[span.line - 1].strip():
        return None
    return lines[span.line - 1].removesuffix("\r")


def _fit_to_show(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text.replace("\t", " "))


def _window(line: str, span: Span, room: int) -> tuple[str, str]:
    """As much of a line as there is room for, and carets under the span."""
    from rich.cells import cell_len

    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = max(start + 1, min(end, len(line)))
    begin, before, after = 0, "", ""
    longest = _MOST_TO_A_COLUMN * room
    shown = _fit_to_show(line[:longest])
    if len(line) > longest or cell_len(shown) > room:
        begin = max(0, min(start - room // 3, len(line) - room + 2))
        before = "…" if begin else ""
        shown = _fit_to_show(line[begin : begin + longest])
        while cell_len(before + shown) > room - 1:
            shown = shown[:-1]
        after = "…" if begin + len(shown) < len(line) else ""
    marked = shown[start - begin : end - begin]
    lead = cell_len(before + shown[: start - begin])
    return before + shown + after, " " * lead + "^" * max(1, cell_len(marked))
