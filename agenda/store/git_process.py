"""How git is run: the only place that starts it, light enough for a shell's completion."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from agenda.errors import BrokenSurroundings

_KEPT: Final = ("GIT_EXEC_PATH", "GIT_SSL", "GIT_CONFIG", "GIT_TRACE", "GIT_HTTP")
"""What git may be told by the environment. The rest, GIT_DIR above all, is set while a hook runs
and speaks of another repository or of another index than the one that the book lies in."""


Ended = subprocess.CompletedProcess[bytes]


def ask(folder: Path, *arguments: str, said: bytes = b"") -> Ended:
    """Run git in a folder, in plain English and with nothing of a hook's environment."""
    return _ended(_started(folder, arguments), said)


def ask_together(folder: Path, *commands: Sequence[str]) -> list[Ended]:
    """Run git several times at once in a folder, for questions that don't hang on each other."""
    return [_ended(one) for one in [_started(folder, command) for command in commands]]


def wants_colour() -> bool:
    """Whether git, which calls us, is showing a diff in colour."""
    is_seen = "GIT_PAGER_IN_USE" in os.environ or sys.stdout.isatty()
    asked = ("config", "--get-colorbool", "color.diff", "true" if is_seen else "false")
    # The environment is git's own here, and may hold what it was told on the command line.
    return _ended(_run(("git", *asked), dict(os.environ))).stdout.strip() == b"true"


def _started(folder: Path, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    return _run(("git", "-C", str(folder), *arguments), environment | {"LC_ALL": "C"})


def _run(command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(  # noqa: S603  no shell, and revisions after --end-of-options
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment
        )
    except FileNotFoundError:
        raise BrokenSurroundings("git is not installed, or not on the PATH; install it") from None


def _ended(running: subprocess.Popen[bytes], said: bytes = b"") -> Ended:
    with running:
        out, err = running.communicate(said)
        return Ended(running.args, running.returncode, out, err)


def prefix(folder: Path) -> str | None:
    """A folder's path from the top of its repository, as in `desk/`; ``None`` where there is none.

    Empty for the top itself.
    """
    try:
        ended = ask(folder, "rev-parse", "--show-prefix")
    except BrokenSurroundings:
        return None
    return os.fsdecode(ended.stdout).rstrip("\n") if ended.returncode == 0 else None


def revisions(folder: Path) -> list[str]:
    """HEAD, the branches and the tags of a folder's repository; none where nothing is committed."""
    listed = ask(folder, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags")
    names = listed.stdout.decode(errors="replace").split()
    return ["HEAD", *names] if names else []
