from pathlib import Path

import pytest

from agenda.errors import EnvironmentFailure
from agenda.store.git_process import revisions, run_git, run_git_parallel
from tests.builders import commit, git


def test_revisions_are_head_branches_and_tags(tmp_path: Path) -> None:
    assert revisions(tmp_path) == []
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    assert revisions(tmp_path) == []
    (tmp_path / "a").write_text("")
    commit(tmp_path)
    git(tmp_path, "branch", "drafts/вьетнам")
    git(tmp_path, "tag", "week-24")
    assert revisions(tmp_path) == ["HEAD", "drafts/вьетнам", "main", "week-24"]


def test_missing_git_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EnvironmentFailure, match="git is not installed"):
        run_git(tmp_path, "status")


def test_results_of_parallel_commands_are_in_order(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    for number in range(300):  # more than a pipe holds
        (tmp_path / f"{number:0240}").touch()
    first, second, failed = run_git_parallel(
        tmp_path, ("rev-parse", "--git-dir"), ("ls-files", "--others"), ("no-such-command",)
    )
    assert first.stdout == b".git\n"
    assert len(second.stdout.splitlines()) == 300
    assert failed.returncode == 1
    assert b"not a git command" in failed.stderr
