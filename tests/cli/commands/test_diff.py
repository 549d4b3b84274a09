import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from agenda.store.git import Repository
from agenda.store.git_diff import since
from tests.builders import MakeBook, commit, git
from tests.run import ROOT, run, run_on_terminal

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"
REPORT = (
    "published: 2024-06-10\npublisher: P\nurl: https://example.org/a\nclaims:\n"
    "  - {visit: a, according_to: X, confirmation: {state: announced}}\n"
)


@pytest.fixture
def desk(make_book: MakeBook) -> Path:
    """A book in a repository with one commit, and an uncommitted report with its change."""
    root = make_book({"agendas/a.yaml": VISIT, "agendas/b.yaml": VISIT + "kind: state\n"})
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    (root / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "announced"))
    (root / "seeds").mkdir()
    (root / "seeds/r.yaml").write_text(REPORT)
    return root


def changed_visits(*arguments: str, cwd: Path = ROOT) -> list[dict[str, Any]]:
    result = run("diff", *arguments, "--format", "json", cwd=cwd)
    assert (result.code, result.err) == (0, "")
    visits: list[dict[str, Any]] = json.loads(result.out)["visits"]
    return visits


VISIT_A_RAISED = {
    "id": "a",
    "change": "changed",
    "was": None,
    "changes": [
        {
            "kind": "raised",
            "path": "confirmation.state",
            "before": "rumoured",
            "after": "announced",
            "reports": ["r"],
        }
    ],
}


def test_the_working_tree_with_untracked_files_is_compared_with_head(desk: Path) -> None:
    assert changed_visits(cwd=desk) == [VISIT_A_RAISED]
    assert changed_visits("HEAD", cwd=desk) == [VISIT_A_RAISED]


def test_two_revisions_can_be_written_as_a_range(desk: Path) -> None:
    commit(desk)
    assert changed_visits(cwd=desk) == []
    for sides in (("HEAD~1", "HEAD"), ("HEAD~1..HEAD",), ("HEAD~1..",), ("HEAD~1",)):
        assert changed_visits(*sides, cwd=desk) == [VISIT_A_RAISED]


def test_a_report_of_an_earlier_commit_is_named(desk: Path) -> None:
    git(desk, "add", "seeds")
    git(desk, "commit", "--quiet", "--message", "The report first")
    assert changed_visits(cwd=desk) == [VISIT_A_RAISED]


def test_a_report_of_an_earlier_commit_that_escapes_the_id_is_named(desk: Path) -> None:
    (desk / "seeds/r.yaml").write_text(REPORT.replace("visit: a", 'visit: "\\x61"'))
    git(desk, "add", "seeds")
    git(desk, "commit", "--quiet", "--message", "The report first")
    git(desk, "add", "agendas")
    git(desk, "commit", "--quiet", "--message", "The visit after it")
    assert changed_visits("HEAD~1", "HEAD", cwd=desk) == [VISIT_A_RAISED]


def test_added_removed_and_renamed_visits_are_listed_once(desk: Path) -> None:
    commit(desk)
    (desk / "agendas/b.yaml").rename(desk / "agendas/c.yaml")
    (desk / "agendas/a.yaml").unlink()
    (desk / "agendas/d.yaml").write_text(VISIT.replace("VN", "JP"))
    assert [
        (update["id"], update["change"], update["was"]) for update in changed_visits(cwd=desk)
    ] == [
        ("a", "removed", None),
        ("c", "renamed", "b"),
        ("d", "added", None),
    ]


def test_layout_order_and_comments_are_not_changes(desk: Path) -> None:
    commit(desk)
    lines = (desk / "agendas/a.yaml").read_text().splitlines()
    (desk / "agendas/a.yaml").write_text("# Turned round.\n" + "\n\n".join(reversed(lines)) + "\n")
    assert changed_visits(cwd=desk) == []


def test_two_files_are_compared(desk: Path) -> None:
    old, new = desk / "old.yaml", desk / "new.yaml"
    old.write_text(VISIT + "dates: 2024-06\n")
    new.write_text(VISIT + "dates: 2024-06-19\n")
    (update,) = changed_visits(str(old), str(new), cwd=desk.parent)
    assert [change["kind"] for change in update["changes"]] == ["firmed"]


