"""Turns a file's bytes into plain data: text, lists and maps, and nothing else.

Every scalar is text as written; no resolver gives it another meaning. All other features of YAML
are refused, each with its location and a hint. No input raises an exception.
"""

import codecs
import re
from itertools import islice
from typing import Final

from msgspec import Struct

from agenda.model.diagnostic import Diagnostic, Location, Span
from agenda.text.prose import count
from agenda.yamlio.block_style import read_block_style
from agenda.yamlio.types import (
    FORBIDDEN,
    LINE_ENDS,
    MAX_BYTES,
    Data,
    Lines,
)

_MAX_REPORTED: Final = 10
"""How many undecodable bytes or control characters of a file are reported one by one."""

_HARMLESS: Final = bytes([0x09, 0x0A, *range(0x20, 0x7F)])

_FORBIDDEN_RUN: Final = re.compile(f"(?:{FORBIDDEN.pattern})+")
_UNDECODABLE: Final = re.compile("[\udc80-\udcff]+")
"""Bytes that are not UTF-8, as Python's `surrogateescape` decodes them."""


class Source(Struct, frozen=True):
    """One file as it was read: its text, its data, and what is wrong with its YAML.

    ``data`` is ``None`` if the text could not be read to its end. A book also drops it once a visit
    or a report holds all of it.
    """

    file: str
    text: str
    data: Data | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


def read(file: str, raw: bytes) -> Source:
    """Read a file. ``file`` is the path for diagnostics, ``raw`` are all of its bytes."""
    if len(raw) > MAX_BYTES:
        return Source(file, "", None, (_too_large(file),))
    if is_utf16(raw):
        return Source(file, "", None, (_utf16(file),))
    text, diagnostics = _decode(file, raw)
    if diagnostics or _may_be_forbidden(raw):
        diagnostics += _forbidden(file, text)
    if not diagnostics:
        data = plain(text)
        if data is not None:
            return Source(file, text, data)
    from agenda.yamlio.source_map import map_source  # only for files with something wrong

    source_map = map_source(file, text)
    return Source(file, text, source_map.data, (*diagnostics, *source_map.diagnostics))


def is_utf16(raw: bytes) -> bool:
    """Whether a file is UTF-16: it has its byte order mark, or begins like ASCII text in it."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if len(raw) % 2 or raw[:2].count(0) != 1:
        return False
    first, second = raw[::2].count(0), raw[1::2].count(0)
    return min(first, second) == 0 and max(first, second) > len(raw) / 8


def _may_be_forbidden(raw: bytes) -> bool:
    """Whether a file may hold a forbidden character.

    Most files are printable ASCII but for a few characters, which are quick to find.
    """
    others = raw.translate(None, _HARMLESS)
    return b"\r" in others or FORBIDDEN.search(others.decode("utf-8", "replace")) is not None


def plain(text: str) -> Data | None:
    """The data of a text, or ``None`` if anything at all is wrong with it.

    The quick way for valid files, which are nearly all. It keeps no positions, and
    :func:`agenda.yamlio.source_map.map_source` explains what it refuses.
    """
    if data := read_block_style(text):
        return data
    from agenda.yamlio.events import read_events  # few files need libyaml

    return read_events(text)


def _decode(file: str, raw: bytes) -> tuple[str, list[Diagnostic]]:
    whole = raw.removeprefix(codecs.BOM_UTF8)  # the codec that does this is written in Python
    try:
        return whole.decode(), []
    except UnicodeDecodeError:
        text = whole.decode("utf-8", "surrogateescape")
    lines = Lines(text)
    diagnostics = [
        _undecodable(file, lines.span(*run.span()), run[0].encode("utf-8", "surrogateescape"))
        for run in islice(_UNDECODABLE.finditer(text), _MAX_REPORTED)
    ]
    return _UNDECODABLE.sub(lambda run: "\ufffd" * len(run[0]), text), diagnostics


def _undecodable(file: str, span: Span, run: bytes) -> Diagnostic:
    shown = " ".join(f"0x{byte:02X}" for byte in run[:4]) + (" …" if run[4:] else "")
    surrogate = run[0] == 0xED and run[1:2] >= b"\xa0"
    return Diagnostic(
        Location(file, span),
        f"{shown} is a lone surrogate" if surrogate else f"{shown} is not UTF-8",
        "write the character itself" if surrogate else "save the file as UTF-8",
        rule="not-utf-8",
    )


def _forbidden(file: str, text: str) -> list[Diagnostic]:
    if not FORBIDDEN.search(text):
        return []
    runs = list(_FORBIDDEN_RUN.finditer(text))
    lines = Lines(text)
    reported = runs[:_MAX_REPORTED]
    diagnostics = []
    for run in reported:
        message, hint = _why_forbidden(run[0])
        if run is reported[-1] and len(runs) > len(reported):
            message += f", and in {count(len(runs) - len(reported), 'more place')}"
        location = Location(file, lines.span(run.start(), run.end()))
        diagnostics.append(Diagnostic(location, message, hint, rule="control-character"))
    return diagnostics


def _why_forbidden(run: str) -> tuple[str, str]:
    name = f"U+{ord(run[0]):04X}" + (f" ({len(run)} characters in a row)" if run[1:] else "")
    if run[0] in LINE_ENDS:
        return (
            f"{name} is a line end that only some programs recognize",
            "end lines with \\n or \\r\\n",
        )
    if run[0] == "\ufeff":
        return f"{name} is a byte order mark, and this is not the start of the file", "delete it"
    return f"{name} is a control character", "delete it"


def _too_large(file: str) -> Diagnostic:
    return Diagnostic(
        Location(file, Span(1, 1, 1, 1)),
        f"the file has more than {MAX_BYTES:,} bytes",
        "a visit or a report has a few thousand; is this the right file?",
        rule="too-large",
    )


def _utf16(file: str) -> Diagnostic:
    location = Location(file, Span(1, 1, 1, 1))
    return Diagnostic(location, "the file is UTF-16", "save the file as UTF-8", rule="not-utf-8")
