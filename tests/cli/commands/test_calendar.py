import calendar
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from agenda.cli.commands.calendar import first_weekday
from tests.builders import VISIT, MakeBook
from tests.run import run, run_on_terminal
from tools.morning_book import DAY

AS_OF = ("--as-of", str(DAY))
CALENDAR = ("calendar", *AS_OF, "--week-starts", "monday")

MONTHS = ["2027-02", "2026-09", "2026-04", "2026-01", "2026-05", "2026-08", "2026-02"]
"""Months that begin on each weekday, Monday first; the first one has exactly four weeks."""


def test_these_months_begin_on_each_weekday() -> None:
    assert [date.fromisoformat(f"{month}-01").weekday() for month in MONTHS] == [*range(7)]


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("first", range(7))
def test_a_month_has_the_lines_of_pythons_calendar(
    month: str, first: int, make_book: MakeBook
) -> None:
    weekday = list(calendar.day_name)[first].lower()
    shown = run(
        "calendar", month, "--week-starts", weekday, cwd=make_book({"agendas/a.yaml": VISIT})
    ).out
    year, number = map(int, month.split("-"))
    expected = calendar.TextCalendar(first).formatmonth(year, number).splitlines()
    printed = shown.partition("\n\n")[0].splitlines()
    assert [line.strip() for line in printed[:1]] == [line.strip() for line in expected[:1]]
    assert [line.removeprefix(" ") for line in printed[1:]] == expected[1:]
    assert shown.endswith("\n\nNo visit has dates in these months.\n")


