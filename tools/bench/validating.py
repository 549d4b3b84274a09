"""What `agenda validate` costs against libyaml's bare event loop over the same files."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from tools.bench.books import ROOT
from tools.bench.measure import AGENDA, Case, Measured, side_by_side
from tools.bench.result import Budget, Growth, Measurement, Section, linear

_MOST_RATIO: Final = 2.0
_MOST_MEGABYTES: Final = 150.0

_DESCRIPTION: Final = """\
The bare loop is `for event in yaml.parse(text, yaml.CSafeLoader)` over texts that are in memory
already: what libyaml and PyYAML cost before anything is made of a file. `agenda validate` reads
the same files from the disk, decodes them and holds them to every rule. Both are timed within a
process, without its start-up; below that stands the whole command. Two kinds of books: visits
alone, and visits with their reports, where every fact is looked up in what the reports say."""

_WHY_RATIO: Final = (
    "beyond the loop come reading each file, building plain data and the model (half as long "
    "again as the loop), and the rules, which go through every claim (the other half)"
)
_WHY_MEMORY: Final = "the text of each file is kept, to show the place of a problem"
_WHY_GROWTH: Final = "something looks at the whole book for each of its files"


class Series(Struct, frozen=True):
    """Books of one kind, the smallest first: each one's folder by the number of its files."""

    kind: str
    books: dict[int, Path]


def measure(shipped: Path, series: Sequence[Series], rounds: int) -> Section:
    """Validate books of several sizes beside the bare loop. ``shipped`` is a copy of the book."""
    rows: list[Measurement] = []
    growths: list[Growth] = []
    budgets: list[Budget] = []
    noise = 0.0
    for books in series:
        by_size = {
            size: side_by_side(_cases(shipped, book), rounds) for size, book in books.books.items()
        }
        noise = max(noise, *(measured.noise for measured in by_size.values()))
        for size, measured in by_size.items():
            rows += _rows(f"{size:,} {books.kind}", measured)
        growth = Growth(
            f"agenda validate, {books.kind}",
            "files",
            tuple(by_size),
            tuple(measured.seconds(_INSIDE) for measured in by_size.values()),
        )
        growths.append(growth)
        size, largest = list(by_size.items())[-1]
        budgets += _budgets(f"agenda validate, {size:,} {books.kind}", largest)
        budgets.append(linear(growth, _WHY_GROWTH))
    return Section("Validating", _DESCRIPTION, tuple(rows), noise, tuple(growths), tuple(budgets))


_LOOP, _INSIDE, _WHOLE = "bare event loop", "agenda validate", "agenda validate, whole command"


def _cases(shipped: Path, book: Path) -> dict[str, Case]:
    inside = (sys.executable, "-m", "tools.bench.inside")
    return {
        _LOOP: Case((*inside, "events", book), ROOT, tells_seconds=True),
        _INSIDE: Case((*inside, "validate", shipped, book), ROOT, tells_seconds=True),
        _WHOLE: Case((AGENDA, "validate"), book),
    }


def _rows(files: str, measured: Measured) -> list[Measurement]:
    def row(name: str, *, against: str = "", peak: float | None = None) -> Measurement:
        ratio = measured.ratio(name, against) if against else None
        return Measurement(f"{name}, {files}", measured.seconds(name), against, ratio, peak)

    return [
        row(_LOOP),
        row(_INSIDE, against=_LOOP),
        row(_WHOLE, against=_LOOP, peak=measured.peak(_WHOLE)),
    ]


def _budgets(what: str, measured: Measured) -> list[Budget]:
    return [
        Budget(
            f"{what}, against the event loop",
            measured.ratio(_INSIDE, _LOOP),
            _MOST_RATIO,
            why=_WHY_RATIO,
        ),
        Budget(f"{what}, memory", measured.peak(_WHOLE), _MOST_MEGABYTES, "MB", why=_WHY_MEMORY),
    ]
