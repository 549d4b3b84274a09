"""Builds the data of a text from libyaml's events, by which it decides what is valid YAML."""

from collections.abc import Callable
from typing import Any, Final

import yaml

from agenda.errors import EnvironmentFailure
from agenda.yamlio.types import FORBIDDEN, MAX_DEPTH, MAX_VALUES, Data

if not yaml.__with_libyaml__:
    raise EnvironmentFailure(
        "PyYAML is installed without libyaml, whose parser decides what a valid file is; "
        "install a PyYAML wheel, or build it with libyaml's headers"
    )


def parser(text: str) -> Any:
    """A parser of libyaml for a text; ``get_event`` returns its next event."""
    return yaml.CSafeLoader(text)


def read_events(text: str) -> Data | None:
    """The data of a text by one loop over the events, or ``None`` if anything in it is refused."""
    loader = parser(text)
    # Without these characters there is no escape, no anchor and no tag.
    is_suspect = "\\" in text or "&" in text or "!" in text
    try:
        return _Builder(loader.get_event, is_suspect=is_suspect).document()
    except (yaml.YAMLError, _NotPlain):
        return None
    finally:
        loader.dispose()


class _NotPlain(Exception):
    """Something in a text is not plain, and needs the second reader."""


_TEXT: Final = yaml.ScalarEvent
_MAP, _MAP_END = yaml.MappingStartEvent, yaml.MappingEndEvent
_LIST, _LIST_END = yaml.SequenceStartEvent, yaml.SequenceEndEvent
_NO_KEYS: Final = frozenset({"", "<<"})


class _Builder:
    """Builds plain data from events, by recursive descent, which the depth limit keeps shallow."""

    __slots__ = ("_is_suspect", "_next", "_values")

    def __init__(self, next_event: Callable[[], Any], *, is_suspect: bool) -> None:
        self._next, self._is_suspect, self._values = next_event, is_suspect, 0

    def document(self) -> Data:
        """The data of the one document of a stream."""
        self._next()  # the stream's start
        if type(self._next()) is not yaml.DocumentStartEvent:
            raise _NotPlain
        data = self._node(self._next(), MAX_DEPTH)
        self._next()  # the document's end
        if type(self._next()) is not yaml.StreamEndEvent:
            raise _NotPlain
        return data

    def _node(self, event: Any, room: int) -> Data:
        """What begins with an event; ``room`` is how many maps and lists may lie in each other."""
        if type(event) is _TEXT:
            if self._is_suspect and _is_refused(event):
                raise _NotPlain
            return str(event.value)
        if room == 0 or (self._is_suspect and _is_decorated(event)):
            raise _NotPlain
        if type(event) is _MAP:
            node: Data = self._map(room - 1)
        elif type(event) is _LIST:
            node = self._list(room - 1)
        else:
            raise _NotPlain
        self._values += len(node)
        if self._values >= MAX_VALUES:
            raise _NotPlain
        return node

    def _map(self, room: int) -> dict[str, Data]:
        node: dict[str, Data] = {}
        following, is_suspect = self._next, self._is_suspect
        while type(event := following()) is _TEXT:
            key = event.value
            if key in node or key in _NO_KEYS or (is_suspect and _is_refused(event)):
                raise _NotPlain
            event = following()
            is_plain = type(event) is _TEXT and not is_suspect
            node[key] = event.value if is_plain else self._node(event, room)
        if type(event) is not _MAP_END:
            raise _NotPlain
        return node

    def _list(self, room: int) -> list[Data]:
        node: list[Data] = []
        following = self._next
        while type(event := following()) is not _LIST_END:
            node.append(self._node(event, room))
        if len(node) == 1 and type(node[0]) is str and ".." in node[0]:
            raise _NotPlain  # a window without quotes
        return node


def _is_refused(yaml_scalar: Any) -> bool:
    return _is_decorated(yaml_scalar) or FORBIDDEN.search(yaml_scalar.value) is not None


def _is_decorated(event: Any) -> bool:
    return event.anchor is not None or event.tag is not None
