"""The start-up time of each command, on the shipped book."""

import sys
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from tools.bench.books import ROOT, VISIT_IDS
from tools.bench.measure import AGENDA, Case, Measured, side_by_side
from tools.bench.result import Budget, Measurement, Section

CLICK: Final = "import click"
TERMINAL_LIBRARIES: Final = "import click, rich.console, rich.table, yaml, msgspec"

_DESCRIPTION: Final = f"""\
Whole processes, compared with a process that only imports libraries: `{CLICK}` for commands that
need no book, `{TERMINAL_LIBRARIES}` for the others. The commands read the shipped book of ten
files, in a pipe and on a terminal, so they spend nearly all of their time on start-up. Each command
imports its modules only when it is called; an import added at the top of a shared module is
noticeable here first."""

_WHY: Final = "the command imports or reads more than the bare imports"

_VISIT = VISIT_IDS[1]
_FILE = f"agendas/{_VISIT}.yaml"
_BLOB = "0" * 40
_WITHOUT_BOOK: Final = {
    "agenda --version": ("--version",),
    "agenda --help": ("--help",),
    "completion": (),
}
_WITH_BOOK: Final[dict[str, tuple[str, ...]]] = {
    "agenda status": ("status",),
    "agenda brief": ("brief",),
    "agenda calendar": ("calendar",),
    "agenda countdown": ("countdown", _VISIT),
    "agenda show": ("show", _VISIT),
    "agenda validate": ("validate",),
    "agenda log": ("log",),
    "agenda diff OLD NEW": ("diff", _FILE, f"agendas/{VISIT_IDS[0]}.yaml"),
    "agenda apply --dry-run": ("apply", "--dry-run", "seeds/2024-06-20-trt-world.yaml"),
    "agenda schema visit": ("schema", "visit"),
    "agenda git-driver": ("git-driver", _FILE, _FILE, _BLOB, "100644", _FILE, _BLOB, "100644"),
}
_ON_TERMINAL: Final = (
    "agenda status", "agenda brief", "agenda calendar", "agenda countdown", "agenda show",
    "agenda log", "agenda diff OLD NEW", "agenda validate",
)  # fmt: skip
_MAX_RATIOS: Final = {
    **dict.fromkeys(_WITHOUT_BOOK, 1.2),
    "agenda status": 1.0,
    "agenda status, on a terminal": 1.2,
}
"""The most that a command may take, against the bare imports."""

_COMPLETION: Final = {
    "_AGENDA_COMPLETE": "bash_complete",
    "COMP_WORDS": "agenda st",
    "COMP_CWORD": "1",
}


def measure(book: Path, rounds: int) -> Section:
    """Time every command on a copy of the shipped book."""
    measured = side_by_side(_cases(book), rounds)
    bare = dict.fromkeys(_WITHOUT_BOOK, CLICK)
    for name in _WITH_BOOK:
        bare[name] = TERMINAL_LIBRARIES
        if name in _ON_TERMINAL:
            bare[f"{name}, on a terminal"] = TERMINAL_LIBRARIES
    rows = [
        Measurement(f'python -c "{code}"', measured.seconds(code))
        for code in (CLICK, TERMINAL_LIBRARIES)
    ]
    rows += [_row(measured, name, code) for name, code in bare.items()]
    budgets = [
        Budget(
            f"{name}, against the bare imports",
            measured.ratio(name, bare[name]),
            max_ratio,
            why=_WHY,
        )
        for name, max_ratio in _MAX_RATIOS.items()
    ]
    return Section("Start-up", _DESCRIPTION, tuple(rows), measured.noise, (), tuple(budgets))


def bare_seconds(rounds: int) -> float:
    """The time of a process that only imports the libraries that a command on a book needs."""
    case = Case((sys.executable, "-c", TERMINAL_LIBRARIES), ROOT)
    return side_by_side({TERMINAL_LIBRARIES: case}, rounds).seconds(TERMINAL_LIBRARIES)


def _cases(book: Path) -> dict[str, Case]:
    cases = {code: Case((sys.executable, "-c", code), book) for code in (CLICK, TERMINAL_LIBRARIES)}
    for name, arguments in (_WITHOUT_BOOK | _WITH_BOOK).items():
        environment = _COMPLETION if name == "completion" else {}
        cases[name] = Case((AGENDA, *arguments), book, environment)
        if name in _ON_TERMINAL:
            cases[f"{name}, on a terminal"] = replace(cases[name], on_terminal=True)
    return cases


def _row(measured: Measured, name: str, bare: str) -> Measurement:
    against = "click" if bare == CLICK else "all imports"
    return Measurement(name, measured.seconds(name), against, measured.ratio(name, bare))
