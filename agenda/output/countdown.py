"""The panels and the lines of `agenda countdown`."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct
from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from agenda.history.status import StatusRow
from agenda.model.topics import Topic
from agenda.model.visit import Visit
from agenda.output import wording
from agenda.output.short_wording import fitting_who_where, short_place
from agenda.output.terminal import STATE_STYLES, Output
from agenda.text.printable import escape_controls, one_line
from agenda.text.prose import day

_WIDEST: Final = 88
"""The most columns of a panel: longer lines are tiring to read."""

_WIDEST_BAR: Final = 30
"""The most columns of a bar."""

_COUNTED: Final = ("upcoming", "any-day")
"""The phases in which the number of days is printed large."""

_HEIGHT: Final = 5
"""Lines of a large digit."""

_GLYPHS: Final = {
    "0": ("███", "█ █", "█ █", "█ █", "███"),
    "1": (" █ ", "██ ", " █ ", " █ ", "███"),
    "2": ("███", "  █", "███", "█  ", "███"),
    "3": ("███", "  █", " ██", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"),
    "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"),
    "7": ("███", "  █", "  █", " █ ", " █ "),
    "8": ("███", "█ █", "███", "█ █", "███"),
    "9": ("███", "█ █", "███", "  █", "███"),
    "–": ("   ", "   ", "███", "   ", "   "),
}


class Moment(Struct, frozen=True):
    """The current time: today's date here, and how long until midnight at the host.

    ``until_midnight`` is ``None`` if the day is given, so that the clock does not run.
    """

    here: date
    until_midnight: timedelta | None = None
    is_given: bool = False


def line(row: StatusRow) -> str:
    """One line, for a prompt or a status bar."""
    return f"{' → '.join(wording.who_where(row.visit))}: {row.countdown.text}"


def print_bars(output: Output, rows: Sequence[StatusRow]) -> None:
    """Print a line for each visit, with a bar as long as the days until it are many.

    The light end of a bar is the window within which the visit starts.
    """
    left = [_days_left(row) for row in rows]
    furthest = max((latest for _, latest in left), default=0) or 1
    texts = [row.countdown.text.partition(",")[0] for row in rows]
    widest = max(map(cell_len, texts), default=0)
    bar_width = min(_WIDEST_BAR, output.width // 4)
    room = output.width - widest - bar_width - 4
    for row, text, (earliest, latest) in zip(rows, texts, left, strict=True):
        solid, whole = (-(-days * bar_width // furthest) for days in (earliest, latest))
        bar = ("█" * solid + "░" * (whole - solid)).ljust(bar_width)
        who = fitting_who_where(wording.who_where(row.visit)[0], short_place(row.visit), room)
        style = STATE_STYLES[row.visit.confirmation.state]
        output.print(Text.assemble((text.rjust(widest), "bold"), "  ", (bar, style), "  ", who))


def _days_left(row: StatusRow) -> tuple[int, int]:
    """The days until the earliest and the latest start; none for what is not ahead."""
    if row.countdown.phase not in _COUNTED or row.countdown.days is None:
        return 0, 0
    least, most = row.countdown.days
    return least, least if most is None else most


def panel(row: StatusRow, topics: dict[str, Topic], moment: Moment, columns: int) -> Panel:
    """A large panel for one visit, in at most ``columns`` columns."""
    visit = row.visit
    state = visit.confirmation.state
    agenda = "\n".join(wording.agenda(visit, topics)) or "nothing known about the agenda"
    parts = [
        Text(" → ".join(wording.who_where(visit)), "bold"),
        Text(),
        *_number(row),
        Text(row.countdown.text, "bold"),
        Text(),
        *([Text(wording.when(visit.dates))] if visit.dates else []),
        Text.assemble((state, STATE_STYLES[state]), f" ({', '.join(wording.sides(visit))})"),
        Text(agenda),
        Text(),
        Text(today(row, moment), "dim"),
    ]
    if moment.until_midnight is not None:
        where = f"in {_host(visit)}" if visit.zone else "here"
        parts.append(Text(f"midnight {where} in {_clock(moment.until_midnight)}", "dim"))
    return Panel(
        Padding(Group(*parts), (1, 2)),
        title=Text(escape_controls(row.id), "dim"),
        border_style="dim",
        width=min(columns, _WIDEST),
    )


def _number(row: StatusRow) -> Iterable[Text]:
    if row.countdown.phase not in _COUNTED or row.countdown.days is None:
        return
    least, most = row.countdown.days
    if most is None:
        return
    for blocks in _large_lines(str(most) if least == most else f"{least}–{most}"):
        yield Text(blocks, STATE_STYLES[row.visit.confirmation.state], no_wrap=True)
    yield Text()


def today(row: StatusRow, moment: Moment) -> str:
    """The day that the count is from, at the host and here."""
    if moment.is_given:
        return f"Counted from {day(row.today)}"
    if not row.visit.host.country:
        return f"Today is {day(row.today)} here, where days are counted: no place is decided"
    if not row.visit.zone:
        return f"Today is {day(row.today)} here; no time zone is given for {_host(row.visit)}"
    at_host = f"Today is {day(row.today)} in {_host(row.visit)}"
    is_same = row.today == moment.here
    return at_host if is_same else f"{at_host}, and {day(moment.here)} here"


def _host(visit: Visit) -> str:
    return one_line(visit.host.city or visit.host.country.name or "the host's country")


def _clock(left: timedelta) -> str:
    minutes, seconds = divmod(int(left.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _large_lines(text: str) -> list[str]:
    """A number or a range, `3–30`, as lines of large blocks."""
    return [" ".join(_GLYPHS[char][line] for char in text) for line in range(_HEIGHT)]
