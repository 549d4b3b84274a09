"""Sets git up so that it shows a book's changes with `agenda git-driver`."""

import shlex
import sys
from pathlib import Path
from shutil import which

from msgspec import Struct

from agenda.store.git import Repository
from agenda.store.scaffold import ATTRIBUTES


class GitSetup(Struct, frozen=True):
    """What is missing: values of git's config by name, and lines of `.gitattributes`."""

    root: Path
    config: dict[str, str]
    attributes: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not (self.config or self.attributes)

    def write(self) -> None:
        """Write what is missing."""
        repository = Repository(self.root)
        for name, value in self.config.items():
            repository.set(name, value)
        if self.attributes:
            path = self.root / ".gitattributes"
            content = path.read_text(encoding="utf-8") if path.exists() else ""
            gap = "" if not content or content.endswith("\n") else "\n"
            added = "".join(f"{line}\n" for line in self.attributes)
            path.write_text(content + gap + added, encoding="utf-8")


def git_setup(root: Path) -> GitSetup:
    """What is missing in the repository of a book."""
    repository = Repository(root)
    repository.require()
    wanted = {"diff.agenda.command": _driver(), "diff.agenda.xfuncname": "^([a-z-]+:.*)$"}
    config = {name: value for name, value in wanted.items() if repository.setting(name) != value}
    path = root / ".gitattributes"
    existing = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return GitSetup(root, config, tuple(line for line in ATTRIBUTES if line not in existing))


def _driver() -> str:
    """The command for git to run, with its absolute path: an editor's git has another PATH."""
    installed = which("agenda")
    program = shlex.quote(installed) if installed else f"{shlex.quote(sys.executable)} -m agenda"
    return f"{program} git-driver"
