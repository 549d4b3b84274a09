"""`agenda calendar`: the months ahead, with the days of the visits."""

import os
import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

import click

from agenda.cli.filters import filtered, ordered
from agenda.cli.options import Invocation, Month, at_revision, command

if TYPE_CHECKING:
    from agenda.history.status import StatusRow
    from agenda.services.grouping import Sorting
    from agenda.services.visit_filter import VisitFilter

_MONTHS_SHOWN: Final = 3
_MOST_MONTHS: Final = 24

WEEKDAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
"""The weekdays as Python numbers them."""

_FIRST_DAYS: Final = {
    "friday": "MV",
    "saturday": "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY",
    "sunday": (
        "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN IS JM JP KE KH KR LA MH MM MO "
        "MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW"
    ),
}
"""The territories in which weeks do not begin on Monday, according to the Unicode CLDR."""

_TERRITORY: Final = re.compile(r"_([A-Z]{2})\b")


@command("text", "json")
@click.argument("month", required=False, type=Month())
@click.option(
    "--months",
    "count",
    metavar="N",
    type=click.IntRange(1, _MOST_MONTHS),
    help="How many months to show. Default: 3 from this month on, or the month that is named.",
)
@click.option(
    "--week-starts",
    metavar="WEEKDAY",
    type=click.Choice(WEEKDAYS, case_sensitive=False),
    help="The first day of the week, as in `sunday`. Default: that of the locale.",
)
@click.option("--all", "show_all", is_flag=True, help="Also show visits that are over.")
@filtered()
@ordered("by their first day")
@at_revision
def calendar(
    invocation: Invocation,
    month: date | None,
    count: int | None,
    week_starts: str | None,
    *,
    show_all: bool,
    visit_filter: "VisitFilter",
    sort: "Sorting | None",
    at: str | None,
) -> int:
    """Show the months ahead, with a letter on each day of a visit.

    MONTH is written as 2024-06, or as `june`, `next` or `last`. A capital letter is a day on which
    a visit is sure to be under way, a small one a day on which it may be. Visits that are called
    off or have no dates are not shown, and those that are over only in a month that is named.

    Example: agenda calendar 2024-06 --as-of 2024-06-12
    """
    from agenda.cli.warnings import warn_of_broken
    from agenda.services.calendar import calendar_of, months_from

    snapshot = invocation.snapshot(at)
    rows = visit_filter.rows(snapshot)
    if not rows and snapshot.rows:
        from agenda.output.snapshot import why_no_match

        click.echo(why_no_match(snapshot, visit_filter))
        return warn_of_broken(snapshot.book)
    today = invocation.today
    shown = months_from(month or today, count or (1 if month else _MONTHS_SHOWN))
    week_start = week_starts or first_weekday(os.environ)
    is_complete = show_all or month is not None
    not_over = rows if is_complete else filter(_is_not_over, rows)
    marked = calendar_of(not_over, shown, sort or "start")
    topics = snapshot.book.settings.all_topics
    if invocation.format == "json":
        from agenda.output import json

        json.print_json(json.calendar(today, week_start, marked, topics))
    else:
        from agenda.output.calendar import print_calendar
        from agenda.output.snapshot import heading

        output = invocation.output()
        if line := heading(snapshot):
            output.line(line)
            output.line()
        print_calendar(output, marked, WEEKDAYS.index(week_start), today, topics)
    return warn_of_broken(snapshot.book)


def _is_not_over(row: "StatusRow") -> bool:
    return row.countdown.phase != "over"


def first_weekday(environment: Mapping[str, str]) -> str:
    """The first day of the week where the environment's locale is spoken; Monday if unknown."""
    names = (environment.get(name) for name in ("LC_ALL", "LC_TIME", "LANG"))
    territory = _TERRITORY.search(next(filter(None, names), ""))
    for day, territories in _FIRST_DAYS.items():
        if territory and territory[1] in territories.split():
            return day
    return "monday"
