"""What differs between two snapshots of a book: which visits were added, removed or changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain, islice
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.diff import Change, diff
from agenda.history.evidence import SourcedClaim
from agenda.history.facts import LISTED, Value, facts
from agenda.history.log import VisitUpdate
from agenda.history.merge import is_applied
from agenda.history.support import evidence_by_path
from agenda.model.diagnostic import FieldPath, LocatedDiagnostic
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
    ``on_labels`` are a report's claims on trips and events that are about no visit.
    """

    sides: tuple[str, str]
    visits: tuple[VisitDiff, ...]
    diagnostics: tuple[LocatedDiagnostic, ...] = ()
    urls: Mapping[str, str] = {}
    on_labels: tuple[VisitUpdate, ...] = ()

    def only(self, ids: Collection[str]) -> "BookDiff":
        """The diff of some visits, or all of it if no id is given."""
        visits = tuple(
            visit
            for visit in self.visits
            if not ids or visit.id in ids or visit.renamed_from in ids
        )
        return replace(self, visits=visits, on_labels=() if ids else self.on_labels)

    @property
    def has_changes(self) -> bool:
        """Whether there is any change at all."""
        return any(visit.change != "changed" or visit.changes for visit in self.visits)


def diff_visits(before: Mapping[str, Visit], after: Mapping[str, Visit]) -> tuple[VisitDiff, ...]:
    """Every visit that differs between two snapshots, by id."""
    removed = _RemovedVisits({name: visit for name, visit in before.items() if name not in after})
    differing = []
    for name, visit in after.items():
        if name in before:
            if changes := _changes(before[name], visit):
                differing.append(VisitDiff(name, "changed", visit, changes))
        elif (old_name := removed.likeliest(visit)) is not None:
            changes = _changes(removed.pop(old_name), visit)
            differing.append(VisitDiff(name, "renamed", visit, changes, old_name))
        else:
            differing.append(VisitDiff(name, "added", visit))
    differing += [VisitDiff(name, "removed", visit) for name, visit in removed.visits.items()]
    return tuple(sorted(differing, key=lambda visit: visit.id))


def _changes(before: Visit, after: Visit) -> tuple[SourcedChange, ...]:
    return tuple(SourcedChange(change) for change in diff(before, after))


_MAX_SEARCHED: Final = 1000
_MAX_ALIKE: Final = 50
"""How many removed visits are compared with a new one; those that share its rarest facts."""


class _RemovedVisits:
    """The visits that were removed, some of which may only have been renamed."""

    def __init__(self, visits: dict[str, Visit]) -> None:
        self.visits = visits
        self._by_fact: dict[tuple[FieldPath, Value], dict[str, None]] = defaultdict(dict)
        self._same: dict[frozenset[tuple[FieldPath, Value]], dict[str, None]] = defaultdict(dict)
        for name, visit in sorted(visits.items()):
            for fact in facts(visit).items():
                self._by_fact[fact][name] = None
            self._same[frozenset(facts(visit).items())][name] = None

    def pop(self, name: str) -> Visit:
        """A removed visit, which is renamed and no longer among them."""
        visit = self.visits.pop(name)
        for fact in facts(visit).items():
            del self._by_fact[fact][name]
        del self._same[frozenset(facts(visit).items())][name]
        return visit

    def likeliest(self, visit: Visit) -> str | None:
        """The id that a visit had before, if a removed visit is like it.

        It is alike if who goes where and most of the other facts are the same.
        """
        for name in self._same.get(frozenset(facts(visit).items()), ()):
            return name
        likely = [(len(diff(self.visits[name], visit)), name) for name in self._alike(visit)]
        fewest, name = min(likely, default=(0, ""))
        return name if name and 2 * fewest <= len(facts(visit)) else None

    def _alike(self, visit: Visit) -> Iterable[str]:
        """Removed visits with the same visitor and host, those with the rarest facts first."""
        who, where = ("visitor", "name"), ("host", "country")
        visitors = self._by_fact.get((who, visit.visitor.name), {})
        hosts = self._by_fact.get((where, str(visit.host.country)), {})
        groups = [self._by_fact.get(fact, {}) for fact in facts(visit).items()]
        groups.sort(key=len)
        names = islice(chain.from_iterable(groups), _MAX_SEARCHED)
        alike = dict.fromkeys(name for name in names if name in visitors and name in hosts)
        return islice(alike, _MAX_ALIKE)


def with_reports(
    visits: Iterable[VisitDiff], claims: Iterable[SourcedClaim]
) -> tuple[VisitDiff, ...]:
    """The visits that differ, each change with the reports behind it."""
    by_visit: dict[str, list[SourcedClaim]] = {}
    for sourced in claims:
        by_visit.setdefault(sourced.claim.visit, []).append(sourced)
    return tuple(_with_reports(visit, by_visit.get(visit.id, ())) for visit in visits)


def _with_reports(visit: VisitDiff, claims: Iterable[SourcedClaim]) -> VisitDiff:
    """A visit that differs, each change with the reports that give the new value, or clear it."""
    changes = [sourced.change for sourced in visit.changes]
    after = {
        change.path: LISTED if isinstance(change.after, Struct) else change.after
        for change in changes
    }
    evidence = evidence_by_path(after, [each for each in claims if is_applied(each.claim)])
    reports = {
        path: dict.fromkeys(each.sourced.report for each in evidence[path] if each.agrees)
        for path in after
    }
    return replace(
        visit,
        changes=tuple(SourcedChange(change, tuple(reports[change.path])) for change in changes),
    )
