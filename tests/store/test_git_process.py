from pathlib import Path

import pytest

from agenda.errors import BrokenSurroundings
from agenda.store.git_process import ask, ask_together, revisions
from tests.builders import commit, git


def test_revisions_are_head_and_what_git_has_names_for(tmp_path: Path) -> None:
    assert revisions(tmp_path) == []
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    assert revisions(tmp_path) == []
    (tmp_path / "a").write_text("")
    commit(tmp_path)
    git(tmp_path, "branch", "drafts/вьетнам")
    git(tmp_path, "tag", "week-24")
    assert revisions(tmp_path) == ["HEAD", "drafts/вьетнам", "main", "week-24"]


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BrokenSurroundings, match="git is not installed"):
        ask(tmp_path, "status")


def test_questions_asked_together_are_answered_in_their_order(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    for number in range(4000):  # more than a pipe holds
        (tmp_path / f"{number:020}").touch()
    first, second, failed = ask_together(
        tmp_path, ("rev-parse", "--git-dir"), ("ls-files", "--others"), ("no-such-command",)
    )
    assert first.stdout == b".git\n"
    assert len(second.stdout.splitlines()) == 4000
    assert failed.returncode == 1
    assert b"not a git command" in failed.stderr
