"""The calendar is read back by two independent parsers."""

import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import ics
import pytest
from icalendar import Calendar

from agenda.cli.clock import Clock
from agenda.output.export_ics import calendar_of
from agenda.services.snapshot import load_snapshot
from tests.builders import MakeBook
from tests.run import ROOT, imported_by, run
from tests.stories.books import NAMES, book_on, days_of
from tools.morning_book import DAY, write_morning_book

VISIT = """
visitor: {{name: {name}, role: President, country: RU}}
host: {{country: VN, city: Hanoi}}
confirmation: {{state: {state}}}
dates: "{dates}"
"""
REPORT = """
published: {published}
publisher: Reuters
url: https://example.org/1
claims:
  - visit: ru-vn-2024
    according_to: An official
    dates: "{dates}"
    confirmation: {{state: {state}}}
"""


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("morning") / "book"
    write_morning_book(folder)
    return folder


def calendar_on(day: object, book: Path = ROOT, *options: str) -> str:
    result = run("export", "ics", "--as-of", str(day), *options, cwd=book)
    assert result.code == 0, result.err
    return result.out


def events_of(text: str) -> dict[str, Any]:
    """The events of a calendar, by the id of the visit."""
    events: list[Any] = Calendar.from_ical(text).events
    assert [event.errors for event in events if event.errors] == []
    by_id = {str(event["uid"]).removesuffix("@agenda"): event for event in events}
    assert len(by_id) == len(events)
    return by_id


def only_event(book: Path, day: str = "") -> Any:
    options = ["--as-of", day] if day else []
    (event,) = events_of(run("export", "ics", *options, cwd=book).out).values()
    return event


def visit_file(name: str = "A", state: str = "tentative", dates: str = "2024-06-19") -> str:
    return VISIT.format(name=name, state=state, dates=dates)


def report_file(published: str, dates: str, state: str = "tentative") -> str:
    return REPORT.format(published=published, dates=dates, state=state)


def test_a_stay_takes_whole_days_and_ends_before_the_day_after() -> None:
    event = events_of(calendar_on("2024-06-12"))["ru-vn-2024"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2024, 6, 19), date(2024, 6, 21))
    assert event["dtstart"].params["value"] == "DATE"
    assert event["summary"] == "Vladimir Putin → Hanoi, Vietnam (tentative)"
    assert (event["status"], event["transp"]) == ("TENTATIVE", "OPAQUE")


def test_a_window_is_its_whole_span_and_says_so() -> None:
    event = events_of(calendar_on("2024-06-12"))["ru-kp-2024"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2024, 6, 10), date(2024, 7, 8))
    assert (
        event["summary"] == "? Vladimir Putin → Pyongyang, North Korea (tentative, within 25 days)"
    )
    assert event["transp"] == "TRANSPARENT"


def test_the_description_has_sides_agenda_and_the_last_report_with_its_address() -> None:
    event = events_of(calendar_on("2024-06-20"))["ru-vn-2024"]
    lines = dict(line.split(": ", 1) for line in str(event["description"]).splitlines())
    assert list(lines) == [
        "Confirmation", "When", "On 20 June 2024", "Sides", "Agenda", "Last report",
    ]  # fmt: skip
    assert lines["Sides"] == "Russia announced, Vietnam announced"
    assert "Energy" in lines["Agenda"]
    assert re.fullmatch(r".+, \d+ June 2024, https://\S+", lines["Last report"])
    assert "Energy" in event.categories


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("rumoured", "TENTATIVE"),
        ("tentative", "TENTATIVE"),
        ("announced", "TENTATIVE"),
        ("confirmed", "CONFIRMED"),
        ("doubtful", "TENTATIVE"),
        ("postponed", "CANCELLED"),
        ("cancelled", "CANCELLED"),
        ("completed", "CONFIRMED"),
    ],
)
def test_each_state_has_a_status(make_book: MakeBook, state: str, status: str) -> None:
    event = only_event(make_book({"agendas/ru-vn-2024.yaml": visit_file(state=state)}))
    assert event["status"] == status


@pytest.mark.parametrize(
    ("dates", "first", "end"),
    [
        ("2024-06", "2024-06-01", "2024-07-01"),
        ("2024-06-19/..", "2024-06-19", "2024-06-20"),
        ("../2024-06-20", "2024-06-20", "2024-06-21"),
        ("2024-06-19?", "2024-06-19", "2024-06-20"),
        ("2024-06~/2024-07-02", "2024-06-01", "2024-07-03"),
        ("9999-12-30/9999-12-31", "9999-12-30", "9999-12-31"),
    ],
)
def test_uncertain_dates_are_marked(make_book: MakeBook, dates: str, first: str, end: str) -> None:
    event = only_event(make_book({"agendas/ru-vn-2024.yaml": visit_file(dates=dates)}))
    assert (str(event["dtstart"].dt), str(event["dtend"].dt)) == (first, end)
    is_exact = dates == "9999-12-30/9999-12-31"
    assert event["summary"].startswith("? ") is not is_exact
    assert event["transp"] == ("OPAQUE" if is_exact else "TRANSPARENT")


