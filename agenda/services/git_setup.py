"""Sets git up so that it shows a book's changes with `agenda git-driver`."""

import shlex
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from shutil import which
from typing import Final

from msgspec import Struct

from agenda.errors import EnvironmentFailure
from agenda.store.atomic_write import write
from agenda.store.files import read_book_file
from agenda.store.git import Repository
from agenda.store.scaffold import ATTRIBUTES, FORMER_ATTRIBUTES

_ATTRIBUTES_FILE: Final = ".gitattributes"


class GitSetup(Struct, frozen=True):
    """What to change: values of git's config by name, and lines of `.gitattributes`.

    ``config`` has ``None`` for a value to remove. ``content`` is what `.gitattributes` contains,
    ``None`` if there is no such file.
    """

    root: Path
    config: dict[str, str | None]
    content: bytes | None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is to be changed."""
        return not (self.config or self.added or self.removed)

    def write(self) -> None:
        """Make the changes; in `.gitattributes` first, which may be refused."""
        if self.added or self.removed:
            self._write_attributes()
        repository = Repository(self.root)
        for name, value in self.config.items():
            if value is None:
                repository.unset(name)
            else:
                repository.set(name, value)

    def _write_attributes(self) -> None:
        old = self.content or b""
        kept = (
            line for line in old.splitlines(keepends=True) if not _is_one_of(line, self.removed)
        )
        new = _with_lines(b"".join(kept), self.added)
        path = self.root / _ATTRIBUTES_FILE
        if new or path.is_symlink():
            write(self.root, {path: new}, {} if self.content is None else {path: old})
        else:
            path.unlink()


def git_setup(root: Path) -> GitSetup:
    """What is missing in the repository of a book, and the lines of earlier versions."""
    repository = Repository(root)
    repository.require()
    config = {name: value for name, value in _config().items() if repository.setting(name) != value}
    content = _attributes(root)
    missing = tuple(line for line in ATTRIBUTES if not _is_in(line, content))
    outdated = tuple(line for line in FORMER_ATTRIBUTES if _is_in(line, content))
    return GitSetup(root, dict(config), content, missing, outdated)


def git_setup_undone(root: Path) -> GitSetup:
    """What takes a setup back: its settings and lines, and nothing else."""
    repository = Repository(root)
    repository.require()
    config = {name: None for name in _config() if repository.own_setting(name)}
    content = _attributes(root)
    present = tuple(line for line in (*ATTRIBUTES, *FORMER_ATTRIBUTES) if _is_in(line, content))
    return GitSetup(root, dict(config), content, removed=present)


def _config() -> dict[str, str]:
    return {"diff.agenda.command": _driver(), "diff.agenda.xfuncname": "^([a-z-]+:.*)$"}


def _attributes(root: Path) -> bytes | None:
    """The content of `.gitattributes`, in whatever encoding; ``None`` if there is none."""
    try:
        return read_book_file(root, _ATTRIBUTES_FILE)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EnvironmentFailure(f"can't read {_ATTRIBUTES_FILE}: {error.strerror}") from error


def _is_in(line: str, content: bytes | None) -> bool:
    return any(_is_one_of(written, (line,)) for written in (content or b"").splitlines())


def _is_one_of(written: bytes, lines: Sequence[str]) -> bool:
    return written.strip() in {line.encode() for line in lines}


def _with_lines(content: bytes, lines: Iterable[str]) -> bytes:
    """A file with some more lines at its end, which end as its own lines do."""
    line_end = b"\r\n" if b"\r\n" in content else b"\n"
    gap = b"" if not content or content.endswith(b"\n") else line_end
    added = b"".join(line.encode() + line_end for line in lines)
    return content + gap + added if added else content


def _driver() -> str:
    """The command for git to run, with its absolute path: an editor's git has another PATH.

    With `-P`, Python imports nothing from the current folder, which is the repository.
    """
    installed = which("agenda")
    program = shlex.quote(installed) if installed else f"{shlex.quote(sys.executable)} -P -m agenda"
    return f"{program} git-driver --"
