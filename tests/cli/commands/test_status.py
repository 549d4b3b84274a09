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
    result = run("status", "--as-of", day, "--format", "json", *arguments)
    assert (result.code, result.err) == (0, "")
    return {visit["id"]: visit for visit in json.loads(result.out)["visits"]}


def test_json_has_the_visit_its_dates_and_its_countdown() -> None:
    result = run("status", "ru-kp-2024", "--as-of", "2024-06-12", "--format", "json")
    assert json.loads(result.out) == {
        "as_of": "2024-06-12",
        "visits": [
            {
                "id": "ru-kp-2024",
                "visitor": {
                    "name": "Vladimir Putin",
                    "role": "President",
                    "country": "RU",
                    "organization": None,
                },
                "host": {
                    "country": "KP",
                    "city": "Pyongyang",
                    "timezone": "Asia/Pyongyang",
                    "candidates": None,
                },
                "kind": None,
                "occasion": None,
                "trip": "putin-asia-2024",
                "event": None,
                "instead_of": None,
                "dates": "[2024-06-10..2024-07-07]",
                "starts": ["2024-06-10", "2024-07-07"],
                "ends": ["2024-06-10", "2024-07-07"],
                "dates_announced": None,
                "confirmation": {
                    "state": "tentative",
                    "visitor": "preparing",
                    "host": None,
                    "because": None,
                    "condition": None,
                },
                "meets": [],
                "disputed": [],
                "recent": ["dated"],
                "countdown": {
                    "phase": "any-day",
                    "days": [0, 25],
                    "text": "within 25 days",
                },
                "agenda": [
                    {
                        "key": "satellites",
                        "topic": "satellites",
                        "title": "Space satellites",
                        "status": "expected",
                        "date": None,
                        "place": None,
                    },
                    {
                        "key": "migrant-workers",
                        "topic": "migrant-workers",
                        "title": "North Korean migrant workers for Russia",
                        "status": "proposed",
                        "date": None,
                        "place": None,
                    },
                ],
                "last_report": {
                    "id": "2024-06-10-reuters",
                    "published": "2024-06-10",
                    "publisher": "Reuters",
                },
                "stand_ins": [],
            }
        ],
    }


def test_the_visit_on_12_june_is_tentative() -> None:
    visits = visits_on("2024-06-12")
    assert visits["ru-vn-2024"]["confirmation"]["state"] == "tentative"
    assert visits["ru-vn-2024"]["dates"] == "2024-06-19/2024-06-20"
    assert visits["ru-vn-2024"]["countdown"]["days"] == [7, 7]


def test_the_visits_on_17_june_are_announced_or_confirmed() -> None:
    visits = visits_on("2024-06-17")
    assert {visit["confirmation"]["state"] for visit in visits.values()} == {
        "announced",
        "confirmed",
    }
    assert visits["ru-kp-2024"]["countdown"]["days"] == [1, 1]
    assert visits["ru-vn-2024"]["countdown"]["days"] == [2, 2]


def test_the_visits_on_19_june_are_over_or_under_way() -> None:
    visits = visits_on("2024-06-19")
    assert visits["ru-kp-2024"]["countdown"]["phase"] == "over"
    assert visits["ru-vn-2024"]["countdown"]["phase"] == "under-way"


def test_a_day_before_the_first_report_has_no_visits() -> None:
    result = run("status", "--as-of", "2024-05-29")
    assert result.code == 0
    assert result.out == (
        "No visit was known yet on 29 May 2024; "
        "the first report of this book is dated 30 May 2024.\n"
    )
    assert visits_on("2024-05-29") == {}


def test_one_line_is_printed_if_no_visit_is_upcoming() -> None:
    result = run("status")
    assert result.out.count("\n") == 1
    assert result.out.startswith("Nothing is ahead on ")
    assert result.out.endswith(
        "; 2 visits ended or were cancelled earlier, and `agenda status --all` shows them.\n"
    )


def test_all_shows_past_visits() -> None:
    result = run("status", "--all", "--format", "json")
    shown = json.loads(result.out)
    assert shown["as_of"] == date.today().isoformat()  # noqa: DTZ011  as the program does
    for visit in shown["visits"]:
        assert visit["confirmation"]["state"] == "completed"
        assert visit["countdown"]["phase"] == "over"
        assert max(visit["countdown"]["days"]) < -365


def test_options_may_come_before_or_after_the_command() -> None:
    after = run("status", "--as-of", "2024-06-12", "--format", "json")
    before = run("--as-of", "2024-06-12", "--format", "json", "status")
    assert before == after


