"""Standard output and error: their encoding, the pager for long output, and signs of progress."""

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import TextIOBase, TextIOWrapper
from typing import TYPE_CHECKING, Final, TextIO, cast

if TYPE_CHECKING:
    from subprocess import Popen
    from types import FrameType

_ESCAPE: Final = re.compile(r"\x1b\[[0-9;]*m")

_PROGRESS_AFTER: Final = 1.0
"""Seconds until any progress is shown."""

_PROGRESS_INTERVAL: Final = 0.5
_CLEAR_LINE: Final = "\r\x1b[K"


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
    """Hold back what is printed on a terminal until a screen is full, and then show it in a pager.

    What follows is shown there as it is printed. Short output is shown without a pager, and so is
    what a command has printed that fails before. Leaving the pager early is a `BrokenPipeError` for
    the command, as in a pipe.
    """
    out, err = sys.stdout, sys.stderr
    with ExitStack() as waiting:
        waiting.enter_context(progress(err))
        display = _Display(out, waiting)
        sys.stdout = cast("TextIO", _Recorder(out, display))
        if err.isatty():
            sys.stderr = cast("TextIO", _Recorder(err, display))
        try:
            yield
            display.end()
        finally:
            sys.stdout, sys.stderr = out, err
            display.close()


class _Display:
    """What is shown on a terminal. ``waiting`` is left as soon as anything is shown."""

    def __init__(self, out: TextIO, waiting: ExitStack) -> None:
        from shutil import get_terminal_size

        self._out, self._waiting = out, waiting
        self._columns, self._lines = get_terminal_size()
        self._line_ends = 0
        self._held_back: list[tuple[TextIO, str]] | None = []
        self._pager: Popen[bytes] | None = None

    def write(self, stream: TextIO, text: str) -> None:
        """Print something on one of the terminal's streams."""
        if self._held_back is None:
            self._show(stream, text)
            return
        self._held_back.append((stream, text))
        self._line_ends += text.count("\n")
        if self._line_ends >= self._lines:
            self._start(pager=_command())

    def end(self) -> None:
        """Show what has been held back, in a pager if it is long."""
        if self._held_back is not None:
            self._start(pager=_command() if self._is_long() else [])

    def close(self) -> None:
        """Show what has been held back, and wait for the pager to end."""
        if self._held_back is not None:
            self._start(pager=[])
        if self._pager is not None:
            import signal

            with suppress(BrokenPipeError):  # the reader left early
                self._pager.communicate()
            signal.signal(signal.SIGINT, self._on_interrupt)

    def _is_long(self) -> bool:
        """Whether what is held back needs more lines than the terminal has; a line may wrap."""
        text = "".join(text for _, text in self._held_back or ())
        visible = (_ESCAPE.sub("", line) for line in text.splitlines())
        return sum(max(1, -(-len(line) // self._columns)) for line in visible) >= self._lines

    def _start(self, pager: list[str]) -> None:
        """Show what has been held back, in a pager if one is given."""
        held_back, self._held_back = self._held_back or (), None
        self._waiting.close()
        if pager:
            import signal
            from subprocess import PIPE, Popen

            with suppress(OSError):
                self._pager = Popen(pager, stdin=PIPE, env=_hints(self._out) | os.environ)  # noqa: S603
                self._on_interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the pager's
        for stream, text in held_back:
            self._show(stream, text)
        if self._pager and self._pager.stdin:
            self._pager.stdin.flush()

    def _show(self, stream: TextIO, text: str) -> None:
        if self._pager and self._pager.stdin:
            self._pager.stdin.write(text.encode(stream.encoding, stream.errors or ""))
        else:
            stream.write(text)
            stream.flush()


class _Recorder(TextIOBase):
    """A terminal's stream, whose text goes to the display."""

    def __init__(self, stream: TextIO, display: _Display) -> None:
        self._stream, self._display = stream, display

    encoding = property(lambda self: self._stream.encoding)
    errors = property(lambda self: self._stream.errors)

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"{type(text).__name__} is not text")
        self._display.write(self._stream, text)
        return len(text)

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._stream.fileno()

    def writable(self) -> bool:
        return True


def _command() -> list[str]:
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


def _hints(out: TextIO) -> dict[str, str]:
    """What less needs for colours and Unicode, unless the user's environment says otherwise."""
    hints = {"LESS": "FRX", "LV": "-c"}
    return hints | ({"LESSCHARSET": "utf-8"} if out.encoding.lower().startswith("utf") else {})


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
