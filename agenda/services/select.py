"""Which part of a book `agenda validate` is asked about."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from agenda.cli.options import Invocation
from agenda.errors import BrokenSurroundings
from agenda.model.diagnostic import Problem
from agenda.store.book import Book, is_of_a_book, load, load_at
from agenda.store.layout import REPORTS, SETTINGS, VISITS
from agenda.yamlio.reader import MAX_BYTES

STDIN: Final = Path("-")

Judge = Callable[[Book], list[Problem]]
"""All problems of a book."""


class Scope(Struct, frozen=True):
    """A book, and which of its files are asked about; all of them, where ``files`` is ``None``."""

    book: Book
    files: frozenset[str] | None = None

    @property
    def file_count(self) -> int:
        """How many files are asked about and were read."""
        if self.files is None:
            return self.book.file_count
        return len(self.files - self.book.unreadable.keys())

    def has(self, file: str) -> bool:
        """Whether a file is asked about."""
        return self.files is None or file in self.files


def scope_of(invocation: Invocation, paths: Sequence[Path], stdin_filename: Path | None) -> Scope:
    """The book that some files and folders lie in, and the files that they stand for."""
    if STDIN in paths:
        if len(paths) > 1:
            invocation.refuse("give `-` alone: it stands for one file")
        if stdin_filename is None:
            invocation.refuse("`-` needs --stdin-filename FILE: a file's place says what it is")
        return _stdin(invocation, stdin_filename)
    if stdin_filename is not None:
        invocation.refuse("--stdin-filename goes with `-`, as in: agenda validate - < FILE")
    if not paths:
        return Scope(invocation.book())
    for path in paths:
        if not path.exists():
            raise BrokenSurroundings(f"can't read {path}: there is no such file or folder")
    root = invocation.root(near=paths[0])
    book = load(root)
    return Scope(book, frozenset(file for path in paths for file in _below(invocation, book, path)))


def _below(invocation: Invocation, book: Book, path: Path) -> list[str]:
    """The files of a book that a path stands for: itself, or all that lie below it."""
    inside = _inside(invocation, book.root, path)
    read = {*book.files_read, *book.unreadable}
    if path.is_dir():
        found = [file for file in read if not inside or file.startswith(f"{inside}/")]
        if not found:
            invocation.refuse(f"{path} holds no file of the book {book.root}")
        return found
    if inside not in read:
        invocation.refuse(
            f"{path} is no file of a book: those are {VISITS}/*.yaml, {REPORTS}/*.yaml "
            f"and {SETTINGS[0]}"
        )
    return [inside]


def _inside(invocation: Invocation, root: Path, path: Path) -> str:
    """A path as the book's own files are called; empty for the book's folder."""
    whole = path.parent.resolve() / path.name if path.name else path.resolve()
    if not whole.is_relative_to(root):
        whole = path.resolve()
    if root.is_relative_to(whole):
        return ""
    if not whole.is_relative_to(root):
        invocation.refuse(f"{path} does not lie in the book {root}; check one book at a time")
    return whole.relative_to(root).as_posix()


def _stdin(invocation: Invocation, name: Path) -> Scope:
    root = invocation.root(near=name)
    file = _inside(invocation, root, name)
    if not (
        file in SETTINGS or (file.startswith((f"{VISITS}/", f"{REPORTS}/")) and is_of_a_book(file))
    ):
        invocation.refuse(
            f"--stdin-filename {name} is no file of a book: those are {VISITS}/*.yaml, "
            f"{REPORTS}/*.yaml and {SETTINGS[0]}"
        )
    raw = sys.stdin.buffer.read(MAX_BYTES + 1)
    return Scope(load(root, {file: raw}), frozenset({file}))


def touched_since(scope: Scope, revision: str, judge: Judge) -> tuple[Scope, list[Problem]]:
    """What a change touches: the files that differ from a revision, and the problems of the change.

    Those are the ones in these files, the ones that have to do with one of them, and the ones that
    were not there before, wherever they are.
    """
    from agenda.store.git import Repository

    book = scope.book
    before, commit = load_at(book.root, revision)
    differences = Repository(book.root).since(commit, (VISITS, REPORTS, *SETTINGS))
    changed = {one.path for one in differences}
    known = {_text_of(problem) for problem in judge(before)}
    found = [
        problem
        for problem in judge(book)
        if not changed.isdisjoint(_files_of(problem)) or _text_of(problem) not in known
    ]
    of_the_book = (*book.files_read, *book.unreadable)
    files = frozenset(file for file in of_the_book if file in changed and scope.has(file))
    return Scope(book, files), [one for one in found if scope.has(one.fault.place.file)]


def _files_of(problem: Problem) -> set[str]:
    fault = problem.fault
    return {fault.place.file, *(related.place.file for related in fault.related)}


def _text_of(problem: Problem) -> tuple[str, str, str]:
    return problem.rule, problem.fault.place.file, problem.fault.message
