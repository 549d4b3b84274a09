"""Suppression comments: `# agenda: allow RULE because REASON`."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from msgspec import Struct

from agenda.model.diagnostic import Span
from agenda.store.book import Book
from agenda.text.suggest import closest
from agenda.yamlio.source_map import SourceMap

FORM: Final = "# agenda: allow RULE because REASON"

_NAME: Final = "agenda"

# What may be meant as a suppression. `# agenda:` alone may be a key that is commented out.
_CANDIDATE: Final = re.compile(
    r"#[ \t]*+([a-z]{4,8}+)[ \t]*+:[ \t]*+"
    r"((?:all?ow|ignore|disable|silence|skip)\b[^\r\n]*+)",
    re.IGNORECASE,
)
_WELL_FORMED: Final = re.compile(r"allow[ \t]++([^\s,]++)[ \t]++because[ \t]++\S")
_EMPTY_OR_COMMENT: Final = re.compile(r"[ \t]*+(?:#.*+)?\r?")


class Suppression(Struct, frozen=True):
    """A comment that suppresses the diagnostics of a rule on a line.

    ``line`` is the comment's own, or the next one with more than a comment. ``rule`` is empty where
    the comment is not in the form that counts. ``former_id`` is the name in the comment where that
    is a former id of the rule.
    """

    rule: str
    line: int
    span: Span
    text: str
    former_id: str = ""


def suppressions_of(
    book: Book, renamed: Mapping[str, str]
) -> Mapping[str, tuple[Suppression, ...]]:
    """The suppression comments of a book, by file; files without one are left out.

    ``renamed`` has the current ids of rules by their former ones.
    """
    comments = {
        file: tuple(_suppressions(book.text_of(file), book.source_map(file), renamed))
        for file in book.files_read
        if _CANDIDATE.search(book.text_of(file))
    }
    return {file: of_file for file, of_file in comments.items() if of_file}


def _suppressions(
    text: str, source_map: SourceMap, renamed: Mapping[str, str]
) -> Iterator[Suppression]:
    """The suppression comments of a file, from the top. Text in a value is not a comment."""
    lines = text.split("\n")
    followed_by = _lines_with_content(lines)
    for match in _CANDIDATE.finditer(text):
        if not source_map.is_comment(match.start()):
            continue
        well_formed = _WELL_FORMED.match(match[2])
        has_right_name = match[1].lower() == _NAME
        if not has_right_name and not (well_formed and _is_like_name(match[1].lower())):
            continue
        comment = match[0].rstrip()
        span = source_map.lines.span(match.start(), match.start() + len(comment))
        rule = well_formed[1] if well_formed and has_right_name else ""
        former_id = rule if rule in renamed else ""
        is_alone = not lines[span.line - 1][: span.column - 1].strip()
        line = followed_by[span.line] if is_alone else 0
        yield Suppression(renamed.get(rule, rule), line or span.line, span, comment, former_id)


@lru_cache(maxsize=128)  # a file repeats its typos
def _is_like_name(word: str) -> bool:
    return bool(closest(word, (_NAME,)))


def _lines_with_content(lines: list[str]) -> list[int]:
    """For each index, the number of the first line from there with more than a comment; or 0."""
    numbers = [0]
    for number in range(len(lines), 0, -1):
        is_empty = _EMPTY_OR_COMMENT.fullmatch(lines[number - 1])
        numbers.append(numbers[-1] if is_empty else number)
    numbers.reverse()
    return numbers
