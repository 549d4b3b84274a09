"""Applies the fixes of diagnostics to a book's files: only those that change nothing else.

Each fix is tried before it counts. Its file must read as before except where the fix writes, and
the book must get no new problem. What overlaps another fix, or depends on it, is left for the next
pass.
"""

import codecs
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from msgspec import Struct

from agenda.errors import EnvironmentFailure
from agenda.lint.all_rules import CALENDAR_RULES, RULES
from agenda.model.diagnostic import Diagnostic
from agenda.services.select import Check
from agenda.store.atomic_write import lock, write
from agenda.store.book import Book, load
from agenda.store.files import read_book_file
from agenda.store.layout import VISITS
from agenda.yamlio.source_map import Offsets, SourceMap, map_source
from agenda.yamlio.types import Data, Lines
from agenda.yamlio.typos import Replacement

_MAX_PASSES: Final = 20
_MAX_SYNTAX_ERRORS: Final = 50
"""How many errors of one file are fixed of which each hides the next one."""

_UNDECODABLE: Final = re.compile("[\udc80-\udcff]")
_OF_RULES: Final = {"rule-renamed", "rule-unknown"}
"""The rules about the settings of rules and their suppression comments."""

_OF_READERS: Final = frozenset(rule.id for rule in RULES if rule.check is None)
"""The rules about one file on its own."""


_ANY: Final = object()
"""Stands for a key, a text, a map or a list that a replacement touches."""


class FixedFile(Struct, frozen=True):
    """A file with fixes: its path from the book's folder, and its bytes before and after."""

    file: str
    before: bytes
    after: bytes


class FixPlan(Struct, frozen=True):
    """The files that fixes change, and how many edits they are."""

    files: tuple[FixedFile, ...] = ()
    edit_count: int = 0


def plan_fixes(book: Book, diagnostics: Sequence[Diagnostic], check: Check) -> FixPlan:
    """What the fixes of some of a book's diagnostics change. Nothing is written.

    ``check`` returns all diagnostics of a book.
    """
    files = {each.location.file for each in diagnostics if each.fix}
    contents = {file: _Content(book, file) for file in sorted(files)}
    if not contents:
        return FixPlan()
    fixer = _Fixer(book, contents, check)
    wanted = {_rule_and_line(fixer.book, each) for each in diagnostics}
    # What comes to light in the other files is not wanted.
    whole = files - {
        each.location.file
        for each in fixer.diagnostics
        if each.fix and _rule_and_line(fixer.book, each) not in wanted
    }
    fixer.accept(fixer.syntax_fixes(diagnostics))
    for _ in range(_MAX_PASSES):
        rest = (
            each
            for each in fixer.diagnostics
            if each.location.file in whole or _rule_and_line(fixer.book, each) in wanted
        )
        if not fixer.accept(fixer.fixes_of(rest)):
            break
    changed = (
        FixedFile(file, content.raw, content.encode(fixer.texts[file]))
        for file, content in contents.items()
        if fixer.texts[file] != content.text
    )
    return FixPlan(tuple(changed), fixer.edit_count)


def write_fixes(book: Book, plan: FixPlan) -> None:
    """Write the files of a plan, all of them or none."""
    with lock(book.root / VISITS):
        write(
            book.root,
            {book.root / each.file: each.after for each in plan.files},
            {book.root / each.file: each.before for each in plan.files},
        )


class _Content:
    """The bytes of a file and its text, in which a byte that is not UTF-8 has its own character."""

    def __init__(self, book: Book, file: str) -> None:
        try:
            self.raw = read_book_file(book.root, file)
        except OSError as error:
            raise EnvironmentFailure(f"can't read {file}: {error.strerror}") from None
        self._mark = codecs.BOM_UTF8 if self.raw.startswith(codecs.BOM_UTF8) else b""
        self.text = self.raw.removeprefix(self._mark).decode("utf-8", "surrogateescape")
        if _UNDECODABLE.sub("\ufffd", self.text) != book.text_of(file):
            raise EnvironmentFailure(f"{file} has changed in the meantime; try again")

    def encode(self, text: str) -> bytes:
        """The bytes of another text for the file."""
        return self._mark + text.encode("utf-8", "surrogateescape")


class _Fix(Struct, frozen=True):
    """All edits of a fix, in one file, and how many they are.

    Fixes ``of_rules`` are those of settings and suppression comments. A fix ``of_reader`` makes
    more of its file readable; one ``of_syntax`` makes it YAML.
    """

    file: str
    replacements: tuple[Replacement, ...]
    count: int
    of_rules: bool = False
    of_reader: bool = False
    of_syntax: bool = False


