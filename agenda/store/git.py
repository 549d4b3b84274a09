"""Revisions, files and blobs of a git repository, read with low-level git commands."""

import os
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final

from msgspec import Struct

from agenda.errors import EnvironmentFailure
from agenda.store.git_process import (
    NO_DIFF_PROGRAMS,
    Completed,
    revisions,
    run_git,
    run_git_parallel,
    streamed_git,
)
from agenda.yamlio.types import MAX_BYTES

_RAW: Final = ("-z", "--no-renames", "--relative", *NO_DIFF_PROGRAMS)

_REGULAR: Final = ("100644", "100755")


class Entry(Struct, frozen=True):
    """A file of a revision: its path from the folder that was asked about, and its blob's id."""

    path: str
    blob: str


class Commit(Struct, frozen=True):
    """A commit: the revision that names it, and its full id."""

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
        """Raise :class:`EnvironmentFailure` where there is no repository, or git refuses it."""
        completed = self._run("rev-parse", "--is-inside-work-tree")
        if completed.returncode:
            raise EnvironmentFailure(_why_no_repository(self._folder, completed.stderr))

    def commit(self, name: str) -> Commit:
        """The commit of a revision's name."""
        # In `HEAD:agendas` and `:/text` all that follows the colon is a path or a text.
        peeled = name if ":" in name else f"{name}^{{commit}}"
        completed = self._resolve(peeled)
        if completed.returncode == 0 and peeled == name:
            completed = self._resolve(f"{completed.stdout.decode().strip()}^{{commit}}")
        if completed.returncode or completed.stdout.startswith(
            b"^"
        ):  # `^HEAD` is all but a revision
            self.require()
            raise EnvironmentFailure(
                f"git has no revision `{name}` in {self._folder}{self._hint_for(name)}"
            )
        return Commit(name, completed.stdout.decode().strip())

    def merge_base(self, commit: Commit, other: Commit) -> Commit:
        """The best common ancestor of two commits, from which a branch is compared."""
        completed = self._run("merge-base", commit.id, other.id)
        names = f"{commit.name} and {other.name}"
        if completed.returncode:
            hint = self._hint_for_shallow() or "; they have no common history"
            raise EnvironmentFailure(f"git finds no merge base of {names}{hint}")
        base = completed.stdout.split()[0].decode()
        return Commit(f"the merge base of {names}", base)

    def _resolve(self, name: str) -> Completed:
        return self._run("rev-parse", "--verify", "--quiet", "--end-of-options", name)

    def _hint_for(self, name: str) -> str:
        from agenda.text.suggest import did_you_mean

        if ".." in name:
            return "; name one revision, not a range"
        if hint := self._hint_for_shallow():
            return hint
        known = revisions(self._folder)
        if not known:
            return "; there are no commits yet"
        # Of `HEAD~99` it is the number that is wrong.
        if not set(name) & set("~^@:") and (guess := did_you_mean(name, known)):
            return f"; {guess}"
        around = self._run("rev-parse", "--show-superproject-working-tree").stdout.rstrip(b"\n")
        if around:
            return f"; it is a submodule, and has other revisions than {os.fsdecode(around)}"
        return "; `git log --oneline` and `git tag` list them"

    def _hint_for_shallow(self) -> str:
        """What to fetch in a shallow clone; otherwise nothing."""
        if self._run("rev-parse", "--is-shallow-repository").stdout.strip() != b"true":
            return ""
        remote = self._run("remote").stdout.decode().partition("\n")[0]
        branches = f"+refs/heads/*:refs/remotes/{remote}/*"
        has_all = not remote or self.setting(f"remote.{remote}.fetch") == branches
        which = "" if has_all else f" {remote} '{branches}'"
        return (
            f"; this clone is shallow: `git fetch --unshallow{which}` fetches the rest, "
            "as does `fetch-depth: 0` of actions/checkout"
        )

    def files(self, commit: Commit, below: Sequence[str]) -> list[Entry]:
        """The regular files of a commit in some folders, or of these names, by path."""
        completed = self._run("ls-tree", "-r", "-z", commit.id, "--", *below)
        if completed.returncode:
            raise EnvironmentFailure(
                f"git can't list {commit.name}: {git_reason(completed.stderr)}"
            )
        entries = []
        for line in completed.stdout.split(b"\0")[:-1]:
            about, _, path = line.partition(b"\t")
            mode, _, blob = about.decode().split()
            if mode in _REGULAR:
                entries.append(Entry(os.fsdecode(path), blob))
        return entries

    def between(self, before: Commit, after: Commit, below: Sequence[str]) -> list[Difference]:
        """The files that differ between two commits."""
        raw = _output(self._run("diff-tree", "-r", *_RAW, before.id, after.id, "--", *below))
        return [Difference(path, old, new) for old, new, path in _differences(raw)]

    def since(self, commit: Commit, below: Sequence[str]) -> list[Difference]:
        """The files of the working tree that differ from a commit, those not added yet too."""
        changed, others = map(
            _output,
            run_git_parallel(
                self._folder,
                ("diff-index", *_RAW, commit.id, "--", *below),
                ("ls-files", "-z", "--others", "--exclude-standard", "--", *below),
            ),
        )
        differing = {
            path: Difference(path, before, is_on_disk=self._is_on_disk(path))
            for before, _, path in _differences(changed)
        }
        for path in map(os.fsdecode, others.split(b"\0")[:-1]):
            before = differing[path].before if path in differing else ""
            if self._is_on_disk(path):
                differing[path] = Difference(path, before, is_on_disk=True)
        return [differing[path] for path in sorted(differing)]

    def _is_on_disk(self, path: str) -> bool:
        """Whether a file is in the working tree; to git, a link to a folder contains nothing."""
        folder = (self._folder / path).parent
        is_linked = folder.resolve() != self._folder.resolve() / folder.relative_to(self._folder)
        return not is_linked and os.path.lexists(self._folder / path)

    def blobs(self, ids: Sequence[str]) -> Iterator[bytes]:
        """What is in some blobs, in their order, by one process.

        Of one that is too large for a file of a book there is enough to tell that it is.
        """
        questions = "".join(f"{blob}\n" for blob in ids).encode()
        with streamed_git(self._folder, "cat-file", "--batch", stdin=questions) as output:
            for blob in ids:
                fields = output.readline().split()
                if len(fields) != 3:
                    raise EnvironmentFailure(
                        f"this clone lacks the object {blob}, and agenda fetches nothing; "
                        "`git fetch --refetch --no-filter` completes a partial clone"
                    )
                size = int(fields[2]) + 1  # a line end follows
                yield output.read(min(size - 1, MAX_BYTES + 1))
                _skip(output, size - min(size - 1, MAX_BYTES + 1))

    def setting(self, name: str) -> str:
        """A value of git's config, or nothing."""
        return self._run("config", "--get", name).stdout.decode().rstrip("\n")

    def set(self, name: str, value: str) -> None:
        """Put a value into the repository's own config."""
        completed = self._run("config", name, value)
        if completed.returncode:
            raise EnvironmentFailure(f"git can't set {name}: {git_reason(completed.stderr)}")

    def own_setting(self, name: str) -> str:
        """A value of the repository's own config, or nothing."""
        return self._run("config", "--local", "--get", name).stdout.decode().rstrip("\n")

    def unset(self, name: str) -> None:
        """Remove a value from the repository's own config."""
        completed = self._run("config", "--local", "--unset-all", name)
        if completed.returncode:
            raise EnvironmentFailure(f"git can't unset {name}: {git_reason(completed.stderr)}")

    def _run(self, *arguments: str, stdin: bytes = b"") -> Completed:
        return run_git(self._folder, *arguments, stdin=stdin)


