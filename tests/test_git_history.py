"""What the commands print in a repository with branches, clones, worktrees and submodules."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.builders import VISIT, commit, git
from tests.run import PROGRAM, RunResult, environment, run

pytestmark = pytest.mark.slow  # each test has clones of its own, and runs git many times

REPORT = "published: 2024-06-10\npublisher: P\n"
SETTINGS = "rules: {unsourced: off}\n"
REVERSED = VISIT + "dates: 2024-06-20/2024-06-19\n"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which `main` has moved on since `topic` left it, and a fork's merge commit.

    On `main`, a broken visit was added. `topic` has renamed a visit and edited it, and has
    deleted a report that another one cites.
    """
    root = tmp_path_factory.mktemp("history") / "origin"
    for folder in ("agendas", "seeds"):
        (root / folder).mkdir(parents=True)
    (root / "agenda.yaml").write_text(SETTINGS)
    (root / "agendas/a.yaml").write_text(VISIT + "kind: state\nnotes: One.\n")
    (root / "seeds/r.yaml").write_text(REPORT)
    (root / "seeds/s.yaml").write_text(f"{REPORT}cites: [r]\n")
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root, "The base")
    git(root, "tag", "base")
    git(root, "switch", "--quiet", "--create", "topic")
    git(root, "mv", "agendas/a.yaml", "agendas/ru-vn.yaml")
    (root / "agendas/ru-vn.yaml").write_text(
        VISIT.replace("rumoured", "tentative") + "kind: state\nnotes: One.\n"
    )
    commit(root, "Rename")
    (root / "seeds/r.yaml").unlink()
    commit(root, "Delete")
    git(root, "switch", "--quiet", "main")
    (root / "agendas/b.yaml").write_text(REVERSED)
    commit(root, "A broken visit")
    git(root, "switch", "--quiet", "--detach")
    git(root, "merge", "--quiet", "--no-ff", "--message", "A fork's request", "topic")
    git(root, "update-ref", "refs/pull/1/merge", "HEAD")
    git(root, "switch", "--quiet", "main")
    return root


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Path:
    """A clone of the whole history, on `topic`."""
    git(tmp_path, "clone", "--quiet", "--branch", "topic", str(origin), "clone")
    return tmp_path / "clone"


def short(folder: Path, revision: str) -> str:
    return git(folder, "rev-parse", "--short=7", revision).strip()


def test_a_branch_is_not_blamed_for_what_its_base_has_changed_since(clone: Path) -> None:
    result = run("validate", "--changed", "origin/main", cwd=clone)
    assert result.code == 1
    assert [line.split("] ")[0] for line in result.out.splitlines()] == [
        "seeds/s.yaml:3:9: error[cites-unknown",  # which the branch does not change
        "1 file checked: 1 error",
    ]
    git(clone, "switch", "--quiet", "--detach", "base")
    result = run("validate", "--changed", "origin/main", cwd=clone)
    assert result == RunResult(0, "0 files checked: no problems\n", "")


def test_a_forks_merge_commit_is_checked_for_what_the_fork_changed(clone: Path) -> None:
    git(clone, "fetch", "--quiet", "origin", "refs/pull/1/merge")
    git(clone, "switch", "--quiet", "--detach", "FETCH_HEAD")
    result = run("validate", "--changed", "origin/main", cwd=clone)
    assert "b.yaml" not in result.out
    assert result.out.endswith("1 file checked: 1 error\n")


CHANGED = (
    "\n"
    "ru-vn  renamed from a\n"
    "    raised      confirmation  rumoured → tentative  no report\n"
)  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "sides", "changes"),
    [
        (["main..topic"], "main (MAIN) → topic (TOPIC)", "both"),
        (["main", "topic"], "main (MAIN) → topic (TOPIC)", "both"),
        (["main..."], "the merge base of main and HEAD (BASE) → HEAD (TOPIC)", "branch"),
        (["main...topic"], "the merge base of main and topic (BASE) → topic (TOPIC)", "branch"),
        (["...topic"], "the merge base of HEAD and topic (TOPIC) → topic (TOPIC)", "none"),
        (["main.."], "main (MAIN) → HEAD (TOPIC)", "both"),
        (["..topic"], "HEAD (TOPIC) → topic (TOPIC)", "none"),
    ],
)
def test_ranges_mean_what_they_mean_in_git(
    clone: Path, arguments: list[str], sides: str, changes: str
) -> None:
    git(clone, "branch", "--quiet", "main", "origin/main")
    for name, revision in (("MAIN", "main"), ("BASE", "base"), ("TOPIC", "topic")):
        sides = sides.replace(name, short(clone, revision))
    result = run("diff", *arguments, cwd=clone)
    assert result.code == int(changes == "both")  # `b` is invalid, and so not compared
    assert result.out.splitlines()[0] == sides
    expected = "no visit differs\n" if changes == "none" else CHANGED
    assert result.out.partition("\n")[2] == expected
    files = git(clone, "diff", "--name-only", "--no-renames", *arguments, "--", "agendas").split()
    assert (
        files
        == {
            "none": [],
            "branch": ["agendas/a.yaml", "agendas/ru-vn.yaml"],
            "both": ["agendas/a.yaml", "agendas/b.yaml", "agendas/ru-vn.yaml"],
        }[changes]
    )


def test_a_range_where_one_revision_is_expected_is_explained(clone: Path) -> None:
    for arguments in (("validate", "--changed", "base..HEAD"), ("diff", "base..HEAD", "HEAD")):
        assert run(*arguments, cwd=clone) == RunResult(
            3,
            "",
            f"agenda: git has no revision `base..HEAD` in {clone}; "
            "name one revision, not a range\n",
        )


