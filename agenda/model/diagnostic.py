"""A diagnostic of `agenda validate`: what is wrong, where, and how to fix it."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Severity = Literal["error", "warning", "notice"]

FieldPath = tuple[str | int, ...]
"""The path from the top of a file to a value: keys of maps and indexes of lists."""


def dotted(path: FieldPath) -> str:
    """A path as people write it: `claims[1].confirmation.state`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


class Span(Struct, frozen=True, order=True):
    """A stretch of a file's text. Lines and columns count from 1, columns in code points.

    ``end_column`` is the column after the last one.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class Location(Struct, frozen=True):
    """Where in the book something is: a file, and in it a field path or a span.

    ``file`` is the path from the book's folder, with slashes. A field path is resolved to lines and
    columns only when it is printed; ``key`` means the key at its end and not the value.
    """

    file: str
    at: FieldPath | Span = ()
    key: bool = False


class Related(Struct, frozen=True):
    """Another location that a diagnostic is about, and how it is related."""

    location: Location
    message: str


class TextEdit(Struct, frozen=True):
    """A replacement in a file's text. ``old`` is the text at the location before the fix."""

    location: Location
    old: str
    new: str


class Diagnostic(Struct, frozen=True):
    """One problem: the rule, its severity in this book, the location, the message and a hint.

    Rules leave out ``rule`` and ``severity``, which are set when the diagnostic is reported; the
    readers of files set ``rule``. ``fix`` has the edits that together fix the problem, if they
    are known. ``date_text`` is the source of a date that can't be read, for which the year of the
    day on which it is reported gives the hint and the fix.
    """

    location: Location
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()
    fix: tuple[TextEdit, ...] = ()
    date_text: str = ""
    rule: str = ""
    severity: Severity = "error"

    def reported_as(self, rule: str, severity: Severity) -> "Diagnostic":
        """The diagnostic of a rule with the severity that the rule has in this book."""
        return replace(self, rule=rule, severity=severity)


class LocatedDiagnostic(Struct, frozen=True):
    """A diagnostic with the span of its location, for output without the book at hand."""

    diagnostic: Diagnostic
    span: Span
