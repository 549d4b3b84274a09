"""What every output of `agenda validate` says of a problem, and what the ones for CI share."""

import hashlib
import re
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Final

from agenda.model.diagnostic import Fault, Place, Problem, Span
from agenda.output.wording import literal
from agenda.store.book import Book

_LINE_NUMBER: Final = re.compile(r"\bline \d+")


def sentence(fault: Fault) -> str:
    """What is wrong and what to do about it, on one line."""
    return literal(f"{fault.message}; {fault.hint}" if fault.hint else fault.message)


def position(book: Book, place: Place, base: str) -> str:
    """A place as editors and terminals take it: `agendas/ru-vn-2024.yaml:3:8`."""
    span = book.span(place)
    return f"{literal(base + place.file)}:{span.line}:{span.column}"


def lines(book: Book, fault: Fault, base: str) -> list[str]:
    """A problem's sentence, then a line for each place that it has to do with."""
    related = (
        f"{position(book, related.place, base)}: {literal(related.message)}"
        for related in fault.related
    )
    return [sentence(fault), *related]


def path(place: Place, base: str) -> str:
    """A place's file, from the repository's root. Bytes of its name that are no text are told."""
    return (base + place.file).encode(errors="backslashreplace").decode()


def last_line(span: Span) -> int:
    """The last line that a span has a part of: one that it ends before is not."""
    return span.end_line - int(span.end_column == 1 and span.end_line > span.line)


def fingerprints(found: Sequence[Problem], base: str) -> list[str]:
    """For each problem, what tells it from all others, also after its lines have moved."""
    kinds = [
        (problem.rule, base + problem.fault.place.file, _without_lines(problem.fault.message))
        for problem in found
    ]
    return [
        hashlib.sha256("\0".join((*kind, str(number))).encode(errors="surrogatepass")).hexdigest()
        for kind, number in zip(kinds, occurrences(kinds), strict=True)
    ]


def _without_lines(message: str) -> str:
    return _LINE_NUMBER.sub("line", message)


def occurrences(things: Sequence[Hashable]) -> list[int]:
    """For each thing, how many equal ones there are up to it: `a b a` are 1, 1, 2."""
    seen: Counter[Hashable] = Counter()
    numbers = []
    for thing in things:
        seen[thing] += 1
        numbers.append(seen[thing])
    return numbers
