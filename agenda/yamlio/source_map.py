"""The second look at a file: where everything stands, and all that is wrong with its YAML.

Slower than :func:`agenda.yamlio.reader.plain`, and taken only where a problem needs a place. It
goes on after all that it can go on after, so that one run reports everything.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import yaml
from msgspec import Struct

from agenda.model.diagnostic import Fault, Place, Related, Route, Span
from agenda.yamlio.parser_errors import CONTEXTS, explain, short
from agenda.yamlio.reader import (
    FORBIDDEN,
    LINE_ENDS,
    MAX_DEPTH,
    MAX_VALUES,
    MOST_FOUND,
    TOO_MUCH_WRONG,
    Data,
    Found,
    Lines,
    too_many_values,
)
from agenda.yamlio.syntax_hints import slip_behind

Offsets = tuple[int, int]


class Survey(Struct, frozen=True):
    """What stands where in a file.

    ``data`` is ``None`` where the text could not be read to its end. ``keys`` and ``values`` hold
    the offsets, start and end, of what is at a route; ``unread`` the routes whose value is unknown
    because it was refused; ``scalars`` the offsets of every text, keys with them, in order.
    """

    lines: Lines
    data: Data | None
    found: tuple[Found, ...]
    keys: dict[Route, Offsets]
    values: dict[Route, Offsets]
    unread: frozenset[Route]
    scalars: tuple[Offsets, ...]

    def is_comment(self, offset: int) -> bool:
        """Whether a `#` at an offset begins a comment, and is not part of a text."""
        before = bisect_right(self.scalars, offset, key=_start)
        return before == 0 or offset >= self.scalars[before - 1][1]

    def span(self, place: Place) -> Span:
        """The lines and columns of a place; of the nearest thing above it where it is not there."""
        if isinstance(place.at, Span):
            return place.at
        route, key = place.at, place.key
        while route and route not in self.values:
            route, key = route[:-1], True
        value = self.values.get(route, (0, 0))
        return self.lines.span(*(self.keys.get(route, value) if key else value))


def survey(file: str, text: str) -> Survey:
    """Look at a whole text, whatever is in it."""
    surveyor = _Surveyor(file, text)
    data = surveyor.document()
    return Survey(
        surveyor.lines,
        data,
        tuple(surveyor.found),
        surveyor.keys,
        surveyor.values,
        frozenset(surveyor.unread),
        tuple(surveyor.scalars),
    )


class _CannotGoOn(Exception):
    """What follows in the file can't be told any more."""