def test_a_shallow_clone_says_what_to_fetch(origin: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    options = ("--quiet", "--depth", "1", "--branch", "topic")
    git(tmp_path, "clone", *options, f"file://{origin}", str(clone))
    git(clone, "fetch", "--quiet", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    command = "git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'"
    hint = (
        f"this clone is shallow: `{command}` fetches the rest, "
        "as does `fetch-depth: 0` of actions/checkout\n"
    )
    missing = run("validate", "--changed", "origin/main", cwd=clone)
    assert (missing.code, missing.out, missing.err) == (
        3,
        "",
        f"agenda: git finds no merge base of origin/main and HEAD; {hint}",
    )
    assert run("diff", "origin/main...", cwd=clone) == missing
    assert run("diff", "base", cwd=clone).err == (
        f"agenda: git has no revision `base` in {clone}; {hint}"
    )
    git(clone, *shlex.split(command)[1:])
    assert run("validate", "--changed", "origin/main", cwd=clone).code == 1


def test_unrelated_histories_have_no_merge_base(clone: Path) -> None:
    git(clone, "switch", "--quiet", "--orphan", "new")
    (clone / "agendas").mkdir()
    (clone / "agendas/a.yaml").write_text(VISIT)
    commit(clone)
    assert run("diff", "base...", cwd=clone) == RunResult(
        3, "", "agenda: git finds no merge base of base and HEAD; they have no common history\n"
    )


def test_git_diff_shows_a_branch_with_a_rename_and_a_deleted_report(clone: Path) -> None:
    assert run("setup-git", "--yes", cwd=clone).code == 0
    git(clone, "config", "diff.agenda.command", f"{PROGRAM} git-driver --")
    assert git(clone, "diff", "--find-renames=40%", "origin/main...").splitlines() == [
        "agendas/ru-vn.yaml",
        "  renamed from agendas/a.yaml",
        "    raised      confirmation  rumoured → tentative",
        "seeds/r.yaml",
        "  removed: P, 10 June 2024, 0 claims",
    ]


def test_a_hook_in_a_linked_worktree_sees_that_worktree(clone: Path, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    git(clone, "worktree", "add", "--quiet", "--detach", str(linked), "base")
    hook = clone / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    commands = ("diff --exit-code", "validate --changed base")
    hook.write_text("#!/bin/sh\n" + "".join(f"{PROGRAM} {command}\n" for command in commands))
    hook.chmod(0o755)
    (linked / "agendas/a.yaml").write_text(REVERSED)
    git(linked, "add", "--all")
    completed = subprocess.run(
        ["git", "commit", "--message", "Broken"],
        cwd=linked,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    printed = completed.stdout + completed.stderr
    assert completed.returncode == 1
    assert f"HEAD ({short(clone, 'base')}) → the working tree\n" in printed
    assert "agendas/a.yaml:4:8: error[dates-reversed]" in printed


def test_a_worktree_whose_repository_is_gone_is_explained(clone: Path, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    git(clone, "worktree", "add", "--quiet", "--detach", str(linked), "base")
    clone.rename(tmp_path / "moved")
    assert run("diff", cwd=linked).err == (
        f"agenda: git refuses {linked}: not a git repository: {clone}/.git/worktrees/linked; "
        "it is a linked worktree: `git worktree repair` in its repository links it again\n"
    )


def test_a_submodule_has_its_own_revisions(origin: Path, tmp_path: Path) -> None:
    top = tmp_path / "top"
    git(tmp_path, "init", "--quiet", str(top))
    allow = ("-c", "protocol.file.allow=always")
    git(top, *allow, "submodule", "--quiet", "add", "--branch", "topic", str(origin), "desk")
    commit(top)
    assert run("validate", "--book", "desk", "--changed", "origin/main", cwd=top).code == 1
    revision = git(top, "rev-parse", "HEAD").strip()
    assert run("diff", "--book", "desk", revision, cwd=top).err == (
        f"agenda: git has no revision `{revision}` in {top}/desk; "
        f"it is a submodule, and has other revisions than {top}\n"
    )
    (top / ".git").rename(tmp_path / "gone")
    message = run("diff", "--book", "desk", cwd=top).err
    assert message.startswith(f"agenda: git refuses {top}/desk: not a git repository: ")
    assert message.endswith(
        "; it is a submodule: check it out as a part of the repository that contains it\n"
    )


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder to another user")
def test_a_repository_of_another_user_is_explained(clone: Path) -> None:
    for path in (clone, *clone.rglob("*")):
        os.chown(path, 12345, 12345)
    message = (
        f"agenda: git refuses {clone}: detected dubious ownership in repository at '{clone}'; "
        f"`git config --global --add safe.directory {clone}` makes an exception\n"
    )
    for command in ("diff", "validate --changed base", "status --at base", "setup-git --yes"):
        assert run(*command.split(), cwd=clone) == RunResult(3, "", message)
    home = clone.parent
    (home / ".gitconfig").write_text(f"[safe]\n\tdirectory = {clone}\n")
    assert run("diff", "base...", cwd=clone, HOME=str(home)).code == 0


def test_a_repository_that_only_git_dir_names_is_explained(clone: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden.git"
    (clone / ".git").rename(hidden)
    variables = {"GIT_DIR": str(hidden), "GIT_WORK_TREE": str(clone)}
    command = f'git init --separate-git-dir "$GIT_DIR" {clone}'
    assert run("diff", "base", cwd=clone, **variables) == RunResult(
        3,
        "",
        f"agenda: {clone} is not in a git repository, and GIT_DIR, which hooks set too, is "
        f"ignored; `{command}` makes it one of the repository that GIT_DIR names\n",
    )
    arguments = shlex.split(command.replace("$GIT_DIR", str(hidden)))
    git(clone, *arguments[1:])
    assert run("diff", "base", cwd=clone, **variables).code == 0
