"""The book: all visits, reports and settings of one folder, as far as they can be read."""

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

from agenda.errors import BrokenSurroundings
from agenda.history.replay import Said, known_after, spoken, steps_of
from agenda.model.diagnostic import Place, Span
from agenda.model.report import Claim, Report
from agenda.model.settings import Settings
from agenda.model.visit import PartialVisit, Visit
from agenda.store.decode import decode_report, decode_settings, decode_visit
from agenda.store.layout import ENDINGS, REPORTS, SETTINGS, VISITS, book_above
from agenda.store.layout import files as files_below
from agenda.yamlio.reader import MAX_BYTES, Found, Source, plain, read

if TYPE_CHECKING:
    from agenda.store.git import Commit
    from agenda.yamlio.source_map import Survey

_AS_IT_IS = getattr(os, "O_BINARY", 0)
"""Windows reads line ends otherwise, where it is not told."""


class VisitFile(Struct, frozen=True):
    """A file of `agendas/`. ``visit`` is ``None`` while anything in it is refused."""

    id: str
    source: Source
    visit: Visit | None
    readable: PartialVisit
    found: tuple[Found, ...]

    @property
    def file(self) -> str:
        """Its path from the book's folder."""
        return self.source.file

    def has(self, *route: str) -> bool:
        """Whether something is written at a route, be it readable or not."""
        # The data of a whole file is not kept, and rarely asked for again.
        data = self.source.data if self.visit is None else plain(self.source.text)
        for name in route:
            data = data.get(name) if isinstance(data, dict) else None
        # An alias is refused, and leaves an empty text in its place.
        return bool(data) or (data is not None and bool(self.source.found))


class ReportFile(Struct, frozen=True):
    """A file of `seeds/`. ``claims`` are the readable ones, each with its index in the file."""

    id: str
    source: Source
    report: Report | None
    claims: tuple[tuple[int, Claim], ...]
    found: tuple[Found, ...]

    @property
    def file(self) -> str:
        """Its path from the book's folder."""
        return self.source.file