class _Surveyor:
    """Reads one document by recursive descent, which its greatest depth keeps shallow."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text, self.lines = file, text, Lines(text)
        self.found: list[Found] = []
        self.keys: dict[Route, Offsets] = {}
        self.values: dict[Route, Offsets] = {}
        self.unread: set[Route] = set()
        self.scalars: list[Offsets] = []
        self.next: Callable[[], yaml.Event]
        self.depth = 0
        self.count = 0
        self.last_end = 0

    def document(self) -> Data | None:
        loader: Any = yaml.CSafeLoader(FORBIDDEN.sub(_harmless, self.text))
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
        except _CannotGoOn:
            return None
        finally:
            loader.dispose()
        return data

    def _node(self, event: yaml.Event, route: Route | None) -> Data:
        """The data of a node; ``route`` is ``None`` where it is read but kept nowhere."""
        start, end = _offsets(event)
        self.count += 1
        if self.count > MAX_VALUES:
            self.found.append(too_many_values(self.file, self.lines.span(start, end)))
            raise _CannotGoOn
        if isinstance(event, yaml.AliasEvent):
            self._alias(event)
            if route is not None:
                self.unread.add(route)
            data: Data = ""
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_decoration(event)
            self._refuse_escapes(event)
            self.scalars.append((start, end))
            data = event.value
        else:
            self._refuse_decoration(event)
            data = self._collection(event, route)
            end = self.last_end
        self.last_end = start + len(self.text[start:end].rstrip())
        if route is not None:
            self.values[route] = (start, self.last_end)
        return data

    def _collection(self, event: yaml.Event, route: Route | None) -> Data:
        if self.depth == MAX_DEPTH:
            self._too_deep(event)
            raise _CannotGoOn
        self.depth += 1
        self.last_end = _offsets(event)[1]
        if isinstance(event, yaml.MappingStartEvent):
            data: Data = self._map(route)
        else:
            data = self._list(event, route)
        self.depth -= 1
        return data

    def _map(self, route: Route | None) -> Data:
        node: dict[str, Data] = {}
        known: dict[str, Offsets] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            at = _offsets(event)
            if route is not None:
                self.keys.setdefault(route, at)
            key = self._key(event, known)
            if key is None:
                self._value_of_refused_key(event)
                continue
            known[key] = at
            child = None if route is None else (*route, key)
            if child is not None:
                self.keys[child] = at
            node[key] = self._node(self.next(), child)
        self._end_of_flow(event)
        return node

    def _key(self, event: yaml.Event, known: dict[str, Offsets]) -> str | None:
        """The text of a key, or ``None`` where it was refused."""
        if isinstance(event, yaml.AliasEvent):
            self._alias(event)
            return None
        self._refuse_decoration(event)
        if not isinstance(event, yaml.ScalarEvent):
            self._key_not_text(event, "a list" if _is_list(event) else "a map")
            self._collection(event, None)
            return None
        self._refuse_escapes(event)
        self.scalars.append(_offsets(event))
        self.last_end = _offsets(event)[1]
        if event.value == "<<" and event.style == "":
            self._merge_key(event)
        elif event.value == "":
            self._key_not_text(event, "empty" if event.style else "nothing")
        elif event.value in known:
            self._duplicate_key(event, known[event.value])
        else:
            return str(event.value)
        return None

    def _value_of_refused_key(self, key: yaml.Event) -> None:
        value = self.next()
        is_merge = isinstance(key, yaml.ScalarEvent) and key.value == "<<"
        if not (is_merge and isinstance(value, yaml.AliasEvent)):  # said with the merge key
            self._node(value, None)

    def _list(self, start: yaml.Event, route: Route | None) -> Data:
        items: list[Data] = []
        plain = True
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            plain = plain and isinstance(event, yaml.ScalarEvent) and event.style == ""
            child = None if route is None else (*route, len(items))
            items.append(self._node(event, child))
        self._end_of_flow(event)
        if plain and _has_length(start) and len(items) == 1 and ".." in items[0]:
            return self._unquoted_window(start, event, str(items[0]))
        return items

    def _end_of_flow(self, event: yaml.Event) -> None:
        # A block ends where the next thing begins, beyond blank lines and comments; its last value
        # is the better end. A flow collection has a bracket.
        if _has_length(event):
            self.last_end = _offsets(event)[1]

    def _report(
        self,
        rule: str,
        at: Offsets,
        message: str,
        hint: str,
        related: tuple[Related, ...] = (),
    ) -> None:
        place = Place(self.file, self.lines.span(*at))
        if len(self.found) == MOST_FOUND:
            more = f"{message}; {TOO_MUCH_WRONG}"
            self.found.append((rule, Fault(place, more, hint, related)))
            raise _CannotGoOn
        self.found.append((rule, Fault(place, message, hint, related)))

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
                f"`{name}` marks a value to be used again",
                "take the mark away and write the value out wherever it is meant",
            )
        if event.tag is not None:
            offset = at[0] + max(0, written.find("!"))
            name = re.split(r"[\s,\[\]{}]", self.text[offset:], maxsplit=1)[0]
            self._report(
                "tag",
                (offset, offset + len(name)),
                f"`{name}` gives a value a type",
                "take it away: every value is text as written",
            )

    def _refuse_escapes(self, event: yaml.ScalarEvent) -> None:
        if event.style == '"' and (bad := FORBIDDEN.search(event.value)):
            self._report(
                "control-character",
                self._event_offsets(event),
                f"an escape in this text makes U+{ord(bad[0]):04X}, a control character",
                "take the escape away",
            )

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._report(
            "alias",
            self._event_offsets(event),
            f"`*{event.anchor}` stands for a value written elsewhere",
            "write the value out, so that each line can be read alone",
        )

    def _merge_key(self, event: yaml.Event) -> None:
        self._report(
            "merge-key",
            self._event_offsets(event),
            "`<<` takes in another map",
            "write its keys out here",
        )

    def _key_not_text(self, event: yaml.Event, what: str) -> None:
        self._report(
            "key-not-text",
            self._event_offsets(event),
            f"a key must be text, and this one is {what}",
            "begin the line with `name: `",
        )

    def _duplicate_key(self, event: yaml.ScalarEvent, first: Offsets) -> None:
        line = self.lines.span(*first).line
        place = Place(self.file, self.lines.span(*first))
        self._report(
            "duplicate-key",
            self._event_offsets(event),
            f"`{event.value}` is here twice, and the first is on line {line}",
            "keep one of the two",
            (Related(place, f"the first `{event.value}`"),),
        )

    def _several_documents(self, event: yaml.Event) -> None:
        self._report(
            "several-documents",
            self._event_offsets(event),
            "a second document begins here",
            "keep one visit or report in a file, and take `---` away",
        )

    def _too_deep(self, event: yaml.Event) -> None:
        self._report(
            "too-deep",
            (_offsets(event)[0], _offsets(event)[0] + 1),
            f"lists and maps lie more than {MAX_DEPTH} deep here",
            "no file of a book needs more than five",
        )

    def _unquoted_window(self, start: yaml.Event, end: yaml.Event, item: str) -> str:
        at = _offsets(start)[0], _offsets(end)[1]
        text = "[" + "".join(item.split()) + "]"
        self._report(
            "unquoted-window",
            at,
            f"`{text}` without quotes is a YAML list",
            f'quote it: "{text}"',
        )
        return text

    def _not_yaml(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        if error.context_mark and "unexpected end of stream" in str(error.problem):
            mark = error.context_mark  # where the quote opens, not where the file ends
        offset = min(mark.index, len(self.text)) if mark else 0
        if slip := slip_behind(self.text, offset, str(error.problem)):
            self._report("yaml-syntax", slip[:2], slip.message, slip.hint)
            return
        rest = self.text[offset:].split("\n", 1)[0].rstrip()
        found = f"at `{short(rest)}`" if rest.strip() else "at the end of a line"
        found = "at the end of the file" if offset >= len(self.text.rstrip()) else found
        message, hint = explain(str(error.problem), self.text[offset : offset + 1])
        related: tuple[Related, ...] = ()
        if error.context_mark and error.context and error.context_mark.index != offset:
            begun = error.context_mark.index
            place = Place(self.file, self.lines.span(begun, begun + 1))
            what = next((word for name, word in CONTEXTS.items() if name in error.context), "it")
            related = (Related(place, f"{what} begins here"),)
        self._report(
            "yaml-syntax", (offset, offset + len(rest)), f"{message} {found}", hint, related
        )


def _is_list(event: yaml.Event) -> bool:
    return isinstance(event, yaml.SequenceStartEvent)


def _has_length(event: yaml.Event) -> bool:
    """Whether a collection's event is a bracket and not just the edge of a block."""
    start, end = _offsets(event)
    return end > start


def _start(offsets: Offsets) -> int:
    return offsets[0]


def _offsets(event: yaml.Event) -> Offsets:
    marked: Any = event  # libyaml marks every event; the stubs allow for ones made by hand
    return marked.start_mark.index, marked.end_mark.index


def _harmless(match: re.Match[str]) -> str:
    # A line end stays one, so that a file of the old Macintosh is not one long line to the parser.
    return "\n" if match[0] in LINE_ENDS else "\ufffd"
