import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.builders import MakeBook
from tests.run import ROOT, environment, run, run_on_terminal

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"
ESCAPE = "\x1b"


def visits_on(day: str, *arguments: str) -> dict[str, Any]:
    ran = run("status", "--as-of", day, "--format", "json", *arguments)
    assert (ran.code, ran.err) == (0, "")
    return {visit["id"]: visit for visit in json.loads(ran.out)["visits"]}


def test_the_contract_of_its_json() -> None:
    ran = run("status", "ru-kp-2024", "--as-of", "2024-06-12", "--format", "json")
    assert json.loads(ran.out) == {
        "as_of": "2024-06-12",
        "visits": [
            {
                "id": "ru-kp-2024",
                "visitor": {"name": "Vladimir Putin", "role": "President", "country": "RU"},
                "host": {"country": "KP", "city": "Pyongyang", "timezone": "Asia/Pyongyang"},
                "kind": None,
                "occasion": None,
                "trip": "putin-asia-2024",
                "dates": "[2024-06-10..2024-07-07]",
                "starts": ["2024-06-10", "2024-07-07"],
                "ends": ["2024-06-10", "2024-07-07"],
                "confirmation": {"state": "tentative", "visitor": "preparing", "host": None},
                "countdown": {
                    "phase": "any-day",
                    "days": [0, 25],
                    "text": "any day now, within 25 days",
                },
                "agenda": [
                    {
                        "key": "satellites",
                        "topic": "satellites",
                        "title": "Space satellites",
                        "status": "expected",
                    },
                    {
                        "key": "migrant-workers",
                        "topic": "migrant-workers",
                        "title": "North Korean migrant workers for Russia",
                        "status": "proposed",
                    },
                ],
                "last_report": {
                    "id": "2024-06-10-reuters",
                    "published": "2024-06-10",
                    "publisher": "Reuters",
                },
            }
        ],
    }


def test_12_june() -> None:
    known = visits_on("2024-06-12")
    assert known["ru-vn-2024"]["confirmation"]["state"] == "tentative"
    assert known["ru-vn-2024"]["dates"] == "2024-06-19/2024-06-20"
    assert known["ru-vn-2024"]["countdown"]["days"] == [7, 7]


def test_17_june() -> None:
    known = visits_on("2024-06-17")
    assert {visit["confirmation"]["state"] for visit in known.values()} == {
        "announced",
        "confirmed",
    }
    assert known["ru-kp-2024"]["countdown"]["days"] == [1, 1]
    assert known["ru-vn-2024"]["countdown"]["days"] == [2, 2]


def test_19_june() -> None:
    known = visits_on("2024-06-19")
    assert known["ru-kp-2024"]["countdown"]["phase"] == "over"
    assert known["ru-vn-2024"]["countdown"]["phase"] == "under-way"


def test_before_the_first_report() -> None:
    ran = run("status", "--as-of", "2024-05-29")
    assert ran.code == 0
    assert ran.out == (
        "No visit was known yet on 29 May 2024; the first report of this book is of 30 May 2024.\n"
    )
    assert visits_on("2024-05-29") == {}


def test_long_after_one_line_says_that_nothing_is_ahead() -> None:
    ran = run("status")
    assert ran.out.count("\n") == 1
    assert ran.out.startswith("Nothing is ahead on ")
    assert ran.out.endswith(
        "; 2 visits ended or fell through earlier, and `agenda status --all` shows them.\n"
    )


def test_all_shows_what_is_over() -> None:
    ran = run("status", "--all", "--format", "json")
    shown = json.loads(ran.out)
    assert shown["as_of"] == date.today().isoformat()  # noqa: DTZ011  the program's own question
    for visit in shown["visits"]:
        assert visit["confirmation"]["state"] == "completed"
        assert visit["countdown"]["phase"] == "over"
        assert max(visit["countdown"]["days"]) < -365