class _Fixer:
    """Applies fixes to the texts of some files, as long as the book gets no new problem."""

    def __init__(self, book: Book, contents: Mapping[str, _Content], check: Check) -> None:
        self.book, self._contents, self._check = book, contents, check
        self.texts = {file: content.text for file, content in contents.items()}
        self.diagnostics = check(book)
        self.edit_count = 0

    def syntax_fixes(self, diagnostics: Iterable[Diagnostic]) -> Iterator[_Fix]:
        """The fixes of files that are no YAML, and are with them."""
        for file in {each.location.file for each in diagnostics if each.rule == "yaml-syntax"}:
            if file not in self.texts:
                continue
            before = self.texts[file]
            after, count = _with_syntax(file, before)
            lines, new_lines = before.split("\n"), after.split("\n")
            if count and len(lines) == len(new_lines):
                starts = Lines(before)
                replacements = tuple(
                    (starts.line_start(number), starts.line_start(number) + len(old), new)
                    for number, (old, new) in enumerate(zip(lines, new_lines, strict=True), 1)
                    if old != new
                )
                yield _Fix(file, replacements, count, of_reader=True, of_syntax=True)

    def fixes_of(self, diagnostics: Iterable[Diagnostic]) -> Iterator[_Fix]:
        """The fixes of diagnostics; of those that overlap, the first."""
        ranges: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for diagnostic in diagnostics:
            file = diagnostic.location.file
            if not diagnostic.fix or any(edit.location.file != file for edit in diagnostic.fix):
                continue
            lines = self.book.source_map(file).lines
            replacements = tuple(
                (*lines.offsets(self.book.span(edit.location)), edit.new) for edit in diagnostic.fix
            )
            if not any(_overlaps(ranges[file], start, end) for start, end, _ in replacements):
                for start, end, _ in replacements:
                    ranges[file].insert(bisect_left(ranges[file], (start, end)), (start, end))
                rule = diagnostic.rule
                of_rules, of_reader = rule in _OF_RULES, rule in _OF_READERS
                yield _Fix(file, replacements, len(replacements), of_rules, of_reader)

    def accept(self, fixes: Iterable[_Fix]) -> bool:
        """Apply the safe fixes of the first kind that has any; whether there are any.

        What rules report depends on the settings and the suppression comments, and on what is
        readable.
        """
        by_file: dict[str, list[_Fix]] = defaultdict(list)
        for fix in fixes:
            by_file[fix.file].append(fix)
        safe = [fix for file, group in by_file.items() for fix in self._reading_same(file, group)]
        of_rules = [fix for fix in safe if fix.of_rules]
        of_readers = [fix for fix in safe if fix.of_reader]
        others = [fix for fix in safe if not (fix.of_rules or fix.of_reader)]
        return self._accept(of_rules) or self._accept(of_readers) or self._accept(others)

    def _reading_same(self, file: str, fixes: list[_Fix]) -> list[_Fix]:
        """The fixes of one file after which everything else in it reads as before."""
        if all(fix.of_syntax for fix in fixes):
            return fixes
        kept: list[_Fix] = []
        waiting = [fixes]
        while waiting:
            group = waiting.pop()
            if reads_same(self.texts[file], _together([*kept, *group])):
                kept += group
            elif len(group) > 1:
                middle = len(group) // 2
                waiting += group[middle:], group[:middle]
        return kept

    def _accept(self, fixes: Sequence[_Fix]) -> bool:
        """Apply as many as bring no new problem: all, or else the halves, each on its own."""
        accepted: list[_Fix] = []
        latest = self.book, self.diagnostics
        waiting = [fixes] if fixes else []
        while waiting:
            group = waiting.pop()
            texts = self._with([*accepted, *group])
            contents = {file: self._contents[file].encode(text) for file, text in texts.items()}
            book = load(self.book.root, contents)
            diagnostics = self._check(book)
            if not self._is_new_problem(book, diagnostics, group):
                accepted += group
                latest = book, diagnostics
            elif len(group) > 1:
                middle = len(group) // 2
                waiting += group[middle:], group[:middle]
        self.texts = self._with(accepted)
        self.book, self.diagnostics = latest
        self.edit_count += sum(fix.count for fix in accepted)
        return bool(accepted)

    def _with(self, fixes: Iterable[_Fix]) -> dict[str, str]:
        by_file: dict[str, list[_Fix]] = defaultdict(list)
        for fix in fixes:
            by_file[fix.file].append(fix)
        after = {file: _patched(self.texts[file], _together(of)) for file, of in by_file.items()}
        return {**self.texts, **after}

    def _is_new_problem(
        self, book: Book, diagnostics: Sequence[Diagnostic], fixes: Sequence[_Fix]
    ) -> bool:
        """Whether fixes bring a problem that is not fixed in the next pass.

        A file that can be read for once may have problems that nobody saw before; then only what
        the fixes have written must be right. A warning about another file is none: a claim whose
        visit is known at last may not be applied yet.
        """
        of_reader = fixes[0].of_reader
        known = {_problem(self.book, each, of_reader=of_reader) for each in self.diagnostics}
        edited = {
            (fix.file, self.book.source_map(fix.file).lines.span(start, end).line)
            for fix in fixes
            for start, end, _ in fix.replacements
        }
        files = {fix.file for fix in fixes}
        return any(
            _problem(book, each, of_reader=of_reader) not in known
            for each in diagnostics
            if not each.fix
            and each.rule not in CALENDAR_RULES
            and (
                each.rule in _OF_READERS and _rule_and_line(book, each)[1:] in edited
                if of_reader
                else each.severity == "error"
                or (each.severity == "warning" and each.location.file in files)
            )
        )


