"""The book: all visits, reports and settings of one folder that can be read."""

import os
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from agenda.errors import EnvironmentFailure
from agenda.history.evidence import Conflict, SourcedClaim
from agenda.history.labels import concerned
from agenda.history.replay import claims_on_visits, steps_of
from agenda.model.diagnostic import Diagnostic, FieldPath, Location, Span
from agenda.model.report import Claim, Report
from agenda.model.settings import Settings
from agenda.model.visit import Visit
from agenda.store.decode import ReportFile, VisitFile, decode_settings, parse, parse_source
from agenda.store.files import Contents, IrregularFile, contents_at, contents_of, contents_on_disk
from agenda.store.layout import REPORTS, SETTINGS, VISITS, book_above, id_of
from agenda.yamlio.reader import Source, plain

if TYPE_CHECKING:
    from agenda.yamlio.source_map import SourceMap


class Book(Struct, frozen=True, dict=True):
    """The files of a folder, each read independently of the others."""

    root: Path
    visit_files: tuple[VisitFile, ...]
    report_files: tuple[ReportFile, ...]
    settings_source: Source
    settings: Settings
    settings_diagnostics: tuple[Diagnostic, ...] = ()
    unreadable: Mapping[str, str] = {}
    """The files that the operating system could not read, with the reasons."""
    misnamed: tuple[str, ...] = ()
    """Files that are not read because of how their names end, but are likely meant to be."""
    ignored_settings: tuple[str, ...] = ()
    """Further settings files, which are not used."""
    later: tuple[Claim, ...] = ()
    """The claims in reports that :meth:`until` left out."""
    unread: tuple[str, ...] = ()
    """The files that are not parsed, because they do not concern what is asked."""

    def until(self, day: date) -> "Book":
        """The book without the reports that were published after a day."""
        earlier, later = list[ReportFile](), list[ReportFile]()
        for file in self.report_files:
            is_later = file.report is not None and file.report.published > day
            (later if is_later else earlier).append(file)
        claims = (claim for file in later for _, claim in file.claims)
        return replace(self, report_files=tuple(earlier), later=tuple(claims))

    def only(self, files: Container[str]) -> "Book":
        """The book with only some of its visits and reports."""
        visits = tuple(file for file in self.visit_files if file.file in files)
        reports = tuple(file for file in self.report_files if file.file in files)
        return replace(self, visit_files=visits, report_files=reports)

    @cached_property
    def mentioned_later(self) -> frozenset[str]:
        """The visits of the claims in later reports."""
        return concerned(self.later, {of.id: of.readable for of in self.visit_files})

    @cached_property
    def visits(self) -> Mapping[str, Visit]:
        """The visits whose files are valid, by id. Of two files with one id, the first counts."""
        visits: dict[str, Visit] = {}
        for file in self.visit_files:
            if file.visit is not None:
                visits.setdefault(file.id, file.visit)
        return visits

    @cached_property
    def reports(self) -> Mapping[str, Report]:
        """The reports whose files are valid, by id. Of two files with one id, the first counts."""
        reports: dict[str, Report] = {}
        for file in self.report_files:
            if file.report is not None:
                reports.setdefault(file.id, file.report)
        return reports

    @cached_property
    def visit_ids(self) -> frozenset[str]:
        """The ids of all files of visits, parsed or not."""
        unread = (id_of(file) for file in self.unread if file.startswith(f"{VISITS}/"))
        return frozenset((*(file.id for file in self.visit_files), *unread))

    @cached_property
    def report_ids(self) -> frozenset[str]:
        """The ids of all files of reports, parsed or not."""
        unread = (id_of(file) for file in self.unread if file.startswith(f"{REPORTS}/"))
        return frozenset((*(file.id for file in self.report_files), *unread))

    @property
    def files(self) -> tuple[VisitFile | ReportFile, ...]:
        """All visits and reports, in the order of their folders."""
        return (*self.visit_files, *self.report_files)

    @property
    def replayed(self) -> Mapping[str, Visit]:
        """Each visit according to all reports."""
        return self._after_all_reports[0]

    @property
    def open_conflicts(self) -> Mapping[str, Sequence[Conflict]]:
        """The conflicts on each visit that no later claim has settled."""
        return self._after_all_reports[1]

    @cached_property
    def _after_all_reports(self) -> tuple[Mapping[str, Visit], Mapping[str, Sequence[Conflict]]]:
        """Each visit, and its open conflicts. All steps to them would take too much memory."""
        visits: dict[str, Visit] = {}
        conflicts: dict[str, Sequence[Conflict]] = {}
        for step in steps_of(self.claims, self.visits):
            name = step.sourced.claim.visit
            conflicts[name] = step.conflicts
            if step.after is not None:
                visits[name] = step.after
        return visits, conflicts

    @cached_property
    def claims(self) -> Sequence[SourcedClaim]:
        """Every claim of the reports that can be read, in the order in which it counts."""
        return claims_on_visits(self.reports, None, self.visits, self.later)

    @cached_property
    def claims_by_visit(self) -> Mapping[str, list[SourcedClaim]]:
        """The believed claims on each visit, in the order in which they count."""
        by_visit: dict[str, list[SourcedClaim]] = defaultdict(list)
        for sourced in filter(lambda sourced: not sourced.claim.rejected, self.claims):
            by_visit[sourced.claim.visit].append(sourced)
        return by_visit

    @cached_property
    def file_of_report(self) -> Mapping[str, str]:
        """The path of each report's file, by the report's id."""
        return {file.id: file.file for file in reversed(self.report_files) if file.report}

    @property
    def diagnostics(self) -> Iterator[Diagnostic]:
        """The diagnostics of each file on its own."""
        for file in self.files:
            yield from file.diagnostics
        yield from self.settings_diagnostics

    @property
    def broken_files(self) -> tuple[str, ...]:
        """The paths of the files that can't be used, or only in part."""
        visits = (file.file for file in self.visit_files if file.visit is None)
        reports = (file.file for file in self.report_files if file.report is None)
        settings = (self.settings_source.file,) if self.settings_diagnostics else ()
        return (*visits, *reports, *settings)

    @property
    def files_read(self) -> Iterable[str]:
        """The paths of the files that were read."""
        return self._sources.keys()

    @property
    def file_count(self) -> int:
        """How many files were read."""
        return len(self._sources)

    def path_exists(self, file: VisitFile, path: FieldPath) -> bool:
        """Whether something is written at a path in a visit's file, readable or not."""
        # The data of a valid file is not kept, and rarely needed again.
        data = file.source.data if file.visit is None else plain(file.source.text)
        for step in path:
            data = data.get(str(step)) if isinstance(data, dict) else None
        # An alias is refused, and leaves an empty text in its place.
        return bool(data) or (data is not None and bool(file.source.diagnostics))

    def text_of(self, file: str) -> str:
        """The text of a file of the book."""
        return self._sources[file].text

    def span(self, location: Location) -> Span:
        """The lines and columns of a location."""
        return self.source_map(location.file).span(location)

    def written(self, location: Location) -> str:
        """What a file has at a location, quotes included."""
        span, lines = self.span(location), self.source_map(location.file).lines
        is_one_line = span.line == span.end_line
        return self.text_of(location.file)[slice(*lines.offsets(span))] if is_one_line else ""

    @cached_property
    def _sources(self) -> dict[str, Source]:
        files = {file.file: file.source for file in self.files}
        if self.settings_source.file:
            files[self.settings_source.file] = self.settings_source
        return files

    @cached_property
    def _source_maps(self) -> "dict[str, SourceMap]":
        return {}

    def source_map(self, file: str) -> "SourceMap":
        """Where everything is in a file of the book; each file is mapped only once."""
        from agenda.yamlio.source_map import map_source

        if file not in self._source_maps:
            self._source_maps[file] = map_source(file, self._sources[file].text)
        return self._source_maps[file]


