"""The text of `agenda validate`, and the line that every command prints for a diagnostic."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, get_args

from agenda.model.diagnostic import Diagnostic, LocatedDiagnostic, Location, Severity, Span
from agenda.output.cells import cell_len, chop_cells
from agenda.output.terminal import SEVERITY_STYLES, Output
from agenda.services.check import CheckResult
from agenda.store.book import Book
from agenda.text.printable import escape_controls, is_printable
from agenda.text.prose import count
from agenda.yamlio.types import FORBIDDEN

SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""The severities, the worst first."""

_MANY: Final = 3
"""How many diagnostics of one kind in one file are printed as one."""

_MAX_LINES: Final = 6
"""How many lines are named one by one."""

_QUOTED_OR_NUMBER: Final = re.compile(r"`[^`]*`|\d+")

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
    output: Output,
    result: CheckResult,
    base: str,
    *,
    with_notices: bool = False,
    with_summary: bool = True,
) -> None:
    """Print the errors, then the warnings, and notices if wanted; then how many there are.

    On a terminal each has its source line. ``base`` goes before each path.
    """
    book = result.book
    wanted = result.diagnostics if with_notices else without_notices(result.diagnostics)
    for group in groups_of_alike(by_severity(wanted)):
        more = _more(book, group)
        if output.is_terminal:
            with output.at_once():
                _print_with_source(output, book, group[0], base, more)
        else:
            output.line(line_in(book, group[0], base) + (f" ({more})" if more else ""))
    if with_summary:
        _print_summary(output, summary(result, with_notices=with_notices))


