"""Whether states and claims agree with the calendar."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from agenda.history.countdown import countdown
from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, Location, Related
from agenda.store.book import VisitFile

_AFTER_THE_VISIT: Final = ("discussed", "signed")
_SETTLED: Final = ("completed", "cancelled", "postponed")
"""The states in which a visit is settled."""


@rule("warning")
def stale(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for past visits that are not marked completed, cancelled or postponed.

    Why: `agenda status` keeps counting a visit that is over, or that never took place.

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
    for file in context.current_visit_files:
        visit = file.readable
        state, end = visit.confirmation.state, visit.dates.latest_end
        if not state or state in _SETTLED or end is None or end >= context.date_range_of_today[1]:
            continue
        count = countdown(state, visit.dates, context.today(visit))
        if count.phase == "overdue":
            yield Diagnostic(
                Location(file.file, ("dates",)),
                f"`{visit.dates}` is {count.text}, and no report says whether the visit took place",
                "find out what happened, and set the state to `completed`, `cancelled` or "
                "`postponed`, or give it new dates",
            )


@rule("warning")
def completed_early(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for completed visits that can't be over yet.

    Why: Either the visit is not over, or its dates are wrong.

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
    for file in context.current_visit_files:
        visit, end = file.readable, file.readable.dates.earliest_end
        if visit.confirmation.state != "completed" or end is None:
            continue
        if end <= context.date_range_of_today[0]:
            continue
        today = context.today(visit)
        if end > today:
            yield Diagnostic(
                Location(file.file, ("confirmation", "state")),
                f"`completed`, but with `{visit.dates}` it lasts until {end} at least; "
                f"today is {today}",
                "set the state to what is known today, or correct the dates",
                (Related(Location(file.file, ("dates",)), "its dates"),),
            )


@rule("warning")
def signed_before_visit(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for items that are discussed or signed before the visit begins.

    Why: Before a visit, an item is `proposed`, `expected` or `agreed`; otherwise plans can't be
    compared with results.

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
    for file in context.current_visit_files:
        start = file.readable.dates.earliest_start
        if start is None:
            continue
        for location, status, day in _outcomes_before(context, file, start):
            yield Diagnostic(
                location,
                f"`{status}` on {day}, but with `{file.readable.dates}` the visit begins on "
                f"{start} at the earliest",
                "before a visit, an item is `proposed`, `expected` or `agreed`; "
                "or correct the dates",
                (Related(Location(file.file, ("dates",)), f"the dates of {file.id}"),),
            )


def _outcomes_before(
    context: LintContext, file: VisitFile, start: date
) -> Iterator[tuple[Location, str, date]]:
    """The outcomes that are reported before a visit starts: location, status and day."""
    is_ahead = start > context.date_range_of_today[0]
    today = context.today(file.readable) if is_ahead else start
    for key, item in file.readable.agenda.items() if today < start else ():
        if item.status in _AFTER_THE_VISIT:
            yield Location(file.file, ("agenda", key, "status")), item.status, today
    for sourced in context.book.claims_by_visit.get(file.id, ()):
        for key, item in sourced.claim.agenda.items() if sourced.published < start else ():
            if item.status in _AFTER_THE_VISIT:
                location = context.location(sourced, "agenda", key, "status")
                yield location, item.status, sourced.published


@rule("warning", formerly=("claim-before-its-time",))
def premature_claim(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for reports dated in the future, and for visits reported completed too early.

    Why: The date of publication decides the order in which claims count.

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
    for report in context.book.report_files:
        if report.report and report.report.published > context.date_range_of_today[1]:
            yield Diagnostic(
                Location(report.file, ("published",)),
                f"`{report.report.published}` is in the future: today is {context.day_in('')}",
                "write the day on which the report was published",
            )
    for file in context.current_visit_files:
        end = file.readable.dates.earliest_end
        for sourced in context.book.claims_by_visit.get(file.id, ()) if end else ():
            is_completed = sourced.claim.confirmation.state == "completed"
            if end and is_completed and sourced.published < end:
                yield Diagnostic(
                    context.location(sourced, "confirmation", "state"),
                    f"`completed` on {sourced.published}, but with `{file.readable.dates}` the "
                    f"visit lasts until {end} at least",
                    "correct the dates, or reject the claim with `rejected: REASON`",
                    (Related(Location(file.file, ("dates",)), f"the dates of {file.id}"),),
                )
