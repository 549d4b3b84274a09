"""The part of a book that concerns some visits: the other files are searched, and not parsed.

What is known of a visit depends on the files that hold its id, its trip or its event; on the visits
that it or they name; and, for the order of reports within a day, on what these cite. What holds
none of the names can't change the answer.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from agenda.history.citations import cycles
from agenda.history.labels import labels_of
from agenda.model.report import Report
from agenda.model.visit import PartialVisit
from agenda.store.book import Book, book_from_contents
from agenda.store.decode import ReportFile, VisitFile, parse
from agenda.store.files import Contents, IrregularFile
from agenda.store.layout import REPORTS, VISITS, id_of
from agenda.text.slug import normalize_address, without_accents
from agenda.yamlio.reader import is_utf16
from agenda.yamlio.types import MAX_BYTES

_PART: Final = re.compile(r"[\w.-]+")

_MAX_VISITS: Final = 50
"""Of so many visits it is quicker to parse all files than to search them for each."""

_PUBLISHED: Final = re.compile(
    rb"^published:[ \t]+[\"']?([0-9]{4}-[0-9]{2}-[0-9]{2})", re.MULTILINE
)


def excerpt(
    contents: Contents,
    visits: Collection[str],
    until: date | None = None,
    *,
    with_last_day: bool = False,
) -> Book:
    """The part of a book that decides what is known of some visits, on any day.

    Other visits are in it too, but not all that is known of them. ``with_last_day`` adds a report
    of the last day, up to a given one, on which any report counts.
    """
    if len(visits) > _MAX_VISITS:
        return book_from_contents(contents)
    part = _Part(contents)
    part.add_visits(visits)
    if with_last_day:
        part.add_last_day(until)
    part.add_cited()
    return part.book()


def excerpt_around(contents: Contents, files: Iterable[str]) -> Book:
    """The part of a book that decides what is wrong in some of its files.

    In it is all that is known of the visits that they speak of, with the visits of the same people,
    the reports that cite each other or have one address, and other spellings of their names.
    """
    part = _Part(contents)
    for file in files:
        part.add_around(file)
    part.add_all_cited()
    return part.book()


class _Part:
    """The files of a book that are parsed so far."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._parsed: dict[str, VisitFile | ReportFile] = {}
        self._unread: dict[str, bytes] = {}
        self._files_of: dict[tuple[str, str], list[str]] = defaultdict(list)
        hiding = []
        for file, raw in contents.files.items():
            folder, slash, _ = file.partition("/")
            if slash:
                self._files_of[folder, id_of(file)].append(file)
                if isinstance(raw, bytes):
                    self._unread[file] = raw
                if _hides_names(raw):
                    hiding.append(file)
        self._parse(hiding)

    def book(self) -> Book:
        """The part of the book that is parsed."""
        return book_from_contents(self._contents, self._parsed)

    def _parse(self, files: Iterable[str]) -> list[VisitFile | ReportFile]:
        """Parse files, with those of the same id; those that were not parsed before."""
        new: dict[str, VisitFile | ReportFile] = {}
        for file in files:
            for same in self._files_of[file.partition("/")[0], id_of(file)]:
                if same not in self._parsed:
                    self._unread.pop(same, None)
                    new[same] = self._parsed[same] = parse(same, self._contents.files[same])
        return list(new.values())

    def _parse_ids(self, folder: str, ids: Iterable[str]) -> list[VisitFile | ReportFile]:
        of_ids = (self._files_of.get((folder, name), ()) for name in ids)
        return self._parse([file for files in of_ids for file in files])

    def add_visits(self, visits: Iterable[str]) -> None:
        """Parse what concerns some visits and related ones: which these are needs no more."""
        asked = frozenset(visits)
        wanted, labels, searched = set(asked), set[str](), set[str]()
        self._parse_ids(VISITS, wanted)
        while names := (wanted | labels) - searched:
            searched |= names
            self._parse_holding(names)
            wanted |= self._related(asked)
            for name, of in self._statements():
                if name in wanted:
                    labels.update(label for _, label in labels_of(of))
            self._parse_ids(VISITS, wanted)

    def _related(self, asked: Collection[str]) -> set[str]:
        """The visits that go in place of some, or that these go in place of, or to their events."""
        events = {of.event for name, of in self._statements() if name in asked and of.event}
        related = set[str]()
        for name, of in self._statements():
            if of.event in events or of.instead_of in asked:
                related.add(name)
            if name in asked and of.instead_of:
                related.add(of.instead_of)
        return related

    def _statements(self) -> Iterator[tuple[str, PartialVisit]]:
        """What the files and the claims that are parsed say, each with the visit's id."""
        for file in self._parsed.values():
            if isinstance(file, VisitFile):
                yield file.id, file.readable
            else:
                yield from ((claim.visit, claim) for _, claim in file.claims if claim.visit)

    def add_cited(self) -> None:
        """Parse the reports that decide the order of others of one day: those that they cite."""
        by_day: dict[date, list[Report]] = defaultdict(list)
        for report in self._reports().values():
            by_day[report.published].append(report)
        citing = [report for reports in by_day.values() if reports[1:] for report in reports]
        while citing:
            report = citing.pop()
            for file in self._parse_ids(REPORTS, report.cites):
                cited = file.report if isinstance(file, ReportFile) else None
                if cited and cited.published == report.published:
                    citing.append(cited)
        if self._has_cycle_of_a_day():
            # Its order depends on all reports of the day.
            self._parse(list(self._unread))

    def _has_cycle_of_a_day(self) -> bool:
        reports = self._reports()
        days = {name: report.published for name, report in reports.items()}
        cites = {
            name: [cited for cited in report.cites if days.get(cited) == days[name]]
            for name, report in reports.items()
        }
        return any(len(cycle) > 1 for cycle in cycles(cites))

    def _reports(self) -> Mapping[str, Report]:
        reports: dict[str, Report] = {}
        for file in self._parsed.values():
            if isinstance(file, ReportFile) and file.report:
                reports.setdefault(file.id, file.report)
        return reports

    def add_around(self, path: str) -> None:
        """Parse what decides which findings are in a file."""
        if not path.startswith((f"{VISITS}/", f"{REPORTS}/")) or path not in self._contents.files:
            return
        self._parse([path])
        file = self._parsed[path]
        partial_visits: list[PartialVisit] = (
            [file.readable] if isinstance(file, VisitFile) else [claim for _, claim in file.claims]
        )
        labels = {label for of in partial_visits for _, label in labels_of(of)}
        self._parse_holding(labels)
        visits = {name for name, of in self._statements() if {of.trip, of.event} & labels}
        visits |= {getattr(of, "visit", file.id) for of in partial_visits} | {
            of.instead_of for of in partial_visits
        }
        self.add_visits(visits - {""})
        visitors = {of.visitor.name for of in partial_visits if of.visitor.name}
        people = {person.name or key for of in partial_visits for key, person in of.meets.items()}
        self._parse_visits_of(visitors | people)
        if isinstance(file, VisitFile):
            # Even a broken report that may be about the visit excuses what no report mentions.
            own_id = file.id.encode("utf-8", "surrogateescape")
            self._parse([other for other, raw in self._unread.items() if own_id in raw])
        elif file.report:
            visitors.add(file.report.publisher)
            self._parse_address(file.report.url)
        self._parse_spelled_otherwise(visitors)

    def _parse_holding(self, names: Collection[str]) -> None:
        search = _Names(names)
        self._parse([file for file, raw in self._unread.items() if search.are_in(raw)])

    def _parse_visits_of(self, people: Iterable[str]) -> None:
        """Parse the files of visits that may name people, however they are spelled."""
        names = {_plain(name) for name in people}
        files = [
            file
            for file, raw in self._unread.items()
            if file.startswith(f"{VISITS}/") and any(name in _plain_text(raw) for name in names)
        ]
        self._parse(files)

    def _parse_spelled_otherwise(self, names: Iterable[str]) -> None:
        """Parse the files in which a whole value may be one of some names, spelled otherwise."""
        spellings = {
            name: (_plain(name), name.encode("utf-8", "surrogateescape")) for name in names
        }
        values = {name: _value_like(plain) for name, (plain, _) in spellings.items()}
        matching = []
        for file, raw in self._unread.items():
            in_file = _plain_text(raw)
            for name, (plain, exact) in spellings.items():
                if plain in in_file and (
                    in_file.count(plain) != raw.count(exact)
                    if not raw.isascii()
                    else any(match[1] != exact for match in values[name].finditer(raw))
                ):
                    matching.append(file)
        self._parse(matching)

    def _parse_address(self, address: str) -> None:
        """Parse the reports that may have an address."""
        page = normalize_address(address).lower().encode("utf-8", "surrogateescape")
        self._parse([file for file, raw in self._unread.items() if page and page in raw.lower()])

    def add_all_cited(self) -> None:
        """Parse all that is cited by what is parsed, and everything if that forms a cycle."""
        reports: Mapping[str, Report] = {}
        while len(reports) < len(reports := self._reports()):
            cited = {name for report in reports.values() for name in report.cites}
            self._parse_ids(REPORTS, cited - reports.keys())
        if any(cycles({name: report.cites for name, report in reports.items()})):
            self._parse(list(self._unread))

    def add_last_day(self, until: date | None) -> None:
        """Parse reports, the newest first, up to one that surely counts for a visit."""
        is_certain = True
        for day, file in sorted(self._days_of_reports(), reverse=True):
            if until is None or day <= until.isoformat():
                self._parse([file])
                counts = self._counts(file, is_replayed=until is not None)
                if counts:
                    break
                is_certain = is_certain and counts is not None
        if not is_certain:
            self._parse(list(self._unread))

    def _days_of_reports(self) -> list[tuple[str, str]]:
        """The day of publication and the path of each report, most of them not parsed."""
        days = []
        unknown = []
        for file, raw in self._unread.items():
            if file.startswith(f"{REPORTS}/"):
                day = _PUBLISHED.search(raw)
                if day and raw.count(b"published") == 1:
                    days.append((day[1].decode(), file))
                else:
                    unknown.append(file)
        self._parse(unknown)
        for file, of in self._parsed.items():
            if isinstance(of, ReportFile) and of.report:
                days.append((of.report.published.isoformat(), file))
        return days

    def _counts(self, file: str, *, is_replayed: bool) -> bool | None:
        """Whether a report has a claim on a visit that is known; ``None`` if that is not certain.

        In a replay, a visit is known once a claim on it is believed.
        """
        of = self._parsed[file]
        counts: bool | None = False
        if len(self._files_of[REPORTS, of.id]) > 1:
            return None
        for claim in of.report.claims if isinstance(of, ReportFile) and of.report else ():
            self._parse_ids(VISITS, [claim.visit])
            paths = self._files_of.get((VISITS, claim.visit), ())
            has_file = any(getattr(self._parsed[path], "visit", None) for path in paths)
            if has_file and not (claim.rejected and is_replayed):
                return True
            if is_replayed or not claim.visit:
                counts = None
        return counts


