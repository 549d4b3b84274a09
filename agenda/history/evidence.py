"""The one comparer: how a claimed value relates to what is known, and which claims are behind that.

Replay, `log`, `show`, `diff`, `apply` and the rules ask :func:`relation`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import add
from typing import Final, Literal

from msgspec import Struct

from agenda.history.facts import Facts, Value, is_place, ladder_of
from agenda.model.country import Candidates
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import UNDATED, When
from agenda.model.report import SIDES, Claim
from agenda.model.visit import STAGE_LADDER

Relation = Literal[
    "new", "confirms", "refines", "weaker", "overlaps", "updates", "conflicts", "not applied"
]
"""What a claimed value is to the known one; `not applied` if its claim contradicts itself.

`weaker` says less than is known. A value that excludes the known one `updates` it if its source may
do so; otherwise it `conflicts`, and the known one stays.
"""

OUTDATED_AFTER: Final = timedelta(days=7)
"""After so long, a value that no side has formally given can be updated by anybody."""

_TRUSTED: Final = frozenset({"A1", "A2", "B1", "B2"})
CANDIDATES: Final = ("host", "candidates")
"""Where a visit takes place, as a list of one or more places."""


class SourcedClaim(Struct, frozen=True):
    """One claim, with the report that it is in and its index there.

    ``label`` is the trip or the event that it is about, as in `event quad-2023`, if its visit only
    bears that label; ``labelled_by`` is the later report that gave the visit the label, if any.
    ``labels_of_file`` are the labels that its visit has from its file, as no claim gives it one.
    """

    report: str
    published: date
    publisher: str
    index: int
    claim: Claim
    label: str = ""
    labelled_by: str = ""
    labels_of_file: tuple[tuple[str, str], ...] = ()

    @property
    def applied_by(self) -> str:
        """The report with which the claim counts: that which labels the visit, or its own."""
        return self.labelled_by or self.report

    @property
    def source(self) -> tuple[str, str]:
        """Who says so: the publisher and the person together."""
        return self.publisher, self.claim.according_to


class Behind(Struct, frozen=True):
    """What decides whether the value that some claims agree on may be updated.

    ``strongest`` speaks for the value: the best graded claim, then the formal word of a side, then
    the first. ``of_last_day`` is the strongest one of the last day, and the strongest one of
    another source. ``source`` and ``speaking_sides`` are what all claims have in common;
    ``formal_words`` are the sides of any claim that speak formally, with the day.
    """

    strongest: SourcedClaim
    of_last_day: tuple[SourcedClaim, ...]
    source: tuple[str, str] | None
    speaking_sides: frozenset[str]
    formal_words: frozenset[tuple[date, str]]

    @classmethod
    def of(cls, sourced: SourcedClaim) -> "Behind":
        """A single claim."""
        claim = sourced.claim
        formal = {(sourced.published, side) for side in claim.formal_sides}
        return cls(sourced, (sourced,), sourced.source, claim.speaking_sides, frozenset(formal))

    def __add__(self, later: "Behind") -> "Behind":
        """These claims and others that come after them."""
        formal = self.formal_words
        last, new = self.of_last_day, later.of_last_day
        is_newer = new[0].published > last[0].published
        return Behind(
            min(self.strongest, later.strongest, key=_weakness),
            new if is_newer else _strongest_of_last_day((*last, *new)),
            self.source if self.source == later.source else None,
            self.speaking_sides & later.speaking_sides,
            formal | later.formal_words if later.formal_words else formal,
        )


def _strongest_of_last_day(claims: Sequence[SourcedClaim]) -> tuple[SourcedClaim, ...]:
    """The strongest claim of the last day, and the strongest one of another source."""
    last_day = max(sourced.published for sourced in claims)
    of_last_day = [sourced for sourced in claims if sourced.published == last_day]
    strongest, *others = sorted(of_last_day, key=_weakness)
    others = [sourced for sourced in others if sourced.source != strongest.source]
    return strongest, *others[:1]


def _weakness(sourced: SourcedClaim) -> tuple[str, bool]:
    return sourced.claim.grade or "G", not sourced.claim.formal_sides


class KnownClaims:
    """The believed claims on one visit so far, by the facts that they give.

    ``cleared_dates`` are those that a postponement has cleared.
    """

    def __init__(self) -> None:
        self._by_path: dict[FieldPath, dict[Value, Behind]] = defaultdict(dict)
        self._windows: dict[FieldPath, list[tuple[date, date, When]]] = defaultdict(list)
        self._last_asked: dict[FieldPath, tuple[Value, Behind | None]] = {}
        self.cleared_dates = UNDATED

    def add(self, sourced: SourcedClaim, values: Facts) -> None:
        """Remember a claim by its facts."""
        added = Behind.of(sourced)
        for path, value in values.items():
            self._add(path, value, added)
        if sourced.claim.host.country:
            self._add(CANDIDATES, sourced.claim.host.places, added)

    def _add(self, path: FieldPath, value: Value, added: Behind) -> None:
        earlier = self._by_path[path].get(value)
        self._by_path[path][value] = earlier + added if earlier else added
        if isinstance(value, When) and not earlier:
            self._windows[path].append((*_days_of(value), value))
        if path in self._last_asked:
            known, behind = self._last_asked[path]
            if lies_within(path, known, value):
                del self._last_asked[path]
                if earlier is None:  # its claims come after all others
                    self._last_asked[path] = known, behind + added if behind else added

    def behind(self, path: FieldPath, known: Value) -> Behind | None:
        """The claims that the known value of a fact agrees with, in their order by value."""
        if path not in self._last_asked or self._last_asked[path][0] != known:
            self._last_asked[path] = known, self._behind(path, known)
        return self._last_asked[path][1]

    def against(
        self, path: FieldPath, known: Value, sourced: SourcedClaim
    ) -> Sequence[SourcedClaim]:
        """The strongest claims of a claim's day that give the known value itself.

        Wider dates that contain both values speak for neither of the two.
        """
        giving = self._by_path[path].get(known)
        return [
            other
            for other in (giving.of_last_day if giving else ())
            if other.published == sourced.published and other.source != sourced.source
        ]

    def _behind(self, path: FieldPath, known: Value) -> Behind | None:
        by_value = self._by_path.get(path, {})
        if isinstance(known, str) and not ladder_of(path):
            return by_value.get(known)  # only equal texts agree
        values: Iterable[Value] = by_value
        if isinstance(known, When):
            start, end = _days_of(known)  # compared first, as most dates exclude each other
            values = [
                value for first, last, value in self._windows[path] if first <= start <= end <= last
            ]
        agreeing = [by_value[value] for value in values if lies_within(path, known, value)]
        return reduce(add, agreeing) if agreeing else None


def _days_of(dates: When) -> tuple[date, date]:
    """The first and the last day on which a visit of these dates can be under way."""
    return dates.earliest_start or date.min, dates.latest_end or date.max


def are_exclusive(path: FieldPath, first: Value, second: Value) -> bool:
    """Whether two values of a fact can't both be true. Texts never exclude each other."""
    if isinstance(first, When) and isinstance(second, When):
        return first.excludes(second)
    if isinstance(first, Candidates) and isinstance(second, Candidates):
        return first.excludes(second)
    if first == second or not (first and second):
        return False
    ladder = ladder_of(path)
    if ladder is None:
        return is_place(path)
    rungs = {first, second} & set(ladder)
    return len(rungs) < 2 and not (rungs and "completed" in {first, second})


