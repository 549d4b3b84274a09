"""Whether the visits of one visitor are compatible."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from agenda.history.itinerary import Pair, clashes, likely_duplicates
from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, Location, Related
from agenda.model.visit import PartialVisit


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


@rule("error")
def double_booked(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for visitors who are in two countries on dates that can't both be true.

    Why: One of the dates is wrong, or one of the visits is cancelled. Uncertain dates clash only if
    no interpretation of them fits. A visitor may leave one country and reach the next on the same
    day.

    Failing::

        # agendas/ru-kp-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: KP}
        dates: 2024-06-18/2024-06-20
        confirmation: {state: tentative}
        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-kp-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: KP}
        dates: 2024-06-18/2024-06-19
        confirmation: {state: tentative}
        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}
    """
    yield from _pairs(
        context,
        clashes,
        lambda visit, other: (
            f"`{visit.dates}` in {visit.host.country.name} clashes with "
            f"`{other.dates}` in {other.host.country.name}: "
            f"{visit.visitor.name} can't be in two places"
        ),
        "correct the dates of one of the two, or mark one as cancelled",
    )


@rule("warning")
def same_visit_twice(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for two files that are likely the same visit.

    Why: Two files on one visit diverge over time, and the visit is counted twice. Two visits of one
    visitor to one country with overlapping dates are likely the same.

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
    yield from _pairs(
        context,
        likely_duplicates,
        lambda visit, other: (
            f"`{visit.dates}` overlaps with `{other.dates}` of another visit by "
            f"{visit.visitor.name} to {visit.host.country.name}; they are likely one"
        ),
        "keep one file, or give the two visits dates that do not overlap",
    )


def _pairs(
    context: LintContext,
    pairs: Callable[[Mapping[str, PartialVisit]], Iterable[Pair]],
    message: Callable[[PartialVisit, PartialVisit], str],
    hint: str,
) -> Iterator[Diagnostic]:
    """A diagnostic for each pair of visits, at the dates of the one whose file comes later."""
    files = context.visit_files
    for pair in pairs({name: file.readable for name, file in files.items()}):
        first, second = sorted((files[name] for name in pair), key=lambda file: file.file)
        yield Diagnostic(
            Location(second.file, ("dates",)),
            message(second.readable, first.readable),
            hint,
            (Related(Location(first.file, ("dates",)), f"the dates of {first.id}"),),
        )
