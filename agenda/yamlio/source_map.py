"""The second reader: where everything is in a file, and all that is wrong with its YAML.

Slower than :func:`agenda.yamlio.reader.plain`, and used only where a diagnostic needs a position.
It continues after every error that it can, so that one run reports everything.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from msgspec import Struct

from agenda.model.diagnostic import Diagnostic, FieldPath, Location, Related, Span, TextEdit
from agenda.yamlio.events import parser
from agenda.yamlio.syntax_hints import CONTEXTS, explain_parser_error
from agenda.yamlio.types import (
    FORBIDDEN,
    LINE_ENDS,
    MAX_DEPTH,
    MAX_DIAGNOSTICS,
    MAX_VALUES,
    TOO_MANY_DIAGNOSTICS,
    Data,
    Lines,
    too_many_values,
)
from agenda.yamlio.typos import ParserError, Replacement, syntax_hint

Offsets = tuple[int, int]
"""Where a stretch of the text starts and ends, in code points from 0."""


class SourceMap(Struct, frozen=True):
    """Where everything is in a file.

    ``data`` is ``None`` if the text could not be read to its end. ``keys`` and ``values`` have
    the offsets of what is at a path, ``unread`` the paths whose value was refused, ``texts`` the
    offsets of every text, keys included, in order.
    """

    lines: Lines
    data: Data | None
    diagnostics: tuple[Diagnostic, ...]
    keys: dict[FieldPath, Offsets]
    values: dict[FieldPath, Offsets]
    unread: frozenset[FieldPath]
    texts: tuple[Offsets, ...]

    def is_comment(self, offset: int) -> bool:
        """Whether a `#` at an offset begins a comment, and is not part of a text."""
        before = bisect_right(self.texts, offset, key=_start)
        return before == 0 or offset >= self.texts[before - 1][1]

    def span(self, location: Location) -> Span:
        """The lines and columns of a location, or of its nearest parent if it is missing."""
        if isinstance(location.at, Span):
            return location.at
        path, key = location.at, location.key
        while path and path not in self.values:
            path, key = path[:-1], True
        value = self.values.get(path, (0, 0))
        return self.lines.span(*(self.keys.get(path, value) if key else value))


def map_source(file: str, text: str) -> SourceMap:
    """Map a whole text, whatever is in it."""
    mapper = _SourceMapper(file, text)
    data = mapper.document()
    return SourceMap(
        mapper.lines,
        data,
        tuple(mapper.diagnostics),
        mapper.keys,
        mapper.values,
        frozenset(mapper.unread),
        tuple(mapper.texts),
    )


class _CannotContinue(Exception):
    """The rest of the file can't be mapped."""


