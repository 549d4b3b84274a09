"""Long output on a terminal, with real pagers."""

import os
import pstats
import shutil
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

import pytest

from tests.builders import MakeBook
from tests.run import ROOT, imported_by, run
from tests.terminal import Terminal
from tests.test_work import call_counts
from tools.bench.books import write_book

pytestmark = pytest.mark.slow  # real pagers wait for keys, and progress for a second

AGENDA = (sys.executable, "-m", "agenda")
LONG_OUTPUT = ("show", "ru-kp-2024", "--as-of", "2024-06-19")
PROMPT = "\n:|\r:|\x1b\\[K:"
"""The prompt that `less` shows while it waits for a key."""

END_OF_OUTPUT = "rejected by this desk"


def run_in_terminal(*command: str, **options: Any) -> tuple[int, str]:
    """The exit code of a program, and its output on a terminal."""
    with Terminal.running(*command, **{"lines": 20} | options) as terminal:
        return terminal.end(), terminal.shown


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """A pager that writes its input into a file beside itself."""
    script = tmp_path / "pager"
    script.write_text(f'#!/bin/sh\ncat > "{tmp_path}/paged"\n')
    script.chmod(0o755)
    return script


def paged_text(pager: Path) -> str:
    """The pager's input; empty if it was not run."""
    path = pager.with_name("paged")
    return path.read_text(encoding="utf-8") if path.exists() else ""


def with_less(*arguments: str, **options: Any) -> AbstractContextManager[Terminal]:
    """A run with the default pager."""
    if not shutil.which("less"):
        pytest.skip("less is not installed")
    command = ("env", "--unset=AGENDA_PAGER", *AGENDA, *arguments)
    return Terminal.running(*command, **{"lines": 20} | options)


def test_less_shows_long_output_in_colour() -> None:
    with with_less(*LONG_OUTPUT) as terminal:
        first_page = terminal.until(PROMPT)
        assert "\x1b[1mVladimir Putin → Pyongyang, North Korea" in first_page
        assert END_OF_OUTPUT not in first_page
        terminal.press("G")
        terminal.until(END_OF_OUTPUT)
        terminal.press("q")
        assert terminal.end() == 0


def test_quitting_early_and_ctrl_c_print_nothing() -> None:
    with with_less("log") as terminal:
        terminal.until(PROMPT)
        terminal.press("\x03")
        time.sleep(0.3)
        assert terminal.process.poll() is None
        for _ in range(2):  # after ctrl-C, less ignores the first key
            terminal.press("q")
            time.sleep(0.3)
        assert terminal.end() == 0
        assert "Traceback" not in terminal.shown
        assert "Aborted" not in terminal.shown
    code, text = run_in_terminal(*AGENDA, "log", AGENDA_PAGER="head -n 1")
    assert (code, text.count("\n")) == (0, 1)


def test_short_output_is_not_paged(pager: Path) -> None:
    code, text = run_in_terminal(*AGENDA, *LONG_OUTPUT, lines=200, AGENDA_PAGER=str(pager))
    assert (code, paged_text(pager)) == (0, "")
    assert END_OF_OUTPUT in text


