import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.console import Console

from agenda.history.status import status_rows
from agenda.model.country import Country
from agenda.model.visit import Host
from agenda.output.countdown import Moment, panel
from tests.builders import MakeBook, visit
from tests.run import ROOT, environment, run, run_on_terminal
from tests.terminal import Terminal

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"


@pytest.mark.parametrize(
    ("visit", "expected"),
    [
        ("ru-vn-2024", "Vladimir Putin → Hanoi, Vietnam: in 7 days\n"),
        ("ru-kp-2024", "Vladimir Putin → Pyongyang, North Korea: within 25 days\n"),
    ],
)
def test_plain_format_is_one_line(visit: str, expected: str) -> None:
    result = run("countdown", visit, "--as-of", "2024-06-12", "--format", "plain")
    assert (result.code, result.out) == (0, expected)


def test_the_default_is_a_countdown_to_the_next_visit() -> None:
    assert run("countdown", "--as-of", "2024-06-17").out == (
        "Vladimir Putin → Pyongyang, North Korea: in 1 day\n"
    )
    assert run("countdown", "--as-of", "2024-06-19").out == (
        "Vladimir Putin → Hanoi, Vietnam: day 1 of 2\n"
    )


@pytest.mark.parametrize(
    ("city", "midnight"),
    [("Kazan", "midnight in Kazan in 00:01:00"), ("Sirius", "midnight here in 00:01:00")],
)
def test_the_panel_says_whose_midnight_it_counts_to(city: str, midnight: str) -> None:
    planned = replace(visit(), host=Host(country=Country("RU"), city=city))
    (row,) = status_rows({"a": planned}, {}, lambda _: date(2024, 6, 19))
    shown = Console(width=80)
    with shown.capture() as capture:
        shown.print(panel(row, {}, Moment(date(2024, 6, 19), timedelta(minutes=1)), 80))
    assert midnight in capture.get()


def test_a_panel_has_no_line_for_unknown_dates(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    panel = run_on_terminal("countdown", "a", cwd=root, NO_COLOR="1").out
    assert "no date yet" in panel
    assert [line for line in panel.splitlines() if line.strip("│ ") == "—"] == []


def test_all_prints_a_line_per_visit() -> None:
    assert run("countdown", "--all", "--as-of", "2024-06-17").out.count("\n") == 2
    assert run("countdown", "--all", "--as-of", "2024-06-26").out.count("\n") == 2
    assert "No visit with dates is ahead" in run("countdown", "--all", "--as-of", "2024-08-10").out


def test_json_has_the_date_at_the_host() -> None:
    result = run("countdown", "ru-vn-2024", "--as-of", "2024-06-12", "--format", "json")
    (visit,) = json.loads(result.out)["visits"]
    assert visit["countdown"]["days"] == [7, 7]
    assert (visit["today"], visit["counted_in"]) == ("2024-06-12", "Asia/Ho_Chi_Minh")


def test_one_line_is_printed_if_no_visit_is_upcoming() -> None:
    result = run("countdown", "--as-of", "2024-07-10")
    assert result.code == 0
    assert result.out == (
        "No visit with dates is ahead on 10 July 2024; `agenda status --all` shows all visits.\n"
    )


def test_the_panel_shows_large_digits_and_all_details() -> None:
    shown = run_on_terminal("countdown", "ru-kp-2024", "--as-of", "2024-06-07", NO_COLOR="1").out
    assert "no date yet" in shown
    shown = run_on_terminal("countdown", "ru-vn-2024", "--as-of", "2024-06-12", NO_COLOR="1").out
    for expected in (
        "Vladimir Putin → Hanoi, Vietnam",
        "███",
        "in 7 days",
        "19–20 June 2024",
        "tentative (Russia preparing, Vietnam no comment)",
        "expected: Energy cooperation",
        "Counted from 12 June 2024",
    ):
        assert expected in shown


def test_the_panel_names_the_country_of_its_date(make_book: MakeBook) -> None:
    root = make_book(
        {
            "agendas/a.yaml": VISIT + "dates: 2999\n",
            "agendas/b.yaml": VISIT.replace("VN", "RU") + "dates: 2999\n",
        }
    )
    at_host = run_on_terminal("countdown", "a", cwd=root, NO_COLOR="1", TZ="Etc/GMT+12").out
    assert re.search(r"Today is \d+ \w+ \d{4} in Vietnam", at_host)
    without_zone = run_on_terminal("countdown", "b", cwd=root, NO_COLOR="1").out
    assert "no time zone is given for Russia" in without_zone


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("ru-vn-2024", "--all"), "name a visit or use --all, not both"),
        (("--watch", "--as-of", "2024-06-12"), "--watch can't be combined"),
        (("--watch", "--format", "json"), "--watch can't be combined"),
        (("ru-vm-2024",), "did you mean `ru-vn-2024`?"),
    ],
)
def test_invalid_usage_is_explained(arguments: tuple[str, ...], expected: str) -> None:
    result = run("countdown", *arguments)
    assert result.code == 2
    assert expected in result.err


