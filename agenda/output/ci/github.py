"""Diagnostics as workflow commands, which GitHub Actions shows at their lines.

The runner reads one line for each.
"""

from collections import Counter
from typing import Final

from agenda.model.diagnostic import Diagnostic, Span
from agenda.output.ci import common
from agenda.output.diagnostics import by_severity, line_in, related_lines, sentence
from agenda.services.check import CheckResult
from agenda.store.book import Book
from agenda.text.printable import escape_controls
from agenda.text.prose import count

SHOWN: Final = 10
"""How many annotations of each severity GitHub shows for a step; it drops the others silently."""


def render(result: CheckResult, base: str) -> str:
    """A command for each diagnostic that GitHub shows, and a plain line for each of the rest.

    The last command of a severity says how many more there are. ``base`` goes before each path.
    Columns count code points from 1 and end after the last one. GitHub documents neither; other
    linters count in the same way.
    """
    book, diagnostics = result.book, by_severity(result.diagnostics)
    totals = Counter(diagnostic.severity for diagnostic in diagnostics)
    numbers = common.occurrences([diagnostic.severity for diagnostic in diagnostics])
    commands, rest = [], []
    for diagnostic, number in zip(diagnostics, numbers, strict=True):
        if number < SHOWN or totals[diagnostic.severity] == SHOWN:
            commands.append(_command(book, diagnostic, base))
        else:
            rest.append(line_in(book, diagnostic, base))
    for severity, total in totals.items():
        if total > SHOWN:
            more = count(total - SHOWN + 1, f"more {severity}")
            commands.append(f"::{severity} title=agenda::{more}, listed in the log of this step")
    return "\n".join([*commands, *rest])


def _command(book: Book, diagnostic: Diagnostic, base: str) -> str:
    location = diagnostic.location
    properties = {
        "title": f"agenda: {diagnostic.rule}",
        "file": escape_controls(common.path(location, base)),
        **_lines_and_columns(book.span(location)),
    }
    written = ",".join(f"{name}={_escaped(value)}" for name, value in properties.items())
    message = "\n".join([sentence(diagnostic), *related_lines(book, diagnostic, base)])
    return f"::{diagnostic.severity} {written}::{_escaped_data(message)}"


def _lines_and_columns(span: Span) -> dict[str, str]:
    """Where a span is. GitHub accepts columns only for a span within one line."""
    numbers = {"line": span.line, "endLine": common.last_line(span)}
    if span.line == span.end_line:
        numbers |= {"col": span.column, "endColumn": span.end_column}
    return {name: str(number) for name, number in numbers.items()}


def _escaped_data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped(value: str) -> str:
    return _escaped_data(value).replace(":", "%3A").replace(",", "%2C")
