import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from agenda.errors import EnvironmentFailure
from agenda.store import git_process
from agenda.store.book import Book, book_from_contents, load
from agenda.store.files import contents_at
from agenda.store.git import Commit
from tests.builders import VISIT, MakeBook, commit, git
from tests.run import run


@pytest.fixture
def book(make_book: MakeBook) -> Path:
    """A book in a repository with one commit and an uncommitted change to its visit."""
    root = make_book({"agendas/a.yaml": VISIT, "agenda.yaml": "topics: {cats: {label: Cats}}\n"})
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    (root / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "announced"))
    return root


def load_at(root: Path, revision: str) -> tuple[Book, Commit]:
    """A book as committed at a revision, and the commit."""
    contents, commit = contents_at(root, revision)
    return book_from_contents(contents), commit


def test_a_revision_is_loaded_as_it_was_committed(book: Path) -> None:
    committed, head = load_at(book, "HEAD")
    assert committed.visits["a"].confirmation.state == "rumoured"
    assert "cats" in committed.settings.all_topics
    assert load(book).visits["a"].confirmation.state == "announced"
    assert head.id == git(book, "rev-parse", "HEAD").strip()


def test_a_revision_is_loaded_with_three_git_commands(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        (book / f"agendas/v{number}.yaml").write_text(VISIT)
    commit(book)
    commands: list[str] = []
    started = git_process._started

    def start_and_record(
        folder: Path, arguments: Sequence[str], *rest: Any
    ) -> subprocess.Popen[bytes]:
        commands.append(arguments[0])
        return started(folder, arguments, *rest)

    monkeypatch.setattr(git_process, "_started", start_and_record)
    committed, _ = load_at(book, "HEAD")
    assert len(committed.visits) == 21
    assert commands == ["rev-parse", "ls-tree", "cat-file"]


@pytest.mark.parametrize("name", ["with spaces", "Übersicht 訪問"])
def test_a_book_below_the_root_of_a_repository_is_loaded(tmp_path: Path, name: str) -> None:
    root = tmp_path / name / "desk"
    (root / "agendas").mkdir(parents=True)
    (root / f"agendas/{name}.yaml").write_text(VISIT)
    git(tmp_path, "init", "--quiet")
    (tmp_path / "agendas").mkdir()
    (tmp_path / "agendas/of-another-book.yaml").write_text(VISIT)
    commit(tmp_path)
    committed, _ = load_at(root, "HEAD")
    assert list(committed.visits) == [name]


def test_a_book_in_a_worktree_is_loaded(book: Path, tmp_path: Path) -> None:
    worktree = tmp_path.parent / f"{tmp_path.name}-worktree"
    git(book, "worktree", "add", "--quiet", str(worktree))
    committed, _ = load_at(worktree, "HEAD")
    assert list(committed.visits) == ["a"]


def test_the_git_variables_of_a_hook_are_ignored(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nowhere"))
    committed, _ = load_at(book, "HEAD")
    assert list(committed.visits) == ["a"]


def test_a_revision_missing_from_a_shallow_clone_gives_a_hint(book: Path, tmp_path: Path) -> None:
    commit(book)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{book}", str(clone))
    assert load_at(clone, "HEAD")[0].visits
    with pytest.raises(EnvironmentFailure, match="this clone is shallow"):
        load_at(clone, "HEAD~1")


def test_an_unknown_revision_and_an_option_are_refused(book: Path) -> None:
    for name in ("nope", "--all", "-x", ""):
        with pytest.raises(EnvironmentFailure, match="git has no revision"):
            load_at(book, name)


def test_links_and_hidden_files_are_not_read(book: Path) -> None:
    (book / "agendas/link.yaml").symlink_to("a.yaml")
    (book / "agendas/.hidden.yaml").write_text("not: read")
    (book / "agendas/README.md").write_text("not read")
    commit(book)
    assert [file.id for file in load_at(book, "HEAD")[0].visit_files] == ["a"]


def test_a_folder_outside_a_repository_is_refused(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    with pytest.raises(EnvironmentFailure, match="is not in a git repository"):
        load_at(root, "HEAD")


def test_missing_git_is_reported(book: Path) -> None:
    result = run("status", "--at", "HEAD", cwd=book, PATH="/nowhere")
    assert (result.code, result.err) == (
        3,
        "agenda: git is not installed, or not on the PATH; install it\n",
    )


def test_commands_show_a_revision(book: Path) -> None:
    result = run("status", "--at", "HEAD", cwd=book)
    short = git(book, "rev-parse", "--short=7", "HEAD").strip()
    assert result.out.startswith(f"As committed at HEAD ({short})\n")
    assert "rumoured" in result.out
    assert "rumoured" in run("show", "a", "--at", "HEAD", cwd=book).out
    assert run("countdown", "a", "--at", "HEAD", cwd=book).out == "A → Vietnam: no date yet\n"
    assert "announced" in run("status", cwd=book).out
