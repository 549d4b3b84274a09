import json
from pathlib import Path

import pytest

from tests.builders import MakeBook, git
from tests.lint.cases import COMBINED_CASES, read_case
from tests.run import ROOT, run, run_on_terminal

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"

ALL_AT_ONCE = read_case(COMBINED_CASES / "all-at-once.yaml").files["agendas/case.yaml"].decode()


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
                "message": "no report mentions `confirmation.state`",
                "hint": "add the report that does, or remove the fact",
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
                "message": "a list that begins with `[` is not closed at the end of the file",
                "hint": "put commas between its items, close it with `]`, "
                "or quote text that begins with `[`",
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
    assert ran.err == (
        "agenda: can't be used, even though the rule is off, lowered or suppressed: "
        "agendas/a.yaml\n"
    )


def test_a_message_stays_on_its_line_whatever_it_quotes(make_book: MakeBook) -> None:
    forged = 'kind: "odd\\nagendas/x.yaml:1:1: error[fake] x"\n'
    ran = run("validate", cwd=make_book({"agendas/a.yaml": VISIT + forged}))
    assert "\nagendas/x.yaml" not in ran.out
    assert r"can't be `odd\nagendas/x.yaml:1:1: error[fake] x`" in ran.out


def test_on_a_past_day_later_reports_are_left_out(make_book: MakeBook) -> None:
    later = "published: 2024-06-17\npublisher: P\nurl: nowhere\n"
    root = make_book({"agendas/a.yaml": VISIT, "seeds/2024-06-17-p.yaml": later, **HUSHED})
    assert "warning[url-invalid]" in run("validate", cwd=root).out
    ran = run("validate", "--as-of", "2024-06-16", cwd=root)
    assert ran.out == "3 files checked: no problems\n"


REVERSED = VISIT + "dates: 2024-06-20/2024-06-19\n"
HUSHED = {"agenda.yaml": "rules: {unsourced: off}\n"}


def test_only_what_is_asked_about_is_told(make_book: MakeBook) -> None:
    files = {"agendas/a.yaml": REVERSED, "agendas/b/c.yaml": REVERSED, "README.md": ""}
    root = make_book({**files, **HUSHED})
    for paths, expected in (
        (["agendas/a.yaml"], ["agendas/a.yaml"]),
        (["agendas/b"], ["agendas/b/c.yaml"]),
        (["."], ["agendas/a.yaml", "agendas/b/c.yaml"]),
        (["agenda.yaml", "agendas/b/c.yaml"], ["agendas/b/c.yaml"]),
        (["agenda.yaml"], []),
    ):
        ran = run("validate", *paths, cwd=root)
        assert [line.partition(":")[0] for line in ran.out.splitlines()[:-1]] == expected
        assert ran.code == int(bool(expected))
    assert run("validate", "agenda.yaml", cwd=root).out == "1 file checked: no problems\n"


def test_a_file_that_can_t_be_read_stops_only_who_asks_about_it(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT, **HUSHED})
    (root / "agendas/gone.yaml").symlink_to("nowhere.yaml")
    commit_all(root)
    message = "agenda: can't read agendas/gone.yaml: No such file or directory\n"
    for arguments in ([], ["agendas"]):
        ran = run("validate", *arguments, cwd=root)
        assert (ran.code, ran.err) == (3, message)
    for arguments in (["agendas/a.yaml"], ["--changed", "HEAD"]):
        ran = run("validate", *arguments, cwd=root)
        assert (ran.code, ran.err) == (0, message)
    assert run("validate", "agendas", cwd=root).out == "1 file checked: no problems\n"
    (root / "agendas/gone.yaml").unlink()
    (root / "agendas/gone.yaml").symlink_to("elsewhere.yaml")
    changed = run("validate", "--changed", "HEAD", cwd=root)
    assert (changed.code, changed.out) == (3, "0 files checked: no problems\n")
    (root / "agendas/gone.yaml").unlink()
    (root / "agendas/gone.yaml").symlink_to("gone.yaml")
    assert run("validate", "agendas/a.yaml", cwd=root).code == 0