def _skip(stream: IO[bytes], length: int) -> None:
    while length > 0 and (skipped := stream.read(min(length, MAX_BYTES))):
        length -= len(skipped)


def _output(completed: Completed) -> bytes:
    if completed.returncode:
        raise EnvironmentFailure(f"git can't compare: {git_reason(completed.stderr)}")
    return completed.stdout


def _differences(raw: bytes) -> Iterator[tuple[str, str, str]]:
    """The blob before, the blob after (empty for none) and the path of each raw difference."""
    fields = raw.split(b"\0")[:-1]
    for about, path in zip(fields[::2], fields[1::2], strict=True):
        old_mode, new_mode, old, new, _ = about.decode().removeprefix(":").split()
        before = old if old_mode in _REGULAR else ""
        after = new if new_mode in _REGULAR else ""
        yield before, after, os.fsdecode(path)


def _why_no_repository(folder: Path, stderr: bytes) -> str:
    reason = git_reason(stderr)
    if "(or any" in reason:
        if "GIT_DIR" in os.environ:
            return (
                f"{folder} is not in a git repository, and GIT_DIR, which hooks set too, is "
                f'ignored; `git init --separate-git-dir "$GIT_DIR" {_work_tree(folder)}` '
                "makes it one of the repository that GIT_DIR names"
            )
        hint = "so there are no revisions; `git init` creates one"
        return f"{folder} is not in a git repository, {hint}"
    return f"git refuses {folder}: {reason}{_hint_for_reason(reason)}"


def _work_tree(folder: Path) -> str:
    """The folder that GIT_WORK_TREE names, if that contains another one; otherwise that one."""
    named = Path(os.environ.get("GIT_WORK_TREE") or folder).absolute()
    return shlex.quote(str(named if folder.is_relative_to(named) else folder))


def _hint_for_reason(reason: str) -> str:
    if not reason.startswith("not a git repository: "):
        return ""
    if "/worktrees/" in reason:
        return "; it is a linked worktree: `git worktree repair` in its repository links it again"
    if "/modules/" in reason:
        return "; it is a submodule: check it out as a part of the repository that contains it"
    return "; the file `.git` names that folder"


def git_reason(stderr: bytes) -> str:
    """What git says went wrong, on one line, with the command that it advises."""
    lines = stderr.decode(errors="replace").strip().splitlines() or ["it gives no reason"]
    first = next((line for line in lines if line.startswith(("fatal: ", "error: "))), lines[-1])
    advice = next((line.strip() for line in lines if line.startswith("\tgit ")), "")
    reason = re.sub("^(fatal|error): ", "", first)
    return f"{reason}; `{advice}` makes an exception" if advice else reason
