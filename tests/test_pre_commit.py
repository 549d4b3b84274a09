"""The hook for pre-commit, as the real pre-commit runs it for a desk."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from agenda.store.scaffold import HOOKS
from tests.builders import VISIT, commit, git
from tests.run import ROOT, Ran, environment, run

MANIFEST: Final = ROOT / ".pre-commit-hooks.yaml"


def pre_commit(*arguments: str | Path, cwd: Path, **extra: str) -> Ran:
    kept = {name: text for name, text in environment().items() if not name.startswith("GIT_")}
    kept.pop("PYTHONPATH")  # what the hook runs with is what pre-commit has installed for it
    ended = subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=cwd,
        env=kept | extra | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def hooks_in(path: Path) -> dict[str, Any]:
    """The one hook of a configuration."""
    ((repository,), *_) = yaml.safe_load(path.read_text(encoding="utf-8")).values()
    hook: dict[str, Any] = repository["hooks"][0]
    return hook


def published(folder: Path) -> str:
    """Put this repository as it stands into one commit of another, and give that commit."""
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in listed.split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    commit(folder)
    return git(folder, "rev-parse", "HEAD").strip()


def test_pre_commit_takes_both_files(tmp_path: Path) -> None:
    assert pre_commit("validate-manifest", MANIFEST, cwd=tmp_path) == Ran(0, "", "")
    assert pre_commit("validate-config", ROOT / HOOKS, cwd=tmp_path) == Ran(0, "", "")


@pytest.mark.parametrize(
    ("path", "watched"),
    [
        ("agendas/a.yaml", True),
        ("seeds/2024/b.yml", True),
        ("desk/agendas/a.yaml", True),
        ("agenda.yaml", True),
        ("desk/agenda.yml", True),
        ("README.md", False),
        ("agendas/README.md", False),
        ("my-agendas/a.yaml", False),
        ("drafts/my-agenda.yaml", False),
    ],
)
def test_it_watches_the_files_of_books(path: str, watched: bool) -> None:
    (hook,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    assert bool(re.search(hook["files"], path)) is watched


def test_this_repository_checks_its_own_book_as_a_new_one_is(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    ours, written = hooks_in(ROOT / HOOKS), hooks_in(tmp_path / HOOKS)
    assert ours == written | {"entry": f".venv/bin/{written['entry']}"}


class Desk:
    """A repository whose pre-commit has our hook from another one, as it stands here."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.hooks, self.home = (folder / name for name in ("desk", "hooks", "home"))
        self.revision = published(self.hooks)
        self.folder.mkdir()
        git(self.folder, "init", "--quiet")

    def check(self, *options: str) -> Ran:
        """What pre-commit says before a commit of all that is there."""
        hook = {"id": "agenda-validate", "args": [*options]}
        source = {"repo": str(self.hooks), "rev": self.revision, "hooks": [hook]}
        (self.folder / HOOKS).write_text(yaml.safe_dump({"repos": [source]}))
        git(self.folder, "add", "--all")
        return pre_commit("run", cwd=self.folder, PRE_COMMIT_HOME=str(self.home))

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)


@pytest.mark.slow
def test_a_desk_can_t_commit_a_broken_book(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write("agendas/a.yaml", VISIT)
    fine = desk.check()
    assert fine.code == 0, fine.out + fine.err
    assert re.match(r"agenda validate\.+Passed$", fine.out.splitlines()[-1])

    desk.write("agendas/a.yaml", VISIT.replace("rumoured", "certain"))
    broken = desk.check()
    assert broken.code == 1
    assert "\nagendas/a.yaml:3:23: error[not-in-list]" in broken.out

    desk.write("agendas/a.yaml", VISIT)
    claim = "according_to: P\n    " + VISIT.rstrip().replace("\n", "\n    ")
    report = f"published: 2024-06-10\npublisher: P\nclaims:\n  - visit: a\n    {claim}\n"
    desk.write("seeds/r.yaml", report)
    desk.write("seeds/s.yaml", f"cites: [r]\n{report}")
    assert desk.check().code == 0
    git(desk.folder, "commit", "--quiet", "--no-verify", "--message", "Mend")

    git(desk.folder, "mv", "seeds/r.yaml", "seeds/t.yaml")
    assert "\nseeds/s.yaml:1:" in desk.check().out  # a file that this commit leaves as it is
    git(desk.folder, "mv", "seeds/t.yaml", "seeds/r.yaml")

    desk.write("other/agendas/b.yaml", "x: [")
    assert desk.check().code == 0
    elsewhere = desk.check("--book", "other")
    assert (elsewhere.code, "\nother/agendas/b.yaml:" in elsewhere.out) == (1, True)

    shutil.rmtree(desk.folder / "other")
    desk.write("README.md", "No book.\n")
    assert "Skipped" in desk.check().out
