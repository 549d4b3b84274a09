"""What `agenda diff` compares: two files, two revisions, two days, or the book and a report."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from agenda.errors import EnvironmentFailure
from agenda.history.apply_plan import VisitPlan, apply_plan
from agenda.history.book_diff import (
    BookDiff,
    SourcedChange,
    VisitChange,
    VisitDiff,
    diff_visits,
    with_reports,
)
from agenda.history.log import VisitUpdate, updates_of_labels
from agenda.history.replay import claims_on_visits, replay
from agenda.lint.rules.claims import contradictions
from agenda.lint.rules.identity import why_unopened
from agenda.lint.runner import with_severities
from agenda.model.diagnostic import Diagnostic, LocatedDiagnostic, Location
from agenda.model.report import Report
from agenda.model.settings import Settings
from agenda.model.visit import Visit
from agenda.store.book import Book, book_from_files, load
from agenda.store.decode import decode_report
from agenda.store.excerpt import excerpt
from agenda.store.files import contents_on_disk, read_book_file, read_bytes
from agenda.store.git_diff import BookPair, between, since
from agenda.store.layout import ENDINGS, REPORTS, VISITS, files, ids, report_paths
from agenda.text.prose import day
from agenda.text.suggest import Suggestions, did_you_mean
from agenda.yamlio.reader import Source, read
from agenda.yamlio.source_map import map_source

_MAX_PATH: Final = 250
"""A longer text is not looked up as a path: some systems raise an error for it."""


def is_file(side: str) -> bool:
    """Whether a side of a comparison names a file: a revision may have the name of one."""
    looks_like_a_path = side.endswith(ENDINGS) or side.startswith(("/", "./", "../"))
    return looks_like_a_path and len(side) < _MAX_PATH and Path(side).is_file()


def likely_meaning(side: str) -> str:
    """What a side that is not a revision may mean, as a hint; or empty text."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", side):
        return (
            f"`{side}` is a day: `agenda diff --since {side}` shows what reports changed after it"
        )
    if is_file(side):
        return (
            f"`{side}` is a file: name two files, or use `--visit ID` for what changed in one visit"
        )
    return ""


def compare_revisions(
    root: Path,
    before: str,
    after: str,
    today: date,
    *,
    from_merge_base: bool = False,
    only: Collection[str] = (),
) -> BookDiff:
    """Compare two revisions, or one with the working tree if ``after`` is empty.

    Instead of the first of two revisions, their merge base can be compared. If only some visits are
    of interest, the reports behind the changes of others may be missing.
    """
    if after:
        pair = between(root, before, after, from_merge_base=from_merge_base)
    else:
        pair = since(root, before)
    # A file that is invalid on one side was neither added nor removed.
    invalid = {
        file.id
        for book in (pair.before, pair.after)
        for file in book.visit_files
        if file.visit is None
    }
    differing = diff_visits(pair.before.visits, pair.after.visits)
    visits = tuple(visit for visit in differing if visit.id not in invalid)
    visits, reports = _with_reports_of(pair, visits, only)
    diagnostics = (
        *_diagnostics_of(pair.before, pair.sides[0], today),
        *_diagnostics_of(pair.after, pair.sides[1], today),
    )
    return BookDiff(pair.sides, visits, diagnostics, _urls(reports))


def _with_reports_of(
    pair: BookPair, visits: tuple[VisitDiff, ...], only: Collection[str]
) -> tuple[tuple[VisitDiff, ...], Mapping[str, Report]]:
    """The visits that differ with the reports behind each change, and those reports."""
    book = pair.after
    sourced = with_reports(visits, book.claims)
    wanted = [visit for visit in sourced if not only or {visit.id, visit.renamed_from} & {*only}]
    if any(not change.reports for visit in wanted for change in visit.changes):
        # A report that did not change may give a value that only now is in a file.
        book = pair.book_on([visit.id for visit in wanted])
        sourced = with_reports(visits, book.claims)
    return sourced, book.reports


