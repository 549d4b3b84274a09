from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from msgspec.structs import replace

from agenda.cli.clock import Clock
from agenda.history.countdown import countdown
from agenda.model.country import Country, Zone
from agenda.model.edtf import When
from agenda.model.visit import Host, Visit
from tests.builders import visit


def visit_in(zone: str, country: str = "VN", city: str = "", **fields: Any) -> Visit:
    host = Host(country=Country(country), city=city, timezone=Zone(zone))
    return replace(visit(**fields), host=host)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2024-06-18T16:59:59", "Asia/Ho_Chi_Minh", "2024-06-18"),
        ("2024-06-18T17:00:00", "Asia/Ho_Chi_Minh", "2024-06-19"),
        ("2024-06-18T14:59:59", "Asia/Pyongyang", "2024-06-18"),
        ("2024-06-18T15:00:00", "Asia/Pyongyang", "2024-06-19"),
        # Both sides of the date line, at the same instant.
        ("2024-06-18T11:00:00", "Pacific/Kiritimati", "2024-06-19"),
        ("2024-06-18T11:00:00", "Pacific/Pago_Pago", "2024-06-18"),
        ("2024-06-18T10:59:59", "Pacific/Pago_Pago", "2024-06-17"),
        # Samoa skipped 30 December 2011.
        ("2011-12-30T09:59:59", "Pacific/Apia", "2011-12-29"),
        ("2011-12-30T10:00:00", "Pacific/Apia", "2011-12-31"),
        # Paris changes to summer time and back during the night.
        ("2024-03-30T22:59:59", "Europe/Paris", "2024-03-30"),
        ("2024-03-30T23:00:00", "Europe/Paris", "2024-03-31"),
        ("2024-03-31T22:00:00", "Europe/Paris", "2024-04-01"),
        ("2024-10-27T22:59:59", "Europe/Paris", "2024-10-27"),
        ("2024-10-27T23:00:00", "Europe/Paris", "2024-10-28"),
    ],
)
def test_today_is_the_date_in_the_host_s_zone(instant: str, zone: str, day: str) -> None:
    assert Clock(None, utc(instant)).today(visit_in(zone)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("instant", "zone", "remaining"),
    [
        ("2024-06-18T16:59:59", "Asia/Ho_Chi_Minh", timedelta(seconds=1)),
        ("2024-06-18T17:00:00", "Asia/Ho_Chi_Minh", timedelta(hours=24)),
        ("2024-03-30T23:00:00", "Europe/Paris", timedelta(hours=23)),
        ("2024-10-26T22:00:00", "Europe/Paris", timedelta(hours=25)),
        ("2011-12-30T09:00:00", "Pacific/Apia", timedelta(hours=1)),
        # 31 March 2024 has no midnight in Beirut: clocks went from 00:00 to 01:00.
        ("2024-03-30T21:00:00", "Asia/Beirut", timedelta(hours=1)),
    ],
)
def test_midnight_is_when_the_next_day_begins_in_the_host_s_zone(
    instant: str, zone: str, remaining: timedelta
) -> None:
    assert Clock(None, utc(instant)).until_midnight(visit_in(zone)) == remaining


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        # The next day begins at 01:00.
        ("Africa/Cairo", "2026-04-23"),
        ("America/Santiago", "2026-09-05"),
        ("Asia/Beirut", "2024-03-30"),
        # The next day has two midnights.
        ("America/Havana", "2026-10-31"),
        ("Atlantic/Azores", "2026-10-24"),
        # The last hour of the day comes twice, or not at all.
        ("Africa/Cairo", "2026-10-29"),
        ("America/Nuuk", "2026-03-28"),
        # Samoa skipped 30 December 2011.
        ("Pacific/Apia", "2011-12-29"),
    ],
)
def test_midnight_is_right_on_days_on_which_the_clocks_change_at_night(zone: str, day: str) -> None:
    minutes = [utc(f"{day}T00:00:00") + timedelta(minutes=count) for count in range(-840, 2280)]
    days = [minute.astimezone(ZoneInfo(zone)).date().isoformat() for minute in minutes]
    first = days.index(day)
    end = next(count for count in range(first, len(days)) if days[count] > day)
    for count in range(first, end, 31):
        remaining = Clock(None, minutes[count]).until_midnight(visit_in(zone))
        assert remaining == timedelta(minutes=end - count)


