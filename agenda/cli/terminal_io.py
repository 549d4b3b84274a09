"""Standard output and error: their encoding, the pager for long output, and signs of progress."""

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOBase, TextIOWrapper
from typing import TYPE_CHECKING, Final, TextIO, cast

if TYPE_CHECKING:
    from types import FrameType

_ESCAPE: Final = re.compile(r"\x1b\[[0-9;]*m")

_PROGRESS_AFTER: Final = 1.0
"""Seconds until any progress is shown."""

_PROGRESS_INTERVAL: Final = 0.5
_CLEAR_LINE: Final = "\r\x1b[K"

Printed = list[tuple[TextIO, str]]
"""What was printed, in order, each piece with the stream that it is for."""


def set_up_streams() -> None:
    """Let no character that is printed raise an error, whatever the streams' encodings are."""
    if sys.stdin is None:  # closed by the caller; no other file may get its number
        os.open(os.devnull, os.O_RDONLY)
    if sys.stdout is None:  # closed by the caller, who wants no output
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  until the end
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for name in ("COLUMNS", "LINES"):
        if os.environ.get(name) == "0":  # a shell that does not know the size
            del os.environ[name]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            is_unicode = stream.encoding.lower().startswith("utf")
            # UTF-8 lacks only lone surrogates, which are bytes of file names.
            stream.reconfigure(errors="backslashreplace" if is_unicode else "replace")


def print_in_utf8() -> None:
    """Print in UTF-8 from now on, whatever the locale: what follows is for programs."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def can_answer() -> bool:
    """Whether there is a user who can answer a question."""
    return sys.stdin is not None and sys.stdin.isatty()


def can_ask() -> bool:
    """Whether there is a user who can answer a question, and who sees it for certain."""
    return can_answer() and sys.stdout.isatty()


def drop_output() -> None:
    """Discard what is still to be written, which would fail again when Python exits."""
    _drop(sys.stdout)


def drop_messages() -> None:
    """The same for standard error."""
    _drop(sys.stderr)


def _drop(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def paged_output() -> Iterator[None]:
    """Hold back what is printed on a terminal; in the end show it, in a pager if it is long.

    If the command fails, what it has printed is shown as it is. Leaving the pager early is not an
    error.
    """
    out, err = sys.stdout, sys.stderr
    printed: Printed = []
    sys.stdout = cast("TextIO", _Recorder(out, printed))
    if err.isatty():
        sys.stderr = cast("TextIO", _Recorder(err, printed))
    pager: list[str] = []
    try:
        with progress(err):
            yield
        pager = _pager() if _is_long("".join(text for _, text in printed)) else []
    finally:
        sys.stdout, sys.stderr = out, err
        if not (pager and _show_in(pager, printed)):
            for stream, text in printed:
                stream.write(text)
                stream.flush()


class _Recorder(TextIOBase):
    """A terminal's stream that shows nothing yet."""

    def __init__(self, stream: TextIO, printed: Printed) -> None:
        self._stream, self._printed = stream, printed

    encoding = property(lambda self: self._stream.encoding)
    errors = property(lambda self: self._stream.errors)

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"{type(text).__name__} is not text")
        self._printed.append((self._stream, text))
        return len(text)

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._stream.fileno()

    def writable(self) -> bool:
        return True


def _is_long(text: str) -> bool:
    """Whether a text needs more lines than the terminal has; a line may wrap."""
    from shutil import get_terminal_size

    columns, lines = get_terminal_size()
    visible = (_ESCAPE.sub("", line) for line in text.splitlines())
    return sum(max(1, -(-len(line) // columns)) for line in visible) >= lines


def _pager() -> list[str]:
    """The pager's command; empty if none is wanted, or none is installed."""
    import shlex
    from shutil import which

    names = ("AGENDA_PAGER", "PAGER")
    command = next((os.environ[name] for name in names if name in os.environ), "less -FRX")
    with suppress(ValueError):  # a quote that is not closed
        arguments = shlex.split(command)
        if arguments and arguments != ["cat"] and os.environ.get("TERM") != "dumb":
            return arguments if which(arguments[0]) else []
    return []


def _show_in(pager: list[str], printed: Printed) -> bool:
    """Show everything in a pager; whether that worked."""
    import signal
    import subprocess

    raw = b"".join(text.encode(stream.encoding, stream.errors or "") for stream, text in printed)
    # What less needs for colours and Unicode, unless the user's environment says otherwise.
    hints = {"LESS": "FRX", "LV": "-c"}
    if sys.stdout.encoding.lower().startswith("utf"):
        hints["LESSCHARSET"] = "utf-8"
    try:
        process = subprocess.Popen(pager, stdin=subprocess.PIPE, env=hints | os.environ)  # noqa: S603
    except OSError:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is the pager's
    try:
        with suppress(BrokenPipeError):  # the reader left early
            process.communicate(raw)
        process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return True


@contextmanager
def progress(terminal: TextIO) -> Iterator[None]:
    """Show for how long a command has been running, and remove that in the end.

    Shows nothing where ``terminal`` is not a terminal, or can't clear a line.
    """
    if not terminal.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    import signal

    start = time.monotonic()
    is_shown = False

    def show(_: int, __: "FrameType | None") -> None:
        nonlocal is_shown
        is_shown = True
        terminal.write(f"{_CLEAR_LINE}reading the book, {time.monotonic() - start:.0f} s")
        terminal.flush()

    before = signal.signal(signal.SIGALRM, show)
    signal.setitimer(signal.ITIMER_REAL, _PROGRESS_AFTER, _PROGRESS_INTERVAL)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if is_shown:
            terminal.write(_CLEAR_LINE)
            terminal.flush()