class _SourceMapper:
    """Reads one document by recursive descent, which the depth limit keeps shallow."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text, self.lines = file, text, Lines(text)
        self.diagnostics: list[Diagnostic] = []
        self.keys: dict[FieldPath, Offsets] = {}
        self.values: dict[FieldPath, Offsets] = {}
        self.unread: set[FieldPath] = set()
        self.texts: list[Offsets] = []
        self.next: Callable[[], yaml.Event]
        self.depth = 0
        self.count = 0
        self.last_end = 0
        self.run_together: dict[str, Offsets] | None = None

    def document(self) -> Data | None:
        loader = parser(FORBIDDEN.sub(_harmless, self.text))
        self.next = loader.get_event
        try:
            self.next()  # the stream's start
            if isinstance(self.next(), yaml.StreamEndEvent):
                return ""
            data = self._node(self.next(), ())
            self.next()  # the document's end
            second = self.next()
            if isinstance(second, yaml.DocumentStartEvent):
                self._several_documents(second)
        except yaml.MarkedYAMLError as error:
            self._not_yaml(error)
            return None
        except _CannotContinue:
            return None
        finally:
            loader.dispose()
        return data

    def _node(self, event: yaml.Event, path: FieldPath | None) -> Data:
        """The data of a node; ``path`` is ``None`` if the node is read but not kept."""
        start, end = _offsets(event)
        self.count += 1
        if self.count > MAX_VALUES:
            self.diagnostics.append(too_many_values(self.file, self.lines.span(start, end)))
            raise _CannotContinue
        if isinstance(event, yaml.AliasEvent):
            self._alias(event)
            if path is not None:
                self.unread.add(path)
            data: Data = ""
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_decoration(event)
            self._refuse_escapes(event)
            self.texts.append((start, end))
            data = event.value
        else:
            self._refuse_decoration(event)
            data = self._collection(event, path)
            end = self.last_end
        self.last_end = start + len(self.text[start:end].rstrip())
        if path is not None:
            self.values[path] = (start, self.last_end)
        return data

    def _collection(self, event: yaml.Event, path: FieldPath | None) -> Data:
        if self.depth == MAX_DEPTH:
            self._too_deep(event)
            raise _CannotContinue
        self.depth += 1
        self.last_end = _offsets(event)[1]
        if isinstance(event, yaml.MappingStartEvent):
            data: Data = self._map(path)
        else:
            data = self._list(event, path)
        self.depth -= 1
        return data

    def _map(self, path: FieldPath | None) -> Data:
        node: dict[str, Data] = {}
        known: dict[str, Offsets] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            at = _offsets(event)
            if path is not None:
                self.keys.setdefault(path, at)
            key = self._key(event, known)
            if key is None:
                self._value_of_refused_key(event)
                continue
            known[key] = at
            child = None if path is None else (*path, key)
            if child is not None:
                self.keys[child] = at
            node[key] = self._node(self.next(), child)
        self._end_of_flow(event)
        return node

    def _key(self, event: yaml.Event, known: dict[str, Offsets]) -> str | None:
        """The text of a key, or ``None`` if it was refused."""
        if isinstance(event, yaml.AliasEvent):
            self._alias(event)
            return None
        self._refuse_decoration(event)
        if not isinstance(event, yaml.ScalarEvent):
            is_list = isinstance(event, yaml.SequenceStartEvent)
            self._key_not_text(event, "a list" if is_list else "a map")
            self._collection(event, None)
            return None
        self._refuse_escapes(event)
        self.texts.append(_offsets(event))
        self.last_end = _offsets(event)[1]
        if event.value == "<<" and event.style == "":
            self._merge_key(event)
        elif event.value == "":
            self._key_not_text(event, "empty" if event.style else "missing")
        elif event.value in known:
            self._duplicate_key(event, known)
        else:
            return str(event.value)
        return None

    def _value_of_refused_key(self, key: yaml.Event) -> None:
        value = self.next()
        is_merge = isinstance(key, yaml.ScalarEvent) and key.value == "<<"
        if not (is_merge and isinstance(value, yaml.AliasEvent)):  # reported with the merge key
            self._node(value, None)

    def _list(self, start: yaml.Event, path: FieldPath | None) -> Data:
        items: list[Data] = []
        plain = True
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            plain = plain and isinstance(event, yaml.ScalarEvent) and event.style == ""
            child = None if path is None else (*path, len(items))
            items.append(self._node(event, child))
        self._end_of_flow(event)
        if plain and _has_length(start) and len(items) == 1 and ".." in items[0]:
            return self._unquoted_window(start, event, str(items[0]))
        return items

    def _end_of_flow(self, event: yaml.Event) -> None:
        # A block's end event is where the next thing begins, after empty lines and comments, so the
        # end of its last value is used. A flow collection ends with its bracket.
        if _has_length(event):
            self.last_end = _offsets(event)[1]

    def _report(
        self,
        rule: str,
        at: Offsets,
        message: str,
        hint: str,
        related: tuple[Related, ...] = (),
        fix: tuple[Replacement, ...] = (),
    ) -> None:
        location = Location(self.file, self.lines.span(*at))
        edits = tuple(
            TextEdit(Location(self.file, self.lines.span(start, end)), self.text[start:end], new)
            for start, end, new in fix
        )
        is_last = len(self.diagnostics) == MAX_DIAGNOSTICS
        if is_last:
            message = f"{message}; {TOO_MANY_DIAGNOSTICS}"
        self.diagnostics.append(Diagnostic(location, message, hint, related, edits, rule=rule))
        if is_last:
            raise _CannotContinue

    def _event_offsets(self, event: yaml.Event) -> Offsets:
        start, end = _offsets(event)
        return start, start + len(self.text[start:end].rstrip())

    def _refuse_decoration(self, event: Any) -> None:
        if event.anchor is None and event.tag is None:
            return
        at = self._event_offsets(event)
        written = self.text[slice(*at)]
        if event.anchor is not None:
            offset = at[0] + max(0, written.find("&"))
            name = f"&{event.anchor}"
            self._report(
                "anchor",
                (offset, offset + len(name)),
                f"`{name}` is an anchor, which marks a value for reuse",
                "remove it, or quote the text if it begins with `&`",
            )
        if event.tag is not None:
            offset = at[0] + max(0, written.find("!"))
            name = re.split(r"[\s,\[\]{}]", self.text[offset:], maxsplit=1)[0]
            self._report(
                "tag",
                (offset, offset + len(name)),
                f"`{name}` is a tag, which sets the type of a value",
                "remove it, or quote the text if it begins with `!`",
            )

    def _refuse_escapes(self, event: yaml.ScalarEvent) -> None:
        if event.style == '"' and (bad := FORBIDDEN.search(event.value)):
            self._report(
                "control-character",
                self._event_offsets(event),
                f"an escape in this text produces U+{ord(bad[0]):04X}, a control character",
                "remove the escape",
            )

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._report(
            "alias",
            self._event_offsets(event),
            f"`*{event.anchor}` refers to a value that is written elsewhere",
            "write the value itself, or quote the text if it begins with `*`",
        )

    def _merge_key(self, event: yaml.Event) -> None:
        self._report(
            "merge-key",
            self._event_offsets(event),
            "`<<` includes another map",
            "write its keys here",
        )

    def _key_not_text(self, event: yaml.Event, what: str) -> None:
        self._report(
            "key-not-text",
            self._event_offsets(event),
            f"a key must be text, but this one is {what}",
            "begin the line with `name: `",
        )

    def _duplicate_key(self, event: yaml.ScalarEvent, known: dict[str, Offsets]) -> None:
        if self.run_together is known:  # the other keys of the second item are no further mistakes
            return
        first = known[event.value]
        line = self.lines.span(*first).line
        hint = "keep one of the two"
        if self.text[: first[0]].endswith("- "):
            hint += ", or put `- ` before this one if it begins another item"
            self.run_together = known
        location = Location(self.file, self.lines.span(*first))
        self._report(
            "duplicate-key",
            self._event_offsets(event),
            f"`{event.value}` occurs twice; the first is on line {line}",
            hint,
            (Related(location, f"the first `{event.value}`"),),
        )

    def _several_documents(self, event: yaml.Event) -> None:
        self._report(
            "several-documents",
            self._event_offsets(event),
            "a second document begins here",
            "keep one visit or report per file, and remove `---`",
        )

    def _too_deep(self, event: yaml.Event) -> None:
        self._report(
            "too-deep",
            (_offsets(event)[0], _offsets(event)[0] + 1),
            f"lists and maps are nested more than {MAX_DEPTH} deep here",
            "no file of a book needs more than five levels",
        )

    def _unquoted_window(self, start: yaml.Event, end: yaml.Event, item: str) -> str:
        at = _offsets(start)[0], _offsets(end)[1]
        text = "[" + "".join(item.split()) + "]"
        self._report(
            "unquoted-window",
            at,
            f"`{text}` without quotes is a YAML list",
            f'quote it: "{text}"',
            fix=((*at, f'"{text}"'),),
        )
        return text

    def _not_yaml(self, error: yaml.MarkedYAMLError) -> None:
        problem = str(error.problem)
        mark = error.problem_mark or error.context_mark
        if error.context_mark and "unexpected end of stream" in problem:
            mark = error.context_mark  # where the quote opens, not where the file ends
        offset = min(mark.index, len(self.text)) if mark else 0
        begin = min(error.context_mark.index, offset) if error.context_mark else offset
        if hint := syntax_hint(self.text, ParserError(problem, offset, begin)):
            at = (hint.start, hint.end)
            self._report("yaml-syntax", at, hint.message, hint.hint, fix=hint.fix)
            return
        end, message, advice = explain_parser_error(problem, self.text, offset)
        related = tuple(self._context_of(error, offset))
        self._report("yaml-syntax", (offset, end), message, advice, related)

    def _context_of(self, error: yaml.MarkedYAMLError, offset: int) -> Iterator[Related]:
        """The start of what the parser was reading, unless that is where it failed."""
        if error.context_mark and error.context and error.context_mark.index != offset:
            start = error.context_mark.index
            location = Location(self.file, self.lines.span(start, start + 1))
            what = next((word for name, word in CONTEXTS.items() if name in error.context), "it")
            yield Related(location, f"{what} begins here")


def _has_length(event: yaml.Event) -> bool:
    """Whether an event of a collection is a bracket, and not just the edge of a block."""
    start, end = _offsets(event)
    return end > start


def _start(offsets: Offsets) -> int:
    return offsets[0]


def _offsets(event: yaml.Event) -> Offsets:
    marked: Any = event  # libyaml marks every event; the stubs also allow events without marks
    return marked.start_mark.index, marked.end_mark.index


def _harmless(match: re.Match[str]) -> str:
    # A line end stays a line end: a file from classic Mac OS must not be one long line.
    return "\n" if match[0] in LINE_ENDS else "\ufffd"
