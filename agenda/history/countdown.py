"""How long until a visit, said honestly: a range where dates are unsure, never a made-up day."""

from datetime import date
from typing import Final, Literal

from msgspec import Struct

from agenda.model.edtf import Qualifier, When
from agenda.model.visit import KnownState

Phase = Literal["off", "over", "undated", "upcoming", "any-day", "under-way", "overdue"]

Days = tuple[int, int]
"""The least and the most whole days."""


class Countdown(Struct, frozen=True):
    """Where a visit stands on a day.

    ``days`` counts to its start; for ``over`` and ``overdue`` from its end, as negative numbers. It
    is ``None`` for ``off`` and ``undated``, and where a visit is over whose dates nobody knew.
    """

    phase: Phase
    days: Days | None
    text: str


_OFF: Final = ("cancelled", "postponed")


def countdown(state: KnownState, when: When, today: date) -> Countdown:
    """The countdown of a visit in a state, given the day that it is at its host."""
    if state in _OFF:
        return Countdown("off", None, state)
    if state == "completed":
        return _over(when, today)
    if when.earliest_start is None or when.latest_start is None:
        return Countdown("undated", None, "no date yet")
    count = _towards(when, when.earliest_start, when.latest_start, today)
    doubt = _doubt(when)
    return Countdown(count.phase, count.days, f"{doubt}{count.text}") if doubt else count


def _towards(when: When, earliest: date, last: date, today: date) -> Countdown:
    soonest, latest = (earliest - today).days, (last - today).days
    if soonest > 0:
        return Countdown("upcoming", (soonest, latest), f"in {_span(soonest, latest)}")
    if soonest != latest and latest >= 0:
        text = f"any day now, within {_span(latest, latest)}" if latest else "today at the latest"
        return Countdown("any-day", (0, latest), text)
    if when.latest_end is None or today <= when.latest_end:
        return Countdown("under-way", (0, 0), _under_way(when, today))
    since = (when.latest_end - today).days
    return Countdown("overdue", (since, since), f"overdue by {_span(-since, -since)}")


def _doubt(when: When) -> str:
    """A word before a count from a date that the source itself is not sure of."""
    prefixes = {Qualifier.UNCERTAIN: "possibly ", Qualifier.APPROXIMATE: "roughly "}
    doubts = when.start_qualifier | when.end_qualifier
    return "".join(prefix for qualifier, prefix in prefixes.items() if qualifier in doubts)


def _over(when: When, today: date) -> Countdown:
    if when.earliest_end is None:
        return Countdown("over", None, "over")
    # It took place, so it ended by today, whatever its dates left open.
    if when.earliest_end > today:
        return Countdown("over", (0, 0), "over, before its dates")
    longest = max(0, (today - when.earliest_end).days)
    shortest = max(0, (today - when.latest_end).days) if when.latest_end else 0
    days = (-longest, -shortest)
    if longest == 0:
        return Countdown("over", (0, 0), "ended today")
    if shortest == 0 and when.latest_end != today:
        return Countdown("over", days, f"ended within the last {_span(longest, longest)}")
    return Countdown("over", days, f"ended {_span(shortest, longest)} ago")


def _under_way(when: When, today: date) -> str:
    if not when.is_start_sure or when.earliest_start is None:
        return "under way"
    day = (today - when.earliest_start).days + 1
    if not when.is_end_sure or when.latest_end is None:
        return f"day {day}"
    days = (when.latest_end - when.earliest_start).days + 1
    return f"day {day} of {days}" if days > 1 else "today"


def _span(least: int, most: int) -> str:
    if least == most:
        return f"{most} day{'' if most == 1 else 's'}"
    return f"{least}–{most} days"
