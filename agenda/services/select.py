"""Which files of a book `agenda validate` checks."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from agenda.errors import EnvironmentFailure, UsageMistake
from agenda.model.diagnostic import Diagnostic
from agenda.store.book import Book, load, load_at
from agenda.store.layout import REPORTS, SETTINGS, VISITS, is_book_file

Check = Callable[[Book], list[Diagnostic]]
"""Returns all diagnostics of a book."""

BOOK_FILES = f"book files are {VISITS}/*.yaml, {REPORTS}/*.yaml and {SETTINGS[0]}"


class FileSelection(Struct, frozen=True):
    """A book, and the files of it to check; all of them, where ``files`` is ``None``."""

    book: Book
    files: frozenset[str] | None = None

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


def select_files(root: Path, paths: Sequence[Path]) -> FileSelection | UsageMistake:
    """The book in a folder, and those of its files that the paths select."""
    book = load(root)
    if not paths:
        return FileSelection(book)
    selected: set[str] = set()
    for path in paths:
        files = _files_below(book, path)
        if isinstance(files, UsageMistake):
            return files
        selected.update(files)
    return FileSelection(book, frozenset(selected))


def _files_below(book: Book, path: Path) -> list[str] | UsageMistake:
    """The files of a book that a path selects: the file itself, or all files below it."""
    inside = _path_in_book(book.root, path)
    if isinstance(inside, UsageMistake):
        return inside
    files = {*book.files_read, *book.unreadable}
    if path.is_dir():
        below = [file for file in files if not inside or file.startswith(f"{inside}/")]
        return below or UsageMistake(f"{path} contains no file of the book {book.root}")
    if inside not in files:
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


def select_content(root: Path, path: Path, raw: bytes) -> FileSelection | UsageMistake:
    """The book with some content in place of that of one file, which is the one to check."""
    file = _path_in_book(root, path)
    if isinstance(file, UsageMistake):
        return file
    is_below = file.startswith((f"{VISITS}/", f"{REPORTS}/")) and is_book_file(file)
    if file not in SETTINGS and not is_below:
        return UsageMistake(f"--stdin-filename {path} is not a file of a book; {BOOK_FILES}")
    return FileSelection(load(root, {file: raw}), frozenset({file}))


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
    before, _ = load_at(book.root, base.id)
    differences = repository.since(base, (VISITS, REPORTS, *SETTINGS))
    changed = {difference.path for difference in differences}
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
