"""The clock, which is read here and nowhere else."""

import os
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from agenda.errors import EnvironmentFailure

if TYPE_CHECKING:
    import pendulum

    from agenda.model.visit import Visit


_LONGEST_DAY: Final = 48 * 60 * 60
"""In seconds: more than any day has, even if a date is skipped."""


class Clock:
    """Today, here and at a host. With ``as_of`` it is that day everywhere.

    A clock keeps the instant at which it was created, so that one command uses one time.
    ``instant`` replaces it, and ``here`` replaces the time zone of the machine.
    """

    def __init__(
        self, as_of: date | None = None, instant: datetime | None = None, here: str = ""
    ) -> None:
        self.as_of, self._here = as_of, here
        self._instant = instant or datetime.now(UTC)
        self._days: dict[str, date] = {}

    def today(self, visit: "Visit") -> date:
        """Today's date at a visit's host; here, if the host's time zone is unknown."""
        return self.as_of or self.day_in(visit.zone)

    def today_here(self) -> date:
        """Today's date where the user is."""
        return self.day_in("")

    def day_in(self, zone: str) -> date:
        """Today's date in a time zone; here, if the name is empty."""
        if self.as_of:
            return self.as_of
        if zone not in self._days:  # kept, since ZoneInfo reads most files of zones again
            self._days[zone] = self._day_in(zone or self._here)
        return self._days[zone]

    def _day_in(self, zone: str) -> date:
        if not zone:
            return _local(self._instant).date()
        from zoneinfo import ZoneInfo

        # What `pendulum.now(zone)` returns, at a tenth of its start-up: `validate` runs in editors.
        return self._instant.astimezone(ZoneInfo(zone)).date()

    def until_midnight(self, visit: "Visit") -> timedelta:
        """How long until the next day begins at a visit's host, in whole seconds, rounded up.

        That is the first instant with a later date: midnight may be skipped, or come twice.
        """
        zone = visit.zone
        today = self._now(zone).date()

        def is_later_day(seconds: int) -> bool:
            return self._now(zone, seconds).date() > today

        return timedelta(seconds=bisect_left(range(_LONGEST_DAY), True, key=is_later_day))

    def _now(self, zone: str, seconds_later: int = 0) -> "pendulum.DateTime":
        import pendulum

        # What `pendulum.now(zone)` returns, for an instant that is read once. The local time comes
        # from the system, which knows every form of TZ.
        instant = self._instant + timedelta(seconds=seconds_later)
        if name := zone or self._here:
            return pendulum.instance(instant).in_timezone(name)
        return pendulum.instance(_local(instant))


def _local(instant: datetime) -> datetime:
    """An instant in the time zone of the machine, which TZ may set to something impossible."""
    try:
        return instant.astimezone()
    except (ValueError, OverflowError) as error:
        raise EnvironmentFailure(
            f"TZ={os.environ.get('TZ', '')} is no time zone; write a name, as in TZ=Asia/Tokyo"
        ) from error