def find_book(start: Path) -> Path:
    """The nearest folder with `agendas/` in it, from a folder upward."""
    if root := book_above(start):
        return root
    raise EnvironmentFailure(
        f"no book here: neither {start.resolve()} nor a parent folder contains `{VISITS}/`; "
        "start one with `agenda init`, or name one with --book DIR"
    )


def open_book(folder: Path) -> Path:
    """The path of a folder that the user names as a book."""
    if (folder / VISITS).is_dir():
        return folder.resolve()
    if not folder.exists():
        raise EnvironmentFailure(
            f"no book at {folder}: there is no such folder; {_start_one(folder)}"
        )
    if not folder.is_dir():
        raise EnvironmentFailure(
            f"no book at {folder}: that is a file; name the folder that contains `{VISITS}/`"
        )
    whole = folder.resolve()
    hint = f"did you mean {whole.parent}?" if whole.name == VISITS else _start_one(folder)
    raise EnvironmentFailure(f"no book at {folder}: it does not contain `{VISITS}/`; {hint}")


def _start_one(folder: Path) -> str:
    import shlex

    return f"start one there with `agenda init {shlex.quote(str(folder))}`"


def load(root: Path, instead: Mapping[str, bytes] | None = None) -> Book:
    """Read a whole book. Invalid files are kept, with what is wrong with them.

    ``instead`` has bytes to use in place of the content of some files, which need not exist.
    """
    return book_from_contents(contents_on_disk(root, instead))


