"""Starts the file of a new visit or a new report. Nothing is ever overwritten."""

import os
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from msgspec import Struct

from agenda.model.country import Country
from agenda.store.atomic_write import write
from agenda.store.layout import REPORTS, VISITS, files
from agenda.store.scaffold import report_template, visit_template
from agenda.text.slug import slugify

_MAX_REPORTS_A_DAY = 1000
"""How many reports of one publisher and day get numbered names."""


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
    name = f"{REPORTS}/{published.isoformat()}-{slugify(publisher) or 'report'}"
    numbered = (f"{name}-{number}.yaml" for number in range(2, _MAX_REPORTS_A_DAY))
    text = report_template(published, publisher, title, url, visits, opened)
    return _create(root, (f"{name}.yaml", *numbered), text)


def create_visit(
    root: Path, visitor: Country, host: Country, suffix: str, name: str, year: int
) -> CreatedFile:
    """Start a visit's file, which is named after the countries and a suffix.

    Its examples of dates are in the given year.
    """
    stem = "-".join(slugify(part) for part in (visitor, host, suffix))
    for existing in files(root, VISITS):
        if PurePosixPath(existing).stem == stem:
            return CreatedFile((existing,), None)
    return _create(root, (f"{VISITS}/{stem}.yaml",), visit_template(name, visitor, host, year))


def _create(root: Path, names: Sequence[str], text: str) -> CreatedFile:
    """Write a text into the first of some files that does not exist yet."""
    for file in names:
        path = root / file
        if not os.path.lexists(path):
            write(root, {path: text.encode()}, {})
            return CreatedFile(tuple(names), path)
    return CreatedFile(tuple(names), None)
