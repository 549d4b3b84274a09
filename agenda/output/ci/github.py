"""Problems as workflow commands, which GitHub Actions shows at their lines.

The runner takes a line for each. GitHub shows ten of each severity for a step.
"""

from collections.abc import Sequence

from agenda.model.diagnostic import Problem, Span
from agenda.output.ci import common
from agenda.store.book import Book


def text(book: Book, found: Sequence[Problem], base: str) -> str:
    """A command for each problem. ``base`` comes before each path.

    Columns count code points from 1 and end after the last one. GitHub says neither what it counts
    nor where it ends; that is how other linters give them.
    """
    return "\n".join(_command(book, problem, base) for problem in found)


def _command(book: Book, problem: Problem, base: str) -> str:
    place = problem.fault.place
    properties = {
        "title": f"agenda: {problem.rule}",
        "file": common.path(place, base),
        **_stretch(book.span(place)),
    }
    written = ",".join(f"{name}={_escaped(value)}" for name, value in properties.items())
    message = "\n".join(common.lines(book, problem.fault, base))
    return f"::{problem.severity} {written}::{_escaped_data(message)}"


def _stretch(span: Span) -> dict[str, str]:
    """Lines and columns. GitHub takes columns only where both are of one line."""
    numbers = {"line": span.line, "endLine": common.last_line(span)}
    if span.line == span.end_line:
        numbers |= {"col": span.column, "endColumn": span.end_column}
    return {name: str(number) for name, number in numbers.items()}


def _escaped_data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped(value: str) -> str:
    return _escaped_data(value).replace(":", "%3A").replace(",", "%2C")
