"""Output on terminals and in pipes, in various encodings."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.builders import VISIT, MakeBook, git
from tests.run import PROGRAM, ROOT, environment, run, run_on_terminal
from tests.terminal import Terminal

COMMANDS = (
    ("status", "--as-of", "2024-06-12"),
    ("countdown", "ru-kp-2024", "--as-of", "2024-06-07"),
    ("show", "ru-kp-2024", "--as-of", "2024-06-19"),
    ("log",),
    ("diff", "--since", "2024-06-12"),
    ("validate",),
)
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def run_piped(
    *arguments: str, cwd: Path = ROOT, **extra: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program with piped output, which is returned as bytes."""
    return subprocess.run(
        [sys.executable, "-m", "agenda", *arguments],
        cwd=cwd,
        env=environment(**extra),
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_the_c_locales_print_utf_8(locale: str) -> None:
    completed = run_piped(*COMMANDS[0], LC_ALL=locale)
    assert completed.stdout.decode() == run(*COMMANDS[0]).out


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_characters_outside_the_encoding_are_replaced_by_question_marks(encoding: str) -> None:
    result = run(*COMMANDS[0], encoding=encoding)
    expected = run(*COMMANDS[0]).out.encode(encoding, "replace").decode(encoding)
    assert (result.out, result.err) == (expected, "")


def test_an_error_is_readable_in_any_encoding(make_book: MakeBook) -> None:
    root = make_book({"agendas/вьетнам.yaml": "["})
    completed = run_piped("show", "вьетнам", cwd=root, PYTHONIOENCODING="cp1252")
    assert completed.returncode == 2
    assert b"agendas/???????.yaml has problems" in completed.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_is_utf_8_in_any_locale(make_book: MakeBook, encoding: str) -> None:
    visit = "visitor: {name: Путин, country: RU}\nhost: {country: VN, city: Huế}\n"
    root = make_book({"agendas/a.yaml": visit + "confirmation: {state: tentative}\n"})
    for arguments in (("show", "a"), ("status",)):
        result = run(*arguments, "--format", "json", cwd=root, encoding=encoding)
        assert "Путин" in result.out
        assert json.loads(result.out)


ENVIRONMENTS: tuple[dict[str, Any], ...] = ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"})


@pytest.mark.parametrize("columns", [40, 60, 120, 200])
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_no_line_is_wider_than_the_terminal(arguments: tuple[str, ...], columns: int) -> None:
    for extra in ENVIRONMENTS:
        result = run_on_terminal(*arguments, columns=columns, **extra)
        assert (result.code, result.err) == (0, "")
        lines = ESCAPE.sub("", result.out).splitlines()
        assert max(cell_len(line) for line in lines) <= columns
        assert "\x1b" not in result.out or not extra


WIDE_SIDES = "visitor: {name: 習近平, country: CN}\nhost: {country: SA, city: الرياض}\n"


def test_wide_and_right_to_left_text_is_aligned(make_book: MakeBook) -> None:
    other_fields = "dates: 2024-06-19\nconfirmation: {state: tentative}\n"
    root = make_book(
        {
            "agendas/首脑.yaml": WIDE_SIDES + other_fields,
            "agendas/ru-vn.yaml": WIDE_SIDES + other_fields,
        }
    )
    lines = run("status", "--all", cwd=root).out.splitlines()
    starts = {cell_len(line.partition("19 June 2024")[0]) for line in lines[1:3]}
    assert starts == {cell_len(lines[0].partition("WHEN")[0])}
    status = ("status", "--all", "--details")
    shown = run_on_terminal(*status, cwd=root, columns=140, NO_COLOR="1").out
    timeline = [line for line in shown.splitlines() if "·" in line]
    assert len({cell_len(line.partition("·")[0]) for line in timeline}) == 1
    panel = run_on_terminal("countdown", "首脑", cwd=root, columns=60)
    assert {cell_len(line) for line in ESCAPE.sub("", panel.out).splitlines()} == {60}


@pytest.mark.parametrize(
    ("extra", "options", "coloured"),
    [
        ({}, (), False),
        ({"FORCE_COLOR": "1"}, (), True),
        ({"FORCE_COLOR": ""}, (), False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
    ],
)
def test_options_and_the_environment_turn_on_colour_in_a_pipe(
    extra: dict[str, Any], options: tuple[str, ...], coloured: bool
) -> None:
    assert ("\x1b[" in run("show", "ru-kp-2024", *options, **extra).out) == coloured


def test_colour_can_be_forced_on_a_dumb_terminal() -> None:
    assert "\x1b[" in run_on_terminal("log", TERM="dumb", FORCE_COLOR="1").out


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_closing_the_pipe_early_is_not_an_error(arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    completed = subprocess.run(
        [sys.executable, "-m", "agenda", *arguments],
        cwd=ROOT,
        env=environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (completed.returncode, completed.stderr) == (0, b"")


def in_shell(command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the program in a shell, which redirects or closes its streams."""
    return subprocess.run(
        ["sh", "-c", f"{PROGRAM} {command}"],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_closed_standard_input_is_reported(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    completed = in_shell("validate - --stdin-filename agendas/a.yaml <&-", root)
    assert (completed.returncode, completed.stderr) == (
        3,
        "agenda: can't read standard input: it is closed\n",
    )
    (root / "seeds").mkdir()
    (root / "seeds/x.yaml").write_text(
        "published: 2024-06-10\npublisher: P\n"
        "claims:\n  - {visit: a, according_to: X, notes: Seen at the airport}\n"
    )
    git(root, "init", "--quiet")
    for command in ("apply seeds/x.yaml", "setup-git"):
        completed = in_shell(f"{command} <&-", root)
        assert completed.returncode == 2
        assert "not a terminal, so cannot ask" in completed.stderr


@pytest.mark.parametrize("stream", ["2>/dev/full", "2>&-"])
def test_an_error_that_can_t_be_printed_still_sets_the_exit_code(stream: str) -> None:
    assert in_shell(f"bogus {stream}").returncode == 2
    assert in_shell(f"status --book /dev/null/x {stream}").returncode == 3


@pytest.mark.parametrize("columns", ["0", "", "-1", "x"])
def test_a_width_that_is_no_width_is_ignored(columns: str) -> None:
    result = run_on_terminal(*COMMANDS[0], COLUMNS=columns, LINES=columns)
    assert result == run_on_terminal(*COMMANDS[0])


def test_messages_wrap_between_words_on_a_terminal() -> None:
    arguments = ("show", "no-such-visit")
    with Terminal.running(sys.executable, "-m", "agenda", *arguments, columns=50) as terminal:
        assert terminal.end() == 2
    lines = terminal.shown.replace("\r", "").splitlines()
    assert max(map(len, lines)) <= 50
    message = " ".join(line.strip() for line in lines)
    assert message.endswith(run(*arguments).err.splitlines()[-1])
