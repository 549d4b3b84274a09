"""Writes reports into the visits' files: read, plan, write, one report after the other."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from msgspec import Struct

from agenda.errors import EnvironmentFailure
from agenda.history.apply_plan import VisitPlan, apply_plan
from agenda.history.book_diff import BookDiff, SourcedChange, VisitDiff
from agenda.history.citations import reports_in_order
from agenda.lint.rules.identity import why_unopened
from agenda.model.diagnostic import LocatedDiagnostic
from agenda.model.report import Report
from agenda.services.compare import read_report, report_bytes, report_hint, report_path
from agenda.store.atomic_write import clean, write
from agenda.store.book import book_after, load
from agenda.store.decode import decode_visit
from agenda.store.files import read_book_file
from agenda.store.layout import ENDINGS, REPORTS, VISITS
from agenda.store.scaffold import without_unused_comments
from agenda.store.serialize import edits_of, key_order, serialize
from agenda.text.slug import is_slug, slugify
from agenda.text.suggest import Suggestions
from agenda.yamlio.editor import edit_file
from agenda.yamlio.quoting import RefusedEdit
from agenda.yamlio.reader import read
from agenda.yamlio.types import MAX_BYTES


class ReportInput(Struct, frozen=True):
    """A report to apply: its path, and its content if it is not in the book yet."""

    path: Path
    report: Report
    raw: bytes | None


def _slug_hint(name: str) -> str:
    """What to write in place of a name that is no slug."""
    return f"write `{slug}`" if (slug := slugify(name)) else "use letters, digits and hyphens"


class PlannedWrite(Struct, frozen=True):
    """What applying one report writes.

    ``files`` has the content of each file to write. ``problem`` says in one line why the report
    can't be applied; ``refused`` are the edits that have to be made by hand. With either of them,
    nothing may be written.
    """

    report: str
    plans: tuple[VisitPlan, ...] = ()
    files: Mapping[Path, bytes] = {}
    problem: str = ""
    refused: tuple[RefusedEdit, ...] = ()

    @property
    def changes_visits(self) -> bool:
        """Whether the file of any visit changes."""
        return any(plan.writes for plan in self.plans)

    @property
    def diff(self) -> BookDiff:
        """What changes in the visits, as a diff."""
        visits = tuple(
            VisitDiff(
                plan.visit,
                "added" if plan.before is None else "changed",
                plan.after,
                tuple(SourcedChange(change, (self.report,)) for change in plan.changes),
                update=None if plan.is_late else plan.update,
            )
            for plan in self.plans
            if plan.after is not None
        )
        return BookDiff(("the book as it stands", self.report), visits)


class ApplyReports:
    """Applies reports to a book, in the order in which they count.

    ``problems`` are why some of the reports can't be read; then none may be applied. It
    ``would_write`` if a report that was planned changes any file.
    """

    def __init__(self, root: Path, paths: Sequence[Path], today: date | None = None) -> None:
        self.root = root
        self.leftovers = clean(root, (VISITS, REPORTS))
        self.book = load(root)
        self.problems: list[str | LocatedDiagnostic] = []
        self._inputs: dict[str, ReportInput] = {}
        self._planned: set[str] = set()
        self._contents: dict[Path, bytes] = {}
        self.would_write = False
        for path in paths:
            self.problems += self._read(report_path(root, path), today)

    @property
    def order(self) -> list[str]:
        """The ids of the reports in the order in which they count."""
        inputs = {name: report.report for name, report in self._inputs.items()}
        reports = reports_in_order({**self.book.reports, **inputs})
        return [name for name in reports if name in self._inputs]

    def _read(self, path: Path, today: date | None) -> Iterator[str | LocatedDiagnostic]:
        """Read one report; gives what is wrong with it."""
        if not path.name.endswith(ENDINGS):
            is_id = len(path.parts) == 1 and not path.suffix
            problem = f"no report `{path}`" if is_id else f"{path} does not end in .yaml or .yml"
            yield problem + report_hint(self.root, path)
            return
        raw = report_bytes(self.root, path)
        read = read_report(path, raw, self.book.settings, today)
        if read.report is None:
            yield from read.diagnostics
            return
        yield from read.contradictions(self.book.settings)
        for file in self.book.report_files:
            if file.id == path.stem and self._content(file.file) != raw:
                yield f"{file.file} is a different report with that id; rename {path}"
        is_new = path.stem not in self.book.reports
        if is_new and not is_slug(path.stem):
            yield f"{path.name} can't be the name of a new file; {_slug_hint(path.stem)}"
        self._inputs[path.stem] = ReportInput(path, read.report, raw if is_new else None)

    def _content(self, file: str) -> bytes | None:
        """What is in a file of the book; ``None`` if that can't be read."""
        try:
            return read_book_file(self.root, file)
        except OSError:
            return None

    def plan(self, name: str) -> PlannedWrite:
        """What applying one report writes, after those that were planned before it."""
        report = self._inputs[name]
        later = self._inputs.keys() - self._planned - {name}
        others = {
            other: content
            for other, content in self.book.reports.items()
            if other not in later | {name}
        }
        plans = tuple(apply_plan(name, report.report, others, self.book.visits))
        self._planned.add(name)
        if problem := self._why_not(report.report, plans):
            return PlannedWrite(name, plans, problem=problem)
        files, refused = self._edited_files([plan for plan in plans if plan.writes])
        if report.raw is not None:
            files = {self.root / REPORTS / report.path.name: report.raw, **files}
        elif files:
            files |= self._without_unused_comments(name, report.report)
        self.would_write = self.would_write or bool(files)
        return PlannedWrite(name, plans, files, refused=tuple(refused))

    def _without_unused_comments(self, name: str, report: Report) -> Mapping[Path, bytes]:
        """The file of a report in the book without what is left of its template, if anything is."""
        file = next(file.file for file in self.book.report_files if file.id == name)
        path, raw = self.root / file, read_book_file(self.root, file)
        text = without_unused_comments(raw, report.published)
        if text == raw:
            return {}
        self._contents[path] = raw
        return {path: text}

    def _why_not(self, report: Report, plans: Sequence[VisitPlan]) -> str:
        unreadable = {PurePosixPath(file).stem: file for file in self.book.unreadable}
        broken = {file.id: file.file for file in self.book.visit_files if file.visit is None}
        for plan in plans:
            if plan.before is None and (file := unreadable.get(plan.visit)):
                return f"can't read {file}: {self.book.unreadable[file]}"
            if plan.visit in broken:
                return f"{broken[plan.visit]} has problems; `agenda validate` lists them"
            if plan.after is None:
                on_visit = (claim for claim in report.claims if claim.visit == plan.visit)
                known = Suggestions(self.book.visits)
                return "; ".join(why_unopened(plan.visit, known, on_visit))
            if plan.before is None and not is_slug(plan.visit):
                return f"`{plan.visit}` can't be the name of a new file; {_slug_hint(plan.visit)}"
        return self._same_file({plan.visit for plan in plans if plan.before is not None})

    def _same_file(self, visits: Collection[str]) -> str:
        """That two of some visits are in one file, which has room for the changes of one."""
        names: dict[str, str] = {}
        for file in self.book.visit_files:
            if file.id in visits:
                real = os.path.realpath(self.root / file.file)
                if real in names:
                    return (
                        f"{names[real]} and {file.file} are one file, so a report on both visits "
                        "can't be applied; make them two files"
                    )
                names[real] = file.file
        return ""

    def _edited_files(
        self, plans: Sequence[VisitPlan]
    ) -> tuple[dict[Path, bytes], list[RefusedEdit]]:
        """The content of each visit's file, read back before any is written."""
        files: dict[Path, bytes] = {}
        refused: list[RefusedEdit] = []
        files_by_id = {file.id: file for file in reversed(self.book.visit_files)}
        for plan in plans:
            if plan.before is None and plan.after is not None:
                path = self.root / VISITS / f"{plan.visit}.yaml"
                files[path] = serialize(plan.after).encode()
            else:
                file = files_by_id[plan.visit]
                path = self.root / file.file
                self._contents[path] = read_book_file(self.root, file.file)
                edited = edit_file(self._contents[path], edits_of(plan.changes), key_order)
                refused += edited.refused
                files[path] = edited.raw
            if len(files[path]) > MAX_BYTES:
                name = path.relative_to(self.root)
                raise EnvironmentFailure(
                    f"{name} would have more than {MAX_BYTES:,} bytes; nothing is changed"
                )
            written = decode_visit(read(path.name, files[path])).visit
            if not refused and written != plan.after:
                raise EnvironmentFailure(f"{path.name} would not read back correctly; unchanged")
        return files, refused

    def write(self, planned: PlannedWrite) -> None:
        """Write the files of a report, all of them or none."""
        write(self.root, planned.files, self._contents)
        written = {
            path.relative_to(self.root).as_posix(): raw for path, raw in planned.files.items()
        }
        self.book = book_after(self.book, written)
