"""The cost of `agenda diff` in a large repository, compared with `git diff --stat`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tools.bench.measure import AGENDA, Case, Measured, side_by_side
from tools.bench.repository import Repository, create
from tools.bench.result import Budget, Growth, Measurement, Section, linear

_MAX_GIT_RATIO: Final = 3
_MAX_BOOK_EXPONENT: Final = 0.25
"""The exponent up to which a cost counts as independent of the size of the book.

It is above 0 because git checks the modification time of every file.
"""

_DESCRIPTION: Final = """\
Whole commands in a repository of {visits:,} visits and {commits:,} commits, each of which, except
the first, adds a report. First, one visit in the working tree differs from HEAD, with or without a
new report that explains the change; then an increasing number of visits; finally, two revisions
are compared. The budget is the time of the bare imports plus three times `git diff --stat`. The
exponents are fitted to the time beyond the bare imports: it may grow in proportion to the number
of files that differ, but hardly with the size of the book."""

_WHY: Final = (
    "four git processes are run, two of them in parallel; for a change that no changed report "
    "explains, all earlier reports are searched for the visit's id"
)

_OURS, _GIT = "agenda diff", "git diff --stat"
_EDITED, _WITH_REPORT, _REVISIONS = (
    "one visit, edited",
    "one visit, with its report",
    "two revisions",
)


def measure(
    folder: Path,
    sizes: Sequence[int],
    commits: int,
    changed: Sequence[int],
    rounds: int,
    floor: float,
) -> Section:
    """Time `agenda diff` for several sizes of repository and several numbers of changed files."""
    repositories = {size: create(folder / str(size), size, commits) for size in sizes}
    largest = repositories[sizes[-1]]
    by_case = {
        _EDITED: _compare_edited(largest, 1, rounds),
        _WITH_REPORT: _compare(largest, rounds, ()),
        _REVISIONS: _compare(largest, rounds, (f"HEAD~{commits // 2}", "HEAD")),
    }
    by_change = {count: _compare_edited(largest, count, rounds) for count in changed}
    by_size = {
        size: _compare_edited(repository, 1, rounds) for size, repository in repositories.items()
    }
    rows = [row for name, measured in by_case.items() for row in _rows(name, measured)]
    rows += [
        row for count, measured in by_change.items() for row in _rows(f"{count:,} visits", measured)
    ]
    growths = (
        _growth("files that differ", by_change, floor),
        _growth("visits", by_size, floor),
    )
    budgets = [
        Budget(
            f"agenda diff, {name}",
            1000 * by_case[name].seconds(_OURS),
            1000 * (floor + _MAX_GIT_RATIO * by_case[name].seconds(_GIT)),
            "ms",
            why=_WHY,
        )
        for name in (_EDITED, _WITH_REPORT)
    ]
    budgets.append(linear(growths[0], _WHY))
    budgets.append(
        Budget(
            "agenda diff: exponent over visits",
            growths[1].exponent,
            _MAX_BOOK_EXPONENT,
            "",
            why=_WHY,
        )
    )
    noise = max(
        measured.noise for measured in (*by_case.values(), *by_change.values(), *by_size.values())
    )
    description = _DESCRIPTION.format(visits=sizes[-1], commits=commits)
    return Section("Comparing", description, tuple(rows), noise, growths, tuple(budgets))


def _compare_edited(repository: Repository, count: int, rounds: int) -> Measured:
    repository.change(count)
    return _side_by_side(repository, rounds, ())


def _compare(repository: Repository, rounds: int, revisions: Sequence[str]) -> Measured:
    if revisions:
        repository.restore()
    else:
        repository.change_with_report()
    return _side_by_side(repository, rounds, revisions)


def _side_by_side(repository: Repository, rounds: int, revisions: Sequence[str]) -> Measured:
    return side_by_side(
        {
            _GIT: Case(("git", "diff", "--stat", *revisions), repository.folder),
            _OURS: Case((AGENDA, "diff", *revisions), repository.folder),
        },
        rounds,
    )


def _rows(subject: str, measured: Measured) -> list[Measurement]:
    return [
        Measurement(f"{_GIT}, {subject}", measured.seconds(_GIT)),
        Measurement(
            f"{_OURS}, {subject}",
            measured.seconds(_OURS),
            _GIT,
            measured.ratio(_OURS, _GIT),
            measured.peak(_OURS),
        ),
    ]


def _growth(unit: str, measured: dict[int, Measured], floor: float) -> Growth:
    seconds = tuple(measured.seconds(_OURS) for measured in measured.values())
    return Growth("agenda diff", unit, tuple(measured), seconds, floor)
