"""A file's bytes into plain data: text, lists and maps, and nothing else.

Every scalar is text as written; no resolver gives it another meaning. What YAML can do beyond that
is refused, each refusal at its place and with a hint. No bytes whatever raise an exception.
"""

import re
from bisect import bisect_right
from itertools import islice
from typing import Any, Final

import yaml
from msgspec import Struct

from agenda.book.surroundings import BrokenSurroundings
from agenda.domain.problem import Fault, Place, Span

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
    from agenda.book.survey import survey

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
    no positions. Whatever it turns down, :func:`agenda.book.survey.survey` explains.
    """
    loader = yaml.CSafeLoader(text)
    is_suspect = "\\" in text or "&" in text or "!" in text  # an escape, an anchor or a tag
    try:
        return _build(loader, is_suspect=is_suspect)
    except yaml.YAMLError:
        return None
    finally:
        loader.dispose()


def _build(loader: Any, *, is_suspect: bool) -> Data | None:  # noqa: C901  one loop, for speed
    scalar = yaml.ScalarEvent
    map_start, map_end = yaml.MappingStartEvent, yaml.MappingEndEvent
    list_start, list_end = yaml.SequenceStartEvent, yaml.SequenceEndEvent
    get = loader.get_event
    get()  # the stream's start
    if type(get()) is not yaml.DocumentStartEvent:
        return None
    top: list[Data] = []
    node: Any = top
    key: str | None = None
    above: list[Any] = []
    values = 1
    while True:
        event = get()
        kind = type(event)
        value: Any
        if kind is scalar:
            value = event.value
            if is_suspect and (_is_decorated(event) or FORBIDDEN.search(value)):
                return None
            if key is not None:
                node[key] = value
                key = None
            elif type(node) is list:
                node.append(value)
            elif value in node or value in {"", "<<"}:
                return None
            else:
                key = value
        elif kind is map_end:
            values += len(node)
            if values > MAX_VALUES:
                return None
            node = above.pop()
        elif kind is map_start or kind is list_start:
            if len(above) >= MAX_DEPTH or (is_suspect and _is_decorated(event)):
                return None
            value = {} if kind is map_start else []
            if key is not None:
                node[key] = value
                key = None
            elif type(node) is list:
                node.append(value)
            else:
                return None
            above.append(node)
            node = value
        elif kind is list_end:
            if len(node) == 1 and type(node[0]) is str and ".." in node[0]:
                return None
            values += len(node)
            if values > MAX_VALUES:
                return None
            node = above.pop()
        elif kind is yaml.DocumentEndEvent:
            return top[0] if type(get()) is yaml.StreamEndEvent else None
        else:
            return None


def _is_decorated(event: Any) -> bool:
    return event.anchor is not None or event.tag is not None


def _decode(file: str, raw: bytes) -> tuple[str, list[Found]]:
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text = raw.decode("utf-8-sig", "surrogateescape")
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
