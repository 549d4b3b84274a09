"""Completion, asked of the program as a shell does, and of the real shells."""

import os
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


def offered(*arguments: str, cwd: Path = ROOT, **extra: str) -> list[str]:
    """What is offered for the last one of some words after `agenda`."""
    asked = {"_AGENDA_COMPLETE": "bash_complete", "COMP_CWORD": str(len(arguments))}
    ran = run(cwd=cwd, COMP_WORDS="\n".join(("agenda", *arguments)), **asked, **extra)
    assert (ran.code, ran.err) == (0, "")
    return [line.removeprefix("plain,") for line in ran.out.splitlines() if line]


@pytest.fixture
def desk(make_book: MakeBook) -> Path:
    """A book of which no file can be read as YAML: completion opens none."""
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
        (("no-such-command", "s"), ["status", "show", "setup-git", "schema"]),
        (("completion", ""), ["bash", "zsh", "fish"]),
    ],
)
def test_what_is_offered(desk: Path, arguments: tuple[str, ...], expected: list[str]) -> None:
    assert offered(*arguments, cwd=desk) == expected


def test_the_book_is_the_one_that_is_named(
    desk: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    away = tmp_path_factory.mktemp("away")
    assert offered("show", "", cwd=away) == []
    assert offered("--book", str(desk), "show", "r", cwd=away) == ["ru-vn-2024"]
    assert offered("show", "--book", str(desk), "r", cwd=away) == ["ru-vn-2024"]
    assert offered("show", "r", cwd=away, AGENDA_BOOK=str(desk)) == ["ru-vn-2024"]
    assert offered("show", "r", cwd=desk / "agendas/2023") == ["ru-vn-2024"]


def test_revisions_are_offered(desk: Path) -> None:
    assert offered("show", "--at", "", cwd=desk) == []
    git(desk, "init", "--quiet", "--initial-branch", "main")
    commit(desk)
    git(desk, "tag", "week-24")
    assert offered("show", "--at", "", cwd=desk) == ["HEAD", "main", "week-24"]
    assert offered("diff", "main", "w", cwd=desk) == ["week-24"]
    assert offered("diff", "./a", cwd=desk) == ["file,./a"]
    assert offered("show", "--at", "", cwd=desk, PATH="/nowhere") == []


def test_rules_are_offered() -> None:
    context = click.Context(click.Command("explain"))
    completions = rules(context, click.Argument(["rule"]), "yaml-")
    assert [item.value for item in completions] == ["yaml-syntax"]
    assert len(rules(context, click.Argument(["rule"]), "")) == len(RULES)


@pytest.mark.parametrize(
    "arguments",
    [("",), ("show", "--"), ("show", ""), ("apply", ""), ("status", "--as-of", ""), ("diff", "")],
)
def test_nothing_heavy_is_imported(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_AGENDA_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "\n".join(("agenda", *arguments)))
    monkeypatch.setenv("COMP_CWORD", str(len(arguments)))
    imported = imported_by()
    assert imported.isdisjoint(HEAVY)
    if arguments in {("",), ("show", "--")}:  # what needs no book needs no paths
        assert imported.isdisjoint({"pathlib", "subprocess"})


@pytest.fixture
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the command `agenda` in it."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "agenda"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m agenda "$@"\n')
    script.chmod(0o755)
    return folder


def shell(name: str) -> str:
    """The path of a shell; the test is skipped where it is not installed."""
    return shutil.which(name) or pytest.skip(f"{name} is not installed")


def interactive(*command: str, desk: Path, program: Path) -> AbstractContextManager[Terminal]:
    """A shell at work in a book, that finds the command."""
    path = f"{program}:{os.environ['PATH']}"
    return Terminal.running(*command, cwd=desk, PATH=path, HISTFILE="")


@pytest.mark.parametrize(
    ("name", "options", "before"),
    [
        ("bash", ("--norc", "--noprofile", "-i"), ""),
        ("zsh", ("-f", "-i"), "autoload -Uz compinit; compinit -u -D; "),
    ],
)
def test_each_kind_of_word_is_completed_by_a_tab(
    desk: Path, program: Path, name: str, options: tuple[str, ...], before: str
) -> None:
    git(desk, "init", "--quiet")
    commit(desk)
    git(desk, "tag", "week-24")
    with interactive(shell(name), *options, desk=desk, program=program) as typist:
        typist.press(f'{before}eval "$(agenda completion {name})"; echo rea""dy\n')
        typist.until("ready")
        for begun, whole in (
            ("agenda show ru", "ru-vn-2024"),
            ("agenda countd", "countdown"),
            ("agenda apply seeds/u", "seeds/undated.yaml"),
            ("agenda explain wording", "wording-missing"),
            ("agenda diff week", "week-24"),
        ):
            typist.press(f"\x15{begun}\t")
            typist.until(whole)


def test_zsh_finds_it_in_its_folder_of_functions(desk: Path, program: Path) -> None:
    zsh = shell("zsh")
    (program / "_agenda").write_text(run("completion", "zsh").out)
    with interactive(zsh, "-f", "-i", desk=desk, program=program) as typist:
        typist.press(f'fpath+={program}; autoload -Uz compinit; compinit -u -D; echo rea""dy\n')
        typist.until("ready")
        typist.press("agenda apply seeds/u\t")
        typist.until("seeds/undated.yaml")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("agenda show r", ["ru-vn-2024"]),
        ("agenda log c", ["cn-ru-2023"]),
        ("agenda co", ["completion", "countdown"]),
        ("agenda apply seeds/u", ["seeds/undated.yaml"]),
        ("agenda explain wording", ["wording-missing"]),
        ("agenda diff week", ["week-24"]),
    ],
)
def test_fish_offers_it(desk: Path, program: Path, line: str, expected: list[str]) -> None:
    git(desk, "init", "--quiet")
    commit(desk)
    git(desk, "tag", "week-24")
    ended = subprocess.run(
        [
            shell("fish"),
            "--no-config",
            "-c",
            f"agenda completion fish | source; complete -C '{line}'",
        ],
        cwd=desk,
        env=environment(PATH=f"{program}:{os.environ['PATH']}", HOME=str(program)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line.partition("\t")[0] for line in ended.stdout.splitlines()] == expected


def test_bash_offers_files_where_no_report_begins_so(desk: Path, program: Path) -> None:
    (desk / "elsewhere.yaml").write_text("")
    with interactive(shell("bash"), "--norc", "-i", desk=desk, program=program) as typist:
        typist.press('eval "$(agenda completion bash)"; echo rea""dy\n')
        typist.until("ready")
        typist.press("agenda apply else\t")
        typist.until("elsewhere.yaml")
