"""The commands of the README work in order on a machine with only Python, make and git.

`make test` is skipped, because it runs this test.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from msgspec import Struct

from tests.documents import (
    BLOCK,
    README,
    WIDTH,
    commands_in,
    is_documented,
    without_trailing_spaces,
)
from tests.run import ROOT
from tests.terminal import Terminal

_INHERITED: Final = ("PIP_", "SSL_", "REQUESTS_", "HTTP", "http", "NO_PROXY", "no_proxy")
_FILE_HEADER: Final = re.compile(r"# (\S+\.yaml)\n")
_SKIPPED_COMMAND: Final = "make test"

_PLAIN: Final = {"NO_COLOR": "1", "AGENDA_PAGER": "cat"}

_UNIX_PROGRAMS: Final = "awk bash cat cp dirname env head ln ls mkdir rm sed sh touch uname"
"""Programs that every machine with make and git has."""


class Step(Struct, frozen=True):
    """A command of the README with its documented output, or one that writes a file."""

    command: str
    output: str = ""


def steps(text: str) -> Iterator[Step]:
    """The steps of the README, in order."""
    for kind, block in BLOCK.findall(text):
        if kind == "console":
            for command, output in commands_in(block):
                if command != _SKIPPED_COMMAND:
                    yield Step(command, output)
        elif file := _FILE_HEADER.match(block):
            yield Step(f"cat > {shlex.quote(file[1])} <<'END'\n{block}END")


def checkout(folder: Path) -> Path:
    """Copy the files of a clone, including files that are not committed yet."""
    completed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in map(os.fsdecode, completed.stdout.split(b"\0")[:-1]):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def bare_machine(folder: Path) -> dict[str, str]:
    """An environment with only Python, make and git on the path, and an empty home."""
    programs = folder / "bin"
    programs.mkdir()
    python = Path(sys.base_prefix) / "bin" / "python3"
    for name in (*_UNIX_PROGRAMS.split(), "make", "git"):
        program = shutil.which(name)
        assert program, name
        (programs / name).symlink_to(program)
    (programs / "python3").symlink_to(python)
    home = folder / "home"
    home.mkdir()
    # Use the machine's own package index.
    variables = {name: value for name, value in os.environ.items() if name.startswith(_INHERITED)}
    config = Path.home() / ".config/pip/pip.conf"
    if "PIP_CONFIG_FILE" not in variables and config.exists():
        variables["PIP_CONFIG_FILE"] = str(config)
    return variables | {
        "PATH": str(programs),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm",
        **_PLAIN,
    }


@pytest.mark.slow
def test_the_commands_of_the_readme_work_in_order(tmp_path: Path) -> None:
    readme_steps = list(steps(README))
    assert readme_steps[0].command == "make demo"
    script = "exec 2> ../errors\n" + "".join(
        f"printf '<{number}>'\n{step.command}\n[ $? = 0 ] || echo failed: {number} >&2\n"
        for number, step in enumerate(readme_steps)
    )
    variables = [f"{name}={value}" for name, value in bare_machine(tmp_path).items()]
    bash = ("env", "-i", *variables, "bash", "-c", script)  # one shell, for `cd` and `export`
    with Terminal.running(*bash, cwd=checkout(tmp_path / "agenda"), columns=WIDTH) as terminal:
        terminal.end(seconds=300)
    errors = (tmp_path / "errors").read_text(encoding="utf-8")
    assert "failed" not in errors, errors
    for step, shown in zip(readme_steps, re.split(r"<\d+>", terminal.shown)[1:], strict=True):
        output = without_trailing_spaces(shown.replace("\r\n", "\n"))
        assert not step.output or is_documented(output, step.output), (step.command, output)
        assert step.command != "make demo" or "in 7 days" in output
