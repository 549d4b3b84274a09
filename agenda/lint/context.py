"""The input of a rule: the book, the day, and what many rules need from both."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from msgspec import Struct

from agenda.history.evidence import SourcedClaim
from agenda.history.itinerary import Clash, clashes
from agenda.lint.suppressions import Suppression
from agenda.model.diagnostic import Diagnostic, FieldPath, Location, Related, TextEdit
from agenda.model.visit import Item, PartialVisit
from agenda.store.book import Book
from agenda.store.decode import VisitFile

_EARLIEST_ZONE: Final = "Pacific/Kiritimati"
_LATEST_ZONE: Final = "Etc/GMT+12"

DayIn = Callable[[str], date]
"""Today's date in a time zone; with an empty name, where the program runs."""


class LocatedItem(NamedTuple):
    """An agenda item in a visit's file or in a claim, and where it is."""

    visit: str
    file: str
    path: FieldPath
    key: str
    item: Item

    @property
    def location(self) -> Location:
        """The location of its key."""
        return Location(self.file, self.path, key=True)


class LintContext(Struct, frozen=True, dict=True):
    """The input of a rule: the book, the day, the suppression comments and the known rules.

    ``suppressions`` are by file. ``unused`` are those that suppressed nothing, which only a rule
    that runs after suppression knows. ``renamed`` has the rules' former ids, with the current ones.
    """

    book: Book
    day_in: DayIn
    suppressions: Mapping[str, tuple[Suppression, ...]] = {}
    rule_ids: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = {}
    unused: tuple[tuple[str, Suppression], ...] = ()

    def today(self, visit: PartialVisit) -> date:
        """Today's date at a visit's host."""
        return self.day_in(visit.zone)

    def fix(self, location: Location, new: str) -> tuple[TextEdit, ...]:
        """The edit that writes a text at a location; none if the text is empty."""
        written = self.book.written(location) if new else ""
        return (TextEdit(location, written, new),) if written else ()

    @cached_property
    def date_range_of_today(self) -> tuple[date, date]:
        """Today's earliest and latest date on Earth: a quick test for most visits."""
        return self.day_in(_LATEST_ZONE), self.day_in(_EARLIEST_ZONE)

    @cached_property
    def reader_diagnostics(self) -> Mapping[str, list[Diagnostic]]:
        """The diagnostics that the readers of files report, by rule."""
        by_rule: dict[str, list[Diagnostic]] = defaultdict(list)
        for diagnostic in self.book.diagnostics:
            by_rule[diagnostic.rule].append(diagnostic)
        return by_rule

    @cached_property
    def visit_files(self) -> Mapping[str, VisitFile]:
        """The files of the visits, by id. Of two files with one id the first counts."""
        files: dict[str, VisitFile] = {}
        for file in self.book.visit_files:
            files.setdefault(file.id, file)
        return files

    @cached_property
    def current_visit_files(self) -> Sequence[VisitFile]:
        """The files of the visits that no later report changes.

        With an `--as-of` in the past, the other files may contain facts from later reports.
        """
        later = self.book.mentioned_later
        return [file for name, file in self.visit_files.items() if name not in later]

    @cached_property
    def partial_visits(self) -> Sequence[tuple[str, FieldPath, PartialVisit]]:
        """What all files and claims say about visits: the file, the path in it, the fields."""
        partial_visits: list[tuple[str, FieldPath, PartialVisit]] = [
            (file.file, (), file.readable) for file in self.book.visit_files
        ]
        for report in self.book.report_files:
            partial_visits += [
                (report.file, ("claims", index), claim) for index, claim in report.claims
            ]
        return partial_visits

    @cached_property
    def visits(self) -> Mapping[str, PartialVisit]:
        """The visits by id, as far as their files can be read."""
        return {name: file.readable for name, file in self.visit_files.items()}

    @cached_property
    def clashes(self) -> Sequence[Clash]:
        """The pairs of visits that can't both be as dated."""
        return list(clashes(self.visits))

    def items(self, matches: Callable[[str, Item], bool]) -> Iterator[LocatedItem]:
        """The agenda items, in all files and claims, whose key and fields match."""
        for file in self.book.visit_files:
            for key, item in file.readable.agenda.items():
                if matches(key, item):
                    yield LocatedItem(file.id, file.file, ("agenda", key), key, item)
        for report in self.book.report_files:
            for index, claim in report.claims:
                for key, item in claim.agenda.items():
                    if matches(key, item):
                        path = ("claims", index, "agenda", key)
                        yield LocatedItem(claim.subject, report.file, path, key, item)

    def location(self, sourced: SourcedClaim, *path: str | int) -> Location:
        """The location of a fact in a claim."""
        return Location(self.book.file_of_report[sourced.report], ("claims", sourced.index, *path))

    def source(self, sourced: SourcedClaim, *path: str | int) -> Related:
        """The same, with who says so."""
        by = f"{sourced.claim.according_to}, in {sourced.publisher}"
        return Related(self.location(sourced, *path), by)
