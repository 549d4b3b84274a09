"""Diagnostics as workflow commands, which GitHub Actions shows at their lines.

The runner reads one line for each. GitHub shows at most ten of each severity for a step.
"""

from collections.abc import Sequence

from agenda.model.diagnostic import Diagnostic, Span
from agenda.output.ci import common
from agenda.output.diagnostics import related_lines, sentence
from agenda.store.book import Book
from agenda.text.printable import escape_controls


def render(
    diagnostics: Sequence[Diagnostic],
    book: Book,
    base: str,
    file_count: int,  # noqa: ARG001  every format gets it
) -> str:
    """A command for each diagnostic. ``base`` goes before each path.

    Columns count code points from 1 and end after the last one. GitHub documents neither; other
    linters count in the same way.
    """
    return "\n".join(_command(book, diagnostic, base) for diagnostic in diagnostics)


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