def test_midnight_of_a_host_without_a_zone_is_the_viewer_s() -> None:
    clock = Clock(None, utc("2026-10-31T18:00:00"), "America/Havana")
    assert clock.until_midnight(visit_in("", "RU")) == timedelta(hours=10)


def test_a_day_of_23_hours_counts_as_one_day() -> None:
    clock = Clock(None, utc("2024-03-30T12:00:00"))
    planned = visit_in("Europe/Paris", dates="2024-04-01")
    assert countdown("tentative", planned.dates, clock.today(planned)).days == (2, 2)


def test_days_are_counted_by_the_calendar_across_a_skipped_day() -> None:
    before, after = utc("2011-12-30T09:59:59"), utc("2011-12-30T10:00:00")
    planned = visit_in("Pacific/Apia", dates="2012-01-01")
    counts = [
        countdown("tentative", When.parse("2012-01-01"), Clock(None, instant).today(planned)).days
        for instant in (before, after)
    ]
    assert counts == [(3, 3), (1, 1)]


def test_a_host_without_a_zone_uses_the_only_zone_of_its_country() -> None:
    instant = utc("2024-06-18T17:00:00")
    assert Clock(None, instant, "UTC").today(visit_in("", "VN")) == date(2024, 6, 19)


def test_a_host_without_a_zone_uses_that_of_its_city() -> None:
    clock = Clock(None, utc("2024-06-18T17:00:00"), "UTC")
    assert clock.today(visit_in("", "RU", "Vladivostok")) == date(2024, 6, 19)
    assert clock.until_midnight(visit_in("", "RU", "Vladivostok")) == timedelta(hours=21)
    assert clock.today(visit_in("", "US", "Washington")) == date(2024, 6, 18)


def test_a_host_without_a_zone_uses_one_of_its_country_if_all_clocks_agree() -> None:
    clock = Clock(None, utc("2023-06-18T18:30:00"), "UTC")
    assert clock.today(visit_in("", "KZ", dates="2025-06-18")) == date(2023, 6, 19)
    assert clock.today(visit_in("", "KZ", dates="2023-06-18")) == date(2023, 6, 18)


def test_a_host_in_a_country_with_many_zones_uses_the_viewer_s_zone() -> None:
    instant = utc("2024-06-18T17:00:00")
    assert Clock(None, instant, "Asia/Tokyo").today(visit_in("", "RU")) == date(2024, 6, 19)
    assert Clock(None, instant, "UTC").today(visit_in("", "RU")) == date(2024, 6, 18)
    assert Clock(None, instant, "UTC").today_here() == date(2024, 6, 18)


def test_a_given_day_is_today_everywhere() -> None:
    clock = Clock(date(2024, 6, 12))
    assert clock.today(visit_in("Pacific/Kiritimati")) == date(2024, 6, 12)
    assert clock.today_here() == date(2024, 6, 12)


def test_the_system_clock_is_the_default() -> None:
    assert abs(Clock().today_here() - datetime.now(UTC).date()) <= timedelta(days=1)
    assert timedelta(0) < Clock().until_midnight(visit_in("Asia/Tokyo")) <= timedelta(hours=24)


def test_the_day_in_a_zone_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    zones = sorted(available_timezones())
    clock = Clock(instant=utc("2024-06-18T11:00:00"))
    first = [clock.day_in(zone) for zone in zones]
    monkeypatch.setattr("zoneinfo.ZoneInfo", None)  # which reads a file for most zones each time
    assert [clock.day_in(zone) for zone in zones] == first
