"""Random visits in odd but valid YAML, random edits of them, and a lexer for their comments.

The lexer uses PyYAML's scanner, which is written in Python and shares no code with libyaml.
"""

import re
from functools import lru_cache
from random import Random
from typing import Any

import yaml

from agenda.yamlio.quoting import Edit, Value

FIELDS = {
    "visitor": ("name", "role", "country"),
    "host": ("country", "city", "timezone"),
    "kind": (),
    "occasion": (),
    "trip": (),
    "dates": (),
    "confirmation": ("state", "visitor", "host"),
    "agenda": ("energy", "trade", "health"),
    "notes": (),
}
ITEM_FIELDS = ("title", "topic", "status", "note")

COMMENTS = (
    "#",
    "# note",
    "# kind: state",
    '# a "quote',
    "# it's",
    "# {a: [b",
    "#\tx",
    "#!",
    "# é # x",
)
INLINE = ("a", "so far", "2024-06-19", "Óscar", "a#b", "x: y", "- a", "{", "'", '"', "~", "it's")
LONG = (
    *INLINE,
    "one\ntwo",
    "one\n\ntwo\n",
    "one\n",
    "# one\n# two",
    "a\n\n\n",
    "  a\nb",
    "\n\na\nb",
    "a\tb\nc",
)
NEW_ITEMS: tuple[dict[str, str], ...] = (
    {},
    {"title": "Health"},
    {"title": "a: b", "status": "agreed"},
)


class OddFile:
    """Writes one file. Comments are numbered, so that no two are the same."""

    def __init__(self, random: Random) -> None:
        self.random, self.count = random, 0

    def raw(self) -> bytes:
        """The bytes of a file, which may not be valid."""
        text = self.gap(0) + self.whole()
        ends = self.random.choice(("\n", "\n", "\r\n", "one", "mixed"))
        lines = text.split("\n")
        odd = self.random.randrange(len(lines))
        for number, line in enumerate(lines[:-1]):
            is_crlf = ends == "\r\n" or (ends == "one" and number == odd)
            is_crlf = is_crlf or (ends == "mixed" and self.chance(0.5))
            lines[number] = line + ("\r\n" if is_crlf else "\n")
        text = "".join(lines)
        if self.chance(0.2):
            text = text.rstrip("\r\n")
        return (b"\xef\xbb\xbf" if self.chance(0.1) else b"") + text.encode()

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def comment(self) -> str:
        self.count += 1
        return f"{self.random.choice(COMMENTS)} {self.count}"

    def line_end(self) -> str:
        return (
            f"{self.random.choice((' ', '  ', '    '))}{self.comment()}" if self.chance(0.3) else ""
        )

    def gap(self, indent: int) -> str:
        """What may be between two lines: nothing, empty lines, comments."""
        lines = ""
        while self.chance(0.3):
            column = self.random.choice((0, indent, indent, indent + 2, indent + 5))
            is_comment = self.chance(0.7)
            lines += (
                f"{' ' * column}{self.comment()}\n"
                if is_comment
                else self.random.choice(("\n", "  \n"))
            )
        return lines

    def whole(self) -> str:
        data = {name: self.value_of(name) for name in self.some(FIELDS)} or {"kind": "state"}
        start = self.random.choice(("", "", "", "---\n", f"--- {self.comment()}\n"))
        end = self.random.choice(("", "", "", "", "...\n"))
        if self.chance(0.05):
            return f"{start}{self.flow(data, 0)}\n{end}"
        return start + self.block(data, 0) + end

    def some(self, names: Any) -> list[str]:
        picked = [name for name in names if self.chance(0.6)]
        self.random.shuffle(picked)
        return picked

    def value_of(self, name: str) -> Any:
        if name == "agenda":
            return {key: self.map_of(ITEM_FIELDS) for key in self.some(FIELDS[name])}
        return self.map_of(FIELDS[name]) if FIELDS[name] else self.text()

    def map_of(self, names: Any) -> dict[str, str]:
        return {name: self.text() for name in self.some(names)}

    def text(self) -> str:
        return self.random.choice(LONG) if self.chance(0.5) else self.random.choice(INLINE[:4])

    def key(self, name: str) -> str:
        colon = self.random.choice((":",) * 9 + (" :",))
        return self.random.choice((name,) * 8 + (f'"{name}"', f"'{name}'")) + colon

    def block(self, data: dict[str, Any], indent: int) -> str:
        return "".join(
            " " * indent + self.key(name) + self.after_key(value, indent) + self.gap(indent)
            for name, value in data.items()
        )

    def after_key(self, value: Any, indent: int) -> str:
        if isinstance(value, str):
            return self.block_text(value, indent)
        if not value and self.chance(0.5):
            return f"{self.line_end()}\n"
        if not value or self.chance(0.3):
            return f" {self.flow(value, indent + 2)}{self.line_end()}\n"
        inner = indent + self.random.choice((1, 2, 2, 2, 4, 7))
        return f"{self.line_end()}\n{self.gap(inner)}{self.block(value, inner)}"

    def block_text(self, text: str, indent: int) -> str:
        """A text after a key, up to the end of its last line."""
        if self.chance(0.1):
            return f"{self.line_end()}\n"
        if self.chance(0.5) or "\n" in text:
            step = self.random.choice((1, 2, 2, 3, 5))
            digit = str(step) if self.chance(0.3) or text.lstrip("\n").startswith(" ") else ""
            header = self.random.choice("|>") + digit + self.random.choice(("", "-", "+"))
            lines = "".join(
                f"{' ' * (indent + step)}{line}\n" if line else "\n" for line in text.split("\n")
            )
            return f" {header}{self.line_end()}\n{lines}"
        before = f"\n{' ' * (indent + 3)}" if self.chance(0.1) else " "
        return f"{before}{self.inline(text, indent + 1)}{self.line_end()}\n"

    def inline(self, text: str, indent: int) -> str:
        """A text in quotes or plain, possibly over lines; plain only if that is valid."""
        style = self.random.choice(("plain", "'", '"'))
        if " " in text and self.chance(0.3):
            text = text.replace(" ", f"\n{' ' * indent}", 1)
        if style == "'" or "{" in text:
            return "'" + text.replace("'", "''") + "'"
        if style == '"' or re.search(r"""[:"'\t-]""", text):
            return '"' + text.replace('"', '\\"') + '"'
        return text

    def flow(self, data: dict[str, Any], indent: int) -> str:
        is_long = self.chance(0.4)
        written = "{" + self.flow_gap(indent, is_long=is_long)
        for number, (name, value) in enumerate(data.items()):
            is_last = number == len(data) - 1
            inner = (
                self.inline(value.replace("\n", " ").strip(), indent)
                if isinstance(value, str)
                else ""
            )
            inner = inner or self.flow(value or {}, indent)
            comma = "" if is_last and not self.chance(0.2) else ","
            written += f"{self.key(name)} {inner}{comma}" + self.flow_gap(indent, is_long=is_long)
        return written + "}"

    def flow_gap(self, indent: int, *, is_long: bool) -> str:
        if not is_long:
            return self.random.choice(("", " "))
        comment = f" {self.comment()}" if self.chance(0.4) else ""
        return f"{comment}\n{self.gap(indent)}{' ' * indent}"


