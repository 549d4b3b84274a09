"""Two pictures of one book, of which only what differs is read."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from agenda.book.book import Book, book_of, bytes_of, is_of_a_book, load, load_at
from agenda.book.git import Commit, Difference, Repository
from agenda.book.names import REPORTS, VISITS


class Pair(Struct, frozen=True):
    """The files that differ, as they were and as they are. ``names`` say which pictures those are.

    ``whole`` is the later picture's whole book, read only when it is asked for.
    """

    before: Book
    after: Book
    names: tuple[str, str]
    commit: str = ""
    """The later revision; empty for the working tree."""

    def whole(self) -> Book:
        """The later picture with all its files."""
        root = self.after.root
        return load_at(root, self.commit)[0] if self.commit else load(root)


def since(root: Path, revision: str) -> Pair:
    """A revision against the working tree."""
    repository = Repository(root)
    commit = repository.commit(revision)
    differences = list(_of_the_book(repository.since(commit, (VISITS, REPORTS))))
    before = _committed(repository, ((one.path, one.before) for one in differences))
    after = [(one.path, bytes_of(root / one.path)) for one in differences if one.is_on_disk]
    return Pair(book_of(root, before), book_of(root, after), (_name(commit), "the working tree"))


def between(root: Path, one: str, other: str) -> Pair:
    """Two revisions."""
    repository = Repository(root)
    commits = repository.commit(one), repository.commit(other)
    differences = list(_of_the_book(repository.between(*commits, (VISITS, REPORTS))))
    before = _committed(repository, ((one.path, one.before) for one in differences))
    after = _committed(repository, ((one.path, one.after) for one in differences))
    names = _name(commits[0]), _name(commits[1])
    return Pair(book_of(root, before), book_of(root, after), names, commits[1].id)


def _of_the_book(differences: Iterable[Difference]) -> Iterator[Difference]:
    return (one for one in differences if is_of_a_book(one.path))


def _committed(repository: Repository, blobs: Iterable[tuple[str, str]]) -> list[tuple[str, bytes]]:
    found = [(path, blob) for path, blob in blobs if blob]
    contents = repository.blobs([blob for _, blob in found])
    return [(path, raw) for (path, _), raw in zip(found, contents, strict=True)]


def _name(commit: Commit) -> str:
    return f"{commit.name} ({commit.id[:7]})"
