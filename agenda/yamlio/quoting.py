"""Values as YAML: a text is plain if every reader takes it for that text, otherwise in quotes."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final
from unicodedata import category

from msgspec import Struct

from agenda.model.diagnostic import FieldPath, Location, TextEdit
from agenda.text.confusables import CURLY_QUOTES
from agenda.yamlio.reader import Source, plain
from agenda.yamlio.types import Data

if TYPE_CHECKING:
    from agenda.yamlio.source_map import SourceMap

Value = str | dict[str, str] | list[dict[str, str]]
"""What can be written: a text, a map of texts, or a list of such maps."""

BLOCK_HEADER: Final = re.compile(r"[|>][-+1-9]*")
"""The indicators of a block scalar."""

_NOT_TEXT: Final = re.compile(
    r"""
      [-+]?[._0-9][0-9_,.]*([eE][-+]?[0-9]+)?              # 2024, 1_000, .5, 1e3
    | [-+]?0[xXoObB][0-9a-fA-F_]+                          # 0x1F, 0o17
    | [-+]?[0-9][0-9_]*+(?::[0-9]++)++(?:\.[0-9_]*+)?    # 12:30, in base 60
    | [-+]?[0-9]+-[0-9]+-[0-9]+([Tt].*|[ ]+[0-9].*)?       # 2024-06-19
    | [-+]?\.(inf|nan) | null | ~ | = | <<
    | true | false | yes | no | on | off | y | n
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Plain texts that a reader of YAML 1.1 or 1.2 takes for a number, a date or something else."""

_MAX_GAP: Final = 20
"""How many spaces after a key without a value are looked through."""

_JOINERS: Final = "\u200c\u200d"
"""Characters without a width that Persian and Hindi words are spelled with."""


def yaml_scalar(text: str, *, like: str = "", in_flow: bool = False) -> str:
    """A text as a YAML scalar on one line, in the same quotes as ``like``, which it replaces."""
    if like.startswith('"') or not all(map(_is_visible, text)):
        return _in_double_quotes(text)
    if like.startswith("'"):
        quoted = "'" + text.replace("'", "''") + "'"
        if _reads_back(quoted, text):
            return quoted
    if _is_text_everywhere(text, in_flow=in_flow) and _reads_back(text, text, in_flow=in_flow):
        return text
    return _in_double_quotes(text)


def _is_text_everywhere(text: str, *, in_flow: bool) -> bool:
    """Whether a plain text, if it is one, is text to readers of YAML 1.1 and 1.2."""
    if in_flow and "?" in text:  # PyYAML's own parser takes it for the start of a key
        return False
    return text != "" and text == text.strip() and not _NOT_TEXT.fullmatch(text)


def block_scalars(text: str, like: str, indent: int) -> Iterator[tuple[str, list[str]]]:
    """Ways of writing a text of several lines as a block scalar: a header, and the lines below it.

    ``like`` is the header of the block scalar that it replaces. ``indent`` is how much further than
    the key the lines will be indented. Some ways may not read back as the text.
    """
    content = text.rstrip("\n")
    ends = len(text) - len(content)
    is_visible = all(map(_is_visible, text.replace("\n", "")))
    if "\n" not in text or not content or not is_visible:
        return
    chomping = "-" if ends == 0 else "" if ends == 1 else "+"
    has_indent = any(map(str.isdecimal, like)) or content.lstrip("\n").startswith(" ")
    digit = str(indent) if has_indent else ""
    below = [""] * (ends - 1)
    wrapped = re.sub(r"\n+", r"\g<0>\n", content)
    for style, written in ((">", wrapped), ("|", content)):
        if style == "|" or like.startswith(style):
            if "+" in like and ends == 1:
                yield f"{style}{digit}+", written.split("\n")
            yield f"{style}{digit}{chomping}", [*written.split("\n"), *below]


def block_indent(header: str, body: str, column: int, default: int) -> int:
    """How much further than its key, which is in a column, a block scalar is indented."""
    if digit := re.search("[1-9]", header):
        return int(digit[0])
    lines = (line for line in body.split("\n") if line.strip())
    indents = [len(line) - len(line.lstrip(" ")) for line in lines]
    return indents[0] - column if indents else default


def block_lines(name: str, value: Value, indent: str, step: str) -> list[str]:
    """A key and its value as lines of a block."""
    if isinstance(value, str):
        return [f"{indent}{yaml_scalar(name)}: {yaml_scalar(value)}"]
    if isinstance(value, list):
        return [f"{indent}{yaml_scalar(name)}: {flow_text(value)}"]
    if not value:
        return [f"{indent}{yaml_scalar(name)}: {{}}"]
    inner = [
        f"{indent}{step}{yaml_scalar(key)}: {yaml_scalar(text)}" for key, text in value.items()
    ]
    return [f"{indent}{yaml_scalar(name)}:", *inner]


def flow_text(value: str | Mapping[str, Value] | list[dict[str, str]]) -> str:
    """A value as it is written in a flow map."""
    if isinstance(value, list):
        return f"[{', '.join(map(flow_text, value))}]"
    if isinstance(value, str):
        return yaml_scalar(value, in_flow=True)
    fields = (f"{yaml_scalar(key, in_flow=True)}: {flow_text(part)}" for key, part in value.items())
    return "{" + ", ".join(fields) + "}"


def _reads_back(written: str, text: str, *, in_flow: bool = False) -> bool:
    if in_flow:
        return plain(f"{{k: {written}, z: z}}\n") == {"k": text, "z": "z"}
    return plain(f"k: {written}\n") == {"k": text}


def _is_visible(char: str) -> bool:
    """Whether a character can be written as it is; a tab and what has no shape can't."""
    return char.isprintable() or category(char) == "Zs" or char in _JOINERS


