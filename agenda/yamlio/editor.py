"""Edits that touch only their lines.

A file is never rewritten from its data: the parser's marks give the place of an edit, and text is
inserted, replaced or removed only there. Comments, quotes, order, empty lines, line ends and a byte
order mark are preserved. Each edit is read back. If the result is not the old data with exactly
this change, the edit is refused, and the lines to paste are returned instead.
"""

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from agenda.model.diagnostic import FieldPath
from agenda.yamlio.quoting import yaml_scalar
from agenda.yamlio.reader import plain, read
from agenda.yamlio.source_map import SourceMap, map_source
from agenda.yamlio.types import Data

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

Value = str | dict[str, str]
"""What an edit puts at a path: a text, or a new map of texts."""

KeyOrder = Callable[[FieldPath], Sequence[str]]
"""The usual order of the keys of the map at a path; a key that is not in it goes last."""


class Edit(Struct, frozen=True):
    """One change of a file: the value to put at a path, or ``None`` to remove what is there."""

    path: FieldPath
    value: Value | None


class RefusedEdit(Struct, frozen=True):
    """An edit that could not be made safely, and the lines to paste by hand."""

    edit: Edit
    lines: tuple[str, ...]


class EditedFile(Struct, frozen=True):
    """The bytes of a file after its edits, and the edits that were refused."""

    raw: bytes
    refused: tuple[RefusedEdit, ...] = ()


def edit_file(raw: bytes, edits: Sequence[Edit], key_order: KeyOrder) -> EditedFile:
    """Apply edits to a file, each to the result of the one before."""
    mark = _BYTE_ORDER_MARK if raw.startswith(_BYTE_ORDER_MARK) else b""
    source = read("", raw)
    if source.diagnostics or not isinstance(source.data, dict):
        return EditedFile(raw, tuple(RefusedEdit(edit, lines_to_paste(edit)) for edit in edits))
    text, refused = source.text, []
    for edit in edits:
        after = _edited(text, edit, key_order)
        if after is None:
            refused.append(RefusedEdit(edit, lines_to_paste(edit)))
        else:
            text = after
    return EditedFile(mark + text.encode(), tuple(refused))


def lines_to_paste(edit: Edit) -> tuple[str, ...]:
    """The lines of an edit to paste by hand, with the maps around them."""
    *parents, last = map(str, edit.path)
    lines = [f"{'  ' * depth}{yaml_scalar(name)}:" for depth, name in enumerate(parents)]
    if edit.value is None:
        return (*lines, f"{'  ' * len(parents)}# remove `{last}`")
    return (*lines, *_lines(last, edit.value, "  " * len(parents), "  "))


def _edited(text: str, edit: Edit, key_order: KeyOrder) -> str | None:
    """The text with one edit, or ``None`` if no way of making it reads back as it should."""
    data = plain(text)
    if not isinstance(data, dict):
        return None
    expected = _expected(data, edit)
    editor = _Editor(text, map_source("", text), data, key_order)
    for candidate in editor.candidates(edit):
        if candidate != text and plain(candidate) == expected:
            return candidate
    return text if data == expected else None


def _expected(data: dict[str, Data], edit: Edit) -> dict[str, Data]:
    """The data with exactly one change."""
    expected = copy.deepcopy(data)
    node: Any = expected
    *parents, last = edit.path
    for name in parents:
        if not isinstance(node.get(name), dict):
            node[name] = {}
        node = node[name]
    if edit.value is not None:
        node[last] = edit.value or {}
    elif last not in node:
        return data
    else:
        del node[last]
        if len(parents) == 1 and not node:
            del expected[str(parents[0])]  # without keys it would read as empty text
    return expected


def _lines(name: str, value: Value, indent: str, step: str) -> list[str]:
    """A key and its value as lines of a block."""
    if isinstance(value, str):
        return [f"{indent}{yaml_scalar(name)}: {yaml_scalar(value)}"]
    if not value:
        return [f"{indent}{yaml_scalar(name)}: {{}}"]
    inner = [
        f"{indent}{step}{yaml_scalar(key)}: {yaml_scalar(text)}" for key, text in value.items()
    ]
    return [f"{indent}{yaml_scalar(name)}:", *inner]