class Book(Struct, frozen=True, dict=True):
    """A folder's files, each read whether or not the others can be."""

    root: Path
    visit_files: tuple[VisitFile, ...]
    report_files: tuple[ReportFile, ...]
    settings_source: Source
    settings: Settings
    settings_found: tuple[Found, ...] = ()
    unreadable: Mapping[str, str] = {}
    """Which files the machine would not let be read, and why not."""
    misnamed: tuple[str, ...] = ()
    """Files that are not read for how their names end, and were likely meant to be."""
    passed_over: tuple[str, ...] = ()
    """Files of settings beside the one that counts."""
    spoken_of_later: frozenset[str] = frozenset()
    """The visits on which reports speak that were left out for being younger than a day."""

    def until(self, day: date) -> "Book":
        """The book without the reports that were published after a day."""
        known, later = list[ReportFile](), list[ReportFile]()
        for file in self.report_files:
            is_later = file.report is not None and file.report.published > day
            (later if is_later else known).append(file)
        spoken_of = frozenset(claim.visit for file in later for _, claim in file.claims)
        return replace(self, report_files=tuple(known), spoken_of_later=spoken_of)

    @cached_property
    def visits(self) -> Mapping[str, Visit]:
        """The visits whose files are whole, by id. Of two files with one id the first counts."""
        visits: dict[str, Visit] = {}
        for file in self.visit_files:
            if file.visit is not None:
                visits.setdefault(file.id, file.visit)
        return visits

    @cached_property
    def reports(self) -> Mapping[str, Report]:
        """The reports whose files are whole, by id. Of two files with one id the first counts."""
        reports: dict[str, Report] = {}
        for file in self.report_files:
            if file.report is not None:
                reports.setdefault(file.id, file.report)
        return reports

    @property
    def files(self) -> tuple[VisitFile | ReportFile, ...]:
        """All visits and reports, as they lie in their folders."""
        return (*self.visit_files, *self.report_files)

    @cached_property
    def replayed(self) -> Mapping[str, Visit]:
        """What all the reports together make of each visit."""
        return known_after(steps_of(self.said, self.visits))

    @cached_property
    def said(self) -> Sequence[Said]:
        """Every claim of the reports that can be read, in the order in which it counts."""
        return list(spoken(self.reports))

    @cached_property
    def said_of(self) -> Mapping[str, list[Said]]:
        """The claims on each visit that are believed, in the order in which they count."""
        by_visit: dict[str, list[Said]] = defaultdict(list)
        for one in self.said:
            if not one.claim.rejected:
                by_visit[one.claim.visit].append(one)
        return by_visit

    @cached_property
    def file_of_report(self) -> Mapping[str, str]:
        """The path of each report's file, by the report's id."""
        return {file.id: file.file for file in reversed(self.report_files) if file.report}

    @property
    def found(self) -> Iterator[Found]:
        """All that is wrong with single files."""
        for file in self.files:
            yield from file.found
        yield from self.settings_found

    @property
    def broken_files(self) -> tuple[str, ...]:
        """The paths of the files that can't be used, or only in part."""
        visits = (file.file for file in self.visit_files if file.visit is None)
        reports = (file.file for file in self.report_files if file.report is None)
        settings = (self.settings_source.file,) if self.settings_found else ()
        return (*visits, *reports, *settings)

    @property
    def files_read(self) -> Iterable[str]:
        """The paths of the files that were read."""
        return self._sources.keys()

    @property
    def file_count(self) -> int:
        """How many files were read."""
        return len(self._sources)

    def text_of(self, file: str) -> str:
        """What was read of a file of the book."""
        return self._sources[file].text

    def span(self, place: Place) -> Span:
        """The lines and columns of a place."""
        return self.source_map(place.file).span(place)

    @cached_property
    def _sources(self) -> dict[str, Source]:
        files = {file.file: file.source for file in self.files}
        if self.settings_source.file:
            files[self.settings_source.file] = self.settings_source
        return files

    @cached_property
    def _surveys(self) -> "dict[str, Survey]":
        return {}

    def source_map(self, file: str) -> "Survey":
        """Where everything stands in a file of the book, which is looked through once."""
        from agenda.yamlio.source_map import survey

        if file not in self._surveys:
            self._surveys[file] = survey(file, self._sources[file].text)
        return self._surveys[file]


def find(start: Path) -> Path:
    """The nearest folder with `agendas/` in it, from a folder upward."""
    if found := book_above(start):
        return found
    raise BrokenSurroundings(
        f"no book here: neither {start.resolve()} nor a folder above it holds `{VISITS}/`; "
        "start one with `agenda init`, or name one with --book DIR"
    )


def named(folder: Path) -> Path:
    """A folder that the user says is a book."""
    if (folder / VISITS).is_dir():
        return folder.resolve()
    if not folder.exists():
        raise BrokenSurroundings(
            f"no book at {folder}: there is no such folder; {_start_one(folder)}"
        )
    if not folder.is_dir():
        raise BrokenSurroundings(
            f"no book at {folder}: that is a file; name the folder that holds `{VISITS}/`"
        )
    whole = folder.resolve()
    hint = f"did you mean {whole.parent}?" if whole.name == VISITS else _start_one(folder)
    raise BrokenSurroundings(f"no book at {folder}: it holds no `{VISITS}/`; {hint}")


def _start_one(folder: Path) -> str:
    import shlex

    return f"start one there with `agenda init {shlex.quote(str(folder))}`"


def load(root: Path, instead: Mapping[str, bytes] | None = None) -> Book:
    """Read a whole book. A file that is broken is kept, with what is wrong with it.

    ``instead`` has bytes to take for what is in some files, be they there or not.
    """
    instead = instead or {}
    misnamed = list[str]()
    files = [file for part in (VISITS, REPORTS) for file in _files_below(root, part, misnamed)]
    files += [name for name in SETTINGS if os.path.lexists(root / name)]
    if not instead.keys() <= set(files):
        files = sorted({*files, *instead}, key=lambda file: file.split("/"))
    contents, unreadable = [], {}
    for file in files:
        if file in instead:
            contents.append((file, instead[file]))
            continue
        try:
            contents.append((file, bytes_of(f"{root}/{file}")))
        except OSError as error:
            unreadable[file] = str(error.strerror)
    return replace(book_of(root, contents, unreadable), misnamed=tuple(misnamed))


