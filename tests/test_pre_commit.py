"""The pre-commit hook, run by pre-commit itself."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from agenda.store.scaffold_checks import HOOKS
from tests.builders import VISIT, commit, git
from tests.run import ROOT, RunResult, environment, run

MANIFEST: Final = ROOT / ".pre-commit-hooks.yaml"


def pre_commit(*arguments: str | Path, cwd: Path, **extra: str) -> RunResult:
    variables = {name: text for name, text in environment().items() if not name.startswith("GIT_")}
    variables.pop("PYTHONPATH")  # the hook must use what pre-commit installs for it
    completed = subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=cwd,
        env=variables | extra | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return RunResult(completed.returncode, completed.stdout, completed.stderr)


def hook_in(path: Path) -> dict[str, Any]:
    """The only hook of a configuration."""
    ((repository,), *_) = yaml.safe_load(path.read_text(encoding="utf-8")).values()
    hook: dict[str, Any] = repository["hooks"][0]
    return hook


def publish(folder: Path) -> str:
    """Commit the current files of this repository to a new repository; return the commit."""
    paths = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in paths.split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    commit(folder)
    return git(folder, "rev-parse", "HEAD").strip()


def test_the_manifest_and_the_configuration_are_valid(tmp_path: Path) -> None:
    assert pre_commit("validate-manifest", MANIFEST, cwd=tmp_path) == RunResult(0, "", "")
    assert pre_commit("validate-config", ROOT / HOOKS, cwd=tmp_path) == RunResult(0, "", "")


def test_the_hook_runs_whatever_is_committed_but_not_on_messages() -> None:
    (hook,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    assert hook["always_run"] is True
    assert hook["pass_filenames"] is False
    assert "files" not in hook
    assert hook["stages"] == ["pre-commit", "pre-merge-commit", "pre-push", "manual"]


def test_this_repository_has_the_hook_that_init_writes(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    own_hook, initial_hook = hook_in(ROOT / HOOKS), hook_in(tmp_path / HOOKS)
    assert own_hook == initial_hook | {"entry": f".venv/bin/{initial_hook['entry']}"}


class Desk:
    """A repository whose pre-commit hook comes from a copy of this repository."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.hooks, self.home = (folder / name for name in ("desk", "hooks", "home"))
        self.revision = publish(self.hooks)
        self.folder.mkdir()
        git(self.folder, "init", "--quiet")

    def check(self, *options: str) -> RunResult:
        """Stage all files, and run pre-commit on them."""
        hook = {"id": "agenda-validate", "args": [*options]}
        source = {"repo": str(self.hooks), "rev": self.revision, "hooks": [hook]}
        (self.folder / HOOKS).write_text(yaml.safe_dump({"repos": [source]}))
        git(self.folder, "add", "--all")
        return pre_commit("run", cwd=self.folder, PRE_COMMIT_HOME=str(self.home))

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)


@pytest.mark.slow
def test_a_broken_book_cannot_be_committed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write("agendas/a.yaml", VISIT)
    valid = desk.check()
    assert valid.code == 0, valid.out + valid.err
    assert re.match(r"agenda validate\.+Passed$", valid.out.splitlines()[-1])

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
    git(desk.folder, "commit", "--quiet", "--no-verify", "--message", "Fix")

    git(desk.folder, "mv", "seeds/r.yaml", "seeds/t.yaml")
    assert "\nseeds/s.yaml:1:" in desk.check().out  # a file that this commit does not change
    git(desk.folder, "mv", "seeds/t.yaml", "seeds/r.yaml")

    desk.write("other/agendas/b.yaml", "x: [")
    assert desk.check().code == 0
    other_book = desk.check("--book", "other")
    assert (other_book.code, "\nother/agendas/b.yaml:" in other_book.out) == (1, True)

    shutil.rmtree(desk.folder / "other")
    assert desk.check().code == 0
    (desk.folder / "seeds/r.yaml").unlink()
    deleted = desk.check()
    assert git(desk.folder, "diff", "--cached", "--name-status") == "D\tseeds/r.yaml\n"
    assert (deleted.code, "error[cites-unknown]" in deleted.out) == (1, True)
