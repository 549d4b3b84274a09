"""The cost of the everyday commands on a large book."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from agenda.store.layout import REPORTS, VISITS
from tools.bench.measure import AGENDA, Case, side_by_side
from tools.bench.result import Budget, Growth, Measurement, Section, linear

_DESCRIPTION: Final = """\
Whole commands on books of visits and reports. `agenda status` shows the upcoming visits, which are
one in twelve; `agenda brief` also replays all reports and runs all rules; `agenda log` prints every
report; `agenda apply --yes` applies one new report on one visit, and reads the book before and
after. Each command reads the whole book, so its cost is expected to be proportional to the size of
the book. The exponent is fitted to the time beyond the bare imports."""

_WHY_GROWTH: Final = "the whole book is searched once for each of its files"

_MAX_RATIO_OF_BRIEF: Final = 1.6
_WHY_BRIEF: Final = "the brief reads the book or merges its claims more than once"

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


def measure(books: Mapping[int, Path], rounds: int, floor: float) -> Section:
    """Time the commands on books, given by their number of reports in ascending order."""
    by_size = {size: side_by_side(_cases(book), rounds, warm=False) for size, book in books.items()}
    size, largest = list(by_size.items())[-1]
    visits = len(list((books[size] / VISITS).iterdir()))
    rows = tuple(
        Measurement(
            f"{name}, {visits:,} visits and {size:,} reports",
            largest.seconds(name),
            peak=largest.peak(name),
        )
        for name in largest.runs
    )
    growths = tuple(
        Growth(
            name,
            "reports",
            tuple(by_size),
            tuple(measured.seconds(name) for measured in by_size.values()),
            floor,
        )
        for name in largest.runs
    )
    return Section(
        "Everyday commands",
        _DESCRIPTION,
        rows,
        max(measured.noise for measured in by_size.values()),
        growths,
        (
            Budget(
                "agenda brief, against agenda status",
                largest.ratio("agenda brief", "agenda status"),
                _MAX_RATIO_OF_BRIEF,
                why=_WHY_BRIEF,
            ),
            *(linear(growth, _WHY_GROWTH) for growth in growths),
        ),
    )


def _cases(book: Path) -> dict[str, Case]:
    visit = min((book / VISITS).iterdir()).stem
    new_report = NewReport(book)
    return {
        "agenda status": Case((AGENDA, "status"), book),
        "agenda brief": Case((AGENDA, "brief"), book),
        "agenda show": Case((AGENDA, "show", visit), book),
        "agenda log": Case((AGENDA, "log"), book),
        "agenda apply": Case(
            (AGENDA, "apply", "--yes", new_report.report), book, before=new_report.undo
        ),
    }