def test_a_file_broken_on_one_side_is_reported_and_the_others_are_compared(desk: Path) -> None:
    (desk / "agendas/b.yaml").write_text(VISIT + "kind: [\n")
    result = run("diff", cwd=desk)
    assert result.code == 1
    assert result.err.startswith("agendas/b.yaml:5:1: error[yaml-syntax] ")
    assert result.err.endswith("(in the working tree)\n")
    assert "raised" in result.out
    assert "removed" not in result.out


def test_with_exit_code_a_difference_in_the_selected_visits_is_1(desk: Path) -> None:
    assert changed_visits("--visit", "b", cwd=desk) == []
    assert run("diff", "--exit-code", cwd=desk).code == 1
    assert run("diff", "--exit-code", "--visit", "b", cwd=desk).code == 0


def test_a_report_is_compared_with_the_book_on_a_day() -> None:
    announcement = "seeds/2024-06-17-kremlin.yaml"
    updates = changed_visits("--report", announcement, "--as-of", "2024-06-12")
    kinds = {update["id"]: [change["kind"] for change in update["changes"]] for update in updates}
    assert kinds["ru-kp-2024"] == ["set", "firmed", "raised", "spoke"]
    assert kinds["ru-vn-2024"] == ["set", "raised", "spoke", *["added"] * 4]
    facts = {fact["path"]: fact["verdict"] for fact in updates[1]["facts"]}
    assert (facts["dates"], facts["confirmation.state"]) == ("confirms", "refines")
    text = run("diff", "--report", announcement, "--as-of", "2024-06-12").out
    assert "unchanged   host, energy, military, banking-settlement, education" in text
    # As of its own day or a later one, the report counts exactly once.
    later = changed_visits("--report", announcement, "--as-of", "2024-06-17")
    assert [change["kind"] for change in later[0]["changes"]] == kinds["ru-kp-2024"]


def test_an_applied_report_changes_nothing() -> None:
    result = run("diff", "--report", "seeds/2024-06-17-kremlin.yaml", "--exit-code")
    assert result.code == 0
    assert result.out.count("nothing changes") == 2


def test_a_report_opens_a_visit(desk: Path) -> None:
    new = desk / "new.yaml"
    new.write_text(
        "published: 2024-06-11\npublisher: P\nclaims:\n  - visit: it-jp\n    according_to: X\n"
        "    visitor: {name: B, country: IT}\n    host: {country: JP}\n    dates: 2024-09\n"
    )
    result = run("diff", "--report", str(new), cwd=desk)
    assert "it-jp  opened: B → Japan" in result.out
    assert "set         dates  2024-09  new (X)" in result.out


def test_errors_of_a_broken_report_have_locations(desk: Path) -> None:
    (desk / "new.yaml").write_text("published: soon\npublisher: P\n")
    result = run("diff", "--report", "new.yaml", cwd=desk)
    assert result.code == 1
    assert result.err.startswith(
        "new.yaml:1:12: error[bad-date] `soon` is not a date; write one day, as in `"
    )
    missing = run("diff", "--report", "gone.yaml", cwd=desk)
    assert (missing.code, missing.err) == (
        3,
        "agenda: can't read gone.yaml: No such file or directory\n",
    )


def test_changes_since_a_day_name_their_reports() -> None:
    updates = {update["id"]: update for update in changed_visits("--since", "2024-06-17")}
    (completed,) = [
        change for change in updates["ru-vn-2024"]["changes"] if change["kind"] == "completed"
    ]
    assert completed["reports"] == ["2024-06-20-trt-world"]
    assert changed_visits("--since", "2024-06-20") == []
    first = changed_visits("--since", "2024-05-29", "--as-of", "2024-05-30")
    assert [update["change"] for update in first] == ["added", "added"]


def test_markdown_has_a_table_per_visit(desk: Path) -> None:
    assert run("diff", "--format", "markdown", cwd=desk).out == (
        "### a\n\n| change | fact | value | reports |\n|---|---|---|---|\n"
        "| raised | confirmation | rumoured → announced | [r](<https://example.org/a>) |\n\n"
    )
    commit(desk)
    assert run("diff", "--format", "markdown", cwd=desk).out == "No visit differs.\n"


