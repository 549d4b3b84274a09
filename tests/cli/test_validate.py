import json
from pathlib import Path

from tests.conftest import MakeBook
from tests.run import ROOT, run, run_on_terminal

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"

ALL_AT_ONCE = (ROOT / "tests/cases/visit/all-at-once.yaml").read_text(encoding="utf-8")


def test_the_shipped_book_has_no_problem() -> None:
    ran = run("validate")
    assert (ran.code, ran.out, ran.err) == (0, "10 files checked: no problems\n", "")


def test_one_run_tells_everything(make_book: MakeBook) -> None:
    ran = run("validate", cwd=make_book({"agendas/case.yaml": ALL_AT_ONCE}))
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert [line.split("]")[0] for line in lines[:-1]] == [
        "agendas/case.yaml:1:1: error[missing-field",
        "agendas/case.yaml:1:1: notice[unsourced",
        "agendas/case.yaml:1:10: error[anchor",
        "agendas/case.yaml:2:9: error[tag",
        "agendas/case.yaml:4:3: error[duplicate-key",
        "agendas/case.yaml:5:7: error[alias",
        "agendas/case.yaml:6:8: error[bad-date",
        "agendas/case.yaml:10:3: warning[topic-unknown",
    ]
    assert lines[-1] == "1 file checked: 6 errors, 1 warning, 1 notice"
    assert lines[6].endswith("`2024-06-31` does not exist; 2024-06 has 30 days, and no day 31")


def test_the_contract_of_its_json(make_book: MakeBook) -> None:
    root = make_book(
        {"agendas/a.yaml": VISIT + "kind: odd\nkind: state\n", "seeds/b.yaml": "x: [y"}
    )
    ran = run("validate", "--format", "json", cwd=root)
    assert ran.code == 1
    assert json.loads(ran.out) == {
        "files": 2,
        "problems": [
            {
                "rule": "unsourced",
                "severity": "notice",
                "file": "agendas/a.yaml",
                "line": 3,
                "column": 16,
                "end_line": 3,
                "end_column": 21,
                "message": "no report speaks on `confirmation.state`",
                "hint": "add the report that does, or take the fact out",
                "related": [],
            },
            {
                "rule": "not-in-list",
                "severity": "error",
                "file": "agendas/a.yaml",
                "line": 4,
                "column": 7,
                "end_line": 4,
                "end_column": 10,
                "message": "`kind` can't be `odd`",
                "hint": "it is one of `state`, `official`, `official-working`, `working`, "
                "`private`, `multilateral`, `margins`",
                "related": [],
            },
            {
                "rule": "duplicate-key",
                "severity": "error",
                "file": "agendas/a.yaml",
                "line": 5,
                "column": 1,
                "end_line": 5,
                "end_column": 5,
                "message": "`kind` is here twice, and the first is on line 4",
                "hint": "keep one of the two",
                "related": [
                    {
                        "file": "agendas/a.yaml",
                        "line": 4,
                        "column": 1,
                        "message": "the first `kind`",
                    }
                ],
            },
            {
                "rule": "yaml-syntax",
                "severity": "error",
                "file": "seeds/b.yaml",
                "line": 1,
                "column": 6,
                "end_line": 1,
                "end_column": 6,
                "message": "a list that `[` began is not closed at the end of the file",
                "hint": "close it with `]`, or quote text that begins with `[`",
                "related": [
                    {
                        "file": "seeds/b.yaml",
                        "line": 1,
                        "column": 4,
                        "message": "the list begins here",
                    }
                ],
            },
        ],
    }


def test_warnings_alone_end_with_0(make_book: MakeBook) -> None:
    ran = run("validate", cwd=make_book({"agendas/a.yaml": VISIT + "agenda: {lunch: {}}\n"}))
    assert ran.code == 0
    assert ran.out.endswith("1 file checked: 1 warning, 1 notice\n")


