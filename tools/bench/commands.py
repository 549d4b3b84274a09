"""The cost of the everyday commands on a large book, in a pipe and on a terminal."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from agenda.store.layout import REPORTS, VISITS
from tools.bench.floors import LOAD, LOOP, SEARCH, STAT, first_visit, floor_cases
from tools.bench.measure import AGENDA, Case, Measured, side_by_side
from tools.bench.result import Budget, Growth, Measurement, Section, linear

_DESCRIPTION: Final = """\
Whole commands on books of visits and reports, in a pipe; on the largest book also on a terminal.
`agenda status` shows the upcoming visits, which are one in twelve; `agenda brief` also replays all
reports and runs all rules; `agenda log` prints every report; `agenda apply --yes` applies one new
report on one visit. Each is compared with its floor, measured within a process: a question about
one visit needs a search of all bytes for its id, one about a file a look at each file, and any
other question needs each file parsed. The exponent is fitted to the time beyond the bare
imports."""

_WHY_GROWTH: Final = "the whole book is searched once for each of its files"

_MAX_RATIO_OF_BRIEF: Final = 1.6
_WHY_BRIEF: Final = "the brief reads the book or merges its claims more than once"

_MAX_RATIO_OF_ONE_VISIT: Final = 1.3
_WHY_ONE_VISIT: Final = "all files are parsed, not only those that name the visit"

_MAX_RATIO_OF_ONE_FILE: Final = 5.0
_WHY_ONE_FILE: Final = "all files are read and checked, not only those that concern the file"

_MAX_FIRST: Final = 1.0
_MAX_RATIO_ON_TERMINAL: Final = 1.3
_WHY_TERMINAL: Final = "lines are broken and coloured, and a terminal takes them one by one"

_MAX_RATIO_OF_APPLY: Final = 1.3
_WHY_APPLY: Final = "the book is read again after the report is applied"

_MAX_MEGABYTES: Final = 150.0
_WHY_MEMORY: Final = "the book and what is known after each claim are kept in memory"

_REPORT: Final = """\
published: {day}
publisher: The Bench
title: The kind of the visit
url: https://example.org/{visit}
claims:
  - visit: {visit}
    according_to: A clerk
    grade: B2
    kind: working
    notes: Written by the benchmark.