def test_options_go_before_the_command_or_after_it() -> None:
    after = run("status", "--as-of", "2024-06-12", "--format", "json")
    before = run("--as-of", "2024-06-12", "--format", "json", "status")
    assert before == after


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("status", "ru-vm-2024"), "no visit `ru-vm-2024`; did you mean `ru-vn-2024`?"),
        (("status", "x"), "no visit `x`; there are ru-kp-2024, ru-vn-2024"),
        (
            ("status", "ru-vn-2024", "--as-of", "2024-05-01"),
            "visit `ru-vn-2024` was not known yet on 1 May 2024",
        ),
        (("status", "--as-of", "12.6.2024"), "`12.6.2024` does not begin with the year"),
        (("status", "--as-of", "2024-06-31"), "2024-06 has 30 days, and no day 31"),
        (("status", "--as-of", "2024-06"), "`2024-06` is not one day; write one day, as in 2024"),
        (("status", "--as-of", "today"), "`today` is not a date; write one day, as in 2024-06-12"),
        (("status", "--as-of", "٢٠٢٤-٠٦-١٢"), "`٢٠٢٤-٠٦-١٢` is not a date; write one day"),
        (("status", "--format", "xml"), "no format `xml` here; the formats are table, json"),
        (("status", "--wide"), "No such option"),
        (("stauts",), "no command `stauts`; did you mean `status`?"),
    ],
)
def test_wrong_usage_is_said_and_ends_with_2(arguments: tuple[str, ...], expected: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert expected in ran.err


def test_a_folder_without_a_book(tmp_path: Path) -> None:
    ran = run("status", cwd=tmp_path)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.count("\n") == 1
    assert "start one with `agenda init`" in ran.err


def test_a_book_without_visits(make_book: MakeBook) -> None:
    ran = run("status", cwd=make_book({}))
    assert ran.out == "This book has no visits yet: start one with `agenda new visit`.\n"


def test_a_book_is_named_by_an_option_or_the_environment(
    make_book: MakeBook, tmp_path: Path
) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    here = tmp_path / "elsewhere"
    here.mkdir()
    by_option = run("status", "--book", root, cwd=here)
    assert "A → Vietnam" in by_option.out
    assert run("--book", root, "status", cwd=here) == by_option
    assert run("status", cwd=here, AGENDA_BOOK=str(root)) == by_option
    assert "Pyongyang" in run("status", "--all", "--book", ROOT, AGENDA_BOOK=str(root)).out


def test_a_broken_file_hides_no_other_and_is_named(make_book: MakeBook) -> None:
    ran = run("status", cwd=make_book({"agendas/a.yaml": VISIT, "agendas/b.yaml": "["}))
    assert ran.code == 1
    assert "A → Vietnam" in ran.out
    assert ran.err == (
        "agenda: skipped because of problems: agendas/b.yaml; see `agenda validate`\n"
    )


def test_a_past_day_needs_reports(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    assert "This book has no reports" in run("status", "--as-of", "2024-06-12", cwd=root).out
    assert "no report mentions visit `a`" in run("show", "a", "--as-of", "2024-06-12", cwd=root).err


def test_piped_lines_are_whole_plain_and_without_trailing_blanks() -> None:
    ran = run("status", "--as-of", "2024-06-17")
    lines = ran.out.splitlines()
    assert len(lines) == 5  # the day, a blank, the heads, two visits
    assert ESCAPE not in ran.out
    assert max(map(len, lines)) > 300
    assert all(line == line.rstrip() for line in lines)
    column = lines[2].index("WHEN")
    assert [line[column:][:11] for line in lines[3:]] == ["18–19 June ", "19–20 June "]


def test_what_is_written_is_printed_literally(make_book: MakeBook) -> None:
    title = "[red]Oil[/red] :no: {x} %s"
    root = make_book(
        {"agendas/a.yaml": VISIT + f'agenda: {{energy: {{title: "{title}"}}}}\nnotes: "[b]:ok:"\n'}
    )
    for ran in (
        run("status", cwd=root),
        run_on_terminal("status", cwd=root, columns=60),
        run_on_terminal("status", cwd=root, columns=140),
        run("show", "a", cwd=root),
        run("status", "--format", "json", cwd=root),
    ):
        assert title in ran.out
    assert "[b]:ok:" in run("show", "a", cwd=root).out


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 140])
def test_a_terminal_is_filled_and_never_overflown(columns: int) -> None:
    ran = run_on_terminal("status", "--as-of", "2024-06-17", columns=columns, NO_COLOR="1")
    assert ran.code == 0
    assert max(len(line.rstrip()) for line in ran.out.splitlines()) <= columns
    text = " ".join(ran.out.split())
    for expected in ("Vladimir Putin", "Hanoi", "ru-vn-2024", "in 2 days", "confirmed", "Reuters"):
        assert expected in text


