"""Names and values that a terminal, a CI log or a reader would be deceived by."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import MakeBook, commit, git
from tests.hostile.conftest import Tried
from tests.run import RunResult, run, run_on_terminal

pytestmark = pytest.mark.hostile

SAMPLES: Final = (
    "\x1b[31m", "\x1b]52;c;aGk=\x07", "\x1b]0;title\x1b\\", "\x9b2J", "\x9d52;c;x\x9c", "\x07",
    "\x08", "\r", "\n", "\r\n", "\n::error::forged", "::warning::forged", "\n  ::stop-commands::x",
    "##[error]x", "##vso[task.setvariable]x", "##teamcity[x]", "\x85", "\u2028", "\u2029",
    "\u202e", "\u202a", "\u2066", "\u2069", "\u200b", "\u200c", "\u200d", "\u200e", "\u2060",
    "\ufeff", "\u061c", "\xad", "\u180e", "\U000e0041", "\U000e0100", "\u115f", "\u3164", "\x00",
    "\x7f", "\t", "\udcff",
)  # fmt: skip

RAW: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
    "\ud800-\udfff]"
)
"""What may never be printed; listed here on its own, as a check of the program's list."""

STYLES: Final = re.compile(r"\x1b\[[0-9;]*m")

COMMANDS: Final = (
    ("status",),
    ("status", "--all"),
    ("status", "--all", "--as-of", "2024-06-12"),
    ("log",),
    ("log", "--format", "markdown"),
    ("diff", "HEAD"),
    ("diff", "HEAD", "--format", "markdown"),
    ("diff", "--since", "2024-06-01"),
    ("countdown",),
    ("countdown", "--all"),
    ("validate", "--notices"),
    ("validate", "--statistics"),
    ("validate", "--format", "github"),
    ("validate", "--changed", "HEAD"),
    ("setup-git", "--yes"),
)


ON_TERMINAL: Final = (
    ("status", "--all"),
    ("log",),
    ("countdown", "--all"),
    ("validate", "--notices"),
    ("validate", "--statistics"),
    ("diff", "HEAD"),
)


def assert_harmless(result: RunResult, what: object, *, is_log: bool = True) -> None:
    for text in (STYLES.sub("", result.out), result.err):
        assert not RAW.search(text), (what, RAW.search(text), ascii(text[:2000]))
        for line in text.split("\n") if is_log else ():
            is_ours = line.startswith(
                ("::error title=agenda", "::warning title=agenda", "::notice ")
            )
            assert is_ours or not line.lstrip().startswith("::"), (what, line)
            assert not re.search(r"##\w*\[", line), (what, line)


def quoted(text: str) -> str:
    """A text as a YAML scalar, as an attacker may write it; unpaired surrogates are left out."""
    return json.dumps(re.sub("[\ud800-\udfff]", "", text), ensure_ascii=True)


def unescaped(text: str) -> str:
    """The same with the characters themselves, as far as YAML has a place for them."""
    safe = re.sub("[\ud800-\udfff]", "", text).replace('"', "").replace("\\", "")
    return f'"{safe}"'


def visit(value: str) -> str:
    return (
        f"visitor: {{name: {value}, role: {value}, country: RU}}\n"
        f"host: {{country: VN, city: {value}}}\noccasion: {value}\ntrip: {value}\n"
        f"dates: 2024-06-19/2024-06-20\nconfirmation: {{state: tentative}}\n"
        f"agenda:\n  {value}: {{title: {value}, note: {value}, status: expected}}\nnotes: {value}\n"
    )


def report(identifier: str, value: str) -> str:
    return (
        f"published: 2024-06-10\npublisher: {value}\ntitle: {value}\n"
        f"url: {value}\ncites: [{value}]\n"
        f"claims:\n  - visit: {identifier}\n    according_to: {value}\n    wording: {value}\n"
        f"    visitor: {{name: {value}, country: RU}}\n    host: {{country: VN, city: {value}}}\n"
        f"    dates: 2024-06\n    confirmation: {{state: announced}}\n"
        f"    agenda:\n      {value}: {{title: {value}, status: agreed}}\n"
        f"  - visit: {identifier}\n    according_to: {value}\n    rejected: {value}\n"
        f"    kind: state\n"
    )


