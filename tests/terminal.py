"""A program on a real pseudo-terminal, with somebody who types and reads."""

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
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from tests.run import ROOT, environment


class Terminal:
    """A terminal of some size, and the program that it was opened for."""

    def __init__(
        self, *command: str, cwd: Path = ROOT, columns: int = 80, lines: int = 40, **extra: str
    ) -> None:
        self.leader, self.follower = pty.openpty()
        self.resize(columns, lines)
        self.before = termios.tcgetattr(self.follower)
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment(**extra),
            stdin=self.follower,
            stdout=self.follower,
            stderr=self.follower,
            start_new_session=True,
            preexec_fn=_own_terminal,  # noqa: PLW1509  for ctrl-C
        )
        self.shown = ""
        self._read = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def resize(self, columns: int, lines: int = 40) -> None:
        """Give the terminal another size, and tell the program."""
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.leader, termios.TIOCSWINSZ, size)

    def press(self, keys: str) -> None:
        """Type some keys."""
        os.write(self.leader, keys.encode())

    def until(self, pattern: str, seconds: float = 30) -> str:
        """Read until a pattern is shown, and give what was shown since the last call."""
        end = time.monotonic() + seconds
        while not re.search(pattern, self.shown[self._read :]):
            left = end - time.monotonic()
            assert left > 0, f"{pattern!r} never came: {self.shown[self._read :]!r}"
            self._take(left)
        file, self._read = self.shown[self._read :], len(self.shown)
        return file

    def end(self, seconds: float = 30) -> int:
        """Wait for the end, and read all that was still shown; the exit code."""
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end:
            self._take(0.05)  # a program that nobody reads would wait for ever
        while self._take(0.2):  # what was written just before may be on its way
            pass
        return self.process.wait(timeout=1)

    def _take(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.leader], [], [], seconds)
        if ready:
            with suppress(OSError):
                self.shown += self._decoder.decode(os.read(self.leader, 65536))
        return bool(ready)

    @classmethod
    @contextmanager
    def running(cls, *command: str, **options: Any) -> Iterator[Self]:
        """A terminal that is closed in the end, whatever becomes of its program."""
        terminal = cls(*command, **options)
        try:
            yield terminal
        finally:
            if terminal.process.poll() is None:
                terminal.process.kill()
            terminal.process.wait()
            os.close(terminal.leader)
            os.close(terminal.follower)


def _own_terminal() -> None:
    """What a shell gives a program: the terminal, and an interrupt that is not ignored."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
