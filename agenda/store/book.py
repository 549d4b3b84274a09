"""The book: all visits, reports and settings of one folder that can be read."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from agenda.errors import EnvironmentFailure
from agenda.history.evidence import SourcedClaim
from agenda.history.labels import concerned
from agenda.history.replay import (
    Conflict,
    Step,
    claims_on_visits,
    steps_of,
    visits_after,
)
from agenda.model.diagnostic import Diagnostic, FieldPath, Location, Span
from agenda.model.report import Claim, Report
from agenda.model.settings import Settings
from agenda.model.visit import PartialVisit, Visit
from agenda.store.decode import decode_report, decode_settings, decode_visit
from agenda.store.files import IrregularFile, read_book_file
from agenda.store.layout import REPORTS, SETTINGS, VISITS, book_above, is_book_file
from agenda.store.layout import files as files_below
from agenda.yamlio.reader import Source, plain, read

if TYPE_CHECKING:
    from agenda.store.git import Commit
    from agenda.yamlio.source_map import SourceMap

_REGULAR = "only regular files inside the book are read; put the file itself here"


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

    def until(self, day: date) -> "Book":
        """The book without the reports that were published after a day."""
        earlier, later = list[ReportFile](), list[ReportFile]()
        for file in self.report_files:
            is_later = file.report is not None and file.report.published > day
            (later if is_later else earlier).append(file)
        claims = (claim for file in later for _, claim in file.claims)
        return replace(self, report_files=tuple(earlier), later=tuple(claims))

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

    @property
    def files(self) -> tuple[VisitFile | ReportFile, ...]:
        """All visits and reports, in the order of their folders."""
        return (*self.visit_files, *self.report_files)

    @cached_property
    def replayed(self) -> Mapping[str, Visit]:
        """Each visit according to all reports."""
        return visits_after(self.steps)

    @cached_property
    def steps(self) -> Sequence[Step]:
        """How each claim changed its visit, in the order in which they count."""
        return list(steps_of(self.claims, self.visits))

    @cached_property
    def open_conflicts(self) -> Mapping[str, Sequence[Conflict]]:
        """The conflicts on each visit that no later claim has settled."""
        return {step.sourced.claim.visit: step.conflicts for step in self.steps}

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
    instead = instead or {}
    misnamed = list[str]()
    files = [file for part in (VISITS, REPORTS) for file in files_below(root, part, misnamed)]
    files += [name for name in SETTINGS if os.path.lexists(root / name)]
    if not instead.keys() <= set(files):
        files = sorted({*files, *instead}, key=lambda file: file.split("/"))
    book = book_on_disk(root, files, instead, is_listed=True)
    return replace(book, misnamed=tuple(misnamed))


def book_on_disk(
    root: Path,
    files: Iterable[str],
    instead: Mapping[str, bytes] | None = None,
    *,
    is_listed: bool = False,
) -> Book:
    """A book of some of its files, or with other content for them as in :func:`load`.

    Files that are listed were found without following links to folders.
    """
    instead = instead or {}
    contents, unreadable = list[tuple[str, bytes | IrregularFile]](), dict[str, str]()
    for file in files:
        if file in instead:
            contents.append((file, instead[file]))
            continue
        try:
            contents.append((file, read_book_file(root, file, is_listed=is_listed)))
        except IrregularFile as error:
            contents.append((file, error))
        except OSError as error:
            unreadable[file] = str(error.strerror)
    return book_from_files(root, contents, unreadable)


def settings_of(root: Path) -> Book:
    """A book with its settings and without its visits and reports."""
    return book_on_disk(root, [name for name in SETTINGS if os.path.lexists(root / name)])


def report_files_below(root: Path) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each report of a book; those that can't be read are left out."""
    for file in files_below(root, REPORTS):
        with suppress(OSError):
            yield file, read_book_file(root, file, is_listed=True)


def load_at(root: Path, revision: str) -> tuple[Book, "Commit"]:
    """Read a whole book as committed at a revision of its repository."""
    from agenda.store.git import Repository

    repository = Repository(root)
    commit = repository.commit(revision)
    entries = [
        entry
        for entry in repository.files(commit, (VISITS, REPORTS, *SETTINGS))
        if entry.path in SETTINGS or is_book_file(entry.path)
    ]
    entries.sort(key=lambda entry: entry.path.split("/"))  # as folders are read
    blobs = repository.blobs([entry.blob for entry in entries])
    paths = (entry.path for entry in entries)
    return book_from_files(root, zip(paths, blobs, strict=True)), commit


def book_from_files(
    root: Path,
    files: Iterable[tuple[str, bytes | IrregularFile]],
    unreadable: Mapping[str, str] | None = None,
) -> Book:
    """A book of its files, each with its path from the book's folder, and why it is not read."""
    visits, reports, ignored_settings = [], [], list[str]()
    settings = Source("", "")
    for file, raw in files:
        source = read(file, raw) if isinstance(raw, bytes) else _irregular(file, raw)
        if file.startswith(f"{VISITS}/"):
            visits.append(_visit_file(source))
        elif file.startswith(f"{REPORTS}/"):
            reports.append(_report_file(source))
        elif not settings.file:
            settings = source
        else:
            ignored_settings.append(file)
    decoded, diagnostics = decode_settings(settings) if settings.file else (Settings(), ())
    return Book(
        root,
        tuple(visits),
        tuple(reports),
        settings,
        decoded,
        settings.diagnostics + diagnostics,
        unreadable or {},
        ignored_settings=tuple(ignored_settings),
    )


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
        id=_id_of(source),
        source=source if visit is None else _without_data(source),
        visit=visit,
        readable=decoded.readable,
        diagnostics=source.diagnostics + decoded.diagnostics,
    )


def _report_file(source: Source) -> ReportFile:
    decoded = decode_report(source)
    report = None if source.diagnostics else decoded.report
    return ReportFile(
        id=_id_of(source),
        source=source if report is None else _without_data(source),
        report=report,
        claims=decoded.claims,
        diagnostics=source.diagnostics + decoded.diagnostics,
    )


def _without_data(source: Source) -> Source:
    """A source without its data, which the model holds too and which takes most of the memory."""
    return replace(source, data=None)


def _id_of(source: Source) -> str:
    return source.file.rpartition("/")[2].rpartition(".")[0]
