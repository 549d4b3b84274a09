"""Parses files into the model, or into diagnostics for everything that is wrong.

The quick way is one conversion, which stops at the first error. Only a file with an error is
validated against its JSON Schema, which finds them all.
"""

from collections.abc import Iterator
from copy import copy
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from agenda.model.country import Candidates, Country, NamedLocation, Zone
from agenda.model.diagnostic import Diagnostic, FieldPath, Location
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim, Report
from agenda.model.settings import Settings
from agenda.model.topics import Topic
from agenda.model.visit import ENTRIES, PartialVisit, Visit
from agenda.store.files import IrregularFile
from agenda.store.layout import VISITS, id_of
from agenda.yamlio.reader import Source, read
from agenda.yamlio.types import MAX_DIAGNOSTICS, Data

if TYPE_CHECKING:
    from agenda.store.schema import FileKind

Model = TypeVar("Model")


_REGULAR: Final = "only regular files inside the book are read; put the file itself here"


class VisitFile(Struct, frozen=True):
    """A file of `agendas/`. ``visit`` is ``None`` while anything in it is refused."""

    id: str
    source: Source
    visit: Visit | None
    readable: PartialVisit
    diagnostics: tuple[Diagnostic, ...]

    @property
    def file(self) -> str:
        """Its path from the book's folder."""
        return self.source.file


