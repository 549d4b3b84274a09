"""Run all benchmarks, print the results, and write `performance.md` and `performance.json`."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from agenda.store.layout import REPORTS, VISITS
from tools.bench import commands, comparing, crowded, peers, report, startup, validating
from tools.bench.books import ROOT, write_book
from tools.bench.graph import graph
from tools.bench.result import Section


class Sizes(Struct, frozen=True):
    """The sizes of the books, in visits, and the number of rounds."""

    visits: tuple[int, ...] = (100, 1_000, 10_000)
    sourced_visits: tuple[int, ...] = (24, 230, 2_308)
    site_visits: int = 6_000
    """Of the book of `agenda site`, which has three or four reports on each visit."""
    peers_visits: int = 2_000
    crowd: tuple[int, ...] = (190, 600, 1_900)
    """Items of a visit, or claims of a report."""
    repository_visits: tuple[int, ...] = (500, 1_600, 5_000)
    commits: int = 2_000
    changed: tuple[int, ...] = (10, 100, 1_000)
    startup_rounds: int = 10
    rounds: int = 3
    long_rounds: int = 2
    """Rounds of the benchmarks that take a minute each."""


QUICK = Sizes(
    visits=(4, 8, 16),
    sourced_visits=(4, 8, 16),
    site_visits=16,
    peers_visits=4,
    crowd=(2, 4, 8),
    repository_visits=(24, 30, 36),
    commits=10,
    changed=(1, 2, 4),
    startup_rounds=1,
    rounds=1,
    long_rounds=1,
)
"""Sizes for a test, which checks that the benchmarks run and ignores the times."""


def sections(
    work: Path, sizes: Sizes, programs: Path | None, *, full: bool = False
) -> Iterator[Section]:
    """Measure every section in a temporary folder; peers only if their programs are given.

    If ``full``, the peers get the largest book instead, once, which takes them minutes.
    """
    shipped = work / "shipped"
    for folder in (VISITS, REPORTS):
        shutil.copytree(ROOT / folder, shipped / folder)
    _print_progress("start-up")
    yield startup.measure(shipped, sizes.startup_rounds)
    floor = startup.bare_seconds(sizes.rounds)
    _print_progress("books")
    plain = _books(work / "plain", sizes.visits, with_reports=False)
    sourced = _books(work / "sourced", sizes.sourced_visits)
    _print_progress("validating")
    series = (
        validating.Series("visits", 1.0, plain),
        validating.Series("files with reports", 1.3, sourced),
    )
    for_site = work / "for-site"
    write_book(for_site, sizes.site_visits)
    yield validating.measure(shipped, series, for_site, sizes.rounds)
    if programs is not None:
        _print_progress("peers")
        for_peers = work / "peers"
        write_book(for_peers, sizes.visits[-1] if full else sizes.peers_visits, with_reports=False)
        yield peers.measure(programs.resolve(), for_peers, 1 if full else sizes.rounds)
    _print_progress("commands")
    yield commands.measure(sourced, shipped, sizes.long_rounds, floor)
    _print_progress("crowded files")
    yield crowded.measure(work / "crowded", sizes.crowd, sizes.long_rounds, floor)
    _print_progress("comparing")
    yield comparing.measure(
        work / "git", sizes.repository_visits, sizes.commits, sizes.changed, sizes.rounds, floor
    )


def _books(folder: Path, visits: tuple[int, ...], *, with_reports: bool = True) -> dict[int, Path]:
    """Write books with the given numbers of visits; return them by their number of files."""
    roots = [folder / str(count) for count in visits]
    return {
        write_book(root, count, with_reports=with_reports): root
        for root, count in zip(roots, visits, strict=True)
    }


def _print_progress(subject: str) -> None:
    print(f"measuring {subject}…", file=sys.stderr)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="use tiny sizes, to check that all benchmarks run"
    )
    parser.add_argument(
        "--full", action="store_true", help="give the peers the largest book, which takes minutes"
    )
    parser.add_argument(
        "--peers", type=Path, metavar="DIR", help="the folder of the peers' programs"
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", default=ROOT / "docs", help="the folder for the results"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="agenda-bench-") as work:
        measured = []
        sizes = QUICK if options.quick else Sizes()
        for section in sections(Path(work), sizes, options.peers, full=options.full):
            print(report.subject(section), flush=True)
            measured.append(section)
    print(report.budgets(measured))
    machine = report.machine(os.cpu_count() or 1)
    page = report.markdown(machine, measured)
    (options.out / "performance.md").write_text(page, encoding="utf-8")
    for section in measured:
        if section.growths:
            path = options.out / report.graph_path(section)
            path.parent.mkdir(exist_ok=True)
            path.write_text(graph(section.growths), encoding="utf-8")
    (options.out / "performance.json").write_text(
        report.to_json(machine, measured), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