def lies_within(path: FieldPath, value: Value, other: Value) -> bool:
    """Whether a value says all that another one does, or more."""
    if value == other:
        return True
    if isinstance(value, When) and isinstance(other, When):
        return value.within(other)
    if isinstance(value, Candidates) and isinstance(other, Candidates):
        return value.lies_within(other)
    ladder = ladder_of(path)
    if ladder is None or other not in ladder:
        return False
    return value == "completed" or (value in ladder and ladder.index(value) > ladder.index(other))


def relation(
    path: FieldPath, known: Value, claimed: Value, sourced: SourcedClaim, known_claims: KnownClaims
) -> Relation:
    """What a claimed value is to the known one, given the claims before it."""
    if not known:
        return "new"
    if known == claimed:
        return "confirms"
    if lies_within(path, claimed, known):
        return "refines"
    is_silence = claimed == "no-comment" and ladder_of(path) is STAGE_LADDER
    if is_silence or lies_within(path, known, claimed):
        return "weaker"
    if are_exclusive(path, known, claimed):
        against = known_claims.against(path, known, sourced)
        is_update = may_update(sourced, known_claims.behind(path, known), against)
        return "updates" if is_update else "conflicts"
    if isinstance(known, When | Candidates):
        return "overlaps"
    behind = known_claims.behind(path, known)
    last = behind and behind.of_last_day[0]  # texts are those of the newest day
    is_newer = not last or sourced.published > last.published or _is_better(sourced, last)
    return "updates" if is_newer else "weaker"


def may_update(
    sourced: SourcedClaim, behind: Behind | None, against: Sequence[SourcedClaim] = ()
) -> bool:
    """Whether a claim may replace a value that it excludes, given the claims behind that value.

    ``against`` are those of other sources of the same day that give the value itself.
    """
    if behind is None or behind.source == sourced.source:
        return True
    if behind.speaking_sides & sourced.claim.speaking_sides:
        return True
    best = behind.strongest
    is_disputed = any(not _is_better(sourced, other) for other in against)
    is_later = sourced.published > best.published and not is_disputed
    no_worse = not _is_better(best, sourced) or sourced.claim.grade in _TRUSTED
    if no_worse and (is_later or _is_formal_against(sourced, behind)):
        return True
    same_day = [other for other in (*against, best) if other.published == sourced.published]
    if same_day and all(_is_better(sourced, other) for other in same_day):
        return True
    is_outdated = sourced.published - behind.of_last_day[0].published > OUTDATED_AFTER
    return is_outdated and not behind.formal_words


def _is_better(first: SourcedClaim, second: SourcedClaim) -> bool:
    """Whether a claim is graded better. No grade is neither better nor worse."""
    grade, other = first.claim.grade, second.claim.grade
    return bool(grade and other) and grade < other


def _is_formal_against(sourced: SourcedClaim, behind: Behind) -> bool:
    """Whether a claim is a side's formal word, and not against the other's of the same day."""
    sides = sourced.claim.formal_sides
    words_of_others = {(sourced.published, side) for side in SIDES - sides}
    return bool(sides) and behind.formal_words.isdisjoint(words_of_others)


class Conflict(Struct, frozen=True):
    """A claim that conflicts with the known value of a fact, and the claim that speaks for that.

    It is a dispute if both are of one day and neither is graded better.
    """

    path: FieldPath
    known_value: Value
    known: SourcedClaim
    value: Value
    sourced: SourcedClaim

    @property
    def is_dispute(self) -> bool:
        """Whether two sources of one day are as good as each other."""
        first, second = self.known, self.sourced
        is_either_better = _is_better(first, second) or _is_better(second, first)
        is_of_one_day = first.published == second.published
        return is_of_one_day and first.source != second.source and not is_either_better
