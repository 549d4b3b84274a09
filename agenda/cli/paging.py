"""A long answer on a terminal: held back until it is whole, then shown page by page."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOBase
from typing import Final, TextIO, cast

from agenda.cli.progress import progress
from agenda.cli.streams import encoded

_ESCAPE: Final = re.compile(r"\x1b\[[0-9;]*m")

Said = list[tuple[TextIO, str]]
"""What was printed, in its order, each piece with the stream that it is for."""


@contextmanager
def held() -> Iterator[None]:
    """Hold back what is printed on a terminal; in the end show it, in a pager if it is long.

    If the command fails, what it has printed is shown as it is. Whoever leaves the pager early
    leaves in silence.
    """
    out, err = sys.stdout, sys.stderr
    said: Said = []
    sys.stdout = cast("TextIO", _Held(out, said))
    if err.isatty():
        sys.stderr = cast("TextIO", _Held(err, said))
    pager: list[str] = []
    try:
        with progress(err):
            yield
        pager = _pager() if _is_long("".join(text for _, text in said)) else []
    finally:
        sys.stdout, sys.stderr = out, err
        if not (pager and _page(pager, said)):
            for stream, text in said:
                stream.write(text)
                stream.flush()


class _Held(TextIOBase):
    """A terminal's stream, of which nothing is shown yet."""

    def __init__(self, stream: TextIO, said: Said) -> None:
        self._stream, self._said = stream, said

    encoding = property(lambda self: self._stream.encoding)
    errors = property(lambda self: self._stream.errors)

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"{type(text).__name__} is no text")
        self._said.append((self._stream, text))
        return len(text)

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._stream.fileno()

    def writable(self) -> bool:
        return True


def _is_long(text: str) -> bool:
    """Whether a text has more lines than the screen; one that the terminal wraps is several."""
    from shutil import get_terminal_size

    columns, lines = get_terminal_size()
    shown = (_ESCAPE.sub("", line) for line in text.splitlines())
    return sum(max(1, -(-len(line) // columns)) for line in shown) >= lines


def _pager() -> list[str]:
    """The pager to run; nothing if none is wanted, or none is there."""
    import shlex
    from shutil import which

    names = ("AGENDA_PAGER", "PAGER")
    asked = next((os.environ[name] for name in names if name in os.environ), "less -FRX")
    with suppress(ValueError):  # a quote that is not closed
        words = shlex.split(asked)
        if words and words != ["cat"] and which(words[0]) and os.environ.get("TERM") != "dumb":
            return words
    return []


def _page(pager: list[str], said: Said) -> bool:
    """Show all in a pager; whether that could be done."""
    import signal
    import subprocess

    raw = b"".join(encoded(text, stream) for stream, text in said)
    # What less needs for colours and for letters, unless the user has told it otherwise.
    hints = {"LESS": "FRX", "LV": "-c"}
    if sys.stdout.encoding.lower().startswith("utf"):
        hints["LESSCHARSET"] = "utf-8"
    try:
        shown = subprocess.Popen(pager, stdin=subprocess.PIPE, env=hints | os.environ)  # noqa: S603
    except OSError:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is the pager's
    try:
        with suppress(BrokenPipeError):  # the reader has seen enough
            shown.communicate(raw)
        shown.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return True