def _diagnostics_of(book: Book, side: str, today: date) -> Iterator[LocatedDiagnostic]:
    for diagnostic in with_severities(book.diagnostics, book.settings, today):
        field = "hint" if diagnostic.hint else "message"
        with_side = replace(diagnostic, **{field: f"{getattr(diagnostic, field)} (in {side})"})
        yield LocatedDiagnostic(with_side, book.span(diagnostic.location))


def compare_files(before: Path, after: Path, today: date) -> BookDiff:
    """Compare two files as snapshots of the visit that the second one is named after."""
    books = [
        book_from_files(path.parent, [(f"{VISITS}/{after.name}", read_bytes(path))])
        for path in (before, after)
    ]
    diagnostics = tuple(
        LocatedDiagnostic(
            replace(
                located.diagnostic, location=replace(located.diagnostic.location, file=str(path))
            ),
            located.span,
        )
        for book, path in zip(books, (before, after), strict=True)
        for located in _diagnostics_of(book, path.name, today)
    )
    visits = () if diagnostics else diff_visits(books[0].visits, books[1].visits)
    return BookDiff((str(before), str(after)), visits, diagnostics)


def load_for(root: Path, visits: Collection[str]) -> Book:
    """The book, or at least what concerns some visits of it."""
    return excerpt(contents_on_disk(root), visits) if visits else load(root)


def compare_days(book: Book, since_day: date, until: date | None) -> BookDiff:
    """How the reports after a day, up to another one, changed what was known."""
    visits = diff_visits(
        replay(book.reports, since_day, book.visits), replay(book.reports, until, book.visits)
    )
    claims = claims_on_visits(book.reports, until, book.visits)
    later = [sourced for sourced in claims if sourced.published > since_day]
    sides = f"known on {day(since_day)}", f"known on {day(until)}" if until else "known now"
    return BookDiff(sides, with_reports(visits, later), (), _urls(book.reports))


def report_bytes(root: Path, path: Path) -> bytes:
    """The content of a report's file. Outside the book, that may be a pipe."""
    try:
        for absolute in (path.absolute(), Path(os.path.realpath(path.parent)) / path.name):
            if absolute.is_relative_to(root):
                return read_book_file(root, absolute.relative_to(root).as_posix())
        return read_bytes(path)
    except OSError as error:
        hint = report_hint(root, path)
        raise EnvironmentFailure(f"can't read {path}: {error.strerror}{hint}") from error


def report_path(root: Path, named: Path) -> Path:
    """The file of a report that is named by its path or, if there is no such file, by its id."""
    if named.name.endswith(ENDINGS) or len(named.parts) != 1 or os.path.lexists(named):
        return named
    by_id = {PurePosixPath(file).stem: file for file in reversed(list(files(root, REPORTS)))}
    return Path(os.path.relpath(root / by_id[named.name])) if named.name in by_id else named


def report_hint(root: Path, path: Path) -> str:
    """The report of the book that a path or an id may mean, as the end of a message."""
    names = (
        report_paths(root) if len(path.parts) > 1 else [*report_paths(root), *ids(root, REPORTS)]
    )
    hint = did_you_mean(str(path), names)
    return f"; {hint}" if hint else ""


