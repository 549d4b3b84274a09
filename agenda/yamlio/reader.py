"""A file's bytes into plain data: text, lists and maps, and nothing else.

Every scalar is text as written; no resolver gives it another meaning. What YAML can do beyond that
is refused, each refusal at its place and with a hint. No bytes whatever raise an exception.
"""

import codecs
import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import islice
from typing import Any, Final

import yaml
from msgspec import Struct

from agenda.errors import BrokenSurroundings
from agenda.model.diagnostic import Fault, Place, Span

if not yaml.__with_libyaml__:
    raise BrokenSurroundings(
        "PyYAML is installed without libyaml, whose parser decides what a valid file is; "
        "install a PyYAML wheel, or build it with libyaml's headers"
    )

Data = str | list["Data"] | dict[str, "Data"]
"""What a file says: text, lists and maps with text keys."""

Found = tuple[str, Fault]
"""A fault in a file, with the id of the rule that it breaks."""

MAX_BYTES: Final = 1 << 20
MAX_VALUES: Final = 10_000
"""Texts, lists and maps in one file; to look at each of a million would take many seconds."""

MAX_DEPTH: Final = 20
MOST_FOUND: Final = 500
"""How many faults of one file are told before it is taken for something else."""

TOO_MUCH_WRONG: Final = "there is too much wrong with this file to tell the rest"
_MOST_OF_A_KIND: Final = 10
"""How many undecodable bytes or control characters are told one by one in a file."""

FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]|\r(?!\n)"
)
"""Control characters, and all that libyaml takes for a line end but editors do not."""

_HARMLESS: Final = bytes([0x09, 0x0A, *range(0x20, 0x7F)])

_RUN: Final = re.compile(f"(?:{FORBIDDEN.pattern})+")
_UNDECODABLE: Final = re.compile("[\udc80-\udcff]+")
"""Bytes that are no UTF-8, as Python's `surrogateescape` lets them stand."""

LINE_ENDS: Final = "\r\x85\u2028\u2029"
"""Line ends to libyaml, and to few others."""


class Source(Struct, frozen=True):
    """One file as it was read: its text, what it says, and what is wrong with its YAML.

    ``data`` is ``None`` where the text could not be read to its end, and in a book wherever the
    whole of it has become a visit or a report.
    """

    file: str
    text: str
    data: Data | None = None
    found: tuple[Found, ...] = ()


