import shlex
from pathlib import Path

import pytest

from tests.builders import VISIT, MakeBook, git
from tests.run import run


@pytest.fixture
def desk(make_book: MakeBook) -> Path:
    """A book in a repository."""
    root = make_book({"agendas/a.yaml": VISIT})
    git(root, "init", "--quiet")
    return root


def test_the_configured_command_has_an_absolute_path(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    git(root, "init", "--quiet")
    printed = run("setup-git", "--yes", cwd=root)
    assert printed.out.endswith("Commit .gitattributes, so that other clones have it.\n")
    program = shlex.split(git(root, "config", "diff.agenda.command"))[0]
    assert Path(program).is_absolute()


def test_setup_git_shows_changes_first_keeps_attributes_and_runs_once(
    make_book: MakeBook,
) -> None:
    root = make_book({"agendas/a.yaml": VISIT, ".gitattributes": "*.png binary"})
    git(root, "init", "--quiet")
    without_yes = run("setup-git", cwd=root)
    assert without_yes.code == 2
    assert "git config diff.agenda.command" in without_yes.out
    assert git(root, "config", "--list").count("diff.agenda") == 0
    result = run("setup-git", "--yes", cwd=root)
    assert result.code == 0
    assert (root / ".gitattributes").read_text() == (
        "*.png binary\n"
        "agendas/**/*.yaml diff=agenda\nagendas/**/*.yml diff=agenda\n"
        "seeds/**/*.yaml diff=agenda\nseeds/**/*.yml diff=agenda\n"
    )
    assert git(root, "config", "diff.agenda.command").strip().endswith("git-driver --")
    assert run("setup-git", "--yes", cwd=root).out == "git is already set up\n"


def test_a_folder_outside_a_repository_is_refused_with_an_explanation(make_book: MakeBook) -> None:
    result = run("setup-git", "--yes", cwd=make_book({}))
    assert result.code == 3
    assert "is not in a git repository" in result.err


@pytest.mark.parametrize(
    "content",
    [b"", b"*.png binary\n", b"*.png binary\r\n*.pdf binary\r\n", b"caf\xe9 text\n", b"\xff\xfe\n"],
)
def test_undo_restores_attributes_and_settings(desk: Path, content: bytes) -> None:
    path = desk / ".gitattributes"
    if content:
        path.write_bytes(content)
    settings = git(desk, "config", "--local", "--list")
    assert run("setup-git", "--yes", cwd=desk).code == 0
    line_end = b"\r\n" if b"\r\n" in content else b"\n"
    assert path.read_bytes().startswith(content + b"agendas/**/*.yaml diff=agenda" + line_end)
    undone = run("setup-git", "--undo", "--yes", cwd=desk)
    assert (undone.code, undone.err) == (0, "")
    assert (path.read_bytes() if path.exists() else b"") == content
    assert path.exists() == bool(content)
    assert git(desk, "config", "--local", "--list") == settings
    assert run("setup-git", "--undo", "--yes", cwd=desk).out == "git is not set up\n"


def test_lines_of_earlier_versions_are_replaced(desk: Path) -> None:
    (desk / ".gitattributes").write_text("seeds/** diff=agenda\n*.png binary\n")
    result = run("setup-git", "--yes", cwd=desk)
    assert ".gitattributes: remove seeds/** diff=agenda\n" in result.out
    content = (desk / ".gitattributes").read_text()
    assert content.startswith("*.png binary\nagendas/**/*.yaml diff=agenda\n")
    assert "seeds/** " not in content


def test_only_yaml_files_are_sent_to_the_driver(desk: Path) -> None:
    run("setup-git", "--yes", cwd=desk)
    paths = ("agendas/a.yaml", "agendas/x/b.yml", "seeds/c.yaml", "agendas/README.md", "a.yaml")
    output = git(desk, "check-attr", "diff", "--", *paths)
    assert [line.rpartition(" ")[2] for line in output.splitlines()] == [
        *("agenda", "agenda", "agenda", "unspecified", "unspecified"),
    ]


def test_a_refused_attributes_file_leaves_the_settings_alone(desk: Path) -> None:
    (desk / ".gitattributes").write_text("*.png binary\n")
    (desk / ".gitattributes").chmod(0o444)
    result = run("setup-git", "--yes", cwd=desk)
    assert (result.code, result.err) == (
        3,
        "agenda: can't write .gitattributes: it is read-only; nothing is changed\n",
    )
    assert "diff.agenda" not in git(desk, "config", "--local", "--list")
