"""Runs the program in this process, in a new process, or on a pseudo-terminal."""

import fcntl
import gc
import os
import pty
import shlex
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread
from typing import IO
from unittest import mock

from msgspec import Struct

ROOT = Path(__file__).parent.parent

PROGRAM = f"PYTHONPATH={shlex.quote(str(ROOT))} {shlex.quote(sys.executable)} -m agenda"
"""A shell command that runs the program from any folder, without an installation."""

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


class RunResult(Struct, frozen=True):
    """The exit code and the output of a run."""

    code: int
    out: str
    err: str


def environment(**extra: str) -> dict[str, str]:
    """The environment of a run: without the user's settings, and with ``extra`` variables."""
    inherited = {name: value for name, value in os.environ.items() if name not in UNSET}
    fixed = {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "AGENDA_PAGER": ""}
    return inherited | fixed | extra


def run(
    *arguments: str | Path, cwd: Path = ROOT, stdin: str = "", encoding: str = "utf-8", **extra: str
) -> RunResult:
    """Run `agenda` in this process, with its streams in files; ``stdin`` is its standard input.

    ``encoding`` is that of the output, unless the program sets another.

    The command line, the current folder, the environment and the streams are set as for a new
    process, and are restored afterwards. To test start-up, use :func:`run_process`.
    """
    with _file(stdin) as stdin_file, _file("", encoding) as out, _file("", encoding) as err:
        code = _run_here(arguments, cwd, extra, (stdin_file, out, err))
        return RunResult(code, _text_of(out), _text_of(err))


def run_process(
    *arguments: str | Path, cwd: Path = ROOT, stdin: str = "", **extra: str
) -> RunResult:
    """Run `agenda` in a new process, to test start-up or a broken environment."""
    completed = subprocess.run(
        [sys.executable, "-m", "agenda", *arguments],
        cwd=cwd,
        env=environment(**extra),
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return RunResult(completed.returncode, completed.stdout, completed.stderr)


def run_on_terminal(
    *arguments: str | Path, columns: int = 80, cwd: Path = ROOT, **extra: str
) -> RunResult:
    """Run `agenda` in this process on a pseudo-terminal; ``out`` is the text that it shows.

    Standard input and output are the terminal, standard error is a file.
    """
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    output = bytearray()
    reader = Thread(target=_read_all, args=(leader, output))
    reader.start()
    with _file() as err:
        try:
            with _descriptors(follower, follower, err.fileno()):
                os.close(follower)
                streams = [open(number, mode, closefd=False) for number, mode in _STANDARD]  # noqa: SIM115
                code = _run_here(arguments, cwd, extra, streams)
                for stream in streams[1:]:
                    stream.flush()
        finally:
            reader.join()
            os.close(leader)
        return RunResult(code, output.decode().replace("\r\n", "\n"), _text_of(err))


_STANDARD = ((0, "r"), (1, "w"), (2, "w"))


@contextmanager
def _descriptors(*replacements: int) -> Iterator[None]:
    """Replaces the first few file descriptors of this process, and restores them."""
    saved = [os.dup(number) for number in range(len(replacements))]
    try:
        for number, replacement in enumerate(replacements):
            os.dup2(replacement, number)
        yield
    finally:
        for number, original in enumerate(saved):
            os.dup2(original, number)
            os.close(original)


def _read_all(leader: int, output: bytearray) -> None:
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:  # on Linux, raised once the last writer closes the terminal
            return
        if not chunk:
            return
        output += chunk


def _run_here(
    arguments: Sequence[str | Path], cwd: Path, extra: dict[str, str], streams: Sequence[IO[str]]
) -> int:
    """Run `agenda` in this process with three standard streams, and return the exit code."""
    from agenda.cli.main import main

    with ExitStack() as cleanup:
        replaced = dict(zip(("stdin", "stdout", "stderr"), streams, strict=True))
        replaced |= {f"__{name}__": stream for name, stream in replaced.items()}
        for name, value in replaced.items():
            cleanup.enter_context(mock.patch.object(sys, name, value))
        argv = ["agenda", *map(os.fsdecode, arguments)]
        cleanup.enter_context(mock.patch.object(sys, "argv", argv))
        cleanup.enter_context(mock.patch.dict(os.environ, environment(**extra), clear=True))
        cleanup.enter_context(chdir(cwd))
        cleanup.callback(gc.set_threshold, *gc.get_threshold())
        try:
            main()
        except SystemExit as error:
            return int(error.code or 0)


def _file(content: str = "", encoding: str = "utf-8") -> IO[str]:
    file = TemporaryFile("w+", encoding=encoding, newline="")  # noqa: SIM115  the caller closes it
    file.write(content)
    file.seek(0)
    return file


def _text_of(stream: IO[str]) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


HEAVY = ("rich", "yaml", "msgspec", "pendulum", "jsonschema_rs", "difflib", "json", "zoneinfo")


def imported_by(*arguments: str) -> set[str]:
    """The modules that a run of the program imports."""
    return imported_by_each(arguments)[arguments]


def imported_by_each(*commands: tuple[str, ...]) -> dict[tuple[str, ...], set[str]]:
    """The modules that are imported after each of some runs in one process."""
    program = (
        "import sys, contextlib, io\n"
        "from agenda.cli.main import main\n"
        f"for arguments in {commands!r}:\n"
        "    sys.argv = ['agenda', *arguments]\n"
        "    discarded = contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO()))\n"
        "    with contextlib.suppress(SystemExit), discarded:\n"
        "        main()\n"
        "    print('imported:', *sys.modules, file=sys.stderr)\n"
    )
    completed = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    lists = completed.stderr.split("imported:")[1:]
    return {command: set(names.split()) for command, names in zip(commands, lists, strict=True)}