class ReadReport(Struct, frozen=True):
    """A report's file. ``report`` is ``None`` if it is invalid; ``diagnostics`` say why."""

    source: Source
    report: Report | None
    diagnostics: tuple[LocatedDiagnostic, ...] = ()

    def contradictions(self, settings: Settings) -> Iterator[LocatedDiagnostic]:
        """A diagnostic for each claim that is not applied, as it contradicts itself."""
        claims = self.report.claims if self.report else ()
        diagnostics = [*contradictions(self.source.file, claims)]
        if diagnostics:
            source_map = map_source(self.source.file, self.source.text)
            for diagnostic in with_severities(diagnostics, settings):
                yield LocatedDiagnostic(diagnostic, source_map.span(diagnostic.location))

    def unopened(
        self, visits: Iterable[str], known: Iterable[str], settings: Settings
    ) -> Iterator[LocatedDiagnostic]:
        """A diagnostic for each of these visits, which nothing opens, at the first claim on it."""
        claims = self.report.claims if self.report else ()
        first = {claim.visit: index for index, claim in reversed(list(enumerate(claims)))}
        suggestions = Suggestions(known)
        source_map = map_source(self.source.file, self.source.text)
        for visit in sorted(visits):
            location = Location(self.source.file, ("claims", first[visit], "visit"))
            on_visit = [claim for claim in claims if claim.visit == visit]
            why = why_unopened(visit, suggestions, on_visit)
            unknown = Diagnostic(location, *why, rule="visit-unknown")
            for diagnostic in with_severities([unknown], settings):
                yield LocatedDiagnostic(diagnostic, source_map.span(location))


def read_report(
    path: Path, raw: bytes, settings: Settings, today: date | None = None
) -> ReadReport:
    """Read a report's file, which need not be in the book whose settings are given."""
    source = read(str(path), raw)
    decoded = decode_report(source)
    if decoded.report is not None and not source.diagnostics:
        return ReadReport(source, decoded.report)
    source_map = map_source(source.file, source.text)
    diagnostics = with_severities((*source.diagnostics, *decoded.diagnostics), settings, today)
    return ReadReport(
        source,
        None,
        tuple(
            LocatedDiagnostic(diagnostic, source_map.span(diagnostic.location))
            for diagnostic in diagnostics
        ),
    )


def report_diff(book: Book, path: Path, raw: bytes, as_of: date | None, today: date) -> BookDiff:
    """What a report would change in the book as it is, or as it was on an earlier day."""
    read = read_report(path, raw, book.settings, today)
    if read.report is None:
        return BookDiff(("", ""), (), read.diagnostics)
    mentioned = {claim.visit for claim in read.report.claims}
    for file in book.visit_files:
        if file.id in mentioned and file.visit is None:
            raise EnvironmentFailure(f"{file.file} has problems; `agenda validate` lists them")
    visits = book.visits
    others = {name: report for name, report in book.reports.items() if name != path.stem}
    if as_of:
        visits = replay(others, as_of, book.visits)
        others = {name: other for name, other in others.items() if other.published <= as_of}
    plans = apply_plan(path.stem, read.report, others, visits)
    unopened = {plan.visit for plan in plans if plan.after is None}
    before = f"the book {f'known on {day(as_of)}' if as_of else 'as it stands'}"
    return BookDiff(
        (before, path.stem),
        tuple(visit_diff(path.stem, plan) for plan in plans if plan.after is not None),
        (
            *read.contradictions(book.settings),
            *read.unopened(unopened, visits, book.settings),
        ),
        {path.stem: read.report.url},
        _on_labels(path.stem, {**others, path.stem: read.report}, visits),
    )


def _on_labels(
    name: str, reports: Mapping[str, Report], visits: Mapping[str, Visit]
) -> tuple[VisitUpdate, ...]:
    """What a report says of trips and events that is about no visit."""
    if all(claim.visit for claim in reports[name].claims):
        return ()
    return updates_of_labels(reports, claims_on_visits(reports, None, visits)).get(name, ())


def visit_diff(report: str, plan: VisitPlan) -> VisitDiff:
    """How a report changes one visit, as a diff."""
    changes = tuple(SourcedChange(change, (report,)) for change in plan.update.changes)
    change: VisitChange = "added" if plan.before is None else "changed"
    after = plan.after or plan.before
    assert after is not None  # noqa: S101  the caller leaves out what is not opened
    return VisitDiff(plan.visit, change, after, changes, update=plan.update)


def _urls(reports: Mapping[str, Report]) -> dict[str, str]:
    return {name: report.url for name, report in reports.items() if report.url}
