"""A sign of life on a terminal for what takes longer than a second."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, TextIO

_PATIENCE: Final = 1.0
"""Seconds until anything is shown."""

_BEAT: Final = 0.5
_CLEARED: Final = "\r\x1b[K"


@contextmanager
def progress(terminal: TextIO) -> Iterator[None]:
    """Show for how long a command is at work, and leave no trace of it in the end.

    Nothing is shown where ``terminal`` is none, or can't be cleared.
    """
    if not terminal.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    import signal

    begun = time.monotonic()
    is_shown = False

    def show(_: int, __: FrameType | None) -> None:
        nonlocal is_shown
        is_shown = True
        terminal.write(f"{_CLEARED}reading the book, {time.monotonic() - begun:.0f} s")
        terminal.flush()

    before = signal.signal(signal.SIGALRM, show)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE, _BEAT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if is_shown:
            terminal.write(_CLEARED)
            terminal.flush()
