"""The status of each visit on a day, as a row, and which visits are current."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from agenda.history.countdown import Countdown, countdown
from agenda.history.replay import SourcedClaim
from agenda.model.visit import Visit

SHOWN_FOR: Final = timedelta(days=30)
"""How long a visit is still shown after it is over."""

Today = Callable[[Visit], date]
"""Returns today's date at the host of a visit."""


class StatusRow(Struct, frozen=True):
    """One visit on a day, and the last believed claim about it."""

    id: str
    visit: Visit
    today: date
    countdown: Countdown
    last: SourcedClaim | None

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


def status_rows(
    visits: Mapping[str, Visit], claims: Iterable[SourcedClaim], today: Today
) -> list[StatusRow]:
    """A row for each visit, sorted by the first day on which it can begin, the undated last."""
    last = {
        sourced.claim.visit: sourced
        for sourced in claims
        if sourced.claim.visit in visits and not sourced.claim.rejected
    }
    rows = []
    for name, visit in visits.items():
        day = today(visit)
        count = countdown(visit.confirmation.state, visit.dates, day)
        rows.append(StatusRow(name, visit, day, count, last.get(name)))
    return sorted(rows, key=lambda row: (row.visit.dates.earliest_start or date.max, row.id))
