"""The text and the Markdown of `agenda log`."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from agenda.history.log import LogEntry, VisitUpdate
from agenda.output.diff import NO_VISIT, Line, print_lines, print_rejected, update_lines
from agenda.output.markdown import escape_markdown, link
from agenda.output.short_wording import short_who_where
from agenda.output.terminal import Output
from agenda.output.wording import rejected_text, who_where
from agenda.services.grouping import Key, gathered
from agenda.text.printable import escape_controls, one_line
from agenda.text.prose import day

_SEVERAL: Final = 3
"""The fewest guests of an event of whom what is common is printed once."""


def print_log(output: Output, entries: Iterable[LogEntry]) -> None:
    """Print the entries, one below the other."""
    for number, entry in enumerate(entries):
        if number:
            output.line()
        report = entry.report
        head = f"{day(report.published)}  {one_line(report.publisher)}"
        output.print_parts([(head, "bold"), (f"  {escape_controls(entry.id)}", "dim")])
        if report.title:
            output.print_indented([("  ", "")], [(one_line(report.title), "")])
        for updates in gathered(entry.updates, _events_of_several(entry)):
            common = _common_lines(updates)
            if common:
                _print_event(output, updates, common)
            for update in updates:
                _print_update(output, update, common, _opened(update))
        for update in entry.on_labels:
            _print_update(output, update, (), NO_VISIT)


def _events_of_several(entry: LogEntry) -> Callable[[VisitUpdate], Key]:
    """A function that returns the event of a visit, if the report is on several of its guests."""
    events = Counter(update.after.event for update in entry.updates if update.after)

    def event_of(update: VisitUpdate) -> Key:
        event = update.after.event if update.after else ""
        return (event,) if event and events[event] >= _SEVERAL else ()

    return event_of


def _common_lines(updates: Sequence[VisitUpdate]) -> list[Line]:
    """What a report says alike of all of several guests of an event."""
    if len(updates) == 1:
        return []
    first, *others = map(update_lines, updates)
    in_all = set(first).intersection(*others)
    return [line for line in first if line in in_all]


def _print_event(output: Output, updates: Sequence[VisitUpdate], lines: Sequence[Line]) -> None:
    visits = [update.after for update in updates if update.after]
    output.print_parts([("  ", ""), (short_who_where(visits)[0], "bold")])
    print_lines(output, lines)


def _opened(update: VisitUpdate) -> str:
    """Whether a report opened a visit, or whether none has."""
    if update.is_opening and update.after:
        return f"opened: {' → '.join(who_where(update.after))}"
    return "not opened yet" if update.after is None else ""


def _print_update(output: Output, update: VisitUpdate, common: Sequence[Line], note: str) -> None:
    """Print what a report changed about a visit, without the lines on all guests of its event."""
    indent = "    " if common else "  "
    of_visit = f"  {note}" if note else ""
    output.print_parts([(indent, ""), (escape_controls(update.visit), "bold"), (of_visit, "")])
    known = set(common)
    print_lines(output, [line for line in update_lines(update) if line not in known], 2 * indent)
    print_rejected(output, update)


def markdown(entries: Iterable[LogEntry]) -> str:
    """The entries as one document: a section for each report, a table for each visit."""
    return "\n".join(line for entry in entries for line in _entry(entry)) + "\n"


def _entry(entry: LogEntry) -> Iterator[str]:
    report = entry.report
    yield f"## {day(report.published)}: {link(report.publisher, report.url)}"
    yield ""
    if report.title:
        yield f"{escape_markdown(report.title)} ({escape_markdown(entry.id)})"
        yield ""
    for update in entry.updates:
        yield from update_section(update, _opened(update))
    for update in entry.on_labels:
        yield from update_section(update, NO_VISIT)


def update_section(update: VisitUpdate, note: str) -> Iterator[str]:
    """The lines of what a report says of a visit, as a section with a table."""
    yield f"### {escape_markdown(', '.join(filter(None, (update.visit, note))))}"
    yield ""
    lines = update_lines(update)
    if lines:
        yield "| change | fact | value | adds |"
        yield "|---|---|---|---|"
        for line in lines:
            yield f"| {' | '.join(map(escape_markdown, line))} |"
        yield ""
    for relations in update.rejected:
        yield f"Rejected: {escape_markdown(rejected_text(relations))}"
        yield ""
