"""`agenda countdown --watch`: redraw in place, once a second, until ctrl-C."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Group, RenderableType
from rich.live import Live

from agenda.cli.clock import Clock
from agenda.cli.pictures import Picture
from agenda.domain.outlook import Row, outlook
from agenda.render.countdown import Moment, line, panel
from agenda.render.screen import Screen


def watch(screen: Screen, view: Picture, rows: list[Row], *, is_plain: bool) -> None:
    """Follow the clock. A terminal is left as it was found, however this ends.

    In a pipe, or plain, a line is printed for each visit whenever what it says has changed.
    """
    ids = {row.id for row in rows}
    if is_plain or not screen.is_terminal:
        _print_changes(view, ids)
        return
    with (
        _ended_by_signals(),
        Live(
            _panels(screen, view, ids),
            console=screen.console,
            screen=True,
            auto_refresh=False,
            transient=True,
            vertical_overflow="crop",
        ) as live,
    ):
        while True:
            _sleep_to_the_second()
            live.update(_panels(screen, view, ids), refresh=True)


def _now(view: Picture, ids: set[str], clock: Clock) -> list[Row]:
    visits = {row.id: row.visit for row in view.rows if row.id in ids}
    return outlook(visits, view.said, clock.today)


def _panels(screen: Screen, view: Picture, ids: set[str]) -> RenderableType:
    clock, topics = Clock(), view.book.settings.all_topics
    here = clock.today_here()
    return Group(
        *(
            panel(row, topics, Moment(here, clock.until_midnight(row.visit)), screen.width)
            for row in _now(view, ids, clock)
        )
    )


def _print_changes(view: Picture, ids: set[str]) -> None:
    shown: dict[str, str] = {}
    with _ended_by_signals():
        while True:
            for row in _now(view, ids, Clock()):
                if shown.get(row.id) != (text := line(row)):
                    shown[row.id] = text
                    sys.stdout.write(text + "\n")
            sys.stdout.flush()
            _sleep_to_the_second()


def _sleep_to_the_second() -> None:
    time.sleep(1 - time.time() % 1)


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
