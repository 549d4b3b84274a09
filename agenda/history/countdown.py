"""How many days are left until a visit: a range if its dates are uncertain."""

from datetime import date
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from agenda.model.edtf import Qualifier, When
from agenda.model.visit import CALLED_OFF, KnownState
from agenda.text.prose import beginning, count, month

Phase = Literal["off", "over", "undated", "upcoming", "any-day", "under-way", "overdue"]

Days = tuple[int, int | None]
"""The fewest and the most whole days that are possible; no most if the last day is not known."""


class Countdown(Struct, frozen=True):
    """How far away a visit is on a day.

    ``days`` counts to its start or, for ``over`` and ``overdue``, from its end in negative numbers.
    It is ``None`` for ``off`` and ``undated``, and for ``over`` where no end is known.
    """

    phase: Phase
    days: Days | None
    text: str


IMMINENT_WITHIN: Final = 14
"""A visit that can start on any day is imminent if at most so many days are left for it."""

_LONG_AGO: Final = 365
"""After more days than this, a month says when a visit ended, instead of a number of days."""


def countdown(state: KnownState, when: When, today: date) -> Countdown:
    """The countdown of a visit, given its state, its dates and today's date at its host."""
    if state in CALLED_OFF:
        return Countdown("off", None, ", ".join(filter(None, (state, _not_before(when)))))
    if state == "completed":
        return _over(when, today)
    if when.latest_start is None:
        return _without_latest_start(when, today)
    expected = _expected(when, when.latest_start, today)
    prefix = prefix_of(when)
    return replace(expected, text=f"{prefix}{expected.text}") if prefix else expected


def _not_before(when: When) -> str:
    if when.earliest_start is None or not when.is_not_before:
        return ""
    return f"not before {beginning(when.earliest_start)}"


def _without_latest_start(when: When, today: date) -> Countdown:
    if when.earliest_start is None or when.earliest_start <= today:
        return Countdown("undated", None, "no date yet")
    return Countdown("upcoming", ((when.earliest_start - today).days, None), _not_before(when))


def _expected(when: When, latest_start: date, today: date) -> Countdown:
    earliest = when.earliest_start
    soonest = (earliest - today).days if earliest else None
    latest = (latest_start - today).days
    if soonest is not None and soonest > 0:
        return Countdown("upcoming", (soonest, latest), f"in {_days(soonest, latest)}")
    if soonest != latest and latest >= 0:
        return Countdown("any-day", (0, latest), _any_day(when, latest))
    if when.latest_end is None or today <= when.latest_end:
        return Countdown("under-way", (0, 0), _under_way(when, today))
    since = (today - when.latest_end).days
    text = f"{_days(since, since)} overdue"
    if since > _LONG_AGO:
        text = f"overdue since {month(when.latest_end)}"
    return Countdown("overdue", (-since, -since), text)


def _any_day(when: When, left: int) -> str:
    """A visit that can start today, or on any day of those that are left."""
    if when.earliest_start is None and when.earliest_end is not None:
        return f"ends {f'within {_days(left, left)}' if left else 'today'}, start not known"
    if left == 0:
        return "today at the latest"
    within = f"within {_days(left, left)}"
    return within if left > IMMINENT_WITHIN else f"any day now, {within}"


def prefix_of(when: When) -> str:
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
    latest_end = min(when.latest_end or today, today)
    longest, shortest = (today - when.earliest_end).days, (today - latest_end).days
    days = (-longest, -shortest)
    if longest == 0:
        return Countdown("over", (0, 0), "ended today")
    if longest > _LONG_AGO:
        return Countdown("over", days, _ended_long_ago(when.earliest_end, latest_end, today))
    if shortest == 0 and when.latest_end != today:
        return Countdown("over", days, f"ended within the last {_days(longest, longest)}")
    return Countdown("over", days, f"ended {_days(shortest, longest)} ago")


def _ended_long_ago(earliest: date, latest: date, today: date) -> str:
    if latest == today:
        return f"ended in {month(earliest)} or later"
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"ended in {month(earliest)}"
    if earliest.year == latest.year:
        return f"ended in {earliest.year}"
    return f"ended between {month(earliest)} and {month(latest)}"


def _under_way(when: When, today: date) -> str:
    if when.latest_end is None:
        return f"began {_began(when, today)}, end not known"
    if not when.is_start_sure or when.earliest_start is None:
        return "under way"
    day = (today - when.earliest_start).days + 1
    if not when.is_end_sure:
        return f"day {day}"
    days = (when.latest_end - when.earliest_start).days + 1
    return f"day {day} of {days}" if days > 1 else "today"


def _began(when: When, today: date) -> str:
    """How long ago a visit began that has begun for certain."""
    if when.earliest_start is None or when.latest_start is None:
        return ""
    longest, shortest = (today - when.earliest_start).days, (today - when.latest_start).days
    if shortest > _LONG_AGO:
        return f"in {month(when.earliest_start)}"
    return f"{_days(shortest, longest)} ago" if longest else "today"


def _days(fewest: int, most: int) -> str:
    if fewest == most:
        return count(most, "day")
    return f"{fewest:,}–{most:,} days"