def test_a_terminal_shows_the_line_with_carets_under_it(make_book: MakeBook) -> None:
    root = make_book(
        {
            "agendas/a.yaml": VISIT + "kind: odd  # 越南\nkind: state\n",
            "agenda.yaml": "rules: {unsourced: off}\n",
        }
    )
    ran = run_on_terminal("validate", columns=100, cwd=root, NO_COLOR="1")
    assert [line.rstrip() for line in ran.out.splitlines()] == [
        "agendas/a.yaml:4:7: error[not-in-list] `kind` can't be `odd`",
        "    4 │ kind: odd  # 越南",
        "      │       ^^^",
        (
            "        it is one of `state`, `official`, `official-working`, `working`, `private`, "
            "`multilateral`,"
        ),
        "        `margins`",
        "",
        "agendas/a.yaml:5:1: error[duplicate-key] `kind` is here twice, and the first is on line 4",
        "    5 │ kind: state",
        "      │ ^^^^",
        "        keep one of the two",
        "        agendas/a.yaml:4:1: the first `kind`",
        "",
        "2 files checked: 2 errors",
    ]


def test_carets_stand_under_wide_characters_and_in_long_lines(make_book: MakeBook) -> None:
    long = "x" * 200
    root = make_book(
        {
            "agendas/a.yaml": VISIT.replace("name: A, country: RU", "name: 習近平, country: cn"),
            "agendas/b.yaml": VISIT + f"agenda: {{energy: {{note: {long}, status: odd}}}}\n",
            "agenda.yaml": "rules: {unsourced: off}\n",
        }
    )
    lines = run_on_terminal("validate", columns=60, cwd=root, NO_COLOR="1").out.splitlines()
    wide = lines.index("    1 │ visitor: {name: 習近平, country: cn}")
    assert lines[wide + 1] == "      │ " + " " * len("visitor: {name: XXXXXX, country: ") + "^^"
    (shown,) = [number for number, line in enumerate(lines) if "status: odd" in line]
    assert len(lines[shown]) <= 60
    assert lines[shown].startswith("    4 │ …xxx")
    assert lines[shown].index("odd") == lines[shown + 1].index("^^^")


def test_a_terminal_is_not_steered_by_a_file(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT + "notes: \x1b]0;title\x07\n"})
    ran = run_on_terminal("validate", cwd=root, NO_COLOR="1")
    assert "\x1b" not in ran.out
    assert "notes: \ufffd]0;title\ufffd" in ran.out


def test_paths_are_those_that_open_from_here(make_book: MakeBook, tmp_path: Path) -> None:
    root = make_book({"agendas/a.yaml": "[", "agenda.yaml": "rules: {unsourced: off}"})
    assert run("validate", cwd=root).out.startswith("agendas/a.yaml:1:2: ")
    assert run("validate", cwd=root / "agendas").out.startswith("../agendas/a.yaml:1:2: ")
    assert run("validate", "--book", root, cwd=root.parent).out.startswith(
        f"{root.name}/agendas/a.yaml:1:2: "
    )
    elsewhere = run("validate", "--book", root, cwd=ROOT)
    assert elsewhere.out.startswith(f"{tmp_path}/agendas/a.yaml:1:2: ")


def test_a_file_that_no_command_can_use_is_never_passed_over(make_book: MakeBook) -> None:
    files: dict[str, bytes | str] = {
        "agendas/a.yaml": VISIT + "kind: state\nkind: working\n",
        "agenda.yaml": "rules: {duplicate-key: off, unsourced: off}\n",
    }
    ran = run("validate", cwd=make_book(files))
    assert (ran.code, ran.out) == (1, "2 files checked: no problems\n")
    assert ran.err == "agenda: not used, though no error is told of it: agendas/a.yaml\n"


def test_a_message_stays_on_its_line_whatever_it_quotes(make_book: MakeBook) -> None:
    forged = 'kind: "odd\\nagendas/x.yaml:1:1: error[fake] x"\n'
    ran = run("validate", cwd=make_book({"agendas/a.yaml": VISIT + forged}))
    assert "\nagendas/x.yaml" not in ran.out
    assert r"can't be `odd\nagendas/x.yaml:1:1: error[fake] x`" in ran.out


def test_on_a_past_day_later_reports_are_left_out() -> None:
    ran = run("validate", "--as-of", "2024-06-12")
    assert "warning[drift]" in ran.out
    assert "2024-06-17" not in ran.out
