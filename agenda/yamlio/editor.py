"""Edits that touch only their lines.

A file is never written anew from its data: the place is found by the parser's marks, and only there
is something put in, replaced or taken out. Comments, quotes, order, blank lines, line ends and a
byte order mark stay. Each edit is read back; if the data is not the old with exactly this change,
nothing is done, and the lines to paste are given instead.
"""

import copy
from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from agenda.history.diff import Change
from agenda.model.diagnostic import Route
from agenda.model.visit import (
    Item,
    PartialConfirmation,
    PartialHost,
    PartialVisit,
    PartialVisitor,
)
from agenda.yamlio.quoting import scalar
from agenda.yamlio.reader import Data, plain, read
from agenda.yamlio.source_map import Survey, survey

_MARK: Final = b"\xef\xbb\xbf"

_ORDERS: Final[dict[Route, tuple[str, ...]]] = {
    (): PartialVisit.__struct_fields__,
    ("visitor",): PartialVisitor.__struct_fields__,
    ("host",): PartialHost.__struct_fields__,
    ("confirmation",): PartialConfirmation.__struct_fields__,
}
"""The house order of the keys of each map; an item's is that of its model."""

Value = str | dict[str, str]
"""What an edit puts at a route: a text, or the fields of a new item."""


class Edit(Struct, frozen=True):
    """One change of a file: the value to stand at a route, or ``None`` to take out what does."""

    route: Route
    value: Value | None


class Refusal(Struct, frozen=True):
    """An edit that could not be made safely, and the lines to paste by hand."""

    edit: Edit
    lines: tuple[str, ...]


class Spliced(Struct, frozen=True):
    """The bytes of a file after its edits, and those that could not be made."""

    raw: bytes
    refused: tuple[Refusal, ...] = ()


def edits_of(changes: Sequence[Change]) -> list[Edit]:
    """The edits that make some changes of a visit."""
    return [Edit(change.path, _value(change.after)) for change in changes]


def _value(after: object) -> Value | None:
    if isinstance(after, Item):
        return {name: value for name in Item.__struct_fields__ if (value := getattr(after, name))}
    return str(after) or None


def splice(raw: bytes, edits: Sequence[Edit]) -> Spliced:
    """Make some edits of a visit's file, each on top of the one before."""
    mark = _MARK if raw.startswith(_MARK) else b""
    source = read("", raw)
    if source.found or not isinstance(source.data, dict):
        return Spliced(raw, tuple(Refusal(edit, paste(edit)) for edit in edits))
    text, refused = source.text, []
    for edit in edits:
        after = _edited(text, edit)
        if after is None:
            refused.append(Refusal(edit, paste(edit)))
        else:
            text = after
    return Spliced(mark + text.encode(), tuple(refused))


def paste(edit: Edit) -> tuple[str, ...]:
    """The lines of an edit for somebody to put in by hand, with the maps around them."""
    *above, last = map(str, edit.route)
    lines = [f"{'  ' * depth}{scalar(name)}:" for depth, name in enumerate(above)]
    if edit.value is None:
        return (*lines, f"{'  ' * len(above)}# take out `{last}`")
    return (*lines, *_lines(last, edit.value, "  " * len(above), "  "))


def _edited(text: str, edit: Edit) -> str | None:
    """The text with one edit, or ``None`` if no way of making it reads back as it should."""
    data = plain(text)
    if not isinstance(data, dict):
        return None
    wanted = _wanted(data, edit)
    splicer = _Splicer(text, survey("", text), data)
    for candidate in splicer.candidates(edit):
        if candidate != text and plain(candidate) == wanted:
            return candidate
    return text if data == wanted else None


def _wanted(data: dict[str, Data], edit: Edit) -> dict[str, Data]:
    """The data with exactly one change."""
    wanted = copy.deepcopy(data)
    node: Any = wanted
    *above, last = edit.route
    for name in above:
        if not isinstance(node.get(name), dict):
            node[name] = {}
        node = node[name]
    if edit.value is not None:
        node[last] = edit.value or {}
    elif last in node:
        del node[last]
        if above == ["agenda"] and not node:
            del wanted["agenda"]  # a map without keys would be another text
    else:
        return data
    return wanted


