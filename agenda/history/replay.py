"""Visits according to the reports up to a day: the order of claims, and a step for each."""

from bisect import insort
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Final

from msgspec import Struct, structs
from msgspec.structs import replace

from agenda.history.building import UNKNOWN_VISIT, identity_of, open_visit, opens
from agenda.history.citations import reports_in_order
from agenda.history.evidence import (
    Conflict,
    KnownClaims,
    SourcedClaim,
    are_exclusive,
)
from agenda.history.facts import PathIndex, value_of
from agenda.history.labels import (
    LABELS,
    MAY_BE_OFF,
    Label,
    days_on_again,
    inherited,
    label_of,
    label_visits,
    labelled_by,
    labels_of,
    merged_on_labels,
    spoken_of,
    without_off_words,
)
from agenda.history.merge import ClaimedFact, is_applied, merge
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import UNDATED
from agenda.model.report import Claim, Report
from agenda.model.visit import UNKNOWN_PLACE, Host, Visit


def claims_in_order(
    reports: Mapping[str, Report], until: date | None = None
) -> Iterator[SourcedClaim]:
    """Every claim in the order in which it counts, rejected ones included."""
    for name in reports_in_order(reports, until):
        report = reports[name]
        for index, claim in enumerate(report.claims):
            yield SourcedClaim(name, report.published, report.publisher, index, claim)


