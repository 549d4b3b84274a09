"""What the questions that a desk asks every day cost on a large book, and applying a report."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from agenda.store.layout import REPORTS, VISITS
from tools.bench.measure import AGENDA, Case, side_by_side
from tools.bench.result import Growth, Measurement, Section, linear

_DESCRIPTION: Final = """\
Whole commands on books of visits and the reports on them. `agenda status` shows what is ahead, a
visit in twelve; `agenda log` prints every report; `agenda apply --yes` writes one new report of
one visit into the largest book, which it reads before and after. Each of them reads the whole
book, so each grows as the book does; the exponent is fitted to what lies above the bare imports."""

_WHY_GROWTH: Final = "something looks at the whole book for each of its files"

_REPORT: Final = """\
published: {day}
publisher: The Bench
title: Nothing but the kind of the visit
url: https://example.org/{visit}
claims:
  - visit: {visit}
    according_to: A clerk
    grade: B2
    kind: working
    notes: Written by the benchmark.
"""


class NewReport:
    """A new report, and how to take back what applying it writes."""

    def __init__(self, book: Path) -> None:
        self._visit = min((book / VISITS).iterdir())
        self._text = self._visit.read_text(encoding="utf-8")
        self._copy = book / REPORTS / "2026-01-01-bench.yaml"
        self.report = book / self._copy.name
        text = _REPORT.format(day="2026-01-01", visit=self._visit.stem)
        self.report.write_text(text, encoding="utf-8")

    def take_back(self) -> None:
        """Let the book be as if nothing had been applied."""
        self._copy.unlink(missing_ok=True)
        self._visit.write_text(self._text, encoding="utf-8")


def measure(books: Mapping[int, Path], rounds: int, floor: float) -> Section:
    """Ask books of several sizes, the smallest first, by the number of their reports."""
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
        "Asking and writing",
        _DESCRIPTION,
        rows,
        max(measured.noise for measured in by_size.values()),
        growths,
        tuple(linear(growth, _WHY_GROWTH) for growth in growths),
    )


def _cases(book: Path) -> dict[str, Case]:
    visit = min((book / VISITS).iterdir()).stem
    applying = NewReport(book)
    return {
        "agenda status": Case((AGENDA, "status"), book),
        "agenda show": Case((AGENDA, "show", visit), book),
        "agenda log": Case((AGENDA, "log"), book),
        "agenda apply": Case(
            (AGENDA, "apply", "--yes", applying.report), book, before=applying.take_back
        ),
    }
