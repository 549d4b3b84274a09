import json
import os
import re
import signal
import subprocess
import sys
import termios
import time
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.builders import MakeBook
from tests.run import ROOT, environment, run, run_on_terminal
from tests.terminal import Terminal

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"


@pytest.mark.parametrize(
    ("visit", "expected"),
    [
        ("ru-vn-2024", "Vladimir Putin → Hanoi, Vietnam: in 7 days\n"),
        ("ru-kp-2024", "Vladimir Putin → Pyongyang, North Korea: any day now, within 25 days\n"),
    ],
)
def test_one_line_for_a_prompt(visit: str, expected: str) -> None:
    ran = run("countdown", visit, "--as-of", "2024-06-12", "--format", "plain")
    assert (ran.code, ran.out) == (0, expected)


def test_without_an_id_it_is_the_next_visit_and_in_a_pipe_one_line() -> None:
    assert run("countdown", "--as-of", "2024-06-17").out == (
        "Vladimir Putin → Pyongyang, North Korea: in 1 day\n"
    )
    assert run("countdown", "--as-of", "2024-06-19").out == (
        "Vladimir Putin → Hanoi, Vietnam: day 1 of 2\n"
    )


def test_all_is_a_line_for_each() -> None:
    assert run("countdown", "--all", "--as-of", "2024-06-17").out.count("\n") == 2
    assert run("countdown", "--all", "--as-of", "2024-07-10").out.count("\n") == 2
    assert "No visit with dates is ahead" in run("countdown", "--all", "--as-of", "2024-08-10").out


def test_its_json_has_the_day_at_the_host() -> None:
    ran = run("countdown", "ru-vn-2024", "--as-of", "2024-06-12", "--format", "json")
    (visit,) = json.loads(ran.out)["visits"]
    assert visit["countdown"]["days"] == [7, 7]
    assert (visit["today"], visit["counted_in"]) == ("2024-06-12", "Asia/Ho_Chi_Minh")


def test_nothing_ahead_is_one_line() -> None:
    ran = run("countdown", "--as-of", "2024-07-10")
    assert ran.code == 0
    assert ran.out == (
        "No visit with dates is ahead on 10 July 2024; `agenda status --all` shows what the book "
        "has.\n"
    )


def test_a_panel_is_large_and_says_it_all() -> None:
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


def test_a_panel_says_whose_today_it_is(make_book: MakeBook) -> None:
    root = make_book(
        {
            "agendas/a.yaml": VISIT + "dates: 2999\n",
            "agendas/b.yaml": VISIT.replace("VN", "RU") + "dates: 2999\n",
        }
    )
    there = run_on_terminal("countdown", "a", cwd=root, NO_COLOR="1", TZ="Etc/GMT+12").out
    assert re.search(r"Today is \d+ \w+ \d{4} in Vietnam", there)
    unknown = run_on_terminal("countdown", "b", cwd=root, NO_COLOR="1").out
    assert "no time zone is given for Russia" in unknown


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("ru-vn-2024", "--all"), "name a visit or ask for --all, not both"),
        (("--watch", "--as-of", "2024-06-12"), "--watch follows the clock"),
        (("--watch", "--format", "json"), "--watch follows the clock"),
        (("ru-vm-2024",), "did you mean `ru-vn-2024`?"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], expected: str) -> None:
    ran = run("countdown", *arguments)
    assert ran.code == 2
    assert expected in ran.err


def watched(*arguments: str, **extra: str) -> AbstractContextManager[Terminal]:
    """A `countdown --watch` on a terminal."""
    command = (sys.executable, "-m", "agenda", "countdown", *arguments)
    return Terminal.running(*command, **extra)


CLOCK = r"midnight in \w+ in (\d\d:\d\d:\d\d)"
HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"
OTHER_SCREEN, BACK = "\x1b[?1049h", "\x1b[?1049l"


def test_it_ticks_and_ctrl_c_puts_the_terminal_back() -> None:
    with watched("ru-vn-2024", "--watch") as terminal:
        first = re.findall(CLOCK, terminal.until(CLOCK))[-1]
        second = re.findall(
            CLOCK, terminal.until(rf"midnight in \w+ in (?!{first})\d\d:\d\d:\d\d")
        )[-1]
        assert first != second
        terminal.press("\x03")
        assert terminal.end() == 130
        assert terminal.shown.count(OTHER_SCREEN) == terminal.shown.count(BACK) == 1
        assert terminal.shown.rindex(SHOWN) > terminal.shown.rindex(HIDDEN)
        assert termios.tcgetattr(terminal.follower) == terminal.before
        assert "Traceback" not in terminal.shown


