import json
from pathlib import Path

import pytest

from tests.builders import MakeBook, git
from tests.lint.cases import COMBINED_CASES, read_case
from tests.run import ROOT, run, run_on_terminal

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"

ALL_AT_ONCE = read_case(COMBINED_CASES / "all-at-once.yaml").files["agendas/case.yaml"].decode()


def test_the_shipped_book_has_no_diagnostics() -> None:
    result = run("validate")
    assert (result.code, result.out, result.err) == (0, "10 files checked: no problems\n", "")


def test_one_run_reports_everything(make_book: MakeBook) -> None:
    result = run("validate", "--notices", cwd=make_book({"agendas/case.yaml": ALL_AT_ONCE}))
    assert result.code == 1
    lines = result.out.splitlines()
    assert [line.split("]")[0] for line in lines[:-1]] == [
        "agendas/case.yaml:1:1: error[missing-field",
        "agendas/case.yaml:1:10: error[anchor",
        "agendas/case.yaml:2:9: error[tag",
        "agendas/case.yaml:4:3: error[duplicate-key",
        "agendas/case.yaml:5:7: error[alias",
        "agendas/case.yaml:6:8: error[bad-date",
        "agendas/case.yaml:10:3: warning[topic-unknown",
        "agendas/case.yaml:1:1: notice[unsourced",
    ]
    assert lines[-1] == "1 file checked: 6 errors, 1 warning, 1 notice"
    assert lines[5].endswith("`2024-06-31` does not exist; 2024-06 has only 30 days")


def test_json_lists_each_diagnostic_with_its_location(make_book: MakeBook) -> None:
    root = make_book(
        {"agendas/a.yaml": VISIT + "kind: odd\nkind: state\n", "seeds/b.yaml": "x: [y"}
    )
    result = run("validate", "--format", "json", cwd=root)
    assert result.code == 1
    assert json.loads(result.out) == {
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
                "hint": "add a report that mentions it, or remove the fact",
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
                "hint": "the values are `state`, `official`, `official-working`, `working`, "
                "`private`, `multilateral`, `margins`, `stopover`, `virtual`",
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
                "message": "`kind` occurs twice; the first is on line 4",
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
                "column": 4,
                "end_line": 1,
                "end_column": 6,
                "message": "`[y` is not closed",
                "hint": "write `[y]`",
                "related": [],
            },
        ],
    }


def test_warnings_alone_exit_with_0(make_book: MakeBook) -> None:
    result = run("validate", cwd=make_book({"agendas/a.yaml": VISIT + "agenda: {lunch: {}}\n"}))
    assert result.code == 0
    assert result.out.endswith("1 file checked: 1 warning, 1 notice (listed by --notices)\n")


def test_a_terminal_shows_the_line_with_carets_under_it(make_book: MakeBook) -> None:
    root = make_book(
        {
            "agendas/a.yaml": VISIT + "kind: odd  # 越南\nkind: state\n",
            "agenda.yaml": "rules: {unsourced: off}\n",
        }
    )
    result = run_on_terminal("validate", columns=100, cwd=root, NO_COLOR="1")
    assert [line.rstrip() for line in result.out.splitlines()] == [
        "agendas/a.yaml:4:7: error[not-in-list] `kind` can't be `odd`",
        "    4 │ kind: odd  # 越南",
        "      │       ^^^",
        "        the values are `state`, `official`, `official-working`, `working`, `private`,",
        "        `multilateral`, `margins`, `stopover`, `virtual`",
        "",
        "agendas/a.yaml:5:1: error[duplicate-key] `kind` occurs twice; the first is on line 4",
        "    5 │ kind: state",
        "      │ ^^^^",
        "        keep one of the two",
        "        agendas/a.yaml:4:1: the first `kind`",
        "",
        "2 files checked: 2 errors",
    ]