def without_notices(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The errors and warnings among some diagnostics."""
    return [diagnostic for diagnostic in diagnostics if diagnostic.severity != "notice"]


def by_severity(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics with the errors first and the notices last, otherwise in the same order."""
    return sorted(diagnostics, key=lambda diagnostic: SEVERITIES.index(diagnostic.severity))


def groups_of_alike(diagnostics: Sequence[Diagnostic]) -> Iterator[list[Diagnostic]]:
    """Diagnostics in their order, those of one kind in one file together if they are many.

    They are alike if they have one rule, one hint, and messages that differ only in what they
    quote and count.
    """
    groups: dict[tuple[str, ...], list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        groups[_kind(diagnostic)].append(diagnostic)
    for diagnostic in diagnostics:
        group = groups[_kind(diagnostic)]
        if len(group) < _MANY:
            yield [diagnostic]
        elif diagnostic is group[0]:
            yield group


def _kind(diagnostic: Diagnostic) -> tuple[str, ...]:
    message = _QUOTED_OR_NUMBER.sub("…", diagnostic.message)
    return diagnostic.location.file, diagnostic.rule, diagnostic.hint, message


def _more(book: Book, group: Sequence[Diagnostic]) -> str:
    """How many diagnostics are like the first one of a group, and where."""
    if len(group) == 1:
        return ""
    lines = sorted({book.span(diagnostic.location).line for diagnostic in group[1:]})
    if len(lines) > _MAX_LINES:
        where = f"lines {lines[0]} to {lines[-1]}"
    else:
        *others, last = map(str, lines)
        where = f"lines {', '.join(others)} and {last}" if others else f"line {last}"
    return f"and {len(group) - 1:,} more like it on {where}"


def _print_summary(output: Output, text: str) -> None:
    output.print_text(text)


def summary(result: CheckResult, *, with_notices: bool = True) -> str:
    """How many files were checked, and how many problems of each severity there are."""
    numbers = Counter(diagnostic.severity for diagnostic in result.diagnostics)
    ignored = Counter(
        diagnostic.severity
        for diagnostic in result.diagnostics
        if result.fails_only_by_calendar(diagnostic)
    )
    counts = []
    for severity in SEVERITIES:
        if number := numbers[severity]:
            text = count(number, severity)
            if severity == "notice" and not with_notices:
                text += " (listed by --notices)"
            if ignored[severity]:
                verb = "counts" if ignored[severity] == 1 else "count"
                text += f" ({ignored[severity]:,} {verb} only with --calendar)"
            counts.append(text)
    return f"{count(result.file_count, 'file')} checked: {', '.join(counts) or 'no problems'}"


def print_statistics(
    output: Output, result: CheckResult, base: str, *, with_summary: bool = True
) -> None:
    """Print for each rule how often it is broken, and the first diagnostic as an example."""
    by_rule: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in by_severity(result.diagnostics):
        by_rule[f"{diagnostic.severity}[{diagnostic.rule}]"].append(diagnostic)
    # Sorting keeps the order of the severities.
    rows = sorted(
        by_rule.items(), key=lambda row: (SEVERITIES.index(row[1][0].severity), -len(row[1]))
    )
    numbers = max((len(f"{len(broken):,}") for broken in by_rule.values()), default=0)
    names = max(map(len, by_rule), default=0)
    for name, broken in rows:
        first = broken[0]
        where, what = position(result.book, first.location, base), sentence(first)
        number = f"{len(broken):>{numbers},}  "
        if output.is_terminal:
            output.print_parts([(number, ""), (name, SEVERITY_STYLES[first.severity])])
            output.print_parts([(f"{where}: {what}", "")], [(" " * len(number), "")])
        else:
            output.line(f"{number}{name:{names}}  {where}: {what}")
    if with_summary:
        _print_summary(output, summary(result))


def _print_with_source(
    output: Output, book: Book, diagnostic: Diagnostic, base: str, more: str
) -> None:
    style = SEVERITY_STYLES[diagnostic.severity]
    span = book.span(diagnostic.location)
    output.print_parts(
        [
            (_position(diagnostic.location.file, span, base), "bold"),
            (": ", ""),
            (f"{diagnostic.severity}[{diagnostic.rule}]", style),
            (f" {escape_controls(diagnostic.message)}", ""),
        ]
    )
    line = _line(book.text_of(diagnostic.location.file), span)
    if line is not None:
        gutter = f"{span.line:>5} │ "
        source, carets = _window(line, span, output.width - len(gutter))
        output.print_parts([(gutter, "dim"), (source, "")])
        output.print_parts([(_GUTTER, "dim"), (carets, style)])
    indent = [(" " * len(_GUTTER), "")]
    if diagnostic.hint:
        output.print_parts([(escape_controls(diagnostic.hint), "")], indent)
    for related in related_lines(book, diagnostic, base):
        output.print_parts([(related, "dim")], indent)
    if more:
        output.print_parts([(more, "")], indent)
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


def _printable(text: str) -> Sequence[str]:
    """The characters of a part of a line, as they are printed."""
    text = FORBIDDEN.sub("\ufffd", text.replace("\t", " "))
    return text if is_printable(text) else [escape_controls(char) for char in text]


def _window(line: str, span: Span, room: int) -> tuple[str, str]:
    """The part of a line that fits, and carets below the span."""
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = max(start + 1, min(end, len(line)))
    begin, before, after = 0, "", ""
    longest = _MAX_PER_COLUMN * room
    chars = _printable(line[:longest])
    shown = "".join(chars)
    if len(line) > longest or cell_len(shown) > room:
        begin = max(0, min(start - room // 3, len(line) - room + 2))
        # Wide characters, and those that are printed as escapes, take more columns than one.
        while begin < start and cell_len("".join(_printable(line[begin : start + 1]))) > room - 2:
            begin += (start - begin + 1) // 2
        before = "…" if begin else ""
        chars = _printable(line[begin : begin + longest])
        whole = "".join(chars)
        shown = next(iter(chop_cells(whole, max(1, room - 1 - len(before)))), whole)
        after = "…" if len(shown) < len(whole) or begin + len(chars) < len(line) else ""
    lead = before + "".join(chars[: start - begin])
    marked = "".join(chars[start - begin : end - begin])
    room_of_marked = cell_len(before + shown) - cell_len(lead)
    carets = max(1, min(cell_len(marked), room_of_marked))
    return before + shown + after, " " * cell_len(lead) + "^" * carets
