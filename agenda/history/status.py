"""The status of each visit on a day, as a row, and which visits are current."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.countdown import Countdown, countdown
from agenda.history.evidence import Conflict, SourcedClaim
from agenda.history.labels import Label
from agenda.history.recent import claims_by_visit, recent_changes
from agenda.history.related_visits import NO_RELATED_VISITS, RelatedVisits, related_visits
from agenda.history.replay import steps_of
from agenda.model.edtf import When
from agenda.model.report import Claim
from agenda.model.visit import Visit

SHOWN_FOR: Final = timedelta(days=7)
"""How long a visit is still shown after it is over."""

NO_LABELS: Final[Mapping[Label, Visit]] = {}

_ANNOUNCED_STATES: Final = frozenset({"announced", "confirmed"})

Today = Callable[[Visit], date]
"""Returns today's date at the host of a visit."""


class StatusRow(Struct, frozen=True):
    """One visit on a day, the last believed claim about it, and the facts that are disputed.

    An announcement is one of the dates that it gives: `are_dates_announced` is whether the known
    dates are; `None` if the visit is not announced, or no claim gives its dates. ``recent`` are
    words for what the reports of the book's last day have changed.
    """

    id: str
    visit: Visit
    today: date
    countdown: Countdown
    last: SourcedClaim | None
    disputed: tuple[Conflict, ...] = ()
    are_dates_announced: bool | None = None
    recent: tuple[str, ...] = ()
    related: RelatedVisits = NO_RELATED_VISITS

    @property
    def is_current(self) -> bool:
        """Whether the visit is ahead, or ended or was cancelled recently."""
        if self.countdown.phase not in {"over", "off"}:
            return True
        if self.visit.confirmation.state == "postponed":
            return True
        ended = self.visit.dates.latest_end
        reported = self.last.published if self.last else None
        days = [day for day in (ended, reported) if day is not None]
        return bool(days) and self.today - max(days) <= SHOWN_FOR

    def with_conflicts(self, conflicts: Iterable[Conflict]) -> "StatusRow":
        """The row with the disputes among some open conflicts on its visit."""
        return replace(self, disputed=tuple(each for each in conflicts if each.is_dispute))


def status_rows(
    visits: Mapping[str, Visit],
    claims: Iterable[SourcedClaim],
    today: Today,
    conflicts: Mapping[str, Sequence[Conflict]] | None = None,
    labels: Mapping[Label, Visit] = NO_LABELS,
) -> list[StatusRow]:
    """A row for each visit, sorted by the first day on which it can begin, the undated last.

    ``conflicts`` are the open ones on each visit, if they are known already; ``labels`` is what is
    known of the trips and events themselves.
    """
    on_visit = claims_by_visit(claims, visits)
    last_days = (of_visit[-1].published for of_visit in on_visit.values() if of_visit)
    last_day = max(last_days, default=date.max)
    rows = []
    related = related_visits(visits, labels)
    for name, visit in visits.items():
        of_visit = on_visit[name]
        believed = [sourced for sourced in of_visit if not sourced.claim.rejected]
        day = today(visit)
        open_conflicts = (
            _open_conflicts(visit, of_visit) if conflicts is None else conflicts.get(name, ())
        )
        rows.append(
            StatusRow(
                name,
                visit,
                day,
                countdown(visit.confirmation.state, visit.dates, day),
                believed[-1] if believed else None,
                tuple(conflict for conflict in open_conflicts if conflict.is_dispute),
                _are_dates_announced(visit, of_visit),
                recent_changes(name, visit, of_visit, last_day),
                related.get(name, NO_RELATED_VISITS),
            )
        )
    return sorted(rows, key=lambda row: (_first_day(row.visit.dates), row.id))


def _first_day(when: When) -> date:
    """The first day on which a visit can begin; if that is not known, the last one."""
    return when.earliest_start or when.latest_start or date.max


def _open_conflicts(visit: Visit, claims: Sequence[SourcedClaim]) -> Sequence[Conflict]:
    """The conflicts on a visit that are not settled; none without two sources of one day."""
    sources: dict[date, set[tuple[str, str]]] = defaultdict(set)
    for sourced in claims:
        sources[sourced.published].add(sourced.source)
    if all(len(of_day) == 1 for of_day in sources.values()):
        return ()
    *_, last = steps_of(claims, {claims[0].claim.visit: visit})
    return last.conflicts


def _are_dates_announced(visit: Visit, claims: Sequence[SourcedClaim]) -> bool | None:
    """Whether an announcement gave the dates; those of an event are those of its guests."""
    if visit.confirmation.state not in _ANNOUNCED_STATES or not visit.dates:
        return None
    announces = [
        bool(sourced.label) or _announces(sourced.claim)
        for sourced in claims
        if sourced.claim.dates and sourced.claim.dates.within(visit.dates)
        if not sourced.claim.rejected
    ]
    return any(announces) if announces else None


def _announces(claim: Claim) -> bool:
    confirmation = claim.confirmation
    sides = {confirmation.visitor, confirmation.host}
    return confirmation.state in _ANNOUNCED_STATES or "announced" in sides
