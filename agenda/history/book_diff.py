"""What differs between two snapshots of a book: which visits were added, removed or changed."""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.diff import Change, diff
from agenda.history.evidence import reports_behind
from agenda.history.facts import facts
from agenda.history.log import VisitUpdate
from agenda.history.replay import SourcedClaim
from agenda.model.diagnostic import LocatedDiagnostic
from agenda.model.visit import Visit

VisitChange = Literal["added", "removed", "renamed", "changed"]


class SourcedChange(Struct, frozen=True):
    """One change, and the reports that give its fact the value it has after the change."""

    change: Change
    reports: tuple[str, ...] = ()


class VisitDiff(Struct, frozen=True):
    """One visit that differs.

    ``visit`` is the visit after the change, or before it if it was removed. ``renamed_from`` is its
    id before, if it was renamed. ``update`` is what a report says about it, if the diff is that of
    a report.
    """

    id: str
    change: VisitChange
    visit: Visit
    changes: tuple[SourcedChange, ...] = ()
    renamed_from: str = ""
    update: VisitUpdate | None = None


class BookDiff(Struct, frozen=True):
    """What differs between two snapshots, which ``sides`` name.

    ``diagnostics`` are about files that can't be compared; ``urls`` are the addresses of reports.
    """

    sides: tuple[str, str]
    visits: tuple[VisitDiff, ...]
    diagnostics: tuple[LocatedDiagnostic, ...] = ()
    urls: Mapping[str, str] = {}

    def only(self, ids: Collection[str]) -> "BookDiff":
        """The diff of some visits, or all of it if no id is given."""
        visits = tuple(
            visit
            for visit in self.visits
            if not ids or visit.id in ids or visit.renamed_from in ids
        )
        return replace(self, visits=visits)

    @property
    def has_changes(self) -> bool:
        """Whether there is any change at all."""
        return any(visit.change != "changed" or visit.changes for visit in self.visits)


def diff_visits(before: Mapping[str, Visit], after: Mapping[str, Visit]) -> tuple[VisitDiff, ...]:
    """Every visit that differs between two snapshots, by id."""
    removed = {name: visit for name, visit in before.items() if name not in after}
    differing = []
    for name, visit in after.items():
        if name in before:
            if changes := _changes(before[name], visit):
                differing.append(VisitDiff(name, "changed", visit, changes))
        elif (old_name := _renamed_from(visit, removed)) is not None:
            changes = _changes(removed.pop(old_name), visit)
            differing.append(VisitDiff(name, "renamed", visit, changes, old_name))
        else:
            differing.append(VisitDiff(name, "added", visit))
    differing += [VisitDiff(name, "removed", visit) for name, visit in removed.items()]
    return tuple(sorted(differing, key=lambda visit: visit.id))


def _changes(before: Visit, after: Visit) -> tuple[SourcedChange, ...]:
    return tuple(SourcedChange(change) for change in diff(before, after))


def _renamed_from(visit: Visit, removed: Mapping[str, Visit]) -> str | None:
    """The id that a visit had before, if a removed visit is like it.

    It is alike if who goes where and most of the other facts are the same.
    """
    likely = [
        (len(diff(old, visit)), name)
        for name, old in removed.items()
        if old.visitor.name == visit.visitor.name and old.host.country == visit.host.country
    ]
    fewest, name = min(likely, default=(0, None))
    return name if name is not None and 2 * fewest <= len(facts(visit)) else None


def with_reports(
    visits: Iterable[VisitDiff], claims: Iterable[SourcedClaim]
) -> tuple[VisitDiff, ...]:
    """The visits that differ, each change with the reports behind it."""
    by_visit: dict[str, list[SourcedClaim]] = {}
    for sourced in claims:
        by_visit.setdefault(sourced.claim.visit, []).append(sourced)
    return tuple(
        replace(
            visit,
            changes=tuple(
                SourcedChange(
                    change, reports_behind(change.path, change.after, by_visit.get(visit.id, ()))
                )
                for change in (sourced_change.change for sourced_change in visit.changes)
            ),
        )
        for visit in visits
    )
