from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from agenda.cli.clock import Clock
from agenda.history.countdown import countdown
from agenda.model.country import Country, Zone
from agenda.model.edtf import When
from agenda.model.visit import Host, Visit
from tests.builders import visit


def hosted(zone: str, country: str = "VN", **fields: Any) -> Visit:
    return replace(visit(**fields), host=Host(country=Country(country), timezone=Zone(zone)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2024-06-18T16:59:59", "Asia/Ho_Chi_Minh", "2024-06-18"),
        ("2024-06-18T17:00:00", "Asia/Ho_Chi_Minh", "2024-06-19"),
        ("2024-06-18T14:59:59", "Asia/Pyongyang", "2024-06-18"),
        ("2024-06-18T15:00:00", "Asia/Pyongyang", "2024-06-19"),
        # Either side of the date line, at one instant.
        ("2024-06-18T11:00:00", "Pacific/Kiritimati", "2024-06-19"),
        ("2024-06-18T11:00:00", "Pacific/Pago_Pago", "2024-06-18"),
        ("2024-06-18T10:59:59", "Pacific/Pago_Pago", "2024-06-17"),
        # Samoa went from 29 to 31 December 2011.
        ("2011-12-30T09:59:59", "Pacific/Apia", "2011-12-29"),
        ("2011-12-30T10:00:00", "Pacific/Apia", "2011-12-31"),
        # The clocks of Paris go forward and back in the night.
        ("2024-03-30T22:59:59", "Europe/Paris", "2024-03-30"),
        ("2024-03-30T23:00:00", "Europe/Paris", "2024-03-31"),
        ("2024-03-31T22:00:00", "Europe/Paris", "2024-04-01"),
        ("2024-10-27T22:59:59", "Europe/Paris", "2024-10-27"),
        ("2024-10-27T23:00:00", "Europe/Paris", "2024-10-28"),
    ],
)
def test_today_is_the_date_of_the_host_s_calendar(instant: str, zone: str, day: str) -> None:
    assert Clock(None, at(instant)).today(hosted(zone)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("instant", "zone", "left"),
    [
        ("2024-06-18T16:59:59", "Asia/Ho_Chi_Minh", timedelta(seconds=1)),
        ("2024-06-18T17:00:00", "Asia/Ho_Chi_Minh", timedelta(hours=24)),
        ("2024-03-30T23:00:00", "Europe/Paris", timedelta(hours=23)),
        ("2024-10-26T22:00:00", "Europe/Paris", timedelta(hours=25)),
        ("2011-12-30T09:00:00", "Pacific/Apia", timedelta(hours=1)),
        # No midnight on 31 March 2024 in Beirut: its clocks went from 00:00 to 01:00.
        ("2024-03-30T21:00:00", "Asia/Beirut", timedelta(hours=1)),
    ],
)
def test_midnight_is_when_the_host_s_next_day_begins(
    instant: str, zone: str, left: timedelta
) -> None:
    assert Clock(None, at(instant)).until_midnight(hosted(zone)) == left


def test_a_day_of_23_hours_is_one_day() -> None:
    clock = Clock(None, at("2024-03-30T12:00:00"))
    planned = hosted("Europe/Paris", dates="2024-04-01")
    assert countdown("tentative", planned.dates, clock.today(planned)).days == (2, 2)


def test_a_skipped_day_still_counts_by_the_calendar() -> None:
    before, after = at("2011-12-30T09:59:59"), at("2011-12-30T10:00:00")
    planned = hosted("Pacific/Apia", dates="2012-01-01")
    counts = [
        countdown("tentative", When.parse("2012-01-01"), Clock(None, instant).today(planned)).days
        for instant in (before, after)
    ]
    assert counts == [(3, 3), (1, 1)]


def test_a_host_without_a_zone_goes_by_its_country_s_only_one() -> None:
    instant = at("2024-06-18T17:00:00")
    assert Clock(None, instant, "UTC").today(hosted("", "VN")) == date(2024, 6, 19)


def test_or_by_the_viewer_s() -> None:
    instant = at("2024-06-18T17:00:00")
    assert Clock(None, instant, "Asia/Tokyo").today(hosted("", "RU")) == date(2024, 6, 19)
    assert Clock(None, instant, "UTC").today(hosted("", "RU")) == date(2024, 6, 18)
    assert Clock(None, instant, "UTC").today_here() == date(2024, 6, 18)


def test_a_day_that_is_asked_for_is_that_day_everywhere() -> None:
    clock = Clock(date(2024, 6, 12))
    assert clock.today(hosted("Pacific/Kiritimati")) == date(2024, 6, 12)
    assert clock.today_here() == date(2024, 6, 12)


def test_the_real_clock_is_read_where_none_is_given() -> None:
    assert abs(Clock().today_here() - datetime.now(UTC).date()) <= timedelta(days=1)
    assert timedelta(0) < Clock().until_midnight(hosted("Asia/Tokyo")) <= timedelta(hours=24)
