"""The panels and the lines of `agenda countdown`."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from msgspec import Struct
from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from agenda.history.status import Row
from agenda.model.topics import Topic
from agenda.model.visit import Visit
from agenda.output import wording
from agenda.output.digits import large
from agenda.output.styles import STATE_STYLES

_WIDEST: Final = 88
"""More columns than this make lines that are tiring to read."""

_COUNTED: Final = ("upcoming", "any-day")


class Moment(Struct, frozen=True):
    """What time it is for a visit: today here, and how long until midnight at the host.

    ``until_midnight`` is ``None`` where the day is given and does not pass.
    """

    here: date
    until_midnight: timedelta | None = None
    is_given: bool = False


def line(row: Row) -> str:
    """One line, for a prompt or a status bar."""
    return f"{' → '.join(wording.who_where(row.visit))}: {row.countdown.text}"


def panel(row: Row, topics: dict[str, Topic], moment: Moment, columns: int) -> Panel:
    """A large and calm view of one visit, in so many columns or fewer."""
    visit = row.visit
    state = visit.confirmation.state
    agenda = "\n".join(wording.agenda(visit, topics)) or "nothing known of the agenda"
    parts = [
        Text(" → ".join(wording.who_where(visit)), "bold"),
        Text(),
        *_number(row),
        Text(row.countdown.text, "bold"),
        Text(),
        Text(wording.when(visit.dates)),
        Text.assemble((state, STATE_STYLES[state]), f" ({', '.join(wording.sides(visit))})"),
        Text(agenda),
        Text(),
        Text(today(row, moment), "dim"),
    ]
    if moment.until_midnight is not None:
        parts.append(
            Text(f"{_place(visit)} has midnight in {_clock(moment.until_midnight)}", "dim")
        )
    return Panel(
        Padding(Group(*parts), (1, 2)),
        title=Text(row.id, "dim"),
        border_style="dim",
        width=min(columns, _WIDEST),
    )


def _number(row: Row) -> Iterable[Text]:
    if row.countdown.phase not in _COUNTED or row.countdown.days is None:
        return
    least, most = row.countdown.days
    for blocks in large(str(most) if least == most else f"{least}–{most}"):
        yield Text(blocks, STATE_STYLES[row.visit.confirmation.state], no_wrap=True)
    yield Text()


def today(row: Row, moment: Moment) -> str:
    """Which day is counted from, and whose it is."""
    if moment.is_given:
        return f"Counted from {wording.day(row.today)}"
    if not row.visit.host.zone:
        return (
            f"Today is {wording.day(row.today)} here; no time zone is given for {_place(row.visit)}"
        )
    there = f"Today is {wording.day(row.today)} in {_place(row.visit)}"
    return there if row.today == moment.here else f"{there}, and {wording.day(moment.here)} here"


def _place(visit: Visit) -> str:
    return wording.flat(visit.host.city or visit.host.country.name)


def _clock(left: timedelta) -> str:
    minutes, seconds = divmod(int(left.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
