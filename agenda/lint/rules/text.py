"""How a file's text is written, beyond the syntax of YAML."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, Location, Span, TextEdit
from agenda.store.book import Book
from agenda.text.confusables import confusables
from agenda.text.printable import one_line
from agenda.text.prose import count
from agenda.text.slug import normalize
from agenda.yamlio.reader import Source
from agenda.yamlio.types import Lines

if TYPE_CHECKING:
    from agenda.yamlio.source_map import SourceMap

_MAX_REPORTED: Final = 10
"""How many spaces, or invisible characters, of a file are reported one by one."""

_MAX_FIXED: Final = 1_000
"""How many of those that are not reported one by one are fixed with the last one."""

_MAX_LETTERS: Final = 3
"""How many letters of one name are reported; a name is corrected as a whole."""

# A run is searched once, from its start, and not again from each of its characters.
_SPACES: Final = re.compile(r"(?<![ \t])[ \t]++(?=\r?\n|\r?\Z)|\t++")

# Zero-width joiners are part of some scripts and of pictures; between Latin letters they are not.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]++"
    "|(?<![^\x00-\u024f])[\u200c\u200d]++"
    "|(?<![\u200c\u200d])[\u200c\u200d]++(?![^\x00-\u024f])"
)

_INVISIBLE_CANDIDATE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]"
)
_WITHOUT_WIDTH: Final = "\u00ad\u180e\u200b\u2060"
_ASCII: Final = bytes(range(0x80))

_LOOKS_QUOTED: Final = re.compile(
    "(?<=: )[\u2018\u2019\u201a\u201c-\u201f]"
    "[^\n,{}\u2018-\u201f]*+"
    "[\u2018-\u201f](?=[ \t]*+(?:[,}#\r\n]|\\Z))"
)
_QUOTE_CANDIDATE: Final = re.compile("[\u2018-\u201f]")

_COMBINED: Final = re.compile(r"[^\x00-\x7f]++|\w[\u0300-\u036f]++")


_FREE_TEXT: Final = frozenset(
    [
        "title",
        "notes",
        "note",
        "name",
        "role",
        "city",
        "occasion",
        "because",
        "condition",
        "publisher",
        "according_to",
        "wording",
        "rejected",
        "label",
    ]
)
"""The fields in which a `#` is more likely a part of the text than the start of a comment."""

# It begins with the `#`, as a search for one given character is fast.
_MAY_CUT: Final = re.compile(r"#(?:(?<=[^\s:,{\[-][ \t]#)|(?<=[ \t]#)(?=[^ \t\r\n]))")


@rule("warning", formerly=("text-untidy",))
def untidy_text(context: LintContext) -> Iterator[Diagnostic]:
    r"""Checks for invisible characters, look-alike letters and quotes that are part of the text.

    Why: Trailing spaces, tabs and combining accents cause invisible differences in git. Zero-width
    characters and look-alike letters make two names out of one. Curly quotes around a value become
    part of the text.

    Failing, as bytes::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir\xe2\x80\x8b Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    for file in context.book.files:
        untidy = list(_untidy_text(context.book, file.source))
        if untidy and file.diagnostics:
            untidy = _without_reported(untidy, _spans(context.book, file.diagnostics))
        yield from untidy
        if not file.id.isascii():
            yield from _disguised(Location(file.file, (), key=True), file.id, "rename the file")
    for placed in context.items(lambda key, _: not key.isascii()):
        yield from _disguised(placed.location, placed.key, "write it")


def _spans(book: Book, diagnostics: Iterable[Diagnostic]) -> list[Span]:
    """Where the readers of a file report something in one line, or offer to change it."""
    locations = (
        location
        for diagnostic in diagnostics
        for location in (diagnostic.location, *(edit.location for edit in diagnostic.fix))
    )
    return [span for span in map(book.span, locations) if span.line == span.end_line]


def _without_reported(untidy: Iterable[Diagnostic], spans: Sequence[Span]) -> list[Diagnostic]:
    """The diagnostics that are no part of a mistake that is reported already."""
    return [
        diagnostic
        for diagnostic in untidy
        if not any(
            span.line == at.line and span.column <= at.column and at.end_column <= span.end_column
            for span in spans
            if isinstance(at := diagnostic.location.at, Span)
        )
    ]


def _disguised(location: Location, name: str, remedy: str) -> Iterator[Diagnostic]:
    for letter, like in confusables(name)[:_MAX_LETTERS]:
        yield Diagnostic(
            location,
            f"`{name}` has a {unicodedata.name(letter).lower()} that looks like `{like}`",
            f"{remedy} with a plain `{like}`",
        )


