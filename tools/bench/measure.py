"""Commands timed side by side, each in a process of its own.

Every round runs each of them once, in turn, so that what slows the machine for a while slows them
all. Beside them runs a fixed computation, whose spread is the machine's noise.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

BIN: Final = Path(sys.executable).parent

AGENDA: Final = str(BIN / "agenda")

_MEGABYTE: Final = 1e6
_PEAK_UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""What `ru_maxrss` counts in: bytes there, kibibytes elsewhere."""

_SCRUBBED: Final = ("AGENDA_", "GIT_", "PYTHON")


class Case(Struct, frozen=True):
    """A command to time. ``before`` is run ahead of it and not timed.

    Where ``tells_seconds``, the time that counts is what the command says last on standard error.
    """

    command: Sequence[str | Path]
    folder: Path
    environment: Mapping[str, str] = {}
    codes: tuple[int, ...] = (0,)
    tells_seconds: bool = False
    before: Callable[[], object] = lambda: None


class Run(Struct, frozen=True):
    """How long one run took, in seconds, and the most memory that it held, in megabytes."""

    seconds: float
    peak: float


class Failed(Exception):
    """A command ended as it should not, so that its time means nothing."""


class Measured(Struct, frozen=True):
    """The runs of some commands, round by round, and the machine's noise meanwhile."""

    runs: Mapping[str, Sequence[Run]]
    noise: float
    """The width of the middle half of the yardstick's times, as a share of their median."""

    def seconds(self, name: str) -> float:
        """The median time of a command."""
        return statistics.median(run.seconds for run in self.runs[name])

    def peak(self, name: str) -> float:
        """The median of a command's peak memory, in megabytes."""
        return statistics.median(run.peak for run in self.runs[name])

    def ratio(self, name: str, to: str) -> float:
        """How many times as long one command takes as another: the median over the rounds."""
        pairs = zip(self.runs[name], self.runs[to], strict=True)
        return statistics.median(first.seconds / second.seconds for first, second in pairs)


_YARDSTICK: Final = Case((sys.executable, "-S", "-c", "for _ in range(2_000_000): pass"), Path("/"))


def side_by_side(cases: Mapping[str, Case], rounds: int, *, warm: bool = True) -> Measured:
    """Run each case once a round, after a round that warms the machine's caches."""
    runs: dict[str, list[Run]] = {name: [] for name in cases}
    yardstick = []
    for number in range(-1 if warm else 0, rounds):
        fixed = run(_YARDSTICK)
        for name, case in cases.items():
            timing = run(case)
            if number >= 0:
                runs[name].append(timing)
        if number >= 0:
            yardstick.append(fixed.seconds)
    return Measured(runs, spread(yardstick))


def spread(times: Sequence[float]) -> float:
    """The width of the middle half of some times, as a share of their median."""
    if len(times) < 2:
        return 0.0
    low, middle, high = statistics.quantiles(times, n=4, method="inclusive")
    return (high - low) / middle


def run(case: Case) -> Run:
    """Run a case once. A peak below that of this process itself is not seen."""
    case.before()
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  our own commands
        [str(word) for word in case.command],
        cwd=case.folder,
        env={**environment(), **case.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    stderr = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stderr:
        process.stderr.close()
    if process.returncode not in case.codes:
        raise Failed(
            f"{' '.join(map(str, case.command[:6]))} ended with {process.returncode}:\n"
            + stderr.decode(errors="replace")[-2000:]
        )
    if case.tells_seconds:
        seconds = float(stderr.split()[-1])
    return Run(seconds, usage.ru_maxrss * _PEAK_UNIT / _MEGABYTE)


def environment() -> dict[str, str]:
    """The environment, without what would change how a command behaves."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_SCRUBBED)}
    return kept | {"LC_ALL": "C.UTF-8", "GIT_CONFIG_GLOBAL": os.devnull, "NO_COLOR": "1"}
