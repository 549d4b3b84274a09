"""Typos that explain why a text is not YAML.

The parser reports the first thing that it can't accept, which is often a line too late, in words
that mislead. A typo that explains its error is reported instead, where it is.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from agenda.text.prose import code, count
from agenda.yamlio.syntax_hints import CANNOT_START, shorten

_MAX_WRITTEN: Final = 120  # code points of the text to write in a hint

_MAX_LINES_BEFORE: Final = 1_000  # no file of a book has nearly as many

Replacement = tuple[int, int, str]
"""A text to write in place of that from one offset up to another."""


class SyntaxHint(NamedTuple):
    """Where in a text a typo is, from one offset up to another, and what to do about it."""

    start: int
    end: int
    message: str
    hint: str
    fix: tuple[Replacement, ...] = ()


class ParserError(NamedTuple):
    """What the parser can't accept: where, and where what it was reading begins."""

    problem: str
    offset: int
    begin: int


def syntax_hint(text: str, error: ParserError) -> SyntaxHint | None:
    """The typo that most likely causes the parser's error, if it can be determined."""
    problem = CANNOT_START if CANNOT_START in error.problem else error.problem
    causes = (_merge_conflict, _tab, *_POSSIBLE_CAUSES.get(problem, ()))
    return next(filter(None, (explain(text, error) for explain in causes)), None)


class _Line(NamedTuple):
    """A line of a text, without the spaces at its end, and where it begins."""

    begin: int
    text: str

    @property
    def end(self) -> int:
        return self.begin + len(self.text)

    @property
    def column(self) -> int:
        """How far its key or text is indented, counting the dash of a list item."""
        match = _ITEM.match(self.text)
        return match.end() if match else 0

    def hint(self, column: int, message: str, hint: str, new: str = "") -> SyntaxHint:
        """A hint on the line from a column on; ``new`` is what to write there, if it is known."""
        start = self.begin + column
        return SyntaxHint(start, self.end, message, hint, ((start, self.end, new),) if new else ())


_CONFLICT: Final = re.compile(r"^<{7}(?: .*)?\r?$", re.MULTILINE)
_NO_SPACE: Final = re.compile(r"[ \t]*(?:- +)?(([A-Za-z_]+):([^\s:/].*))")
_NO_COLON: Final = re.compile(
    r"([\w-]++)(?:(?P<sign>[ \u00a0]*+[=\uff1a][ \u00a0]*+|:?+\u00a0++ *+)| ++|$)(.*+)"
)
_OPENS: Final = re.compile(r"""(?:^|[-:,\[{]) *["']""")
_NEXT_TOKEN: Final = re.compile(r""":|["']|\w[\w-]*:(?:\s|$)""")
_KEY: Final = re.compile(r"[\w-]++ *+")
_ITEM: Final = re.compile(r" *+(?:- ++)?+")
_FIELD: Final = re.compile(r" *+(?:- ++)?+(?:[\w-]++: ++)?+")
_EMPTY_OR_COMMENT: Final = re.compile(r"[ \t]*(?:#.*)?")
_TABS: Final = re.compile(r"^ *+\t[ \t]*+(?=\S)", re.MULTILINE)


def _merge_conflict(text: str, _: ParserError) -> SyntaxHint | None:
    if (marker := _CONFLICT.search(text)) is None:
        return None
    conflict = marker[0].rstrip()
    message = f"git could not merge this file and left a conflict marker, `{shorten(conflict)}`"
    hint = (
        "keep the right lines of both sides, and delete the lines `<<<<<<<`, `=======`, `>>>>>>>`"
    )
    return SyntaxHint(marker.start(), marker.start() + len(conflict), message, hint)


def _tab(text: str, error: ParserError) -> SyntaxHint | None:
    """The line of the error is indented with a tab; other lines are likely to be, too."""
    line = _line_of(text, error.offset)
    if (here := _TABS.match(line.text)) is None:
        return None
    lines = list(_TABS.finditer(text))
    fix = tuple((run.start(), run.end(), run[0].replace("\t", "  ")) for run in lines)
    of_lines = f" of {len(lines)} lines" if len(lines) > 1 else ""
    message = f"a tab in the indentation{of_lines}"
    return SyntaxHint(line.begin, line.begin + here.end(), message, "indent with spaces", fix)


