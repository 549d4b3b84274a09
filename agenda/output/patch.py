"""A patch: how files differ, in the form that `git apply` and `patch -p1` take."""

import sys
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from typing import Final

from agenda.output.terminal import Output
from agenda.services.fix import FixedFile
from agenda.text.printable import escape_controls, is_printable

_STYLES: Final = {"---": "bold", "+++": "bold", "@": "cyan", "+": "green", "-": "red"}
_NO_NEWLINE: Final = "\n\\ No newline at end of file\n"


def print_patch(output: Output, files: Iterable[FixedFile], base: str) -> None:
    """Print how files differ: byte for byte, or in colours and with harmful characters escaped."""
    for file in files:
        if output.is_terminal or output.is_styled:
            _print_styled(output, _lines(file, base))
            continue
        sys.stdout.flush()
        for line in _lines(file, base):
            sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()


def _lines(file: FixedFile, base: str) -> Iterator[str]:
    before, after = (
        raw.decode("utf-8", "surrogateescape").split("\n") for raw in (file.before, file.after)
    )
    old, new = (
        [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
        for lines in (before, after)
    )
    a, b = (_name(f"{side}/{base}{file.file}") for side in "ab")
    for line in unified_diff(old, new, a, b):
        yield line if line.endswith("\n") else line + _NO_NEWLINE


def _name(path: str) -> str:
    """A file's name in a patch: in quotes, as in git, if it has characters that do harm."""
    if is_printable(path) and not {'"', "\\"} & set(path):
        return f"{path}\t" if " " in path else path  # the tab ends a name with spaces
    raw = path.encode("utf-8", "surrogateescape")
    return f'"{"".join(map(_escaped, raw))}"'


def _escaped(byte: int) -> str:
    character = chr(byte)
    if character in {'"', "\\"}:
        return f"\\{character}"
    return character if 0x20 <= byte < 0x7F else f"\\{byte:03o}"


def _print_styled(output: Output, lines: Iterable[str]) -> None:
    for line in lines:
        for part in line.removesuffix("\n").split("\n"):
            style = next((style for start, style in _STYLES.items() if part.startswith(start)), "")
            output.print_text(escape_controls(part.removesuffix("\r")), style)
