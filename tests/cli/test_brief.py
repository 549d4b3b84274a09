import re
from pathlib import Path

import pytest

from tests.builders import MakeBook
from tests.run import ROOT, run, run_on_terminal
from tools.morning_book import DAY


def commands_in(text: str) -> list[str]:
    return re.findall(r"^  (agenda .*?)  ", text, re.MULTILINE)


def test_in_a_book_the_brief_begins_and_three_commands_follow(morning_book: Path) -> None:
    day = ("--as-of", str(DAY))
    shown = run_on_terminal(*day, cwd=morning_book, NO_COLOR="1").out
    brief = run_on_terminal("brief", *day, cwd=morning_book, NO_COLOR="1").out
    beginning = shown.partition("\n\nGo on with:")[0]
    assert beginning.count("\n") == 11
    assert brief.startswith(beginning)
    assert commands_in(shown) == ["agenda brief", "agenda status", "agenda --help"]
    assert shown.count("\n") < 24


@pytest.mark.parametrize("columns", [80, 100])
def test_without_a_book_it_says_how_to_begin(tmp_path: Path, columns: int) -> None:
    result = run_on_terminal(cwd=tmp_path, columns=columns)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("There is no book here.")
    assert commands_in(result.out) == ["agenda init", "agenda new visit", "agenda --help"]
    assert max(map(len, result.out.splitlines())) <= 80


def test_the_first_of_these_commands_makes_a_book(tmp_path: Path) -> None:
    assert run("init", cwd=tmp_path).code == 0
    assert run(cwd=tmp_path).out.startswith("This book has no visits yet")


def test_a_named_folder_without_a_book_is_an_error(tmp_path: Path) -> None:
    result = run("--book", tmp_path)
    assert (result.code, result.out) == (3, "")
    assert "no book at" in result.err
    assert run(cwd=ROOT, AGENDA_BOOK=str(tmp_path)).code == 3


def test_a_broken_file_is_named(make_book: MakeBook) -> None:
    result = run(cwd=make_book({"agendas/b.yaml": "["}))
    assert result.code == 1
    assert "skipped because of problems: agendas/b.yaml" in result.err


def test_it_has_no_other_format() -> None:
    result = run("--format", "json")
    assert (result.code, result.out) == (2, "")
    assert "no format `json` here; the formats are text" in result.err
