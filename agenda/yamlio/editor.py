"""Edits that touch only their lines.

A file is never rewritten from its data: the parser's marks give the place of an edit, and text is
inserted, replaced or removed only there. Comments, quotes, order, empty lines, line ends and a byte
order mark are preserved; a removed key may take along the comments in its lines, and no others.
Each edit is read back. If the result is not the old data with exactly this change, the edit is
refused, and the lines to paste are returned instead.
"""

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from agenda.model.diagnostic import FieldPath
from agenda.yamlio.quoting import (
    BLOCK_HEADER,
    Edit,
    RefusedEdit,
    Value,
    block_indent,
    block_lines,
    block_scalars,
    flow_text,
    lines_to_paste,
    make_edit,
    yaml_scalar,
)
from agenda.yamlio.reader import plain, read
from agenda.yamlio.source_map import SourceMap, map_source
from agenda.yamlio.types import Data, Patch, Patches, meeting_patches, patched

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


KeyOrder = Callable[[FieldPath], Sequence[str]]
"""The usual order of the keys of the map at a path; a key that is not in it goes last."""


class EditedFile(Struct, frozen=True):
    """The bytes of a file after its edits, and the edits that were refused."""

    raw: bytes
    refused: tuple[RefusedEdit, ...] = ()


def edit_file(raw: bytes, edits: Sequence[Edit], key_order: KeyOrder) -> EditedFile:
    """Apply edits to a file; those that meet others are made after them."""
    mark = _BYTE_ORDER_MARK if raw.startswith(_BYTE_ORDER_MARK) else b""
    source = read("", raw)
    if source.diagnostics or not isinstance(source.data, dict):
        return EditedFile(raw, tuple(RefusedEdit(edit, lines_to_paste(edit)) for edit in edits))
    text, refused = source.text, list[Edit]()
    left, size = list(edits), 1
    while left:
        # Each needs a map of the file, so edits that do not meet are made together.
        batch = left[:size]
        edited = _edited(text, batch, key_order)
        if edited is None and batch[1:]:
            size = 1
            continue
        if edited is None:
            edited = _Edited(text, refused=batch)
        else:
            size *= 2
        text, left[: len(batch)] = edited.text, edited.left
        refused += edited.refused
    lines = (RefusedEdit(edit, lines_to_paste(edit)) for edit in refused)
    return EditedFile(mark + text.encode(), tuple(lines))


class _Edited(Struct, frozen=True):
    """A text after some edits, those that are left as they meet others, and the refused ones."""

    text: str
    left: Sequence[Edit] = ()
    refused: Sequence[Edit] = ()


def _edited(text: str, edits: Sequence[Edit], key_order: KeyOrder) -> _Edited | None:
    """The text with some edits, or ``None`` if no way of making them reads back as it should.

    A single edit is tried in all ways, several together only each in its likeliest way.
    """
    data = plain(text)
    if not isinstance(data, dict):
        return None
    ways = _EditWays(text, map_source("", text), data, key_order)
    if not edits[1:]:
        in_turn = (_made(text, data, [(edits[0], patches)]) for patches in ways.of(edits[0]))
        is_done = ways.value_at(edits[0].path) == edits[0].value
        return next(filter(None, in_turn), _Edited(text) if is_done else None)
    likeliest = [(edit, next(ways.of(edit), None)) for edit in edits]
    possible = [(edit, patches) for edit, patches in likeliest if patches]
    edited = _made(text, data, possible) if possible else _Edited(text)
    refused = [
        edit
        for edit, patches in likeliest
        if not patches and ways.value_at(edit.path) != edit.value
    ]
    return replace(edited, refused=refused) if edited else None


def _made(
    text: str, data: dict[str, Data], edits: Sequence[tuple[Edit, Patches]]
) -> _Edited | None:
    """The text with the edits whose patches meet no others, if it reads back as it should."""
    meeting = meeting_patches([patches for _, patches in edits])
    made = [edit for index, edit in enumerate(edits) if index not in meeting]
    expected = copy.deepcopy(data)
    for edit, _ in made:
        make_edit(expected, edit)
    candidate = patched(text, (patch for _, patches in made for patch in patches))
    if not made or plain(candidate) != expected:
        return None
    return _Edited(candidate, [edits[index][0] for index in sorted(meeting)])


