"""What a file allows itself: comments `# agenda: allow RULE because REASON`."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from agenda.model.diagnostic import Span
from agenda.store.book import Book
from agenda.text.suggest import closest
from agenda.yamlio.source_map import Survey

FORM: Final = "# agenda: allow RULE because REASON"

_NAME: Final = "agenda"

# Close enough to have been meant as one. `# agenda:` alone may be a key that is commented out.
_MEANT: Final = re.compile(
    r"#[ \t]*([a-z]{4,8})[ \t]*:[ \t]*"
    r"((?:all?ow|ignore|disable|silence|skip)\b[^\r\n]*)",
    re.IGNORECASE,
)
_WELL_FORMED: Final = re.compile(r"allow[ \t]+([^\s,]+)[ \t]+because[ \t]+\S")
_AFTER_NOTHING_ELSE: Final = re.compile(r"[ \t]*(#.*)?\r?")


class Allowance(Struct, frozen=True):
    """A comment that allows a line what a rule finds there.

    ``line`` is the one that it speaks of: its own, or the next one that is more than a comment.
    ``rule`` is empty where the comment is not in the form that counts.
    """

    rule: str
    line: int
    comment: Span
    written: str


def allowances_of(book: Book) -> Mapping[str, tuple[Allowance, ...]]:
    """The comments that allow something, by file; files without one are left out."""
    found = {
        file: tuple(allowances(book.text_of(file), book.source_map(file)))
        for file in book.files_read
        if may_allow(book.text_of(file))
    }
    return {file: comments for file, comments in found.items() if comments}


def may_allow(text: str) -> bool:
    """Whether a text may hold an allowance: cheap, and sometimes wrongly yes."""
    return _MEANT.search(text) is not None


def allowances(text: str, survey: Survey) -> Iterator[Allowance]:
    """Each allowance of a file, from its top. What only looks like one, in a value, is none."""
    lines = text.split("\n")
    for match in _MEANT.finditer(text):
        if not survey.is_comment(match.start()):
            continue
        is_ours = match[1].lower() == _NAME
        if not is_ours and not (_WELL_FORMED.match(match[2]) and closest(match[1], (_NAME,))):
            continue
        span = survey.lines.span(match.start(), match.start() + len(match[0].rstrip()))
        well_formed = _WELL_FORMED.match(match[2]) if is_ours else None
        rule = well_formed[1] if well_formed else ""
        yield Allowance(rule, _line_of(lines, span), span, match[0].rstrip())


def _line_of(lines: list[str], comment: Span) -> int:
    if lines[comment.line - 1][: comment.column - 1].strip():
        return comment.line
    for number, line in enumerate(lines[comment.line :], comment.line + 1):
        if not _AFTER_NOTHING_ELSE.fullmatch(line):
            return number
    return comment.line
