"""Runs the program as a user does: in a process of its own, into a pipe or on a real terminal."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parent.parent

UNSET = (
    "PYTHONUNBUFFERED",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "LINES",
    "PAGER",
    "AGENDA_BOOK",
    "AGENDA_TRACEBACK",
)


class Ran(Struct, frozen=True):
    """What a run printed, and how it ended."""

    code: int
    out: str
    err: str


def environment(**extra: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    fixed = {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "AGENDA_PAGER": ""}
    return kept | fixed | extra


def run(*arguments: str | Path, cwd: Path = ROOT, said: str = "", **extra: str) -> Ran:
    """Run `agenda` into pipes; ``said`` is its standard input."""
    ended = subprocess.run(
        [sys.executable, "-m", "agenda", *arguments],
        cwd=cwd,
        env=environment(**extra),
        input=said,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def run_on_terminal(
    *arguments: str | Path, columns: int = 80, cwd: Path = ROOT, **extra: str
) -> Ran:
    """Run `agenda` on a pseudo-terminal of so many columns; `out` is all that it shows."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "agenda", *arguments],
        cwd=cwd,
        env=environment(**extra),
        stdin=follower,
        stdout=follower,
        stderr=subprocess.PIPE,
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # Linux says so when the last writer has gone
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    err = process.communicate(timeout=60)[1].decode()
    return Ran(process.returncode, shown.decode().replace("\r\n", "\n"), err)