@pytest.mark.parametrize("day", ["12.6.2024", "12 June 2024", "June 12, 2024"])
def test_a_day_may_be_written_as_people_write_it(day: str) -> None:
    assert run("status", "--as-of", day).out == run("status", "--as-of", "2024-06-12").out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("status", "ru-vm-2024"), "no visit `ru-vm-2024`; did you mean `ru-vn-2024`?"),
        (("status", "x"), "no visit `x`; this book has ru-kp-2024, ru-vn-2024"),
        (("status", "hanoi"), "no visit `hanoi`; did you mean `ru-vn-2024`?"),
        (("show", "Putin"), "no visit `Putin`; did you mean `ru-kp-2024` or `ru-vn-2024`?"),
        (
            ("status", "ru-vn-2024", "--as-of", "2024-05-01"),
            "visit `ru-vn-2024` was not known yet on 1 May 2024",
        ),
        (("status", "--as-of", "12/6/2024"), "`12/6/2024` does not begin with the year"),
        (("status", "--as-of", "12 June"), "`12 June` is not a date; add the year, as in `20"),
        (("status", "--as-of", "2024-06-31"), "2024-06 has only 30 days"),
        (("status", "--as-of", "2024-06"), "`2024-06` is not one day; write one day, as in `"),
        (
            ("status", "--as-of", "someday"),
            "`someday` is not a date; write one day, as in `",
        ),
        (("status", "--as-of", "someday"), "`, yesterday, monday, -3d or +2w"),
        (("status", "--as-of", "٢٠٢٤-٠٦-١٢"), "`٢٠٢٤-٠٦-١٢` is not a date; write one day"),
        (("status", "--format", "xml"), "no format `xml` here; the formats are table, json"),
        (("status", "--wide"), "No such option"),
        (("stauts",), "no command `stauts`; did you mean `status`?"),
    ],
)
def test_invalid_usage_exits_with_2_and_an_explanation(
    arguments: tuple[str, ...], expected: str
) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert expected in result.err


def test_a_folder_without_a_book_is_an_error_with_a_hint(tmp_path: Path) -> None:
    result = run("status", cwd=tmp_path)
    assert (result.code, result.out) == (3, "")
    assert result.err.count("\n") == 1
    assert "start one with `agenda init`" in result.err


def test_a_book_without_visits_gives_a_hint_to_start_one(make_book: MakeBook) -> None:
    result = run("status", cwd=make_book({}))
    assert result.out == "This book has no visits yet: start one with `agenda new visit`.\n"


def test_a_book_is_named_by_an_option_or_the_environment(
    make_book: MakeBook, tmp_path: Path
) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    by_option = run("status", "--book", root, cwd=elsewhere)
    assert "A → Vietnam" in by_option.out
    assert run("--book", root, "status", cwd=elsewhere) == by_option
    assert run("status", cwd=elsewhere, AGENDA_BOOK=str(root)) == by_option
    assert "Pyongyang" in run("status", "--all", "--book", ROOT, AGENDA_BOOK=str(root)).out


def test_a_broken_file_is_named_and_the_others_are_shown(make_book: MakeBook) -> None:
    result = run("status", cwd=make_book({"agendas/a.yaml": VISIT, "agendas/b.yaml": "["}))
    assert result.code == 1
    assert "A → Vietnam" in result.out
    assert result.err == (
        "agenda: skipped because of problems: agendas/b.yaml; see `agenda validate`\n"
    )


def test_a_past_day_needs_reports(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    assert "This book has no reports" in run("status", "--as-of", "2024-06-12", cwd=root).out
    assert "no report mentions visit `a`" in run("show", "a", "--as-of", "2024-06-12", cwd=root).err


def test_piped_lines_are_not_cut_coloured_or_padded() -> None:
    result = run("status", "--as-of", "2024-06-17")
    lines = result.out.splitlines()
    assert len(lines) == 5  # the day, an empty line, the headings, two visits
    assert ESCAPE not in result.out
    assert max(map(len, lines)) > 300
    assert all(line == line.rstrip() for line in lines)
    column = lines[2].index("WHEN")
    assert [line[column:][:11] for line in lines[3:]] == ["18–19 June ", "19–20 June "]


def test_markup_in_data_is_printed_unchanged(make_book: MakeBook) -> None:
    title = "[red]Oil[/red] :no: {x} %s"
    root = make_book(
        {"agendas/a.yaml": VISIT + f'agenda: {{energy: {{title: "{title}"}}}}\nnotes: "[b]:ok:"\n'}
    )
    for result in (
        run("status", cwd=root),
        run_on_terminal("status", "--details", cwd=root, columns=60),
        run_on_terminal("status", "--details", cwd=root, columns=140),
        run("show", "a", cwd=root),
        run("status", "--format", "json", cwd=root),
    ):
        assert title in result.out
    assert "[b]:ok:" in run("show", "a", cwd=root).out


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 140])
@pytest.mark.parametrize("details", [(), ("--details",)])
def test_output_fits_the_terminal(columns: int, details: tuple[str, ...]) -> None:
    status = ("status", "--as-of", "2024-06-17", *details)
    result = run_on_terminal(*status, columns=columns, NO_COLOR="1")
    assert result.code == 0
    assert max(len(line.rstrip()) for line in result.out.splitlines()) <= columns
    text = " ".join(result.out.split())
    expected = ["Vladimir Putin", "Hanoi", "in 2 days", "confirmed"]
    for part in [*expected, "ru-vn-2024", "Reuters"] if details else expected:
        assert part in text


