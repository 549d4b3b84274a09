"""What `agenda diff` costs in a large repository, against `git diff --stat`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tools.bench.measure import AGENDA, Case, Measured, side_by_side
from tools.bench.repository import Repository, make
from tools.bench.result import Budget, Growth, Measurement, Section, linear

_MOST_OF_GIT: Final = 3
_MOST_BY_BOOK: Final = 0.25
"""The exponent up to which a cost counts as not growing with the book, each of whose files git
still looks at the date of."""

_DESCRIPTION: Final = """\
Whole commands in a repository of {visits:,} visits and {commits:,} commits, of which each but the
first brought a report. A visit in the working tree differs from HEAD, by hand or with a new
report beside it that says so; then more and more visits; then two revisions. The budget is the
bare imports and three times `git diff --stat`. The exponents are fitted to what lies above the
bare imports: over the number of files that differ the cost may grow as that does, over the size
of the book hardly at all."""

_WHY: Final = (
    "git is asked in four processes, two of them at once; and for a change that no changed report "
    "explains, every report that was there before is searched for the visit's id"
)

_OURS, _GIT = "agenda diff", "git diff --stat"
_HAND, _WITH_REPORT, _PAST = "one visit, by hand", "one visit, with its report", "two revisions"


def measure(
    folder: Path,
    sizes: Sequence[int],
    commits: int,
    changed: Sequence[int],
    rounds: int,
    floor: float,
) -> Section:
    """Compare in repositories of so many visits, and of so many changed files in the largest."""
    repositories = {size: make(folder / str(size), size, commits) for size in sizes}
    largest = repositories[sizes[-1]]
    by_case = {
        _HAND: _by_hand(largest, 1, rounds),
        _WITH_REPORT: _compare(largest, rounds, ()),
        _PAST: _compare(largest, rounds, (f"HEAD~{commits // 2}", "HEAD")),
    }
    by_change = {count: _by_hand(largest, count, rounds) for count in changed}
    by_size = {size: _by_hand(repository, 1, rounds) for size, repository in repositories.items()}
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
            1000 * (floor + _MOST_OF_GIT * by_case[name].seconds(_GIT)),
            "ms",
            why=_WHY,
        )
        for name in (_HAND, _WITH_REPORT)
    ]
    budgets.append(linear(growths[0], _WHY))
    budgets.append(
        Budget(
            "agenda diff: exponent over visits", growths[1].exponent, _MOST_BY_BOOK, "", why=_WHY
        )
    )
    noise = max(
        measured.noise for measured in (*by_case.values(), *by_change.values(), *by_size.values())
    )
    description = _DESCRIPTION.format(visits=sizes[-1], commits=commits)
    return Section("Comparing", description, tuple(rows), noise, growths, tuple(budgets))


def _by_hand(repository: Repository, count: int, rounds: int) -> Measured:
    repository.change(count)
    return _sides(repository, rounds, ())


def _compare(repository: Repository, rounds: int, revisions: Sequence[str]) -> Measured:
    if revisions:
        repository.restore()
    else:
        repository.change_with_report()
    return _sides(repository, rounds, revisions)


def _sides(repository: Repository, rounds: int, revisions: Sequence[str]) -> Measured:
    return side_by_side(
        {
            _GIT: Case(("git", "diff", "--stat", *revisions), repository.folder),
            _OURS: Case((AGENDA, "diff", *revisions), repository.folder),
        },
        rounds,
    )


def _rows(what: str, measured: Measured) -> list[Measurement]:
    return [
        Measurement(f"{_GIT}, {what}", measured.seconds(_GIT)),
        Measurement(
            f"{_OURS}, {what}",
            measured.seconds(_OURS),
            _GIT,
            measured.ratio(_OURS, _GIT),
            measured.peak(_OURS),
        ),
    ]


def _growth(unit: str, measured: dict[int, Measured], floor: float) -> Growth:
    seconds = tuple(measured.seconds(_OURS) for measured in measured.values())
    return Growth("agenda diff", unit, tuple(measured), seconds, floor)
