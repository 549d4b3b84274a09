"""Sets git up so that it shows a book's changes with `agenda git-driver`."""

import shlex
import sys
from collections.abc import Iterable
from pathlib import Path
from shutil import which
from typing import Final

from msgspec import Struct

from agenda.errors import EnvironmentFailure
from agenda.store.atomic_write import write
from agenda.store.files import read_book_file
from agenda.store.git import Repository
from agenda.store.scaffold import ATTRIBUTES

_ATTRIBUTES_FILE: Final = ".gitattributes"


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
        """Write what is missing; `.gitattributes` first, which may be refused."""
        if self.attributes:
            old = _attributes(self.root)
            path = self.root / _ATTRIBUTES_FILE
            new = _with_lines(old or b"", self.attributes)
            write(self.root, {path: new}, {} if old is None else {path: old})
        repository = Repository(self.root)
        for name, value in self.config.items():
            repository.set(name, value)


def git_setup(root: Path) -> GitSetup:
    """What is missing in the repository of a book."""
    repository = Repository(root)
    repository.require()
    wanted = {"diff.agenda.command": _driver(), "diff.agenda.xfuncname": "^([a-z-]+:.*)$"}
    config = {name: value for name, value in wanted.items() if repository.setting(name) != value}
    existing = (_attributes(root) or b"").splitlines()
    missing = tuple(line for line in ATTRIBUTES if line.encode() not in existing)
    return GitSetup(root, config, missing)


def _attributes(root: Path) -> bytes | None:
    """The content of `.gitattributes`, in whatever encoding; ``None`` if there is none."""
    try:
        return read_book_file(root, _ATTRIBUTES_FILE)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EnvironmentFailure(f"can't read {_ATTRIBUTES_FILE}: {error.strerror}") from error


def _with_lines(content: bytes, lines: Iterable[str]) -> bytes:
    """A file with some more lines at its end, which end as its own lines do."""
    line_end = b"\r\n" if b"\r\n" in content else b"\n"
    gap = b"" if not content or content.endswith(b"\n") else line_end
    return content + gap + b"".join(line.encode() + line_end for line in lines)


def _driver() -> str:
    """The command for git to run, with its absolute path: an editor's git has another PATH.

    With `-P`, Python imports nothing from the current folder, which is the repository.
    """
    installed = which("agenda")
    program = shlex.quote(installed) if installed else f"{shlex.quote(sys.executable)} -P -m agenda"
    return f"{program} git-driver"
