"""Terminal output at fixed widths and without colour is as in tests/cases/screens.

`pytest --write-cases` rewrites these files; review them before you commit.
"""

from pathlib import Path

import pytest

from tests.run import run_on_terminal

SCREENS = Path(__file__).parent.parent / "cases/screens"

COMMANDS = {
    "status": ("status", "--as-of", "2024-06-17"),
    "countdown": ("countdown", "ru-kp-2024", "--as-of", "2024-06-07"),
    "countdown-range": ("countdown", "ru-kp-2024", "--as-of", "2024-06-12"),
    "show": ("show", "ru-kp-2024", "--as-of", "2024-06-19"),
    "log": ("log", "--since", "2024-06-17"),
    "help": ("--help",),
}


@pytest.mark.parametrize("columns", [60, 80, 140])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_screen_shows_the_expected_output(
    name: str, columns: int, request: pytest.FixtureRequest
) -> None:
    result = run_on_terminal(*COMMANDS[name], columns=columns, NO_COLOR="1")
    output = "".join(f"{line.rstrip()}\n" for line in result.out.splitlines())
    expected_file = SCREENS / f"{name}-{columns}.txt"
    if request.config.getoption("--write-cases"):
        expected_file.write_text(output, encoding="utf-8")
    assert output == expected_file.read_text(encoding="utf-8")
