"""Visits, reports and changes as YAML: a new file, and the edits of an existing one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from agenda.history.diff import Change
from agenda.model.country import Candidates
from agenda.model.diagnostic import FieldPath
from agenda.model.visit import (
    ENTRIES,
    PartialConfirmation,
    PartialHost,
    PartialVisit,
    PartialVisitor,
    Visit,
)
from agenda.yamlio.quoting import Edit, Value, flow_text, yaml_scalar

Values = Mapping[FieldPath, Value]
"""The values of some fields; those of an agenda item are a map."""

Claims = Sequence[tuple[Mapping[str, str], Values]]
"""Claims: the fields that only claims have, then those of a visit."""

_KEY_ORDERS: Final[dict[FieldPath, tuple[str, ...]]] = {
    (): PartialVisit.__struct_fields__,
    ("visitor",): PartialVisitor.__struct_fields__,
    ("host",): PartialHost.__struct_fields__,
    ("confirmation",): PartialConfirmation.__struct_fields__,
    **{(name,): () for name in ENTRIES},
}


def key_order(path: FieldPath) -> Sequence[str]:
    """The usual order of the keys of a map in a visit's file; a new agenda item goes last."""
    if path in _KEY_ORDERS:
        return _KEY_ORDERS[path]
    return ENTRIES[str(path[0])].__struct_fields__ if path[0] in ENTRIES else ()


def edits_of(changes: Sequence[Change]) -> list[Edit]:
    """The edits that make some changes in a visit's file.

    Removals come last, so that a map is not removed with its last key before it gets another.
    """
    ordered = sorted(changes, key=lambda change: change.after == "")
    return [Edit(change.path, _value(change.after)) for change in ordered]


def _value(after: object) -> Value | None:
    if isinstance(after, Struct):
        return _fields_of(after)
    if isinstance(after, Candidates):
        return list(map(_fields_of, after))
    return str(after) or None


def _fields_of(part: Struct) -> dict[str, str]:
    fields = ((name, getattr(part, name)) for name in part.__struct_fields__)
    return {name: str(value) for name, value in fields if value}


def serialize(visit: Visit) -> str:
    """The text of a visit's file, in the usual order, with what is known and nothing else."""
    return "".join(f"{line}\n" for line in _lines(visit, PartialVisit.__struct_fields__, ""))


def _lines(part: Struct, names: tuple[str, ...], indent: str) -> Iterator[str]:
    for name in names:
        value = getattr(part, name)
        if isinstance(value, Struct):
            inner = list(_lines(value, value.__struct_fields__, f"{indent}  "))
            if inner:
                yield f"{indent}{name}:"
                yield from inner
        elif isinstance(value, dict):
            if value:
                yield f"{indent}{name}:"
            for key, item in value.items():
                inner = list(_lines(item, item.__struct_fields__, f"{indent}    "))
                yield f"{indent}  {yaml_scalar(key)}:{'' if inner else ' {}'}"
                yield from inner
        elif isinstance(value, Candidates):
            yield f"{indent}{name}: {flow_text(list(map(_fields_of, value)))}"
        elif value:
            yield f"{indent}{name}: {yaml_scalar(str(value))}"


def serialize_report(fields: Mapping[str, str], claims: Claims) -> str:
    """The text of a report's file, with the fields that are given."""
    lines = [f"{name}: {yaml_scalar(text)}" for name, text in fields.items() if text]
    lines += ["claims:"] if claims else []
    for own, values in claims:
        first, *others = _map_lines({**own, **_nested(values)}, "    ")
        lines += [f"  - {first.lstrip()}", *others]
    return "".join(f"{line}\n" for line in lines)


def _nested(values: Values) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for path, value in values.items():
        node = data
        for step in path[:-1]:
            node = node.setdefault(str(step), {})
        node[str(path[-1])] = value
    return data


def _map_lines(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, str):
            yield f"{indent}{yaml_scalar(key)}: {yaml_scalar(value)}"
        elif isinstance(value, list):
            yield f"{indent}{yaml_scalar(key)}: {flow_text(value)}"
        else:
            yield f"{indent}{yaml_scalar(key)}:{'' if value else ' {}'}"
            yield from _map_lines(value, f"{indent}  ")