@pytest.mark.slow
def test_it_survives_a_resize() -> None:
    with watched("ru-vn-2024", "--watch") as terminal:
        terminal.until(CLOCK)
        terminal.resize(50)
        terminal.until(rf"╰{'─' * 48}╯")
        terminal.resize(70)
        terminal.until(rf"╰{'─' * 68}╯")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("shown", [r"\[\?1049h", "╭", CLOCK], ids=["screen", "frame", "clock"])
def test_a_request_to_end_puts_the_terminal_back_too(number: signal.Signals, shown: str) -> None:
    with watched("ru-vn-2024", "--watch") as terminal:
        terminal.until(shown)
        terminal.process.send_signal(number)
        assert terminal.end() == 128 + number
        assert terminal.shown.count(OTHER_SCREEN) == terminal.shown.count(BACK) == 1


@pytest.mark.slow
def test_it_uses_next_to_no_processor_time() -> None:
    with watched("ru-vn-2024", "--watch") as terminal:
        terminal.until(CLOCK)
        spent = [_processor_seconds(terminal.process.pid)]
        time.sleep(3)
        spent.append(_processor_seconds(terminal.process.pid))
        assert spent[1] - spent[0] < 0.3  # a loop that never sleeps would take all three seconds


def _processor_seconds(pid: int) -> float:
    about = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    fields = about.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.slow
def test_in_a_pipe_it_prints_what_changes_and_ends_with_its_reader() -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "agenda", "countdown", "ru-vn-2024", "--watch"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    assert program.stdout is not None
    assert program.stdout.readline().startswith("Vladimir Putin → Hanoi, Vietnam: ended ")
    program.send_signal(signal.SIGINT)
    assert program.wait(timeout=10) == 130
    assert program.communicate()[1].strip() == ""


@pytest.mark.slow
def test_without_colour_it_ticks_all_the_same() -> None:
    with watched("ru-vn-2024", "--watch", NO_COLOR="1") as terminal:
        first = re.findall(CLOCK, terminal.until(CLOCK))[-1]
        terminal.until(rf"midnight in \w+ in (?!{first})\d\d:\d\d:\d\d")
        assert not re.search(r"\x1b\[[0-9;]*m", terminal.shown)


@pytest.mark.slow
def test_a_terminal_that_cannot_redraw_gets_lines() -> None:
    with watched("ru-vn-2024", "--watch", TERM="dumb") as terminal:
        terminal.until(r"Hanoi, Vietnam: ended \d+ days ago")
        assert "\x1b" not in terminal.shown


@pytest.mark.slow
def test_a_reader_that_goes_away_ends_it_before_anything_changes() -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "agenda", "countdown", "ru-vn-2024", "--watch"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert program.stdout is not None
    program.stdout.readline()
    program.stdout.close()
    assert program.wait(timeout=10) == 0
    assert program.stderr is not None
    assert program.stderr.read() == b""
    program.stderr.close()


def test_the_next_visit_is_the_nearest_and_not_one_without_end(make_book: MakeBook) -> None:
    dates = {"open": "2020-06-19/..", "year": "2024", "near": "2024-06-13", "far": "2024-09-01"}
    files: dict[str, bytes | str] = {}
    for name, when in dates.items():
        files[f"agendas/{name}.yaml"] = VISIT + f"dates: {when}\n"
        files[f"seeds/{name}.yaml"] = (
            "published: 2020-01-01\npublisher: P\nclaims:\n"
            f"  - {{visit: {name}, according_to: X, dates: {when}}}\n"
        )
    root = make_book(files)

    def following(day: str) -> str:
        ran = run("countdown", "--as-of", day, "--format", "json", cwd=root)
        (visit,) = json.loads(ran.out)["visits"]
        return str(visit["id"])

    assert following("2024-06-12") == "near"
    assert following("2024-06-13") == "near"
    assert following("2024-06-14") == "far"
    assert following("2025-06-14") == "open"