def _problem(book: Book, diagnostic: Diagnostic, *, of_reader: bool) -> tuple[object, ...]:
    """What tells a problem from others, whose messages may quote what other fixes write."""
    return *_rule_and_line(book, diagnostic), diagnostic.message if of_reader else ""


def _rule_and_line(book: Book, diagnostic: Diagnostic) -> tuple[str, str, int]:
    """The rule, the file and the line of a diagnostic, which no fix moves."""
    location = diagnostic.location
    return diagnostic.rule, location.file, book.span(location).line


def _with_syntax(file: str, text: str) -> tuple[str, int]:
    """A text made YAML by the fixes of its errors, and how many edits they have; 0 if it isn't."""
    count = 0
    for _ in range(_MAX_SYNTAX_ERRORS):
        source_map = map_source(file, text)
        if source_map.data is not None:
            return text, count
        edits = source_map.diagnostics[-1].fix if source_map.diagnostics else ()
        if not edits:
            break
        replacements = [
            (*source_map.lines.offsets(source_map.span(edit.location)), edit.new) for edit in edits
        ]
        count += len(edits)
        text = _patched(text, replacements)
    return text, 0


def _together(fixes: Iterable[_Fix]) -> list[Replacement]:
    return [replacement for fix in fixes for replacement in fix.replacements]


def _overlaps(ranges: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch overlaps one of others, which are in order and don't overlap."""
    at = bisect_left(ranges, (start, end))
    before, after = ranges[at - 1 : at] if at else (), ranges[at : at + 1]
    return any(begin < end and start < stop for begin, stop in (*before, *after)) or (
        any(begin == start for begin, _ in after)
    )


def _patched(text: str, replacements: Iterable[Replacement]) -> str:
    """A text with replacements, none of which overlap."""
    parts, done = list[str](), 0
    for start, end, new in sorted(replacements):
        parts += text[done:start], new
        done = end
    return "".join((*parts, text[done:]))


def reads_same(text: str, replacements: Sequence[Replacement]) -> bool:
    """Whether the result of some replacements reads as the text, except where they are.

    Keys and values that none of them touches have to stay what and where they are, and nothing new
    may be wrong with the YAML. What is no YAML reads as nothing.
    """
    before, after = map_source("", text), map_source("", _patched(text, replacements))
    known = {(each.rule, each.message) for each in before.diagnostics}
    if any((each.rule, each.message) not in known for each in after.diagnostics):
        return False
    if before.data is None or after.data is None:
        return False
    old = _outline(before.data, (), before, sorted((start, end) for start, end, _ in replacements))
    new = _outline(after.data, (), after, list(_written(replacements)))
    return _matches(old, new)


def _written(replacements: Iterable[Replacement]) -> Iterator[Offsets]:
    """Where in the result each replacement is."""
    shift = 0
    for start, end, new in sorted(replacements):
        yield start + shift, start + shift + len(new)
        shift += len(new) - (end - start)


def _outline(data: Data, path: tuple[Any, ...], source_map: SourceMap, at: list[Offsets]) -> Any:
    """The data in which :data:`_ANY` stands for what is touched; maps are lists of pairs."""
    if isinstance(data, str):
        return _ANY if _is_touched(source_map.values.get(path), at) else data
    items: list[Any] = []
    if isinstance(data, list):
        items += (_outline(each, (*path, n), source_map, at) for n, each in enumerate(data))
        return _ANY if items and all(each is _ANY for each in items) else items
    for key, value in data.items():
        inner = _outline(value, (*path, key), source_map, at)
        if not _is_touched(source_map.keys.get((*path, key)), at):
            items.append((key, inner))
        elif inner not in ("", _ANY):
            items.append((_ANY, inner))
    return items if items or not data else _ANY


def _is_touched(offsets: Offsets | None, at: Sequence[Offsets]) -> bool:
    """Whether a stretch shares a character with others, which are in order and don't overlap."""
    if offsets is None:
        return False
    first = bisect_right(at, offsets[0], key=itemgetter(1))
    return first < len(at) and at[first][0] < offsets[1]


def _matches(old: Any, new: Any) -> bool:
    if old is _ANY:
        return True
    if isinstance(old, list | tuple) and type(old) is type(new):
        return len(old) == len(new) and all(map(_matches, old, new))
    return type(old) is type(new) and bool(old == new)
