"""The months of `agenda calendar`, and the legend of their visits."""

from calendar import Calendar as Weeks
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from agenda.model.topics import Topic
from agenda.output import wording
from agenda.output.cells import cell_len
from agenda.output.layout import Part, Parts, plain, width_of
from agenda.output.short_wording import fitting_who_where, names_of, short_dates, short_who_where
from agenda.output.status import STATE_MARKS
from agenda.output.terminal import STATE_STYLES, Output
from agenda.services.calendar import Calendar, DayKind, MarkedVisit
from agenda.text.printable import one_line

_WEEKDAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_CELL: Final = 3
"""The columns of a day: two for its number or a label, and one for a sign."""

_MONTH_WIDTH: Final = 1 + len(_WEEKDAYS) * _CELL
_GAP: Final = 3
_PIPE_WIDTH: Final = 80
"""The columns that are filled in a pipe."""

_NARROW: Final = 80
"""With fewer columns, the legend has no words for states."""

_KEY: Final = "A on that day   a possible   a? uncertain   + others too"
_KEY_OF_ITEMS: Final = "   * agenda item"


def print_calendar(
    output: Output,
    calendar: Calendar,
    first_weekday: int,
    today: date,
    topics: dict[str, Topic],
) -> None:
    """Print the months side by side, as many as fit, and the legend; 0 is Monday."""
    width = output.width or _PIPE_WIDTH
    beside = max(1, (width + _GAP) // (_MONTH_WIDTH + _GAP))
    for start in range(0, len(calendar.months), beside):
        if start:
            output.line()
        months = calendar.months[start : start + beside]
        for lines in zip(*_blocks(calendar, months, first_weekday, today), strict=True):
            output.print_parts(list(_beside(lines)))
    output.line()
    if not calendar.visits:
        output.line("No visit has dates in these months.")
        return
    for line in _legend(output, calendar, today, topics):
        output.print_parts(line)
    output.line()
    is_shown = today.replace(day=1) in {month.replace(day=1) for month in calendar.months}
    key = _KEY + (_KEY_OF_ITEMS if any(visit.dated_items for visit in calendar.visits) else "")
    output.print_text(f"{key}   [{today.day}] today" if is_shown else key, "dim")


def _blocks(
    calendar: Calendar, months: Sequence[date], first_weekday: int, today: date
) -> list[list[Parts]]:
    """The lines of each month. All have as many, so that weeks are beside each other."""
    weeks = Weeks(first_weekday)
    days = [weeks.monthdayscalendar(month.year, month.month) for month in months]
    blocks = [[*_head(month, weeks)] for month in months]
    for number in range(max(map(len, days))):
        rows = [of_month[number] if number < len(of_month) else [] for of_month in days]
        marks = [_marks(calendar, month, row) for month, row in zip(months, rows, strict=True)]
        for block, month, row, line in zip(blocks, months, rows, marks, strict=True):
            block.append(_numbers(month, row, today))
            if any(plain(line).strip() for line in marks):
                block.append(line)
    return blocks


def _beside(lines: Iterable[Parts]) -> Iterator[Part]:
    """A line of each of some months, beside each other."""
    gap = 0
    for line in lines:
        yield " " * gap, ""
        yield from line
        gap = _MONTH_WIDTH - width_of(line) + _GAP


def _head(month: date, weeks: Weeks) -> Iterator[Parts]:
    title = f"{month:%B} {month.year:04}"
    yield [(f" {title:^{_MONTH_WIDTH - 2}}", "bold")]
    yield [(" " + " ".join(_WEEKDAYS[day] for day in weeks.iterweekdays()), "dim")]


def _numbers(month: date, days: Sequence[int], today: date) -> Parts:
    """The days of a week; 0 is a day of another month."""
    line = [(" ", "")]
    for day in days:
        if day and month.replace(day=day) == today:
            line[-1] = (line[-1][0][:-1], "")
            line.append((f"[{day:2}]", "reverse"))
        else:
            line.append((f"{day or '':2} ", ""))
    return line


def _marks(calendar: Calendar, month: date, days: Sequence[int]) -> Parts:
    """The labels below the days of a week: that of the surest visit, and whether there are more."""
    line = [(" ", "")]
    for day in days:
        visits = calendar.on(month.replace(day=day)) if day else []
        if not visits:
            line.append((" " * _CELL, ""))
            continue
        visit, kind = visits[0]
        has_item = visit.has_item_on(month.replace(day=day))
        sign = "*" if has_item else "+" if len(visits) > 1 else "?" if kind == "unsure" else " "
        style = STATE_STYLES[visit.row.visit.confirmation.state]
        line.append((f"{_label(visit, kind):>2}{sign}", style))
    return line


def _label(visit: MarkedVisit, kind: DayKind) -> str:
    """The label of a visit, in small letters if it may be under way but is not sure to be."""
    return visit.label if kind == "stay" else visit.label.lower()


def _legend(
    output: Output, calendar: Calendar, today: date, topics: dict[str, Topic]
) -> Iterator[Parts]:
    """A line for each visit: its label, its state, its dates, and who goes where."""
    has_words = not 0 < output.width < _NARROW
    cells = [_cells(visit, today, has_words=has_words) for visit in calendar.visits]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    for visit, texts in zip(calendar.visits, cells, strict=True):
        state = visit.row.visit.confirmation.state
        columns = [
            f"{text}{' ' * (width - cell_len(text) + 2)}"
            for text, width in zip(texts, widths, strict=True)
        ]
        text = "".join(columns)
        coloured = widths[0] + 3  # the label and the mark of the state
        who = _who_where(output, visit, output.width - cell_len(text))
        yield [(text[:coloured], STATE_STYLES[state]), (text[coloured:] + who, "")]
        indent = " " * cell_len(text)
        for key, item in visit.dated_items:
            when = wording.when_and_where(item)
            yield [(f"{indent}{one_line(item.title_of(key, topics))}: {when}", "")]


def _who_where(output: Output, visit: MarkedVisit, room: int) -> str:
    """Who goes where; of an event, how many guests, and in a pipe their names."""
    visits = [row.visit for row in visit.rows]
    who, where = short_who_where(visits)
    if output.is_terminal:
        return fitting_who_where(who, where, room)
    if len(visits) > 1:
        return f"{who} → {wording.location(visits[0].host)} ({names_of(visits)})"
    return f"{' → '.join(wording.who_where(visits[0]))} ({one_line(visit.row.id)})"


def _cells(visit: MarkedVisit, today: date, *, has_words: bool) -> tuple[str, str, str]:
    sign = "?" if visit.kind == "unsure" else ""
    state = visit.row.visit.confirmation.state
    dates = short_dates(visit.row.visit.dates, today)
    word = f" {state}" if has_words else ""
    return f"{_label(visit, visit.kind)}{sign}", f"{STATE_MARKS[state]}{word}", dates
