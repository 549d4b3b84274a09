from datetime import date

import pytest

from agenda.history.status import status_rows
from agenda.model.visit import Visit
from agenda.output.timeline import Axis
from tests.builders import visit
from tests.run import run, run_on_terminal

TODAY = date(2024, 6, 12)


def marks(*visits: Visit, columns: int) -> list[str]:
    by_id = {str(number): visit for number, visit in enumerate(visits)}
    rows = status_rows(by_id, (), lambda _: TODAY)
    axis = Axis.over(rows, TODAY, columns)
    return [axis.marks(row) for row in rows]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("2024-06-14/2024-06-15", "··│·██··"),
        ("[2024-06-14..2024-06-16]", "··│·░░░··"),
        ("2024-06-14/..", "··│·█░░"),
        ("2024-06-13", "··│█··"),
        ("2024-06-13?", "··│▒··"),
        ("[2024-06-11..2024-06-14]", "··░░░░··"),
        ("2024-06-10/..", "··███░░"),
        ("[2024-06-14..]", "··│·░░░"),
        ("[..2024-06-14]", "░░░░░··"),
        ("../2024-06-14", "░░░░█··"),
        ("2024-06-10/2024-06-14", "··█████··"),
    ],
)
def test_certain_days_are_solid_and_uncertain_days_are_light(dates: str, expected: str) -> None:
    (line,) = marks(visit(dates=dates), columns=len(expected))
    assert line == expected


def test_certain_days_of_uncertain_dates_are_solid() -> None:
    (line,) = marks(visit(dates="2024-06-14/2024-06"), columns=23)
    assert line == "··│·█" + "░" * 16 + "··"


def test_columns_cover_several_days_or_days_cover_several_columns() -> None:
    (line,) = marks(visit(dates="2026"), columns=50)
    assert len(line) <= 50
    assert "░" in line
    (line,) = marks(visit(dates="2024-06-13"), columns=60)
    assert line == "······" * 2 + "···│··" + "██████" + "······" * 2


def test_the_scale_has_whole_dates_at_even_steps() -> None:
    axis = Axis(date(2024, 6, 8), date(2024, 7, 9), TODAY, 98)
    assert axis.scale() == (
        "8 Jun    11 Jun   14 Jun   17 Jun   20 Jun   23 Jun   26 Jun   29 Jun   2 Jul    5 Jul"
    )
    assert Axis(date(2024, 6, 8), date(2024, 6, 9), TODAY, 4).scale() == ""


def test_a_cancelled_visit_does_not_look_like_a_stay() -> None:
    (line,) = marks(visit("cancelled", "2024-06-14/2024-06-15"), columns=8)
    assert line == "··│·××··"


def test_today_is_that_of_the_viewer_in_all_rows() -> None:
    rows = status_rows(
        {"a": visit(dates="2024-06-14"), "b": visit(dates="2024-06-15")},
        (),
        lambda visit: TODAY if str(visit.dates) == "2024-06-14" else date(2024, 6, 13),
    )
    axis = Axis.over(rows, TODAY, 8)
    assert [axis.marks(row) for row in rows] == ["··│·█···", "··│··█··"]


@pytest.mark.parametrize(
    ("day", "heading"), [(10, "  │ today"), (30, "today │".rjust(23)), (None, "  │")]
)
def test_the_column_of_today_has_a_heading(day: int | None, heading: str) -> None:
    first, last = (date(2024, 6, 10), date(2024, 6, 30)) if day else (TODAY, TODAY)
    rows = status_rows({"a": visit(dates=f"{first}/{last}")}, (), lambda _: TODAY)
    today = date(2024, 6, day) if day else TODAY
    assert Axis.over(rows, today, 25 if day else 5).heading() == heading


def test_only_a_wide_terminal_has_a_timeline() -> None:
    status = ("status", "--details", "--as-of", "2024-06-17")
    assert "████████████" in run_on_terminal(*status, columns=120).out
    assert "█" not in run_on_terminal(*status, "--no-timeline", columns=120).out
    assert "█" not in run_on_terminal(*status, columns=80).out
    assert "█" not in run(*status).out
