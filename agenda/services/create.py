"""Starts the file of a new visit or a new report. Nothing is ever overwritten."""

import os
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from msgspec import Struct

from agenda.lint.runner import lint
from agenda.model.country import Country
from agenda.model.diagnostic import LocatedDiagnostic
from agenda.store.atomic_write import write
from agenda.store.book import load
from agenda.store.decode import decode_visit
from agenda.store.layout import REPORTS, VISITS, files
from agenda.store.scaffold import report_template, visit_template
from agenda.store.serialize import Values, key_order, serialize
from agenda.text.slug import slugify
from agenda.yamlio.editor import edit_file
from agenda.yamlio.quoting import Edit
from agenda.yamlio.reader import read

_MAX_REPORTS_A_DAY = 1000
"""How many reports of one publisher and day get numbered names."""

_NAME, _VISITOR, _HOST = ("visitor", "name"), ("visitor", "country"), ("host", "country")
_ORGANIZATION, _CANDIDATES = ("visitor", "organization"), ("host", "candidates")
_UNDECIDED = "undecided"
"""What the id of a visit has in place of the host's country, if that is not decided."""


class CreatedFile(Struct, frozen=True):
    """A new file. ``path`` is ``None`` if a file of every possible name exists."""

    names: tuple[str, ...]
    path: Path | None

    @property
    def first_name(self) -> str:
        """The name that is tried first, from the book's folder."""
        return self.names[0]


def create_report(
    root: Path,
    published: date,
    publisher: str,
    title: str,
    url: str,
    visits: Sequence[str],
    opened: Collection[str] = (),
) -> CreatedFile:
    """Start a report's file, with a claim for each visit, and lines that open those it opens."""
    text = report_template(published, publisher, title, url, visits, opened)
    return create(root, tuple(report_names(published, publisher)), text)


def report_names(published: date, publisher: str) -> Iterator[str]:
    """The paths that a report may have in the book, the one to use first."""
    name = f"{REPORTS}/{published.isoformat()}-{slugify(publisher) or 'report'}"
    yield f"{name}.yaml"
    yield from (f"{name}-{number}.yaml" for number in range(2, _MAX_REPORTS_A_DAY))


def create_visit(root: Path, values: Values, suffix: str, year: int) -> CreatedFile:
    """Start a visit's file, which is named after the countries and a suffix.

    Its examples of dates are in the given year.
    """
    name = f"{VISITS}/{visit_id(values, suffix)}.yaml"
    if existing := file_of_visit(root, PurePosixPath(name).stem):
        return CreatedFile((existing,), None)
    return create(root, (name,), visit_text(values, year))


def visit_id(values: Values, suffix: str) -> str:
    """The id of a visit, by its countries or the organization, and usually its year."""
    visitor = values.get(_VISITOR) or values[_ORGANIZATION]
    parts = visitor, values.get(_HOST, _UNDECIDED), suffix
    return "-".join(filter(None, (slugify(str(part)) for part in parts)))


def file_of_visit(root: Path, name: str) -> str:
    """The path of the file that has the id of a visit already; empty if there is none."""
    return next((file for file in files(root, VISITS) if PurePosixPath(file).stem == name), "")


def visit_text(values: Values, year: int) -> str:
    """A visit's file with some values, and with comments that explain the others."""
    template = visit_template(
        str(values.get(_NAME, "")),
        Country(values.get(_VISITOR, "")) or str(values.get(_ORGANIZATION, "")),
        Country(values.get(_HOST, "")) or values.get(_CANDIDATES, []),
        year,
    )
    in_template = {_NAME, _VISITOR, _ORGANIZATION, _HOST, _CANDIDATES}
    edits = [Edit(path, value) for path, value in values.items() if path not in in_template]
    return edit_file(template.encode(), edits, key_order).raw.decode()


def without_comments(text: str) -> str:
    """The text of a visit's file with only what is known; as it is, if it is not valid."""
    visit = decode_visit(read("", text.encode())).visit
    return serialize(visit) if visit else text


def diagnostics_of(root: Path, file: str, text: str, today: date) -> list[LocatedDiagnostic]:
    """The errors and warnings about a file that the book does not have yet.

    What the visits lack of a new report is not among them.
    """
    book = load(root, {file: text.encode()})
    return [
        LocatedDiagnostic(diagnostic, book.span(diagnostic.location))
        for diagnostic in lint(book, lambda _: today)
        if diagnostic.location.file == file
        and diagnostic.severity != "notice"
        and diagnostic.rule != "drift"
    ]


def create(root: Path, names: Sequence[str], text: str) -> CreatedFile:
    """Write a text into the first of some files that does not exist yet."""
    for file in names:
        path = root / file
        if not os.path.lexists(path):
            write(root, {path: text.encode()}, {})
            return CreatedFile(tuple(names), path)
    return CreatedFile(tuple(names), None)