def visits_in(folder: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    result = run(*CALENDAR, "--format", "json", *arguments, cwd=folder)
    assert (result.code, result.err) == (0, "")
    return {visit["id"]: visit for visit in json.loads(result.out)["visits"]}


def days_of(visit: dict[str, Any], kind: str) -> list[str]:
    return [day["day"] for day in visit["days"] if day["kind"] == kind]


def days(first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [str(start + timedelta(days=day)) for day in range((end - start).days + 1)]


@pytest.mark.parametrize(
    ("dates", "kind", "first", "last"),
    [
        ("2026-11-25/2026-11-27", "stay", "2026-11-25", "2026-11-27"),
        ('"[2026-11-30..2026-12-05]"', "window", "2026-11-30", "2026-12-05"),
        ("2026-12", "window", "2026-12-01", "2026-12-31"),
        ("2026-12-10/2026-12-11?", "unsure", "2026-12-10", "2026-12-11"),
        ("2026-11-23/..", "stay", "2026-11-23", "2026-11-24"),
        ('"[2027-01-20..]"', "window", "2027-01-20", "2027-01-20"),
        ("2026-10-30/2026-11-02", "stay", "2026-11-01", "2026-11-02"),
        ("2027-01-31/2027-02-05", "stay", "2027-01-31", "2027-01-31"),
    ],
)
def test_the_days_of_a_visit_are_marked_in_the_months_shown(
    dates: str, kind: str, first: str, last: str, make_book: MakeBook
) -> None:
    opening = "visitor: {name: A, country: RU}, host: {country: VN}"
    claim = f"{{visit: a, according_to: X, {opening}, dates: {dates}}}"
    seed = f"published: 2026-10-01\npublisher: P\nclaims:\n  - {claim}\n"
    visit = visits_in(make_book({"seeds/r.yaml": seed}))["a"]
    assert days_of(visit, kind) == days(first, last)
    assert len(visit["days"]) == len(days(first, last))


def test_a_stay_with_unsure_ends_has_sure_and_possible_days(make_book: MakeBook) -> None:
    text = VISIT + "dates: 2024-06-19/2024-07\n"
    shown = run(
        "calendar", "2024-06", "--months", "2", "--format", "json",
        cwd=make_book({"agendas/a.yaml": text}),
    )  # fmt: skip
    visit = json.loads(shown.out)["visits"][0]
    assert days_of(visit, "stay") == days("2024-06-19", "2024-07-01")
    assert days_of(visit, "window") == days("2024-07-02", "2024-07-31")


def test_each_day_has_the_label_of_its_surest_visit(morning_book: Path) -> None:
    visits = visits_in(morning_book)
    shown = run_on_terminal(*CALENDAR, cwd=morning_book, NO_COLOR="1").out
    november = [line[1:22] for line in shown.splitlines()[4:16]]
    printed = {}
    for numbers, marks in zip(november[::2], november[1::2], strict=True):
        for start in range(0, 21, 3):
            if number := numbers[start : start + 2].strip():
                printed[int(number)] = marks[start : start + 3].strip()
    for day_number, mark in printed.items():
        day = f"2026-11-{day_number:02}"
        kinds = {
            visit["label"]: marked["kind"]
            for visit in visits.values()
            for marked in visit["days"]
            if marked["day"] == day
        }
        stays = {label for label, kind in kinds.items() if kind == "stay"}
        assert bool(mark) == bool(kinds)
        assert mark.endswith("+") == (len(kinds) > 1)
        if kinds:
            label = mark.rstrip("+?")
            assert label in (stays or {label.lower() for label in kinds})


def test_stays_windows_and_uncertain_days_differ_without_colour(morning_book: Path) -> None:
    legend = run_on_terminal(*CALENDAR, cwd=morning_book, NO_COLOR="1").out.splitlines()
    labels = {
        where: line.split()[0]
        for line in legend
        for where in ("Hanoi", "Port Sudan", "Baku")
        if where in line
    }
    assert re.fullmatch("[A-Z]", labels["Hanoi"])
    assert re.fullmatch("[a-z]", labels["Port Sudan"])
    assert re.fullmatch(r"[a-z]\?", labels["Baku"])


@pytest.mark.parametrize(("columns", "beside"), [(40, 1), (60, 2), (80, 3), (140, 5)])
def test_months_are_side_by_side_as_far_as_they_fit(
    morning_book: Path, columns: int, beside: int
) -> None:
    shown = run_on_terminal(
        *CALENDAR, "--months", "6", cwd=morning_book, columns=columns, NO_COLOR="1"
    ).out.splitlines()
    heads = [line for line in shown if line.lstrip().startswith("Mo Tu")]
    assert heads[0].count("Mo") == beside
    assert sum(line.count("Mo") for line in heads) == 6
    assert max(len(line.rstrip()) for line in heads) <= columns


def test_without_a_month_three_are_shown_and_nothing_that_is_over(morning_book: Path) -> None:
    shown = json.loads(run(*CALENDAR, "--format", "json", cwd=morning_book).out)
    assert shown["months"] == ["2026-11", "2026-12", "2027-01"]
    assert shown["week_starts"] == "monday"
    states = {visit["confirmation"]["state"] for visit in shown["visits"]}
    assert states == {"tentative", "announced", "confirmed"}
    phases = {visit["countdown"]["phase"] for visit in visits_in(morning_book, "--all").values()}
    assert phases == {"over", "overdue", "under-way", "any-day", "upcoming"}


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2026-10", "2026-10"),
        ("december", "2026-12"),
        ("feb", "2027-02"),
        ("this", "2026-11"),
        ("next", "2026-12"),
        ("last", "2026-10"),
        ("9999-12", "9999-12"),
        ("0001-01", "0001-01"),
    ],
)
def test_a_month_is_named_by_number_or_word(morning_book: Path, month: str, expected: str) -> None:
    shown = run(*CALENDAR, month, "--format", "json", cwd=morning_book)
    assert json.loads(shown.out)["months"] == [expected]
    assert run(*CALENDAR, month, cwd=morning_book).code == 0


@pytest.mark.parametrize("month", ["2026-11-24", "2026", "smarch", "2026-13"])
def test_other_texts_are_refused(morning_book: Path, month: str) -> None:
    result = run(*CALENDAR, month, cwd=morning_book)
    assert (result.code, result.out) == (2, "")
    assert f"`{month}` is not one month; write 2024-06, june, this, next or last" in result.err


