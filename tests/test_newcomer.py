"""The README from top to bottom, as somebody new copies it, with nothing but Python, make and git.

`make test` is the one command that is left out: it is what runs this.
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

from tests.documents import BLOCK, README, shown
from tests.run import ROOT

_KEPT: Final = ("PIP_", "SSL_", "REQUESTS_", "HTTP", "http", "NO_PROXY", "no_proxy")
_FILE: Final = re.compile(r"# (\S+\.yaml)\n")
_LEFT_OUT: Final = "make test"

_UNIX: Final = "awk bash cat cp dirname env head ln ls mkdir rm sed sh touch uname"
"""What any machine has that has make and git."""


class Step(Struct, frozen=True):
    """A command of the README and what it shows of its output, or a file to write."""

    command: str
    output: str = ""


def steps(text: str) -> Iterator[Step]:
    """What a newcomer does, in order."""
    for kind, block in BLOCK.findall(text):
        if kind == "console":
            for command, output in shown(block):
                if command != _LEFT_OUT:
                    yield Step(command, output)
        elif file := _FILE.match(block):
            yield Step(f"cat > {shlex.quote(file[1])} <<'END'\n{block}END")


def checkout(folder: Path) -> Path:
    """What a clone would hold, with what is not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in map(os.fsdecode, listed.stdout.split(b"\0")[:-1]):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def bare_machine(folder: Path) -> dict[str, str]:
    """An environment with Python, make and git on the path, a home of its own, and nothing else."""
    programs = folder / "bin"
    programs.mkdir()
    base = Path(sys.base_prefix) / "bin" / "python3"
    for name in (*_UNIX.split(), "make", "git"):
        program = shutil.which(name)
        assert program, name
        (programs / name).symlink_to(program)
    (programs / "python3").symlink_to(base)
    home = folder / "home"
    home.mkdir()
    # Where packages come from is a matter of the machine.
    kept = {name: it for name, it in os.environ.items() if name.startswith(_KEPT)}
    config = Path.home() / ".config/pip/pip.conf"
    if "PIP_CONFIG_FILE" not in kept and config.exists():
        kept["PIP_CONFIG_FILE"] = str(config)
    return kept | {"PATH": str(programs), "HOME": str(home), "LANG": "C.UTF-8", "TERM": "dumb"}


@pytest.mark.slow
def test_the_readme_from_top_to_bottom(tmp_path: Path) -> None:
    todo = list(steps(README))
    assert todo[0].command == "make demo"
    outputs = [tmp_path / f"{number}.out" for number in range(len(todo))]
    script = "".join(
        f"{step.command} > {output} || echo {shlex.quote(step.command)} failed >&2\n"
        if not step.command.startswith("cat >")
        else f"{step.command}\n"
        for step, output in zip(todo, outputs, strict=True)
    )
    ran = subprocess.run(
        ["bash", "-c", script],  # one shell, in which `cd` and `export` last
        cwd=checkout(tmp_path / "agenda"),
        env=bare_machine(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "failed" not in ran.stderr, ran.stderr
    for step, output in zip(todo, outputs, strict=True):
        if step.output:
            assert output.read_text(encoding="utf-8") == step.output, step.command
    assert "in 7 days" in outputs[0].read_text(encoding="utf-8")