def book_before(book: Book, revision: str, changed: Container[str]) -> Book:
    """A book as it was at a revision since which only some of its files have changed."""
    same = {file.file: file for file in book.files if file.file not in changed}
    contents, _ = contents_at(book.root, revision, same)
    parsed = {
        file: same.get(file) or parse(file, raw)
        for file, raw in contents.files.items()
        if file not in SETTINGS
    }
    return book_from_contents(contents, parsed)


def book_after(book: Book, written: Mapping[str, bytes]) -> Book:
    """A book whose visits and reports were written since it was read; new ones are among them."""
    parsed = {file.file: file for file in book.files}
    parsed |= {file: parse(file, raw) for file, raw in written.items()}
    files = [parsed[file] for file in sorted(parsed, key=lambda file: file.split("/"))]
    visits = tuple(file for file in files if isinstance(file, VisitFile))
    reports = tuple(file for file in files if isinstance(file, ReportFile))
    return replace(book, visit_files=visits, report_files=reports)


def book_on_disk(root: Path, files: Iterable[str]) -> Book:
    """A book of some of its files."""
    return book_from_contents(contents_of(root, files))


def settings_of(root: Path) -> Book:
    """A book with its settings and without its visits and reports."""
    return book_on_disk(root, [name for name in SETTINGS if os.path.lexists(root / name)])


def book_from_files(root: Path, files: Iterable[tuple[str, bytes | IrregularFile]]) -> Book:
    """A book of its files, each with its path from the book's folder, and why it is not read."""
    return book_from_contents(Contents(root, dict(files)))


def book_from_contents(
    contents: Contents, parsed: Mapping[str, VisitFile | ReportFile] | None = None
) -> Book:
    """The book of some content; or the part of it with only those files that are parsed."""
    visits, reports, settings, unread = [], [], list[str](), list[str]()
    for file, raw in contents.files.items():
        if not file.startswith((f"{VISITS}/", f"{REPORTS}/")):
            settings.append(file)
        elif parsed is not None and file not in parsed:
            unread.append(file)
        elif isinstance(read := parse(file, raw) if parsed is None else parsed[file], VisitFile):
            visits.append(read)
        else:
            reports.append(read)
    source = parse_source(settings[0], contents.files[settings[0]]) if settings else Source("", "")
    decoded, diagnostics = decode_settings(source) if settings else (Settings(), ())
    return Book(
        contents.root,
        tuple(visits),
        tuple(reports),
        source,
        decoded,
        source.diagnostics + diagnostics,
        contents.unreadable,
        contents.misnamed,
        tuple(settings[1:]),
        unread=tuple(unread),
    )
