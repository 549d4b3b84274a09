"""One batch of inputs, made up by Hypothesis and checked in this process."""

import hashlib
import os
import signal
import time
import traceback
from pathlib import Path
from typing import Final

import hypothesis
import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.database import DirectoryBasedExampleDatabase

from tools.fuzz.check import Files, timed
from tools.fuzz.inputs import KINDS

FOLDER: Final = Path(".fuzz")
"""Where inputs that fail are kept; git does not look at it."""

SLOWEST: Final = FOLDER / "slowest"
"""Where the inputs that coverage guides tell how long the slowest took, in seconds."""

HANGS_AFTER: Final = 30
"""Seconds of the process's own, after which it is ended: it may hang where no exception reaches."""


class Tally(msgspec.Struct):
    """How many inputs of a kind ran, the slowest in seconds, and the failures that were saved."""

    kind: str
    inputs: int = 0
    slowest: float = 0.0
    saved: list[str] = []


def run_batch(kind: str, count: int, seed: int) -> Tally:
    """Check so many inputs of a kind; the smallest that fails is saved."""
    tally = Tally(kind)
    failed: list[tuple[Files, str]] = []

    def take(files: Files) -> None:
        tally.inputs += 1
        try:
            tally.slowest = max(tally.slowest, guarded(files))
        except Exception:
            failed.append((dict(files), traceback.format_exc()))
            raise

    hold = settings(
        max_examples=count,
        deadline=None,
        database=DirectoryBasedExampleDatabase(FOLDER / "examples" / kind),
        phases=[Phase.reuse, Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        hold(hypothesis.seed(seed)(given(KINDS[kind])(take)))()
    except Exception:  # noqa: BLE001  whatever it is, it is the failure that was looked for
        files, why = min(
            failed, key=lambda failure: _size(failure[0]), default=({}, traceback.format_exc())
        )
        tally.saved.append(str(save(files, why)))
    return tally


def guarded(files: Files) -> float:
    """Check a book in a process that may die of it; how many seconds it took."""
    running = FOLDER / f"running-{os.getpid()}"
    running.parent.mkdir(exist_ok=True)
    running.write_bytes(msgspec.msgpack.encode(files))
    signal.setitimer(signal.ITIMER_PROF, HANGS_AFTER)
    try:
        return timed(files)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        running.unlink()


def save_running() -> list[str]:
    """Save the inputs on which processes have died; any of them may be the one."""
    saved = []
    for running in FOLDER.glob("running-*"):
        files = msgspec.msgpack.decode(running.read_bytes(), type=dict[str, bytes])
        saved.append(str(save(files, "A process died, or was ended because it hung.\n")))
        running.unlink()
    return saved


def save(files: Files, why: str) -> Path:
    """Keep an input as a book of its own, with what it led to beside it; the book's folder."""
    name = hashlib.sha256(msgspec.msgpack.encode(files)).hexdigest()[:10]
    folder = FOLDER / name
    for path in ("agendas/", "seeds/"):
        (folder / path).mkdir(parents=True, exist_ok=True)
    for path, raw in files.items():
        (folder / path).write_bytes(raw)
    (folder / "why.txt").write_text(why, encoding="utf-8", errors="backslashreplace")
    return folder


def saved(folder: Path) -> Files:
    """An input that was saved."""
    paths = sorted(folder.rglob("*.y*ml"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def run_again(folder: Path) -> int:
    """Check an input that was saved; the exit code. An exception has its traceback."""
    start = time.process_time()
    timed(saved(folder))
    print(f"{folder}: no failure, in {(time.process_time() - start) * 1000:.0f} ms")
    return 0


def _size(files: Files) -> int:
    return sum(map(len, files.values()))
