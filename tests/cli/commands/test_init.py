import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from agenda.cli.commands.init import _requirement
from agenda.store.decode import decode_settings
from agenda.store.scaffold import ATTRIBUTES
from agenda.yamlio.reader import read
from tests.builders import commit, git
from tests.run import run, run_on_terminal

ALL = {
    "agendas/.gitkeep",
    "seeds/.gitkeep",
    "agenda.yaml",
    ".gitattributes",
    ".github/workflows/agenda.yml",
    ".pre-commit-config.yaml",
}


def files(folder: Path) -> dict[str, bytes]:
    """What is in each file of a folder, git's own aside."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def test_a_book_in_an_empty_folder_is_valid_at_once(tmp_path: Path) -> None:
    ran = run("init", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert files(tmp_path).keys() == ALL
    assert ran.out.startswith(f"Made a book in {tmp_path}:\n  agendas/ ")
    assert ran.out.endswith('\n  agenda new visit RU VN --name "Vladimir Putin"\n')
    assert run("validate", cwd=tmp_path).out == "1 file checked: no problems\n"
    assert run("status", cwd=tmp_path).out == (
        "This book has no visits yet: start one with `agenda new visit`.\n"
    )


def test_a_newcomer_gets_from_nothing_to_an_applied_report_by_what_is_printed(
    tmp_path: Path,
) -> None:
    """Every command after the first is one that the program has printed."""
    desk = tmp_path / "our desk"
    printed = run("init", desk, cwd=tmp_path).out
    assert f"\n  cd {shlex.quote(desk.name)}\n" in printed

    def follow(hint: str, *more: str, **placeholders: str) -> str:
        line = next(line for line in printed.splitlines() if line.startswith(f"  agenda {hint}"))
        arguments = [placeholders.get(word, word) for word in shlex.split(line)[1:]]
        ran = run(*arguments, *more, cwd=desk)
        assert ran.code == 0, ran.err
        return ran.out + ran.err

    printed = follow("new visit", "--year", "2024")
    printed = follow("new report", "--published", "2024-06-10", PUBLISHER="Reuters")
    report = desk / "seeds/2024-06-10-reuters.yaml"
    refused = run("apply", report, "--yes", cwd=desk)
    assert refused.code == 1
    assert "`according_to` is empty; fill it in" in refused.err
    text = report.read_text(encoding="utf-8")
    text = text.replace("according_to:", "according_to: An official in Vietnam")
    report.write_text(re.sub(r"    # (dates|wording|confirmation|  state)", r"    \1", text))
    assert "tentative" in follow("diff --report")
    assert "wrote agendas/ru-vn-2024.yaml" in follow("apply", "--yes")
    row = run("status", "--all", cwd=desk).out.splitlines()[1]
    assert row.startswith("ru-vn-2024  Vladimir Putin → Vietnam  between 10 June and 7 July 2024")
    day = ("--as-of", "2024-06-12")
    assert run("validate", *day, cwd=desk).out == "3 files checked: no problems\n"


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    run("new", "visit", "RU", "VN", cwd=tmp_path)
    (tmp_path / "agendas/.gitkeep").unlink()
    before = files(tmp_path)
    ran = run("init", cwd=tmp_path)
    assert (ran.code, ran.out) == (
        0,
        f"{tmp_path} is a book already, and nothing is missing\nKept as they are: "
        "agenda.yaml, .gitattributes, .github/workflows/agenda.yml, .pre-commit-config.yaml\n",
    )
    assert files(tmp_path) == before


@pytest.mark.parametrize("name", [name for name in sorted(ALL) if not name.endswith(".gitkeep")])
def test_what_is_there_is_kept(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# mine\n")
    ran = run("init", cwd=tmp_path)
    assert ran.code == 0
    assert f"Kept as they are: {name}\n" in ran.out
    assert path.read_text() == "# mine\n"
    assert files(tmp_path).keys() == ALL


def test_the_lines_for_hooks_that_are_there_are_printed(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    hooks = tmp_path / ".pre-commit-config.yaml"
    whole = yaml.safe_load(hooks.read_text())
    mine = "repos:\n  - repo: meta\n    hooks:\n      - id: identity\n"
    hooks.write_text(mine)
    printed = run("init", cwd=tmp_path).out
    added = printed.partition("put this into .pre-commit-config.yaml:\n\n")[2].partition("\n\n")[0]
    assert yaml.safe_load(mine + added)["repos"][1:] == whole["repos"]
    hooks.write_text(mine + added)
    assert "put this" not in run("init", cwd=tmp_path).out


@pytest.mark.parametrize("below", ["", "agendas", "seeds/2024", "drafts"])
def test_no_book_is_made_in_a_book(tmp_path: Path, below: str) -> None:
    run("init", cwd=tmp_path)
    before = files(tmp_path)
    ran = run("init", tmp_path / below)
    if below:
        assert ran.code == 2
        assert f"{tmp_path / below} " in ran.err
        assert f" the book {tmp_path}, which is ready for use" in ran.err
    assert files(tmp_path) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    ran = run("init", "x", cwd=tmp_path)
    assert ran.code == 2
    assert "is a file, and a book is a folder" in ran.err


def test_a_folder_that_can_t_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    ran = run("init", tmp_path / "x/y")
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert ran.err.startswith(f"agenda: can't make {tmp_path}/x/y: ")


def test_what_can_t_be_made_whole_is_not_begun(tmp_path: Path) -> None:
    (tmp_path / ".github").write_text("a file where a folder must be\n")
    ran = run("init", cwd=tmp_path)
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert "nothing is changed" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == [".github"]


def test_the_settings_hints_are_right_once_they_are_no_comments(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    settings = tmp_path / "agenda.yaml"
    text = re.sub(r"^# (?=topics:|rules:| )", "", settings.read_text(), flags=re.MULTILINE)
    settings.write_text(text)
    decoded, diagnostics = decode_settings(read("agenda.yaml", text.encode()))
    assert diagnostics == ()
    assert "grain-corridor" in decoded.topics
    assert decoded.rules
    assert run("validate", cwd=tmp_path).out == "1 file checked: no problems\n"


def checks(workflow: str) -> list[str]:
    steps: list[dict[str, Any]] = yaml.safe_load(workflow)["jobs"]["validate"]["steps"]
    return [step["run"] for step in steps if "run" in step]


def hook_of(hooks: str) -> dict[str, str]:
    hook: dict[str, str] = yaml.safe_load(hooks)["repos"][0]["hooks"][0]
    return hook


def test_the_checks_run_the_program_on_the_book(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    install, check = checks((tmp_path / ".github/workflows/agenda.yml").read_text())
    assert install == f"pip install {shlex.quote(_requirement()[0])}"
    assert check == "agenda validate --format github"
    hook = hook_of((tmp_path / ".pre-commit-config.yaml").read_text())
    assert run(*shlex.split(hook["entry"])[1:], cwd=tmp_path).code == 0
    watched = re.compile(hook["files"])
    for path in ("agendas/a.yaml", "seeds/2024/b.yml", "agenda.yaml", "agenda.yml"):
        assert watched.search(path)
    for path in ("README.md", "drafts/agendas.yaml", "drafts/agenda.yaml"):
        assert not watched.search(path)


def test_below_the_top_of_a_repository_the_checks_are_told_and_nothing_outside_is_touched(
    tmp_path: Path,
) -> None:
    git(tmp_path, "init", "--quiet")
    ran = run("init", "the (new) desk", cwd=tmp_path)
    desk = tmp_path / "the (new) desk"
    assert files(tmp_path).keys() == {
        f"{desk.name}/{name}" for name in ALL if not name.startswith((".github", ".pre"))
    }
    _, workflow, hooks = re.split(r"\nFor the check, put this into .*:\n\n", ran.out)
    check = checks(workflow)[1]
    assert shlex.split(check) == ["agenda", "validate", "--book", desk.name, "--format", "github"]
    hook = hook_of(hooks.partition("\n\n")[0])
    assert run(*shlex.split(hook["entry"])[1:], cwd=tmp_path).code == 0
    assert re.search(hook["files"], f"{desk.name}/agendas/a.yaml")


def test_git_needs_no_more_attributes_afterwards(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    run("init", cwd=tmp_path)
    assert (tmp_path / ".gitattributes").read_text().splitlines() == [*ATTRIBUTES]
    assert ".gitattributes:" not in run("setup-git", "--yes", cwd=tmp_path).out
    commit(tmp_path, "First")
    assert set(git(tmp_path, "ls-files").split()) == ALL


def test_the_program_is_installed_from_where_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    class Installed:
        def __init__(self, origin: object) -> None:
            self.origin = origin

        def read_text(self, _: str) -> str | None:
            return json.dumps(self.origin) if self.origin else None

    def requirement_of(origin: object) -> tuple[str, bool]:
        monkeypatch.setattr("importlib.metadata.distribution", lambda _: Installed(origin))
        return _requirement()

    repository = {"url": "https://example.org/a.git", "vcs_info": {"vcs": "git", "commit_id": "1f"}}
    assert requirement_of(repository) == ("summit-agenda @ git+https://example.org/a.git@1f", True)
    assert requirement_of(None)[1] is True
    assert requirement_of({"url": "file:///x", "dir_info": {}})[1] is False


def test_another_book_in_the_environment_is_told(tmp_path: Path) -> None:
    ran = run("init", tmp_path / "a", cwd=tmp_path, AGENDA_BOOK=str(tmp_path / "b"))
    assert "wins over this folder while it is set" in ran.out


def test_book_names_the_folder_too(tmp_path: Path) -> None:
    assert run("init", "--book", tmp_path / "a").code == 0
    assert (tmp_path / "a/agendas").is_dir()


def test_it_is_the_same_on_a_terminal(tmp_path: Path) -> None:
    ran = run_on_terminal("init", cwd=tmp_path, columns=60)
    assert ran.code == 0
    assert "Made a book in" in ran.out
