"""Whether states and claims agree with the calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from agenda.history.countdown import Countdown, countdown
from agenda.history.labels import Label, labels_of
from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, Location, Related
from agenda.model.edtf import When
from agenda.model.visit import CALLED_OFF
from agenda.store.decode import VisitFile
from agenda.text.prose import day

_AFTER_THE_VISIT: Final = ("discussed", "signed")
_SETTLED: Final = frozenset({"completed", *CALLED_OFF})
"""The states in which a visit is settled."""

_ENDS_WITHIN: Final = timedelta(days=14)
"""How long after it began a visit is over, if its end is not known."""

_MENTIONED_WITHIN: Final = timedelta(days=60)
"""How long a visit without dates is believed to be planned, after a report mentioned it."""


@rule("warning", calendar=True, looks_at="visits")
def stale(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for past visits that are not marked completed, cancelled or postponed.

    Why: `agenda status` keeps counting a visit that is over, or that never took place. A visit
    whose end is not known is taken to be over two weeks after it began, and one without dates when
    its trip or event ends.

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
    yield from _left_behind(context, context.date_range_of_today[0])
    for file in context.current_visit_files:
        visit = file.readable
        state, end = visit.confirmation.state, _expected_end(visit.dates)
        if not state or state in _SETTLED or end is None or end >= context.date_range_of_today[1]:
            continue
        today = context.today(visit)
        if today > end:
            yield Diagnostic(
                Location(file.file, ("dates",)),
                _whether_over(visit.dates, countdown(state, visit.dates, today)),
                "find out what happened, and set the state to `completed`, `cancelled` or "
                "`postponed`, or give it new dates",
            )


def _left_behind(context: LintContext, today: date) -> Iterator[Diagnostic]:
    """The visits of which nobody has spoken since their trip or event ended."""
    ends: dict[Label, date] = {}
    for file in context.current_visit_files:
        visit = file.readable
        end = visit.dates.latest_end
        if end is not None and visit.confirmation.state not in CALLED_OFF:
            for label in labels_of(visit):
                ends[label] = max(end, ends.get(label, end))
    for file in context.current_visit_files:
        visit = file.readable
        if visit.dates or visit.confirmation.state in {"", *_SETTLED}:
            continue
        claims = context.book.claims_by_visit.get(file.id, ())
        last = max((sourced.published for sourced in claims if not sourced.label), default=date.max)
        for kind, name in labels_of(visit):
            end = ends.get((kind, name))
            if end is not None and last <= end < today:
                yield Diagnostic(
                    Location(file.file, (kind,)),
                    f"the {kind} `{name}` ended on {day(end)}, and no report has mentioned this "
                    "visit since",
                    "find out what happened, and set the state to `completed` or `cancelled`",
                )


def _expected_end(when: When) -> date | None:
    """The last day on which a visit is expected to end; ``None`` if it may not have begun."""
    if when.latest_end is not None or when.latest_start is None:
        return when.latest_end
    last = min(when.latest_start.toordinal() + _ENDS_WITHIN.days, date.max.toordinal())
    return date.fromordinal(last)


def _whether_over(when: When, count: Countdown) -> str:
    if count.phase == "under-way":
        return f"`{when}` {count.text}, and no report says whether the visit is over"
    verb = "has been" if " since " in count.text else "is"
    return f"`{when}` {verb} {count.text}, and no report says whether the visit took place"


@rule("notice", calendar=True, looks_at="visits")
def stale_undated(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for visits without dates that no report has mentioned for 60 days.

    Why: Plans that fall through are seldom called off. A visit that nobody mentions any more should
    not stay in `agenda status` for ever.

    Failing, on 2024-08-12::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        # seeds/2024-06-12-trt-world.yaml
        published: 2024-06-12
        publisher: TRT World
        claims:
          - visit: ru-vn-2024
            according_to: TRT World
            confirmation: {state: tentative}

    Passing, on 2024-08-11::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        # seeds/2024-06-12-trt-world.yaml
        published: 2024-06-12
        publisher: TRT World
        claims:
          - visit: ru-vn-2024
            according_to: TRT World
            confirmation: {state: tentative}
    """
    for file in context.current_visit_files:
        visit = file.readable
        state, when = visit.confirmation.state, visit.dates
        if not state or state in _SETTLED or when.latest_start is not None:
            continue
        claims = context.book.claims_by_visit.get(file.id)
        if not claims:
            continue
        last, today = claims[-1].published, context.today(visit)
        if today - last > _MENTIONED_WITHIN and countdown(state, when, today).phase == "undated":
            yield Diagnostic(
                Location(file.file, ("confirmation", "state")),
                f"no dates, and no report has mentioned the visit since {day(last)}, "
                f"{(today - last).days} days ago",
                "find out whether it is still planned, and set the state to `cancelled` or "
                "`doubtful` if it isn't",
            )