def watch(*arguments: str, **extra: str) -> AbstractContextManager[Terminal]:
    """A `countdown --watch` on a terminal."""
    command = (sys.executable, "-m", "agenda", "countdown", *arguments)
    return Terminal.running(*command, **extra)


CLOCK = r"midnight in \w+ in (\d\d:\d\d:\d\d)"
HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
ENTER_ALTERNATE_SCREEN, LEAVE_ALTERNATE_SCREEN = "\x1b[?1049h", "\x1b[?1049l"


def test_watch_ticks_and_ctrl_c_restores_the_terminal() -> None:
    with watch("ru-vn-2024", "--watch") as terminal:
        first = re.findall(CLOCK, terminal.until(CLOCK))[-1]
        second = re.findall(
            CLOCK, terminal.until(rf"midnight in \w+ in (?!{first})\d\d:\d\d:\d\d")
        )[-1]
        assert first != second
        terminal.press("\x03")
        assert terminal.end() == 130
        assert (
            terminal.shown.count(ENTER_ALTERNATE_SCREEN)
            == terminal.shown.count(LEAVE_ALTERNATE_SCREEN)
            == 1
        )
        assert terminal.shown.rindex(SHOW_CURSOR) > terminal.shown.rindex(HIDE_CURSOR)
        assert terminal.final_attributes == terminal.initial_attributes
        assert "Traceback" not in terminal.shown


@pytest.mark.slow
def test_watch_survives_a_resize() -> None:
    with watch("ru-vn-2024", "--watch") as terminal:
        terminal.until(CLOCK)
        terminal.resize(50)
        terminal.until(rf"╰{'─' * 48}╯")
        terminal.resize(70)
        terminal.until(rf"╰{'─' * 68}╯")


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("pattern", [r"\[\?1049h", "╭", CLOCK], ids=["screen", "frame", "clock"])
def test_a_termination_signal_restores_the_terminal(
    signal_number: signal.Signals, pattern: str
) -> None:
    with watch("ru-vn-2024", "--watch") as terminal:
        terminal.until(pattern)
        terminal.process.send_signal(signal_number)
        assert terminal.end() == 128 + signal_number
        assert (
            terminal.shown.count(ENTER_ALTERNATE_SCREEN)
            == terminal.shown.count(LEAVE_ALTERNATE_SCREEN)
            == 1
        )


@pytest.mark.slow
def test_watch_uses_little_processor_time() -> None:
    with watch("ru-vn-2024", "--watch") as terminal:
        terminal.until(CLOCK)
        before = _processor_seconds(terminal.process.pid)
        time.sleep(3)
        # A loop that never sleeps would take all three seconds.
        assert _processor_seconds(terminal.process.pid) - before < 0.3


def _processor_seconds(pid: int) -> float:
    process_stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    fields = process_stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.slow
def test_watch_in_a_pipe_prints_a_line_and_ends_on_an_interrupt() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "agenda", "countdown", "ru-vn-2024", "--watch"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Vladimir Putin → Hanoi, Vietnam: ended ")
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=10) == 130
    assert process.communicate()[1].strip() == ""


@pytest.mark.slow
def test_watch_ticks_without_colour() -> None:
    with watch("ru-vn-2024", "--watch", NO_COLOR="1") as terminal:
        first = re.findall(CLOCK, terminal.until(CLOCK))[-1]
        terminal.until(rf"midnight in \w+ in (?!{first})\d\d:\d\d:\d\d")
        assert not re.search(r"\x1b\[[0-9;]*m", terminal.shown)


@pytest.mark.slow
def test_watch_on_a_dumb_terminal_prints_lines() -> None:
    with watch("ru-vn-2024", "--watch", TERM="dumb") as terminal:
        terminal.until(r"Hanoi, Vietnam: ended in June 2024")
        assert "\x1b" not in terminal.shown


@pytest.mark.slow
def test_watch_ends_as_soon_as_its_pipe_is_closed() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "agenda", "countdown", "ru-vn-2024", "--watch"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=10) == 0
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()


def test_the_next_visit_is_the_nearest_and_not_an_open_ended_one(make_book: MakeBook) -> None:
    dates = {"open": "2020-06-19/..", "year": "2024", "near": "2024-06-13", "far": "2024-09-01"}
    files: dict[str, bytes | str] = {}
    for name, visit_dates in dates.items():
        files[f"agendas/{name}.yaml"] = VISIT + f"dates: {visit_dates}\n"
        files[f"seeds/{name}.yaml"] = (
            "published: 2020-01-01\npublisher: P\nclaims:\n"
            f"  - {{visit: {name}, according_to: X, dates: {visit_dates}}}\n"
        )
    root = make_book(files)

    def next_visit(day: str) -> str:
        result = run("countdown", "--as-of", day, "--format", "json", cwd=root)
        (visit,) = json.loads(result.out)["visits"]
        return str(visit["id"])

    assert next_visit("2024-06-12") == "near"
    assert next_visit("2024-06-13") == "near"
    assert next_visit("2024-06-14") == "far"
    assert next_visit("2025-06-14") == "open"