def write_book(root: Path, text: str, write: Callable[[str], str]) -> tuple[str, str]:
    """Files whose names and values have a text; gives the ids of the visit and of the report."""
    value = write(text)
    name = text.replace("/", "").replace("\0", "")[:60] or "x"
    names = (f"a{name}", f"{name}b")
    for folder in ("agendas", "seeds"):
        (root / folder).mkdir(exist_ok=True)
        for old in (root / folder).iterdir():
            old.unlink()
    (root / "agendas/plain.yaml").write_text(visit("plain"))
    commit(root)
    files = {
        f"agendas/{names[0]}.yaml": visit(value),
        f"agendas/{names[1]}.yaml": visit("plain"),
        f"seeds/{names[0]}.yaml": report(write(names[0]), value),
        f"seeds/{names[1]}.yaml": report(write(names[1]), "plain"),
        f"agendas/{name}.yaml.txt": "",
        f"agendas/broken{name}.yaml": f"visitor: {value}\n{value}: {value}\nhost: [\n",
        f"agendas/wrong{name}.yaml": visit("plain")
        .replace("tentative", value)
        .replace("VN", value),
    }
    for file, content in files.items():
        (root / file).write_bytes(content.encode("utf-8", "surrogatepass"))
    (root / "agenda.yaml").write_text(
        f"topics:\n  {value}: {{label: {value}}}\nrules:\n  {value}: off\n"
    )
    (root / f"agendas/link{name}.yaml").symlink_to(f"../../{name}")
    return names


@pytest.fixture
def desk(make_book: MakeBook) -> Path:
    root = make_book({})
    git(root, "init", "--quiet")
    return root


def try_everything(root: Path, names: tuple[str, str], tried: Tried) -> None:
    visit_id, report_id = names
    path = f"seeds/{report_id}.yaml"
    commands = [
        *COMMANDS,
        ("show", visit_id),
        ("show", report_id),
        ("show", f"{visit_id}x"),
        (visit_id,),
        ("log", visit_id),
        ("diff", "--report", path),
        ("diff", "--report", f"{path}x"),
        ("diff", visit_id, report_id),
        ("apply", "--dry-run", path),
        ("apply", "--dry-run", f"seeds/{visit_id}.yaml"),
        ("apply", f"{path}x"),
        ("validate", f"agendas/{visit_id}.yaml"),
        ("validate", f"{visit_id}"),
        ("new", "report", visit_id, "--visit", f"{visit_id}x"),
        ("explain", visit_id),
        ("git-driver", path, path, ".", ".", f"seeds/{visit_id}.yaml", ".", "100644"),
        ("--book", visit_id, "status"),
    ]
    for command in commands:
        arguments = tuple(part.replace("\0", "") for part in command)
        tried("terminal: names and values in the output of a command")
        assert_harmless(run(*arguments, cwd=root), arguments)
    for arguments in (*ON_TERMINAL, ("show", visit_id)):
        tried("terminal: names and values in coloured output")
        assert_harmless(run(*arguments, "--color", "always", cwd=root), arguments)
        for columns in (60, 130):
            tried("terminal: names and values on a terminal")
            result = run_on_terminal(*arguments, columns=columns, cwd=root)
            assert_harmless(result, arguments, is_log=False)  # words wrap, and no log has them


@pytest.mark.parametrize("sample", SAMPLES, ids=ascii)
@pytest.mark.parametrize("write", [quoted, unescaped])
def test_no_command_prints_a_character_that_does_harm(
    desk: Path, sample: str, write: Callable[[str], str], tried: Tried
) -> None:
    try_everything(desk, write_book(desk, f"{sample}x{sample}y", write), tried)


@given(text=st.lists(st.sampled_from([*SAMPLES, "a", " ", "é", "`", "*"]), min_size=1).map("".join))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_command_prints_a_mix_of_them(desk: Path, tried: Tried, text: str) -> None:
    try_everything(desk, write_book(desk, text[:40], unescaped), tried)


@pytest.mark.parametrize("sample", SAMPLES, ids=ascii)
def test_json_has_the_same_data_without_invisible_characters(
    desk: Path, sample: str, tried: Tried
) -> None:
    name = f"a{sample}".replace("\0", "")
    (desk / "agendas").mkdir(exist_ok=True)
    (desk / f"agendas/{name}.yaml").write_text(visit("plain"))
    for arguments in (("status", "--all"), ("validate",)):
        tried("terminal: names in JSON")
        result = run(*arguments, "--format", "json", cwd=desk)
        assert not RAW.search(result.out), arguments
        assert not re.search(r"##\w*\[", result.out), arguments
        json.loads(result.out)
    (entry,) = json.loads(run("status", "--all", "--format", "json", cwd=desk).out)["visits"]
    assert entry["id"] == name
