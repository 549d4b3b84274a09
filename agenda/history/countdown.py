"""How many days are left until a visit: a range if its dates are uncertain."""

from datetime import date
from typing import Final, Literal

from msgspec import Struct

from agenda.model.edtf import Qualifier, When
from agenda.model.visit import KnownState

Phase = Literal["off", "over", "undated", "upcoming", "any-day", "under-way", "overdue"]

Days = tuple[int, int]
"""The fewest and the most whole days that are possible."""


class Countdown(Struct, frozen=True):
    """How far away a visit is on a day.

    ``days`` counts to its start or, for ``over`` and ``overdue``, from its end in negative numbers.
    It is ``None`` for ``off`` and ``undated``, and for ``over`` where no dates are known.
    """

    phase: Phase
    days: Days | None
    text: str


_OFF: Final = ("cancelled", "postponed")


def countdown(state: KnownState, when: When, today: date) -> Countdown:
    """The countdown of a visit, given its state, its dates and today's date at its host."""
    if state in _OFF:
        return Countdown("off", None, state)
    if state == "completed":
        return _over(when, today)
    if when.earliest_start is None or when.latest_start is None:
        return Countdown("undated", None, "no date yet")
    count = _expected(when, when.earliest_start, when.latest_start, today)
    prefix = _prefix(when)
    return Countdown(count.phase, count.days, f"{prefix}{count.text}") if prefix else count


def _expected(when: When, earliest: date, last: date, today: date) -> Countdown:
    soonest, latest = (earliest - today).days, (last - today).days
    if soonest > 0:
        return Countdown("upcoming", (soonest, latest), f"in {_days(soonest, latest)}")
    if soonest != latest and latest >= 0:
        text = f"any day now, within {_days(latest, latest)}" if latest else "today at the latest"
        return Countdown("any-day", (0, latest), text)
    if when.latest_end is None or today <= when.latest_end:
        return Countdown("under-way", (0, 0), _under_way(when, today))
    since = (when.latest_end - today).days
    return Countdown("overdue", (since, since), f"overdue by {_days(-since, -since)}")


def _prefix(when: When) -> str:
    """The beginning of a count whose dates are qualified, by `?`, `~` or `%`."""
    prefixes = {Qualifier.UNCERTAIN: "possibly ", Qualifier.APPROXIMATE: "roughly "}
    qualifiers = when.start_qualifier | when.end_qualifier
    return "".join(prefix for qualifier, prefix in prefixes.items() if qualifier in qualifiers)


def _over(when: When, today: date) -> Countdown:
    if when.earliest_end is None:
        return Countdown("over", None, "over")
    # A completed visit has ended by today, even if its dates allow a later end.
    if when.earliest_end > today:
        return Countdown("over", (0, 0), "over, before its dates")
    longest = max(0, (today - when.earliest_end).days)
    shortest = max(0, (today - when.latest_end).days) if when.latest_end else 0
    days = (-longest, -shortest)
    if longest == 0:
        return Countdown("over", (0, 0), "ended today")
    if shortest == 0 and when.latest_end != today:
        return Countdown("over", days, f"ended within the last {_days(longest, longest)}")
    return Countdown("over", days, f"ended {_days(shortest, longest)} ago")


def _under_way(when: When, today: date) -> str:
    if not when.is_start_sure or when.earliest_start is None:
        return "under way"
    day = (today - when.earliest_start).days + 1
    if not when.is_end_sure or when.latest_end is None:
        return f"day {day}"
    days = (when.latest_end - when.earliest_start).days + 1
    return f"day {day} of {days}" if days > 1 else "today"


def _days(fewest: int, most: int) -> str:
    if fewest == most:
        return f"{most} day{'' if most == 1 else 's'}"
    return f"{fewest}–{most} days"
