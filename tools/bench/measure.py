"""Times commands side by side, each in its own process.

Each round runs every command once, so that a temporary slowdown of the machine affects all of
them. Each round also runs a fixed computation, whose spread is the noise of the machine.
"""

import fcntl
import os
import pty
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from msgspec import Struct

BIN: Final = Path(sys.executable).parent

AGENDA: Final = str(BIN / "agenda")

_MEGABYTE: Final = 1e6
_PEAK_UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""The unit of `ru_maxrss`: bytes on macOS, kibibytes elsewhere."""

_SCRUBBED: Final = ("AGENDA_", "COLUMNS", "GIT_", "LINES", "NO_COLOR", "PAGER", "PYTHON")

_TERMINAL_SIZE: Final = (40, 100)
"""Lines and columns of the terminal."""


class Case(Struct, frozen=True):
    """A command to time. ``before`` is called first and not timed.

    With ``prints_seconds``, the time is the last word that the command prints on standard error.
    With ``on_terminal``, its output is a terminal, in colour and without a pager.
    """

    command: Sequence[str | Path]
    folder: Path
    environment: Mapping[str, str] = {}
    codes: tuple[int, ...] = (0,)
    prints_seconds: bool = False
    on_terminal: bool = False
    before: Callable[[], object] = lambda: None


class Run(Struct, frozen=True):
    """The time of a run in seconds, and its peak memory in megabytes."""

    seconds: float
    peak: float
    first: float = 0.0
    """The time until the first output, on a terminal."""


class Failed(Exception):
    """A command had an unexpected exit code, so its time is meaningless."""


class Measured(Struct, frozen=True):
    """The runs of each command, by round, and the noise of the machine."""

    runs: Mapping[str, Sequence[Run]]
    noise: float
    """The interquartile range of the fixed computation's times, divided by their median."""

    def seconds(self, name: str) -> float:
        """The median time of a command."""
        return statistics.median(run.seconds for run in self.runs[name])

    def first(self, name: str) -> float:
        """The median time until a command's first output, on a terminal."""
        return statistics.median(run.first for run in self.runs[name])

    def peak(self, name: str) -> float:
        """The median of a command's peak memory, in megabytes."""
        return statistics.median(run.peak for run in self.runs[name])

    def ratio(self, name: str, baseline: str) -> float:
        """The time of a command divided by that of ``baseline``: the median over the rounds."""
        return statistics.median(self._ratios(name, baseline))

    def noise_of_ratio(self, name: str, baseline: str) -> float:
        """The interquartile range of that ratio over the rounds, divided by its median."""
        return spread(self._ratios(name, baseline))

    def _ratios(self, name: str, baseline: str) -> list[float]:
        pairs = zip(self.runs[name], self.runs[baseline], strict=True)
        return [first.seconds / second.seconds for first, second in pairs]


_FIXED_COMPUTATION: Final = Case(
    (sys.executable, "-S", "-c", "for _ in range(2_000_000): pass"), Path("/")
)


def side_by_side(cases: Mapping[str, Case], rounds: int, *, warm: bool = True) -> Measured:
    """Run each case once per round; if ``warm``, after a round that fills the caches."""
    runs: dict[str, list[Run]] = {name: [] for name in cases}
    fixed_times = []
    for number in range(-1 if warm else 0, rounds):
        fixed_run = run(_FIXED_COMPUTATION)
        for name, case in cases.items():
            timing = run(case)
            if number >= 0:
                runs[name].append(timing)
        if number >= 0:
            fixed_times.append(fixed_run.seconds)
    return Measured(runs, spread(fixed_times))


def spread(times: Sequence[float]) -> float:
    """The interquartile range of some times, divided by their median."""
    if len(times) < 2:
        return 0.0
    low, middle, high = statistics.quantiles(times, n=4, method="inclusive")
    return (high - low) / middle


def run(case: Case) -> Run:
    """Run a case once. A peak below that of this process cannot be measured."""
    case.before()
    leader, output = _open_terminal() if case.on_terminal else (None, subprocess.DEVNULL)
    with TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603  our own commands
            [str(word) for word in case.command],
            cwd=case.folder,
            env={**environment(on_terminal=case.on_terminal), **case.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
        )
        first = 0.0 if leader is None else _read_all(leader, output) - start
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        stderr = errors.read()
    if process.returncode not in case.codes:
        raise Failed(
            f"{' '.join(map(str, case.command[:6]))} exited with {process.returncode}:\n"
            + stderr.decode(errors="replace")[-2000:]
        )
    if case.prints_seconds:
        seconds = float(stderr.split()[-1])
    return Run(seconds, usage.ru_maxrss * _PEAK_UNIT / _MEGABYTE, first)


def _open_terminal() -> tuple[int, int]:
    """The two ends of a new terminal: what reads it, and what a command writes to."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", *_TERMINAL_SIZE, 0, 0))
    return leader, follower


def _read_all(leader: int, follower: int) -> float:
    """Read what a command prints on a terminal to its end; the time of the first output."""
    os.close(follower)
    first = 0.0
    try:
        while os.read(leader, 65536):
            first = first or time.perf_counter()
    except OSError:  # on Linux, raised once the command has closed the terminal
        pass
    finally:
        os.close(leader)
    return first or time.perf_counter()


def environment(*, on_terminal: bool = False) -> dict[str, str]:
    """The environment, without variables that would affect a command."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(_SCRUBBED)
    }
    own = {"TERM": "xterm-256color", "AGENDA_PAGER": ""} if on_terminal else {"NO_COLOR": "1"}
    return inherited | {"LC_ALL": "C.UTF-8", "GIT_CONFIG_GLOBAL": os.devnull} | own
