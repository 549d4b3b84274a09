"""Whether visitors can be where the files send them."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from agenda.history.itinerary import Pair, clashes, likely_the_same
from agenda.lint.rule import View, rule
from agenda.model.diagnostic import Fault, Place, Related
from agenda.model.visit import PartialVisit


@rule("error")
def visitor_is_host(view: View) -> Iterator[Fault]:
    """A visitor goes to another country.

    Why: one of the two countries is a slip.

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
    for file, route, picture in view.pictures:
        visitor, host = picture.visitor.country, picture.host.country
        if visitor and visitor == host:
            yield Fault(
                Place(file, (*route, "host", "country")),
                f"`{host}` ({host.name}) is the visitor's own country",
                "write the country that is visited",
                (Related(Place(file, (*route, "visitor", "country")), "the visitor's country"),),
            )


@rule("error")
def double_booked(view: View) -> Iterator[Fault]:
    """Nobody is in two countries on days that can't both be true.

    Why: one of the two dates is wrong, or one of the visits is off. Unsure dates clash only where
    no reading of them fits, and a visitor may leave one country and reach the next on one day.

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
        view,
        clashes,
        lambda visit, other: (
            f"`{visit.dates}` in {visit.host.country.name} can't be true beside "
            f"`{other.dates}` in {other.host.country.name}: {visit.visitor.name} is in one place"
        ),
        "mend the dates of one of the two, or call one off",
    )


@rule("warning")
def same_visit_twice(view: View) -> Iterator[Fault]:
    """One visit has one file.

    Why: what two files say of one visit drifts apart, and it is counted twice. Two visits by one
    visitor to one country whose dates overlap are likely one.

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
        view,
        likely_the_same,
        lambda visit, other: (
            f"`{visit.dates}` overlaps with `{other.dates}` of another visit by "
            f"{visit.visitor.name} to {visit.host.country.name}; they are likely one"
        ),
        "keep one file, or say in both what tells them apart, with dates that do not overlap",
    )


def _pairs(
    view: View,
    pairs: Callable[[Mapping[str, PartialVisit]], Iterable[Pair]],
    message: Callable[[PartialVisit, PartialVisit], str],
    hint: str,
) -> Iterator[Fault]:
    """A fault for each pair of visits, at the dates of the one whose file comes later."""
    files = view.visit_files
    for pair in pairs({name: file.readable for name, file in files.items()}):
        first, second = sorted((files[name] for name in pair), key=lambda file: file.file)
        yield Fault(
            Place(second.file, ("dates",)),
            message(second.readable, first.readable),
            hint,
            (Related(Place(first.file, ("dates",)), f"the dates of {first.id}"),),
        )
