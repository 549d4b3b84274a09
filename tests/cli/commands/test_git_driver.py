import subprocess
from pathlib import Path

import pytest

from tests.builders import MakeBook, commit, git
from tests.run import PROGRAM, environment, run

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"
REPORT = (
    "published: 2024-06-10\npublisher: P\ntitle: T\nclaims:\n"
    "  - {visit: a, according_to: X, confirmation: {state: announced}}\n"
)


@pytest.fixture
def desk(make_book: MakeBook) -> Path:
    """A repository that is set up, with one commit."""
    root = make_book({"agendas/a.yaml": VISIT})
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root, "First")
    assert run("setup-git", "--yes", cwd=root).code == 0
    git(root, "config", "diff.agenda.command", f"{PROGRAM} git-driver --")
    commit(root, "Attributes")
    return root


def test_git_diff_prints_changes(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text(
        VISIT.replace("rumoured", "announced") + "dates: 2024-06\n"
    )
    assert git(desk, "diff").splitlines() == [
        "agendas/a.yaml",
        "    set         dates         2024-06",
        "    raised      confirmation  rumoured → announced",
    ]


def test_git_log_prints_the_changes_of_each_commit(desk: Path) -> None:
    (desk / "seeds").mkdir()
    (desk / "seeds/r.yaml").write_text(REPORT)
    (desk / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "announced"))
    (desk / "agendas/b.yaml").write_text(VISIT)
    commit(desk, "A report")
    (desk / "seeds/r.yaml").write_text(REPORT.replace("X", "Y"))
    (desk / "agendas/b.yaml").unlink()
    commit(desk, "Fixed")
    printed = git(desk, "log", "-p", "--ext-diff", "--format=%s", "-2")
    assert [line for line in printed.splitlines() if line] == [
        "Fixed",
        "agendas/b.yaml",
        "  removed: A → Vietnam",
        "seeds/r.yaml",
        "  changed: P, 10 June 2024, 1 claim: T",
        "    + a: Y",
        "    - a: X",
        "A report",
        "agendas/a.yaml",
        "    raised      confirmation  rumoured → announced",
        "agendas/b.yaml",
        "  added: A → Vietnam",
        "seeds/r.yaml",
        "  added: P, 10 June 2024, 1 claim: T",
    ]


def test_formatting_is_not_a_change_and_a_broken_side_is_shown_as_text(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text("\n" + VISIT)
    assert git(desk, "diff") == "agendas/a.yaml\n  formatting changes only\n"
    (desk / "agendas/a.yaml").write_text(VISIT + "kind: [\n")
    printed = git(desk, "diff")
    assert "one side is invalid" in printed
    assert "\n  +kind: [\n" in printed


def test_comments_that_are_new_or_gone_are_shown(desk: Path) -> None:
    allowed = "# agenda: allow stale because it is so"
    (desk / "agendas/a.yaml").write_text(VISIT.replace("}\n", f"}}  {allowed}\n", 1))
    assert git(desk, "diff") == f"agendas/a.yaml\n    +{allowed}\n"


def test_files_of_no_book_are_shown_as_text(desk: Path) -> None:
    (desk / ".gitattributes").write_text("* diff=agenda\n")
    for name in ("main.c", "agendas/README.md", "a.yaml", "--help"):
        (desk / name).write_text("one\n")
        git(desk, "add", "--all")
        (desk / name).write_text("two\n")
        assert git(desk, "diff", "--", f"./{name}").endswith("\n  -one\n  +two\n")


def test_colour_follows_git(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "announced"))
    assert "\x1b" in git(desk, "-c", "color.diff=always", "diff")
    assert "\x1b" not in git(desk, "-c", "color.diff=never", "diff")


def test_an_unmerged_path_and_a_missing_file_end_with_0() -> None:
    result = run("git-driver", "agendas/a.yaml")
    assert (result.code, result.out) == (0, "agendas/a.yaml: not merged yet\n")
    missing = run("git-driver", "agendas/a.yaml", "/gone", "1", "100644", "/gone", "2", "100644")
    assert (missing.code, missing.err) == (
        0,
        "agenda: can't read /gone: No such file or directory\n",
    )


@pytest.mark.slow
def test_closing_the_pipe_early_is_not_an_error(desk: Path) -> None:
    for number in range(60):
        (desk / "agendas/a.yaml").write_text(VISIT + f"notes: {'x' * 5000}{number}\n")
        commit(desk)
    result = subprocess.run(
        ["sh", "-c", "git log -p --ext-diff | head -n 1"],
        cwd=desk,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert (result.stdout.count("\n"), result.stderr) == (1, "")
