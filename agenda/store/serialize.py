"""A new visit's file, in the house order."""

from collections.abc import Iterator

from msgspec import Struct

from agenda.model.visit import PartialVisit, Visit
from agenda.yamlio.quoting import scalar


def compose(visit: Visit) -> str:
    """The text of a visit's file, with what is known of it and nothing else."""
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
                yield f"{indent}  {scalar(key)}:{'' if inner else ' {}'}"
                yield from inner
        elif value:
            yield f"{indent}{name}: {scalar(str(value))}"