class ReportFile(Struct, frozen=True):
    """A file of `seeds/`. ``claims`` are the readable ones, each with its index in the file."""

    id: str
    source: Source
    report: Report | None
    claims: tuple[tuple[int, Claim], ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def file(self) -> str:
        """Its path from the book's folder."""
        return self.source.file


def parse(file: str, raw: bytes | IrregularFile) -> VisitFile | ReportFile:
    """A visit or a report, by the folder that its path from the book's folder begins with."""
    source = parse_source(file, raw)
    return _visit_file(source) if file.startswith(f"{VISITS}/") else _report_file(source)


def parse_source(file: str, raw: bytes | IrregularFile) -> Source:
    """The text and the data of a file, or why it is not read."""
    return read(file, raw) if isinstance(raw, bytes) else _irregular(file, raw)


def _irregular(file: str, error: IrregularFile) -> Source:
    """A file that is not read, with that as its diagnostic."""
    diagnostic = Diagnostic(
        Location(file), f"not read: {error.strerror}", _REGULAR, rule="irregular-file"
    )
    return Source(file, "", diagnostics=(diagnostic,))


def _visit_file(source: Source) -> VisitFile:
    decoded = decode_visit(source)
    visit = None if source.diagnostics else decoded.visit
    return VisitFile(
        id=id_of(source.file),
        source=source if visit is None else _without_data(source),
        visit=visit,
        readable=decoded.readable,
        diagnostics=source.diagnostics + decoded.diagnostics,
    )


def _report_file(source: Source) -> ReportFile:
    decoded = decode_report(source)
    report = None if source.diagnostics else decoded.report
    return ReportFile(
        id=id_of(source.file),
        source=source if report is None else _without_data(source),
        report=report,
        claims=decoded.claims,
        diagnostics=source.diagnostics + decoded.diagnostics,
    )


def _without_data(source: Source) -> Source:
    """A source without its data, which the model holds too and which takes most of the memory."""
    return replace(source, data=None)


class DecodedVisit(Struct, frozen=True):
    """A visit's file: the visit if it is valid, and in any case as much of it as can be read."""

    visit: Visit | None
    readable: PartialVisit
    diagnostics: tuple[Diagnostic, ...] = ()


class DecodedReport(Struct, frozen=True):
    """A report's file: the report if it is valid; its readable claims, each with its index."""

    report: Report | None
    claims: tuple[tuple[int, Claim], ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def decode_visit(source: Source) -> DecodedVisit:
    """The visit that a file describes."""
    visit = _convert(source.data, Visit)
    if visit is not None and not _gives_both(visit):
        return DecodedVisit(visit, visit)
    rest, diagnostics = _examine(source, "visit")
    readable = _convert(rest, PartialVisit) or PartialVisit()
    if diagnostics or rest is None:
        return DecodedVisit(None, readable, diagnostics)
    visit = _convert(rest, Visit)
    return DecodedVisit(visit, readable, () if visit else _unexplained(source))


def _gives_both(visit: PartialVisit) -> bool:
    """Whether two fields exclude each other, which only a file may say: claims are merged."""
    return visit.visitor.gives_both or visit.host.gives_both


def decode_report(source: Source) -> DecodedReport:
    """The report that a file describes."""
    report = _convert(source.data, Report)
    if report is None or any(map(_gives_both, report.claims)):
        rest, diagnostics = _examine(source, "report")
        if diagnostics or source.data is None:
            return DecodedReport(None, tuple(_readable_claims(rest)), diagnostics)
        report = _convert(rest, Report)
        if report is None:
            return DecodedReport(None, tuple(_readable_claims(rest)), _unexplained(source))
    return DecodedReport(report, tuple(enumerate(report.claims)))


def decode_settings(source: Source) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """A book's settings; invalid parts are ignored."""
    settings = _convert(source.data, Settings)
    if settings is not None:
        return settings, ()
    rest, diagnostics = _examine(source, "book")
    if source.data == "":  # a file with only comments
        return Settings(), ()
    settings = _convert(_without_broken_topics(rest), Settings)
    return settings or Settings(), diagnostics


def _without_broken_topics(data: Data | None) -> Data | None:
    if not (isinstance(data, dict) and isinstance(topics := data.get("topics"), dict)):
        return data
    whole = {key: topic for key, topic in topics.items() if _convert(topic, Topic)}
    return {**data, "topics": whole}


def _convert(data: Data | None, model: type[Model]) -> Model | None:
    try:
        return msgspec.convert(data, model, dec_hook=_custom)
    except msgspec.ValidationError:
        return None


def _custom(kind: type, text: object) -> object:
    if kind is Candidates and isinstance(text, list):
        return Candidates(msgspec.convert(text, list[NamedLocation], dec_hook=_custom))
    if not isinstance(text, str):
        raise TypeError(f"Expected text, got {type(text).__name__}")
    if kind is When:
        return When.parse(text) if text else UNDATED
    if kind is Country:
        return Country.parse(text)
    if kind is Zone:
        return Zone.parse(text)
    if kind is Candidates:
        raise TypeError("Expected a list, got text")
    raise NotImplementedError(kind)


def _readable_claims(data: Data | None) -> Iterator[tuple[int, Claim]]:
    claims = data.get("claims") if isinstance(data, dict) else None
    for index, claim in enumerate(claims if isinstance(claims, list) else ()):
        readable = _convert(claim, Claim)
        if readable is not None:
            yield index, readable


def _examine(source: Source, kind: "FileKind") -> tuple[Data | None, tuple[Diagnostic, ...]]:
    """The data without empty and invalid values, and a diagnostic for each error."""
    if source.data is None:
        return None, ()
    if source.data == "":
        return None, (_empty_file(source.file),)
    from agenda.store.schema import validator
    from agenda.store.schema_errors import SchemaErrors
    from agenda.yamlio.source_map import map_source

    rest = _with_nulls(source.data)
    errors = SchemaErrors(source, kind, map_source(source.file, source.text))
    for error in list(validator(kind).iter_errors(rest)):
        for path in errors.add(error):
            _remove(rest, path)
        if len(errors.diagnostics) > MAX_DIAGNOSTICS:
            return _without_nulls(rest), errors.first_diagnostics()
    return _without_nulls(rest), tuple(errors.diagnostics)


def _empty_file(file: str) -> Diagnostic:
    location = Location(file, (), key=True)
    return Diagnostic(location, "the file is empty", "fill it in, or delete it", rule="empty-file")


def _unexplained(source: Source) -> tuple[Diagnostic, ...]:
    """For data that the model refuses and the schema accepts: no file is left out silently."""
    if source.diagnostics:  # the missing value was refused, and is reported already
        return ()
    location = Location(source.file, (), key=True)
    hint = "compare it with a valid file, and report this as a bug"
    message = "the file is not a valid visit, report or settings file"
    return (Diagnostic(location, message, hint, rule="wrong-shape"),)


def _with_nulls(data: Data, key: str = "") -> Any:
    """The data as other programs read it: a key without a value has null.

    An agenda item or a topic without a value has nothing but its name.
    """
    if isinstance(data, dict):
        empty: object = {} if key in {*ENTRIES, "topics"} else None
        return {
            name: _with_nulls(value, name) if value != "" else copy(empty)
            for name, value in data.items()
        }
    return [_with_nulls(value) for value in data] if isinstance(data, list) else data


def _without_nulls(data: Any) -> Any:
    """The data without the keys that have no value, which count as omitted."""
    if isinstance(data, dict):
        return {key: _without_nulls(value) for key, value in data.items() if value is not None}
    return [_without_nulls(value) for value in data] if isinstance(data, list) else data


def _remove(data: Data, path: FieldPath) -> None:
    """Remove the value at a path; an item of a list leaves an empty text, to keep the indexes."""
    node: Any = data
    for step in path[:-1]:
        if isinstance(node, dict) and step not in node:
            return
        node = node[step]
    if isinstance(node, dict):
        node.pop(path[-1], None)
    elif path:
        node[path[-1]] = ""
