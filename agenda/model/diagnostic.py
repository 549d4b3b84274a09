"""One finding of `agenda validate`, and the place that it is about."""

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "notice"]

Route = tuple[str | int, ...]
"""The way from the top of a file to a value: keys of maps and indexes of lists."""


def dotted(route: Route) -> str:
    """A route as people write it: `claims[1].confirmation.state`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in route)
    return text.removeprefix(".")


class Span(Struct, frozen=True, order=True):
    """A stretch of a file's text. Lines and columns count from 1, columns in code points.

    The end is where the text goes on: the column after the last one.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class Place(Struct, frozen=True):
    """Where in the book something stands: a file, and there a route or a stretch of text.

    ``file`` is the path from the book's folder, with slashes. A route is turned into lines and
    columns only when it is printed; ``key`` means the key at its end and not the value.
    """

    file: str
    at: Route | Span = ()
    key: bool = False


class Related(Struct, frozen=True):
    """Another place that a problem has to do with, and in what way."""

    place: Place
    message: str


class Fault(Struct, frozen=True):
    """What is wrong at a place, before a rule has put its name and severity to it."""

    place: Place
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()


class Problem(Struct, frozen=True):
    """A fault, under the rule that found it."""

    rule: str
    severity: Severity
    fault: Fault
