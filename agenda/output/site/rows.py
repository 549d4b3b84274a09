"""A visit as a row of a table: what `agenda status --details` shows of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from agenda.history.countdown import prefix_of
from agenda.history.status import StatusRow
from agenda.model.report import Report
from agenda.model.topics import Topic
from agenda.output import wording
from agenda.output.change_lines import ChangeLine
from agenda.output.html import Parts
from agenda.output.markdown import web_address
from agenda.output.sentences import near_when
from agenda.output.site.names import anchor_of
from agenda.output.status import STATE_MARKS
from agenda.services.grouping import Group, grouped
from agenda.text.printable import escape_controls, one_line
from agenda.text.prose import day


class Clock(Struct, frozen=True):
    """What a script needs to count the days by the reader's clock; ISO dates, empty if unknown."""

    zone: str
    earliest: str
    latest: str
    earliest_end: str
    end: str
    prefix: str


class RowView(Struct, frozen=True):
    """A visit in a table. ``start`` and ``updated`` sort it; ``clock`` is that of a visit ahead."""

    id: str
    href: str
    who: str
    where: str
    dates: str
    countdown: str
    state: str
    mark: str
    notes: Sequence[str]
    sides: Sequence[str]
    agenda: Sequence[str]
    publisher: str
    reported: str
    url: str
    is_disputed: bool
    start: str
    updated: str
    clock: Clock | None

    @property
    def title(self) -> str:
        """Who goes where."""
        return f"{self.who} → {self.where}"


class RowGroup(Struct, frozen=True):
    """Rows below a title; each is HTML."""

    title: str
    rows: Sequence[str]


class RowViews:
    """The rows of the visits so far, each made once."""

    def __init__(
        self, paths: Mapping[str, str], reports: Mapping[str, Report], topics: dict[str, Topic]
    ) -> None:
        self._paths, self._reports, self._topics = paths, reports, topics
        self._by_id: dict[str, RowView] = {}
        self._parts = Parts()

    def add(self, row: StatusRow) -> None:
        """Add the row of a visit, if it is not there."""
        if row.id not in self._by_id:
            self._by_id[row.id] = _row_view(row, self._paths[row.id], self._reports, self._topics)

    def __getitem__(self, visit: str) -> RowView:
        return self._by_id[visit]

    def in_groups(self, rows: Iterable[StatusRow], today: date, root: str) -> list[RowGroup]:
        """Some rows as `agenda status` groups them: by week, and the past last.

        ``root`` leads from their page to the folder of the site.
        """
        return [self._group(group, root) for group in grouped(rows, "week", "start", today)]

    def _group(self, group: Group, root: str) -> RowGroup:
        rows = [
            self._parts.of("visit_row", row.id, root, values=(self._by_id[row.id], root))
            for row in group.rows
        ]
        return RowGroup(one_line(group.title), rows)


def _row_view(
    row: StatusRow, path: str, reports: Mapping[str, Report], topics: dict[str, Topic]
) -> RowView:
    visit = row.visit
    who, where = wording.who_where(visit)
    first = visit.dates.earliest_start or visit.dates.latest_start or visit.dates.latest_end
    return RowView(
        id=escape_controls(row.id),
        href=path,
        who=who,
        where=where,
        dates="; ".join((near_when(visit.dates, row.today), *wording.notes_on_dates(row))),
        countdown=row.countdown.text,
        state=visit.confirmation.state,
        mark=STATE_MARKS[visit.confirmation.state],
        notes=wording.notes_on_state(row),
        sides=wording.sides(visit),
        agenda=wording.agenda(visit, topics),
        publisher=one_line(row.last.publisher) if row.last else "",
        reported=day(row.last.published) if row.last else "",
        url=web_address(reports[row.last.report].url) if row.last else "",
        is_disputed=bool(row.disputed),
        start=first.isoformat() if first else "",
        updated=row.last.published.isoformat() if row.last else "",
        clock=_clock(row),
    )


def _clock(row: StatusRow) -> Clock | None:
    """What the days until a visit are counted from, if it is ahead or under way."""
    dates = row.visit.dates
    if row.countdown.phase not in {"upcoming", "any-day", "under-way"} or not dates.latest_start:
        return None
    return Clock(
        row.visit.zone,
        _iso(dates.earliest_start),
        _iso(dates.latest_start),
        _iso(dates.earliest_end),
        _iso(dates.latest_end),
        prefix_of(dates),
    )


def _iso(of: date | None) -> str:
    return of.isoformat() if of else ""


class ChangeView(Struct, frozen=True):
    """What one report changed about a visit. ``href`` is empty if that is not to be linked.

    ``anchor`` is the report's name on the page of the visit.
    """

    anchor: str
    published: str
    who: str
    where: str
    href: str
    text: str
    publisher: str
    url: str


def change_view(line: ChangeLine, href: str = "") -> ChangeView:
    """What one report changed, for a list of changes."""
    return ChangeView(
        anchor_of(line.report_id),
        day(line.report.published),
        *wording.who_where(line.visit),
        href,
        ", ".join(line.sentences),
        one_line(line.report.publisher),
        web_address(line.report.url),
    )
