"""A pseudo-terminal on which a test runs a program, types keys and reads output."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from tests.run import ROOT, environment


class Terminal:
    """A terminal of a given size and the program that runs on it."""

    def __init__(
        self, *command: str, cwd: Path = ROOT, columns: int = 80, lines: int = 40, **extra: str
    ) -> None:
        self.leader, follower = pty.openpty()
        self.follower = open(follower, "rb", 0)  # noqa: PTH123, SIM115  closed when the program ends
        self.resize(columns, lines)
        self.initial_attributes = termios.tcgetattr(self.follower)
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment(**extra),
            stdin=self.follower,
            stdout=self.follower,
            stderr=self.follower,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509  for ctrl-C
        )
        self.shown = ""
        self._position = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def resize(self, columns: int, lines: int = 40) -> None:
        """Change the size of the terminal; the system notifies the program."""
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.leader, termios.TIOCSWINSZ, size)

    def press(self, keys: str) -> None:
        """Type keys."""
        os.write(self.leader, keys.encode())

    def until(self, pattern: str, seconds: float = 30) -> str:
        """Read until a pattern is shown, and return the text shown since the last call."""
        end = time.monotonic() + seconds
        while not re.search(pattern, self.shown[self._position :]):
            remaining = end - time.monotonic()
            assert remaining > 0, f"{pattern!r} was not shown: {self.shown[self._position :]!r}"
            self._read(remaining)
        text, self._position = self.shown[self._position :], len(self.shown)
        return text

    def until_quiet(self, seconds: float) -> None:
        """Read until nothing is shown for some time."""
        while self._read(seconds):
            pass

    def end(self, seconds: float = 30) -> int:
        """Read until the program ends, and return its exit code."""
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end:
            self._read(0.05)  # the program may block if its output is not read
        self.final_attributes = termios.tcgetattr(self.follower)
        self.follower.close()  # the last output may arrive late, and the end of it is then known
        while self._read(1):
            pass
        return self.process.wait(timeout=1)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.leader], [], [], seconds)
        if not ready:
            return False
        try:
            self.shown += self._decoder.decode(os.read(self.leader, 65536))
        except OSError:  # on Linux, raised once nothing has the terminal open
            return False
        return True

    @classmethod
    @contextmanager
    def running(cls, *command: str, **options: Any) -> Iterator[Self]:
        """A terminal that is closed afterwards; its program is killed if it is still running."""
        terminal = cls(*command, **options)
        try:
            yield terminal
        finally:
            if terminal.process.poll() is None:
                terminal.process.kill()
            terminal.process.wait()
            os.close(terminal.leader)
            terminal.follower.close()


def _take_terminal() -> None:
    """Set up a controlling terminal and interrupts, as a shell does for a program."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
