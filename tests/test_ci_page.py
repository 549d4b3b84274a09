"""The snippets in docs/ci.md work unchanged."""

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
from tests.documents import blocks, commands_in
from tests.run import ROOT, environment, run

pytestmark = pytest.mark.slow  # the snippets run bash and git

PAGE: Final = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
SNIPPETS: Final = {
    block.partition("\n")[0].removeprefix("# "): block for block in blocks(PAGE, "yaml")
}
WORKFLOW: Final = ".github/workflows/agenda.yml"
SCANNING: Final = ".github/workflows/agenda-scanning.yml"
SCHEDULED: Final = ".github/workflows/agenda-calendar.yml"
GITLAB: Final = ".gitlab-ci.yml"
HOOKS: Final = ".pre-commit-config.yaml"


def snippet(name: str) -> Any:
    return yaml.safe_load(SNIPPETS[name])


def run_module(module: str, *arguments: str | Path) -> tuple[int, str]:
    command = [sys.executable, "-m", module, *arguments]
    completed = subprocess.run(command, capture_output=True, text=True, check=False)
    return completed.returncode, completed.stdout + completed.stderr


def test_each_snippet_names_its_file() -> None:
    assert list(SNIPPETS) == [WORKFLOW, SCANNING, SCHEDULED, GITLAB, HOOKS]


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("github-workflows", WORKFLOW),
        ("github-workflows", SCANNING),
        ("github-workflows", SCHEDULED),
        ("gitlab-ci", GITLAB),
        ("github-actions", "action.yml"),
        ("github-workflows", ".github/workflows/ci.yml"),
    ],
)
def test_each_file_conforms_to_its_official_schema(schema: str, name: str, tmp_path: Path) -> None:
    text = SNIPPETS.get(name) or (ROOT / name).read_text(encoding="utf-8")
    (tmp_path / "x.yml").write_text(text)
    code, printed = run_module(
        "check_jsonschema", "--builtin-schema", f"vendor.{schema}", tmp_path / "x.yml"
    )
    assert code == 0, printed


def test_pre_commit_accepts_its_snippet_and_has_the_hook(tmp_path: Path) -> None:
    (tmp_path / HOOKS).write_text(SNIPPETS[HOOKS])
    code, printed = run_module("pre_commit", "validate-config", tmp_path / HOOKS)
    assert code == 0, printed
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    ((hook,),) = [repository["hooks"] for repository in snippet(HOOKS)["repos"]]
    assert [hook["id"]] == [declared["id"] for declared in hooks]


def test_the_action_has_the_inputs_of_the_snippet() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (inputs,) = [
        step["with"]
        for step in snippet(WORKFLOW)["jobs"]["validate"]["steps"]
        if step["uses"].startswith("OWNER/")
    ]
    assert inputs.keys() == action["inputs"].keys()


def run_script(script: list[str], book: Path) -> int:
    """The exit code of a script that stops at the first error, without its installation."""
    lines = [line for line in script if not line.startswith("pip install ")]
    assert len(lines) < len(script)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-e", "-o", "pipefail", "-c", "\n".join(lines)]
    return subprocess.run(command, cwd=book, env=environment(PATH=path), check=False).returncode


@pytest.mark.parametrize(("state", "code"), [("rumoured", 0), ("certain", 1)])
def test_the_scripts_check_the_book_and_write_the_uploaded_files(
    make_book: MakeBook, state: str, code: int
) -> None:
    book = make_book({"agendas/a.yaml": VISIT.replace("rumoured", state)})
    job = snippet(GITLAB)["agenda"]
    assert run_script(job["script"], book) == code
    steps = snippet(SCANNING)["jobs"]["validate"]["steps"]
    assert run_script([step["run"] for step in steps if "run" in step], book) == code
    (jenkins,) = re.findall(r"sh '(.*?)'", PAGE)
    assert run_script(["pip install agenda", jenkins], book) == code
    uploaded = {
        *job["artifacts"]["reports"].values(),
        *(step["with"]["sarif_file"] for step in steps if "sarif_file" in step.get("with", {})),
        *re.findall(r"junit '(.*?)'", PAGE),
    }
    assert uploaded == {path.name for path in book.iterdir() if path.is_file()}
    for name in uploaded:
        assert ("`certain`" in (book / name).read_text()) is bool(code)


def test_the_scheduled_job_fails_by_the_calendar_alone(make_book: MakeBook) -> None:
    past = VISIT + "dates: 2024-06-10\n"
    book = make_book({"agendas/a.yaml": past, "agenda.yaml": "rules: {unsourced: off}\n"})
    steps = snippet(SCHEDULED)["jobs"]["validate"]["steps"]
    assert run_script([step["run"] for step in steps if "run" in step], book) == 1
    assert run("validate", "--strict", cwd=book).code == 0


def test_the_console_command_prints_the_documented_output(tmp_path: Path) -> None:
    """In the shipped book, on a branch with one changed report."""
    for name in ("agendas", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    with (tmp_path / "seeds/2024-06-10-reuters.yaml").open("a") as report:
        report.write("# Seen.\n")
    ((command, output),) = commands_in(*blocks(PAGE, "console"))
    result = run(*shlex.split(command)[1:], cwd=tmp_path)
    assert (result.code, result.out, result.err) == (0, output, "")
    assert output
