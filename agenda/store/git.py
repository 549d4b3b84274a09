"""Git's revisions, files and blobs, asked with its plumbing."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from agenda.errors import BrokenSurroundings
from agenda.store.git_process import Ended, ask, ask_together, revisions

_RAW: Final = ("-z", "--no-renames", "--relative")

_REGULAR: Final = ("100644", "100755")


class Entry(Struct, frozen=True):
    """A file of a revision: its path from the folder that was asked about, and its blob's id."""

    path: str
    blob: str


class Commit(Struct, frozen=True):
    """A revision that was found: what it was called, and its full id."""

    name: str
    id: str


class Difference(Struct, frozen=True):
    """A file that differs: its blob before and after, empty where there is none.

    After is the working tree where ``is_on_disk``, whatever blob git would make of it.
    """

    path: str
    before: str
    after: str = ""
    is_on_disk: bool = False


class Repository:
    """The repository that a folder lies in. Paths count from that folder.

    Whether there is one shows when it is first asked for something: a process of git's own for
    that would be a large part of what an answer costs.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def require(self) -> None:
        """Raise :class:`BrokenSurroundings` where there is no repository, or git refuses it."""
        ended = self._run("rev-parse", "--is-inside-work-tree")
        if ended.returncode:
            raise BrokenSurroundings(_why_no_repository(self._folder, ended.stderr))

    def commit(self, name: str) -> Commit:
        """The commit of a revision's name."""
        # In `HEAD:agendas` and `:/text` all that follows the colon is a path or a text.
        peeled = name if ":" in name else f"{name}^{{commit}}"
        ended = self._find(peeled)
        if ended.returncode == 0 and peeled == name:
            ended = self._find(f"{ended.stdout.decode().strip()}^{{commit}}")
        if ended.returncode or ended.stdout.startswith(b"^"):  # `^HEAD` is all but a revision
            self.require()
            raise BrokenSurroundings(
                f"git knows no revision `{name}` in {self._folder}{self._hint_for(name)}"
            )
        return Commit(name, ended.stdout.decode().strip())

    def _find(self, name: str) -> Ended:
        return self._run("rev-parse", "--verify", "--quiet", "--end-of-options", name)

    def _hint_for(self, name: str) -> str:
        from agenda.text.suggest import did_you_mean

        if self._is_shallow():
            return "; this clone is shallow, `git fetch --unshallow` brings the rest"
        known = revisions(self._folder)
        if not known:
            return "; nothing is committed there yet"
        # Of `HEAD~99` it is the number that is wrong.
        is_a_name = not set(name) & set("~^@:")
        guess = did_you_mean(name, known) if is_a_name else ""
        return f"; {guess or '`git log --oneline` and `git tag` list them'}"

    def _is_shallow(self) -> bool:
        return self._run("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    def files(self, commit: Commit, below: Sequence[str]) -> list[Entry]:
        """The regular files of a commit in some folders, or of these names, by path."""
        ended = self._run("ls-tree", "-r", "-z", commit.id, "--", *below)
        if ended.returncode:
            raise BrokenSurroundings(f"git can't list {commit.name}: {_last_line(ended.stderr)}")
        entries = []
        for line in ended.stdout.split(b"\0")[:-1]:
            about, _, path = line.partition(b"\t")
            mode, _, blob = about.decode().split()
            if mode in _REGULAR:
                entries.append(Entry(os.fsdecode(path), blob))
        return entries

    def between(self, one: Commit, other: Commit, below: Sequence[str]) -> list[Difference]:
        """The files that differ between two commits."""
        raw = _told(self._run("diff-tree", "-r", *_RAW, one.id, other.id, "--", *below))
        return [Difference(path, before, after) for before, after, path in _differences(raw)]

    def since(self, commit: Commit, below: Sequence[str]) -> list[Difference]:
        """The files of the working tree that differ from a commit, those not added yet too."""
        changed, others = map(
            _told,
            ask_together(
                self._folder,
                ("diff-index", *_RAW, commit.id, "--", *below),
                ("ls-files", "-z", "--others", "--exclude-standard", "--", *below),
            ),
        )
        found = {
            path: Difference(path, before, is_on_disk=(self._folder / path).is_file())
            for before, _, path in _differences(changed)
        }
        for path in map(os.fsdecode, others.split(b"\0")[:-1]):
            before = found[path].before if path in found else ""
            if (self._folder / path).is_file():
                found[path] = Difference(path, before, is_on_disk=True)
        return [found[path] for path in sorted(found)]

    def blobs(self, ids: Sequence[str]) -> Iterator[bytes]:
        """What is in some blobs, in their order, by one process."""
        ended = self._run("cat-file", "--batch", asked="".join(f"{one}\n" for one in ids).encode())
        rest = memoryview(ended.stdout)
        for one in ids:
            head, _, _ = bytes(rest[:200]).partition(b"\n")
            words = head.split()
            if len(words) != 3:
                raise BrokenSurroundings(f"git lacks the object {one}; is this clone complete?")
            start, size = len(head) + 1, int(words[2])
            yield bytes(rest[start : start + size])
            rest = rest[start + size + 1 :]

    def setting(self, name: str) -> str:
        """A value of git's config, or nothing."""
        return self._run("config", "--get", name).stdout.decode().rstrip("\n")

    def set(self, name: str, value: str) -> None:
        """Put a value into the repository's own config."""
        ended = self._run("config", name, value)
        if ended.returncode:
            raise BrokenSurroundings(f"git can't set {name}: {_last_line(ended.stderr)}")

    def _run(self, *arguments: str, asked: bytes = b"") -> Ended:
        return ask(self._folder, *arguments, said=asked)


def _told(ended: Ended) -> bytes:
    if ended.returncode:
        raise BrokenSurroundings(f"git can't compare: {_last_line(ended.stderr)}")
    return ended.stdout


def _differences(raw: bytes) -> Iterator[tuple[str, str, str]]:
    """The blob before, the blob after (empty for none) and the path of each raw difference."""
    fields = raw.split(b"\0")[:-1]
    for about, path in zip(fields[::2], fields[1::2], strict=True):
        old_mode, new_mode, old, new, _ = about.decode().removeprefix(":").split()
        before = old if old_mode in _REGULAR else ""
        after = new if new_mode in _REGULAR else ""
        yield before, after, os.fsdecode(path)


def _why_no_repository(folder: Path, said: bytes) -> str:
    if b"not a git repository" in said:
        return (
            f"{folder} is not in a git repository, so it has no revisions; `git init` makes it one"
        )
    return f"git refuses {folder}: {_last_line(said)}"


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ") if lines else "it does not say why"
