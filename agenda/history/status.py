"""What is coming: a picture of the book on a day, a row for each visit."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from agenda.history.countdown import Countdown, countdown
from agenda.history.replay import Said
from agenda.model.visit import Visit

SHOWN_AFTER: Final = timedelta(days=30)
"""How long a visit that is over stays in sight."""

Today = Callable[[Visit], date]
"""What day it is at a visit's host."""


class Row(Struct, frozen=True):
    """One visit as it stands, and the last claim that was believed of it."""

    id: str
    visit: Visit
    today: date
    countdown: Countdown
    last: Said | None

    @property
    def is_in_sight(self) -> bool:
        """Whether it is ahead, or was settled so lately that one still asks for it."""
        if self.countdown.phase not in {"over", "off"}:
            return True
        if self.visit.confirmation.state == "postponed":
            return True
        known = (self.visit.dates.latest_end, self.last.published if self.last else None)
        days = [day for day in known if day is not None]
        return bool(days) and self.today - max(days) <= SHOWN_AFTER


def outlook(visits: Mapping[str, Visit], said: Iterable[Said], today: Today) -> list[Row]:
    """A row for each visit, the earliest first and the undated last."""
    last = {
        one.claim.visit: one for one in said if one.claim.visit in visits and not one.claim.rejected
    }
    rows = []
    for name, visit in visits.items():
        day = today(visit)
        count = countdown(visit.confirmation.state, visit.dates, day)
        rows.append(Row(name, visit, day, count, last.get(name)))
    return sorted(rows, key=lambda row: (row.visit.dates.earliest_start or date.max, row.id))