def test_the_locale_decides_where_weeks_start(morning_book: Path) -> None:
    def weekdays(**environment: str) -> str:
        shown = run("calendar", "next", *AS_OF, cwd=morning_book, **environment).out
        return shown.splitlines()[3].strip()

    assert weekdays(LC_ALL="en_US.UTF-8") == "Su Mo Tu We Th Fr Sa"
    assert weekdays(LC_ALL="ar_EG.UTF-8") == "Sa Su Mo Tu We Th Fr"
    assert weekdays(LC_ALL="C.UTF-8") == "Mo Tu We Th Fr Sa Su"


def test_today_is_in_brackets(morning_book: Path) -> None:
    assert "\n 23[24]25 26 27 28 29" in run(*CALENDAR, cwd=morning_book).out
    first = run("calendar", "--as-of", "2026-11-02", "--week-starts", "monday", cwd=morning_book)
    assert "\n[ 2] 3  4  5  6  7  8" in first.out


def test_filters_select_the_visits(morning_book: Path) -> None:
    assert visits_in(morning_book, "--country", "Vietnam").keys() == {"fr-vn-2026"}
    result = run(*CALENDAR, "--host", "Atlantis", cwd=morning_book)
    assert result.out.startswith("No visit matches --host Atlantis")


def test_after_26_visits_labels_have_two_letters(make_book: MakeBook) -> None:
    files: dict[str, bytes | str] = {
        f"agendas/v{number:02}.yaml": f"{VISIT}dates: 2024-06-{number:02}\n"
        for number in range(1, 31)
    }
    shown = run("calendar", "2024-06", "--format", "json", cwd=make_book(files))
    labels = [visit["label"] for visit in json.loads(shown.out)["visits"]]
    assert labels[24:] == ["Y", "Z", "AA", "AB", "AC", "AD"]
    assert " 24 25 26 27 28 29 30" in run("calendar", "2024-06", cwd=make_book(files)).out


def test_an_item_is_marked_on_its_own_day(make_book: MakeBook) -> None:
    items = (
        "dates: 2026-12-01/2026-12-03\nagenda:\n"
        "  late: {title: Late, date: 2026-12-03, place: Hue}\n"
        "  early: {title: Early, date: 2026-12-02}\n"
        "  unsure: {title: Unsure, date: 2026-12-01?}\n"
        "  gone: {title: Gone, date: 2026-12-01, status: dropped}\n"
    )
    root = make_book({"agendas/a.yaml": VISIT + items})
    lines = run("calendar", "2026-12", "--week-starts", "monday", cwd=root).out.splitlines()
    assert "     A  A* A*" in lines
    (at,) = [number for number, line in enumerate(lines) if line.endswith("(a)")]
    assert [line.strip() for line in lines[at + 1 : at + 5]] == [
        "Unsure: possibly 1 December 2026",
        "Early: 2 December 2026",
        "Late: 3 December 2026, Hue",
        "",
    ]
    assert "* agenda item" in lines[-1]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "monday"),
        ({"LANG": "C.UTF-8"}, "monday"),
        ({"LANG": "de_DE.UTF-8"}, "monday"),
        ({"LANG": "en_US.UTF-8"}, "sunday"),
        ({"LANG": "ar_EG.UTF-8"}, "saturday"),
        ({"LANG": "dv_MV"}, "friday"),
        ({"LANG": "en_US.UTF-8", "LC_TIME": "en_GB.UTF-8"}, "monday"),
        ({"LANG": "en_GB", "LC_TIME": "en_GB", "LC_ALL": "sr_YU@latin"}, "monday"),
        ({"LC_ALL": "", "LC_TIME": "pt_BR@euro"}, "sunday"),
        ({"LANG": "es_419.UTF-8"}, "monday"),
    ],
)
def test_the_week_starts_as_the_locale_says(environment: dict[str, str], expected: str) -> None:
    assert first_weekday(environment) == expected
