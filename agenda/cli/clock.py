"""The clock, which is read here and nowhere else."""

import os
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from agenda.errors import EnvironmentFailure

if TYPE_CHECKING:
    import pendulum

    from agenda.model.visit import Visit


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

    def today(self, visit: "Visit") -> date:
        """Today's date at a visit's host; here, if the host's time zone is unknown."""
        return self.day_in(visit.host.zone)

    def today_here(self) -> date:
        """Today's date where the user is."""
        return self.day_in("")

    def day_in(self, zone: str) -> date:
        """Today's date in a time zone; here, if the name is empty."""
        if self.as_of:
            return self.as_of
        from zoneinfo import ZoneInfo

        # What `pendulum.now(zone)` returns, at a tenth of its start-up: `validate` runs in editors.
        name = zone or self._here
        return (self._instant.astimezone(ZoneInfo(name)) if name else self._local()).date()

    def until_midnight(self, visit: "Visit") -> timedelta:
        """How long until the next day begins at a visit's host, in whole seconds."""
        now = self._now(visit.host.zone)
        midnight = now.add(days=1).start_of("day")
        # Subtract instants, not clock times: the day may have 23 or 25 hours.
        return timedelta(seconds=-int(now.timestamp() - midnight.timestamp()))

    def _now(self, zone: str) -> "pendulum.DateTime":
        import pendulum

        # What `pendulum.now(zone)` returns, for an instant that is read once. The local time comes
        # from the system, which knows every form of TZ.
        if name := zone or self._here:
            return pendulum.instance(self._instant).in_timezone(name)
        return pendulum.instance(self._local())

    def _local(self) -> datetime:
        """The instant in the time zone of the machine, which TZ may set to something impossible."""
        try:
            return self._instant.astimezone()
        except (ValueError, OverflowError) as error:
            raise EnvironmentFailure(
                f"TZ={os.environ.get('TZ', '')} is no time zone; write a name, as in TZ=Asia/Tokyo"
            ) from error