def _lines(name: str, value: Value, indent: str, step: str) -> list[str]:
    """A key and its value as lines of a block."""
    if isinstance(value, str):
        return [f"{indent}{scalar(name)}: {scalar(value)}"]
    if not value:
        return [f"{indent}{scalar(name)}: {{}}"]
    inner = [f"{indent}{step}{key}: {scalar(text)}" for key, text in value.items()]
    return [f"{indent}{scalar(name)}:", *inner]


class _Splicer:
    """The ways of making an edit in one text, the likeliest first. Offsets are of code points."""

    def __init__(self, text: str, sight: Survey, data: dict[str, Data]) -> None:
        self.text, self.sight, self.data = text, sight, data
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.step = self._indent_step()

    def candidates(self, edit: Edit) -> Iterator[str]:
        route = edit.route
        is_there = route in self.sight.values
        if edit.value is None:
            if is_there:
                yield from self._without(route)
        elif is_there and isinstance(edit.value, str):
            yield self._with_scalar(route, edit.value)
        elif is_there:
            return
        else:
            yield from self._with_key(route, edit.value)

    def _with_scalar(self, route: Route, value: str) -> str:
        start, end = self.sight.values[route]
        old = self.text[start:end]
        in_flow = self._is_flow(route[:-1])
        new = scalar(value, like=old, in_flow=in_flow)
        if start == end:  # an empty value: the colon is what stands before it
            return (
                self.text[:start]
                + (" " if self.text[start - 1 : start] == ":" else "")
                + (new + self.text[end:])
            )
        return self.text[:start] + new + self.text[end:]

    def _with_key(self, route: Route, value: Value) -> Iterator[str]:
        above, name = route[:-1], str(route[-1])
        node = self._at(above)
        if isinstance(node, dict) and (node or self._is_flow(above)):
            if self._is_flow(above):
                yield from self._into_flow(above, name, value)
            else:
                yield from self._into_block(above, name, value)
        elif above and node in ({}, "", None):
            # The map itself is not there, or empty: it is put in with its first key.
            yield from self._with_map(above, name, value)

    def _with_map(self, above: Route, name: str, value: Value) -> Iterator[str]:
        if len(above) > 1:
            return
        inner = _lines(name, value, self.step, self.step)
        if above not in self.sight.values:
            yield from self._insert(above, [f"{above[0]}:", *inner])
            return
        _, end = self.sight.values[above]
        yield self._after_line(end, inner)

    def _into_block(self, above: Route, name: str, value: Value) -> Iterator[str]:
        indent = " " * self._column(self._first_key(above))
        yield from self._insert((*above, name), _lines(name, value, indent, self.step))

    def _insert(self, route: Route, lines: list[str]) -> Iterator[str]:
        """Some lines for a new key, after the one that it follows in the house order."""
        above, name = route[:-1], str(route[-1])
        siblings = list(self._at(above))
        before = self._before(above, name, siblings)
        if before is not None:
            sibling = (*above, before)
            _, end = self.sight.values[sibling]
            yield self._after_line(end, lines)
            # A block scalar that keeps its last line ends owns the blank lines below it.
            yield self._before_line(self._next_key(above, before, siblings), lines)
        else:
            yield self._before_line(self._first_key(above), lines)

    def _before(self, above: Route, name: str, siblings: Sequence[str]) -> str | None:
        """The key that a new one is to follow; items of the agenda follow the last."""
        if above == ("agenda",):
            return siblings[-1] if siblings else None
        order = _ORDERS.get(above, Item.__struct_fields__)
        earlier = order[: order.index(name)]
        found = [key for key in siblings if key in earlier]
        return max(found, key=earlier.index, default=None)

    def _next_key(self, above: Route, name: str, siblings: Sequence[str]) -> int:
        """Where the key after another begins, or what follows the map."""
        later = siblings[siblings.index(name) + 1 :]
        if later:
            return self.sight.keys[(*above, later[0])][0]
        if not above:
            return len(self.text)
        return self._next_key(above[:-1], str(above[-1]), list(self._at(above[:-1])))

    def _into_flow(self, above: Route, name: str, value: Value) -> Iterator[str]:
        written = scalar(name, in_flow=True) + ": " + self._in_flow(value)
        start, end = self.sight.values[above]
        keys = list(self._at(above))
        if not keys:
            yield self.text[: start + 1] + written + self.text[end - 1 :]
            return
        before = self._before(above, name, keys) or keys[-1]
        _, at = self.sight.values[(*above, before)]
        yield f"{self.text[:at]}, {written}{self.text[at:]}"

    def _in_flow(self, value: Value) -> str:
        if isinstance(value, str):
            return scalar(value, in_flow=True)
        return "{" + ", ".join(f"{k}: {scalar(v, in_flow=True)}" for k, v in value.items()) + "}"

    def _without(self, route: Route) -> Iterator[str]:
        above = route[:-1]
        siblings = list(self._at(above))
        if above == ("agenda",) and len(siblings) == 1:
            yield from self._without(above)
            return
        if self._is_flow(above):
            yield from self._without_in_flow(route, siblings)
            return
        start = self._line_start(self.sight.keys[route][0])
        _, end = self.sight.values[route]
        yield self._cut(start, self._line_end(end))
        yield self._cut(start, self._next_line_of(above, str(route[-1]), siblings))

    def _cut(self, start: int, end: int) -> str:
        """The text without some lines; if it had no last line end, it has none then."""
        left = self.text[:start] + self.text[end:]
        if end >= len(self.text) and not self.text.endswith("\n"):
            return left.removesuffix("\n").removesuffix("\r")
        return left

    def _next_line_of(self, above: Route, name: str, siblings: Sequence[str]) -> int:
        return self._line_start(self._next_key(above, name, siblings))

    def _without_in_flow(self, route: Route, siblings: list[str]) -> Iterator[str]:
        key, _ = self.sight.keys[route]
        _, end = self.sight.values[route]
        start, stop = self._line_start(key), self._line_end(end)
        if not self.text[start:key].strip() and not self.text[end:stop].strip(", \r\n"):
            yield self.text[:start] + self.text[stop:]  # alone on its lines; a comma may be last
        place = siblings.index(str(route[-1]))
        if place:
            _, before = self.sight.values[(*route[:-1], siblings[place - 1])]
            if "\n" not in self.text[before:key]:
                yield self.text[:before] + self.text[end:]
            else:
                yield self.text[:key] + self.text[end:]  # a comment may stand between
        elif len(siblings) > 1:
            after, _ = self.sight.keys[(*route[:-1], siblings[1])]
            if "\n" not in self.text[end:after]:
                yield self.text[:key] + self.text[after:]

    def _after_line(self, offset: int, lines: Sequence[str]) -> str:
        end = self._line_end(offset)
        added = self.newline.join(lines)
        if end == len(self.text) and not self.text.endswith("\n"):
            return self.text + self.newline + added
        return self.text[:end] + added + self.newline + self.text[end:]

    def _before_line(self, offset: int, lines: Sequence[str]) -> str:
        start = self._line_start(offset)
        if start == len(self.text) and not self.text.endswith("\n"):
            return self.text + self.newline + self.newline.join(lines)
        added = "".join(line + self.newline for line in lines)
        return self.text[:start] + added + self.text[start:]

    def _line_start(self, offset: int) -> int:
        if offset >= len(self.text):
            return len(self.text)
        return self.text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        """Where the line of an offset has ended, its line end with it."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def _column(self, offset: int) -> int:
        return offset - (self.text.rfind("\n", 0, offset) + 1)

    def _first_key(self, route: Route) -> int:
        return min(self.sight.keys[(*route, name)][0] for name in self._at(route))

    def _is_flow(self, route: Route) -> bool:
        return route in self.sight.values and self.text[self.sight.values[route][0]] == "{"

    def _at(self, route: Route) -> Any:
        node: Any = self.data
        for name in route:
            node = node.get(name) if isinstance(node, dict) else None
        return node

    def _indent_step(self) -> str:
        """How far this file indents: as far as the first map that it does indent."""
        for route, (start, _) in self.sight.keys.items():
            if len(route) == 2 and not self._is_flow(route[:1]):
                return " " * self._column(start)
        return "  "
