"""How git is run: the only place that starts it, light enough for a shell's completion."""

import os
import subprocess
from pathlib import Path
from typing import Final

from agenda.book.surroundings import BrokenSurroundings

_KEPT: Final = ("GIT_EXEC_PATH", "GIT_SSL", "GIT_CONFIG", "GIT_TRACE", "GIT_HTTP")
"""What git may be told by the environment. The rest, GIT_DIR above all, is set while a hook runs
and speaks of another repository or of another index than the one that the book lies in."""


def ask(folder: Path, *arguments: str, said: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, in plain English and with nothing of a hook's environment."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    try:
        return subprocess.run(  # noqa: S603  no shell, and revisions after --end-of-options
            ["git", "-C", str(folder), *arguments],  # noqa: S607  the user's own git
            input=said,
            capture_output=True,
            env=environment | {"LC_ALL": "C"},
            check=False,
        )
    except FileNotFoundError:
        raise BrokenSurroundings("git is not installed, or not on the PATH") from None


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
