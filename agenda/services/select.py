"""Which files of a book `agenda validate` checks."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from agenda.errors import EnvironmentFailure, UsageMistake
from agenda.lint.context import DayIn
from agenda.lint.runner import lint_around
from agenda.model.diagnostic import Diagnostic
from agenda.store.book import Book, book_before, book_from_contents
from agenda.store.excerpt import excerpt_around
from agenda.store.files import Contents, contents_on_disk
from agenda.store.layout import REPORTS, SETTINGS, VISITS, is_book_file

Check = Callable[[Book], list[Diagnostic]]
"""Returns all diagnostics of a book."""

BOOK_FILES = f"book files are {VISITS}/*.yaml, {REPORTS}/*.yaml and {SETTINGS[0]}"


_MAX_FILES: Final = 20
"""For so many files it is quicker to parse the whole book than to search it for each."""


class FileSelection(Struct, frozen=True):
    """A book, and the files of it to check; all of them, where ``files`` is ``None``.

    ``contents`` are those of the whole book, if the book is only the part around the files.
    """

    book: Book
    files: frozenset[str] | None = None
    contents: Contents | None = None

    @property
    def file_count(self) -> int:
        """How many of the files were read."""
        if self.files is None:
            return self.book.file_count
        return len(self.files - self.book.unreadable.keys())

    def includes(self, file: str) -> bool:
        """Whether a file is to be checked."""
        return self.files is None or file in self.files


def require_paths(paths: Sequence[Path]) -> None:
    """Raise :class:`EnvironmentFailure` for the first path that does not exist."""
    for path in paths:
        if not path.exists():
            raise EnvironmentFailure(f"can't read {path}: there is no such file or folder")


def select_files(
    root: Path, paths: Sequence[Path], *, may_be_part: bool = False
) -> FileSelection | UsageMistake:
    """The book in a folder, or the part of it around them, and its files that the paths select."""
    contents = contents_on_disk(root)
    if not paths:
        return FileSelection(book_from_contents(contents))
    files = sorted({*contents.files, *contents.unreadable})
    selected: set[str] = set()
    for path in paths:
        below = _files_below(root, files, path)
        if isinstance(below, UsageMistake):
            return below
        selected.update(below)
    return _selection(contents, frozenset(selected), may_be_part=may_be_part)


def _selection(contents: Contents, selected: frozenset[str], *, may_be_part: bool) -> FileSelection:
    if may_be_part and len(selected) <= _MAX_FILES:
        return FileSelection(excerpt_around(contents, selected), selected, contents)
    return FileSelection(book_from_contents(contents), selected)


def _files_below(root: Path, files: Sequence[str], path: Path) -> Sequence[str] | UsageMistake:
    """Which of a book's files, in order, a path selects: the file itself, or all below it."""
    inside = _path_in_book(root, path)
    if isinstance(inside, UsageMistake):
        return inside
    if path.is_dir():
        start, end = (f"{inside}/", f"{inside}0") if inside else ("", "\U0010ffff")  # 0 follows /
        below = files[bisect_left(files, start) : bisect_left(files, end)]
        return below or UsageMistake(f"{path} contains no file of the book {root}")
    if files[(at := bisect_left(files, inside)) : at + 1] != [inside]:
        return UsageMistake(f"{path} is not a file of a book; {BOOK_FILES}")
    return [inside]


def _path_in_book(root: Path, path: Path) -> str | UsageMistake:
    """A path from the book's folder; empty for the folder itself and those above it."""
    absolute = path.parent.resolve() / path.name if path.name else path.resolve()
    if not absolute.is_relative_to(root):
        absolute = path.resolve()
    if root.is_relative_to(absolute):
        return ""
    if not absolute.is_relative_to(root):
        return UsageMistake(f"{path} is not in the book {root}; check one book at a time")
    return absolute.relative_to(root).as_posix()


def select_content(
    root: Path, path: Path, raw: bytes, *, may_be_part: bool = False
) -> FileSelection | UsageMistake:
    """The book with some content in place of that of one file, which is the one to check."""
    file = _path_in_book(root, path)
    if isinstance(file, UsageMistake):
        return file
    is_below = file.startswith((f"{VISITS}/", f"{REPORTS}/")) and is_book_file(file)
    if file not in SETTINGS and not is_below:
        return UsageMistake(f"--stdin-filename {path} is not a file of a book; {BOOK_FILES}")
    contents = contents_on_disk(root, {file: raw})
    return _selection(contents, frozenset({file}), may_be_part=may_be_part)


def check_selection(
    selection: FileSelection, check: Check, day_in: DayIn
) -> tuple[FileSelection, list[Diagnostic]]:
    """The diagnostics in the files of a selection; with the whole book, if they depend on it."""
    files, contents = selection.files, selection.contents
    if files is not None and contents is not None:
        diagnostics = lint_around(selection.book, day_in, files)
        if diagnostics is not None:
            return selection, diagnostics
        selection = FileSelection(book_from_contents(contents), files)
    return selection, [
        each for each in check(selection.book) if selection.includes(each.location.file)
    ]


def changed_since(
    selection: FileSelection, revision: str, check: Check
) -> tuple[FileSelection, list[Diagnostic]]:
    """The files that a branch changed since a revision, and the diagnostics that concern them.

    The branch is compared with its merge base with the revision: what others have committed there
    since then is not a change of the branch. The diagnostics are those in a file that differs or
    related to one, and those that were not there at the merge base, wherever they are.
    """
    from agenda.store.git import Repository

    book = selection.book
    repository = Repository(book.root)
    base = repository.merge_base(repository.commit(revision), repository.commit("HEAD"))
    differences = repository.since(base, (VISITS, REPORTS, *SETTINGS))
    changed = {difference.path for difference in differences}
    before = book_before(book, base.id, changed)
    known = {_identity(diagnostic) for diagnostic in check(before)}
    concerned = [
        diagnostic
        for diagnostic in check(book)
        if not changed.isdisjoint(_files_of(diagnostic)) or _identity(diagnostic) not in known
    ]
    of_book = (*book.files_read, *book.unreadable)
    files = frozenset(file for file in of_book if file in changed and selection.includes(file))
    return FileSelection(book, files), [
        diagnostic for diagnostic in concerned if selection.includes(diagnostic.location.file)
    ]


def _files_of(diagnostic: Diagnostic) -> set[str]:
    related = (related.location.file for related in diagnostic.related)
    return {diagnostic.location.file, *related}


def _identity(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.rule, diagnostic.location.file, diagnostic.message
