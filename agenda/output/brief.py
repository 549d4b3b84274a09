"""The text and the Markdown of `agenda brief`."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct, structs

from agenda.history.evidence import Conflict
from agenda.history.status import StatusRow
from agenda.model.edtf import When
from agenda.output import wording
from agenda.output.cells import cell_len
from agenda.output.change_lines import (
    ChangeLine,
    joint_lines,
    lines_of_changes,
    who_goes_where,
)
from agenda.output.diagnostics import line_in
from agenda.output.layout import Parts, plain, truncated, width_of
from agenda.output.markdown import escape_markdown, link
from agenda.output.sentences import other_values
from agenda.output.short_wording import (
    fitting_who_where,
    names_of,
    short_countdown,
    short_dates,
    short_who_where,
)
from agenda.output.status import STATE_MARKS
from agenda.output.terminal import STATE_STYLES, Output
from agenda.services.brief import SILENT_AFTER, Brief, days_silent
from agenda.services.grouping import gathered, same_stay
from agenda.text.printable import one_line
from agenda.text.prose import count, day, weekday

_LABEL_WIDTH: Final = 11
_NARROW: Final = 80
"""With fewer columns, visits are shown without their countdown, or without their dates."""

_VERY_NARROW: Final = 60
"""With fewer columns, each label has a line of its own."""

_MOST_TO_CHECK: Final = 4
"""The most lines on a terminal of each part about what has to be checked."""


class Part(Struct, frozen=True):
    """A part of the brief: visits, or diagnostics. What has to be checked comes last.

    There is a sentence for each line. On a terminal, visits are ``rows`` in columns, and ``texts``
    are what is said of each. Guests of one event of whom the same is said are together.
    """

    label: str
    title: str
    sentences: Sequence[str]
    rows: Sequence[Sequence[StatusRow]] = ()
    texts: Sequence[str] = ()
    is_to_check: bool = False


def heading(brief: Brief) -> str:
    """The day of a brief, and the first day of the reports in it."""
    today = f"{brief.today:%A} {day(brief.today)}"
    return f"Brief for {today}, with reports since {weekday(brief.since, brief.today)}"


def nothing(brief: Brief) -> str:
    """One line for a brief without any part."""
    text = (
        f"Nothing to report for {brief.today:%A} {day(brief.today)}: no visit is ahead within 7 "
        f"days, and nothing has changed since {weekday(brief.since, brief.today)}."
    )
    if row := brief.next_later:
        text += f" The next is {who_goes_where([row.visit])}, {row.countdown.text}."
    return text


def change_lines(brief: Brief) -> list[ChangeLine]:
    """What the reports changed, the newest first."""
    topics = brief.book.settings.all_topics
    return list(lines_of_changes(brief.changes, topics, brief.today))


def brief_parts(brief: Brief) -> Iterator[Part]:
    """The parts that are about visits or diagnostics, without empty ones."""
    until = weekday(brief.until, brief.today)
    silent_after = count(SILENT_AFTER.days, "day")
    parts = (
        _ahead("Under way", "Under way", brief.under_way),
        _ahead("Tomorrow", "Tomorrow", brief.tomorrow),
        _ahead(f"To {brief.until.day} {brief.until:%b}", f"Until {until}", brief.ahead),
        _to_check(
            "Disputed",
            "Disputed",
            brief.disputed,
            lambda row: ", ".join(f"or {_short(conflict, brief)}" for conflict in row.disputed),
            lambda row: other_values(row, brief.today),
        ),
        _to_check(
            "Overdue",
            "Overdue",
            brief.overdue,
            lambda row: short_countdown(row).removeprefix("overdue ").removesuffix(" overdue"),
            _known,
        ),
        _to_check(
            "Silent",
            f"No report for over {silent_after}",
            brief.silent,
            _silence,
            lambda row: f"{_silence(row)}; {_known(row)}",
        ),
        _problems(brief),
    )
    return (part for part in parts if part.sentences)


def _ahead(label: str, title: str, rows: Sequence[StatusRow]) -> Part:
    return _part(label, title, rows, short_countdown, _known)


def _to_check(
    label: str,
    title: str,
    rows: Sequence[StatusRow],
    text: Callable[[StatusRow], str],
    sentence: Callable[[StatusRow], str],
) -> Part:
    return structs.replace(_part(label, title, rows, text, sentence), is_to_check=True)


def _part(
    label: str,
    title: str,
    rows: Sequence[StatusRow],
    text: Callable[[StatusRow], str],
    sentence: Callable[[StatusRow], str],
) -> Part:
    """A part about visits; ``text`` is what is said of each in columns, ``sentence`` elsewhere."""
    groups = gathered(rows, lambda row: (*same_stay(row), text(row)) if row.visit.event else ())
    sentences = [
        f"{who_goes_where([row.visit for row in group])}: {sentence(group[0])}" for group in groups
    ]
    return Part(label, title, sentences, groups, [text(group[0]) for group in groups])


def _known(row: StatusRow) -> str:
    state, dates = row.visit.confirmation.state, row.visit.dates
    known = (state, wording.when(dates) if dates else "", row.countdown.text)
    return ", ".join(dict.fromkeys(filter(None, known)))


def _silence(row: StatusRow) -> str:
    return count(days_silent(row), "day")


def _short(conflict: Conflict, brief: Brief) -> str:
    """The value that another source gives."""
    if isinstance(conflict.value, When):
        return short_dates(conflict.value, brief.today)
    return wording.value_text(conflict.value)


def _problems(brief: Brief) -> Part:
    """How many errors and warnings there are, and each of them."""
    severities = [diagnostic.severity for diagnostic in brief.diagnostics]
    counts = [
        count(severities.count(severity), severity)
        for severity in ("error", "warning")
        if severity in severities
    ]
    summary = f"{' and '.join(counts)} (agenda validate explains them)"
    lines = [line_in(brief.book, diagnostic) for diagnostic in brief.diagnostics]
    return Part("Problems", "Problems", [summary, *lines] if lines else [], is_to_check=True)


def markdown(brief: Brief) -> str:
    """The brief as a document."""
    return "\n".join(_markdown_lines(brief)) + "\n"


def _markdown_lines(brief: Brief) -> Iterator[str]:
    yield f"# {heading(brief)}"
    parts = list(brief_parts(brief))
    if not brief:
        yield from ("", nothing(brief))
    yield from _markdown_parts(part for part in parts if not part.is_to_check)
    if lines := joint_lines(change_lines(brief)):
        yield from ("", "## Changed", "")
        for line in lines:
            source = link(one_line(line.report.publisher), line.report.url)
            text = escape_markdown(f"{line.who}: {', '.join(line.sentences)}")
            yield f"- {text} ({source})"
    yield from _markdown_parts(part for part in parts if part.is_to_check)


def _markdown_parts(parts: Iterator[Part]) -> Iterator[str]:
    for part in parts:
        yield from ("", f"## {part.title}", "")
        yield from (f"- {escape_markdown(sentence)}" for sentence in part.sentences)


def print_brief(output: Output, brief: Brief, most_lines: int | None = None) -> None:
    """Print the brief; with ``most_lines``, only its beginning."""
    lines = _lines_on_terminal(output.width, brief) if output.is_terminal else _lines(brief)
    for label, text in islice(lines, most_lines):
        if label:
            output.print_indented([(label, "bold")], text)
        else:
            output.print_parts(text)


def plain_text(brief: Brief) -> str:
    """The brief as it is in a pipe; if there is nothing in it, one line that says so."""
    if not brief:
        return f"{nothing(brief)}\n"
    return "".join(f"{label}{plain(parts)}\n" for label, parts in _lines(brief))


Line = tuple[str, Parts]
"""A line, after a label that is as wide as all others, or empty."""


def _lines(brief: Brief) -> Iterator[Line]:
    """The lines in a pipe, each with the label of its part."""
    yield "", [(heading(brief), "bold")]
    parts = list(brief_parts(brief))
    changes = [
        f"{line.who}: {', '.join(line.sentences)} {line.source}"
        for line in joint_lines(change_lines(brief))
    ]
    for part in (
        *(part for part in parts if not part.is_to_check),
        Part("Changed", "Changed", changes),
        *(part for part in parts if part.is_to_check),
    ):
        for sentence in part.sentences:
            yield part.label.ljust(_LABEL_WIDTH), [(sentence, "")]


def _lines_on_terminal(width: int, brief: Brief) -> Iterator[Line]:
    """The lines on a terminal, in blocks: what is ahead, what has changed, what to check."""
    yield "", [(heading(brief), "bold")]
    parts = list(brief_parts(brief))
    ahead = [part for part in parts if not part.is_to_check]
    to_check = [part for part in parts if part.is_to_check]
    for block in (
        list(_block(ahead, width, brief)),
        list(_changes_on_terminal(width - len(_INDENT), joint_lines(change_lines(brief)))),
        list(_block(to_check, width, brief)),
    ):
        if block:
            yield "", ()
            yield from block


_INDENT: Final = "  "


def _block(parts: Sequence[Part], width: int, brief: Brief) -> Iterator[Line]:
    """The lines of some parts, the visits in columns: the state, the dates, a text, and who."""
    labels = _LABEL_WIDTH if width >= _VERY_NARROW else len(_INDENT)
    cells = [_cells(part, width, brief) for part in parts]
    columns = zip(*(cell for of_part in cells for cell in of_part), strict=True)
    widths = [max(map(cell_len, column)) for column in columns]
    for part, of_part in zip(parts, cells, strict=True):
        room = width - labels
        if part.rows:
            rows = zip(part.rows, of_part, strict=True)
            texts = [_row(group, cell, widths, room) for group, cell in rows]
        else:
            texts = [truncated([(sentence, "")], room) for sentence in part.sentences]
        if part.is_to_check:
            texts = _first(texts, is_counted=not part.rows)
        if width < _VERY_NARROW:
            yield "", [(part.label, "bold")]
        for number, text in enumerate(texts):
            is_labelled = number == 0 and width >= _VERY_NARROW
            yield (part.label if is_labelled else "").ljust(labels), text


def _first(texts: list[Parts], *, is_counted: bool) -> list[Parts]:
    """The first few of some lines, and how many more there are, if no line has counted them."""
    if is_counted:
        return texts[: _MOST_TO_CHECK - 1]
    if len(texts) <= _MOST_TO_CHECK:
        return texts
    left = len(texts) - _MOST_TO_CHECK + 1
    return [*texts[:-left], [(f"and {left:,} more", "dim")]]


def _cells(part: Part, width: int, brief: Brief) -> list[tuple[str, str]]:
    """The dates of each visit, and what is said of it; on a narrow terminal only one of them."""
    dates = (short_dates(row.visit.dates, brief.today) for row, *_ in part.rows)
    cells = zip(dates, part.texts, strict=True)
    if width >= _NARROW:
        return list(cells)
    return [("", text) if part.is_to_check else (when, "") for when, text in cells]


def _row(
    rows: Sequence[StatusRow], cells: tuple[str, str], widths: Sequence[int], room: int
) -> Parts:
    visits = [row.visit for row in rows]
    state = visits[0].confirmation.state
    line = [(STATE_MARKS[state], STATE_STYLES[state])]
    for gap, text, width in zip((" ", "  "), cells, widths, strict=True):
        if width:
            line.append((f"{gap}{text}{' ' * (width - cell_len(text))}", ""))
    who = fitting_who_where(*short_who_where(visits), room - width_of(line) - 2)
    line.append((f"  {who}", ""))
    return [*line, (f"\n({names_of(visits)})", "dim")] if len(visits) > 1 else line


def _changes_on_terminal(room: int, lines: Sequence[ChangeLine]) -> Iterator[Line]:
    """A line for each change: who goes where if there is room for it, or else the countries."""
    if not lines:
        return
    yield "", [("Changed", "bold")]
    by_country = [_countries(line) for line in lines]
    by_name = [line.who for line in lines]
    fits = all(
        cell_len(f"{who}: {line.sentences[0]} {line.source}") <= room
        for who, line in zip(by_name, lines, strict=True)
    )
    is_clear = len(set(by_country)) == len(set(by_name))
    for who, line in zip(by_country if is_clear and not fits else by_name, lines, strict=True):
        yield _INDENT, _fitting_change(who, line, room)


def _countries(line: ChangeLine) -> str:
    """The countries of a visit; of several guests of an event their number."""
    visit = line.visit
    if line.others:
        return " → ".join(short_who_where([visit, *line.others]))
    where = visit.host.country.name or wording.location(visit.host)
    return f"{one_line(visit.visitor.side)} → {where}"


def _fitting_change(who: str, line: ChangeLine, room: int) -> Parts:
    """A change on one line if possible: the first sentence, and those for which there is room."""
    for number in range(len(line.sentences), 0, -1):
        more = "" if number == len(line.sentences) else " …"
        text = f"{', '.join(line.sentences[:number])}{more} {line.source}"
        if number == 1 or cell_len(f"{who}: {text}") <= room:
            break
    return [(f"{who}: ", "bold"), (text, "")]