def _late_quote(text: str, error: ParserError) -> SyntaxHint | None:
    """A quote that opens a value and is closed only on a later line, just before the error."""
    line = _line_of(text, error.offset)
    before = line.text[: error.offset - line.begin].rstrip()
    quote = before[-1:]
    if quote not in {"'", '"'} or before.count(quote) % 2 == 0:
        return None
    for earlier in _lines_before(text, line.begin):
        if earlier.text.count(quote) % 2 == 0:
            continue
        opened = _OPENS.search(earlier.text)
        if opened is None or opened[0][-1] != quote:
            return None
        column = opened.end() - 1
        rest = earlier.text[column:]
        ends = f"ends only on line {_number(text, line)}"
        message = f"`{shorten(rest)}` begins a quoted text that {ends}"
        return earlier.hint(column, message, f"close it with {quote} where it ends")
    return None


def _quote_within_quotes(text: str, error: ParserError) -> SyntaxHint | None:
    line = _line_of(text, error.offset)
    column = error.offset - line.begin
    quote, rest = line.text[:column].rstrip()[-1:], line.text[column:]
    if quote not in {"'", '"'} or _NEXT_TOKEN.match(rest):
        return None
    within, other = ('\\"', "'") if quote == '"' else ("''", '"')
    return line.hint(
        column,
        f"the text in quotes ends before `{shorten(rest)}`",
        f"write {within} for a quote that belongs to the text, or put {other} around the text",
    )


def _open_quote(text: str, error: ParserError) -> SyntaxHint | None:
    line = _line_of(text, error.begin)
    column = error.begin - line.begin
    rest = line.text[column:]
    quote = rest[:1]
    if quote not in {"'", '"'} or rest.count(quote) > 1:
        return None
    closed = rest + quote
    return line.hint(column, f"`{shorten(rest)}` has no closing quote", _write(closed), closed)


def _open_bracket(text: str, error: ParserError) -> SyntaxHint | None:
    """A bracket that is not closed on its line, or two of its keys without a comma between."""
    line = _line_of(text, error.begin)
    column = error.begin - line.begin
    rest = line.text[column:]
    closing = {"[": "]", "{": "}"}.get(rest[:1])
    if closing is None:
        return None
    if error.offset < line.end:
        before = line.text[: error.offset - line.begin]
        key = before.rsplit(" ", 1)[-1] if text[error.offset] == ":" else ""
        start = error.offset - len(key)
        name = _KEY.match(text, start)
        if name is None or not text.startswith(":", name.end()) or start <= error.begin + 1:
            return None
        fix = ((error.begin + len(text[error.begin : start].rstrip(" ")), start, ", "),)
        message = f"a comma is missing before `{name[0]}`"
        return SyntaxHint(start, name.end(), message, f"write `, {name[0]}: `", fix)
    closed = rest + closing
    if rest.endswith((",", rest[0])):
        return line.hint(
            column, f"`{shorten(rest)}` is not closed", f"write `{closing}` at its end"
        )
    if rest[0] == "[" and ".." in rest:
        closed = f'"{closed}"'
    return line.hint(column, f"`{shorten(rest)}` is not closed", _write(closed), closed)


def _no_space(text: str, error: ParserError) -> SyntaxHint | None:
    """The line of an offset, or the last line before it with content, has the form `key:value`."""
    current = _line_of(text, error.offset)
    for line in filter(None, (current, _last_with_content(text, current.begin))):
        if match := _NO_SPACE.fullmatch(line.text):
            spaced = f"{match[2]}: {match[3]}"
            message = f"`{shorten(match[1])}` has no space after the colon"
            return line.hint(match.start(1), message, _write(spaced), spaced)
    return None


def _no_space_at_same_depth(text: str, error: ParserError) -> SyntaxHint | None:
    """The same, unless that line is indented more than the one of the offset, and so complete."""
    hint = _no_space(text, error)
    if hint and _line_of(text, hint.start).column > _line_of(text, error.offset).column:
        return None
    return hint


