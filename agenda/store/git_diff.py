"""Two snapshots of one book, of which only the files that differ are read; two of one file."""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from msgspec import Struct

from agenda.store.book import Book, book_from_files, book_on_disk
from agenda.store.excerpt import excerpt
from agenda.store.files import contents_at, contents_on_disk
from agenda.store.git import Commit, Difference, Repository
from agenda.store.git_process import NO_DIFF_PROGRAMS, run_git
from agenda.store.layout import REPORTS, VISITS, is_book_file

_LINK: Final = "120000"
_SUBMODULE: Final = "160000"


class FileVersion(Struct, frozen=True):
    """One side of a file's difference: its path and content, ``None`` where it does not exist.

    ``mode`` is git's, in octal digits.
    """

    path: str
    content: bytes | None
    mode: str

    @property
    def is_regular(self) -> bool:
        """Whether it is a file or missing, and not a link or a submodule."""
        return self.mode not in {_LINK, _SUBMODULE}


class BookPair(Struct, frozen=True):
    """The files that differ, before and after. ``sides`` name the two snapshots.

    ``commit`` is the id of the later revision; empty for the working tree.
    """

    before: Book
    after: Book
    sides: tuple[str, str]
    commit: str = ""

    def book_on(self, visits: Collection[str]) -> Book:
        """The part of the later snapshot that decides what is known of some visits."""
        root = self.after.root
        contents = contents_at(root, self.commit)[0] if self.commit else contents_on_disk(root)
        return excerpt(contents, visits)


def since(root: Path, revision: str) -> BookPair:
    """A revision against the working tree."""
    repository = Repository(root)
    commit = repository.commit(revision)
    differences = list(_of_book_files(repository.since(commit, (VISITS, REPORTS))))
    before = _committed(repository, ((file.path, file.before) for file in differences))
    after = book_on_disk(root, (file.path for file in differences if file.is_on_disk))
    sides = _name(commit), "the working tree"
    return BookPair(book_from_files(root, before), after, sides)


def between(root: Path, before: str, after: str, *, from_merge_base: bool = False) -> BookPair:
    """Two revisions, or the merge base of the two and the second one."""
    repository = Repository(root)
    old, new = repository.commit(before), repository.commit(after)
    if from_merge_base:
        old = repository.merge_base(old, new)
    differences = list(_of_book_files(repository.between(old, new, (VISITS, REPORTS))))
    books = [
        book_from_files(root, _committed(repository, blobs))
        for blobs in (
            [(file.path, file.before) for file in differences],
            [(file.path, file.after) for file in differences],
        )
    ]
    return BookPair(books[0], books[1], (_name(old), _name(new)), new.id)


def _of_book_files(differences: Iterable[Difference]) -> Iterator[Difference]:
    return (file for file in differences if is_book_file(file.path))


def _committed(repository: Repository, blobs: Iterable[tuple[str, str]]) -> list[tuple[str, bytes]]:
    existing = [(path, blob) for path, blob in blobs if blob]
    contents = repository.blobs([blob for _, blob in existing])
    return [(path, raw) for (path, _), raw in zip(existing, contents, strict=True)]


def _name(commit: Commit) -> str:
    return f"{commit.name} ({commit.id[:7]})"


def plain_diff(
    before: FileVersion, after: FileVersion, renamed: str = "", *, is_coloured: bool = False
) -> bytes:
    """How two versions of a file differ, as git itself shows it.

    ``renamed`` is what git says about a file that was renamed or copied.
    """
    colour = "--color=always" if is_coloured else "--color=never"
    options = ("--no-index", *NO_DIFF_PROGRAMS, colour)
    with TemporaryDirectory() as top:
        _write_version(Path(top, "a"), before)
        _write_version(Path(top, "b"), after)
        # Git shows the names as they are given, and in place of a missing one the other.
        if before.content is None:
            folder, names = "b", (os.devnull, after.path)
        elif after.content is None:
            folder, names = "a", (before.path, os.devnull)
        else:
            folder, names = "", (f"a/{before.path}", f"b/{after.path}")
        prefixes = ("--src-prefix=a/", "--dst-prefix=b/") if folder else ("--no-prefix",)
        patch = run_git(Path(top, folder), "diff", *options, *prefixes, "--", *names).stdout
    if not renamed:
        return patch
    # Git calls a renamed file so, in place of its modes and blobs.
    header = os.fsencode(f"{' '.join(('diff --git', *names))}\n{renamed}")
    content = re.search(rb"^(?:\x1b\[\d*m)*(?:---|Binary) ", patch, re.MULTILINE)
    if is_coloured:
        header = re.sub(rb"(?m)^(.+)$", b"\x1b[1m\\1\x1b[m", header)
    return header + (patch[content.start() :] if content else b"")


def _write_version(folder: Path, version: FileVersion) -> None:
    if version.content is None:
        return
    path = folder / version.path
    path.parent.mkdir(parents=True, exist_ok=True)
    if version.mode == _LINK:
        path.symlink_to(os.fsdecode(version.content))
    else:
        path.write_bytes(version.content)
        path.chmod(0o755 if version.mode == "100755" else 0o644)
