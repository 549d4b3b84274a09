"""How `agenda apply` goes about it: read, plan, show, ask, write."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
from msgspec import Struct

from agenda.cli.options import Invocation
from agenda.errors import BrokenSurroundings
from agenda.history.apply_plan import Plan, plan
from agenda.history.comparison import Comparison, Sourced, VisitDiff
from agenda.history.replay import in_order
from agenda.model.report import Report
from agenda.output.diff import print_comparison
from agenda.output.wording import literal
from agenda.services.compare import path_meant, report_bytes, report_problems, why_unopened
from agenda.store.atomic_write import clean, write
from agenda.store.book import bytes_of, load
from agenda.store.decode import decode_report, decode_visit
from agenda.store.layout import ENDINGS, REPORTS, VISITS
from agenda.store.serialize import compose
from agenda.yamlio.editor import Refusal, edits_of, splice
from agenda.yamlio.reader import read

_ID: Final = re.compile(r"[\w][\w.-]*")
"""What may become a file's name."""


class Taken(Struct, frozen=True):
    """A report to apply: where it was given, and its bytes if it is not in the book yet."""

    path: Path
    report: Report
    raw: bytes | None


class Writing:
    """Applies reports to a book, one after the other."""

    def __init__(self, invocation: Invocation) -> None:
        self.invocation = invocation
        self.root = invocation.root()
        self.screen = invocation.screen()
        for folder in (VISITS, REPORTS):
            clean(self.root / folder)
        self.book = load(self.root)
        self.read: dict[Path, bytes] = {}
        self.taken: dict[str, Taken] = {}
        self.applied: set[str] = set()

    def take_in(self, paths: Sequence[Path]) -> list[str] | None:
        """Read the reports; their ids in the order in which they count, or nothing if one fails."""
        failed = False
        for path in paths:
            if not path.name.endswith(ENDINGS):
                why = f"{path} does not end in .yaml or .yml{path_meant(self.root, path)}"
                click.echo(f"agenda: {literal(why)}", err=True)
                failed = True
                continue
            raw = report_bytes(self.invocation, path)
            source = read(str(path), raw)
            decoded = decode_report(source)
            if decoded.report is None or source.found:
                failed = True
                for line in report_problems(source, decoded):
                    click.echo(line, err=True)
                continue
            failed = self._is_taken(path, raw) or failed
            is_new = path.stem not in self.book.reports
            self.taken[path.stem] = Taken(path, decoded.report, raw if is_new else None)
        if failed:
            return None
        reports = {**self.book.reports, **{name: one.report for name, one in self.taken.items()}}
        return [name for name in in_order(reports) if name in self.taken]

    def _is_taken(self, path: Path, raw: bytes) -> bool:
        """Whether the book has another report of this name."""
        for file in self.book.report_files:
            if file.id == path.stem and (self.root / file.file).read_bytes() != raw:
                click.echo(
                    f"agenda: {literal(file.file)} is another report of that name; "
                    f"rename {literal(str(path))}",
                    err=True,
                )
                return True
        return False

    def apply(self, name: str, *, ask: bool, dry_run: bool) -> int:
        """Apply one report; the exit code."""
        taken = self.taken[name]
        waiting = self.taken.keys() - self.applied - {name}
        others = {one: it for one, it in self.book.reports.items() if one not in waiting | {name}}
        plans = plan(name, taken.report, others, self.book.visits)
        self.applied.add(name)
        if problem := self._why_not(plans):
            click.echo(f"agenda: {literal(problem)}", err=True)
            return 1
        writing = [one for one in plans if one.writes]
        if not writing:
            self.screen.line(f"{literal(name)} is applied already: it changes no visit's file")
            if taken.raw is not None and not dry_run:
                copy = {self.root / REPORTS / taken.path.name: taken.raw}
                self._write(copy)
                self.screen.line(f"wrote {_named(self.root, copy)}")
            return 0
        files, refused = self._prepared(writing)
        self._show(name, plans)
        if refused:
            return self._refuse(refused)
        if taken.raw is not None:
            files[self.root / REPORTS / taken.path.name] = taken.raw
        if dry_run:
            return 0
        if ask and not click.confirm(f"\nWrite {_named(self.root, files)}?"):
            return 0
        self._write(files)
        self.screen.line(f"\nwrote {_named(self.root, files)}")
        return 0

    def _why_not(self, plans: Sequence[Plan]) -> str:
        for one in plans:
            for file in self.book.visit_files:
                if file.id == one.visit and file.visit is None:
                    return f"{file.file} has problems; `agenda validate` lists them"
            if one.after is None:
                return why_unopened(one.visit, self.book.visits)
            if not _ID.fullmatch(one.visit):
                return f"`{one.visit}` can't be a file's name; give the visit a plain id"
        return ""

    def _prepared(self, plans: Sequence[Plan]) -> tuple[dict[Path, bytes], list[Refusal]]:
        """What each file is to hold, every one read back before any is written."""
        files: dict[Path, bytes] = {}
        refused: list[Refusal] = []
        for one in plans:
            if one.before is None and one.after is not None:
                path = self.root / VISITS / f"{one.visit}.yaml"
                files[path] = compose(one.after).encode()
            else:
                file = next(file for file in self.book.visit_files if file.id == one.visit)
                path = self.root / file.file
                self.read[path] = bytes_of(path)
                spliced = splice(self.read[path], edits_of(one.changes))
                refused += spliced.refused
                files[path] = spliced.raw
            written = decode_visit(read(path.name, files[path])).visit
            if not refused and written != one.after:
                raise BrokenSurroundings(f"{path.name} would not read back as it should; unchanged")
        return files, refused

    def _show(self, name: str, plans: Sequence[Plan]) -> None:
        visits = tuple(
            VisitDiff(
                one.visit,
                "added" if one.before is None else "changed",
                one.after,
                tuple(Sourced(change, (name,)) for change in one.changes),
                "",
                None if one.is_late else one.episode,
            )
            for one in plans
            if one.after is not None
        )
        print_comparison(self.screen, Comparison(("the book as it stands", name), visits))
        for one in plans:
            if one.is_late:
                self.screen.line(
                    f"\n{literal(one.visit)}: younger reports are in the book, so only what this "
                    "one adds to them is written"
                )
            for warning in one.warnings:
                self.screen.line(f"\nnote on {literal(one.visit)}: {literal(warning)}")

    def _refuse(self, refused: Sequence[Refusal]) -> int:
        click.echo(
            "agenda: nothing is written; put these lines in by hand, and run this again:", err=True
        )
        for refusal in refused:
            for line in refusal.lines:
                click.echo(f"    {line}", err=True)
        return 1

    def _write(self, files: dict[Path, bytes]) -> None:
        write(files, self.read)
        self.book = load(self.root)


def _named(root: Path, files: dict[Path, bytes]) -> str:
    return ", ".join(literal(path.relative_to(root).as_posix()) for path in files)