def _no_colon(text: str, error: ParserError) -> SyntaxHint | None:
    """The parser took a line for a key, and found no colon after it."""
    return _without_colon(_line_of(text, error.begin))


def _no_colon_before(text: str, error: ParserError) -> SyntaxHint | None:
    """A key without a colon before a bracket, or on the line before, at the same depth."""
    line = _line_of(text, error.offset)
    name = _KEY.match(line.text, line.column)
    if name and line.text[name.end() : name.end() + 1] in {"{", "["}:
        return _without_colon(line)
    before = _last_with_content(text, line.begin)
    if before and before.column == line.column and ":" not in before.text:
        return _without_colon(before)
    return None


def _without_colon(line: _Line) -> SyntaxHint | None:
    match = _NO_COLON.match(line.text, line.column)
    if match is None:
        return None
    written = f"{match[1]}: {match[3]}".rstrip()
    hint = _write(written)
    is_prose = not match["sign"] and " " in match[3] and match[3][0] not in "[{\"'"
    if is_prose:
        hint += ", or indent the line if it continues the text above it"
    lacks = f"`{shorten(match[0])}` has no colon after `{match[1]}`"
    return line.hint(line.column, lacks, hint, "" if is_prose else written)


def _no_space_after_dash(text: str, error: ParserError) -> SyntaxHint | None:
    line = _last_with_content(text, _line_of(text, error.offset).begin)
    if line is None or not (item := line.text[line.column :]).startswith("-") or ":" not in item:
        return None
    spaced = f"- {item[1:]}"
    message = f"`{shorten(item)}` has no space after the dash"
    return line.hint(line.column, message, _write(spaced), spaced)


def _too_deep(text: str, error: ParserError) -> SyntaxHint | None:
    """A key that is indented more than the line before it, which has its value already."""
    line = _line_of(text, error.offset)
    before = _last_with_content(text, line.begin)
    key = _KEY.match(line.text, line.column)
    is_first = key is not None and key.end() == error.offset - line.begin
    if before is None or not is_first or line.column <= before.column:
        return None
    return _indented_like(text, line, before, "; or quote the whole text if it continues there")


def _misaligned(text: str, error: ParserError) -> SyntaxHint | None:
    """A line that is indented as no key or item before it is."""
    line = _line_of(text, error.offset)
    if line.text[: error.offset - line.begin].strip():
        return None
    is_item = line.text.lstrip().startswith("- ")
    others = (
        other
        for other in _lines_before(text, line.begin)
        if other.text.strip() and other.text.lstrip().startswith("- ") >= is_item
    )
    other = next(others, None)
    return _indented_like(text, line, other) if other else None


def _indented_like(text: str, line: _Line, other: _Line, otherwise: str = "") -> SyntaxHint:
    """That a line should be indented as another one is; certain if it can't be ``otherwise``."""
    content = line.text.lstrip()
    is_item = content.startswith("- ")
    indent, wanted = (
        len(each.text) - len(each.text.lstrip()) if is_item else each.column
        for each in (line, other)
    )
    like = f"like line {_number(text, other)}"
    return SyntaxHint(
        line.end - len(content),
        line.end,
        f"`{shorten(content)}` is indented by {count(indent, 'space')}, "
        f"and line {_number(text, other)} by {wanted}",
        f"indent it by {wanted}, {like}{otherwise}" if wanted else f"don't indent it{otherwise}",
        ()
        if otherwise or is_item or content.endswith(":")
        else ((line.begin, line.begin + indent, " " * wanted),),
    )


def _first_line_indented(text: str, error: ParserError) -> SyntaxHint | None:
    line = _line_of(text, error.offset)
    first = [*_lines_before(text, line.begin)][-1:]
    if line.text.startswith(" ") or not first or not first[0].text.startswith(" "):
        return None
    column = first[0].column
    message = f"line 1 is indented by {count(column, 'space')}, and line {_number(text, line)} by 0"
    return SyntaxHint(0, column, message, "don't indent it", ((0, column, ""),))


