"""The book's history: report by report, what each changed and what it added."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from msgspec import Struct

from agenda.history.diff import Change, diff
from agenda.history.evidence import Judged, judge
from agenda.history.replay import Said, Step, applied, only_identity, opened_by, opens, steps
from agenda.model.diagnostic import Route
from agenda.model.report import Report
from agenda.model.visit import Visit


class Weighed(Struct, frozen=True):
    """One claim, and what each of its facts added when it came; a rejected one would have."""

    said: Said
    judged: tuple[Judged, ...]


class Finding(Struct, frozen=True):
    """One line of a history: a change, a fact that changed nothing, or both in one.

    ``verdicts`` name each claim that speaks on it, and what it adds.
    """

    path: Route
    change: Change | None
    verdicts: tuple[tuple[Said, Judged], ...]


class Episode(Struct, frozen=True):
    """What one report did to one visit. ``before`` is ``None`` if it opened the visit."""

    visit: str
    before: Visit | None
    after: Visit | None
    changes: tuple[Change, ...]
    claims: tuple[Weighed, ...]

    @property
    def findings(self) -> list[Finding]:
        """Each change with the claims behind it, then what was said and changed nothing."""
        heard: dict[Route, list[tuple[Said, Judged]]] = {}
        for weighed in self.claims:
            if not weighed.said.claim.rejected:
                for judged in weighed.judged:
                    heard.setdefault(judged.route, []).append((weighed.said, judged))
        found, told = [], set[Route]()
        for change in self.changes:
            routes = [route for route in heard if _is_of(change.path, route)]
            told.update(routes)
            behind = [one for route in routes for one in heard[route]]
            found.append(Finding(change.path, change, tuple(behind)))
        rest = ((route, behind) for route, behind in heard.items() if route not in told)
        found += [Finding(route, None, tuple(behind)) for route, behind in rest]
        return found

    @property
    def rejected(self) -> tuple[Weighed, ...]:
        """The claims that the desk keeps on record and does not believe."""
        return tuple(weighed for weighed in self.claims if weighed.said.claim.rejected)

    @property
    def is_opening(self) -> bool:
        """Whether the visit is known only since this report."""
        return self.before is None and self.after is not None


class Chapter(Struct, frozen=True):
    """One report, and what it did to each visit that it speaks of."""

    id: str
    report: Report
    episodes: tuple[Episode, ...]

    def on(self, visit: str) -> "Chapter":
        """Only what it did to one visit."""
        chosen = tuple(episode for episode in self.episodes if episode.visit == visit)
        return Chapter(self.id, self.report, chosen)


def history(
    reports: Mapping[str, Report],
    until: date | None = None,
    files: Mapping[str, Visit] | None = None,
) -> Iterator[Chapter]:
    """A chapter for each report with claims, in the order in which they count."""
    for name, told in groupby(steps(reports, until, files), key=lambda step: step.said.report):
        by_visit: dict[str, list[Step]] = {}
        for step in told:
            by_visit.setdefault(step.said.claim.visit, []).append(step)
        episodes = tuple(_episode(visit, steps_of) for visit, steps_of in by_visit.items())
        yield Chapter(name, reports[name], episodes)


def would_change(name: str, report: Report, visits: Mapping[str, Visit]) -> tuple[Episode, ...]:
    """What a report makes of visits as they stand: an episode for each visit it speaks of."""
    by_visit: dict[str, list[Step]] = {}
    for index, claim in enumerate(report.claims):
        said = Said(name, report.published, report.publisher, index, claim)
        told = by_visit.setdefault(claim.visit, [])
        before = told[-1].after if told else visits.get(claim.visit)
        begun = before or (opened_by(claim) if opens(claim) else None)
        told.append(Step(said, before, applied(begun, claim) if begun else None))
    return tuple(_episode(visit, told) for visit, told in by_visit.items())


def _episode(visit: str, steps_of: list[Step]) -> Episode:
    before, after = steps_of[0].before, steps_of[-1].after
    changes = diff(before or only_identity(after), after) if after is not None else ()
    claims = tuple(weighed for step in steps_of for weighed in _weighed(step))
    return Episode(visit, before, after, changes, claims)


def _weighed(step: Step) -> Iterator[Weighed]:
    """A claim against what was known when it came; those that waited for it come before it."""
    known = step.before
    if step.waited and step.after is not None:
        known = only_identity(step.after)
        for said in step.waited:
            yield Weighed(said, tuple(judge(known, said.claim)))
            known = applied(known, said.claim)
    yield Weighed(step.said, tuple(judge(known, step.said.claim)))


def _is_of(path: Route, route: Route) -> bool:
    """Whether what a claim says at a route is behind a change at a path."""
    return route[: len(path)] == path or path[: len(route)] == route
