"""Whether the visits of one visitor are compatible."""

from collections.abc import Iterator

from agenda.history.itinerary import likely_duplicates
from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, Location, Related
from agenda.store.decode import VisitFile


@rule("error")
def visitor_is_host(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for visitors whose country is also the host's.

    Why: One of the two countries is wrong.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: RU}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    for file, path, snapshot in context.partial_visits:
        visitor, host = snapshot.visitor.country, snapshot.host.country
        if visitor and visitor == host:
            yield Diagnostic(
                Location(file, (*path, "host", "country")),
                f"`{host}` ({host.name}) is the visitor's own country",
                "write the country of the host",
                (Related(Location(file, (*path, "visitor", "country")), "the visitor's country"),),
            )


@rule("error", looks_at="visits")
def double_booked(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for visitors who are all day in two countries that are far apart.

    Why: One of the dates is wrong, or one of the visits is cancelled. Only what can't be is
    reported. A visitor may leave one country and reach the next on the same day, make a side trip
    within a longer stay, and go back and forth between countries less than 3,000 km apart.
    Uncertain dates clash only if no interpretation of them fits.

    Failing::

        # agendas/ru-fr-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: FR}
        dates: 2024-06-20/2024-06-23
        confirmation: {state: tentative}
        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-18/2024-06-22
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-fr-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: FR}
        dates: 2024-06-22/2024-06-23
        confirmation: {state: tentative}
        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-18/2024-06-22
        confirmation: {state: tentative}
    """
    yield from _clash_diagnostics(context, with_whole_day=True)


@rule("warning", looks_at="visits")
def stays_overlap(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for visitors who spend two days in two countries that are far apart.

    Why: A visitor may leave one country and reach the next on the same day, but the dates have two
    such days in a row, so one of them is likely wrong. A side trip within a longer stay is not
    reported, nor are countries less than 3,000 km apart. `double-booked` reports more days.

    Failing::

        # agendas/ru-fr-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: FR}
        dates: 2024-06-19/2024-06-21
        confirmation: {state: tentative}
        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-18/2024-06-20
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-fr-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: FR}
        dates: 2024-06-20/2024-06-21
        confirmation: {state: tentative}
        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-18/2024-06-20
        confirmation: {state: tentative}
    """
    yield from _clash_diagnostics(context, with_whole_day=False)


def _clash_diagnostics(context: LintContext, *, with_whole_day: bool) -> Iterator[Diagnostic]:
    for clash in context.clashes:
        if bool(clash.whole_day) is not with_whole_day:
            continue
        file, other = _latter_first(context, clash.earlier, clash.later)
        where = (
            f"can't be in both on {clash.whole_day}"
            if clash.whole_day
            else f"would be in both on {clash.first_day} and on {clash.last_day}"
        )
        yield _diagnostic(
            file,
            other,
            f"{_stay(file)} clashes with {_stay(other)}: {file.readable.visitor.name} {where}",
            "correct the dates of one of the two, or mark one as cancelled",
        )


def _stay(file: VisitFile) -> str:
    return f"`{file.readable.dates}` in {file.readable.host.country.name}"


@rule("warning", looks_at="visits")
def same_visit_twice(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for two files that are likely the same visit.

    Why: Two files on one visit diverge over time, and the visit is counted twice. Two visits of one
    visitor to one country are likely the same if their dates agree, or if they overlap. They may
    share a day on which the visitor leaves and comes back. Visits to two cities are not compared.

    Failing::

        # agendas/putin-hanoi.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06
        confirmation: {state: rumoured}
        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}
    """
    for pair in likely_duplicates(context.visits):
        file, other = _latter_first(context, *pair)
        visit = file.readable
        yield _diagnostic(
            file,
            other,
            f"`{visit.dates}` overlaps with `{other.readable.dates}` of another visit by "
            f"{visit.visitor.name} to {visit.host.country.name}; they are likely one",
            "keep one file, or give the two visits dates that do not overlap",
        )


def _latter_first(context: LintContext, *names: str) -> list[VisitFile]:
    files = (context.visit_files[name] for name in names)
    return sorted(files, key=lambda file: file.file, reverse=True)


def _diagnostic(file: VisitFile, other: VisitFile, message: str, hint: str) -> Diagnostic:
    """A diagnostic on two visits, at the dates of the one whose file comes later."""
    related = Related(Location(other.file, ("dates",)), f"the dates of {other.id}")
    return Diagnostic(Location(file.file, ("dates",)), message, hint, (related,))