@pytest.mark.parametrize("dates", ["[2024-06-10..]", "[..2024-06-10]", ""])
def test_a_visit_without_a_first_or_last_day_is_left_out_and_counted(
    make_book: MakeBook, dates: str
) -> None:
    book = make_book({"agendas/ru-vn-2024.yaml": visit_file(dates=dates)})
    result = run("export", "ics", cwd=book)
    assert events_of(result.out) == {}
    assert result.err == (
        "agenda: the calendar leaves out 1 visit without a first and a last day: ru-vn-2024\n"
    )


def test_postponing_a_visit_cancels_the_event_on_its_last_dates(make_book: MakeBook) -> None:
    opening = report_file("2024-06-01", "2024-06-19/2024-06-20") + (
        "    visitor: {name: A, country: RU}\n    host: {country: VN}\n"
    )
    postponing = report_file("2024-06-10", "", "postponed").replace('    dates: ""\n', "")
    book = make_book({"seeds/2024-06-01-a.yaml": opening, "seeds/2024-06-10-b.yaml": postponing})
    before, after = only_event(book, "2024-06-05"), only_event(book, "2024-06-12")
    assert (before["status"], after["status"]) == ("TENTATIVE", "CANCELLED")
    assert before["uid"] == after["uid"]
    assert after["dtstart"].dt == date(2024, 6, 19)
    assert after["summary"] == "A → Vietnam (postponed)"
    assert "When: until then, 19–20 June 2024" in str(after["description"])
    assert (before["sequence"], after["sequence"]) == (1, 2)
    assert before["last-modified"].dt < after["last-modified"].dt


def test_a_late_report_of_an_earlier_day_raises_the_sequence(make_book: MakeBook) -> None:
    files: dict[str, bytes | str] = {
        "agendas/ru-vn-2024.yaml": visit_file(),
        "seeds/2024-06-10-a.yaml": report_file("2024-06-10", "2024-06-19"),
    }
    before = only_event(make_book(files))
    late = {"seeds/2024-06-01-b.yaml": report_file("2024-06-01", "2024-06")}
    after = only_event(make_book({**files, **late}))
    assert after["sequence"] == before["sequence"] + 1


def events_by_day(story: str) -> Iterator[dict[str, Any]]:
    """The events of a story's book as known on each day of its reports."""
    for text in days_of(story):
        day = date.fromisoformat(text)
        snapshot = load_snapshot(book_on(story), day, Clock(day).today)
        yield events_of(calendar_of(snapshot, snapshot.rows).text)


SIGNIFICANT = ("dtstart", "dtend", "status", "categories", "location")


def as_text(event: Any, key: str) -> bytes:
    """A property as it is written; empty if the event lacks it."""
    return b"" if key not in event else bytes(event[key].to_ical())


@pytest.mark.parametrize("story", NAMES)
def test_a_subscription_is_told_of_each_change(story: str) -> None:
    known: dict[str, Any] = {}
    for events in events_by_day(story):
        for name, event in events.items():
            if name in known:
                earlier = known[name]
                assert event["sequence"] >= earlier["sequence"]
                values = [[as_text(e, key) for key in SIGNIFICANT] for e in (earlier, event)]
                if values[0] != values[1]:
                    assert event["sequence"] > earlier["sequence"]
                    assert event["last-modified"].dt > earlier["last-modified"].dt
        known |= events
    assert known


def both_readings(text: str) -> list[dict[str, tuple[Any, ...]]]:
    """What icalendar and ics read from a calendar: days, status and texts, by UID."""
    events: list[Any] = Calendar.from_ical(text).events
    first = {
        str(event["uid"]): (
            event["dtstart"].dt,
            event["dtend"].dt,
            str(event["status"]),
            event["transp"] == "TRANSPARENT",
            str(event["summary"]),
            str(event["description"]),
            str(event["location"]),
            set(event.categories),
        )
        for event in events
    }
    second = {
        event.uid: (
            event.begin.date(),
            event.end.date(),
            event.status,
            event.transparent,
            event.name,
            event.description,
            event.location,
            event.categories,
        )
        for event in ics.Calendar(text).events
    }
    return [first, second]