def test_carets_are_aligned_with_wide_characters_and_in_long_lines(make_book: MakeBook) -> None:
    long_text = "x" * 200
    root = make_book(
        {
            "agendas/a.yaml": VISIT.replace("name: A, country: RU", "name: 習近平, country: cn"),
            "agendas/b.yaml": VISIT + f"agenda: {{energy: {{note: {long_text}, status: odd}}}}\n",
            "agenda.yaml": "rules: {unsourced: off}\n",
        }
    )
    lines = run_on_terminal("validate", columns=60, cwd=root, NO_COLOR="1").out.splitlines()
    line_number = lines.index("    1 │ visitor: {name: 習近平, country: cn}")
    assert (
        lines[line_number + 1] == "      │ " + " " * len("visitor: {name: XXXXXX, country: ") + "^^"
    )
    (shown,) = [number for number, line in enumerate(lines) if "status: odd" in line]
    assert len(lines[shown]) <= 60
    assert lines[shown].startswith("    4 │ …xxx")
    assert lines[shown].index("odd") == lines[shown + 1].index("^^^")


def test_carets_are_aligned_where_characters_are_printed_as_escapes(make_book: MakeBook) -> None:
    name = 'name: "' + "A\u200d" * 3 + '"'
    hidden = VISIT.replace("name: A", name).replace("RU", "ru")
    long_line = "notes: {" + "A\u200d" * 50 + ": odd}\n"
    root = make_book({"agendas/a.yaml": hidden + long_line})
    lines = run_on_terminal("validate", columns=60, cwd=root, NO_COLOR="1").out.splitlines()
    reported = next(number for number, line in enumerate(lines) if "[bad-country]" in line)
    shown = next(number for number in range(reported, len(lines)) if "│" in lines[number])
    assert r'A\u200dA\u200d", country: ru' in lines[shown]
    assert lines[shown].index("ru}") == lines[shown + 1].index("^^")
    assert all(len(line) <= 60 for line in lines if "│" in line)


def test_control_characters_of_a_file_do_not_reach_the_terminal(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT + "notes: \x1b]0;title\x07\n"})
    result = run_on_terminal("validate", cwd=root, NO_COLOR="1")
    assert "\x1b" not in result.out
    assert "notes: \ufffd]0;title\ufffd" in result.out


def test_paths_are_relative_to_the_current_folder(make_book: MakeBook, tmp_path: Path) -> None:
    root = make_book({"agendas/a.yaml": "[", "agenda.yaml": "rules: {unsourced: off}"})
    assert run("validate", cwd=root).out.startswith("agendas/a.yaml:1:2: ")
    assert run("validate", cwd=root / "agendas").out.startswith("../agendas/a.yaml:1:2: ")
    assert run("validate", "--book", root, cwd=root.parent).out.startswith(
        f"{root.name}/agendas/a.yaml:1:2: "
    )
    elsewhere = run("validate", "--book", root, cwd=ROOT)
    assert elsewhere.out.startswith(f"{tmp_path}/agendas/a.yaml:1:2: ")


def test_an_unusable_file_is_named_even_if_its_rule_is_off(make_book: MakeBook) -> None:
    files: dict[str, bytes | str] = {
        "agendas/a.yaml": VISIT + "kind: state\nkind: working\n",
        "agenda.yaml": "rules: {duplicate-key: off, unsourced: off}\n",
    }
    result = run("validate", cwd=make_book(files))
    assert (result.code, result.out) == (1, "2 files checked: no problems\n")
    assert result.err == (
        "agenda: can't be used, although the rule is off, lowered or suppressed: agendas/a.yaml\n"
    )


def test_a_message_is_one_line_whatever_it_quotes(make_book: MakeBook) -> None:
    forged = 'kind: "odd\\nagendas/x.yaml:1:1: error[fake] x"\n'
    result = run("validate", cwd=make_book({"agendas/a.yaml": VISIT + forged}))
    assert "\nagendas/x.yaml" not in result.out
    assert r"can't be `odd\nagendas/x.yaml:1:1: error[fake] x`" in result.out


