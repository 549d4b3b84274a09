"""Which snapshot of the book a command shows: its files, a revision, or its reports up to a day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from agenda.history.evidence import Conflict, SourcedClaim
from agenda.history.labels import Label
from agenda.history.merge import is_applied
from agenda.history.recent import claims_by_visit, recent_changes
from agenda.history.replay import labels_in
from agenda.history.status import StatusRow, Today, status_rows
from agenda.history.support import unmatched_facts
from agenda.model.visit import Visit
from agenda.services.grouping import LabelledVisits, labelled_visits
from agenda.store.book import Book, book_from_contents
from agenda.store.excerpt import excerpt
from agenda.store.files import contents_at, contents_on_disk


class Snapshot(Struct, frozen=True, dict=True):
    """The visits of a snapshot, and the claims that count.

    ``as_of`` is the day up to which reports count, or ``None`` if all do. ``known`` is the book
    with only those. ``commit`` names the revision, and is empty for the files as they are.
    ``today`` returns today's date at a visit's host.
    """

    book: Book
    known: Book
    as_of: date | None
    commit: str
    today: Today
    is_replayed: bool

    @property
    def claims(self) -> Sequence[SourcedClaim]:
        """The claims that count, in their order."""
        return self.known.claims

    @cached_property
    def rows(self) -> list[StatusRow]:
        """The status of each visit."""
        is_replayed = self.as_of or self.is_replayed
        return self._rows(self.known.open_conflicts if is_replayed else None)

    def rows_without_disputes(self) -> list[StatusRow]:
        """The same, for who replays each visit anyway, and adds what is disputed about it."""
        return self._rows({})

    def _rows(self, conflicts: Mapping[str, Sequence[Conflict]] | None) -> list[StatusRow]:
        visits = self.known.replayed if self.as_of else self.book.visits
        return status_rows(visits, self.claims, self.today, conflicts, self.labels)

    @property
    def ids(self) -> list[str]:
        """The ids of the visits, the earliest visit first."""
        return [row.id for row in self.rows]

    @property
    def visits(self) -> Mapping[str, Visit]:
        """The visits, by id."""
        return {row.id: row.visit for row in self.rows}

    @property
    def only_in_reports(self) -> list[str]:
        """The ids of visits that reports open and that have no file yet."""
        files = {file.id for file in self.book.visit_files}
        return [name for name in self.book.replayed if name not in files]

    @cached_property
    def labels(self) -> Mapping[Label, Visit]:
        """What the claims on each trip and event say of it."""
        return labels_in(self.known.reports)

    def labelled(self, label: Label, today: Today) -> LabelledVisits:
        """A trip or an event with its visits; ``today`` returns today's date at its host."""
        return labelled_visits(label, self.rows, self.labels, today)

    def names_of(self, kind: str) -> list[str]:
        """The ids of the trips or the events, of those too that no visit bears."""
        on_visits = {getattr(row.visit, kind) for row in self.rows}
        claimed = {name for of_kind, name in self.labels if of_kind == kind}
        return sorted((on_visits | claimed) - {""})

    def changed_since(self, day: date) -> set[str]:
        """The ids of the visits that a report of this day, or of a later one, has changed."""
        claims = claims_by_visit(self.claims, self.visits)
        return {
            row.id for row in self.rows if recent_changes(row.id, row.visit, claims[row.id], day)
        }

    def unmatched_count(self, visit: str) -> int:
        """How many facts of a visit's file no report states; a replay lacks them."""
        claims = self.book.claims_by_visit.get(visit, ())
        claims = [sourced for sourced in claims if is_applied(sourced.claim)]
        return len(list(unmatched_facts(self.book.visits[visit], claims)))


def load_snapshot(
    root: Path,
    as_of: date | None,
    today: Today,
    revision: str = "",
    *,
    is_replayed: bool = False,
    visits: Collection[str] = (),
    with_last_day: bool = False,
) -> Snapshot:
    """The files as they are, or as committed at a revision; with ``as_of``, their replay.

    ``today`` returns today's date at a visit's host. With ``is_replayed``, all reports are replayed
    in any case, because the command needs the steps too. With ``visits``, only what concerns these
    is read, if they are in the book; their `recent` changes are known only ``with_last_day``.
    """
    if revision:
        contents, commit = contents_at(root, revision)
        committed_at = f"{commit.name} ({commit.id[:7]})"
    else:
        contents, committed_at = contents_on_disk(root), ""

    def of(book: Book) -> Snapshot:
        return snapshot_of(book, as_of, today, committed_at, is_replayed=is_replayed)

    if visits:
        snapshot = of(excerpt(contents, visits, as_of, with_last_day=with_last_day))
        if all(name in snapshot.visits for name in visits):
            return snapshot
    return of(book_from_contents(contents))


def snapshot_of(
    book: Book,
    as_of: date | None,
    today: Today,
    committed_at: str = "",
    *,
    is_replayed: bool = False,
) -> Snapshot:
    """The snapshot of a book that is read already, as :func:`load_snapshot`."""
    known = book.until(as_of) if as_of else book
    return Snapshot(book, known, as_of, committed_at, today, is_replayed)
