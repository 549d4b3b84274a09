"""What docs/ci.md shows can be taken as it is."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.builders import VISIT, MakeBook, commit, git
from tests.documents import blocks, shown
from tests.run import ROOT, environment, run

pytestmark = pytest.mark.slow  # each snippet is run by bash, with git

PAGE: Final = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
SNIPPETS: Final = {
    block.partition("\n")[0].removeprefix("# "): block for block in blocks(PAGE, "yaml")
}
WORKFLOW: Final = ".github/workflows/agenda.yml"
SCANNING: Final = ".github/workflows/agenda-scanning.yml"
GITLAB: Final = ".gitlab-ci.yml"
HOOKS: Final = ".pre-commit-config.yaml"


def data(name: str) -> Any:
    return yaml.safe_load(SNIPPETS[name])


def tool(module: str, *arguments: str | Path) -> tuple[int, str]:
    command = [sys.executable, "-m", module, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def test_each_snippet_says_where_it_belongs() -> None:
    assert list(SNIPPETS) == [WORKFLOW, SCANNING, GITLAB, HOOKS]


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("github-workflows", WORKFLOW),
        ("github-workflows", SCANNING),
        ("gitlab-ci", GITLAB),
        ("github-actions", "action.yml"),
        ("github-workflows", ".github/workflows/ci.yml"),
    ],
)
def test_the_official_schema_takes_it(schema: str, name: str, tmp_path: Path) -> None:
    text = SNIPPETS.get(name) or (ROOT / name).read_text(encoding="utf-8")
    (tmp_path / "x.yml").write_text(text)
    code, printed = tool(
        "check_jsonschema", "--builtin-schema", f"vendor.{schema}", tmp_path / "x.yml"
    )
    assert code == 0, printed


def test_pre_commit_takes_its_snippet_and_knows_the_hook(tmp_path: Path) -> None:
    (tmp_path / HOOKS).write_text(SNIPPETS[HOOKS])
    code, printed = tool("pre_commit", "validate-config", tmp_path / HOOKS)
    assert code == 0, printed
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    ((used,),) = [repository["hooks"] for repository in data(HOOKS)["repos"]]
    assert [used["id"]] == [hook["id"] for hook in offered]


def test_the_action_has_the_inputs_that_are_shown() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (given,) = [
        step["with"]
        for step in data(WORKFLOW)["jobs"]["validate"]["steps"]
        if step["uses"].startswith("OWNER/")
    ]
    assert given.keys() == action["inputs"].keys()


def in_shell(script: list[str], book: Path) -> int:
    """How a script ends in a shell that stops at the first fault, but for what installs."""
    lines = [line for line in script if not line.startswith("pip install ")]
    assert len(lines) < len(script)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-e", "-o", "pipefail", "-c", "\n".join(lines)]
    return subprocess.run(command, cwd=book, env=environment(PATH=path), check=False).returncode


@pytest.mark.parametrize(("state", "code"), [("rumoured", 0), ("certain", 1)])
def test_the_scripts_check_and_leave_what_is_uploaded(
    make_book: MakeBook, state: str, code: int
) -> None:
    book = make_book({"agendas/a.yaml": VISIT.replace("rumoured", state)})
    job = data(GITLAB)["agenda"]
    assert in_shell(job["script"], book) == code
    steps = data(SCANNING)["jobs"]["validate"]["steps"]
    assert in_shell([step["run"] for step in steps if "run" in step], book) == code
    (jenkins,) = re.findall(r"sh '(.*?)'", PAGE)
    assert in_shell(["pip install agenda", jenkins], book) == code
    uploaded = {
        *job["artifacts"]["reports"].values(),
        *(step["with"]["sarif_file"] for step in steps if "sarif_file" in step.get("with", {})),
        *re.findall(r"junit '(.*?)'", PAGE),
    }
    assert uploaded == {path.name for path in book.iterdir() if path.is_file()}
    for name in uploaded:
        assert ("`certain`" in (book / name).read_text()) is bool(code)


def test_the_shell_s_command_prints_what_is_shown(tmp_path: Path) -> None:
    """In the shipped book, on a branch with one changed report."""
    for name in ("agendas", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    with (tmp_path / "seeds/2024-06-10-reuters.yaml").open("a") as report:
        report.write("# Seen.\n")
    ((command, output),) = shown(*blocks(PAGE, "console"))
    ran = run(*shlex.split(command)[1:], cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, output, "")
    assert output
