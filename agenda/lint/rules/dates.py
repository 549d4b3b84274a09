"""The dates of visits."""

from collections.abc import Iterator

from agenda.lint.context import LintContext
from agenda.lint.rule import reported_by_reader, rule
from agenda.model.diagnostic import Diagnostic, FieldPath, Location, Related
from agenda.model.visit import PartialVisit

bad_date = reported_by_reader(
    "error",
    "bad-date",
    """Checks for dates that do not exist or are not in the supported subset of EDTF.

    Why: Every countdown depends on them. A report's date of publication is a single day.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-31
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06?
        confirmation: {state: tentative}
    """,
)


dates_reversed = reported_by_reader(
    "error",
    "dates-reversed",
    """Checks for stays and windows that end before they begin.

    Why: The two dates are swapped, or one of them has a typo.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-20/2024-06-19
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}
    """,
)


@rule("warning")
def item_outside_visit(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for agenda items on days on which the visit can't be under way.

    Why: Either the day of the item is wrong, or the visit's dates are.

    Failing::

        # agendas/us-jp-2023.yaml
        visitor: {name: Joe Biden, country: US}
        host: {country: JP, city: Hiroshima}
        dates: 2023-05-19/2023-05-21
        confirmation: {state: completed}
        agenda:
          climate: {status: discussed, date: 2023-05-24}

    Passing::

        # agendas/us-jp-2023.yaml
        visitor: {name: Joe Biden, country: US}
        host: {country: JP, city: Hiroshima}
        dates: 2023-05-19/2023-05-21
        confirmation: {state: completed}
        agenda:
          climate: {status: discussed, date: 2023-05-20}
    """
    for file in context.book.visit_files:
        dates = file.readable.dates
        for key, item in file.readable.agenda.items() if dates else ():
            if item.date and not item.date.overlaps(dates):
                yield Diagnostic(
                    Location(file.file, ("agenda", key, "date")),
                    f"`{item.date}` is not within the visit, `{dates}`",
                    "correct the date of the item, or those of the visit",
                    (Related(Location(file.file, ("dates",)), "the visit's dates"),),
                )


@rule("error")
def postponed_with_dates(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for postponed visits with dates, other than the first day on which they may begin.

    Why: `postponed` means that the visit has no date, so the dates would be lost. A visit that was
    moved to a new date keeps its state and gets the new date. `"[2025..]"`, not before 2025, is
    the only form of dates that a postponed visit can have.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-09
        confirmation: {state: postponed}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-09
        confirmation: {state: tentative}
    """
    for file, path, visit in context.partial_visits:
        yield from dated_postponement(file, path, visit)


def dated_postponement(file: str, path: FieldPath, visit: PartialVisit) -> Iterator[Diagnostic]:
    """That a visit, or a claim, at a path of a file is postponed and has dates."""
    is_dated = bool(visit.dates) and not visit.dates.is_not_before
    if visit.confirmation.state == "postponed" and is_dated:
        yield Diagnostic(
            Location(file, (*path, "dates")),
            f"`{visit.dates}` with `postponed`, which means that the visit has no date",
            "remove the dates, set the state that the visit has with its new date, or write "
            'the first day on which it may begin as an open window, `"[2025..]"`',
        )


@rule("error")
def confirmed_undated(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for confirmed visits without dates.

    Why: An announcement names a day, or at least a month. Either the announcement says less than it
    seems, or its dates were forgotten.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: confirmed}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06
        confirmation: {state: confirmed, visitor: announced, host: announced}
    """
    for file in context.book.visit_files:
        visit = file.readable
        if visit.confirmation.state != "confirmed" or visit.dates:
            continue
        if not context.book.path_exists(file, ("dates",)):
            yield Diagnostic(
                Location(file.file, ("confirmation", "state")),
                "`confirmed`, but there are no `dates`",
                "add the dates that both sides have announced, or set the state to what is known",
            )
