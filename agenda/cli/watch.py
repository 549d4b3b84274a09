"""`agenda countdown --watch`: redraw in place, once a second, until ctrl-C."""

import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Group, RenderableType
from rich.live import Live

from agenda.cli.clock import Clock
from agenda.history.status import Row, outlook
from agenda.output.countdown import Moment, line, panel
from agenda.output.terminal import Screen
from agenda.services.snapshot import Picture

Chooser = Callable[[list[Row]], list[Row]]
"""Which rows of a picture to follow; asked anew at each tick, for the next visit may change."""


def watch(screen: Screen, view: Picture, choose: Chooser, *, is_plain: bool) -> None:
    """Follow the clock. A terminal is left as it was found, however this ends.

    In a pipe, or plain, a line is printed for each visit whenever what it says has changed.
    """
    if is_plain or not screen.can_redraw:
        _print_changes(view, choose)
        return
    with (
        _ended_by_signals(),
        _signals(signal.SIG_BLOCK),  # an end amid a drawing would leave the other screen on
        Live(
            _panels(screen, view, choose),
            console=screen.console,
            screen=True,
            auto_refresh=False,
            transient=True,
            vertical_overflow="crop",
        ) as live,
    ):
        while True:
            with _signals(signal.SIG_UNBLOCK):
                _sleep_to_the_second()
            live.update(_panels(screen, view, choose), refresh=True)


def _now(view: Picture, choose: Chooser, clock: Clock) -> list[Row]:
    visits = {row.id: row.visit for row in view.rows}
    return choose(outlook(visits, view.said, clock.today))


def _panels(screen: Screen, view: Picture, choose: Chooser) -> RenderableType:
    clock, topics = Clock(), view.book.settings.all_topics
    here = clock.today_here()
    return Group(
        *(
            panel(row, topics, Moment(here, clock.until_midnight(row.visit)), screen.width)
            for row in _now(view, choose, clock)
        )
    )


def _print_changes(view: Picture, choose: Chooser) -> None:
    shown: dict[str, str] = {}
    with _ended_by_signals():
        while True:
            for row in _now(view, choose, Clock()):
                if shown.get(row.id) != (text := line(row)):
                    shown[row.id] = text
                    sys.stdout.write(text + "\n")
            sys.stdout.flush()
            _sleep_to_the_second()
            if _reader_is_gone():
                return


def _reader_is_gone() -> bool:
    """Whether a pipe has no reader any more, which else only the next line would tell."""
    poll = select.poll()
    poll.register(sys.stdout.fileno(), 0)
    return any(event & (select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))


def _sleep_to_the_second() -> None:
    time.sleep(1 - time.time() % 1)


@contextmanager
def _signals(how: int) -> Iterator[None]:
    """Lets no request to end through for a while, or lets them through."""
    ends = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = signal.pthread_sigmask(how, ends)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Lets a request to end unwind the stack, so that the terminal is put back first."""

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
