"""What each report changed about each visit, in short sentences, for the brief and for pages."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct, structs

from agenda.history.log import LogEntry
from agenda.model.report import Report
from agenda.model.topics import Topic
from agenda.model.visit import Visit
from agenda.output import wording
from agenda.output.sentences import sentences_on
from agenda.output.short_wording import names_of, short_who_where
from agenda.services.grouping import Key, gathered
from agenda.text.printable import one_line


class ChangeLine(Struct, frozen=True):
    """What one report changed about a visit: short sentences, the most important first.

    ``others`` are other guests of its event about whom it changed the same.
    """

    visit_id: str
    visit: Visit
    sentences: Sequence[str]
    report_id: str
    report: Report
    others: Sequence[Visit] = ()

    @property
    def who(self) -> str:
        """Who goes where."""
        return who_goes_where([self.visit, *self.others])

    @property
    def source(self) -> str:
        """The publisher in brackets."""
        return f"({one_line(self.report.publisher)})"


def lines_of_changes(
    entries: Iterable[LogEntry], topics: dict[str, Topic], today: date
) -> Iterator[ChangeLine]:
    """What some reports changed about each visit, in short sentences."""
    for entry in entries:
        for update in entry.updates:
            if update.after:
                sentences = sentences_on(update, topics, today)
                yield ChangeLine(update.visit, update.after, sentences, entry.id, entry.report)


def joint_lines(lines: Iterable[ChangeLine]) -> list[ChangeLine]:
    """What reports changed, with one line for all guests of whom a report says the same."""

    def key(line: ChangeLine) -> Key:
        visit = line.visit
        is_guest = bool(visit.event)
        return (visit.event, visit.host, id(line.report), *line.sentences) if is_guest else ()

    return [
        structs.replace(first, others=[line.visit for line in others])
        for first, *others in gathered(lines, key)
    ]


def who_goes_where(visits: Sequence[Visit]) -> str:
    """Who goes where; of several guests of an event their number and names."""
    first, *others = visits
    if not others:
        return " → ".join(wording.who_where(first))
    who, _ = short_who_where(visits)
    return f"{who} → {wording.location(first.host)} ({names_of(visits)})"
