"""The cost of `agenda validate`, compared with libyaml's bare event loop over the same files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from agenda.store.layout import REPORTS, VISITS
from tools.bench.floors import in_process
from tools.bench.measure import AGENDA, Case, Measured, side_by_side
from tools.bench.result import Budget, Growth, Measurement, Section, linear

_MAX_MEGABYTES: Final = 100.0

_DESCRIPTION: Final = """\
The bare loop is `for event in yaml.parse(text, yaml.CSafeLoader)` over texts in memory: the time
that libyaml and PyYAML need before any data is built. `agenda validate` reads the same files from
disk, decodes them and checks every rule. Both are timed within a process, without its start-up;
the whole command is listed as well. There are two kinds of books: visits alone, and visits with
reports, whose claims are searched for the source of every fact. On a book with many reports,
`agenda site` writes all its pages into a new folder."""

_WHY_RATIO: Final = (
    "reading the files and building data and the model takes 0.8 times the loop, without libyaml; "
    "the rules take 0.7 times the loop for visits alone; with reports, replaying their claims "
    "takes 1.4 times and the rules 1.3 times the loop"
)
_WHY_MEMORY: Final = "the text of each file is retained, to show the lines of diagnostics"
_WHY_SITE: Final = (
    "each visit is laid out on a page, with all that is claimed about it; writing the files takes "
    "a tenth to a fifth of the time"
)
_MAX_RATIO_OF_SITE: Final = 3.0
_MAX_MEGABYTES_OF_SITE: Final = 300.0
_WHY_GROWTH: Final = "the whole book is searched once for each of its files"


class Series(Struct, frozen=True):
    """Books of one kind: their folders by their number of files, in ascending order."""

    kind: str
    max_ratio: float
    """The most that validation may take, against the bare loop."""
    books: dict[int, Path]


def measure(shipped: Path, series: Sequence[Series], for_site: Path, rounds: int) -> Section:
    """Time validation and the bare loop, and `agenda site` on a book ``for_site``.

    ``shipped`` is a copy of the shipped book.
    """
    rows: list[Measurement] = []
    growths: list[Growth] = []
    budgets: list[Budget] = []
    noise = 0.0
    for books in series:
        by_size = {
            size: side_by_side(_cases(shipped, book), rounds, warm=False)
            for size, book in books.books.items()
        }
        noise = max(noise, *(measured.noise for measured in by_size.values()))
        for size, measured in by_size.items():
            rows += _rows(f"{size:,} {books.kind}", measured)
        growth = Growth(
            f"agenda validate, {books.kind}",
            "files",
            tuple(by_size),
            tuple(measured.seconds(_IN_PROCESS) for measured in by_size.values()),
        )
        growths.append(growth)
        size, largest = list(by_size.items())[-1]
        budgets += _budgets(f"agenda validate, {size:,} {books.kind}", largest, books.max_ratio)
        budgets.append(linear(growth, _WHY_GROWTH))
    site = side_by_side(_cases_of_site(for_site), rounds, warm=False)
    visits, reports = (len([*(for_site / folder).iterdir()]) for folder in (VISITS, REPORTS))
    of_book = f"{visits:,} visits and {reports:,} reports"
    rows += _rows_of_site(of_book, site)
    budgets += _budgets_of_site(f"{_SITE}, {of_book}", site)
    return Section("Validating", _DESCRIPTION, tuple(rows), noise, tuple(growths), tuple(budgets))


_LOOP, _IN_PROCESS, _WHOLE = "bare event loop", "agenda validate", "agenda validate, whole command"
_SITE: Final = "agenda site"


def _cases_of_site(book: Path) -> dict[str, Case]:
    pages = book.parent / f"{book.name}-pages"
    return {
        _WHOLE: Case((AGENDA, "validate"), book),
        _SITE: Case(
            (AGENDA, "site", pages),
            book,
            before=lambda: _put_aside(pages),
        ),
    }


def _put_aside(folder: Path) -> None:
    """Give a folder another name, if it exists.

    If it were removed, ext4 would look at each file that was removed for each new one.
    """
    if folder.exists():
        folder.rename(folder.with_name(f"{folder.name}-{folder.stat().st_ino}"))


def _rows_of_site(of_book: str, measured: Measured) -> list[Measurement]:
    return [
        Measurement(
            f"{name}, {of_book}", measured.seconds(name), against, ratio, measured.peak(name)
        )
        for name, against, ratio in (
            (_WHOLE, "", None),
            (_SITE, _WHOLE, measured.ratio(_SITE, _WHOLE)),
        )
    ]


def _budgets_of_site(what: str, measured: Measured) -> list[Budget]:
    return [
        Budget(
            f"{what}, against agenda validate",
            measured.ratio(_SITE, _WHOLE),
            _MAX_RATIO_OF_SITE,
            why=_WHY_SITE,
        ),
        Budget(
            f"{what}, memory", measured.peak(_SITE), _MAX_MEGABYTES_OF_SITE, "MB", why=_WHY_SITE
        ),
    ]


def _cases(shipped: Path, book: Path) -> dict[str, Case]:
    return {
        _LOOP: in_process("events", book),
        _IN_PROCESS: in_process("validate", shipped, book),
        _WHOLE: Case((AGENDA, "validate"), book),
    }


def _rows(files: str, measured: Measured) -> list[Measurement]:
    def row(name: str, *, against: str = "", peak: float | None = None) -> Measurement:
        ratio = measured.ratio(name, against) if against else None
        return Measurement(f"{name}, {files}", measured.seconds(name), against, ratio, peak)

    return [
        row(_LOOP),
        row(_IN_PROCESS, against=_LOOP),
        row(_WHOLE, against=_LOOP, peak=measured.peak(_WHOLE)),
    ]


def _budgets(what: str, measured: Measured, max_ratio: float) -> list[Budget]:
    return [
        Budget(
            f"{what}, against the event loop",
            measured.ratio(_IN_PROCESS, _LOOP),
            max_ratio,
            why=_WHY_RATIO,
        ),
        Budget(f"{what}, memory", measured.peak(_WHOLE), _MAX_MEGABYTES, "MB", why=_WHY_MEMORY),
    ]