def test_settings_that_can_t_be_read_stop_every_check(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    (root / "agenda.yaml").symlink_to("agenda.yaml")
    ran = run("validate", "agendas/a.yaml", cwd=root)
    assert ran.code == 3
    assert "can't read agenda.yaml: " in ran.err


def test_a_file_whose_name_ends_otherwise_is_not_passed_over_in_silence(
    make_book: MakeBook,
) -> None:
    names = ["agendas/A.YAML", "agendas/2024/b.yaml.txt", "seeds/c.yml.txt"]
    files: dict[str, bytes | str] = {**dict.fromkeys(names, VISIT), "agendas/notes.txt": ""}
    root = make_book({**files, **HUSHED})
    for command in ("validate", "status"):
        ran = run(command, cwd=root)
        assert ran.code == 0
        assert ran.err == (
            "agenda: skipped because their names do not end in .yaml: "
            "agendas/2024/b.yaml.txt, agendas/A.YAML, seeds/c.yml.txt\n"
        )


def test_a_path_finds_its_book(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": REVERSED, **HUSHED})
    ran = run("validate", root / "agendas/a.yaml", cwd=Path("/"))
    assert ran.out.splitlines()[-1] == "1 file checked: 1 error"


def test_a_path_that_can_t_be_checked(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT, "README.md": ""})
    ran = run("validate", "nope.yaml", cwd=root)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "agenda: can't read nope.yaml: there is no such file or folder\n"
    ran = run("validate", "README.md", cwd=root)
    assert ran.code == 2
    assert "README.md is not a file of a book: those are agendas/*.yaml" in ran.err
    (root / "notes").mkdir()
    ran = run("validate", "notes", cwd=root)
    assert ran.code == 2
    assert "notes contains no file of the book" in ran.err


def test_standard_input_stands_for_a_file(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": REVERSED, **HUSHED})
    fine = run("validate", "-", "--stdin-filename", "agendas/a.yaml", cwd=root, stdin=VISIT)
    assert (fine.code, fine.out) == (0, "1 file checked: no problems\n")
    claim = "published: 2024-06-10\npublisher: P\nclaims: [{visit: b, according_to: A, notes: x}]\n"
    new = run("validate", "-", "--stdin-filename", "seeds/new.yaml", cwd=root, stdin=claim)
    assert new.out.startswith("seeds/new.yaml:3:18: error[visit-unknown]")
    assert new.out.endswith("1 file checked: 1 error\n")
    assert not (root / "seeds").exists()


def test_standard_input_needs_a_name(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    for arguments, message in (
        (["-"], "`-` needs --stdin-filename FILE"),
        (["-", "agendas"], "give `-` alone"),
        (["--stdin-filename", "agendas/a.yaml"], "--stdin-filename goes with `-`"),
        (["-", "--stdin-filename", "notes.txt"], "notes.txt is not a file of a book"),
    ):
        ran = run("validate", *arguments, cwd=root)
        assert ran.code == 2
        assert message in ran.err


def test_a_change_is_told_what_it_touches_and_what_it_brings(make_book: MakeBook) -> None:
    report = (
        "published: 2024-06-10\npublisher: P\nclaims: [{visit: %s, according_to: A, notes: x}]\n"
    )
    files = {
        "agendas/a.yaml": VISIT,
        "agendas/b.yaml": VISIT.replace("VN", "KP"),
        "agendas/c.yaml": REVERSED,  # wrong before, and not touched
        "seeds/2024-06-10-a.yaml": report % "a",
        "seeds/2024-06-10-b.yaml": report % "b",
    }
    root = make_book({**files, **HUSHED})
    commit_all(root)
    assert run("validate", cwd=root).code == 1
    quiet = run("validate", "--changed", "HEAD", cwd=root)
    assert (quiet.code, quiet.out) == (0, "0 files checked: no problems\n")
    (root / "agendas/b.yaml").unlink()
    (root / "agendas/a.yaml").write_text(VISIT + "kind: odd\n")
    ran = run("validate", "--changed", "HEAD", cwd=root)
    assert [line.split(" ")[:2] for line in ran.out.splitlines()] == [
        ["agendas/a.yaml:4:7:", "error[not-in-list]"],
        ["seeds/2024-06-10-b.yaml:3:18:", "error[visit-unknown]"],  # its visit is gone
        ["1", "file"],
    ]
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "--message", "more")
    assert "a.yaml:4:7" in run("validate", "--changed", "HEAD~1", cwd=root).out
    assert run("validate", "--changed", "nope", cwd=root).code == 3
    assert run("validate", "--changed", "", cwd=root).code == 3


def test_strict_fails_for_warnings_and_not_for_notices(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT + "agenda: {lunch: {}}\n"})
    assert run("validate", cwd=root).code == 0
    assert run("validate", "--strict", cwd=root).code == 1
    (root / "agendas/a.yaml").write_text(VISIT)
    ran = run("validate", "--strict", cwd=root)
    assert (ran.code, "1 notice" in ran.out) == (0, True)


@pytest.mark.parametrize("kind", ["github", "gitlab", "sarif", "junit"])
def test_paths_for_ci_count_from_the_top_of_the_repository(make_book: MakeBook, kind: str) -> None:
    top = make_book({"desk/agendas/a.yaml": REVERSED})
    commit_all(top)
    for here in (top / "desk", top / "desk/agendas"):
        ran = run("validate", "--format", kind, cwd=here)
        assert ran.code == 1
        assert "desk/agendas/a.yaml" in ran.out


def test_a_past_day_does_not_hold_files_against_what_was_known() -> None:
    for day in ("2024-05-30", "2024-06-12", "2024-06-19"):
        ran = run("validate", "--as-of", day)
        assert (ran.code, ran.out.splitlines()[1:]) == (0, [])


def commit_all(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "--message", "all")