def _in_double_quotes(text: str) -> str:
    # JSON's escapes are YAML's; what JSON leaves as it is, libyaml may take for a line end.
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if _is_visible(char) else _escaped(char) for char in quoted)


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"


def text_cut_by_comma(
    path: FieldPath, beside: dict[str, Any], source: Source, source_map: "SourceMap"
) -> tuple[str, tuple[TextEdit, ...]]:
    """The whole text in quotes, for a key that was part of one: `{city: Washington, DC}`.

    ``beside`` is the map with the key. The text is empty if the key is none of that kind. There is
    no edit for a text that is in quotes or continues on another line.
    """
    parent, (_, key_end) = path[:-1], source_map.keys.get(path, (0, 0))
    if source.text[key_end : key_end + _MAX_GAP].lstrip()[:1] not in {",", "}"}:
        return "", ()
    field, keys = "", list[str]()
    for key, value in beside.items():
        if value and path[-1] in keys:
            break
        if value:
            field, keys = key if isinstance(value, str) else "", []
        else:
            keys.append(key)
    if not field or path[-1] not in keys:
        return "", ()
    text = ", ".join((beside[field], *keys))
    is_in_curly_quotes = text[:1] in CURLY_QUOTES and text[-1:] in CURLY_QUOTES
    whole = yaml_scalar(text[1:-1] if is_in_curly_quotes else text, like='"')
    start, end = source_map.values[*parent, field][0], source_map.keys[*parent, keys[-1]][1]
    written = source.text[start:end]
    if re.sub(" *, *", ", ", written) != text:
        return whole, ()
    location = Location(source.file, source_map.lines.span(start, end))
    return whole, (TextEdit(location, written, whole),)


class Edit(Struct, frozen=True):
    """One change of a file: the value to put at a path, or ``None`` to remove what is there."""

    path: FieldPath
    value: Value | None


def make_edit(data: dict[str, Data], edit: Edit) -> None:
    """Make an edit, and no other change, in what a file says."""
    node: Any = data
    *parents, last = edit.path
    for name in parents:
        if not isinstance(node.get(name), dict):
            if edit.value is None:
                return
            node[name] = {}
        node = node[name]
    if edit.value is not None:
        node[last] = edit.value
    elif node.pop(last, None) is not None and len(parents) == 1 and not node:
        del data[str(parents[0])]  # without keys it would read as empty text


class RefusedEdit(Struct, frozen=True):
    """An edit that could not be made safely, and the lines to paste by hand."""

    edit: Edit
    lines: tuple[str, ...]


def lines_to_paste(edit: Edit) -> tuple[str, ...]:
    """The lines of an edit to paste by hand, with the maps around them."""
    *parents, last = map(str, edit.path)
    lines = [f"{'  ' * depth}{yaml_scalar(name)}:" for depth, name in enumerate(parents)]
    if edit.value is None:
        return (*lines, f"{'  ' * len(parents)}# remove `{last}`")
    return (*lines, *block_lines(last, edit.value, "  " * len(parents), "  "))