class Step(Struct, frozen=True):
    """How one claim changed its visit, which was ``None`` before it was opened.

    ``facts`` are what the claim says, each with its relation to what was known before it. A claim
    that comes before the opening one waits for it: its own step leaves ``None``, and the step that
    opens the visit merges it before its own claim. ``waited`` has these claims, in their order.
    ``conflicts`` are those of the visit that are open after the claim, ``settled`` those that it
    has settled.
    """

    sourced: SourcedClaim
    before: Visit | None
    after: Visit | None
    facts: tuple[ClaimedFact, ...] = ()
    waited: tuple[tuple[SourcedClaim, tuple[ClaimedFact, ...]], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    settled: tuple[Conflict, ...] = ()

    @property
    def new_conflicts(self) -> list[Conflict]:
        """The conflicts that the claim opens, which are the last ones."""
        own = takewhile(lambda conflict: conflict.sourced is self.sourced, self.conflicts[::-1])
        return [*own][::-1]

    @property
    def new_disputes(self) -> Iterator[Conflict]:
        """The disputes that the claim opens."""
        return (conflict for conflict in self.new_conflicts if conflict.is_dispute)


def steps(
    reports: Mapping[str, Report],
    until: date | None = None,
    files: Mapping[str, Visit] | None = None,
    of: Container[str] | None = None,
) -> Iterator[Step]:
    """A step for each claim up to a day, or on some visits, in the order in which they count.

    Who goes, and where to until a claim says it, is taken from a visit's file, or else from the
    claim that opens it; everything else comes from claims. A label that claims are on is taken from
    the file if no claim gives the visit one.
    """
    claims = claims_on_visits(reports, until, files)
    return steps_of([each for each in claims if of is None or each.claim.visit in of], files or {})


def claims_on_visits(
    reports: Mapping[str, Report],
    until: date | None = None,
    files: Mapping[str, Visit] | None = None,
    later: Iterable[Claim] = (),
) -> list[SourcedClaim]:
    """Every claim in the order in which it counts, those on a label as claims on each visit.

    A claim on a label counts for every visit that bears it, after what is said of visits on the
    same day; for one that is labelled later, it counts just before the claim that labels it.
    ``later`` are the claims of later reports, which may be what gave a file its label.
    """
    claims = list(claims_in_order(reports, until))
    if all(sourced.claim.visit for sourced in claims):
        return claims
    claims.sort(key=lambda sourced: (sourced.published, not sourced.claim.visit))
    of_all = (claim for report in reports.values() for claim in report.claims)
    claimed = {*labelled_by(of_all), *labelled_by(later)}
    bearers = _Bearers(claims, files or {}, claimed)
    return [bearers.with_labels_of_file(sourced) for sourced in bearers.expanded(claims)]


def labels_in(reports: Mapping[str, Report], until: date | None = None) -> Mapping[Label, Visit]:
    """What the claims on each trip and event, up to a day, say of it."""
    return label_visits(claims_in_order(reports, until))


def steps_on_labels(
    reports: Mapping[str, Report], until: date | None = None
) -> Mapping[Label, Sequence[Step]]:
    """A step for each claim on each trip and event, up to a day, for the trip or event itself."""
    by_label: dict[Label, list[Step]] = defaultdict(list)
    for sourced, merged in merged_on_labels(claims_in_order(reports, until)):
        on_label = by_label[label_of(sourced.claim)]
        before = on_label[-1].after if on_label else None
        on_label.append(Step(sourced, before, merged.visit, merged.facts))
    return by_label


class _Bearers:
    """Which visits bear which labels, and what the claims so far make of them.

    The label of a file counts if no claim of any day, in ``claimed``, gives the visit one. What is
    known of a visit matters only if it may bear a label that claims are on.
    """

    def __init__(
        self,
        claims: Sequence[SourcedClaim],
        files: Mapping[str, Visit],
        claimed: Container[tuple[str, str]],
    ) -> None:
        self._files = files
        on_labels = {label_of(each.claim) for each in claims if not each.claim.visit}
        of_claims = ((each.claim.visit, each.claim) for each in claims if each.claim.visit)
        self._may_bear = {
            name
            for name, of in (*files.items(), *of_claims)
            if not on_labels.isdisjoint(labels_of(of))
        }
        self._on_again = days_on_again(claims)
        self._histories: dict[str, _History] = {}
        self._on_label: dict[Label, list[SourcedClaim]] = defaultdict(list)
        self._labels: dict[tuple[str, str], str] = {}
        self._visits: dict[Label, dict[str, None]] = defaultdict(dict)
        self._of_files: dict[str, tuple[Label, ...]] = defaultdict(tuple)
        for name, file in files.items():
            for label in labels_of(file):
                if (name, label[0]) not in claimed:
                    self._label(name, label)
                    if label in on_labels:
                        self._of_files[name] += (label,)

    def _label(self, name: str, label: Label) -> None:
        former = self._labels.get((name, label[0]))
        if former is not None:
            self._visits[label[0], former].pop(name, None)
        self._labels[name, label[0]] = label[1]
        if label[1]:
            self._visits[label][name] = None

    def with_labels_of_file(self, sourced: SourcedClaim) -> SourcedClaim:
        """A claim on a visit, with the labels that the visit has from its file."""
        labels = self._of_files.get(sourced.claim.visit)
        return structs.replace(sourced, labels_of_file=labels) if labels else sourced

    def expanded(self, claims: Iterable[SourcedClaim]) -> Iterator[SourcedClaim]:
        """The claims on visits."""
        for sourced in claims:
            if sourced.claim.visit:
                is_alone = sourced.claim.visit not in self._may_bear
                yield from (sourced,) if is_alone else self._on_visit(sourced)
                continue
            label = label_of(sourced.claim)
            self._on_label[label].append(sourced)
            for name in list(self._visits[label]):
                yield from self._inherited(name, sourced)

    def _on_visit(self, sourced: SourcedClaim) -> Iterator[SourcedClaim]:
        name, claim = sourced.claim.visit, sourced.claim
        history = self._history(name)
        if not claim.rejected:
            history.open(claim)
            for label in labels_of(claim):
                if self._labels.get((name, label[0])) != label[1]:
                    days = self._on_again.get(label, ())
                    for earlier in self._on_label[label]:
                        late = structs.replace(earlier, labelled_by=sourced.report)
                        # What called the event off before it was on again is not about this visit.
                        if any(earlier.published < day <= sourced.published for day in days):
                            late = without_off_words(late)
                        yield from self._inherited(name, late)
                    self._label(name, label)
            for kind in LABELS:
                if kind in claim.retracts and not getattr(claim, kind):
                    self._label(name, (kind, ""))
        history.step(sourced)
        yield sourced

    def _inherited(self, name: str, sourced: SourcedClaim) -> Iterator[SourcedClaim]:
        history = self._history(name)
        if (claim := history.inherited(name, sourced)) is not None:
            history.step(claim)
            yield claim

    def _history(self, name: str) -> "_History":
        if name not in self._histories:
            self._histories[name] = _History(self._files.get(name))
        return self._histories[name]


def steps_of(claims: Sequence[SourcedClaim], files: Mapping[str, Visit]) -> Iterator[Step]:
    """A step for each claim; the claims come in the order in which they count."""
    last = {sourced.claim.visit: sourced for sourced in claims}
    histories = {name: _History(files.get(name)) for name in last}
    for sourced in claims:
        yield histories[sourced.claim.visit].step(sourced)
        if sourced is last[sourced.claim.visit]:
            del histories[sourced.claim.visit]  # it would only take memory


class _History:
    """What the claims so far make of one visit."""

    def __init__(self, file: Visit | None) -> None:
        self._file = file
        self._has_host_of_file = file is not None
        self._visit: Visit | None = None
        self._known = KnownClaims()
        self._waiting: list[SourcedClaim] = []
        self._conflicts: tuple[Conflict, ...] = ()
        self._conflicts_on: dict[FieldPath, list[Conflict]] = defaultdict(list)
        self._conflicting = PathIndex()
        self._settled: list[Conflict] = []
        self._own_dates = UNDATED
        self._own_claims: list[SourcedClaim] = []
        self._own_days: dict[FieldPath, date] = {}
        self._is_off_by_label = False

    def open(self, claim: Claim) -> None:
        """Open the visit, if a claim does so, before the claims that it inherits are merged."""
        if self._visit is None and (opened := _opened(claim, self._file)) is not None:
            self._visit = opened
            for earlier in self._waiting:
                self._visit, _ = self._merged(self._visit, earlier)
            self._waiting = []

    def inherited(self, name: str, sourced: SourcedClaim) -> SourcedClaim | None:
        """What a claim on a label that the visit bears says of the visit itself."""
        visit = self._visit or (identity_of(self._file) if self._file else UNKNOWN_VISIT)
        for own in self._own_claims:  # read only now, since most visits bear no label
            self._own_days |= dict.fromkeys(spoken_of(own.claim), own.published)
        self._own_claims.clear()
        return inherited(
            sourced,
            name,
            visit,
            self._own_dates,
            self._own_days,
            is_off_by_label=self._is_off_by_label,
        )

    def step(self, sourced: SourcedClaim) -> Step:
        """The step of the next claim."""
        before = self._visit
        opened = before or _opened(sourced.claim, self._file, sourced.labels_of_file)
        if opened is None:
            if not sourced.claim.rejected:
                self._waiting.append(sourced)
            facts = merge(UNKNOWN_VISIT, sourced, KnownClaims()).facts
            return Step(sourced, None, None, facts)
        if before is None and sourced.claim.rejected:
            return Step(sourced, None, None, merge(opened, sourced, self._known).facts)
        waited = []
        for earlier in self._waiting:
            opened, facts = self._merged(opened, earlier)
            waited.append((earlier, facts))
        self._waiting = []
        self._settled = []
        self._visit, facts = self._merged(opened, sourced)
        settled = tuple(self._settled)
        return Step(sourced, before, self._visit, facts, tuple(waited), self._conflicts, settled)

    def _merged(self, visit: Visit, sourced: SourcedClaim) -> tuple[Visit, tuple[ClaimedFact, ...]]:
        applies = is_applied(sourced.claim)
        says_where = sourced.claim.host.is_given or sourced.claim.host.city
        if self._has_host_of_file and says_where and applies:
            # From now on, reports say where; until then, only the file does.
            self._has_host_of_file = False
            visit = replace(visit, host=_host_before(sourced.claim, visit))
        merged = merge(visit, sourced, self._known)
        if applies:
            self._remember_who_spoke(visit, merged.visit, sourced)
            if self._conflicts:
                self._settle(sourced, merged.facts)
            self._add_conflicts(visit, sourced, merged.facts)
        return merged.visit, merged.facts

    def _remember_who_spoke(self, before: Visit, after: Visit, sourced: SourcedClaim) -> None:
        is_off = after.confirmation.state in MAY_BE_OFF
        if is_off and before.confirmation.state not in MAY_BE_OFF:
            self._is_off_by_label = bool(sourced.label)
        elif not is_off:
            self._is_off_by_label = False
        is_own = not sourced.label and after.dates == sourced.claim.dates
        if is_own or before.dates != after.dates:
            self._own_dates = after.dates if is_own else UNDATED
        if not sourced.label:
            self._own_claims.append(sourced)

    def _settle(self, sourced: SourcedClaim, facts: Iterable[ClaimedFact]) -> None:
        def is_over(conflict: Conflict) -> bool:
            return bool(
                sourced.published > conflict.sourced.published or sourced.claim.formal_sides
            )

        settled = set[int]()
        for path in self._conflicting.below(
            fact.path for fact in facts if fact.relation in _SETTLES
        ):
            of_path = self._conflicts_on[path]
            over = [*takewhile(is_over, of_path)]  # the oldest ones are first
            settled.update(map(id, over))
            del of_path[: len(over)]
            if not of_path:
                self._conflicting.remove(path)
        if settled:
            self._settled += [each for each in self._conflicts if id(each) in settled]
            self._conflicts = tuple(each for each in self._conflicts if id(each) not in settled)

    def _add_conflicts(
        self, visit: Visit, sourced: SourcedClaim, facts: Iterable[ClaimedFact]
    ) -> None:
        for fact in facts:
            if fact.relation == "conflicts":
                value = value_of(visit, fact.path)
                behind = self._known.behind(fact.path, value) if value else None
                if behind and are_exclusive(fact.path, value, fact.value):
                    against = self._known.against(fact.path, value, sourced)
                    conflicts = [
                        Conflict(fact.path, value, known, fact.value, sourced)
                        for known in (*against, behind.strongest)
                    ]
                    disputed = (each for each in conflicts if each.is_dispute)
                    conflict = next(disputed, conflicts[-1])
                    self._conflicts += (conflict,)
                    insort(self._conflicts_on[fact.path], conflict, key=_day_of)
                    self._conflicting.add(fact.path)


def _day_of(conflict: Conflict) -> date:
    return conflict.sourced.published


_SETTLES: Final = frozenset({"new", "confirms", "refines", "updates"})


def _host_before(claim: Claim, visit: Visit) -> Host:
    """What is left of a file's host once a claim says where the visit takes place."""
    if claim.host.country or claim.host.city:
        return replace(visit.host, city="")
    return Host(candidates=UNKNOWN_PLACE)


def _opened(claim: Claim, file: Visit | None, labels: Sequence[Label] = ()) -> Visit | None:
    if file is not None:
        return identity_of(file, labels)
    return open_visit(claim) if opens(claim) else None


def replay(
    reports: Mapping[str, Report],
    until: date | None = None,
    files: Mapping[str, Visit] | None = None,
) -> dict[str, Visit]:
    """The visits according to the reports up to a day, by id, in the order of their opening."""
    return visits_after(steps(reports, until, files))


def visits_after(steps: Iterable[Step]) -> dict[str, Visit]:
    """Each visit as its last step left it, by id, in the order of their opening."""
    return {step.sourced.claim.visit: step.after for step in steps if step.after is not None}
