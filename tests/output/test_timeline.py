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
    axis = Axis.over(rows, columns)
    return [axis.marks(row) for row in rows]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("2024-06-14/2024-06-15", "··│·██··"),
        ("[2024-06-14..2024-06-16]", "··│·░░░··"),
        ("2024-06-14/..", "··│·█░░"),
        ("2024-06-13", "··│█··"),
        ("2024-06-10/2024-06-14", "··██│██··"),
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
    axis = Axis(date(2024, 6, 8), date(2024, 7, 9), 98)
    assert axis.scale() == (
        "8 Jun    11 Jun   14 Jun   17 Jun   20 Jun   23 Jun   26 Jun   29 Jun   2 Jul    5 Jul"
    )
    assert Axis(date(2024, 6, 8), date(2024, 6, 9), 4).scale() == ""


def test_only_a_wide_terminal_has_a_timeline() -> None:
    status = ("status", "--as-of", "2024-06-17")
    assert "████████████" in run_on_terminal(*status, columns=120).out
    assert "█" not in run_on_terminal(*status, "--no-timeline", columns=120).out
    assert "█" not in run_on_terminal(*status, columns=80).out
    assert "█" not in run(*status).out