class _Editor:
    """The ways of making an edit in one text, the likeliest first. Offsets are of code points."""

    def __init__(
        self, text: str, source_map: SourceMap, data: dict[str, Data], key_order: KeyOrder
    ) -> None:
        self.text, self.source_map, self.data = text, source_map, data
        self.key_order = key_order
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.step = self._indent_step()

    def candidates(self, edit: Edit) -> Iterator[str]:
        path = edit.path
        is_there = path in self.source_map.values
        if edit.value is None:
            if is_there:
                yield from self._without(path)
        elif is_there and isinstance(edit.value, str):
            yield self._with_text(path, edit.value)
        elif is_there:
            return
        else:
            yield from self._with_key(path, edit.value)

    def _with_text(self, path: FieldPath, value: str) -> str:
        start, end = self.source_map.values[path]
        old = self.text[start:end]
        in_flow = self._is_flow(path[:-1])
        new = yaml_scalar(value, like=old, in_flow=in_flow)
        if start == end:  # an empty value, after the colon
            return (
                self.text[:start]
                + (" " if self.text[start - 1 : start] == ":" else "")
                + (new + self.text[end:])
            )
        return self.text[:start] + new + self.text[end:]

    def _with_key(self, path: FieldPath, value: Value) -> Iterator[str]:
        parent, name = path[:-1], str(path[-1])
        node = self._at(parent)
        if isinstance(node, dict) and (node or self._is_flow(parent)):
            if self._is_flow(parent):
                yield from self._into_flow(parent, name, value)
            else:
                yield from self._into_block(parent, name, value)
        elif parent and node in ({}, "", None):
            # The map itself is missing or empty: it is inserted with its first key.
            yield from self._with_map(parent, name, value)

    def _with_map(self, parent: FieldPath, name: str, value: Value) -> Iterator[str]:
        if len(parent) > 1:
            return
        inner = _lines(name, value, self.step, self.step)
        if parent not in self.source_map.values:
            yield from self._insert(parent, [f"{parent[0]}:", *inner])
            return
        _, end = self.source_map.values[parent]
        yield self._after_line(end, inner)

    def _into_block(self, parent: FieldPath, name: str, value: Value) -> Iterator[str]:
        indent = " " * self._column(self._first_key(parent))
        yield from self._insert((*parent, name), _lines(name, value, indent, self.step))

    def _insert(self, path: FieldPath, lines: list[str]) -> Iterator[str]:
        """The text with lines for a new key, after the key that it follows in the usual order."""
        parent, name = path[:-1], str(path[-1])
        siblings = list(self._at(parent))
        before = self._before(parent, name, siblings)
        if before is not None:
            sibling = (*parent, before)
            _, end = self.source_map.values[sibling]
            yield self._after_line(end, lines)
            # A block scalar that keeps its last line ends owns the empty lines below it.
            yield self._before_line(self._next_key(parent, before, siblings), lines)
        else:
            yield self._before_line(self._first_key(parent), lines)

    def _before(self, parent: FieldPath, name: str, siblings: Sequence[str]) -> str | None:
        """The key that a new key goes after, or ``None`` if it goes first."""
        order = list(self.key_order(parent))
        if name not in order:
            return siblings[-1] if siblings else None
        earlier = order[: order.index(name)]
        written = [key for key in siblings if key in earlier]
        return max(written, key=earlier.index, default=None)

    def _next_key(self, parent: FieldPath, name: str, siblings: Sequence[str]) -> int:
        """Where the key after another begins, or what follows the map."""
        later = siblings[siblings.index(name) + 1 :]
        if later:
            return self.source_map.keys[(*parent, later[0])][0]
        if not parent:
            return len(self.text)
        return self._next_key(parent[:-1], str(parent[-1]), list(self._at(parent[:-1])))

    def _into_flow(self, parent: FieldPath, name: str, value: Value) -> Iterator[str]:
        written = yaml_scalar(name, in_flow=True) + ": " + self._in_flow(value)
        start, end = self.source_map.values[parent]
        keys = list(self._at(parent))
        if not keys:
            yield self.text[: start + 1] + written + self.text[end - 1 :]
            return
        before = self._before(parent, name, keys) or keys[-1]
        _, at = self.source_map.values[(*parent, before)]
        yield f"{self.text[:at]}, {written}{self.text[at:]}"

    def _in_flow(self, value: Value) -> str:
        if isinstance(value, str):
            return yaml_scalar(value, in_flow=True)
        return (
            "{" + ", ".join(f"{k}: {yaml_scalar(v, in_flow=True)}" for k, v in value.items()) + "}"
        )

    def _without(self, path: FieldPath) -> Iterator[str]:
        parent = path[:-1]
        siblings = list(self._at(parent))
        if len(parent) == 1 and len(siblings) == 1:
            yield from self._without(parent)
            return
        if self._is_flow(parent):
            yield from self._without_in_flow(path, siblings)
            return
        start = self._line_start(self.source_map.keys[path][0])
        _, end = self.source_map.values[path]
        yield self._cut(start, self._line_end(end))
        yield self._cut(start, self._next_line_of(parent, str(path[-1]), siblings))

    def _cut(self, start: int, end: int) -> str:
        """The text without some lines. If it had no final line end, neither has the result."""
        left = self.text[:start] + self.text[end:]
        if end >= len(self.text) and not self.text.endswith("\n"):
            return left.removesuffix("\n").removesuffix("\r")
        return left

    def _next_line_of(self, parent: FieldPath, name: str, siblings: Sequence[str]) -> int:
        return self._line_start(self._next_key(parent, name, siblings))

    def _without_in_flow(self, path: FieldPath, siblings: list[str]) -> Iterator[str]:
        key, _ = self.source_map.keys[path]
        _, end = self.source_map.values[path]
        start, stop = self._line_start(key), self._line_end(end)
        if not self.text[start:key].strip() and not self.text[end:stop].strip(", \r\n"):
            yield self.text[:start] + self.text[stop:]  # alone on its lines; a comma may be last
        index = siblings.index(str(path[-1]))
        if index:
            _, before = self.source_map.values[(*path[:-1], siblings[index - 1])]
            if "\n" not in self.text[before:key]:
                yield self.text[:before] + self.text[end:]
            else:
                yield self.text[:key] + self.text[end:]  # a comment may be in between
        elif len(siblings) > 1:
            after, _ = self.source_map.keys[(*path[:-1], siblings[1])]
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
        """The offset just after the line of an offset and its line end."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def _column(self, offset: int) -> int:
        return offset - (self.text.rfind("\n", 0, offset) + 1)

    def _first_key(self, path: FieldPath) -> int:
        return min(self.source_map.keys[(*path, name)][0] for name in self._at(path))

    def _is_flow(self, path: FieldPath) -> bool:
        return path in self.source_map.values and self.text[self.source_map.values[path][0]] == "{"

    def _at(self, path: FieldPath) -> Any:
        node: Any = self.data
        for name in path:
            node = node.get(name) if isinstance(node, dict) else None
        return node

    def _indent_step(self) -> str:
        """The indentation that this file uses, taken from the first map that is indented."""
        for path, (start, _) in self.source_map.keys.items():
            if len(path) == 2 and not self._is_flow(path[:1]):
                return " " * self._column(start)
        return "  "
