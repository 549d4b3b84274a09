"""Text as a YAML scalar: plain if that reads back unchanged, otherwise in quotes."""

import json

from agenda.yamlio.reader import plain


def yaml_scalar(text: str, *, like: str = "", in_flow: bool = False) -> str:
    """A text as a YAML scalar on one line, in the same quotes as ``like``, which it replaces."""
    if like.startswith('"'):
        return _in_double_quotes(text)
    if like.startswith("'") and "\n" not in text:
        quoted = "'" + text.replace("'", "''") + "'"
        if _reads_back(quoted, text):
            return quoted
    if "\n" not in text and _reads_back(text, text, in_flow=in_flow):
        return text
    return _in_double_quotes(text)


def _reads_back(written: str, text: str, *, in_flow: bool = False) -> bool:
    if in_flow:
        return plain(f"{{k: {written}, z: z}}\n") == {"k": text, "z": "z"}
    return plain(f"k: {written}\n") == {"k": text}


def _in_double_quotes(text: str) -> str:
    # JSON's escapes are YAML's; what JSON leaves as it is, libyaml may take for a line end.
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else _escaped(char) for char in quoted)


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"
