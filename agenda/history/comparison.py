"""Two pictures of a book side by side: which visits came, went, were renamed or changed."""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from msgspec import Struct

from agenda.history.diff import Change, diff
from agenda.history.log import Episode
from agenda.history.replay import Said, facts
from agenda.model.diagnostic import Route
from agenda.model.report import Claim
from agenda.model.visit import Item, Visit

VisitChange = Literal["added", "removed", "renamed", "changed"]


class Compared(Struct, frozen=True):
    """One visit that differs. ``was`` is its id before, if it was renamed.

    ``visit`` is the visit as it is, or as it was if it is gone.
    """

    id: str
    change: VisitChange
    visit: Visit
    changes: tuple[Change, ...] = ()
    was: str = ""


class Sourced(Struct, frozen=True):
    """One change, and the reports that say what it made of its fact."""

    change: Change
    reports: tuple[str, ...]


class VisitDiff(Struct, frozen=True):
    """One visit that differs. ``episode`` is what a report says on it, if one was asked about."""

    id: str
    change: VisitChange
    visit: Visit
    changes: tuple[Sourced, ...] = ()
    was: str = ""
    episode: Episode | None = None


class Comparison(Struct, frozen=True):
    """What differs between two pictures, which ``names`` say in words.

    ``problems`` are lines on the files that can't be compared, ``urls`` the addresses of reports.
    """

    names: tuple[str, str]
    visits: tuple[VisitDiff, ...]
    problems: tuple[str, ...] = ()
    urls: dict[str, str] = {}

    def of(self, ids: Collection[str]) -> "Comparison":
        """Only some visits, or all of them if none is named."""
        chosen = tuple(one for one in self.visits if not ids or one.id in ids or one.was in ids)
        return Comparison(self.names, chosen, self.problems, self.urls)

    @property
    def differs(self) -> bool:
        """Whether there is any change at all."""
        return any(one.change != "changed" or one.changes for one in self.visits)


def sourced(found: Iterable[Compared], said: Iterable[Said]) -> tuple[VisitDiff, ...]:
    """Visits that differ, each change with the reports behind it."""
    by_visit: dict[str, list[Said]] = {}
    for one in said:
        by_visit.setdefault(one.claim.visit, []).append(one)
    return tuple(
        VisitDiff(
            one.id,
            one.change,
            one.visit,
            tuple(
                Sourced(change, reports_behind(change, by_visit.get(one.id, ())))
                for change in one.changes
            ),
            one.was,
        )
        for one in found
    )


def compare(before: Mapping[str, Visit], after: Mapping[str, Visit]) -> list[Compared]:
    """Every visit that differs between two pictures, by id; an added one is said once."""
    gone = {name: visit for name, visit in before.items() if name not in after}
    found = []
    for name, visit in after.items():
        if name in before:
            if changes := diff(before[name], visit):
                found.append(Compared(name, "changed", visit, changes))
        elif (was := _same_visit(visit, gone)) is not None:
            changes = diff(gone.pop(was), visit)
            found.append(Compared(name, "renamed", visit, changes, was))
        else:
            found.append(Compared(name, "added", visit))
    found += [Compared(name, "removed", visit) for name, visit in gone.items()]
    return sorted(found, key=lambda one: one.id)


def _same_visit(visit: Visit, gone: Mapping[str, Visit]) -> str | None:
    """The id under which a visit was known before, if one of those that are gone is like it.

    It is if who goes where is the same and most of what else is known of it.
    """
    likely = [
        (len(diff(was, visit)), name)
        for name, was in gone.items()
        if was.visitor.name == visit.visitor.name and was.host.country == visit.host.country
    ]
    fewest, name = min(likely, default=(0, None))
    return name if name is not None and 2 * fewest <= len(facts(visit)) else None


def reports_behind(change: Change, said: Iterable[Said]) -> tuple[str, ...]:
    """The reports with a claim that says what a change made of its fact, in their order."""
    return tuple(
        dict.fromkeys(
            one.report for one in said if not one.claim.rejected and _is_behind(change, one.claim)
        )
    )


def _is_behind(change: Change, claim: Claim) -> bool:
    if change.after == "":
        postponed = change.path == ("dates",) and claim.confirmation.state == "postponed"
        return postponed or any(_reaches(path, change.path) for path in claim.retracts)
    if isinstance(change.after, Item):
        return change.path[1] in claim.agenda
    return facts(claim).get(change.path) == change.after


def _reaches(path: str, route: Route) -> bool:
    steps = tuple(path.split("."))
    return route[: len(steps)] == steps
