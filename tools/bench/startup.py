"""What each command costs before it does anything: its start-up, on the shipped book."""

import sys
from pathlib import Path
from typing import Final

from tools.bench.books import LEGS, ROOT
from tools.bench.measure import AGENDA, Case, Measured, side_by_side
from tools.bench.result import Budget, Measurement, Section

_MOST: Final = 1.3

CLICK: Final = "import click"
TERMINAL_LIBRARIES: Final = "import click, rich.console, rich.table, yaml, pendulum, msgspec"

_DESCRIPTION: Final = f"""\
The whole process, from start to end, against a process that only imports: `{CLICK}` for what
needs no book, `{TERMINAL_LIBRARIES}` for what does. The commands work on the shipped book of ten
files, so that what they do beyond starting is next to nothing. A command imports what it needs
only once it is called; a new import at the top of a module that all of them read shows here
first."""

_WHY: Final = "the command imports or reads more than the bare line"

_VISIT = LEGS[1]
_FILE = f"agendas/{_VISIT}.yaml"
_BLOB = "0" * 40
_ON_IMPORTS_OF_CLICK: Final = {
    "agenda --version": ("--version",),
    "agenda --help": ("--help",),
    "completion": (),
}
_ON_ALL_IMPORTS: Final = {
    "agenda status": ("status",),
    "agenda countdown": ("countdown", _VISIT),
    "agenda show": ("show", _VISIT),
    "agenda validate": ("validate",),
    "agenda log": ("log",),
    "agenda diff OLD NEW": ("diff", _FILE, f"agendas/{LEGS[0]}.yaml"),
    "agenda apply --dry-run": ("apply", "--dry-run", "seeds/2024-06-20-trt-world.yaml"),
    "agenda schema visit": ("schema", "visit"),
    "agenda git-driver": ("git-driver", _FILE, _FILE, _BLOB, "100644", _FILE, _BLOB, "100644"),
}
_COMPLETION: Final = {
    "_AGENDA_COMPLETE": "bash_complete",
    "COMP_WORDS": "agenda st",
    "COMP_CWORD": "1",
}


def measure(book: Path, rounds: int) -> Section:
    """Time every command on a copy of the shipped book."""
    measured = side_by_side(_cases(book), rounds)
    against = dict.fromkeys(_ON_IMPORTS_OF_CLICK, CLICK) | dict.fromkeys(
        _ON_ALL_IMPORTS, TERMINAL_LIBRARIES
    )
    rows = [
        Measurement(f'python -c "{code}"', measured.seconds(code))
        for code in (CLICK, TERMINAL_LIBRARIES)
    ]
    rows += [_row(measured, name, bare) for name, bare in against.items()]
    budgets = [
        Budget(f"{name}, against the bare imports", measured.ratio(name, bare), _MOST, why=_WHY)
        for name, bare in against.items()
        if bare == CLICK or name == "agenda status"
    ]
    return Section("Start-up", _DESCRIPTION, tuple(rows), measured.noise, (), tuple(budgets))


def bare_seconds(rounds: int) -> float:
    """The seconds of a process that only imports what a command on a book needs."""
    case = Case((sys.executable, "-c", TERMINAL_LIBRARIES), ROOT)
    return side_by_side({TERMINAL_LIBRARIES: case}, rounds).seconds(TERMINAL_LIBRARIES)


def _cases(book: Path) -> dict[str, Case]:
    cases = {code: Case((sys.executable, "-c", code), book) for code in (CLICK, TERMINAL_LIBRARIES)}
    for name, arguments in (_ON_IMPORTS_OF_CLICK | _ON_ALL_IMPORTS).items():
        environment = _COMPLETION if name == "completion" else {}
        cases[name] = Case((AGENDA, *arguments), book, environment)
    return cases


def _row(measured: Measured, name: str, bare: str) -> Measurement:
    against = "click" if bare == CLICK else "all imports"
    return Measurement(name, measured.seconds(name), against, measured.ratio(name, bare))
