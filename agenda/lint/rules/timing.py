"""Whether the files are as far as the calendar is."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from agenda.history.countdown import countdown
from agenda.lint.rule import View, rule
from agenda.model.diagnostic import Fault, Place, Related
from agenda.store.book import VisitFile

_AFTER_THE_VISIT: Final = ("discussed", "signed")
_SETTLED: Final = ("completed", "cancelled", "postponed")
"""The states in which it is said what became of a visit."""


@rule("warning")
def stale(view: View) -> Iterator[Fault]:
    """Of a visit whose dates have passed it is said whether it took place.

    Why: `agenda status` goes on counting what is long over, or never was.

    Failing, on 2024-06-21::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}

    Passing, on 2024-06-21::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: completed}
    """
    for file in view.settled_files:
        visit = file.readable
        state, end = visit.confirmation.state, visit.dates.latest_end
        if not state or state in _SETTLED or end is None or end >= view.latest_day:
            continue
        count = countdown(state, visit.dates, view.day_in(visit.host.zone))
        if count.phase == "overdue":
            yield Fault(
                Place(file.file, ("dates",)),
                f"`{visit.dates}` is {count.text}, and nobody said that the visit took place",
                "look for a report of it: it is `completed`, `cancelled`, `postponed`, "
                "or has new dates",
            )


@rule("warning")
def completed_early(view: View) -> Iterator[Fault]:
    """A visit is completed only once its dates allow it.

    Why: either it is not over, or its dates are wrong.

    Failing, on 2024-06-19::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: completed}

    Passing, on 2024-06-20::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: completed}
    """
    for file in view.settled_files:
        visit, end = file.readable, file.readable.dates.earliest_end
        if visit.confirmation.state != "completed" or end is None:
            continue
        if end <= view.earliest_day:
            continue
        today = view.day_in(visit.host.zone)
        if end > today:
            yield Fault(
                Place(file.file, ("confirmation", "state")),
                f"`completed`, and with `{visit.dates}` it lasts until {end} at least; "
                f"today is {today}",
                "set the state to what is known today, or mend the dates",
                (Related(Place(file.file, ("dates",)), "its dates"),),
            )


@rule("warning")
def signed_before_visit(view: View) -> Iterator[Fault]:
    """Nothing is discussed or signed at a visit that has not begun.

    Why: before it, a subject is `proposed`, `expected` or `agreed`; only so can what was planned be
    told from what was delivered.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}
        agenda:
          energy: {status: signed}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}
        agenda:
          energy: {status: agreed}
    """
    for file in view.settled_files:
        start = file.readable.dates.earliest_start
        if start is None:
            continue
        for place, status, day in _outcomes_before(view, file, start):
            yield Fault(
                place,
                f"`{status}` on {day}, and with `{file.readable.dates}` the visit begins on "
                f"{start} at the earliest",
                "before the visit an item is `proposed`, `expected` or `agreed`; or mend the dates",
                (Related(Place(file.file, ("dates",)), f"the dates of {file.id}"),),
            )


def _outcomes_before(view: View, file: VisitFile, start: date) -> Iterator[tuple[Place, str, date]]:
    """What is said to have come of a visit before it starts: where, its status, on which day."""
    today = view.day_in(file.readable.host.zone) if start > view.earliest_day else start
    for key, item in file.readable.agenda.items() if today < start else ():
        if item.status in _AFTER_THE_VISIT:
            yield Place(file.file, ("agenda", key, "status")), item.status, today
    for one in view.book.said_of.get(file.id, ()):
        for key, item in one.claim.agenda.items() if one.published < start else ():
            if item.status in _AFTER_THE_VISIT:
                yield view.place(one, "agenda", key, "status"), item.status, one.published


@rule("warning")
def claim_before_its_time(view: View) -> Iterator[Fault]:
    """A report is not of a day to come, and no visit is completed in it before it can be over.

    Why: the day of publication decides in which order claims count.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}
        # seeds/2024-06-12-trt-world.yaml
        published: 2024-06-12
        publisher: TRT World
        claims:
          - visit: ru-vn-2024
            according_to: TRT World
            confirmation: {state: completed}

    Passing, on 2024-06-20::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: completed}
        # seeds/2024-06-20-trt-world.yaml
        published: 2024-06-20
        publisher: TRT World
        claims:
          - visit: ru-vn-2024
            according_to: TRT World
            dates: 2024-06-19/2024-06-20
            confirmation: {state: completed}
    """
    for report in view.book.report_files:
        if report.report and report.report.published > view.latest_day:
            yield Fault(
                Place(report.file, ("published",)),
                f"`{report.report.published}` is still to come: today is {view.day_in('')}",
                "write the day on which the report was published",
            )
    for file in view.settled_files:
        end = file.readable.dates.earliest_end
        for one in view.book.said_of.get(file.id, ()) if end else ():
            if end and one.claim.confirmation.state == "completed" and one.published < end:
                yield Fault(
                    view.place(one, "confirmation", "state"),
                    f"`completed` on {one.published}, and with `{file.readable.dates}` the visit "
                    f"lasts until {end} at least",
                    "mend the dates, or reject the claim with `rejected: REASON`",
                    (Related(Place(file.file, ("dates",)), f"the dates of {file.id}"),),
                )