def test_a_change_without_a_report_is_marked(desk: Path) -> None:
    (desk / "agendas/b.yaml").write_text(VISIT + "kind: working\n")
    assert "edited      kind  state → working  no report" in run("diff", cwd=desk).out


def test_in_a_large_book_only_differing_files_are_read(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(500):
        (desk / f"agendas/v{number}.yaml").write_text(VISIT)
    commit(desk)
    (desk / "agendas/v7.yaml").write_text(VISIT + "kind: state\n")
    git(desk, "commit", "--quiet", "--all", "--message", "One more")
    requested: list[str] = []
    blobs = Repository.blobs

    def record_requests(self: Repository, ids: Sequence[str]) -> Iterator[bytes]:
        requested.extend(ids)
        return blobs(self, ids)

    monkeypatch.setattr(Repository, "blobs", record_requests)
    from agenda.store.git_diff import between

    pair = between(desk, "HEAD~1", "HEAD")
    assert [list(book.visits) for book in (pair.before, pair.after)] == [["v7"], ["v7"]]
    assert len(requested) == 2
    requested.clear()
    (desk / "agendas/v8.yaml").write_text(VISIT + "kind: state\n")
    assert list(since(desk, "HEAD").after.visits) == ["v8"]
    assert len(requested) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a", "b", "c"), "at most two revisions or files, not 3"),
        (("HEAD", "--since", "2024-06-01"), "use only one of"),
        (("HEAD", "--as-of", "2024-06-01"), "--as-of can be combined with --report and --since"),
    ],
)
def test_invalid_usage_is_explained(arguments: tuple[str, ...], message: str) -> None:
    result = run("diff", *arguments)
    assert result.code == 2
    assert message in result.err


def test_a_folder_outside_a_repository_is_refused_with_an_explanation(make_book: MakeBook) -> None:
    result = run("diff", cwd=make_book({"agendas/a.yaml": VISIT}))
    assert result.code == 3
    assert "is not in a git repository" in result.err


def test_output_fits_the_terminal() -> None:
    for columns in (60, 120):
        shown = run_on_terminal("diff", "--since", "2024-06-12", columns=columns, NO_COLOR="1").out
        assert max(len(line.rstrip()) for line in shown.splitlines()) <= columns


@pytest.mark.parametrize("name", ["with spaces", "Übersicht 訪問"])
def test_a_book_in_a_subfolder_with_an_unusual_name_is_compared(tmp_path: Path, name: str) -> None:
    root = tmp_path / name / "desk"
    (root / "agendas").mkdir(parents=True)
    (root / f"agendas/{name}.yaml").write_text(VISIT)
    (tmp_path / "agendas").mkdir()
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    (root / f"agendas/{name}.yaml").write_text(VISIT + "kind: state\n")
    (tmp_path / "agendas/other.yaml").write_text(VISIT)
    (root / "agendas/new one.yaml").write_text(VISIT.replace("VN", "JP"))
    assert [update["id"] for update in changed_visits(cwd=root)] == sorted([name, "new one"])
    commit(tmp_path)
    assert [update["id"] for update in changed_visits("HEAD~1..HEAD", cwd=root)] == sorted(
        [name, "new one"]
    )


def test_worktrees_and_shallow_clones_are_compared(desk: Path, tmp_path: Path) -> None:
    commit(desk)
    worktree = tmp_path / "tree"
    git(desk, "worktree", "add", "--quiet", str(worktree))
    assert changed_visits("HEAD~1", cwd=worktree) == [VISIT_A_RAISED]
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{desk}", str(clone))
    assert changed_visits(cwd=clone) == []
    result = run("diff", "HEAD~1", cwd=clone)
    assert result.code == 3
    assert "this clone is shallow" in result.err


