"""Countries and time zones."""

from collections.abc import Iterator

from agenda.lint.context import LintContext
from agenda.lint.rule import reported_by_reader, rule
from agenda.model.diagnostic import Diagnostic, FieldPath, Location
from agenda.model.visit import EMPTY_HOST, PartialHost

bad_country = reported_by_reader(
    "error",
    "bad-country",
    """Checks for country codes that are not in ISO 3166-1 alpha-2, and are not XK.

    Why: Names of countries differ from desk to desk; codes do not.

    Failing::

        # agendas/ru-gb-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: UK}
        confirmation: {state: rumoured}

    Passing::

        # agendas/ru-gb-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: GB}
        confirmation: {state: rumoured}
    """,
)


bad_timezone = reported_by_reader(
    "error",
    "bad-timezone",
    """Checks for time zones that are not in the tz database.

    Why: Days are counted in the host's time zone.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN, timezone: Asia/Hanoi}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN, timezone: Asia/Ho_Chi_Minh}
        confirmation: {state: tentative}
    """,
)


@rule("error")
def country_timezone_mismatch(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for time zones that the host's country does not have.

    Why: One of the two is wrong, and with the wrong time zone a visit begins on the wrong day.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN, timezone: Asia/Pyongyang}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN, timezone: Asia/Ho_Chi_Minh}
        confirmation: {state: tentative}
    """
    for file, path, host in _hosts(context):
        country, zone = host.country, host.timezone
        if country and zone and not zone.is_in(country):
            zones = ", ".join(f"`{name}`" for name in country.zones[:4])
            more = " and others" if len(country.zones) > 4 else ""
            yield Diagnostic(
                Location(file, (*path, "timezone")),
                f"`{zone}` is not a time zone of {country.name} (`{country}`)",
                f"{country.name} has {zones}{more}" if zones else "check the country",
            )


@rule("warning")
def timezone_missing(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for hosts without a time zone in countries where clocks differ.

    Why: Without it, days are counted by the reader's own clock, and two readers may get different
    counts. The city is enough if it is large and no other city of that name in the country is,
    and so is the country if all its clocks agree in the year of the visit, as in Germany.

    Failing::

        # agendas/cn-ru-2024.yaml
        visitor: {name: Xi Jinping, country: CN}
        host: {country: RU, city: Sirius}
        confirmation: {state: rumoured}

    Passing::

        # agendas/cn-ru-2024.yaml
        visitor: {name: Xi Jinping, country: CN}
        host: {country: RU, city: Kazan}
        confirmation: {state: rumoured}

        # agendas/fr-ru-2024.yaml
        visitor: {name: Emmanuel Macron, country: FR}
        host: {country: RU, city: Sirius, timezone: Europe/Moscow}
        confirmation: {state: rumoured}
    """
    for file in context.book.visit_files:
        visit, country = file.readable, file.readable.host.country
        if not country or visit.zone or context.book.path_exists(file, ("host", "timezone")):
            continue
        clocks = country.clocks(visit.dates.year)
        with_cities = (
            f"`{zone}` ({', '.join(cities)})" for zone, cities in clocks.items() if cities
        )
        others = (f"`{zone}`" for zone, cities in clocks.items() if not cities)
        city = ", and its city is not known" if visit.host.city else " and no city"
        message = (
            f"{country.name} has {len(clocks)} different clocks, but `host` names no time zone"
        )
        yield Diagnostic(
            Location(file.file, ("host",), key=True),
            f"{message}{city}" if clocks else f"{country.name} has no time zone",
            f"add `timezone:` with one of {', '.join((*with_cities, *others))}"
            if clocks
            else "check the country",
        )


def _hosts(context: LintContext) -> Iterator[tuple[str, FieldPath, PartialHost]]:
    for visit in context.book.visit_files:
        yield visit.file, ("host",), visit.readable.host
    for report in context.book.report_files:
        for index, claim in report.claims:
            if claim.host is not EMPTY_HOST:
                yield report.file, ("claims", index, "host"), claim.host
