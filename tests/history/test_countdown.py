from datetime import date

import pytest

from agenda.history.countdown import Countdown, countdown
from agenda.model.edtf import UNDATED, When
from agenda.model.visit import KnownState

STAY, WINDOW, OPEN = "2024-06-19/2024-06-20", "[2024-06-10..2024-07-07]", "2024-06-19/.."


def countdown_on(day: str, dates: str, state: KnownState = "tentative") -> Countdown:
    when = When.parse(dates) if dates else UNDATED
    return countdown(state, when, date.fromisoformat(f"2024-{day}"))


@pytest.mark.parametrize(
    ("day", "dates", "phase", "days", "text"),
    [
        ("06-10", STAY, "upcoming", (9, 9), "in 9 days"),
        ("06-18", STAY, "upcoming", (1, 1), "in 1 day"),
        ("06-19", STAY, "under-way", (0, 0), "day 1 of 2"),
        ("06-20", STAY, "under-way", (0, 0), "day 2 of 2"),
        ("06-21", STAY, "overdue", (-1, -1), "1 day overdue"),
        ("06-23", STAY, "overdue", (-3, -3), "3 days overdue"),
        ("06-07", WINDOW, "upcoming", (3, 30), "in 3–30 days"),
        ("06-10", WINDOW, "any-day", (0, 27), "within 27 days"),
        ("06-12", WINDOW, "any-day", (0, 25), "within 25 days"),
        ("07-06", WINDOW, "any-day", (0, 1), "any day now, within 1 day"),
        ("07-07", WINDOW, "any-day", (0, 0), "today at the latest"),
        ("07-08", WINDOW, "overdue", (-1, -1), "1 day overdue"),
        ("06-18", OPEN, "upcoming", (1, 1), "in 1 day"),
        ("06-19", OPEN, "under-way", (0, 0), "began today, end not known"),
        ("06-21", OPEN, "under-way", (0, 0), "began 2 days ago, end not known"),
        ("12-31", OPEN, "under-way", (0, 0), "began 195 days ago, end not known"),
        ("06-20", "2023-05-10/..", "under-way", (0, 0), "began in May 2023, end not known"),
        ("07-05", "2024-06/..", "under-way", (0, 0), "began 5–34 days ago, end not known"),
        ("06-05", "2024-06/..", "any-day", (0, 25), "within 25 days"),
        ("06-23", WINDOW, "any-day", (0, 14), "any day now, within 14 days"),
        ("06-22", WINDOW, "any-day", (0, 15), "within 15 days"),
        ("06-10", "[2024-06-19..]", "upcoming", (9, None), "not before 19 June 2024"),
        ("06-10", "[2025..]", "upcoming", (205, None), "not before 2025"),
        ("06-19", "[2024-06-19..]", "undated", None, "no date yet"),
        ("06-10", "[..2024-06-20]", "any-day", (0, 10), "any day now, within 10 days"),
        ("06-20", "[..2024-06-20]", "any-day", (0, 0), "today at the latest"),
        ("06-21", "[..2024-06-20]", "overdue", (-1, -1), "1 day overdue"),
        ("06-10", "../2024-06-20", "any-day", (0, 10), "ends within 10 days, start not known"),
        ("06-20", "../2024-06-20", "any-day", (0, 0), "ends today, start not known"),
        ("06-21", "../2024-06-20", "overdue", (-1, -1), "1 day overdue"),
        ("06-21", "2022-06-19", "overdue", (-733, -733), "overdue since June 2022"),
        ("06-15", "2024-06/2024-07-02", "any-day", (0, 15), "within 15 days"),
        ("07-01", "2024-06/2024-07-02", "under-way", (0, 0), "under way"),
        ("06-19", "2024-06-19/2024-06", "under-way", (0, 0), "day 1"),
        ("06-12", "", "undated", None, "no date yet"),
        ("06-19", "2024-06-19", "under-way", (0, 0), "today"),
        ("06-12", "2024-06-19?", "upcoming", (7, 7), "possibly in 7 days"),
        ("06-12", "2024-06-19~/2024-06-20", "upcoming", (7, 7), "roughly in 7 days"),
        ("06-19", "2024-06-19/2024-06-20%", "under-way", (0, 0), "possibly roughly day 1 of 2"),
        ("06-12", "2024-06?", "any-day", (0, 18), "possibly within 18 days"),
    ],
)
def test_an_expected_visit_is_counted_down(
    day: str, dates: str, phase: str, days: tuple[int, int | None] | None, text: str
) -> None:
    assert countdown_on(day, dates) == Countdown(phase, days, text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "dates", "days", "text"),
    [
        ("06-24", STAY, (-4, -4), "ended 4 days ago"),
        ("06-20", STAY, (0, 0), "ended today"),
        ("06-19", STAY, (0, 0), "over, before its dates"),
        ("07-09", WINDOW, (-29, -2), "ended 2–29 days ago"),
        ("06-20", WINDOW, (-10, 0), "ended within the last 10 days"),
        ("06-22", OPEN, (-3, 0), "ended within the last 3 days"),
        ("06-12", "", None, "over"),
        ("06-12", "[..2024-06-20]", None, "over"),
        ("06-12", "../2024-06-10", (-2, -2), "ended 2 days ago"),
        ("06-19", "2023-06-19", (-366, -366), "ended in June 2023"),
        ("06-18", "2023-06-19", (-365, -365), "ended 365 days ago"),
        ("06-20", "2022", (-901, -537), "ended in 2022"),
        (
            "06-20",
            "[2022-11..2023-02]",
            (-597, -478),
            "ended between November 2022 and February 2023",
        ),
        ("06-20", "2022-06-01/..", (-750, 0), "ended in June 2022 or later"),
    ],
)
def test_a_completed_visit_is_counted_from_its_end(
    day: str, dates: str, days: tuple[int, int | None] | None, text: str
) -> None:
    assert countdown_on(day, dates, "completed") == Countdown("over", days, text)


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_a_cancelled_or_postponed_visit_is_not_counted(state: KnownState) -> None:
    assert countdown_on("06-12", STAY, state) == Countdown("off", None, state)


def test_a_postponed_visit_may_have_a_day_before_which_it_will_not_take_place() -> None:
    not_before = Countdown("off", None, "postponed, not before 2025")
    assert countdown_on("06-12", "[2025..]", "postponed") == not_before


@pytest.mark.parametrize("state", ["rumoured", "announced", "confirmed", "doubtful"])
def test_other_states_do_not_change_the_count(state: KnownState) -> None:
    assert countdown_on("06-12", STAY, state) == countdown_on("06-12", STAY)
