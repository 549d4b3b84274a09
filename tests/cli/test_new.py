from pathlib import Path

import pytest

from agenda.book.decode import decode_report, decode_visit
from agenda.book.source import read
from tests.conftest import MakeBook
from tests.run import run


def test_a_report_by_its_day_and_publisher(make_book: MakeBook) -> None:
    root = make_book({})
    ran = run(
        "new", "report", "Prensa Latína", "--published", "2024-05-30", "--visit", "ru-vn", cwd=root
    )
    assert (ran.code, ran.out) == (0, "wrote seeds/2024-05-30-prensa-latina.yaml\n")
    text = (root / "seeds/2024-05-30-prensa-latina.yaml").read_text(encoding="utf-8")
    assert "publisher: Prensa Latína\n" in text
    decoded = decode_report(read("x.yaml", text.encode()))
    assert [fault.message for _, fault in decoded.found] == ["`according_to` is empty"]
    filled = text.replace("according_to:", "according_to: X", 1)
    assert decode_report(read("x.yaml", filled.encode())).report
    # Every hint is right as it stands, once it is taken out of its comment.
    hints = filled.replace("    # ", "    ")
    assert decode_report(read("x.yaml", hints.encode())).found == ()


def test_a_visit_by_its_countries_and_year(make_book: MakeBook) -> None:
    root = make_book({})
    ran = run("new", "visit", "ru", "VN", "--name", "Vladimir Putin", "--year", "2024", cwd=root)
    assert (ran.code, ran.out) == (0, "wrote agendas/ru-vn-2024.yaml\n")
    raw = (root / "agendas/ru-vn-2024.yaml").read_bytes()
    visit = decode_visit(read("x.yaml", raw)).visit
    assert visit is not None
    assert visit.host.timezone == "Asia/Ho_Chi_Minh"
    assert run("status", cwd=root).code == 0


def test_nothing_is_overwritten(make_book: MakeBook) -> None:
    root = make_book({"agendas/ru-vn-2024.yaml": "mine"})
    ran = run("new", "visit", "RU", "VN", "--year", "2024", cwd=root)
    assert (ran.code, ran.err) == (
        1,
        "agenda: agendas/ru-vn-2024.yaml is there already, and stays as it is\n",
    )
    assert (root / "agendas/ru-vn-2024.yaml").read_text() == "mine"


def test_the_day_is_today_and_an_odd_publisher_still_has_a_name(make_book: MakeBook) -> None:
    root = make_book({})
    assert "-report.yaml" in run("new", "report", "新华社", cwd=root).out
    ran = run("new", "report", "P", "--as-of", "2024-06-12", cwd=root)
    assert ran.out == "wrote seeds/2024-06-12-p.yaml\n"


def test_a_country_that_is_none_is_wrong_usage(make_book: MakeBook) -> None:
    ran = run("new", "visit", "UK", "VN", cwd=make_book({}))
    assert ran.code == 2
    assert "did you mean `GB` (United Kingdom)?" in ran.err


@pytest.mark.parametrize("arguments", [("report", "P"), ("visit", "RU", "VN")])
def test_the_editor_is_opened_if_asked(
    make_book: MakeBook, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "# edited" >> "$1"\n')
    editor.chmod(0o755)
    ran = run("new", *arguments, "--edit", cwd=make_book({}), EDITOR=str(editor), VISUAL="")
    assert ran.code == 0
    written = tmp_path / ran.out.removeprefix("wrote ").strip()
    assert written.read_text().endswith("# edited\n")