def test_colour_is_for_terminals_and_can_be_had_or_not() -> None:
    status = ("status", "--as-of", "2024-06-17")
    assert ESCAPE in run_on_terminal(*status).out
    assert ESCAPE not in run_on_terminal(*status, NO_COLOR="1").out
    assert ESCAPE not in run_on_terminal(*status, TERM="dumb").out
    assert ESCAPE not in run_on_terminal(*status, "--color", "never").out
    assert ESCAPE in run(*status, "--color", "always").out


def test_a_reader_that_goes_away_is_no_fault() -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "agenda", "status", "--as-of", "2024-06-12"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert program.stdout is not None
    program.stdout.close()
    assert program.stderr is not None
    assert program.stderr.read() == b""
    assert program.wait(timeout=60) == 0
    program.stderr.close()


def test_what_is_only_in_reports_is_named(make_book: MakeBook) -> None:
    report = (
        "published: 2024-06-10\npublisher: P\nclaims:\n"
        "  - visit: it-jp\n    according_to: X\n"
        "    visitor: {name: B, country: IT}\n    host: {country: JP}\n"
    )
    root = make_book({"agendas/a.yaml": VISIT, "seeds/r.yaml": report})
    ran = run("status", cwd=root)
    assert "Only in reports so far: it-jp; `agenda apply REPORT` writes the file" in ran.out
    assert "B → Japan" in run("status", "--as-of", "2024-06-10", cwd=root).out


def test_facts_of_no_report_are_counted_under_a_past_day(make_book: MakeBook) -> None:
    report = (
        "published: 2024-06-10\npublisher: P\nclaims:\n"
        "  - {visit: a, according_to: X, confirmation: {state: rumoured}}\n"
    )
    root = make_book({"agendas/a.yaml": VISIT + "dates: 2024-06\n", "seeds/r.yaml": report})
    assert run("status", "--as-of", "2024-06-10", cwd=root).out.endswith(
        "\n\n1 fact in the files is in no report, so it is not in this view; "
        "`agenda validate` names them.\n"
    )
    assert "no report" not in run("status", "--as-of", "2024-06-12").out
    shown = run("show", "a", "--as-of", "2024-06-10", cwd=root).out
    assert "1 fact in the files is in no report" in shown
    other = VISIT.replace("rumoured", "confirmed") + "dates: 2024-06\nagenda: {energy: {}}\n"
    (root / "agendas/a.yaml").write_text(other)
    assert (
        "3 facts in the files are in no report"
        in run("status", "--as-of", "2024-06-10", cwd=root).out
    )


def test_text_over_several_lines_is_one_in_a_table(make_book: MakeBook) -> None:
    lines = "agenda:\n  energy:\n    title: |\n      Oil\n      and gas\n"
    ran = run("status", cwd=make_book({"agendas/a.yaml": VISIT + lines}))
    assert ran.out.count("\n") == 2
    assert "Oil and gas" in ran.out


def test_a_narrow_column_folds_a_long_word_and_loses_nothing(make_book: MakeBook) -> None:
    title = "中华人民共和国与俄罗斯联邦关于全面战略协作伙伴关系的联合声明以及其他文件"
    root = make_book({"agendas/a.yaml": VISIT + f"agenda: {{energy: {{title: {title}}}}}\n"})
    for columns in (30, 40, 60, 120):
        for command in (("status",), ("show", "a")):
            shown = run_on_terminal(*command, cwd=root, columns=columns, NO_COLOR="1").out
            assert "…" not in shown
            assert not set(title) - set(shown)


def test_a_full_disk_and_a_closed_output_are_no_faults_of_the_program() -> None:
    command = f"{sys.executable} -m agenda status --all"
    for redirected, code, expected in ((">/dev/full", 3, "No space left"), (">&-", 0, "")):
        ended = subprocess.run(
            ["/bin/sh", "-c", f"{command} {redirected}"],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == code
        assert expected in ended.stderr
        assert "Traceback" not in ended.stderr


def test_a_visit_that_is_named_is_shown_however_long_it_is_over() -> None:
    assert "Hanoi" in run("status", "ru-vn-2024").out


def test_an_option_counts_more_than_the_environment(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    ran = run("--book", ROOT, "status", "--all", AGENDA_BOOK=str(root))
    assert "Hanoi" in ran.out


def test_broken_settings_are_said(make_book: MakeBook) -> None:
    ran = run("status", cwd=make_book({"agendas/a.yaml": VISIT, "agenda.yaml": "topic: {}\n"}))
    assert ran.code == 1
    assert "agenda.yaml" in ran.err
