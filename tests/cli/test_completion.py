"""Completion, both requested from the program directly and tried in real shells."""

import os
import shlex
import shutil
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import click
import pytest

from agenda.cli.completion import rules
from agenda.lint.all_rules import RULES
from tests.builders import MakeBook, commit, git
from tests.run import HEAVY, ROOT, environment, imported_by, run
from tests.terminal import Terminal


def complete(*arguments: str, cwd: Path = ROOT, **extra: str) -> list[str]:
    """The completions of the last argument of a command line, as bash asks for them."""
    line, current = shlex.join(("agenda", *arguments)), arguments[-1]
    if not current:
        line = line.removesuffix("''")
    request = {"_AGENDA_COMPLETE": "bash_complete", "COMP_LINE": line, "COMP_CUR": current}
    result = run(cwd=cwd, **request, **extra)
    assert (result.code, result.err) == (0, "")
    return [line.removeprefix("plain,") for line in result.out.splitlines() if line]


@pytest.fixture
def desk(make_book: MakeBook) -> Path:
    """A book whose files are not valid YAML: completion must not open them."""
    return make_book(
        {
            "agendas/ru-vn-2024.yaml": "[",
            "agendas/2023/cn-ru-2023.yml": "[",
            "agendas/.hidden.yaml": "[",
            "agendas/notes.txt": "",
            "seeds/2024-06-10-reuters.yaml": "[",
            "seeds/2024-06-17-тасс.yaml": "[",
            "seeds/undated.yaml": "[",
        }
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("co",), ["countdown", "completion"]),
        (("--fo",), ["--format"]),
        (("show", ""), ["cn-ru-2023", "ru-vn-2024"]),
        (("show", "ru"), ["ru-vn-2024"]),
        (("show", "none"), []),
        (("status", "ru-vn-2024", "c"), ["cn-ru-2023"]),
        (("log", "c"), ["cn-ru-2023"]),
        (("countdown", "c"), ["cn-ru-2023"]),
        (("diff", "--visit", "c"), ["cn-ru-2023"]),
        (("new", ""), ["report", "visit"]),
        (("new", "report", "Reuters", "--visit", "r"), ["ru-vn-2024"]),
        (("new", "visit", "ru", "v"), ["VA", "VC", "VE", "VG", "VI", "VN", "VU"]),
        (("apply", "seeds/2"), ["seeds/2024-06-10-reuters.yaml", "seeds/2024-06-17-тасс.yaml"]),
        (("apply", "/x"), ["file,/x"]),
        (("init", "x"), ["dir,x"]),
        (("status", "--as-of", ""), ["2024-06-17", "2024-06-10"]),
        (("log", "--since", "2024-06-1"), ["2024-06-17", "2024-06-10"]),
        (("status", "--format", ""), ["table", "json"]),
        (("--format", ""), ["json"]),
        (("status", "--color", "a"), ["auto", "always"]),
        (("schema", "r"), ["report"]),
        (("no-such-command", "s"), ["status", "show", "site", "setup-git", "schema"]),
        (("completion", ""), ["bash", "zsh", "fish"]),
    ],
)
def test_arguments_are_completed(
    desk: Path, arguments: tuple[str, ...], expected: list[str]
) -> None:
    assert complete(*arguments, cwd=desk) == expected


