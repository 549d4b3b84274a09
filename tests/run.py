"""Runs the program: in this process, in a new one, or on a pseudo-terminal."""

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
"""The program as these tests run it: it need not be installed."""
"""The program as a shell calls it from any folder."""

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


def run(*arguments: str | Path, cwd: Path = ROOT, stdin: str = "", **extra: str) -> Ran:
    """Run `agenda` in this process, with its streams in files; ``stdin`` is its standard input.

    The command line, the current folder, the environment and the streams are those of a new
    process, and are put back. What depends on how Python starts needs :func:`run_process`.
    """
    with _file(stdin) as given, _file() as out, _file() as err:
        code = _run_here(arguments, cwd, extra, (given, out, err))
        return Ran(code, _text_of(out), _text_of(err))


def run_process(*arguments: str | Path, cwd: Path = ROOT, stdin: str = "", **extra: str) -> Ran:
    """Run `agenda` in a new process: for start-up, and for an environment that is broken."""
    ended = subprocess.run(
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
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def run_on_terminal(
    *arguments: str | Path, columns: int = 80, cwd: Path = ROOT, **extra: str
) -> Ran:
    """Run `agenda` in this process on a pseudo-terminal; ``out`` is all that it shows.

    Standard input and output are the terminal, standard error is a file.
    """
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    shown = bytearray()
    reader = Thread(target=_read_all, args=(leader, shown))
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
        return Ran(code, shown.decode().replace("\r\n", "\n"), _text_of(err))


_STANDARD = ((0, "r"), (1, "w"), (2, "w"))


@contextmanager
def _descriptors(*replacements: int) -> Iterator[None]:
    """Lets other descriptors stand for the first few of this process."""
    saved = [os.dup(number) for number in range(len(replacements))]
    try:
        for number, replacement in enumerate(replacements):
            os.dup2(replacement, number)
        yield
    finally:
        for number, before in enumerate(saved):
            os.dup2(before, number)
            os.close(before)


def _read_all(leader: int, shown: bytearray) -> None:
    while True:
        try:
            file = os.read(leader, 65536)
        except OSError:  # Linux says so when the last writer has gone
            return
        if not file:
            return
        shown += file


def _run_here(
    arguments: Sequence[str | Path], cwd: Path, extra: dict[str, str], streams: Sequence[IO[str]]
) -> int:
    """Run `agenda` in this process with three standard streams; the exit code."""
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
        except SystemExit as ended:
            return int(ended.code or 0)


def _file(content: str = "") -> IO[str]:
    file = TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115  its caller closes it
    file.write(content)
    file.seek(0)
    return file


def _text_of(stream: IO[str]) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


HEAVY = ("rich", "yaml", "msgspec", "pendulum", "jsonschema_rs", "difflib", "json", "zoneinfo")


def imported_by(*arguments: str) -> set[str]:
    """The top-level modules that a run of the program has imported when it ends."""
    program = (
        "import sys, contextlib, io\n"
        "from agenda.cli.main import main\n"
        f"sys.argv = ['agenda', *{arguments!r}]\n"
        "away = contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO()))\n"
        "with contextlib.suppress(SystemExit), away:\n"
        "    main()\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ended.stderr.split())
