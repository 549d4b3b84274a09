"""Checks the layout of the code and the names in it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.run import ROOT

PRIVATE_NAMES = frozenset(
    (Path(__file__).parent / "private-names.txt").read_text(encoding="utf-8").split()
)
"""Names from a private vocabulary; docs/decisions.md lists their replacements.

Names are compared in lower case and without leading underscores.
"""

ALLOWED = {
    "agenda/history/evidence.py": {"retracted"},
    "agenda/model/": {"place"},  # where an agenda item takes place
    "agenda/output/export_rows.py": {"place"},  # its column
    "agenda/yamlio/": {"problem"},  # PyYAML's word for the message of a syntax error
    "agenda/services/": {"problem"},
    "agenda/cli/commands/apply.py": {"problem"},
}

VERBS = {
    "apply": {"agenda/cli/commands/apply.py", "agenda/services/library.py"},
    "find": set[str](),
    "ask": {"agenda/cli/commands/apply.py"},
}
"""Common verbs with a fixed meaning, and the modules that may use them as names."""

FILES = sorted(
    path
    for folder in ("agenda", "tests", "tools")
    for path in (ROOT / folder).rglob("*.py")
    if path.name not in {"_countries.py", "_places.py", "_coordinates.py"}
)

MODULES = [path for path in FILES if ROOT / "agenda" in path.parents and path.stem[0] != "_"]


def identifiers(tree: ast.AST) -> Iterator[str]:
    """The names of the classes, functions, parameters and variables that a module defines."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef():
                yield node.name
            case ast.arg():
                yield node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr


def allowed_in(file: str) -> set[str]:
    """The private names that a file may use."""
    return {name for start, names in ALLOWED.items() if file.startswith(start) for name in names}


# One test for all files, because a test for each takes longer than what it checks.
def test_names_are_used_only_where_allowed() -> None:
    used = []
    for path in FILES:
        file = path.relative_to(ROOT).as_posix()
        names = set(identifiers(ast.parse(path.read_bytes())))
        private = {name.lstrip("_").lower() for name in names | {path.stem}} & PRIVATE_NAMES
        used += [f"{name} in {file}" for name in private - allowed_in(file)]
        if path in MODULES:
            verbs = {verb for verb, files in VERBS.items() if file not in files}
            used += [f"{verb} in {file}" for verb in names & verbs]
    assert used == []


def test_a_module_has_20_to_400_lines() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: size for path, size in sizes.items() if not 20 <= size <= 400} == {}


def test_there_are_few_modules_besides_those_of_commands() -> None:
    """Each command has a module in `cli` and often one or more in `output`."""
    folders = {"commands", "output", "ci", "site"}
    of_commands = [path for path in MODULES if path.parent.name in folders]
    assert len(MODULES) - len(of_commands) <= 100