def test_later_reports_are_ignored_on_a_past_day(make_book: MakeBook) -> None:
    later_report = "published: 2024-06-17\npublisher: P\nurl: nowhere\n"
    root = make_book(
        {"agendas/a.yaml": VISIT, "seeds/2024-06-17-p.yaml": later_report, **UNSOURCED_OFF}
    )
    assert "warning[url-invalid]" in run("validate", cwd=root).out
    result = run("validate", "--as-of", "2024-06-16", cwd=root)
    assert result.out == "3 files checked: no problems\n"


REVERSED = VISIT + "dates: 2024-06-20/2024-06-19\n"
UNSOURCED_OFF = {"agenda.yaml": "rules: {unsourced: off}\n"}


def test_only_named_files_are_reported(make_book: MakeBook) -> None:
    files = {"agendas/a.yaml": REVERSED, "agendas/b/c.yaml": REVERSED, "README.md": ""}
    root = make_book({**files, **UNSOURCED_OFF})
    for paths, expected in (
        (["agendas/a.yaml"], ["agendas/a.yaml"]),
        (["agendas/b"], ["agendas/b/c.yaml"]),
        (["."], ["agendas/a.yaml", "agendas/b/c.yaml"]),
        (["agenda.yaml", "agendas/b/c.yaml"], ["agendas/b/c.yaml"]),
        (["agenda.yaml"], []),
    ):
        result = run("validate", *paths, cwd=root)
        assert [line.partition(":")[0] for line in result.out.splitlines()[:-1]] == expected
        assert result.code == int(bool(expected))
    assert run("validate", "agenda.yaml", cwd=root).out == "1 file checked: no problems\n"


def test_an_unreadable_file_fails_only_the_runs_that_include_it(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT, **UNSOURCED_OFF})
    (root / "agendas/gone.yaml").symlink_to("gone.yaml")
    commit_all(root)
    message = "agenda: can't read agendas/gone.yaml: Too many levels of symbolic links\n"
    for arguments in ([], ["agendas"]):
        result = run("validate", *arguments, cwd=root)
        assert (result.code, result.err) == (3, message)
    for arguments in (["agendas/a.yaml"], ["--changed", "HEAD"]):
        result = run("validate", *arguments, cwd=root)
        assert (result.code, result.err) == (0, message)
    assert run("validate", "agendas", cwd=root).out == "1 file checked: no problems\n"
    (root / "agendas/gone.yaml").unlink()
    (root / "agendas/gone.yaml").symlink_to("./gone.yaml")
    changed = run("validate", "--changed", "HEAD", cwd=root)
    assert (changed.code, changed.out) == (3, "0 files checked: no problems\n")


