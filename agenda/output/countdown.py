"""The panels and the lines of `agenda countdown`."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from agenda.history.status import StatusRow
from agenda.model.topics import Topic
from agenda.model.visit import Visit
from agenda.output import wording
from agenda.output.cells import cell_len
from agenda.output.short_wording import (
    fitting_who_where,
    guests_of,
    number_of,
    short_place,
    title_of,
)
from agenda.output.terminal import STATE_STYLES, Output
from agenda.services.grouping import Counted, LabelledVisits
from agenda.text.printable import escape_controls, one_line
from agenda.text.prose import day

if TYPE_CHECKING:
    from rich.panel import Panel
    from rich.text import Text

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


def row_of(counted: Counted) -> StatusRow:
    """A visit, or a trip or an event itself, as a row."""
    return counted if isinstance(counted, StatusRow) else counted.row


def line(counted: Counted) -> str:
    """One line, for a prompt or a status bar."""
    if isinstance(counted, LabelledVisits):
        return f"{title_of(counted)}: {_text_of(counted)}; {guests_of(counted)}"
    return f"{' → '.join(wording.who_where(counted.visit))}: {counted.countdown.text}"


def _text_of(counted: Counted) -> str:
    """The countdown to a visit, or to an event, whose guests may come on different days."""
    row = row_of(counted)
    members = counted.taking_part if isinstance(counted, LabelledVisits) else []
    if not row.visit.dates and any(member.visit.dates for member in members):
        return "days differ"
    return row.countdown.text


def print_bars(output: Output, shown: Sequence[Counted]) -> None:
    """Print a line for each visit, with a bar as long as the days until it are many.

    The light end of a bar is the window within which the visit starts.
    """
    rows = list(map(row_of, shown))
    left = [_days_left(row) for row in rows]
    furthest = max((latest for _, latest in left), default=0) or 1
    texts = [_text_of(counted).partition(",")[0] for counted in shown]
    widest = max(map(cell_len, texts), default=0)
    bar_width = min(_WIDEST_BAR, output.width // 4)
    room = output.width - widest - bar_width - 4
    for counted, row, text, (earliest, latest) in zip(shown, rows, texts, left, strict=True):
        solid, whole = (-(-days * bar_width // furthest) for days in (earliest, latest))
        bar = ("█" * solid + "░" * (whole - solid)).ljust(bar_width)
        who = _who(counted, room)
        style = STATE_STYLES[row.visit.confirmation.state]
        output.print_parts(
            [(text.rjust(widest), "bold"), ("  ", ""), (bar, style), (f"  {who}", "")]
        )


def _who(counted: Counted, room: int) -> str:
    if isinstance(counted, LabelledVisits):
        return title_of(counted)
    visitor, _ = wording.who_where(counted.visit)
    return fitting_who_where(visitor, short_place(counted.visit), room)


def _days_left(row: StatusRow) -> tuple[int, int]:
    """The days until the earliest and the latest start; none for what is not ahead."""
    if row.countdown.phase not in _COUNTED or row.countdown.days is None:
        return 0, 0
    least, most = row.countdown.days
    return least, least if most is None else most


def panel(counted: Counted, topics: dict[str, Topic], moment: Moment, columns: int) -> "Panel":
    """A large panel for one visit or event, in at most ``columns`` columns."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.panel import Panel
    from rich.text import Text

    row = row_of(counted)
    visit = row.visit
    if isinstance(counted, LabelledVisits):
        title, state, details = title_of(counted), counted.state, number_of(counted)
        text = guests_of(counted)
    else:
        title, state = " → ".join(wording.who_where(visit)), visit.confirmation.state
        details = f"({', '.join(wording.sides(visit))})"
        text = "\n".join(wording.agenda(visit, topics)) or "nothing known about the agenda"
    parts = [
        Text(title, "bold"),
        Text(),
        *_number(row),
        Text(_text_of(counted), "bold"),
        Text(),
        *([Text(wording.when(visit.dates))] if visit.dates else []),
        Text(" ").join(filter(None, (Text(state, STATE_STYLES.get(state, "")), Text(details)))),
        Text(text),
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


def _number(row: StatusRow) -> "Iterable[Text]":
    from rich.text import Text

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
