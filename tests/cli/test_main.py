import json
from importlib import import_module
from pathlib import Path

import pytest

from agenda import __version__
from agenda.cli.main import COMMANDS, HIDDEN
from tests.builders import MakeBook, commit, git
from tests.run import HEAVY, ROOT, imported_by, run, run_process


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("schema", "visit")])
def test_what_needs_no_book_imports_next_to_nothing(arguments: tuple[str, ...]) -> None:
    assert imported_by(*arguments).isdisjoint(HEAVY)


def test_the_status_of_a_fine_book_imports_only_what_it_shows_with() -> None:
    imported = imported_by("status", "--as-of", "2024-06-12")
    assert imported.isdisjoint({"jsonschema_rs", "pendulum", "difflib", "zoneinfo"})


def test_validate_of_a_fine_book_needs_no_terminal_library() -> None:
    assert imported_by("validate").isdisjoint({"jsonschema_rs", "pendulum", "rich"})


def test_version() -> None:
    assert run("--version").out == f"agenda, version {__version__}\n"


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_help_lists_the_commands(arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == 0
    for command in COMMANDS:
        assert (f"\n  {command} " in ran.out) == (command not in HIDDEN)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(command: str) -> None:
    ran = run(command, "-h")
    assert ran.code == 0
    assert f"Example: agenda {command}" in ran.out
    for option in ("--book", "--as-of", "--format", "--color"):
        assert option in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(command: str) -> None:
    name = command.replace("-", "_")
    assert getattr(import_module(f"agenda.cli.commands.{name}"), name).help.startswith(
        COMMANDS[command] + "\n"
    )


@pytest.mark.parametrize("kind", ["visit", "report", "book"])
def test_schema_prints_the_shipped_one(kind: str) -> None:
    ran = run("schema", kind)
    assert ran.out == (ROOT / f"agenda/schemas/{kind}.json").read_text(encoding="utf-8")
    assert json.loads(ran.out)["$schema"].endswith("2020-12/schema")


def test_a_fault_of_the_program_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "msgspec.py").write_text("raise RuntimeError('broken install')\n")
    ran = run_process("status", PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert ran.code == 3
    assert ran.err.count("\n") == 1
    assert "internal error (RuntimeError: broken install)" in ran.err
    assert (
        "Traceback"
        in run_process("status", PYTHONPATH=f"{tmp_path}:{ROOT}", AGENDA_TRACEBACK="1").err
    )


def test_without_libyaml_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "yaml.py").write_text("__with_libyaml__ = False\n")
    ran = run_process("status", PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert ran.code == 3
    assert ran.err.startswith("agenda: PyYAML is installed without libyaml")


def test_a_name_that_is_no_text_is_printed_all_the_same(make_book: MakeBook) -> None:
    root = make_book({})
    with (Path(root) / "agendas").joinpath("a\udcff.yaml").open("wb") as file:
        file.write(b"[")
    ran = run("validate", cwd=root)
    assert (ran.code, ran.err) == (1, "")
    assert r"agendas/a\udcff.yaml:1:2: error[yaml-syntax]" in ran.out


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("statsu",), "status"),
        (("ru-vn-2024",), "agenda show ru-vn-2024"),
        (("ru-vn-204",), "agenda show ru-vn-2024"),
        (("show", "ru-vm-2024"), "ru-vn-2024"),
        (("status", "ru-vm-2024"), "ru-vn-2024"),
        (("log", "ru-vm-2024"), "ru-vn-2024"),
        (("countdown", "ru-vm-2024"), "ru-vn-2024"),
        (("diff", "HEAD", "--visit", "ru-vm-2024"), "ru-vn-2024"),
        (("diff", "mian"), "main"),
        (("show", "ru-vn-2024", "--at", "HAED"), "HEAD"),
        (("apply", "2024-06-10-reuters", "--yes"), "seeds/2024-06-10-reuters.yaml"),
        (("apply", "seeds/2024-06-10-rueters.yaml", "--yes"), "seeds/2024-06-10-reuters.yaml"),
        (("diff", "--report", "seeds/2024-06-10-rueters.yaml"), "seeds/2024-06-10-reuters.yaml"),
    ],
)
def test_a_slip_is_told_with_what_may_be_meant(
    make_book: MakeBook, arguments: tuple[str, ...], meant: str
) -> None:
    visit = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}"
    report = "published: 2024-06-10\npublisher: R\n"
    root = make_book({"agendas/ru-vn-2024.yaml": visit, "seeds/2024-06-10-reuters.yaml": report})
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    ran = run(*arguments, cwd=root)
    assert ran.code in {1, 2, 3}
    assert ran.err.rstrip().endswith(f"did you mean `{meant}`?")


def test_what_is_like_nothing_is_told_with_all_commands(tmp_path: Path) -> None:
    assert "the commands are status, countdown, " in run("zzz", cwd=tmp_path).err