def _hides_names(raw: bytes | IrregularFile) -> bool:
    """Whether a file may hold a name that its bytes do not show, or can't be searched at all."""
    return isinstance(raw, IrregularFile) or len(raw) > MAX_BYTES or is_utf16(raw) or b"\\" in raw


class _Names:
    """Some names: ids or labels, to be matching as whole values of a file.

    What is matching may still be a part of a longer text; what is not matching is in no value.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._patterns: dict[tuple[bytes, bytes], re.Pattern[bytes]] = {}
        for name in names:
            # A value is folded at spaces, and its quotes are doubled; the longest part is whole.
            part = max(_PART.findall(name), key=len, default="")
            raw = part.encode("utf-8", "surrogateescape")
            pattern = re.escape(raw)
            if part == name:
                pattern = rb"(?<![\w-])" + pattern + rb"(?![\w-])"
            self._patterns[raw, pattern] = re.compile(pattern)

    def are_in(self, raw: bytes) -> bool:
        """Whether a file may hold one of the names."""
        return any(
            part in raw and pattern.search(raw) is not None
            for (part, _), pattern in self._patterns.items()
        )


_PUNCTUATION: Final = b" \t\r\n.-'\""


def _plain(name: str) -> bytes:
    """What is left of a name if case, accents and punctuation do not count."""
    return (
        without_accents(name.casefold())
        .encode("utf-8", "surrogateescape")
        .translate(None, _PUNCTUATION)
    )


def _plain_text(raw: bytes) -> bytes:
    if raw.isascii():
        return raw.lower().translate(None, _PUNCTUATION)
    return _plain(raw.decode("utf-8", "surrogateescape"))


def _value_like(plain: bytes) -> re.Pattern[bytes]:
    """A whole value in ASCII with these letters; its group is without quotes."""
    between = rb"[\s.\'-]*"
    name = between.join(re.escape(plain[at : at + 1]) for at in range(len(plain)))
    return re.compile(
        rb":\s+[\"\']?(" + name + rb")[\"\'\s]*(?:[,}#]|$)", re.IGNORECASE | re.MULTILINE
    )
