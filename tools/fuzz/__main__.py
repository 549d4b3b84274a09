"""Check many generated inputs; exit with 1 if any of them fails."""

import argparse
import multiprocessing
import os
import secrets
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tools.fuzz.batch import Tally, run_again, run_batch, save_running
from tools.fuzz.inputs import KINDS

BATCH: Final = 1000
"""Inputs per batch; batches are small because Hypothesis stores all inputs of a run."""

COVERAGE: Final = "coverage-guided"
_MAX_SHOWN: Final = 1500
"""The number of characters that are printed of a failure; its file has the full text."""


def main(arguments: list[str] | None = None) -> int:
    """Check all kinds of input, and return the exit code."""
    options = _options(arguments)
    if options.again:
        return run_again(options.again)
    kinds = options.kind or [*KINDS, COVERAGE]
    if COVERAGE in kinds and not find_spec("atheris"):
        print("atheris has no wheel for this Python, so coverage-guided inputs are skipped")
        kinds.remove(COVERAGE)
    start = time.monotonic()
    tallies = {kind: Tally(kind) for kind in kinds}
    share = options.inputs // max(1, len(kinds))
    deadline = start + 60 * options.minutes
    for tally in _run(kinds, share, options.jobs, deadline):
        total = tallies.setdefault(tally.kind, Tally(tally.kind))
        total.inputs += tally.inputs
        total.slowest = max(total.slowest, tally.slowest)
        total.saved += tally.saved
    return _print_result(list(tallies.values()), time.monotonic() - start, deadline)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=200_000, help="the total number of inputs")
    parser.add_argument("--minutes", type=float, default=60, help="the time limit")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="the number of processes"
    )
    parser.add_argument(
        "--kind", action="append", choices=[*KINDS, COVERAGE], help="check only this kind of input"
    )
    parser.add_argument(
        "again", type=Path, nargs="?", help="check an input that was saved in .fuzz/"
    )
    return parser.parse_args(arguments)


def _run(kinds: list[str], share: int, jobs: int, deadline: float) -> Iterator[Tally]:
    batches = [
        (kind, min(BATCH, share - start), secrets.randbits(64))
        for start in range(0, share, BATCH)
        for kind in kinds
        if kind != COVERAGE
    ]
    if jobs > 1:
        yield from _run_in_parallel(batches, jobs, deadline)
    else:
        for batch in batches:
            if time.monotonic() < deadline:
                yield run_batch(*batch)
    if COVERAGE in kinds and time.monotonic() < deadline:
        from tools.fuzz.coverage import run_guided

        yield run_guided(COVERAGE, share, deadline - time.monotonic())


def _run_in_parallel(
    batches: list[tuple[str, int, int]], jobs: int, deadline: float
) -> Iterator[Tally]:
    context = multiprocessing.get_context("fork")  # modules are imported once
    pool = ProcessPoolExecutor(jobs, mp_context=context)
    futures: list[Future[Tally]] = [pool.submit(run_batch, *batch) for batch in batches]
    try:
        for future in as_completed(futures):
            yield future.result()
            if time.monotonic() > deadline:
                break
    except BrokenProcessPool:
        yield Tally("unfinished", saved=save_running())
    finally:
        pool.shutdown(cancel_futures=True)


def _print_result(tallies: list[Tally], seconds: float, deadline: float) -> int:
    saved = [folder for tally in tallies for folder in tally.saved]
    for folder in saved:
        reason = (Path(folder) / "why.txt").read_text(encoding="utf-8").rstrip()
        print(reason[-_MAX_SHOWN:])
        print(f"saved in {folder}; run it again: python -m tools.fuzz {folder}\n")
    if time.monotonic() > deadline:
        print("stopped early, at the time limit")
    kinds = ", ".join(f"{tally.inputs:,} {tally.kind}" for tally in tallies)
    print(
        f"{sum(tally.inputs for tally in tallies):,} inputs in {seconds:.0f} s ({kinds}): "
        f"{len(saved) or 'none'} failed, the slowest took "
        f"{max(tally.slowest for tally in tallies) * 1000:.0f} ms"
    )
    return 1 if saved else 0


if __name__ == "__main__":
    sys.exit(main())
