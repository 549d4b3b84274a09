"""The action for GitHub: the scripts of its steps, run as GitHub's runner runs them."""

import os
import re
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from msgspec import Struct

from tests.builders import VISIT, MakeBook, commit, git
from tests.run import ROOT, Ran, environment

ACTION: Final[dict[str, Any]] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INPUTS: Final[dict[str, dict[str, str]]] = ACTION["inputs"]
INSTALL, SUMMARY, CHECK = [step for step in ACTION["runs"]["steps"] if "run" in step]
EXPRESSION: Final = re.compile(r"\$\{\{ (.*?) \}\}")
PROGRAMS: Final = Path(sys.executable).parent


class Runner(Struct, frozen=True):
    """Runs steps in a folder, after an event, with the action's inputs."""

    workspace: Path
    summary: Path
    event: dict[str, Any]
    programs: Path = PROGRAMS

    def run(self, step: dict[str, Any], **inputs: str) -> Ran:
        known = {name: entry["default"] for name, entry in INPUTS.items()} | inputs
        environment = {
            name: self._evaluated(text, known) for name, text in step.get("env", {}).items()
        }
        script = self.summary.with_name("script.sh")
        script.write_text(step["run"])
        ended = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script],
            cwd=self.workspace,
            env=self._environment() | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(ended.returncode, ended.stdout, ended.stderr)

    def _environment(self) -> dict[str, str]:
        inherited = environment(
            PATH=f"{self.programs}{os.pathsep}{os.environ['PATH']}",
            GITHUB_STEP_SUMMARY=str(self.summary),
            GITHUB_ACTION_PATH=str(ROOT),
        )
        inherited.pop("PYTHONPATH")
        return {name: value for name, value in inherited.items() if not name.startswith("GIT_")}

    def _evaluated(self, text: str, inputs: dict[str, str]) -> str:
        """What GitHub makes of `${{ a.b || c }}`: the first that is there and not empty."""
        contexts = {"inputs": inputs, "github": {"event": self.event}}

        def looked_up(path: str) -> str:
            value: Any = contexts
            for name in path.strip().split("."):
                value = value.get(name, {})
            return value or ""

        return EXPRESSION.sub(
            lambda match: next(filter(None, map(looked_up, match[1].split("||"))), ""), text
        )


@pytest.fixture
def desk(make_book: MakeBook) -> Path:
    """A book in a repository, with one commit."""
    root = make_book({"agendas/a.yaml": VISIT})
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root, "First")
    return root


@pytest.fixture
def runner(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner after a pull request against the desk's first commit."""
    summary = tmp_path_factory.mktemp("runner") / "summary.md"
    base = git(desk, "rev-parse", "HEAD").strip()
    return Runner(desk, summary, {"pull_request": {"base": {"sha": base}}})


def after(event: dict[str, Any], runner: Runner) -> Runner:
    return Runner(runner.workspace, runner.summary, event)


def firm_up(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "tentative"))
    commit(desk)


def test_a_fine_book_passes(runner: Runner) -> None:
    ran = runner.run(CHECK)
    assert (ran.code, ran.err) == (0, "")
    assert "::error" not in ran.out


def test_problems_are_shown_at_their_lines(runner: Runner, desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "certain"))
    ran = runner.run(CHECK)
    assert ran.code == 1
    (line,) = [line for line in ran.out.splitlines() if line.startswith("::error ")]
    assert "file=agendas/a.yaml,line=3," in line
    assert "certain" in line


def test_strict_lets_warnings_fail(runner: Runner, desk: Path) -> None:
    items = "agenda:\n  cats: {title: Cats, status: expected}\n"
    (desk / "agendas/a.yaml").write_text(VISIT + items)
    lax, strict = runner.run(CHECK), runner.run(CHECK, strict="true")
    assert "::warning title=agenda%3A topic-unknown,file=agendas/a.yaml,line=5" in lax.out
    assert (lax.code, strict.code) == (0, 1)
    assert strict.out == lax.out


def test_a_book_below_the_top_is_named_and_no_input_is_code(runner: Runner, desk: Path) -> None:
    below = desk / "our $(touch hacked) desk; exit 0 #"
    (below / "agendas").mkdir(parents=True)
    (below / "agendas/b.yaml").write_text("x: [")
    ran = runner.run(CHECK, book=below.name)
    assert ran.code == 1
    assert f"file={below.name}/agendas/b.yaml,line=" in ran.out
    assert runner.run(SUMMARY, book=below.name).code == 0
    assert not list(desk.rglob("hacked"))
    assert not any("${{" in step["run"] for step in (INSTALL, SUMMARY, CHECK))


@pytest.mark.parametrize("kind", ["pull request", "push"])
def test_the_summary_tells_what_changed(runner: Runner, desk: Path, kind: str) -> None:
    if kind == "push":
        runner = after({"before": git(desk, "rev-parse", "HEAD").strip()}, runner)
    firm_up(desk)
    runner.summary.write_text("What another step has said.\n")
    assert runner.run(SUMMARY) == Ran(0, "", "")
    summary = runner.summary.read_text()
    assert summary.startswith("What another step has said.\n### a\n")
    assert "rumoured → tentative" in summary


@pytest.mark.parametrize("before", ["", "0" * 40, "1f" * 20])
def test_without_a_commit_to_compare_with_there_is_no_summary(
    runner: Runner, desk: Path, before: str
) -> None:
    firm_up(desk)
    ran = after({"before": before}, runner).run(SUMMARY)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"No summary: the commit to compare with, '{before}', is not here")
    assert not runner.summary.exists()


def test_a_shallow_checkout_has_no_summary(runner: Runner, desk: Path, tmp_path: Path) -> None:
    firm_up(desk)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{desk}", str(shallow))
    ran = Runner(shallow, runner.summary, runner.event).run(SUMMARY)
    assert (ran.code, ran.out[:10]) == (0, "No summary")


def test_a_broken_file_is_told_in_the_summary_and_fails_only_the_check(
    runner: Runner, desk: Path
) -> None:
    (desk / "agendas/b.yaml").write_text("x: [")
    firm_up(desk)
    assert runner.run(SUMMARY).code == 0
    summary = runner.summary.read_text()
    assert "rumoured → tentative" in summary
    assert "agendas/b.yaml:1:" in summary or "agendas/b.yaml:2:" in summary
    assert runner.run(CHECK).code == 1


def test_a_book_that_is_not_there_fails(runner: Runner) -> None:
    for step in (SUMMARY, CHECK):
        ran = runner.run(step, book="nowhere")
        assert ran.code
        assert ran.err == (
            "agenda: no book at nowhere: there is no such folder; "
            "start one there with `agenda init nowhere`\n"
        )


def test_each_input_is_used_and_each_that_is_used_is_told() -> None:
    used = set(re.findall(r"inputs\.([\w-]+)", yaml.safe_dump(ACTION["runs"])))
    assert used == INPUTS.keys()
    assert all(entry["description"] for entry in INPUTS.values())


@pytest.mark.slow
def test_it_installs_itself_from_where_github_has_put_it(runner: Runner, tmp_path: Path) -> None:
    venv.create(tmp_path / "empty", with_pip=True)
    fresh = Runner(runner.workspace, runner.summary, runner.event, programs=tmp_path / "empty/bin")
    assert fresh.run(INSTALL).code == 0
    assert (tmp_path / "empty/bin/agenda").exists()
    assert fresh.run(SUMMARY) == Ran(0, "", "")
    assert runner.summary.read_text() == "No visit differs.\n"
    assert fresh.run(CHECK).code == 0
