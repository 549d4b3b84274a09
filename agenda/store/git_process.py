"""How git is run: it obeys nothing of the repository that it reads. Nothing else starts it.

Completion imports this without delay.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, Final

from agenda.errors import EnvironmentFailure

_KEPT: Final = ("GIT_EXEC_PATH", "GIT_SSL", "GIT_CONFIG", "GIT_TRACE", "GIT_HTTP")
"""Variables that git keeps. The rest, above all GIT_DIR, are set while a hook runs, and name a
repository or an index other than those of the book."""

_HARDENED: Final = (
    "git",
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    # Folders that look like a repository can be committed, with settings that run programs.
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.alternateRefsCommand=false"),
)
"""Git with everything off that runs a program which a repository names.

Commands that compare files also get ``NO_DIFF_PROGRAMS``. Filters are left on: without them, a file
that git-lfs or git-crypt has changed would differ from what is committed. A clone has no filters
but those that its user has set up.
"""

_ENVIRONMENT: Final = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "",  # no transport at all, so that nothing is fetched
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
}

NO_DIFF_PROGRAMS: Final = ("--no-ext-diff", "--no-textconv")


Completed = subprocess.CompletedProcess[bytes]


def run_git(folder: Path, *arguments: str, stdin: bytes = b"") -> Completed:
    """Run git in a folder, in plain English and with nothing of a hook's environment.

    Raises :class:`EnvironmentFailure` if git is missing, or would find a bare repository.
    """
    return _completed(_started(folder, arguments), stdin)


def run_git_parallel(folder: Path, *commands: Sequence[str]) -> list[Completed]:
    """Run several git commands at once in a folder; they must not depend on each other."""
    return [_completed(process) for process in [_started(folder, command) for command in commands]]


@contextmanager
def streamed_git(folder: Path, *arguments: str, stdin: bytes) -> Iterator[IO[bytes]]:
    """The output of git in a folder, to be read piece by piece."""
    from tempfile import TemporaryFile  # completion does without it

    with TemporaryFile() as questions:
        questions.write(stdin)
        questions.seek(0)
        with _started(folder, arguments, questions) as running:
            if running.stdout is not None:
                yield running.stdout


def wants_colour() -> bool:
    """Whether git, which called this program, shows its diff in colour."""
    is_shown = "GIT_PAGER_IN_USE" in os.environ or sys.stdout.isatty()
    arguments = ("config", "--get-colorbool", "color.diff", "true" if is_shown else "false")
    # Here the environment is git's own, and may hold settings of its command line.
    return _completed(_run((*_HARDENED, *arguments), dict(os.environ))).stdout.strip() == b"true"


def _started(
    folder: Path, arguments: Sequence[str], stdin: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    if embedded := _bare_repository_above(folder):
        raise EnvironmentFailure(
            f"{embedded} looks like a bare git repository, whose settings could run programs; "
            "git is not asked there"
        )
    return _run((*_HARDENED, "-C", str(folder), *arguments), environment | _ENVIRONMENT, stdin)


@lru_cache(maxsize=8)
def _bare_repository_above(folder: Path) -> Path | None:
    """The bare repository that git would find from a folder.

    Git from 2.38 on refuses it by itself, with `safe.bareRepository`.
    """
    real = folder.resolve()
    for above in (real, *real.parents):
        if os.path.lexists(above / ".git"):
            return None
        has_objects = os.path.lexists(above / "objects") and os.path.lexists(above / "refs")
        if os.path.lexists(above / "HEAD") and (has_objects or (above / "commondir").exists()):
            return above
    return None


def _run(
    command: Sequence[str], environment: dict[str, str], stdin: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(  # noqa: S603  no shell, and revisions after --end-of-options
            command, stdin=stdin or pipe, stdout=pipe, stderr=pipe, env=environment
        )
    except FileNotFoundError:
        raise EnvironmentFailure("git is not installed, or not on the PATH; install it") from None


def _completed(running: subprocess.Popen[bytes], stdin: bytes = b"") -> Completed:
    with running:
        out, err = running.communicate(stdin)
        return Completed(running.args, running.returncode, out, err)


def prefix(folder: Path) -> str | None:
    """A folder's path from the top of its repository, as in `desk/`; ``None`` if there is none.

    Empty for the top itself.
    """
    try:
        completed = run_git(folder, "rev-parse", "--show-prefix")
    except EnvironmentFailure:
        return None
    return os.fsdecode(completed.stdout).rstrip("\n") if completed.returncode == 0 else None


def revisions(folder: Path) -> list[str]:
    """HEAD, the branches and the tags of a folder's repository; none if nothing is committed."""
    listed = run_git(folder, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags")
    names = listed.stdout.decode(errors="replace").split()
    return ["HEAD", *names] if names else []