def reports_below(root: Path) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each report of a book; those that can't be read are left out."""
    for file in _files_below(root, REPORTS):
        with suppress(OSError):
            yield file, bytes_of(f"{root}/{file}")


def load_at(root: Path, revision: str) -> tuple[Book, "Commit"]:
    """Read a whole book as it is committed at a revision of the repository that it lies in."""
    from agenda.store.git import Repository

    repository = Repository(root)
    commit = repository.commit(revision)
    entries = [
        entry
        for entry in repository.files(commit, (VISITS, REPORTS, *SETTINGS))
        if entry.path in SETTINGS or is_of_a_book(entry.path)
    ]
    entries.sort(key=lambda entry: entry.path.split("/"))  # as folders are read
    blobs = repository.blobs([entry.blob for entry in entries])
    book = book_of(root, zip((entry.path for entry in entries), blobs, strict=True))
    return book, commit


def book_of(
    root: Path, files: Iterable[tuple[str, bytes]], unreadable: Mapping[str, str] | None = None
) -> Book:
    """A book of its files, each with its path from the book's folder."""
    visits, reports, passed_over = [], [], list[str]()
    settings = Source("", "")
    for file, raw in files:
        source = read(file, raw)
        if file.startswith(f"{VISITS}/"):
            visits.append(_visit_file(source))
        elif file.startswith(f"{REPORTS}/"):
            reports.append(_report_file(source))
        elif not settings.file:
            settings = source
        else:
            passed_over.append(file)
    set_to, found = decode_settings(settings) if settings.file else (Settings(), ())
    return Book(
        root,
        tuple(visits),
        tuple(reports),
        settings,
        set_to,
        settings.found + found,
        unreadable or {},
        passed_over=tuple(passed_over),
    )


def _visit_file(source: Source) -> VisitFile:
    decoded = decode_visit(source)
    visit = None if source.found else decoded.visit
    return VisitFile(
        id=_id_of(source),
        source=source if visit is None else _without_data(source),
        visit=visit,
        readable=decoded.readable,
        found=source.found + decoded.found,
    )


def _report_file(source: Source) -> ReportFile:
    decoded = decode_report(source)
    report = None if source.found else decoded.report
    return ReportFile(
        id=_id_of(source),
        source=source if report is None else _without_data(source),
        report=report,
        claims=decoded.claims,
        found=source.found + decoded.found,
    )


def _without_data(source: Source) -> Source:
    """A source whose data is all in the model, and would take more room than anything else."""
    return replace(source, data=None)


def _id_of(source: Source) -> str:
    return source.file.rpartition("/")[2].rpartition(".")[0]


def is_of_a_book(path: str) -> bool:
    """Whether a path of a revision is one that would be read on disk."""
    hidden = any(name.startswith(".") for name in path.split("/"))
    return path.endswith(ENDINGS) and not hidden


def _files_below(root: Path, folder: str, misnamed: list[str] | None = None) -> Iterator[str]:
    try:
        yield from files_below(root, folder, misnamed)
    except OSError as error:
        raise BrokenSurroundings(f"can't read {error.filename}: {error.strerror}") from error


def bytes_of(path: Path | str) -> bytes:
    """What is in a file; of one that is too large, enough to see that it is."""
    opened = os.open(path, os.O_RDONLY | _AS_IT_IS)  # a file object costs more than the reading
    try:
        expected = min(os.fstat(opened).st_size, MAX_BYTES)
        raw = os.read(opened, expected + 1)
        # What is no plain file, or is being written, may hold more than it seems to.
        while len(raw) != expected and (more := os.read(opened, MAX_BYTES + 1 - len(raw))):
            raw += more
        return raw
    finally:
        os.close(opened)