def test_unreadable_settings_fail_every_run(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    (root / "agenda.yaml").symlink_to("agenda.yaml")
    result = run("validate", "agendas/a.yaml", cwd=root)
    assert result.code == 3
    assert "can't read agenda.yaml: " in result.err


def test_files_with_an_unknown_extension_are_named(
    make_book: MakeBook,
) -> None:
    names = ["agendas/A.YAML", "agendas/2024/b.yaml.txt", "seeds/c.yml.txt"]
    files: dict[str, bytes | str] = {**dict.fromkeys(names, VISIT), "agendas/notes.txt": ""}
    root = make_book({**files, **UNSOURCED_OFF})
    for command in ("validate", "status"):
        result = run(command, cwd=root)
        assert result.code == 0
        assert result.err == (
            "agenda: skipped because their names do not end in .yaml: "
            "agendas/2024/b.yaml.txt, agendas/A.YAML, seeds/c.yml.txt\n"
        )


def test_the_book_is_found_from_a_path(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": REVERSED, **UNSOURCED_OFF})
    result = run("validate", root / "agendas/a.yaml", cwd=Path("/"))
    assert result.out.splitlines()[-1] == "1 file checked: 1 error"


def test_a_path_that_cannot_be_checked_is_an_error(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT, "README.md": ""})
    result = run("validate", "nope.yaml", cwd=root)
    assert (result.code, result.out) == (3, "")
    assert result.err == "agenda: can't read nope.yaml: there is no such file or folder\n"
    result = run("validate", "README.md", cwd=root)
    assert result.code == 2
    assert "README.md is not a file of a book; book files are agendas/*.yaml" in result.err
    (root / "notes").mkdir()
    result = run("validate", "notes", cwd=root)
    assert result.code == 2
    assert "notes contains no file of the book" in result.err


def test_standard_input_replaces_a_file(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": REVERSED, **UNSOURCED_OFF})
    fine = run("validate", "-", "--stdin-filename", "agendas/a.yaml", cwd=root, stdin=VISIT)
    assert (fine.code, fine.out) == (0, "1 file checked: no problems\n")
    claim = "published: 2024-06-10\npublisher: P\nclaims: [{visit: b, according_to: A, notes: x}]\n"
    invalid_report = run(
        "validate", "-", "--stdin-filename", "seeds/new.yaml", cwd=root, stdin=claim
    )
    assert invalid_report.out.startswith("seeds/new.yaml:3:18: error[visit-unknown]")
    assert invalid_report.out.endswith("1 file checked: 1 error\n")
    assert not (root / "seeds").exists()


def test_standard_input_needs_a_name(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    for arguments, message in (
        (["-"], "`-` needs --stdin-filename FILE"),
        (["-", "agendas"], "`-` can't be combined with other paths"),
        (["--stdin-filename", "agendas/a.yaml"], "--stdin-filename needs the path `-`"),
        (["-", "--stdin-filename", "notes.txt"], "notes.txt is not a file of a book"),
    ):
        result = run("validate", *arguments, cwd=root)
        assert result.code == 2
        assert message in result.err


def test_changed_reports_diagnostics_in_and_caused_by_changes(make_book: MakeBook) -> None:
    report = (
        "published: 2024-06-10\npublisher: P\nclaims: [{visit: %s, according_to: A, notes: x}]\n"
    )
    files = {
        "agendas/a.yaml": VISIT,
        "agendas/b.yaml": VISIT.replace("VN", "KP"),
        "agendas/c.yaml": REVERSED,  # invalid before, and unchanged
        "seeds/2024-06-10-a.yaml": report % "a",
        "seeds/2024-06-10-b.yaml": report % "b",
    }
    root = make_book({**files, "agenda.yaml": "rules: {unsourced: off, stale-undated: off}\n"})
    commit_all(root)
    assert run("validate", cwd=root).code == 1
    unchanged = run("validate", "--changed", "HEAD", cwd=root)
    assert (unchanged.code, unchanged.out) == (0, "0 files checked: no problems\n")
    (root / "agendas/b.yaml").unlink()
    (root / "agendas/a.yaml").write_text(VISIT + "kind: odd\n")
    result = run("validate", "--changed", "HEAD", cwd=root)
    assert [line.split(" ")[:2] for line in result.out.splitlines()] == [
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
    result = run("validate", "--strict", cwd=root)
    assert (result.code, "1 notice" in result.out) == (0, True)


PAST = {"agendas/a.yaml": VISIT + "dates: 2024-06-10\n"}


def test_the_calendar_alone_changes_no_exit_code(make_book: MakeBook) -> None:
    root = make_book({**PAST, **UNSOURCED_OFF})
    for settings, strict in (("", ["--strict"]), ("stale: error, ", [])):
        (root / "agenda.yaml").write_text(f"rules: {{{settings}unsourced: off}}\n")
        for day, is_stale in (("2024-06-09", False), ("2024-07-09", True)):
            check = ["validate", *strict, "--as-of", day]
            result = run(*check, cwd=root)
            assert (result.code, "[stale]" in result.out) == (0, is_stale)
            assert ("count" in result.out.splitlines()[-1]) == is_stale
            assert run(*check, "--calendar", cwd=root).code == int(is_stale)
            junit = run(*check, "--format", "junit", cwd=root)
            assert 'failures="0"' in junit.out
    assert run("validate", "--strict", "--as-of", "2024-06-09", cwd=root).code == 0


def test_a_file_that_cannot_be_used_fails_even_if_only_the_calendar_reports_it(
    make_book: MakeBook,
) -> None:
    rules = "rules: {stale: error, duplicate-key: off, unsourced: off}\n"
    text = PAST["agendas/a.yaml"] + "kind: state\nkind: working\n"
    root = make_book({"agendas/a.yaml": text, "agenda.yaml": rules})
    result = run("validate", "--as-of", "2024-07-09", cwd=root)
    assert (result.code, "agendas/a.yaml" in result.err) == (1, True)


def test_statistics_count_each_rule_and_give_an_example(make_book: MakeBook) -> None:
    files = {
        "agendas/a.yaml": VISIT + "agenda: {lunch: {}, dinner: {}}\n",
        "agendas/b.yaml": VISIT.replace("VN", "KP") + "kind: odd\n",
    }
    root = make_book({**files, **UNSOURCED_OFF})
    result = run("validate", "--statistics", cwd=root)
    assert result.code == 1
    lines = result.out.splitlines()
    assert [line.partition("`")[0] for line in lines] == [
        "1  error[not-in-list]      agendas/b.yaml:4:7: ",
        "2  warning[topic-unknown]  agendas/a.yaml:4:10: ",
        "3 files checked: 1 error, 2 warnings",
    ]
    assert run("validate", "--statistics", "--quiet", cwd=root).out.splitlines() == lines[:-1]
    refused = run("validate", "--statistics", "--format", "json", cwd=root)
    assert (refused.code, "--statistics" in refused.err) == (2, True)


def test_quiet_prints_the_problems_alone(make_book: MakeBook) -> None:
    assert run("validate", "--quiet").out == ""
    root = make_book({"agendas/a.yaml": REVERSED, **UNSOURCED_OFF})
    result = run("validate", "-q", cwd=root)
    assert (result.code, len(result.out.splitlines())) == (1, 1)


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("options", [(), ("--notices",), ("--statistics",)])
def test_no_line_is_wider_than_the_terminal(columns: int, options: tuple[str, ...]) -> None:
    book = ("--book", ROOT / "tests/bad-book", "--as-of", "2024-06-12")
    result = run_on_terminal("validate", *options, *book, columns=columns, NO_COLOR="1")
    assert max(map(len, result.out.splitlines())) <= columns


def test_many_alike_are_one_frame_with_their_number(make_book: MakeBook) -> None:
    items = "agenda:\n" + "".join(f"  meal-{number}: {{}}\n" for number in range(4))
    root = make_book({"agendas/a.yaml": VISIT + items, **UNSOURCED_OFF})
    result = run_on_terminal("validate", columns=90, cwd=root, NO_COLOR="1")
    assert [line.rstrip() for line in result.out.splitlines()] == [
        "agendas/a.yaml:5:3: warning[topic-unknown] `meal-0` is not a topic, and the item does not",
        "name one",
        "    5 │   meal-0: {}",
        "      │   ^^^^^^",
        "        add `topic:` to the item, or the topic to `topics:` in agenda.yaml",
        "        and 3 more like it on lines 6, 7 and 8",
        "",
        "2 files checked: 4 warnings",
    ]


@pytest.mark.parametrize("kind", ["github", "gitlab", "sarif", "junit"])
def test_paths_for_ci_count_from_the_top_of_the_repository(make_book: MakeBook, kind: str) -> None:
    repository = make_book({"desk/agendas/a.yaml": REVERSED})
    commit_all(repository)
    for folder in (repository / "desk", repository / "desk/agendas"):
        result = run("validate", "--format", kind, cwd=folder)
        assert result.code == 1
        assert "desk/agendas/a.yaml" in result.out


def test_a_past_day_does_not_compare_files_with_what_was_known() -> None:
    for day in ("2024-05-30", "2024-06-12", "2024-06-19"):
        result = run("validate", "--as-of", day)
        assert (result.code, result.out.splitlines()[1:]) == (0, [])


def commit_all(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "--message", "all")