def test_the_book_is_given_by_the_option_the_environment_or_the_folder(
    desk: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other_folder = tmp_path_factory.mktemp("away")
    assert complete("show", "", cwd=other_folder) == []
    assert complete("--book", str(desk), "show", "r", cwd=other_folder) == ["ru-vn-2024"]
    assert complete("show", "--book", str(desk), "r", cwd=other_folder) == ["ru-vn-2024"]
    assert complete("show", "r", cwd=other_folder, AGENDA_BOOK=str(desk)) == ["ru-vn-2024"]
    assert complete("show", "r", cwd=desk / "agendas/2023") == ["ru-vn-2024"]


def test_revisions_are_completed(desk: Path) -> None:
    assert complete("show", "--at", "", cwd=desk) == []
    git(desk, "init", "--quiet", "--initial-branch", "main")
    commit(desk)
    git(desk, "tag", "week-24")
    assert complete("show", "--at", "", cwd=desk) == ["HEAD", "main", "week-24"]
    assert complete("diff", "main", "w", cwd=desk) == ["week-24"]
    assert complete("diff", "./a", cwd=desk) == ["file,./a"]
    assert complete("show", "--at", "", cwd=desk, PATH="/nowhere") == []


def test_rules_are_completed() -> None:
    context = click.Context(click.Command("explain"))
    completions = rules(context, click.Argument(["rule"]), "yaml-")
    assert [item.value for item in completions] == ["yaml-syntax"]
    assert len(rules(context, click.Argument(["rule"]), "")) == len(RULES)


@pytest.mark.parametrize(
    "arguments",
    [("",), ("show", "--"), ("show", ""), ("apply", ""), ("status", "--as-of", ""), ("diff", "")],
)
def test_completion_imports_no_heavy_modules(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_AGENDA_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_LINE", " ".join(("agenda", *arguments)))
    monkeypatch.setenv("COMP_CUR", arguments[-1])
    imported = imported_by()
    assert imported.isdisjoint(HEAVY)
    if arguments in {("",), ("show", "--")}:  # without a book there are no paths
        assert imported.isdisjoint({"pathlib", "subprocess"})


@pytest.fixture
def command_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that contains the command `agenda`."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "agenda"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m agenda "$@"\n')
    script.chmod(0o755)
    return folder


def shell(name: str) -> str:
    """The path of a shell; skips the test if it is not installed."""
    return shutil.which(name) or pytest.skip(f"{name} is not installed")


def interactive(
    *command: str, desk: Path, command_folder: Path
) -> AbstractContextManager[Terminal]:
    """An interactive shell in a book, with the command on its path."""
    path = f"{command_folder}:{os.environ['PATH']}"
    return Terminal.running(*command, cwd=desk, PATH=path, HISTFILE="")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "options", "setup"),
    [
        ("bash", ("--norc", "--noprofile", "-i"), ""),
        ("zsh", ("-f", "-i"), "autoload -Uz compinit; compinit -u -D; "),
    ],
)
def test_tab_completes_each_kind_of_argument(
    desk: Path, command_folder: Path, name: str, options: tuple[str, ...], setup: str
) -> None:
    git(desk, "init", "--quiet")
    commit(desk)
    git(desk, "tag", "week-24")
    with interactive(shell(name), *options, desk=desk, command_folder=command_folder) as terminal:
        terminal.press(f'{setup}eval "$(agenda completion {name})"; echo rea""dy\n')
        terminal.until("ready")
        for typed, expected in (
            ("agenda show ru", "ru-vn-2024"),
            ("agenda countd", "countdown"),
            ("agenda apply seeds/u", "seeds/undated.yaml"),
            ("agenda explain wording", "wording-missing"),
            ("agenda diff week", "week-24"),
        ):
            terminal.press(f"\x15{typed}\t")
            terminal.until(expected)


@pytest.mark.slow
def test_zsh_loads_the_completion_from_fpath(desk: Path, command_folder: Path) -> None:
    zsh = shell("zsh")
    (command_folder / "_agenda").write_text(run("completion", "zsh").out)
    with interactive(zsh, "-f", "-i", desk=desk, command_folder=command_folder) as terminal:
        terminal.press(
            f'fpath+={command_folder}; autoload -Uz compinit; compinit -u -D; echo rea""dy\n'
        )
        terminal.until("ready")
        terminal.press("agenda apply seeds/u\t")
        terminal.until("seeds/undated.yaml")


@pytest.mark.slow
def test_fish_completes_each_kind_of_argument(desk: Path, command_folder: Path) -> None:
    expected = {
        "agenda show r": ["ru-vn-2024"],
        "agenda log c": ["cn-ru-2023"],
        "agenda co": ["completion", "countdown"],
        "agenda apply seeds/u": ["seeds/undated.yaml"],
        "agenda explain wording": ["wording-missing"],
        "agenda diff week": ["week-24"],
    }
    lines = " ".join(map(shlex.quote, expected))
    git(desk, "init", "--quiet")
    commit(desk)
    git(desk, "tag", "week-24")
    completed = subprocess.run(
        [
            shell("fish"),
            "--no-config",
            "-c",
            "agenda completion fish | source; "
            f'for line in {lines}; echo "# $line"; complete -C $line; end',
        ],
        cwd=desk,
        env=environment(PATH=f"{command_folder}:{os.environ['PATH']}", HOME=str(command_folder)),
        capture_output=True,
        text=True,
        check=True,
    )
    completions: dict[str, list[str]] = {}
    for printed in completed.stdout.splitlines():
        if printed.startswith("# "):
            completions[printed.removeprefix("# ")] = []
        else:
            list(completions.values())[-1].append(printed.partition("\t")[0])
    assert completions == expected


@pytest.mark.slow
def test_bash_completes_files_if_no_report_matches(desk: Path, command_folder: Path) -> None:
    (desk / "elsewhere.yaml").write_text("")
    with interactive(
        shell("bash"), "--norc", "-i", desk=desk, command_folder=command_folder
    ) as terminal:
        terminal.press('eval "$(agenda completion bash)"; echo rea""dy\n')
        terminal.until("ready")
        terminal.press("agenda apply else\t")
        terminal.until("elsewhere.yaml")
