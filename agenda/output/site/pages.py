"""All files of a site, one after the other, with `index.html` last.

This module needs Jinja2, which is in the extra `share`; `output.site.feed` needs feedgenerator, and
`output.export_ics` icalendar.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from msgspec import Struct, structs

from agenda.history.evidence import Conflict, SourcedClaim
from agenda.history.log import entries_of
from agenda.history.recent import claims_by_visit
from agenda.history.replay import Step, steps_of, steps_on_labels
from agenda.history.status import StatusRow
from agenda.output import evidence_wording
from agenda.output.change_lines import ChangeLine, lines_of_changes
from agenda.output.export_ics import calendar_of
from agenda.output.html import TEMPLATES, Parts, template
from agenda.output.sentences import other_values
from agenda.output.site.changes import LATELY, NewestChanges
from agenda.output.site.feed import feed_of
from agenda.output.site.groups import Groups, SiteGroups, VisitGroup
from agenda.output.site.names import page_paths
from agenda.output.site.processes import processors, shared_out
from agenda.output.site.rows import RowViews, change_view
from agenda.output.site.timeline import LEGEND, coming_weeks, whole_span
from agenda.output.site.visit import LabelledView, labelled_view, visit_view
from agenda.services.grouping import all_labelled, grouped
from agenda.services.site import INDEX
from agenda.services.snapshot import Snapshot
from agenda.text.printable import keep_joiners, one_line
from agenda.text.prose import count, day

_TITLE: Final = "Planned visits"

_STATIC: Final = ("icon.svg", "script.js", "style.css")
"""The files that are the same in every site."""

_ALL: Final = "visits/index.html"
_CALENDAR: Final = "visits.ics"
_FEED: Final = "feed.xml"


class SiteSettings(Struct, frozen=True):
    """Where a site is published, and what it is called. Without an address it has no feed."""

    url: str
    title: str


def site_settings(snapshot: Snapshot, url: str) -> SiteSettings:
    """The settings of a book, with an address that takes precedence; it ends with a slash."""
    settings = snapshot.book.settings.site
    address = url or settings.url
    slash = "/" if address and not address.endswith("/") else ""
    return SiteSettings(f"{address}{slash}", one_line(settings.title) or _TITLE)


_MOST_PROCESSES: Final = 4
"""More would wait for this one, which writes the files."""

_LEAST_VISITS: Final = 100
"""The number of visits whose pages are worth another process."""


class _MadeVisit(Struct, frozen=True):
    """The page of a visit; what is disputed about it, and which of its changes are the newest."""

    page: bytes
    disputed: tuple[Conflict, ...]
    newest: Sequence[ChangeLine]


class SitePages:
    """The files of a site; ``left_out`` are the visits that its calendar lacks, once it is made."""

    def __init__(self, snapshot: Snapshot, settings: SiteSettings, today: date) -> None:
        self._snapshot, self._today, self._settings = snapshot, today, settings
        self._topics = snapshot.book.settings.all_topics
        self._reports = snapshot.known.reports
        rows = snapshot.rows_without_disputes()
        self._visit_paths = page_paths("visits", [row.id for row in rows])
        self._labelled = all_labelled(rows, snapshot.labels, snapshot.today)
        self._groups = SiteGroups(rows, self._topics, self._labelled)
        self._steps_on_labels = steps_on_labels(self._reports)
        self._rows = {row.id: row for row in rows}
        self._views = RowViews(self._visit_paths, self._reports, self._topics)
        self._changes = NewestChanges(self._reports)
        self._parts = Parts()
        self.left_out: Sequence[str] = ()

    @property
    def paths(self) -> list[str]:
        """The paths of all files, in the order in which they are made."""
        of_groups = [group.path for _, group in self._groups.all()]
        lists = [f"{groups.folder}/index.html" for groups in self._shown_kinds()]
        feed = [_FEED] if self._settings.url else []
        of_visits = [self._visit_paths[name] for name in reversed(self._rows)]
        pages = [*of_visits, *of_groups, *lists, _ALL]
        return [*_STATIC, *pages, _CALENDAR, *feed, INDEX]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each file with its content."""
        for name in _STATIC:
            yield name, (TEMPLATES / name).read_bytes()
        yield from self._visits()
        for groups, group in self._groups.all():
            yield group.path, self._group(groups, group)
        for groups in self._shown_kinds():
            yield f"{groups.folder}/index.html", self._list(groups)
        yield _ALL, self._all()
        calendar = calendar_of(self._snapshot, list(self._rows.values()))
        self.left_out = calendar.left_out
        yield _CALENDAR, calendar.text.encode()
        if self._settings.url:
            yield _FEED, self._feed()
        yield INDEX, self._index()

    def _shown_kinds(self) -> list[Groups]:
        return [groups for groups in self._groups.kinds.values() if groups.by_key]

    def _visits(self) -> Iterator[tuple[str, bytes]]:
        claims = claims_by_visit(self._snapshot.claims, self._rows)
        # The newest first, so that the newest changes are soon found.
        names = list(reversed(self._rows))
        processes = min(processors(), _MOST_PROCESSES, len(names) // _LEAST_VISITS)
        made = shared_out(lambda name: self._made(name, claims[name]), names, processes)
        for name, visit in zip(names, made, strict=True):
            # What the work on a visit added is not here if another process did it.
            self._rows[name] = self._rows[name].with_conflicts(visit.disputed)
            self._views.add(self._rows[name])
            self._changes.add(visit.newest)
            yield self._visit_paths[name], visit.page

    def _made(self, name: str, claims: Sequence[SourcedClaim]) -> "_MadeVisit":
        """The page of a visit, with what other pages need of its history."""
        # That of one visit at a time, since those of all need too much memory.
        steps = list(steps_of(claims, self._snapshot.known.visits))
        row = self._rows[name].with_conflicts(steps[-1].conflicts if steps else ())
        changes = lines_of_changes(entries_of(steps, self._reports), self._topics, self._today)
        lines = [line for line in changes if line.sentences]
        return _MadeVisit(self._visit(row, steps, lines), row.disputed, self._changes.add(lines))

    def _visit(self, row: StatusRow, steps: list[Step], lines: list[ChangeLine]) -> bytes:
        related = [
            (
                groups.name,
                [self._parts.of("link_to", group.path, values=(group, "../")) for group in of_kind],
            )
            for groups in self._shown_kinds()
            if (of_kind := self._groups.of_visit(groups.folder, row.id))
        ]
        self._views.add(row)
        return self._page(
            "visit.html.j2",
            title=self._views[row.id].title,
            root="../",
            row=self._views[row.id],
            visit=visit_view(row, steps, lines, self._reports, self._topics),
            related=related,
            timeline=whole_span([row], self._views, self._today),
        )

    def _group(self, groups: Groups, group: VisitGroup) -> bytes:
        rows = [self._rows[name] for name in group.visits]
        whole = self._whole(groups, group, rows)
        return self._page(
            "group.html.j2",
            title=group.title,
            root="../",
            groups=groups,
            group=group,
            whole=whole,
            row_groups=self._views.in_groups(rows, self._today, "../"),
            timeline=whole_span(rows, self._views, self._today) if whole else None,
        )

    def _whole(
        self, groups: Groups, group: VisitGroup, rows: Sequence[StatusRow]
    ) -> LabelledView | None:
        """What is known of a trip or an event itself."""
        if not groups.label:
            return None
        label = groups.label, group.key
        labelled = structs.replace(self._labelled[label], rows=rows)
        steps = self._steps_on_labels.get(label, ())
        return labelled_view(labelled, steps, self._reports, self._topics)

    def _list(self, groups: Groups) -> bytes:
        return self._page("list.html.j2", title=groups.name, root="../", groups=groups)

    def _all(self) -> bytes:
        row_groups = self._views.in_groups(self._rows.values(), self._today, "../")
        return self._page("all.html.j2", title="All visits", root="../", row_groups=row_groups)

    def _feed(self) -> bytes:
        lines = self._changes.newest_first()
        url, title = self._settings.url, self._settings.title
        return feed_of(lines, self._reports, url, title, self._visit_paths)

    def _index(self) -> bytes:
        rows = self._rows.values()
        groups = grouped((row for row in rows if row.is_current), "week", "start", self._today)
        current = [row for group in groups for row in group.rows]
        changes = self._changes.since(self._today)
        return self._page(
            "index.html.j2",
            title=self._settings.title,
            root="",
            row_groups=self._views.in_groups(current, self._today, ""),
            timeline=coming_weeks(current, self._views, self._today),
            changes=[change_view(line, self._visit_paths[line.visit_id]) for line in changes],
            disputed=[
                (self._views[row.id], other_values(row, self._today))
                for row in current
                if row.disputed
            ],
            overdue=[self._views[row.id] for row in current if row.countdown.phase == "overdue"],
        )

    def _page(self, name: str, root: str, **values: Any) -> bytes:
        text = template(name).render(
            site=self._settings,
            root=root,
            navigation=self._parts.of("navigation", root, values=(self._shown_kinds(), root)),
            as_of=day(self._today),
            as_of_iso=self._today.isoformat(),
            legend=LEGEND,
            marks=evidence_wording.MARKS,
            mark_legend=evidence_wording.LEGEND,
            lately=count(LATELY.days, "day"),
            **values,
        )
        return keep_joiners(text).encode()