def test_a_repository_without_commits_is_an_error(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    git(root, "init", "--quiet")
    result = run("diff", cwd=root)
    assert result.code == 3
    assert "git has no revision `HEAD`" in result.err


def test_a_claim_on_an_unknown_visit_is_reported_at_its_location(
    make_book: MakeBook,
) -> None:
    report = "published: 2024-06-10\npublisher: P\nclaims:\n" + "".join(
        f"  - {{visit: {visit}, according_to: A, notes: x}}\n" for visit in ("ru-vn", "ru-vm", "zz")
    )
    root = make_book({"agendas/ru-vn.yaml": VISIT, "seeds/r.yaml": report})
    result = run("diff", "--report", "seeds/r.yaml", cwd=root)
    assert result.code == 1
    assert result.out.splitlines()[2] == "ru-vn"
    assert result.err.splitlines() == [
        "seeds/r.yaml:5:13: error[visit-unknown] no file and no claim opens a visit `ru-vm`; "
        "did you mean `ru-vn`?",
        "seeds/r.yaml:6:13: error[visit-unknown] no file and no claim opens a visit `zz`; "
        "write its file, or name `visitor` and `host` in the claim that opens it",
    ]


@pytest.mark.parametrize(
    ("claim", "hint"),
    [
        (
            "visitor: {name: A, country: US}",
            "the visitor but no host; add `host:` with a `country`",
        ),
        (
            "host: {country: JP, city: Tokyo}",
            "the host but no visitor; add `visitor:` with a `name` and a `country`",
        ),
    ],
)
def test_a_claim_that_names_only_one_side_is_told_which_one_is_missing(
    make_book: MakeBook, claim: str, hint: str
) -> None:
    claims = (
        f"claims:\n  - {{visit: zz, according_to: A, notes: x}}\n"
        f"  - {{visit: zz, according_to: B, {claim}}}\n"
    )
    report = f"published: 2024-06-10\npublisher: P\n{claims}"
    root = make_book({"agendas/ru-vn.yaml": VISIT, "seeds/r.yaml": report})
    expected = f"no file and no claim opens a visit `zz`; a claim on it names {hint}\n"
    assert run("diff", "--report", "seeds/r.yaml", cwd=root).err.endswith(expected)
    assert run("apply", "--yes", "seeds/r.yaml", cwd=root).err.endswith(expected)


def test_an_unknown_revision_gets_a_hint(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    git(root, "init", "--quiet", "--initial-branch", "main")
    assert "git has no revision `HEAD`" in run("diff", cwd=root).err
    assert run("diff", cwd=root).err.endswith("; there are no commits yet\n")
    commit(root)
    assert run("diff", "mian", cwd=root).err.endswith("; did you mean `main`?\n")
    assert run("diff", "x" * 9, cwd=root).err.endswith(
        "; `git log --oneline` and `git tag` list them\n"
    )


def test_a_day_or_a_file_given_as_a_revision_gets_a_hint(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    git(root, "init", "--quiet")
    commit(root)
    day = run("diff", "2024-06-12", cwd=root)
    assert day.code == 2
    assert "`2024-06-12` is a day: `agenda diff --since 2024-06-12` shows" in day.err
    file = run("diff", "agendas/a.yaml", cwd=root)
    assert file.code == 2
    assert "`agendas/a.yaml` is a file: name two files, or use `--visit ID`" in file.err


def test_days_in_the_wrong_order_are_refused() -> None:
    for arguments, message in (
        (("diff", "--since", "2024-06-20", "--as-of", "2024-06-10"), "--as-of 2024-06-10"),
        (("log", "--since", "2024-06-20", "--until", "2024-06-10"), "--until 2024-06-10"),
    ):
        result = run(*arguments)
        assert (result.code, result.out) == (2, "")
        assert f"--since 2024-06-20 comes after {message}; swap the two" in result.err


@pytest.mark.parametrize("arguments", [("--since", "2024-06-01"), ("--report", "seeds/good.yaml")])
def test_files_that_cannot_be_used_are_named(
    make_book: MakeBook, arguments: tuple[str, str]
) -> None:
    good = "published: 2024-06-10\npublisher: P\nclaims:\n  - {visit: a, according_to: X}\n"
    root = make_book({"agendas/a.yaml": VISIT, "seeds/good.yaml": good, "seeds/bad.yaml": "["})
    result = run("diff", *arguments, cwd=root)
    assert result.code == 1
    assert "skipped because of problems: seeds/bad.yaml; see `agenda validate`" in result.err
