"""`agenda doctor`: what a bug report needs to say about an installation."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from agenda.cli.options import Invocation, command

_COMPLETIONS: Final = {
    "bash": ".local/share/bash-completion/completions/agenda",
    "zsh": ".zfunc/_agenda",
    "fish": ".config/fish/completions/agenda.fish",
}
"""Where `agenda completion --help` says to save the script of each shell, from the home folder."""


@command("text")
def doctor(invocation: Invocation) -> int:
    """Print versions and settings, for a bug report.

    Nothing of the book's content is printed.

    Example: agenda doctor
    """
    rows = list(_rows(invocation))
    widest = max(len(name) for name, _ in rows)
    output = invocation.output()
    for name, value in rows:
        output.line(f"{name:<{widest}}  {value}".replace(str(Path.home()), "~"))
    return 0


def _rows(invocation: Invocation) -> Iterator[tuple[str, str]]:
    import platform

    from agenda import __version__

    yield "agenda", f"{__version__}, in {Path(__file__).parent.parent.parent}"
    yield "python", f"{platform.python_version()} ({sys.platform}, {platform.machine()})"
    yield "libraries", _libraries()
    yield "git", _git()
    yield "time zones", _time_zones()
    yield "terminal", _terminal(invocation)
    yield "locale", f"{_locale()}; output in {sys.stdout.encoding}"
    yield "completion", _completion()
    yield "book", _book(invocation)


def _libraries() -> str:
    from importlib.metadata import version

    import yaml

    names = ("click", "rich", "msgspec", "PyYAML", "pendulum", "jsonschema-rs")
    libyaml = ".".join(map(str, yaml._yaml.get_version()))  # noqa: SLF001  it has no public name
    return ", ".join(f"{name} {version(name)}" for name in names) + f", libyaml {libyaml}"


def _git() -> str:
    from agenda.errors import EnvironmentFailure
    from agenda.store.git_process import run_git

    try:
        asked = run_git(Path("/"), "version")
    except EnvironmentFailure as failure:
        return f"{failure}; only the commands that read revisions need it"
    return asked.stdout.decode().strip().removeprefix("git version ")


def _time_zones() -> str:
    import zoneinfo
    from importlib.metadata import PackageNotFoundError, version

    system = next((path for path in zoneinfo.TZPATH if Path(path).is_dir()), "")
    try:
        package = f"package tzdata {version('tzdata')}"
    except PackageNotFoundError:
        package = ""
    local = os.environ.get("TZ", "not set")
    return f"{' and '.join(filter(None, (system, package))) or 'none'}; TZ is {local}"


def _terminal(invocation: Invocation) -> str:
    output = invocation.output()
    size = f"{output.width} columns" if output.is_terminal else "output is not a terminal"
    names = ("TERM", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "PAGER")
    settings = [f"{name}={os.environ[name]}" for name in names if name in os.environ]
    return ", ".join([size, *settings])


def _locale() -> str:
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    return next((f"{name}={os.environ[name]}" for name in names if os.environ.get(name)), "not set")


def _completion() -> str:
    installed = [shell for shell, path in _COMPLETIONS.items() if (Path.home() / path).exists()]
    shell = Path(os.environ.get("SHELL", "")).name or "unknown"
    return f"{', '.join(installed) or 'not where `agenda completion --help` says'}; shell {shell}"


def _book(invocation: Invocation) -> str:
    from agenda.errors import EnvironmentFailure
    from agenda.store.layout import REPORTS, VISITS, ids
    from agenda.text.prose import count

    try:
        root = invocation.root()
    except EnvironmentFailure as failure:
        return str(failure).partition(";")[0]
    variable = "AGENDA_BOOK" if os.environ.get("AGENDA_BOOK") else "the current folder"
    reason = "--book" if invocation.named_book else variable
    content = (
        f"{count(len(ids(root, VISITS)), 'visit')}, {count(len(ids(root, REPORTS)), 'report')}"
    )
    return f"{root}, found by {reason}: {content}"
