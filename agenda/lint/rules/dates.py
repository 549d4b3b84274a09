"""What dates may say."""

from collections.abc import Iterator

from agenda.lint.rule import View, rule
from agenda.model.diagnostic import Fault, Place


@rule("error")
def bad_date(view: View) -> Iterator[Fault]:
    """A date is a day, a month, a year, a stay or a window that exists.

    Why: everything counts from it. A report's day of publication is one day.

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
    """
    yield from view.found.get("bad-date", ())


@rule("error")
def dates_reversed(view: View) -> Iterator[Fault]:
    """A stay or a window does not end before it begins.

    Why: two dates have changed places, or one of them has a slip.

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
    """
    yield from view.found.get("dates-reversed", ())


@rule("error")
def postponed_with_dates(view: View) -> Iterator[Fault]:
    """What is postponed has no dates.

    Why: `postponed` means that no date stands, so dates beside it would be lost. A visit that was
    moved to a new date has the state that it has, and the new date.

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
    for file, route, said in view.pictures:
        if said.confirmation.state == "postponed" and said.dates:
            yield Fault(
                Place(file, (*route, "dates")),
                f"`{said.dates}` beside `postponed`, which means that no date stands",
                "take the dates out, or give the state that the visit has with its new date",
            )


@rule("error")
def confirmed_undated(view: View) -> Iterator[Fault]:
    """A visit that both sides have announced has dates.

    Why: an announcement names a day, or at least a month. One without is read too far, or its dates
    were forgotten.

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
    for file in view.book.visit_files:
        visit = file.readable
        if visit.confirmation.state == "confirmed" and not visit.dates and not file.has("dates"):
            yield Fault(
                Place(file.file, ("confirmation", "state")),
                "`confirmed`, and there are no `dates`",
                "add the dates that both sides have announced, or set the state to what is known",
            )
