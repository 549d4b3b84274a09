"""Terminal output at fixed widths and without colour is as in tests/cases/screens.

`pytest --write-cases` rewrites these files; review them before you commit.
"""

from pathlib import Path

import pytest

from tests.run import run, run_on_terminal
from tools.morning_book import DAY

SCREENS = Path(__file__).parent.parent / "cases/screens"

COMMANDS = {
    "status": ("status", "--as-of", "2024-06-17"),
    "countdown": ("countdown", "ru-kp-2024", "--as-of", "2024-06-07"),
    "countdown-range": ("countdown", "ru-kp-2024", "--as-of", "2024-06-12"),
    "show": ("show", "ru-kp-2024", "--as-of", "2024-06-19"),
    "log": ("log", "--since", "2024-06-17"),
    "help": ("--help",),
}


MORNING = [
    ("brief", 60),
    ("brief", 80),
    ("brief", 140),
    ("calendar", 60),
    ("calendar", 80),
    ("calendar", 100),
]
"""Screens of the scripted book of 40 visits, which has names in Chinese and Arabic letters."""


def check(name: str, output: str, request: pytest.FixtureRequest) -> None:
    """Compare an output with the file of a screen."""
    text = "".join(f"{line.rstrip()}\n" for line in output.splitlines())
    expected_file = SCREENS / f"{name}.txt"
    if request.config.getoption("--write-cases"):
        expected_file.write_text(text, encoding="utf-8")
    assert text == expected_file.read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", [60, 80, 140])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_screen_shows_the_expected_output(
    name: str, columns: int, request: pytest.FixtureRequest
) -> None:
    result = run_on_terminal(*COMMANDS[name], columns=columns, NO_COLOR="1")
    check(f"{name}-{columns}", result.out, request)


@pytest.mark.parametrize(("command", "columns"), MORNING)
def test_a_screen_of_the_morning_shows_the_expected_output(
    command: str, columns: int, morning_book: Path, request: pytest.FixtureRequest
) -> None:
    arguments = (command, "--as-of", str(DAY))
    result = run_on_terminal(
        *arguments, cwd=morning_book, columns=columns, NO_COLOR="1", LC_ALL="C.UTF-8"
    )
    check(f"morning-{command}-{columns}", result.out, request)


def test_a_pipe_shows_the_expected_brief(
    morning_book: Path, request: pytest.FixtureRequest
) -> None:
    result = run("brief", "--as-of", str(DAY), cwd=morning_book)
    check("morning-brief-pipe", result.out, request)
