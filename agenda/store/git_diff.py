"""Two pictures of one book, of which only what differs is read."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from agenda.model.report import Report
from agenda.store.book import Book, book_of, bytes_of, is_of_a_book, reports_below
from agenda.store.git import Commit, Difference, Repository
from agenda.store.layout import REPORTS, VISITS

_QUICKLY_LOOKED_FOR = 50
"""So many ids are looked for in a text in less time than the text takes to be read as YAML."""


class Pair(Struct, frozen=True):
    """The files that differ, as they were and as they are. ``names`` say which pictures those are.

    ``reports_on`` are more of the later picture, read only when they are asked for.
    """

    before: Book
    after: Book
    names: tuple[str, str]
    commit: str = ""
    """The later revision; empty for the working tree."""

    def reports_on(self, visits: Collection[str]) -> Mapping[str, Report]:
        """The later picture's reports that may speak on some visits: in which an id of them stands.

        The others are not taken apart, which in a large book is most of the work.
        """
        names = [name.encode() for name in visits]
        is_many = len(names) > _QUICKLY_LOOKED_FOR
        root = self.after.root
        files = _committed_reports(root, self.commit) if self.commit else reports_below(root)
        found = [
            (path, raw)
            for path, raw in files
            # An escape may spell an id.
            if is_many or b"\\" in raw or any(name in raw for name in names)
        ]
        return book_of(root, found).reports


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


def _committed_reports(root: Path, commit: str) -> list[tuple[str, bytes]]:
    repository = Repository(root)
    entries = repository.files(Commit(commit, commit), (REPORTS,))
    return _committed(
        repository, ((one.path, one.blob) for one in entries if is_of_a_book(one.path))
    )


def _of_the_book(differences: Iterable[Difference]) -> Iterator[Difference]:
    return (one for one in differences if is_of_a_book(one.path))


def _committed(repository: Repository, blobs: Iterable[tuple[str, str]]) -> list[tuple[str, bytes]]:
    found = [(path, blob) for path, blob in blobs if blob]
    contents = repository.blobs([blob for _, blob in found])
    return [(path, raw) for (path, _), raw in zip(found, contents, strict=True)]


def _name(commit: Commit) -> str:
    return f"{commit.name} ({commit.id[:7]})"