class _EditWays:
    """The ways of making an edit in one text, the likeliest first. Offsets are of code points."""

    def __init__(
        self, text: str, source_map: SourceMap, data: dict[str, Data], key_order: KeyOrder
    ) -> None:
        self.text, self.source_map, self.data = text, source_map, data
        self.lines, self.key_order = source_map.lines, key_order
        self.step = self._indent_step()

    def of(self, edit: Edit) -> Iterator[Patches]:
        """Patches that may make the edit, without those that lose another comment."""
        own = range(0)
        if edit.value is None and edit.path in self.source_map.values:
            own = range(*self._lines_of(edit.path))
        for patches in self._ways(edit):
            removed = (at for patch in patches for at in self._comments(patch.start, patch.end))
            if all(at in own for at in removed):
                yield patches

    def _ways(self, edit: Edit) -> Iterator[Patches]:
        path = edit.path
        is_there = path in self.source_map.values
        if edit.value is None:
            if is_there:
                yield from self._without(path)
        elif is_there and isinstance(edit.value, str):
            yield from self._with_text(path, edit.value)
        elif is_there and isinstance(edit.value, list):
            yield (Patch(*self._value_of(path), flow_text(edit.value)),)
        elif is_there:
            return
        else:
            yield from self._with_key(path, edit.value)

    def _with_text(self, path: FieldPath, value: str) -> Iterator[Patches]:
        start, end = self._value_of(path)
        old = self.text[start:end]
        if header := BLOCK_HEADER.match(old):
            yield from self._with_text_for_block(path, header[0], value)
            return
        new = yaml_scalar(value, like=old, in_flow=self._is_flow(path[:-1]))
        is_after_colon = start == end and self.text[start - 1 : start] == ":"
        yield (Patch(start, end, f" {new}" if is_after_colon else new),)

    def _with_text_for_block(self, path: FieldPath, header: str, value: str) -> Iterator[Patches]:
        """A text in place of a block scalar. What follows the header on its line is kept."""
        start, end = self._value_of(path)
        body, stop = self.lines.content_end(start), self.lines.content_end(end)
        newline = self.lines.newline_at(self.lines.end(start))
        column = self.lines.column(self.source_map.keys[path][0])
        indent = column + block_indent(header, self.text[body:stop], column, len(self.step))
        for new_header, lines in block_scalars(value, header, indent - column):
            added = "".join(f"{newline}{' ' * indent if line else ''}{line}" for line in lines)
            after = stop
            if value.endswith("\n\n"):  # the empty lines below are part of the text
                after = self.lines.content_end(self.lines.next_line(self.lines.end(stop)) - 1)
            yield Patch(start, start + len(header), new_header), Patch(body, after, added)
        yield Patch(start, start + len(header), yaml_scalar(value)), Patch(body, stop)

    def _with_key(self, path: FieldPath, value: Value) -> Iterator[Patches]:
        parent, name = path[:-1], str(path[-1])
        node = self.value_at(parent)
        if isinstance(node, dict) and (node or self._is_flow(parent)):
            if self._is_flow(parent):
                yield self._into_flow(parent, name, flow_text(value))
            else:
                indent = " " * self.lines.column(self._first_key(parent))
                lines = block_lines(name, value, indent, self.step)
                yield from self._insert(path, lines)
        elif parent and node in ({}, "", None):
            # The map itself is missing or empty: it is inserted with its first key.
            yield from self._with_map(parent, name, value)

    def _with_map(self, parent: FieldPath, name: str, value: Value) -> Iterator[Patches]:
        if parent in self.source_map.values:
            start, end = self._value_of(parent)
            indent = " " * self.lines.column(self.source_map.keys[parent][0]) + self.step
            inner = self._inserted(self.lines.end(end), block_lines(name, value, indent, self.step))
            yield (Patch(start, end), inner) if start < end else (inner,)
        elif len(parent) > 1:
            return
        elif self._is_flow(()):
            yield self._into_flow((), str(parent[0]), flow_text({name: value}))
        else:
            inner_lines = block_lines(name, value, self.step, self.step)
            yield from self._insert(parent, [f"{parent[0]}:", *inner_lines])

    def _insert(self, path: FieldPath, lines: list[str]) -> Iterator[Patches]:
        """Lines for a new key, after the key that it follows in the usual order."""
        parent = path[:-1]
        above = self._above(parent, str(path[-1]))
        column = self.lines.column(self._first_key(parent))
        for sibling in reversed(above):
            _, end = self._value_of((*parent, sibling))
            at = below = self.lines.end(end)
            while self._is_comment_line(at, column):  # it belongs to the key above
                at = self.lines.end(at)
            # A block scalar that keeps its last line ends owns the empty lines below it. One that
            # ends the file without a line end has to stay last.
            in_turn = at, self.lines.next_line(below)
            continues = self._continues((*parent, sibling), below)
            for start in reversed(in_turn) if continues else in_turn:
                yield (self._inserted(start, lines),)
        if len(above) < 2:
            yield (self._inserted(self.lines.start(self._first_key(parent)), lines),)

    def _above(self, parent: FieldPath, name: str) -> Sequence[str]:
        """The last two keys above the place of a new key."""
        siblings, order = list(self.value_at(parent)), list(self.key_order(parent))
        if name not in order:
            return siblings[-2:]
        earlier = order[: order.index(name)]
        last = max(siblings, key=lambda key: earlier.index(key) if key in earlier else -1)
        return siblings[: siblings.index(last) + 1][-2:] if last in earlier else []

    def _into_flow(self, parent: FieldPath, name: str, value: str) -> Patches:
        """A key and its value, as they are written in a flow map, in such a map."""
        written = f"{yaml_scalar(name, in_flow=True)}: {value}"
        start, end = self._value_of(parent)
        if keys := list(self.value_at(parent)):
            before = (self._above(parent, name) or keys)[-1]
            _, at = self._value_of((*parent, before))
            return (Patch(at, at, f", {written}"),)
        if self.text[start + 1 : end - 1].strip(" "):  # a comment, or line ends
            space = " " if self.text[start + 1] == "#" else ""
            return (Patch(start + 1, start + 1, written + space),)
        return (Patch(start + 1, end - 1, written),)

    def _without(self, path: FieldPath) -> Iterator[Patches]:
        parent, name = path[:-1], str(path[-1])
        siblings = list(self.value_at(parent))
        is_last = len(siblings) == 1
        if is_last and len(parent) == 1:
            yield from self._without_map(parent, path)
        elif self._is_flow(parent):
            yield from self._without_in_flow(path, siblings)
        elif is_last and parent:
            colon = self._colon_of(parent)
            yield Patch(colon, colon, " {}"), Patch(*self._lines_of(path))
        else:
            start, stop = self._lines_of(path)
            column = self.lines.column(self.source_map.keys[(*parent, name)][0])
            closed_up = (Patch(start, stop), *self._closed_up(stop, column))
            above = siblings[siblings.index(name) - 1] if siblings[0] != name else None
            would_continue = above is not None and self._continues((*parent, above), stop)
            in_turn = (Patch(start, stop),), closed_up
            yield from reversed(in_turn) if would_continue else in_turn

    def _continues(self, path: FieldPath, offset: int) -> bool:
        """Whether the end of a value is a block scalar that would continue at an offset."""
        while (node := self.value_at(path)) and isinstance(node, dict):
            path = (*path, next(reversed(node)))
        start, end = self._value_of(path)
        if not (header := BLOCK_HEADER.match(self.text, start, end)):
            return False
        column = self.lines.column(self.source_map.keys[path][0])
        body = self.text[self.lines.content_end(start) : self.lines.content_end(end)]
        indent = column + block_indent(header[0], body, column, len(self.step))
        below = self.lines.next_line(offset)
        is_kept = "+" in header[0] and offset < below
        return is_kept or self._is_comment_line(below, indent - 1)

    def _closed_up(self, offset: int, column: int) -> Iterator[Patch]:
        """What keeps a block scalar that ends at an offset from continuing in the lines below."""
        stop = self.lines.next_line(offset)
        if offset < stop:
            yield Patch(offset, stop)
        while self._is_comment_line(stop, column):
            yield Patch(stop + column, self.lines.first_character(stop))
            stop = self.lines.end(stop)

    def _without_map(self, path: FieldPath, only: FieldPath) -> Iterator[Patches]:
        """Remove a map with its only key. Comments in the map but not in the key's lines stay."""
        if self._is_flow(path[:-1]):
            yield from self._without_in_flow(path, list(self.value_at(path[:-1])))
            return
        start, stop = self._lines_of(path)
        own = range(*self._lines_of(only))
        column = self.lines.column(self.source_map.keys[path][0])
        for is_closed_up in (False, True):
            cuts: list[Patch] = []
            at = start
            while at < stop:
                end = self.lines.end(at)
                comment = next(self._comments(at, end), end)
                if comment == end or comment in own:
                    cuts.append(Patch(at, end))
                elif is_closed_up or self.lines.first_character(at) < comment:
                    cuts.append(Patch(min(at + column, comment), comment))
                at = end
            below = self._closed_up(stop, column) if is_closed_up else ()
            yield *cuts, *below

    def _without_in_flow(self, path: FieldPath, siblings: list[str]) -> Iterator[Patches]:
        key, _ = self.source_map.keys[path]
        _, end = self._value_of(path)
        start, stop = self._lines_of(path)
        rest = self.text[end:stop].lstrip(" ,")
        if not self.text[start:key].strip() and (not rest.strip() or rest.startswith("#")):
            yield (Patch(start, stop),)  # alone on its lines; a comma may be last
        index = siblings.index(str(path[-1]))
        if index:
            _, before = self._value_of((*path[:-1], siblings[index - 1]))
            if "\n" not in self.text[before:key]:
                yield (Patch(before, end),)
        elif len(siblings) > 1:
            after, _ = self.source_map.keys[(*path[:-1], siblings[1])]
            if "\n" not in self.text[end:after]:
                yield (Patch(key, after),)
        comma = self.lines.next_token(end)
        if self.text[comma : comma + 1] == ",":  # a comment may be in between
            yield Patch(key, end), Patch(comma, comma + 1)
        yield (Patch(key, end),)

    def _inserted(self, at: int, lines: Sequence[str]) -> Patch:
        """Lines inserted where a line starts, or below the last line."""
        newline = self.lines.newline_at(at)
        if at == len(self.text) and not self.text.endswith("\n"):
            return Patch(at, at, newline + newline.join(lines))
        return Patch(at, at, "".join(line + newline for line in lines))

    def _lines_of(self, path: FieldPath) -> tuple[int, int]:
        """Where the lines of a key and its value start and end."""
        start, _ = self.source_map.keys[path]
        _, end = self._value_of(path)
        return self.lines.start(start), self.lines.end(end)

    def _value_of(self, path: FieldPath) -> tuple[int, int]:
        """Where a value starts and ends. libyaml puts an empty one in a flow map after comments."""
        start, end = self.source_map.values[path]
        if path and start == end:
            start = end = self._colon_of(path) or start
        return start, end

    def _colon_of(self, path: FieldPath) -> int:
        """The offset just after the colon of a key, or 0 if it has none."""
        _, end = self.source_map.keys[path]
        at = self.lines.first_character(end)
        return at + 1 if self.text[at : at + 1] == ":" else 0

    def _is_comment_line(self, start: int, column: int) -> bool:
        """Whether a line between two keys is a comment that is indented more than a column."""
        first = self.lines.first_character(start)
        is_comment = self.text[first : first + 1] == "#"
        return is_comment and self.lines.start(first) == start and first - start > column

    def _comments(self, start: int, end: int) -> Iterator[int]:
        """The offsets of the comments between two offsets, without those after block headers."""
        at = self.text.find("#", start, end)
        while at >= 0:
            if self.source_map.is_comment(at):
                yield at
                at = self.lines.end(at) - 1
            at = self.text.find("#", at + 1, end)

    def _first_key(self, path: FieldPath) -> int:
        return self.source_map.keys[(*path, next(iter(self.value_at(path))))][0]

    def _is_flow(self, path: FieldPath) -> bool:
        is_there = path in self.source_map.values
        return is_there and self.text.startswith("{", self._value_of(path)[0])

    def value_at(self, path: FieldPath) -> Any:
        """What the text has at a path; ``None`` if nothing."""
        node: Any = self.data
        for name in path:
            node = node.get(name) if isinstance(node, dict) else None
        return node

    def _indent_step(self) -> str:
        """The indentation that this file uses, taken from the first map that is indented."""
        for path, (start, _) in self.source_map.keys.items():
            if len(path) == 2 and not self._is_flow(path[:1]):
                return " " * self.lines.column(start)
        return "  "
