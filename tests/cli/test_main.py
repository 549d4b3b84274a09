import json
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from agenda import __version__
from agenda.cli.main import COMMANDS, HIDDEN
from tests.builders import VISIT, MakeBook, commit, git
from tests.run import HEAVY, ROOT, RunResult, imported_by, imported_by_each, run, run_process


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("schema", "visit")])
def test_commands_that_need_no_book_import_no_heavy_modules(arguments: tuple[str, ...]) -> None:
    assert imported_by(*arguments).isdisjoint(HEAVY)


def test_status_of_a_valid_book_imports_few_modules() -> None:
    imported = imported_by("status", "--as-of", "2024-06-12")
    assert imported.isdisjoint({"jsonschema_rs", "pendulum", "difflib", "zoneinfo", "yaml", "json"})
    assert imported.isdisjoint({"agenda.model._places", "agenda.model._country_names"})
    assert "agenda.store.schema_errors" not in imported


def test_validate_of_a_valid_book_imports_no_terminal_library() -> None:
    assert imported_by("validate").isdisjoint({"jsonschema_rs", "pendulum", "rich", "yaml"})


DAILY = (
    "status",
    "status --all",
    "status --details",
    "show ru-vn-2024",
    "log",
    "diff --since 2024-06-10",
    "diff --report seeds/2024-06-17-kremlin.yaml",
    "countdown",
    "countdown --all",
    "brief --since 2024-06-10",
    "calendar",
    "validate --notices",
    "validate --statistics",
    "apply --dry-run seeds/2024-06-17-kremlin.yaml",
)


def test_no_daily_command_imports_rich_in_a_pipe() -> None:
    colour = ("--color", "always", "--as-of", "2024-06-12")
    commands = [(*command.split(), *options) for options in ((), colour) for command in DAILY]
    for command, imported in imported_by_each(*commands).items():
        assert "rich" not in imported, command


def test_version_is_printed() -> None:
    assert run("--version").out == f"agenda, version {__version__}\n"


@pytest.mark.parametrize("arguments", [("--help",), ("-h",)])
def test_help_lists_the_commands(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.code == 0
    for command in COMMANDS:
        assert (f"\n  {command} " in result.out) == (command not in HIDDEN)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(command: str) -> None:
    result = run(command, "-h")
    assert result.code == 0
    assert f"Example: agenda {command}" in result.out
    for option in ("--book", "--as-of", "--format", "--color"):
        assert option in result.out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_list_of_commands_has_the_summary_of_each(command: str) -> None:
    name = command.replace("-", "_")
    assert getattr(import_module(f"agenda.cli.commands.{name}"), name).help.startswith(
        COMMANDS[command] + "\n"
    )


@pytest.mark.parametrize("kind", ["visit", "report", "book"])
def test_schema_prints_the_shipped_schema(kind: str) -> None:
    result = run("schema", kind)
    assert result.out == (ROOT / f"agenda/schemas/{kind}.json").read_text(encoding="utf-8")
    assert json.loads(result.out)["$schema"].endswith("2020-12/schema")


def test_an_internal_error_is_reported_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "msgspec.py").write_text("raise RuntimeError('broken install')\n")
    result = run_process("status", PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert result.code == 3
    assert result.err.count("\n") == 1
    assert "internal error (RuntimeError: broken install)" in result.err
    assert (
        "Traceback"
        in run_process("status", PYTHONPATH=f"{tmp_path}:{ROOT}", AGENDA_TRACEBACK="1").err
    )


def test_missing_libyaml_is_reported(tmp_path: Path, make_book: MakeBook) -> None:
    (tmp_path / "yaml.py").write_text("__with_libyaml__ = False\n")
    root = make_book({"agendas/ru-vn-2024.yaml": f"{VISIT}notes: |\n  A block scalar.\n"})
    result = run_process("status", cwd=root, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert result.code == 3
    assert result.err.startswith("agenda: PyYAML is installed without libyaml")


def test_a_file_name_that_is_not_utf_8_is_escaped(make_book: MakeBook) -> None:
    root = make_book({})
    with (Path(root) / "agendas").joinpath("a\udcff.yaml").open("wb") as file:
        file.write(b"[")
    result = run("validate", cwd=root)
    assert (result.code, result.err) == (1, "")
    assert r"agendas/a\udcff.yaml:1:2: error[yaml-syntax]" in result.out


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a visit and a report, which no test changes."""
    root = tmp_path_factory.mktemp("desk")
    (root / "agendas").mkdir()
    (root / "agendas/ru-vn-2024.yaml").write_text(VISIT)
    (root / "seeds").mkdir()
    (root / "seeds/2024-06-10-reuters.yaml").write_text("published: 2024-06-10\npublisher: R\n")
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    return root


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
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
        (("apply", "2024-06-10-rueters", "--yes"), "2024-06-10-reuters"),
        (("apply", "seeds/2024-06-10-rueters.yaml", "--yes"), "seeds/2024-06-10-reuters.yaml"),
        (("diff", "--report", "seeds/2024-06-10-rueters.yaml"), "seeds/2024-06-10-reuters.yaml"),
    ],
)
def test_a_typo_results_in_a_suggestion(
    desk: Path, arguments: tuple[str, ...], suggestion: str
) -> None:
    result = run(*arguments, cwd=desk)
    assert result.code in {1, 2, 3}
    assert result.err.rstrip().endswith(f"did you mean `{suggestion}`?")


def test_an_unknown_command_results_in_a_list_of_commands(tmp_path: Path) -> None:
    assert "the commands are brief, status, calendar, countdown, " in run("zzz", cwd=tmp_path).err


def test_an_interrupt_while_starting_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    assert run_process("status", PYTHONPATH=f"{tmp_path}:{ROOT}") == RunResult(130, "", "")


def test_an_interrupt_before_the_program_starts_ends_it_quietly() -> None:
    code = "import agenda.__main__, signal; signal.raise_signal(signal.SIGINT)"
    completed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False
    )
    assert (completed.returncode, completed.stderr) == (-signal.SIGINT, b"")


@pytest.mark.parametrize("arguments", [("explain", "stale"), ("validate", "--format", "sarif")])
def test_rules_keep_their_documentation_when_python_drops_docstrings(
    arguments: tuple[str, ...],
) -> None:
    assert run_process(*arguments, PYTHONOPTIMIZE="2") == run_process(*arguments)


@pytest.mark.parametrize("dates", ["0001", "0001-01-01/..", "[0001..2024]", "9999-12-31", "9999"])
@pytest.mark.parametrize(
    "command",
    ["validate", "status --all", "show a", "countdown a", "log", "diff --since 0001-01-01"],
)
def test_the_first_and_the_last_day_of_the_calendar_are_dates(
    make_book: MakeBook, dates: str, command: str
) -> None:
    root = make_book({f"agendas/{name}.yaml": f"{VISIT}dates: '{dates}'\n" for name in "ab"})
    for day in ("0001-01-01", "2024-06-12", "9999-12-31"):
        result = run(*command.split(), "--as-of", day, cwd=root)
        assert "internal error" not in result.err
