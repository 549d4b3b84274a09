"""What the formats of CI services share: paths, last lines and fingerprints."""

import hashlib
import re
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Final

from agenda.model.diagnostic import Diagnostic, Location, Span

_LINE_NUMBER: Final = re.compile(r"\bline \d+")


def path(location: Location, base: str) -> str:
    """A location's file, after ``base``. Bytes of its name that are not text are escaped."""
    return (base + location.file).encode(errors="backslashreplace").decode()


def last_line(span: Span) -> int:
    """The last line with a part of a span; not the one at whose start it ends."""
    return span.end_line - int(span.end_column == 1 and span.end_line > span.line)


def fingerprints(diagnostics: Sequence[Diagnostic], base: str) -> list[str]:
    """For each diagnostic, a hash that identifies it even after lines have moved."""
    kinds = [
        (diagnostic.rule, base + diagnostic.location.file, _without_lines(diagnostic.message))
        for diagnostic in diagnostics
    ]
    return [
        hashlib.sha256("\0".join((*kind, str(number))).encode(errors="surrogatepass")).hexdigest()
        for kind, number in zip(kinds, occurrences(kinds), strict=True)
    ]


def _without_lines(message: str) -> str:
    return _LINE_NUMBER.sub("line", message)


def occurrences(values: Sequence[Hashable]) -> list[int]:
    """For each value, how many equal ones there are up to it: `a b a` gives 1, 1, 2."""
    counts: Counter[Hashable] = Counter()
    numbers = []
    for value in values:
        counts[value] += 1
        numbers.append(counts[value])
    return numbers