def test_colour_is_used_on_terminals_and_by_option() -> None:
    status = ("status", "--as-of", "2024-06-17")
    assert ESCAPE in run_on_terminal(*status).out
    assert ESCAPE not in run_on_terminal(*status, NO_COLOR="1").out
    assert ESCAPE not in run_on_terminal(*status, TERM="dumb").out
    assert ESCAPE not in run_on_terminal(*status, "--color", "never").out
    assert ESCAPE in run(*status, "--color", "always").out


def test_a_visit_that_is_only_in_reports_is_named(make_book: MakeBook) -> None:
    report = (
        "published: 2024-06-10\npublisher: P\nclaims:\n"
        "  - visit: it-jp\n    according_to: X\n"
        "    visitor: {name: B, country: IT}\n    host: {country: JP}\n"
    )
    root = make_book({"agendas/a.yaml": VISIT, "seeds/r.yaml": report})
    result = run("status", cwd=root)
    assert "Only in reports so far: it-jp; `agenda apply REPORT` writes the file" in result.out
    assert "B → Japan" in run("status", "--as-of", "2024-06-10", cwd=root).out


def test_facts_that_no_report_mentions_are_counted_on_a_past_day(make_book: MakeBook) -> None:
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
    visit_with_more_facts = (
        VISIT.replace("rumoured", "confirmed") + "dates: 2024-06\nagenda: {energy: {}}\n"
    )
    (root / "agendas/a.yaml").write_text(visit_with_more_facts)
    assert (
        "3 facts in the files are in no report"
        in run("status", "--as-of", "2024-06-10", cwd=root).out
    )


def test_text_of_several_lines_is_one_line_in_a_table(make_book: MakeBook) -> None:
    lines = "agenda:\n  energy:\n    title: |\n      Oil\n      and gas\n"
    result = run("status", cwd=make_book({"agendas/a.yaml": VISIT + lines}))
    assert result.out.count("\n") == 2
    assert "Oil and gas" in result.out


def test_a_narrow_column_wraps_a_long_word_without_loss(make_book: MakeBook) -> None:
    title = "中华人民共和国与俄罗斯联邦关于全面战略协作伙伴关系的联合声明以及其他文件"
    root = make_book({"agendas/a.yaml": VISIT + f"agenda: {{energy: {{title: {title}}}}}\n"})
    for columns in (30, 40, 60, 120):
        for command in (("status", "--details"), ("show", "a")):
            shown = run_on_terminal(*command, cwd=root, columns=columns, NO_COLOR="1").out
            assert "…" not in shown
            assert not set(title) - set(shown)


def test_a_full_disk_and_a_closed_output_cause_no_traceback() -> None:
    command = f"{sys.executable} -m agenda status --all"
    for redirection, code, expected in ((">/dev/full", 3, "No space left"), (">&-", 0, "")):
        completed = subprocess.run(
            ["/bin/sh", "-c", f"{command} {redirection}"],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert completed.returncode == code
        assert expected in completed.stderr
        assert "Traceback" not in completed.stderr


def test_a_named_visit_is_shown_long_after_it_ended() -> None:
    assert "Hanoi" in run("status", "ru-vn-2024").out


def test_an_option_overrides_the_environment(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    result = run("--book", ROOT, "status", "--all", AGENDA_BOOK=str(root))
    assert "Hanoi" in result.out


def test_broken_settings_are_reported(make_book: MakeBook) -> None:
    result = run("status", cwd=make_book({"agendas/a.yaml": VISIT, "agenda.yaml": "topic: {}\n"}))
    assert result.code == 1
    assert "agenda.yaml" in result.err
