"""What countries and time zones may say."""

from collections.abc import Iterator

from agenda.lint.rule import View, rule
from agenda.model.diagnostic import Fault, Place, Route
from agenda.model.visit import NOWHERE, PartialHost


@rule("error")
def bad_country(view: View) -> Iterator[Fault]:
    """A country is a code of ISO 3166-1 alpha-2, or XK.

    Why: names differ from desk to desk, codes do not.

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
    """
    yield from view.found.get("bad-country", ())


@rule("error")
def bad_timezone(view: View) -> Iterator[Fault]:
    """A time zone is one of the tz database.

    Why: days are counted by the host's clocks.

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
    """
    yield from view.found.get("bad-timezone", ())


@rule("error")
def country_timezone_mismatch(view: View) -> Iterator[Fault]:
    """A host's time zone is one of its country.

    Why: one of the two is a slip, and with the wrong zone a visit begins on the wrong day.

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
    for file, route, host in _hosts(view):
        country, zone = host.country, host.timezone
        if country and zone and not zone.is_in(country):
            zones = ", ".join(f"`{name}`" for name in country.zones[:4])
            more = " and others" if len(country.zones) > 4 else ""
            yield Fault(
                Place(file, (*route, "timezone")),
                f"`{zone}` is not a time zone of {country.name} (`{country}`)",
                f"{country.name} has {zones}{more}" if zones else "check the country",
            )


@rule("warning")
def timezone_missing(view: View) -> Iterator[Fault]:
    """A host in a country of several time zones names the one it means.

    Why: without it days are counted by the reader's own clocks, and two readers may differ.

    Failing::

        # agendas/cn-ru-2024.yaml
        visitor: {name: Xi Jinping, country: CN}
        host: {country: RU, city: Kazan}
        confirmation: {state: rumoured}

    Passing::

        # agendas/cn-ru-2024.yaml
        visitor: {name: Xi Jinping, country: CN}
        host: {country: RU, city: Kazan, timezone: Europe/Moscow}
        confirmation: {state: rumoured}
    """
    for file in view.book.visit_files:
        host = file.readable.host
        if host.country and not host.zone and not file.has("host", "timezone"):
            count = len(host.country.zones) or "no"
            yield Fault(
                Place(file.file, ("host",), key=True),
                f"{host.country.name} has {count} time zones, and `host` names none",
                "add `timezone:` with the one whose clocks the visit goes by",
            )


def _hosts(view: View) -> Iterator[tuple[str, Route, PartialHost]]:
    for visit in view.book.visit_files:
        yield visit.file, ("host",), visit.readable.host
    for report in view.book.report_files:
        for index, claim in report.claims:
            if claim.host is not NOWHERE:
                yield report.file, ("claims", index, "host"), claim.host
