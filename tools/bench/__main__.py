"""Measure everything, print it as tables, and write `performance.md` and `performance.json`."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from agenda.store.layout import REPORTS, VISITS
from tools.bench import asking, differing, peers, report, startup, validating
from tools.bench.books import ROOT, write_book
from tools.bench.result import Section


class Sizes(Struct, frozen=True):
    """How large the books are, in visits, and how often everything is run."""

    visits: tuple[int, ...] = (100, 1_000, 10_000)
    sourced_visits: tuple[int, ...] = (24, 230, 2_304)
    asked_visits: tuple[int, ...] = (300, 960, 3_000)
    repository_visits: tuple[int, ...] = (500, 1_600, 5_000)
    commits: int = 2_000
    changed: tuple[int, ...] = (10, 100, 1_000)
    startup_rounds: int = 15
    rounds: int = 5
    long_rounds: int = 3
    """What takes seconds at every size."""


QUICK = Sizes(
    visits=(4, 8, 16),
    sourced_visits=(4, 8, 16),
    asked_visits=(4, 8, 16),
    repository_visits=(24, 30, 36),
    commits=10,
    changed=(1, 2, 4),
    startup_rounds=1,
    rounds=1,
    long_rounds=1,
)
"""Small enough for a test: it shows that everything works, and measures nothing."""


def sections(work: Path, sizes: Sizes, programs: Path | None) -> Iterator[Section]:
    """Every section, in a folder to work in; that of the peers if their commands are in one."""
    shipped = work / "shipped"
    for folder in (VISITS, REPORTS):
        shutil.copytree(ROOT / folder, shipped / folder)
    _say("start-up")
    yield startup.measure(shipped, sizes.startup_rounds)
    floor = startup.bare_seconds(sizes.rounds)
    _say("books")
    plain = _books(work / "plain", sizes.visits, with_reports=False)
    sourced = _books(work / "sourced", sizes.sourced_visits)
    asked = _books(work / "asked", sizes.asked_visits)
    _say("validating")
    series = validating.Series("visits", plain), validating.Series("files with reports", sourced)
    yield validating.measure(shipped, series, sizes.rounds)
    if programs is not None:
        _say("peers")
        *_, middle, largest = plain.values()
        yield peers.measure(programs.resolve(), middle, largest, sizes.long_rounds)
    _say("asking")
    by_reports = {len(list((book / REPORTS).iterdir())): book for book in asked.values()}
    yield asking.measure(by_reports, sizes.long_rounds, floor)
    _say("comparing")
    yield differing.measure(
        work / "git", sizes.repository_visits, sizes.commits, sizes.changed, sizes.rounds, floor
    )


def _books(folder: Path, visits: tuple[int, ...], *, with_reports: bool = True) -> dict[int, Path]:
    """Books of so many visits, by the number of their files."""
    roots = [folder / str(count) for count in visits]
    return {
        write_book(root, count, with_reports=with_reports): root
        for root, count in zip(roots, visits, strict=True)
    }


def _say(what: str) -> None:
    print(f"measuring {what}…", file=sys.stderr)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny sizes: does it all work?")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="where the peers' commands are")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", default=ROOT / "docs", help="where to write the results"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="agenda-bench-") as work:
        measured = []
        for section in sections(Path(work), QUICK if asked.quick else Sizes(), asked.peers):
            print(report.subject(section), flush=True)
            measured.append(section)
    print(report.budgets(measured))
    on = report.machine(os.cpu_count() or 1)
    page = report.markdown(on, measured)
    (asked.out / "performance.md").write_text(page, encoding="utf-8")
    (asked.out / "performance.json").write_text(report.to_json(on, measured), encoding="utf-8")


if __name__ == "__main__":
    main()