@pytest.mark.parametrize("book", ["shipped", "morning", "united-kingdom-2017"])
def test_two_parsers_read_the_same(book: str, morning: Path) -> None:
    if book == "shipped":
        text = calendar_on("2024-06-12")
    elif book == "morning":
        text = calendar_on(DAY, morning)
    else:
        text = calendar_on("2030-01-01", book_on(book))
    first, second = both_readings(text)
    assert first == second
    assert first


def test_only_a_visit_with_topics_has_categories(make_book: MakeBook) -> None:
    agenda = "agenda: {energy: {status: expected}, banking: {status: dropped}}\n"
    book = make_book({"agendas/ru-vn-2024.yaml": visit_file() + agenda})
    assert only_event(book).categories == ["Energy"]
    (book / "agendas/ru-vn-2024.yaml").write_text(visit_file())
    assert "CATEGORIES" not in run("export", "ics", cwd=book).out


def test_lines_are_folded_and_end_as_the_standard_says(morning: Path) -> None:
    text = calendar_on(DAY, morning)
    *lines, last = text.split("\r\n")
    assert last == ""
    assert "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) == 75


HARD_NAMES = (
    "Commas, semicolons; colons: and a back\\slash",
    "👨‍👩‍👧 and 🇻🇳",
    "محمود احمدی‌نژاد",
    "בנימין נתניהו",
    'BEGIN:VEVENT "quoted"',
    "Ж" * 200,
)


@pytest.mark.parametrize("name", HARD_NAMES)
def test_names_survive(make_book: MakeBook, name: str) -> None:
    file = visit_file(name="NAME").replace("NAME", "'" + name + "'")
    book = make_book({"agendas/ru-vn-2024.yaml": file})
    first, second = both_readings(run("export", "ics", cwd=book).out)
    assert first == second
    (event,) = first.values()
    assert event[4] == f"{name} → Hanoi, Vietnam (tentative)"


@pytest.mark.parametrize("name", [r"a\nb", r"a\Nb", r"\\N", r"a\N\N; b\, c\n"])
def test_a_backslash_before_an_n_is_no_line_end(make_book: MakeBook, name: str) -> None:
    topics = f"topics: {{energy: {{label: '{name}'}}}}\n"
    file = visit_file(name=f"'{name}'") + "agenda: {energy: {status: expected}}\n"
    book = make_book({"agendas/ru-vn-2024.yaml": file, "agenda.yaml": topics})
    event = only_event(book)
    assert event["summary"] == f"{name} → Hanoi, Vietnam (tentative)"
    assert event.categories == [name]


def test_a_text_cannot_add_a_property_or_an_event(make_book: MakeBook) -> None:
    notes = '"a\\r\\nEND:VEVENT\\r\\nBEGIN:VEVENT\\r\\nUID:x"'
    file = visit_file(name=notes) + f"occasion: {notes}\n"
    book = make_book({"agendas/ru-vn-2024.yaml": file})
    text = run("export", "ics", cwd=book).out
    assert list(events_of(text)) == ["ru-vn-2024"]
    assert len(re.findall("^BEGIN:VEVENT", text, re.MULTILINE)) == 1


def test_the_filters_of_status_select_events(morning: Path) -> None:
    events = events_of(calendar_on(DAY, morning, "--country", "FR"))
    assert set(events) == {"fr-uz-2026", "fr-vn-2026", "fr-kr-2026"}


def test_what_no_visit_matches_is_said_beside_an_empty_calendar() -> None:
    result = run("export", "ics", "--country", "NO")
    assert events_of(result.out) == {}
    assert result.err.startswith("No visit matches --country NO;")


def test_two_exports_of_one_day_are_the_same(morning: Path) -> None:
    assert calendar_on(DAY, morning) == calendar_on(DAY, morning)
    events = events_of(calendar_on(DAY + timedelta(days=1), morning)).items()
    stamps = {name: event["dtstamp"].dt for name, event in events}
    today = events_of(calendar_on(DAY, morning)).items()
    assert stamps == {name: event["dtstamp"].dt for name, event in today}


def test_without_icalendar_a_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "agenda.output.export_ics")
    monkeypatch.setitem(sys.modules, "icalendar", None)
    result = run("export", "ics")
    assert (result.code, result.out) == (3, "")
    assert result.err == (
        "agenda: `agenda export ics` needs icalendar; run `pip install 'icalendar>=7'`, or "
        "install agenda with its extra `share`\n"
    )


def test_tables_do_not_import_icalendar() -> None:
    assert "icalendar" not in imported_by("export", "csv")