def random_edit(random: Random, data: dict[str, Any]) -> Edit | None:
    """An edit as reports make them, or ``None`` if there is none for the path that was drawn."""
    name = random.choice(tuple(FIELDS))
    path: tuple[str, ...] = (name,)
    if FIELDS[name]:
        path += (random.choice(FIELDS[name]),)
    node = data.get(name, {})
    if name == "agenda" and isinstance(node, dict) and path[1] in node and random.random() < 0.7:
        path += (random.choice(ITEM_FIELDS),)
    for key in path[:-1]:
        node = data if key == path[0] else node
        node = node.get(key) or {}
    parent = node if len(path) > 1 else data
    if not isinstance(parent, dict):
        return None
    value: Value | None = random.choice(LONG)
    if name == "agenda" and len(path) == 2:
        value = random.choice(NEW_ITEMS)
    if path[-1] in parent and (random.random() < 0.5 or not isinstance(value, str)):
        value = None
    if (value is None) != (path[-1] in parent and value is None):
        return None
    return Edit(path, value)


@lru_cache(maxsize=8)  # the scanner is slow, and the edits of a file are checked one by one
def comments_of(text: str) -> list[tuple[int, str]]:
    """The comments between tokens and after the headers of blocks, with their lines from 0."""
    comments: list[tuple[int, str]] = []
    done = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        start, end = token.start_mark.index, token.end_mark.index
        comments += _comments_between(text, done, start)
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            comments += _comments_between(text, start, start + len(text[start:].split("\n", 1)[0]))
        done = max(done, end)
    return comments + _comments_between(text, done, len(text))


def _comments_between(text: str, start: int, end: int) -> list[tuple[int, str]]:
    first = text.count("\n", 0, start)
    lines = text[start:end].split("\n")
    return [
        (first + number, line[line.index("#") :].rstrip("\r"))
        for number, line in enumerate(lines)
        if "#" in line
    ]


@lru_cache(maxsize=8)
def root_of(text: str) -> Any:
    """The node of a whole text."""
    return yaml.compose(text, Loader=yaml.SafeLoader)


def lines_of(text: str, path: tuple[Any, ...]) -> range:
    """The lines of a key and its value, from 0; without what is below a block."""
    node = root_of(text)
    if not path:
        return range(text.count("\n") + 1)
    for name in path:
        key, node = next(pair for pair in node.value if pair[0].value == name)
    end = _end(node)
    end = len(text[:end].rstrip()) if text[node.start_mark.index : end].strip() else end
    return range(key.start_mark.line, text.count("\n", 0, max(end, key.end_mark.index)) + 1)


def _end(node: Any) -> int:
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return max(_end(node.value[-1][1]), int(node.value[-1][0].end_mark.index))
    return int(node.end_mark.index)
