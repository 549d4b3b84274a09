"""The GitHub action, whose steps are run in the same way as by GitHub's runner."""

import os
import re
import venv
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.action import ACTION, CHECK, INPUTS, INSTALL, SUMMARY, Runner
from tests.builders import VISIT, MakeBook, commit, git
from tests.run import RunResult

pytestmark = pytest.mark.slow  # real shells, and git many times


@pytest.fixture
def desk(make_book: MakeBook) -> Path:
    """A book in a repository, with one commit."""
    root = make_book({"agendas/a.yaml": VISIT})
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root, "First")
    return root


@pytest.fixture
def runner(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner for a pull request against the desk's first commit."""
    summary = tmp_path_factory.mktemp("runner") / "summary.md"
    base = git(desk, "rev-parse", "HEAD").strip()
    return Runner(desk, summary, {"pull_request": {"base": {"sha": base}}})


def with_event(event: dict[str, Any], runner: Runner) -> Runner:
    return Runner(runner.workspace, runner.summary, event)


def commit_change(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "tentative"))
    commit(desk)


def test_a_valid_book_passes(runner: Runner) -> None:
    result = runner.run(CHECK)
    assert (result.code, result.err) == (0, "")
    assert "::error" not in result.out


def test_diagnostics_are_shown_as_annotations_of_their_lines(runner: Runner, desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "certain"))
    result = runner.run(CHECK)
    assert result.code == 1
    (line,) = [line for line in result.out.splitlines() if line.startswith("::error ")]
    assert "file=agendas/a.yaml,line=3," in line
    assert "certain" in line


def test_strict_fails_on_warnings(runner: Runner, desk: Path) -> None:
    items = "agenda:\n  cats: {title: Cats, status: expected}\n"
    (desk / "agendas/a.yaml").write_text(VISIT + items)
    default, strict = runner.run(CHECK), runner.run(CHECK, strict="true")
    assert "::warning title=agenda%3A topic-unknown,file=agendas/a.yaml,line=5" in default.out
    assert (default.code, strict.code) == (0, 1)
    assert strict.out == default.out


def test_a_book_in_a_subfolder_is_checked_and_inputs_are_not_executed(
    runner: Runner, desk: Path
) -> None:
    subfolder = desk / "our $(touch hacked) desk; exit 0 #"
    (subfolder / "agendas").mkdir(parents=True)
    (subfolder / "agendas/b.yaml").write_text("x: [")
    result = runner.run(CHECK, book=subfolder.name)
    assert result.code == 1
    assert f"file={subfolder.name}/agendas/b.yaml,line=" in result.out
    assert runner.run(SUMMARY, book=subfolder.name).code == 0
    assert not list(desk.rglob("hacked"))
    assert not any("${{" in step["run"] for step in (INSTALL, SUMMARY, CHECK))


@pytest.mark.parametrize("kind", ["pull request", "push"])
def test_the_summary_lists_the_changes(runner: Runner, desk: Path, kind: str) -> None:
    if kind == "push":
        runner = with_event({"before": git(desk, "rev-parse", "HEAD").strip()}, runner)
    commit_change(desk)
    runner.summary.write_text("Output of another step.\n")
    assert runner.run(SUMMARY) == RunResult(0, "", "")
    summary = runner.summary.read_text()
    assert summary.startswith("Output of another step.\n### a\n")
    assert "rumoured → tentative" in summary


@pytest.mark.parametrize("before", ["", "0" * 40])
def test_there_is_no_summary_without_a_commit_to_compare_with(
    runner: Runner, desk: Path, before: str
) -> None:
    commit_change(desk)
    result = with_event({"before": before}, runner).run(SUMMARY)
    message = "No summary: there is no earlier commit to compare with\n"
    assert result == RunResult(0, message, "")
    assert not runner.summary.exists()


def assert_no_summary(runner: Runner, reason: str, book: str = ".") -> None:
    """The step passes, and both its log and the summary say why there is no summary."""
    message = f"No summary of the changes: {reason}\n"
    assert runner.run(SUMMARY, book=book) == RunResult(0, message, "")
    assert runner.summary.read_text() == f"    {message}"


def test_a_commit_that_is_gone_has_no_summary(runner: Runner, desk: Path) -> None:
    assert_no_summary(
        with_event({"before": "1f" * 20}, runner),
        f"git has no revision `{'1f' * 20}` in {desk}; `git log --oneline` and `git tag` list them",
    )


def test_a_shallow_checkout_has_no_summary(runner: Runner, desk: Path, tmp_path: Path) -> None:
    commit_change(desk)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{desk}", str(shallow))
    base = runner.event["pull_request"]["base"]["sha"]
    assert_no_summary(
        Runner(shallow, runner.summary, runner.event),
        f"git has no revision `{base}` in {shallow}; this clone is shallow: "
        "`git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'` fetches the rest, "
        "as does `fetch-depth: 0` of actions/checkout",
    )


def test_a_submodule_has_no_summary_of_another_repository(
    runner: Runner, desk: Path, tmp_path: Path
) -> None:
    top = tmp_path / "top"
    git(tmp_path, "init", "--quiet", str(top))
    add = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add")
    git(top, *add, str(desk), "desk")
    commit(top)
    base = git(top, "rev-parse", "HEAD").strip()
    assert_no_summary(
        Runner(top, runner.summary, {"before": base}),
        f"git has no revision `{base}` in {top}/desk; "
        f"it is a submodule, and has other revisions than {top}",
        book="desk",
    )


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder to another user")
def test_a_checkout_of_another_user_has_no_summary(runner: Runner, desk: Path) -> None:
    for path in (desk, *desk.rglob("*")):
        os.chown(path, 12345, 12345)
    assert_no_summary(
        runner,
        f"git refuses {desk}: detected dubious ownership in repository at '{desk}'; "
        f"`git config --global --add safe.directory {desk}` makes an exception",
    )


def test_a_broken_file_is_in_the_summary_and_fails_only_the_check(
    runner: Runner, desk: Path
) -> None:
    (desk / "agendas/b.yaml").write_text("x: [")
    commit_change(desk)
    assert runner.run(SUMMARY).code == 0
    summary = runner.summary.read_text()
    assert "rumoured → tentative" in summary
    assert "agendas/b.yaml:1:" in summary or "agendas/b.yaml:2:" in summary
    assert runner.run(CHECK).code == 1


def test_a_missing_book_fails(runner: Runner) -> None:
    for step in (SUMMARY, CHECK):
        result = runner.run(step, book="nowhere")
        assert result.code
        assert result.err == (
            "agenda: no book at nowhere: there is no such folder; "
            "start one there with `agenda init nowhere`\n"
        )


def test_the_declared_inputs_are_those_that_are_used() -> None:
    used = set(re.findall(r"inputs\.([\w-]+)", yaml.safe_dump(ACTION["runs"])))
    assert used == INPUTS.keys()
    assert all(entry["description"] for entry in INPUTS.values())


def test_the_action_installs_the_program_from_its_checkout(runner: Runner, tmp_path: Path) -> None:
    venv.create(tmp_path / "empty", with_pip=True)
    fresh_runner = Runner(
        runner.workspace, runner.summary, runner.event, programs=tmp_path / "empty/bin"
    )
    assert fresh_runner.run(INSTALL).code == 0
    assert (tmp_path / "empty/bin/agenda").exists()
    assert fresh_runner.run(SUMMARY) == RunResult(0, "", "")
    assert runner.summary.read_text() == "No visit differs.\n"
    assert fresh_runner.run(CHECK).code == 0
