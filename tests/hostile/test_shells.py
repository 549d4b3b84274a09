"""Ids that are commands to a shell, completed in the real shells."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.builders import VISIT, MakeBook
from tests.hostile.conftest import Tried
from tests.run import run
from tests.terminal import Terminal

pytestmark = pytest.mark.hostile

IDS: Final = (
    "a;touch marker",
    "b$(touch marker)",
    "c`touch marker`",
    "d e  f",
    "e:f:g",
    "f&touch marker",
    "g|touch marker",
    "h>marker",
    "i'j",
    'j"k',
    "k*",
    "l?[m]{n,o}",
    "m\\n",
    "n$HOME",
    "o,p",
    "p#q",
    "q~",
    "r=s",
    "s!t",
    "t(u)",
)

SHELLS: Final = {
    "bash": ("--norc", "--noprofile", "-i"),
    "zsh": ("-f", "-i"),
    "fish": ("--no-config", "-i"),
}

SETUP: Final = {
    "bash": 'PS1="> "; eval "$(agenda completion bash)"',
    "zsh": 'PS1="> "; autoload -Uz compinit; compinit -u -D; eval "$(agenda completion zsh)"',
    "fish": "agenda completion fish | source",
}


@pytest.fixture(params=SHELLS)
def shell(
    request: pytest.FixtureRequest, desk: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminal]:
    """A shell in the book, which completes this program."""
    name = request.param
    program = shutil.which(name) or pytest.skip(f"{name} is not installed")
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "agenda"
    script.write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = show ]; then printf "%s\\n" "$@" >"{desk}/shown"; exit; fi\n'
        f'exec "{sys.executable}" -m agenda "$@"\n'
    )
    script.chmod(0o755)
    path = f"{folder}:{os.environ['PATH']}"
    home = str(tmp_path_factory.mktemp("home"))
    with Terminal.running(
        program, *SHELLS[name], cwd=desk, PATH=path, HISTFILE="", HOME=home
    ) as terminal:
        terminal.press(f'{SETUP[name]}; echo rea""dy\n')
        terminal.until("ready")
        yield terminal


@pytest.fixture
def desk(make_book: MakeBook) -> Path:
    return make_book({f"agendas/{name}.yaml": VISIT for name in IDS})


def complete_and_run(shell: Terminal, typed: str, desk: Path) -> str:
    """The arguments that the program gets once a typed line is completed and entered."""
    shown = desk / "shown"
    shown.unlink(missing_ok=True)
    # A shell reads the end of the line once it has completed the word.
    shell.press(f"agenda show {typed}\t\n")
    end = time.monotonic() + 10
    while time.monotonic() < end and not (shown.exists() and shown.read_text().endswith("\n")):
        shell.until_quiet(0.02)
    return shown.read_text() if shown.exists() else ""


def test_a_completed_id_is_one_argument(shell: Terminal, desk: Path, tried: Tried) -> None:
    for name in IDS:
        for quote in ("", "'", '"'):
            tried("shell: a completed id in bash, zsh and fish")
            arguments = complete_and_run(shell, f"{quote}{name[0]}", desk)
            assert not (desk / "marker").exists(), (name, quote)
            assert arguments == f"show\n{name}\n", (name, quote, shell.shown[-300:])


@pytest.mark.parametrize("typed", ["e:", "e:f:", "'e:", '"e:f:', "e\\:f"])
def test_a_typed_colon_is_part_of_the_word(
    shell: Terminal, desk: Path, typed: str, tried: Tried
) -> None:
    tried("shell: a completed id in bash, zsh and fish")
    assert complete_and_run(shell, typed, desk) == "show\ne:f:g\n"


def test_names_with_line_ends_or_escapes_are_not_completed(desk: Path, tried: Tried) -> None:
    for name in ("x\ny", "x\x1b[31m", "x\u202ey", "--help", "-x"):
        (desk / f"agendas/{name}.yaml").write_text(VISIT)
    listed = run(cwd=desk, _AGENDA_COMPLETE="bash_complete", COMP_LINE="agenda show ", COMP_CUR="")
    assert len(listed.out.splitlines()) == len(IDS)
    tried("shell: ids that no shell can pass on")
    for shell in ("bash", "zsh", "fish"):
        result = run(
            cwd=desk,
            _AGENDA_COMPLETE=f"{shell}_complete",
            COMP_WORDS="agenda show x",
            COMP_LINE="agenda show x",
            COMP_CUR="x",
            COMP_CWORD="x" if shell == "fish" else "2",
        )
        assert result.out.strip() == ""
