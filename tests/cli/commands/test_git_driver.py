import shlex
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
    git(root, "config", "diff.agenda.command", f"{PROGRAM} git-driver")
    commit(root, "Attributes")
    return root


def test_plain_git_diff_prints_what_changed(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text(
        VISIT.replace("rumoured", "announced") + "dates: 2024-06\n"
    )
    assert git(desk, "diff").splitlines() == [
        "agendas/a.yaml",
        "    set         dates         2024-06",
        "    raised      confirmation  rumoured → announced",
    ]


def test_the_history_tells_the_story(desk: Path) -> None:
    (desk / "seeds").mkdir()
    (desk / "seeds/r.yaml").write_text(REPORT)
    (desk / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "announced"))
    (desk / "agendas/b.yaml").write_text(VISIT)
    commit(desk, "A report")
    (desk / "seeds/r.yaml").write_text(REPORT.replace("X", "Y"))
    (desk / "agendas/b.yaml").unlink()
    commit(desk, "Mended")
    printed = git(desk, "log", "-p", "--ext-diff", "--format=%s", "-2")
    assert [line for line in printed.splitlines() if line] == [
        "Mended",
        "agendas/b.yaml",
        "  removed: A → Vietnam, —",
        "seeds/r.yaml",
        "  changed: P, 10 June 2024, 1 claim: T",
        "    + a: Y",
        "    - a: X",
        "A report",
        "agendas/a.yaml",
        "    raised      confirmation  rumoured → announced",
        "agendas/b.yaml",
        "  added: A → Vietnam, —",
        "seeds/r.yaml",
        "  added: P, 10 June 2024, 1 claim: T",
    ]


def test_layout_is_no_change_and_a_broken_side_is_shown_as_text(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text("# Said.\n" + VISIT)
    assert git(desk, "diff") == "agendas/a.yaml\n  formatting changes only\n"
    (desk / "agendas/a.yaml").write_text(VISIT + "kind: [\n")
    printed = git(desk, "diff")
    assert "one side is invalid" in printed
    assert "\n  +kind: [\n" in printed


def test_colour_when_git_asks(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "announced"))
    assert "\x1b" in git(desk, "-c", "color.diff=always", "diff")
    assert "\x1b" not in git(desk, "-c", "color.diff=never", "diff")


def test_a_conflict_and_too_few_arguments_are_no_fault() -> None:
    ran = run("git-driver", "agendas/a.yaml")
    assert (ran.code, ran.out) == (0, "agendas/a.yaml: not merged yet\n")
    gone = run("git-driver", "agendas/a.yaml", "/gone", "1", "100644", "/gone", "2", "100644")
    assert (gone.code, gone.err) == (0, "agenda: can't read /gone: No such file or directory\n")


@pytest.mark.slow
def test_a_reader_who_leaves_is_no_error(desk: Path) -> None:
    for number in range(60):
        (desk / "agendas/a.yaml").write_text(VISIT + f"notes: {'x' * 5000}{number}\n")
        commit(desk)
    ran = subprocess.run(
        ["sh", "-c", "git log -p --ext-diff | head -n 1"],
        cwd=desk,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert (ran.stdout.count("\n"), ran.stderr) == (1, "")


def test_git_needs_no_path_to_find_us(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    git(root, "init", "--quiet")
    printed = run("setup-git", "--yes", cwd=root)
    assert printed.out.endswith("Commit .gitattributes, so that it is there in other clones too.\n")
    program = shlex.split(git(root, "config", "diff.agenda.command"))[0]
    assert Path(program).is_absolute()


def test_setting_up_shows_first_adds_to_what_is_there_and_is_done_once(
    make_book: MakeBook,
) -> None:
    root = make_book({"agendas/a.yaml": VISIT, ".gitattributes": "*.png binary"})
    git(root, "init", "--quiet")
    asked = run("setup-git", cwd=root)
    assert asked.code == 2
    assert "git config diff.agenda.command" in asked.out
    assert git(root, "config", "--list").count("diff.agenda") == 0
    ran = run("setup-git", "--yes", cwd=root)
    assert ran.code == 0
    assert (root / ".gitattributes").read_text() == (
        "*.png binary\nagendas/** diff=agenda\nseeds/** diff=agenda\n"
    )
    assert git(root, "config", "diff.agenda.command").strip().endswith("git-driver")
    assert run("setup-git", "--yes", cwd=root).out == "git is set up already\n"


def test_without_git_it_says_why_not(make_book: MakeBook) -> None:
    ran = run("setup-git", "--yes", cwd=make_book({}))
    assert ran.code == 3
    assert "is not in a git repository" in ran.err
