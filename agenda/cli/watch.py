"""`agenda countdown --watch`: redraw in place, once a second, until ctrl-C."""

import select
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from rich.console import Group, RenderableType
from rich.live import Live

from agenda.cli.clock import Clock
from agenda.history.status import StatusRow, Today, status_rows
from agenda.output.countdown import Moment, line, panel, row_of
from agenda.output.terminal import Output
from agenda.services.grouping import Counted
from agenda.services.snapshot import Snapshot

Chooser = Callable[[list[StatusRow], Today], Sequence[Counted]]
"""What to follow of a snapshot's rows; called at each tick, as the next visit may change."""


def watch(output: Output, snapshot: Snapshot, choose: Chooser, *, is_plain: bool) -> None:
    """Count down until ctrl-C. A terminal is restored, however this ends.

    In a pipe, or plain, a line is printed for each visit whenever its text changes.
    """
    if is_plain or not output.can_redraw:
        _print_changes(snapshot, choose)
        return
    with (
        _ended_by_signals(),
        _signals(signal.SIG_BLOCK),  # an end while drawing would leave the alternate screen on
        Live(
            _panels(output, snapshot, choose),
            console=output.console,
            screen=True,
            auto_refresh=False,
            transient=True,
            vertical_overflow="crop",
        ) as live,
    ):
        while True:
            with _signals(signal.SIG_UNBLOCK):
                _sleep_to_the_second()
            live.update(_panels(output, snapshot, choose), refresh=True)


def _now(snapshot: Snapshot, choose: Chooser, clock: Clock) -> Sequence[Counted]:
    return choose(status_rows(snapshot.visits, snapshot.claims, clock.today), clock.today)


def _panels(output: Output, snapshot: Snapshot, choose: Chooser) -> RenderableType:
    clock, topics = Clock(), snapshot.book.settings.all_topics
    here = clock.today_here()
    return Group(
        *(
            panel(
                counted,
                topics,
                Moment(here, clock.until_midnight(row_of(counted).visit)),
                output.width,
            )
            for counted in _now(snapshot, choose, clock)
        )
    )


def _print_changes(snapshot: Snapshot, choose: Chooser) -> None:
    printed: dict[str, str] = {}
    with _ended_by_signals():
        while True:
            for counted in _now(snapshot, choose, Clock()):
                if printed.get(row_of(counted).id) != (text := line(counted)):
                    printed[row_of(counted).id] = text
                    sys.stdout.write(text + "\n")
            sys.stdout.flush()
            _sleep_to_the_second()
            if _is_output_closed():
                return


def _is_output_closed() -> bool:
    """Whether a pipe has no reader any more; otherwise only the next line would fail."""
    poll = select.poll()
    poll.register(sys.stdout.fileno(), 0)
    return any(event & (select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))


def _sleep_to_the_second() -> None:
    time.sleep(1 - time.time() % 1)


@contextmanager
def _signals(how: int) -> Iterator[None]:
    """Blocks or unblocks the signals that end the program for a while."""
    ends = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = signal.pthread_sigmask(how, ends)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Lets signals that end the program unwind the stack, so that the terminal is restored."""

    def exit_on_signal(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {
        number: signal.signal(number, exit_on_signal) for number in (signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