@rule("warning", calendar=True, looks_at="visits")
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


@rule("warning", calendar=True, looks_at="visits")
def signed_early(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for items marked discussed or signed although the visit has not begun.

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

    Passing, on 2024-06-19::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}
        agenda:
          energy: {status: signed}
    """
    for file in context.current_visit_files:
        start = file.readable.dates.earliest_start
        if start is None or start <= context.date_range_of_today[0]:
            continue
        today = context.today(file.readable)
        for key, item in file.readable.agenda.items() if today < start else ():
            if item.status in _AFTER_THE_VISIT:
                location = Location(file.file, ("agenda", key, "status"))
                yield _early_outcome(location, item.status, today, file, start)


@rule("warning", looks_at="visits")
def signed_before_visit(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for items that a report calls discussed or signed before the visit begins.

    Why: Either the report speaks of a plan, or the visit's dates are wrong.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}
        agenda:
          energy: {status: agreed}
        # seeds/2024-06-12-trt-world.yaml
        published: 2024-06-12
        publisher: TRT World
        claims:
          - visit: ru-vn-2024
            according_to: TRT World
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
        # seeds/2024-06-12-trt-world.yaml
        published: 2024-06-12
        publisher: TRT World
        claims:
          - visit: ru-vn-2024
            according_to: TRT World
            agenda:
              energy: {status: agreed}
    """
    for file in context.current_visit_files:
        start = file.readable.dates.earliest_start
        if start is None:
            continue
        for sourced in context.book.claims_by_visit.get(file.id, ()):
            for key, item in sourced.claim.agenda.items() if sourced.published < start else ():
                if item.status in _AFTER_THE_VISIT:
                    location = context.location(sourced, "agenda", key, "status")
                    yield _early_outcome(location, item.status, sourced.published, file, start)


def _early_outcome(
    location: Location, status: str, reported: date, file: VisitFile, start: date
) -> Diagnostic:
    """An outcome on a day before the visit starts."""
    return Diagnostic(
        location,
        f"`{status}` on {reported}, but with `{file.readable.dates}` the visit begins on "
        f"{start} at the earliest",
        "before a visit, an item is `proposed`, `expected` or `agreed`; or correct the dates",
        (Related(Location(file.file, ("dates",)), f"the dates of {file.id}"),),
    )


@rule("warning", calendar=True)
def future_report(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for reports dated in the future.

    Why: The date of publication decides the order in which claims count.

    Failing::

        # seeds/2024-06-17-trt-world.yaml
        published: 2024-06-17
        publisher: TRT World

    Passing, on 2024-06-17::

        # seeds/2024-06-17-trt-world.yaml
        published: 2024-06-17
        publisher: TRT World
    """
    for report in context.book.report_files:
        if report.report and report.report.published > context.date_range_of_today[1]:
            yield Diagnostic(
                Location(report.file, ("published",)),
                f"`{report.report.published}` is in the future: today is {context.day_in('')}",
                "write the day on which the report was published",
            )


@rule("warning", formerly=("claim-before-its-time",), looks_at="visits")
def premature_claim(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for visits reported completed before they can be over.

    Why: Either the report speaks of a plan, or the visit's dates are wrong.

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