"""

_FLOORS: Final = {
    "agenda status": LOOP,
    "agenda status --all": LOOP,
    "agenda status --all --format json": LOOP,
    "agenda brief": LOOP,
    "agenda calendar": LOOP,
    "agenda countdown": LOOP,
    "agenda countdown VISIT": SEARCH,
    "agenda show VISIT": SEARCH,
    "agenda log": LOOP,
    "agenda log --format json": LOOP,
    "agenda log VISIT": SEARCH,
    "agenda export csv --rows claims": LOOP,
    "agenda validate FILE": STAT,
    "agenda apply --dry-run": LOOP,
    "agenda apply --yes": LOOP,
}
"""The floor of each command."""

_ON_TERMINAL: Final = (
    "agenda status",
    "agenda status --all",
    "agenda brief",
    "agenda calendar",
    "agenda countdown VISIT",
    "agenda show VISIT",
    "agenda log",
    "agenda validate FILE",
)
_OF_ONE_VISIT: Final = ("agenda countdown VISIT", "agenda show VISIT", "agenda log VISIT")


class NewReport:
    """A new report, and a way to undo its application."""

    def __init__(self, book: Path) -> None:
        self._visit = min((book / VISITS).iterdir())
        self._text = self._visit.read_text(encoding="utf-8")
        self._copy = book / REPORTS / "2026-01-01-bench.yaml"
        self.report = book / self._copy.name
        text = _REPORT.format(day="2026-01-01", visit=self._visit.stem)
        self.report.write_text(text, encoding="utf-8")

    def undo(self) -> None:
        """Restore the book to its state before the report was applied."""
        self._copy.unlink(missing_ok=True)
        self._visit.write_text(self._text, encoding="utf-8")


def measure(books: Mapping[int, Path], shipped: Path, rounds: int, floor: float) -> Section:
    """Time the commands on books, given by their number of files in ascending order.

    ``shipped`` is a copy of the shipped book, and ``floor`` the time of the bare imports.
    """
    *smaller, (size, largest) = books.items()
    by_size = {count: side_by_side(_cases(book), rounds, warm=False) for count, book in smaller}
    measured = side_by_side(
        _cases(largest)
        | {_on_terminal(name): _terminal_case(largest, name) for name in _ON_TERMINAL}
        | {_on_shipped(name): _cases(shipped)[name] for name in _OF_ONE_VISIT}
        | {_on_shipped("agenda validate"): Case((AGENDA, "validate"), shipped)}
        | floor_cases(largest),
        rounds,
        warm=False,
    )
    by_size[size] = measured
    growths = tuple(
        Growth(
            name,
            "files",
            tuple(by_size),
            tuple(of_size.seconds(name) for of_size in by_size.values()),
            floor,
        )
        for name in _FLOORS
    )
    return Section(
        "Everyday commands",
        f"{_DESCRIPTION} The rows are for {size:,} files.",
        _rows(measured),
        max(of_size.noise for of_size in by_size.values()),
        growths,
        (*_budgets(measured, size), *(linear(growth, _WHY_GROWTH) for growth in growths)),
    )


def _on_terminal(name: str) -> str:
    return f"{name}, on a terminal"


def _on_shipped(name: str) -> str:
    return f"{name}, shipped book"


def _rows(measured: Measured) -> tuple[Measurement, ...]:
    """The floors, then each command beside its floor, in a pipe and on a terminal."""
    rows = [Measurement(name, measured.seconds(name)) for name in (STAT, SEARCH, LOOP, LOAD)]
    for name, floor in _FLOORS.items():
        for case in (name, _on_terminal(name)):
            if case in measured.runs:
                ratio = measured.ratio(case, floor)
                peak = measured.peak(case)
                rows.append(Measurement(case, measured.seconds(case), floor, ratio, peak))
    return tuple(rows)


def _budgets(measured: Measured, size: int) -> list[Budget]:
    ratio, seconds = measured.ratio, measured.seconds
    search = seconds(SEARCH)
    one_visit = [
        Budget(
            f"{name}, {size:,} files, against its start-up and a search of the bytes",
            seconds(name) / (seconds(_on_shipped(name)) + search),
            _MAX_RATIO_OF_ONE_VISIT,
            why=_WHY_ONE_VISIT,
        )
        for name in _OF_ONE_VISIT
    ]
    log = _on_terminal("agenda log")
    return [
        Budget(
            "agenda brief, against agenda status",
            ratio("agenda brief", "agenda status"),
            _MAX_RATIO_OF_BRIEF,
            why=_WHY_BRIEF,
        ),
        *one_visit,
        Budget(
            f"agenda validate FILE, {size:,} files, against the shipped book",
            ratio("agenda validate FILE", _on_shipped("agenda validate")),
            _MAX_RATIO_OF_ONE_FILE,
            why=_WHY_ONE_FILE,
        ),
        Budget(
            "agenda log, first screen after the book is read",
            measured.first(log) - seconds(LOAD),
            _MAX_FIRST,
            "s",
            why=_WHY_TERMINAL,
        ),
        Budget(
            "agenda log on a terminal, against a pipe",
            ratio(log, "agenda log"),
            _MAX_RATIO_ON_TERMINAL,
            why=_WHY_TERMINAL,
        ),
        Budget(
            "agenda apply --yes, against --dry-run",
            ratio("agenda apply --yes", "agenda apply --dry-run"),
            _MAX_RATIO_OF_APPLY,
            why=_WHY_APPLY,
        ),
        *(
            Budget(
                f"{name}, {size:,} files, memory",
                measured.peak(name),
                _MAX_MEGABYTES,
                "MB",
                why=_WHY_MEMORY,
            )
            for name in ("agenda status --all --format json", "agenda log --format json")
        ),
    ]


def _terminal_case(book: Path, name: str) -> Case:
    return replace(_cases(book)[name], on_terminal=True)


def _cases(book: Path) -> dict[str, Case]:
    """The commands in a pipe."""
    visit, new_report = first_visit(book), NewReport(book)
    arguments = {"VISIT": visit, "FILE": f"{VISITS}/{visit}.yaml"}
    cases = {
        name: Case((AGENDA, *(arguments.get(word, word) for word in name.split()[1:])), book)
        for name in _FLOORS
    }
    for name in ("agenda apply --dry-run", "agenda apply --yes"):
        command = (*cases[name].command, new_report.report)
        cases[name] = replace(cases[name], command=command, before=new_report.undo)
    return cases