def _special_start(text: str, error: ParserError) -> SyntaxHint | None:
    """A text that begins with a character that means something else to YAML."""
    line = _line_of(text, error.offset)
    field = _FIELD.match(line.text)
    column = field.end() if field else 0
    value = line.text[column:]
    closing = {"[": "]", "{": "}"}.get(value[:1])
    before = line.text[column : error.offset - line.begin].rstrip()
    if value[:1] not in _SPECIAL or (closing and not before.endswith(closing)):
        return None
    rest = line.text[error.offset - line.begin :]
    if closing and rest in {"]", "}"}:
        fix = ((error.offset, line.end, ""),)
        return SyntaxHint(error.offset, line.end, f"`{rest}` closes nothing", "delete it", fix)
    quoted = _quoted(value)
    message = f"text can't begin with {code(value[0])} without quotes"
    return line.hint(column, message, f"quote it: {code(quoted)}", quoted)


def _colon_in_text(text: str, error: ParserError) -> SyntaxHint | None:
    """A second colon in a line: another key after a comma, or a part of the text."""
    line = _line_of(text, error.offset)
    field = _FIELD.match(line.text)
    column = field.end() if field else 0
    value = line.text[column:]
    if not value or value[0] in (*_SPECIAL, "(") or not line.text[:column].rstrip().endswith(":"):
        return None
    before, _, name = line.text[: error.offset - line.begin].rpartition(", ")
    if before and _KEY.fullmatch(name):
        rest = line.text[len(before) + 2 :]
        message = f"`{name}` begins a second key in this line"
        return line.hint(len(before) + 2, message, f"begin {code(rest)} on a line of its own")
    quoted = _quoted(value)
    rest = text[error.offset : line.end]
    hint = line.hint(column, "", f"quote the whole text: {code(quoted)}", quoted)
    message = f"a second `: ` in one line at `{shorten(rest)}`"
    return hint._replace(start=error.offset, message=message)


_SPECIAL: Final = tuple("@%`*&!>|?[{-")
_AFTER_A_QUOTE: Final = (_late_quote, _quote_within_quotes)
_BLOCK: Final = (*_AFTER_A_QUOTE, _special_start, _misaligned)
_POSSIBLE_CAUSES: Final[Mapping[str, Sequence[Callable[..., SyntaxHint | None]]]] = {
    "did not find expected key": _BLOCK,
    "did not find expected '-' indicator": _BLOCK,
    "did not find expected ',' or '}'": (*_AFTER_A_QUOTE, _open_bracket),
    "did not find expected ',' or ']'": (*_AFTER_A_QUOTE, _open_bracket),
    "could not find expected ':'": (_no_space, _no_colon),
    "mapping values are not allowed in this context": (
        _no_space_after_dash,
        _no_space_at_same_depth,
        _no_colon_before,
        _too_deep,
        _colon_in_text,
    ),
    "found unexpected end of stream": (_open_quote,),
    "did not find expected <document start>": (_first_line_indented,),
    **dict.fromkeys(
        (
            "did not find expected alphabetic or numeric character",
            "did not find expected comment or line break",
            "mapping keys are not allowed in this context",
            "block sequence entries are not allowed in this context",
            CANNOT_START,
        ),
        (_special_start,),
    ),
}
"""The typos that may cause an error; the other errors explain themselves."""


def _write(new: str) -> str:
    return f"write {code(shorten(new, _MAX_WRITTEN))}"


def _quoted(value: str) -> str:
    if '"' in value and not {"'", "\\"} & set(value):
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _number(text: str, line: _Line) -> int:
    return text.count("\n", 0, line.begin) + 1


def _line_of(text: str, offset: int) -> _Line:
    """The line of an offset."""
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return _Line(begin, text[begin : end if end >= 0 else len(text)].rstrip())


def _lines_before(text: str, begin: int) -> Iterator[_Line]:
    """The lines before the one that begins at an offset, the nearest first."""
    for _ in range(_MAX_LINES_BEFORE):
        if begin == 0:
            return
        line = _line_of(text, begin - 1)
        yield line
        begin = line.begin


def _last_with_content(text: str, begin: int) -> _Line | None:
    """The nearest line before an offset that is neither empty nor a comment."""
    lines = _lines_before(text, begin)
    return next((line for line in lines if not _EMPTY_OR_COMMENT.fullmatch(line.text)), None)