@pytest.mark.parametrize(
    "arguments",
    [
        LONG_OUTPUT,
        ("log",),
        ("status", "--all", "--as-of", "2024-06-12"),
        ("diff", "--since", "2024-05-01"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_paged_output_equals_unpaged_output(arguments: tuple[str, ...], pager: Path) -> None:
    code, text = run_in_terminal(*AGENDA, *arguments, AGENDA_PAGER=str(pager), lines=4)
    assert (code, text) == (0, "")
    unpaged = run_in_terminal(*AGENDA, *arguments, lines=4)[1]
    assert paged_text(pager).splitlines() == unpaged.splitlines()
    assert "\x1b[" in unpaged


def test_long_output_is_shown_before_all_of_it_is_made(tmp_path: Path) -> None:
    write_book(tmp_path / "book", 72)
    profile = tmp_path / "profile"
    command = (sys.executable, "-m", "cProfile", "-o", str(profile), "-m", "agenda", "log")
    code, text = run_in_terminal(*command, cwd=tmp_path / "book", AGENDA_PAGER="head -n 1")
    assert (code, text.count("\n")) == (0, 1)
    reports = len(list((tmp_path / "book" / "seeds").iterdir()))
    assert call_counts(pstats.Stats(str(profile)))["log:_entry"] < reports / 2


@pytest.mark.parametrize("unusable_pager", ["", "cat", "no-such-pager", "'unclosed"])
def test_output_is_printed_if_no_pager_is_usable(unusable_pager: str) -> None:
    code, text = run_in_terminal(*AGENDA, *LONG_OUTPUT, AGENDA_PAGER=unusable_pager, PAGER="false")
    assert code == 0
    assert END_OF_OUTPUT in text


def test_output_on_a_dumb_terminal_is_not_paged(pager: Path) -> None:
    assert (
        END_OF_OUTPUT
        in run_in_terminal(*AGENDA, *LONG_OUTPUT, AGENDA_PAGER=str(pager), TERM="dumb")[1]
    )
    assert paged_text(pager) == ""


def test_the_pager_variable_is_used_if_agenda_pager_is_unset(pager: Path) -> None:
    command = ("env", "--unset=AGENDA_PAGER", *AGENDA, *LONG_OUTPUT)
    assert run_in_terminal(*command, PAGER=str(pager)) == (0, "")
    assert END_OF_OUTPUT in paged_text(pager)


def test_output_in_a_pipe_is_not_paged(pager: Path) -> None:
    assert END_OF_OUTPUT in run(*LONG_OUTPUT, AGENDA_PAGER=str(pager)).out
    assert paged_text(pager) == ""


def test_paging_preserves_the_exit_code_and_the_errors(make_book: MakeBook, pager: Path) -> None:
    root = make_book({f"agendas/{name}.yaml": "[" for name in range(30)})
    assert run_in_terminal(*AGENDA, "validate", cwd=root, AGENDA_PAGER=str(pager))[0] == 1
    assert paged_text(pager).count("yaml-syntax") == 30
    code, text = run_in_terminal(*AGENDA, "show", "zzz", cwd=root, AGENDA_PAGER=str(pager))
    assert code == 2
    assert "no visit `zzz`" in text


def test_warnings_follow_the_output(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": "["})
    code, text = run_in_terminal(*AGENDA, "status", cwd=root)
    assert code == 1
    assert text.index("Nothing to show: no visit file can be read (1 in this book).") < text.index(
        "skipped because of problems"
    )


def test_a_pipe_imports_no_modules_for_paging_or_progress() -> None:
    for command in ("status", "validate"):
        assert imported_by(command).isdisjoint({"select", "shlex", "signal", "subprocess"})


REPORT: Final = """\
published: 2024-06-10
publisher: P
claims: [{visit: a, according_to: A, dates: 2024}]
"""


@pytest.fixture
def slow_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report that cannot be read until something is written into it."""
    path = tmp_path_factory.mktemp("elsewhere") / "2024-06-10-p.yaml"
    os.mkfifo(path)
    return path


@pytest.fixture
def small_book(make_book: MakeBook) -> Path:
    visit = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}"
    return make_book({"agendas/a.yaml": visit})


def test_progress_is_shown_and_then_cleared(small_book: Path, slow_report: Path) -> None:
    arguments = ("diff", "--report", str(slow_report))
    with Terminal.running(*AGENDA, *arguments, cwd=small_book) as terminal:
        terminal.until("\r\x1b\\[Kreading the book, 1 s")
        slow_report.write_text(REPORT)
        assert terminal.end() == 0
        rest = terminal.shown.rpartition("reading the book, ")[2]
        assert rest.partition(" s")[2].startswith("\r\x1b[K")
        assert "2024" in rest


@pytest.mark.parametrize("extra", [{"TERM": "dumb"}, {"PIPED": "1"}])
def test_progress_is_shown_only_on_a_terminal_that_can_clear_it(
    small_book: Path, slow_report: Path, extra: dict[str, Any]
) -> None:
    program = " ".join(f"'{argument}'" for argument in AGENDA) + f" diff --report {slow_report}"
    pipe = "| cat" if "PIPED" in extra else ""
    (small_book / "report").write_text(REPORT)
    script = f"(sleep 1.3; cat report > {slow_report}) & {program} {pipe}"
    code, text = run_in_terminal("sh", "-c", script, cwd=small_book, **extra)
    assert code == 0
    assert "dates" in text
    assert "reading" not in text


def test_a_quick_run_shows_no_progress() -> None:
    assert "reading" not in run_in_terminal(*AGENDA, "status", cwd=ROOT)[1]
