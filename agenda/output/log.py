"""The text and the Markdown of `agenda log`."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from agenda.history.log import LogEntry, VisitUpdate
from agenda.output.diff import print_lines, print_rejected, update_lines
from agenda.output.markdown import escape_markdown, link
from agenda.output.terminal import Output
from agenda.output.wording import rejected_text, who_where
from agenda.text.printable import escape_controls, one_line
from agenda.text.prose import day


def print_log(output: Output, entries: Sequence[LogEntry]) -> None:
    """Print the entries, one below the other."""
    for number, entry in enumerate(entries):
        if number:
            output.line()
        report = entry.report
        head = f"{day(report.published)}  {one_line(report.publisher)}"
        output.print(Text.assemble((head, "bold"), (f"  {escape_controls(entry.id)}", "dim")))
        if report.title:
            output.print_indented(Text("  "), Text(one_line(report.title)))
        for update in entry.updates:
            _print_update(output, update)


def _print_update(output: Output, update: VisitUpdate) -> None:
    opened = ""
    if update.is_opening and update.after:
        opened = f"  opened: {' → '.join(who_where(update.after))}"
    elif update.after is None:
        opened = "  not opened yet"
    output.print(Text.assemble("  ", (escape_controls(update.visit), "bold"), opened))
    print_lines(output, update_lines(update))
    print_rejected(output, update)


def markdown(entries: Sequence[LogEntry]) -> str:
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
        yield from _update(update)


def _update(update: VisitUpdate) -> Iterator[str]:
    opened = ""
    if update.is_opening and update.after:
        opened = f", opened: {escape_markdown(' → '.join(who_where(update.after)))}"
    yield f"### {escape_markdown(update.visit)}{opened}"
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
