"""The book's history: report by report, what each changed and what it added."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from msgspec import Struct

from agenda.domain.changes import Change, diff
from agenda.domain.claims import Said, Step, only_identity, steps
from agenda.domain.report import Report
from agenda.domain.verdicts import Judged, judge
from agenda.domain.visit import Visit


class Weighed(Struct, frozen=True):
    """One claim, and what each of its facts added when it came; a rejected one added nothing."""

    said: Said
    judged: tuple[Judged, ...]


class Episode(Struct, frozen=True):
    """What one report did to one visit. ``before`` is ``None`` if it opened the visit."""

    visit: str
    before: Visit | None
    after: Visit | None
    changes: tuple[Change, ...]
    claims: tuple[Weighed, ...]

    @property
    def is_opening(self) -> bool:
        """Whether the visit is known only since this report."""
        return self.before is None and self.after is not None


class Chapter(Struct, frozen=True):
    """One report, and what it did to each visit that it speaks of."""

    id: str
    report: Report
    episodes: tuple[Episode, ...]


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


def _episode(visit: str, steps_of: list[Step]) -> Episode:
    before, after = steps_of[0].before, steps_of[-1].after
    changes = diff(before or only_identity(after), after) if after is not None else ()
    claims = tuple(
        Weighed(step.said, tuple(judge(step.before, step.said.claim))) for step in steps_of
    )
    return Episode(visit, before, after, changes, claims)
