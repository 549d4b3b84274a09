"""A whole new book: its two folders, and the files that a desk wants beside them."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from agenda.errors import BrokenSurroundings
from agenda.store.atomic_write import write
from agenda.store.layout import REPORTS, SETTINGS, VISITS
from agenda.yamlio.quoting import scalar

ATTRIBUTES: Final = (f"{VISITS}/** diff=agenda", f"{REPORTS}/** diff=agenda")
"""The lines of `.gitattributes` that name git's driver, which `agenda setup-git` tells it of."""

WORKFLOW: Final = ".github/workflows/agenda.yml"
HOOKS: Final = ".pre-commit-config.yaml"

_SETTINGS: Final = """\
# The desk's own settings. All of it may be left out; `agenda schema book` describes it.

# Subjects that this desk follows, beside the shipped ones.
# topics:
#   grain-corridor:
#     label: Grain corridor
#     keywords: [wheat, black sea]

# How much a rule matters here: error, warning, notice or off. `agenda explain` lists the rules.
# rules:
#   unsourced: warning
"""


class Piece(Struct, frozen=True):
    """A file of a new book: its path, what it holds, and what it is for."""

    path: str
    text: str
    purpose: str


class Founding(Struct, frozen=True):
    """What a new book gets: what is to be made, what stays, and what is to be put in by hand.

    ``by_hand`` has each path as a user would name it, and the text that belongs there.
    """

    folder: Path
    made: tuple[Piece, ...]
    kept: tuple[str, ...]
    by_hand: tuple[tuple[str, str], ...]

    def write(self) -> None:
        """Make all that is to be made, or nothing."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BrokenSurroundings(f"can't make {self.folder}: {error.strerror}") from error
        write({self.folder / one.path: one.text.encode() for one in self.made}, {})


def founding(folder: Path, requirement: str) -> Founding:
    """What is to be done to make a book of a folder; what is there already stays as it is.

    ``requirement`` is what pip is told in order to install this program.
    """
    repository = _repository_of(folder)
    is_top = repository in {None, folder}
    below = "" if repository is None else folder.relative_to(repository).as_posix()
    # GitHub and pre-commit read their files only at a repository's top.
    checks = list(_checks("" if is_top else below, requirement))
    made, kept, by_hand = [], [], []
    for piece in [*_own(folder), *(checks if is_top else [])]:
        there = folder / piece.path
        if not there.exists() and not there.is_symlink():
            made.append(piece)
        else:
            kept.append(piece.path)
            if piece.path == HOOKS and not _mentions(there, "agenda validate"):
                by_hand.append((piece.path, piece.text.removeprefix("repos:\n")))
    if not is_top and repository is not None:
        for piece in checks:
            there = repository / piece.path
            if not _mentions(there, f"agenda validate{_named(below)}"):
                text = piece.text.removeprefix("repos:\n") if there.exists() else piece.text
                by_hand.append((str(there), text))
    return Founding(folder, tuple(made), tuple(kept), tuple(by_hand))


def _own(folder: Path) -> Iterator[Piece]:
    for name, what in ((VISITS, "one file for each visit"), (REPORTS, "one file for each report")):
        # Git keeps no empty folder; one that holds something needs no help.
        if not (folder / name).is_dir() or not any((folder / name).iterdir()):
            yield Piece(f"{name}/.gitkeep", "", what)
    if not (folder / SETTINGS[1]).exists():
        yield Piece(SETTINGS[0], _SETTINGS, "the desk's own topics, and how much each rule matters")
    attributes = "".join(f"{line}\n" for line in ATTRIBUTES)
    yield Piece(".gitattributes", attributes, "what `git diff` needs, once `agenda setup-git` ran")


def _checks(below: str, requirement: str) -> Iterator[Piece]:
    """The files that let a repository check its book, which lies in it at a path or at its top."""
    command = f"agenda validate{_named(below)}"
    yield Piece(WORKFLOW, _workflow(command, requirement), "checks the book on GitHub")
    yield Piece(HOOKS, _hooks(command, below), "checks the book before a commit, with pre-commit")


def _named(below: str) -> str:
    return f" --book {shlex.quote(below)}" if below else ""


def _workflow(command: str, requirement: str) -> str:
    return f"""\
# Checks the book at each push and in each pull request, and shows problems at their lines.
name: agenda
on: [push, pull_request]

permissions:
  contents: read

jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: {scalar(f"pip install {shlex.quote(requirement)}")}
      - run: {scalar(f"{command} --format github")}
"""


def _hooks(command: str, below: str) -> str:
    start = f"{re.escape(below)}/" if below else ""
    files = rf"^{start}(({VISITS}|{REPORTS})/|agenda\.ya?ml$)"
    return f"""\
repos:
  - repo: local
    hooks:
      - id: agenda-validate
        name: agenda validate
        entry: {scalar(command)}
        language: system
        files: {scalar(files)}
        pass_filenames: false
"""


def _mentions(path: Path, text: str) -> bool:
    return path.is_file() and text in path.read_text(encoding="utf-8", errors="replace")


def _repository_of(folder: Path) -> Path | None:
    """The top of the repository that a folder lies in, or will lie in; nothing if there is none."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)
