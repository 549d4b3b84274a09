"""Comments, above all suppression comments: `# agenda: allow RULE because REASON`."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from agenda.model.diagnostic import FieldPath, Span
from agenda.store.book import Book
from agenda.text.suggest import closest

if TYPE_CHECKING:
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

    @property
    def span_of_name(self) -> Span:
        """Where the comment names its rule."""
        name = self.former_id or self.rule
        column = self.span.column + self.text.index(name, self.text.index("allow") + len("allow"))
        return Span(self.span.line, column, self.span.line, column + len(name))


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
    text: str, source_map: "SourceMap", renamed: Mapping[str, str]
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


class Comment(Struct, frozen=True):
    """A comment of a file; ``on`` is what a suppression comment applies to, otherwise empty.

    A claim has the id of its visit in the path, and not a number, which other claims change.
    """

    text: str
    on: FieldPath = ()


def comments_of(book: Book, file: str) -> Iterator[Comment]:
    """All comments of a file of a book, from the top."""
    text = book.text_of(file)
    if "#" not in text:
        return
    source_map = book.source_map(file)
    by_line = {comment.span.line: comment for comment in _suppressions(text, source_map, {})}
    paths = _paths_by_line(source_map) if by_line else {}
    at = text.find("#")
    while at >= 0:
        end = source_map.lines.content_end(at)
        if source_map.is_comment(at) or _is_after_block_header(text, at, source_map):
            suppression = by_line.get(source_map.lines.span(at, end).line)
            on = paths.get(suppression.line, ()) if suppression else ()
            yield Comment(text[at:end].rstrip(), on)
            at = end
        at = text.find("#", at + 1)


def _is_after_block_header(text: str, offset: int, source_map: "SourceMap") -> bool:
    """Whether a `#` that is within a text is still on the line of a block's `|` or `>`."""
    start = source_map.texts[bisect_right(source_map.texts, (offset, len(text))) - 1][0]
    return text[start] in "|>" and "\n" not in text[start:offset]


def _paths_by_line(source_map: "SourceMap") -> dict[int, FieldPath]:
    """For each line, the path of the first key or list item that starts there."""
    offsets_of = {**source_map.values, **source_map.keys}
    paths: dict[int, FieldPath] = {}
    for path, offsets in sorted(offsets_of.items(), key=lambda at: (at[1], len(at[0]))):
        if path:
            line = source_map.lines.span(*offsets).line
            paths.setdefault(line, _with_visit(path, source_map.data))
    return paths


def _with_visit(path: FieldPath, data: Any) -> FieldPath:
    """A path in which a claim's number is the id of its visit."""
    if path[:1] != ("claims",) or len(path) < 2:
        return path
    return "claims", data["claims"][path[1]]["visit"], *path[2:]
