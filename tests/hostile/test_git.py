"""Repositories in repositories, and settings of a repository that run programs."""

import os
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.action import CHECK, SUMMARY, Runner
from tests.builders import VISIT, commit, git
from tests.hostile.conftest import Tried
from tests.run import run

pytestmark = pytest.mark.hostile

MORE: Final = VISIT.replace("rumoured", "tentative")

COMMANDS: Final = (
    ("diff",),
    ("diff", "main"),
    ("diff", "HEAD~1", "HEAD"),
    ("diff", "HEAD~1..HEAD", "--format", "markdown"),
    ("validate", "--changed", "HEAD"),
    ("validate", "--changed", "HEAD~1"),
    ("status", "--at", "HEAD"),
    ("status", "--at", "no-such-revision"),
    ("show", "--at", "HEAD", "a"),
    ("setup-git", "--yes"),
)
"""Commands that ask git."""

COMPLETION: Final = {
    "_AGENDA_COMPLETE": "bash_complete",
    "COMP_LINE": "agenda diff ",
    "COMP_CUR": "",
}


class Desk:
    """A book in a repository of someone else, and the program that the repository wants run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.marker = folder.with_name("marker")
        self.program = folder.with_name("program")
        self.program.write_text(f"#!/bin/sh\necho obeyed >>'{self.marker}'\ncat\nexit 1\n")
        self.program.chmod(0o755)

    def write(self, name: str, content: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)

    def book(self, below: str = "") -> None:
        """Two commits of a book, and a change in the working tree."""
        self.write(f"{below}agendas/a.yaml", VISIT)
        commit(self.folder)
        self.write(f"{below}agendas/a.yaml", MORE)
        self.write(f"{below}seeds/2024-06-10-p.yaml", "published: 2024-06-10\npublisher: P\n")
        commit(self.folder)
        self.write(f"{below}agendas/a.yaml", f"{MORE}kind: state\n")

    def obeyed(self) -> bool:
        return self.marker.exists()

    def run_everything(self, tried: Tried, kind: str, below: str = "") -> None:
        """Run each command that asks git; the marker must not appear."""
        book = self.folder / below
        for arguments in COMMANDS:
            tried(kind)
            run(*arguments, cwd=book)
            assert not self.obeyed(), arguments
        tried(kind)
        run(cwd=book, **COMPLETION)
        assert not self.obeyed(), "completion"
        runner = Runner(
            self.folder,
            self.folder.with_name("summary.md"),
            {"pull_request": {"base": {"sha": git(self.folder, "rev-parse", "HEAD~1").strip()}}},
        )
        for step in (SUMMARY, CHECK):
            tried(kind)
            runner.run(step, book=below or ".")
            assert not self.obeyed(), step["name"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "desk"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    return Desk(folder)


def hook(desk: Desk, folder: Path, name: str) -> None:
    folder.mkdir(exist_ok=True)
    shutil.copy(desk.program, folder / name)


CONFIGS: Final = {
    "fsmonitor": "[core]\n\tfsmonitor = {program}\n",
    "fsmonitor, included": "[include]\n\tpath = more\n",
    "ssh command": (
        "[core]\n\trepositoryformatversion = 1\n\tsshCommand = {program}\n"
        "[extensions]\n\tpartialClone = origin\n"
        '[remote "origin"]\n\turl = ssh://nowhere.invalid/x\n\tpromisor = true\n'
    ),
    "remote helper": (
        "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n"
        '[protocol "ext"]\n\tallow = always\n'
        '[remote "origin"]\n\turl = ext::{program}\n\tpromisor = true\n'
    ),
    "upload pack": (
        "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n"
        '[remote "origin"]\n\turl = .\n\tuploadpack = {program}\n\tpromisor = true\n'
    ),
    "hooks": "[core]\n\thooksPath = hooks\n",
    "external diff": "[diff]\n\texternal = {program}\n",
    "diff driver": '[diff "x"]\n\tcommand = {program}\n\ttextconv = {program}\n',
    "filter": '[filter "x"]\n\tclean = {program}\n\tsmudge = {program}\n\tprocess = {program}\n',
    "pager": "[core]\n\tpager = {program}\n[pager]\n\tdiff = {program}\n\tlog = true\n",
    "askpass": "[core]\n\taskPass = {program}\n[credential]\n\thelper = {program}\n",
    "alternates": "[core]\n\talternateRefsCommand = {program}\n",
    "editor and gpg": "[core]\n\teditor = {program}\n[gpg]\n\tprogram = {program}\n",
    "alias": "[alias]\n\tdiff-index = !{program}\n\trev-parse = !{program}\n",
}


def embed(desk: Desk, below: Path, config: str, *, is_hollow: bool) -> None:
    """Make a folder a bare repository of plain files that names itself as its working tree."""
    inner = desk.folder.with_name("inner")
    inner.mkdir()
    git(inner, "init", "--quiet", "--initial-branch", "main")
    embedded = Desk(inner)
    embedded.write(".gitattributes", "* diff=x filter=x\n")
    embedded.book()
    for name in ("HEAD", "config", "index", "objects", "refs"):
        source, target = inner / ".git" / name, below / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    if is_hollow:
        # Objects are missing, so that git wants to fetch them.
        blobs = git(inner, "rev-parse", "HEAD:agendas/a.yaml", "HEAD~1:agendas/a.yaml").split()
        for blob in blobs:
            (below / "objects" / blob[:2] / blob[2:]).unlink()
    hook(desk, below / "hooks", "post-index-change")
    hook(desk, below / "hooks", "reference-transaction")
    (below / "more").write_text(CONFIGS["fsmonitor"].format(program=desk.program))
    (below / "config").write_text(
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n"
        + config.format(program=desk.program)
    )


@pytest.mark.parametrize("below", ["", "book/"])
@pytest.mark.parametrize("name", CONFIGS)
def test_an_embedded_bare_repository_runs_nothing(
    desk: Desk, name: str, below: str, tried: Tried
) -> None:
    folder = desk.folder / "embedded"
    (folder / below / "agendas").mkdir(parents=True)
    (folder / below / "agendas/a.yaml").write_text(f"{MORE}kind: state\n")
    embed(desk, folder, CONFIGS[name], is_hollow="promisor" in CONFIGS[name])
    desk.book()
    if name.startswith("fsmonitor"):
        # The attack works: git itself obeys the folder.
        git(folder, "status")
        assert desk.obeyed()
        desk.marker.unlink()
    cloned = Desk(desk.folder.with_name("cloned"))
    git(desk.folder.parent, "clone", "--quiet", str(desk.folder), str(cloned.folder))
    cloned.run_everything(tried, "git: a bare repository among the files", f"embedded/{below}")
    result = run("diff", "HEAD~1", cwd=cloned.folder / "embedded" / below)
    assert result.code == 3
    assert "embedded looks like a bare git repository" in result.err


def test_a_repository_whose_objects_are_elsewhere_runs_nothing(desk: Desk, tried: Tried) -> None:
    folder = desk.folder / "embedded"
    (folder / "agendas").mkdir(parents=True)
    (folder / "agendas/a.yaml").write_text(VISIT)
    store = desk.folder / "store"
    store.mkdir()
    embed(desk, store, CONFIGS["fsmonitor"], is_hollow=False)
    for name in ("HEAD", "index"):
        (store / name).rename(folder / name)
    (folder / "commondir").write_text("../store\n")
    (store / "HEAD").write_text("ref: refs/heads/main\n")
    desk.book()
    desk.run_everything(tried, "git: a bare repository among the files", "embedded")


@pytest.mark.parametrize("name", ["fsmonitor", "ssh command", "remote helper", "hooks", "pager"])
def test_programs_that_git_would_run_in_a_repository_of_ones_own_do_not_run_either(
    desk: Desk, name: str, tried: Tried
) -> None:
    desk.book()
    hook(desk, desk.folder / "hooks", "post-index-change")
    with (desk.folder / ".git/config").open("a") as config:
        config.write(CONFIGS[name].format(program=desk.program))
    desk.run_everything(tried, "git: settings of the repository itself")


def test_a_filter_of_the_repository_itself_may_run_as_for_git_status(desk: Desk) -> None:
    desk.write(".gitattributes", "* filter=x\n")
    desk.book()
    git(desk.folder, "config", "filter.x.clean", "cat")
    git(desk.folder, "config", "filter.x.required", "true")
    assert run("diff", "HEAD", cwd=desk.folder).code == 0


def test_nothing_of_the_repository_is_imported(desk: Desk, tried: Tried) -> None:
    """Python can import modules from the current folder."""
    desk.book()
    for name in ("pip", "agenda", "click", "site", "sitecustomize", "encodings", "os"):
        desk.write(f"{name}.py", f"open({str(desk.marker)!r}, 'w')\nraise SystemExit(1)\n")
    desk.run_everything(tried, "python: modules in the repository")
    from tests.action import INSTALL

    script = INSTALL["run"].replace("install --quiet", "--version #")
    tried("python: modules in the repository")
    subprocess.run(["bash", "-c", script], cwd=desk.folder, check=True, capture_output=True)
    assert not desk.obeyed()


def test_the_diff_driver_imports_nothing_of_the_repository(
    desk: Desk, tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.book()
    monkeypatch.setenv("PATH", "/usr/bin:/bin")  # where `agenda` is not installed
    assert run("setup-git", "--yes", cwd=desk.folder, PATH="/usr/bin:/bin").code == 0
    assert " -P -m agenda git-driver" in git(desk.folder, "config", "diff.agenda.command")
    for name in ("agenda", "click"):
        desk.write(f"{name}.py", f"open({str(desk.marker)!r}, 'w')\nraise SystemExit(1)\n")
    tried("python: modules in the repository")
    git(desk.folder, "diff")
    assert not desk.obeyed()


def test_the_editor_gets_the_path_as_one_argument(tmp_path: Path, tried: Tried) -> None:
    folder = tmp_path / "desk$(touch marker)`touch marker`;touch marker"
    (folder / "agendas").mkdir(parents=True)
    editor = tmp_path / "editor"
    editor.write_text(f"#!/bin/sh\nprintf '%s' \"$1\" >'{tmp_path}/argument'\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    # The editor leaves the report without its claims, which is an error of the file.
    commands = (("new", "visit", "RU", "VN", "--name", "A"), 0), (("new", "report", "Reuters"), 1)
    for command, code in commands:
        tried("shell: the path of the book in $EDITOR")
        result = run(*command, "--edit", cwd=folder, EDITOR=str(editor), VISUAL="")
        assert result.code == code
        assert str(folder) in (tmp_path / "argument").read_text()
    assert not [path for path in tmp_path.rglob("marker") if path.name == "marker"]
    assert not os.path.lexists("marker")