def _untidy_text(book: Book, source: Source) -> Iterator[Diagnostic]:
    file, text = source.file, source.text
    if "\t" in text or " \n" in text or ("\r" in text and " \r\n" in text) or text.endswith(" "):
        yield from _runs(file, text, _SPACES.finditer(text), _describe_spaces)
    if text.isascii():
        return
    beyond_ascii = text.encode().translate(None, _ASCII).decode()  # a few letters, quickly found
    if _INVISIBLE_CANDIDATE.search(beyond_ascii):
        yield from _runs(file, text, _INVISIBLE.finditer(text), _describe_invisible)
    if _QUOTE_CANDIDATE.search(beyond_ascii) and (quotes := list(_LOOKS_QUOTED.finditer(text))):
        starts = {start for start, _ in book.source_map(file).texts}  # others are prose
        whole = (match for match in quotes if match.start() in starts)
        yield from _runs(file, text, whole, _describe_quotes)
    if not unicodedata.is_normalized("NFC", text):
        yield from _runs(file, text, _COMBINED.finditer(text), _describe_decomposed)


class _Untidy(NamedTuple):
    """What is wrong with a run of characters, and what to write in its place, if it is certain."""

    message: str
    hint: str
    new: str | None = None


def _runs(
    file: str,
    text: str,
    matches: Iterable[re.Match[str]],
    describe: Callable[[re.Match[str]], _Untidy | None],
) -> Iterator[Diagnostic]:
    """A diagnostic for each of the first runs that match; the last one counts the rest.

    ``describe`` returns ``None`` for a run without a problem.
    """
    lines = Lines(text)
    runs = [(run, untidy) for run in matches if (untidy := describe(run))]
    for number, (run, untidy) in enumerate(runs[:_MAX_REPORTED], 1):
        rest = len(runs) - number if number == _MAX_REPORTED else 0
        more = f", and in {count(rest, 'more place')}" if rest else ""
        fixed = runs[number - 1 : number + min(rest, _MAX_FIXED)]
        yield Diagnostic(
            Location(file, lines.span(*run.span())),
            untidy.message + more,
            untidy.hint,
            fix=tuple(
                TextEdit(Location(file, lines.span(*each.span())), each[0], new)
                for each, (_, _, new) in fixed
                if new is not None
            ),
        )


def _describe_spaces(run: re.Match[str]) -> _Untidy:
    is_last = run.string[run.end() : run.end() + 1] in {"", "\r", "\n"}
    is_indent = run.start() == 0 or run.string[run.start() - 1] == "\n"
    # A comment has two spaces before it.
    width = 2 * len(run[0]) if is_indent else 2 if run.string.startswith("#", run.end()) else 1
    if "\t" in run[0]:
        message = "a tab, which each editor shows with a different width"
        return _Untidy(message, "use spaces", "" if is_last else " " * width)
    return _Untidy("trailing spaces", "delete them", "")


def _describe_invisible(run: re.Match[str]) -> _Untidy:
    names = ", ".join(
        f"U+{ord(character):04X} {unicodedata.name(character, '').lower()}"
        for character in dict.fromkeys(run[0])
    )
    # Without the others, a text from right to left is shown otherwise.
    is_certain = set(run[0]) <= set(_WITHOUT_WIDTH)
    return _Untidy(f"{names} is invisible", "delete it", "" if is_certain else None)


def _describe_quotes(run: re.Match[str]) -> _Untidy:
    from agenda.yamlio.quoting import yaml_scalar

    text = run[0][1:-1]
    message = f"the curly quotes of `{run[0]}` become part of the text"
    return _Untidy(message, 'write `"`', yaml_scalar(text, like='"') if text.strip() else None)


def _describe_decomposed(run: re.Match[str]) -> _Untidy | None:
    whole = normalize("NFC", run[0])
    if whole == run[0]:
        return None
    return _Untidy(
        f"`{whole}` is composed of {len(run[0])} characters",
        f"write `{whole}` as a single character",
        whole,
    )


@rule("warning")
def cut_text(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for texts that are cut by a `#`.

    Why: In YAML, a space and a `#` begin a comment, so that the rest of the text disappears. A
    comment has two spaces before it, and one after the `#`.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        notes: Deal #1 on gas is ready

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}  # since June
        notes: "Deal #1 on gas is ready"
    """
    sources = [file.source for file in context.book.files]
    if context.book.settings_source.file:
        sources.append(context.book.settings_source)
    for source in sources:
        if _MAY_CUT.search(source.text):
            yield from _cut_texts(source, context.book.source_map(source.file))


def _cut_texts(source: Source, source_map: "SourceMap") -> Iterator[Diagnostic]:
    for path, (start, end) in source_map.values.items():
        text = source.text[start:end]
        if not path or path[-1] not in _FREE_TEXT or text[:1] in tuple("\"'|>"):
            continue
        rest = source.text[end:].partition("\n")[0].rstrip()
        comment = rest.lstrip()
        space = rest[: len(rest) - len(comment)]
        if not comment.startswith("#") or comment.startswith("# agenda:"):
            continue
        whole = f'"{one_line(text + rest if text else comment)}"'
        if not text and comment[1:2].strip():
            yield Diagnostic(
                Location(source.file, path, key=True),
                f"`{path[-1]}` is empty: `{comment}` is a comment",
                f"quote the text, `{whole}`, or put a space after the `#`",
            )
        elif text and (len(space) == 1 or comment[1:2].strip()):
            yield Diagnostic(
                Location(source.file, path),
                f"`{one_line(text)}` ends before `{comment}`, which is a comment",
                f"quote the whole text, `{whole}`, or put two spaces before the comment",
            )