class Lines:
    """Where the lines of a text begin: offsets into lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """The span of the text from one offset up to another."""
        return Span(*self._position(start), *self._position(end))

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def read(file: str, raw: bytes) -> Source:
    """What a file says. ``file`` is the path to name in faults, ``raw`` all of its bytes."""
    if len(raw) > MAX_BYTES:
        return Source(file, "", None, (_too_large(file),))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Source(file, "", None, (_utf16(file),))
    text, found = _decode(file, raw)
    if found or _may_be_forbidden(raw):
        found += _forbidden(file, text)
    if not found:
        data = plain(text)
        if data is not None:
            return Source(file, text, data)
    from agenda.yamlio.source_map import survey

    sight = survey(file, text)
    return Source(file, text, sight.data, (*found, *sight.found))


def _may_be_forbidden(raw: bytes) -> bool:
    """Whether a closer look at a file's characters is due.

    What is not printable ASCII is little or nothing in most files, and found in almost no time.
    """
    odd = raw.translate(None, _HARMLESS)
    return b"\r" in odd or FORBIDDEN.search(odd.decode("utf-8", "replace")) is not None


def plain(text: str) -> Data | None:
    """The data of a text, or ``None`` where anything at all in it is odd.

    The quick way for the files that are fine, which is nearly all: one loop over libyaml's events,
    no positions. Whatever it turns down, :func:`agenda.yamlio.source_map.survey` explains.
    """
    loader = yaml.CSafeLoader(text)
    # Only then can there be an escape, an anchor or a tag.
    is_suspect = "\\" in text or "&" in text or "!" in text
    try:
        return _Builder(loader.get_event, is_suspect=is_suspect).document()
    except (yaml.YAMLError, _Odd):
        return None
    finally:
        loader.dispose()


class _Odd(Exception):
    """Something in a text asks for the second look."""


_SCALAR: Final = yaml.ScalarEvent
_MAP, _MAP_END = yaml.MappingStartEvent, yaml.MappingEndEvent
_LIST, _LIST_END = yaml.SequenceStartEvent, yaml.SequenceEndEvent
_NO_KEYS: Final = frozenset({"", "<<"})


class _Builder:
    """Builds plain data of events, by recursive descent, which the greatest depth keeps shallow.

    Most of what `agenda validate` does is done here, so what is asked of each event is counted.
    """

    __slots__ = ("_is_suspect", "_next", "_values")

    def __init__(self, next_event: Callable[[], Any], *, is_suspect: bool) -> None:
        self._next, self._is_suspect, self._values = next_event, is_suspect, 0

    def document(self) -> Data:
        """The data of the one document of a stream."""
        self._next()  # the stream's start
        if type(self._next()) is not yaml.DocumentStartEvent:
            raise _Odd
        data = self._node(self._next(), MAX_DEPTH)
        self._next()  # the document's end
        if type(self._next()) is not yaml.StreamEndEvent:
            raise _Odd
        return data

    def _node(self, event: Any, room: int) -> Data:
        """What begins with an event; ``room`` is how many maps and lists may lie in each other."""
        if type(event) is _SCALAR:
            if self._is_suspect and _is_refused(event):
                raise _Odd
            return str(event.value)
        if room == 0 or (self._is_suspect and _is_decorated(event)):
            raise _Odd
        if type(event) is _MAP:
            node: Data = self._map(room - 1)
        elif type(event) is _LIST:
            node = self._list(room - 1)
        else:
            raise _Odd
        self._values += len(node)
        if self._values >= MAX_VALUES:
            raise _Odd
        return node

    def _map(self, room: int) -> dict[str, Data]:
        node: dict[str, Data] = {}
        following, is_suspect = self._next, self._is_suspect
        while type(event := following()) is _SCALAR:
            key = event.value
            if key in node or key in _NO_KEYS or (is_suspect and _is_refused(event)):
                raise _Odd
            event = following()
            is_plain = type(event) is _SCALAR and not is_suspect
            node[key] = event.value if is_plain else self._node(event, room)
        if type(event) is not _MAP_END:
            raise _Odd
        return node

    def _list(self, room: int) -> list[Data]:
        node: list[Data] = []
        following = self._next
        while type(event := following()) is not _LIST_END:
            node.append(self._node(event, room))
        if len(node) == 1 and type(node[0]) is str and ".." in node[0]:
            raise _Odd  # a window without quotes
        return node


def _is_refused(scalar: Any) -> bool:
    return _is_decorated(scalar) or FORBIDDEN.search(scalar.value) is not None


def _is_decorated(event: Any) -> bool:
    return event.anchor is not None or event.tag is not None


def _decode(file: str, raw: bytes) -> tuple[str, list[Found]]:
    whole = raw.removeprefix(codecs.BOM_UTF8)  # the codec that does this is written in Python
    try:
        return whole.decode(), []
    except UnicodeDecodeError:
        text = whole.decode("utf-8", "surrogateescape")
    lines = Lines(text)
    found = [
        _undecodable(file, lines.span(*run.span()), run[0].encode("utf-8", "surrogateescape"))
        for run in islice(_UNDECODABLE.finditer(text), _MOST_OF_A_KIND)
    ]
    return _UNDECODABLE.sub(lambda run: "\ufffd" * len(run[0]), text), found


def _undecodable(file: str, span: Span, run: bytes) -> Found:
    shown = " ".join(f"0x{byte:02X}" for byte in run[:4]) + (" …" if run[4:] else "")
    surrogate = run[0] == 0xED and run[1:2] >= b"\xa0"
    return "not-utf-8", Fault(
        Place(file, span),
        f"{shown} is a lone surrogate" if surrogate else f"{shown} is not UTF-8",
        "write the character itself" if surrogate else "save the file as UTF-8",
    )


def _forbidden(file: str, text: str) -> list[Found]:
    if not FORBIDDEN.search(text):
        return []
    runs = list(_RUN.finditer(text))
    lines = Lines(text)
    told = runs[:_MOST_OF_A_KIND]
    found = []
    for run in told:
        what, hint = _why_forbidden(run[0])
        if run is told[-1] and runs[len(told) :]:
            what += f", and there are more in {len(runs) - len(told)} places further on"
        place = Place(file, lines.span(run.start(), run.end()))
        found.append(("control-character", Fault(place, what, hint)))
    return found


def _why_forbidden(run: str) -> tuple[str, str]:
    name = f"U+{ord(run[0]):04X}" + (f" ({len(run)} characters in a row)" if run[1:] else "")
    if run[0] in LINE_ENDS:
        return f"{name} is a line end that only some programs know", "end lines with \\n or \\r\\n"
    if run[0] == "\ufeff":
        return f"{name} is a byte order mark, and this is not the start of the file", "delete it"
    return f"{name} is a control character", "delete it"


def _too_large(file: str) -> Found:
    return "too-large", Fault(
        Place(file, Span(1, 1, 1, 1)),
        f"the file has more than {MAX_BYTES:,} bytes",
        "a visit or a report takes a few thousand; is this the right file?",
    )


def too_many_values(file: str, span: Span) -> Found:
    """The fault of a file with more than :data:`MAX_VALUES` values; the span is of the first."""
    return "too-large", Fault(
        Place(file, span),
        f"the file has more than {MAX_VALUES:,} values",
        "a visit or a report takes a hundred; is this the right file?",
    )


def _utf16(file: str) -> Found:
    return "not-utf-8", Fault(
        Place(file, Span(1, 1, 1, 1)), "the file is UTF-16", "save the file as UTF-8"
    )
