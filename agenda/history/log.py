"""The book's history: report by report, what each changed and what each of its claims added."""

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.building import identity_of
from agenda.history.diff import Change, ChangedValue, diff
from agenda.history.evidence import Conflict, SourcedClaim
from agenda.history.facts import Value, is_identity, paths_below, value_of
from agenda.history.labels import Label, label_of, merged_on_labels
from agenda.history.merge import ClaimedFact
from agenda.history.replay import Step, claims_in_order, claims_on_visits, steps_of
from agenda.model.diagnostic import FieldPath
from agenda.model.report import Claim, Report
from agenda.model.visit import ENTRIES, Visit


class ClaimRelations(Struct, frozen=True):
    """One claim, and what each of its facts added, or would have added if it is rejected."""

    sourced: SourcedClaim
    facts: tuple[ClaimedFact, ...]


FactOfClaim = tuple[SourcedClaim, ClaimedFact]

_REFUSED: Final = frozenset({"conflicts", "not applied"})
"""The relations of a value that does not become the known one, though it is another."""


class LogLine(Struct, frozen=True):
    """One line of the history: a change with the claims behind it, or claims that changed nothing.

    ``claims`` are those that mention the fact, each with what it adds.
    """

    path: FieldPath
    change: Change | None
    claims: tuple[FactOfClaim, ...]


class VisitUpdate(Struct, frozen=True):
    """How one report changed one visit. ``before`` is ``None`` if it opened the visit."""

    visit: str
    before: Visit | None
    after: Visit | None
    changes: tuple[Change, ...]
    claims: tuple[ClaimRelations, ...]

    @property
    def lines(self) -> list[LogLine]:
        """A line for each change, then one for each fact that was claimed and did not change.

        A claim that was refused and gives another value than a change has a line of its own, and so
        does one that retracts a whole map when none of the entries that changed is in it.
        """
        claims: dict[FieldPath, list[FactOfClaim]] = {}
        giving: dict[tuple[FieldPath, ChangedValue], list[FactOfClaim]] = {}
        for sourced, fact in self._believed_facts:
            claims.setdefault(fact.path, []).append((sourced, fact))
            giving.setdefault((fact.path, fact.value), []).append((sourced, fact))
        lines = []
        changed = set[FieldPath]()
        shown = set[int]()
        related_to = _related_paths(claims)
        retractions = self._retractions_of_entries()
        for change in self.changes:
            paths = related_to(change.path)
            changed.update(paths)
            if change.kind == "disputed":  # there may be many, each with a value of its own
                behind = giving.get((change.path, change.after), [])
            else:
                behind = [
                    (sourced, fact)
                    for path in paths
                    for sourced, fact in (
                        retractions[change.path[:2]] if _is_map(path) else claims[path]
                    )
                    if fact.relation not in _REFUSED or fact.value == change.after
                ]
            shown.update(id(fact) for _, fact in behind)
            lines.append(LogLine(change.path, change, tuple(behind)))
        for path, of_path in claims.items():
            others = [
                (sourced, fact)
                for sourced, fact in of_path
                if path not in changed
                or ((fact.relation in _REFUSED or _is_map(path)) and id(fact) not in shown)
            ]
            if others:
                lines.append(LogLine(path, None, tuple(others)))
        return lines

    @property
    def _believed_facts(self) -> Iterator[FactOfClaim]:
        """What the claims say, in their order, without those that are rejected."""
        for relations in self.claims:
            if not relations.sourced.claim.rejected:
                yield from ((relations.sourced, fact) for fact in relations.facts)

    def _retractions_of_entries(self) -> Mapping[FieldPath, Sequence[FactOfClaim]]:
        """For each entry, the retractions of its whole map that found it there."""
        retractions: dict[FieldPath, list[FactOfClaim]] = defaultdict(list)
        known: dict[FieldPath, dict[FieldPath, None]] = {
            (name,): {(name, key): None for key in getattr(self.before, name, ())}
            for name in ENTRIES
        }
        for sourced, fact in self._believed_facts:
            path = fact.path
            if _is_map(path) and fact.relation not in _REFUSED:
                for entry in known[path]:
                    retractions[entry].append((sourced, fact))
                known[path] = {}
            elif path[1:] and path[:1] in known:
                if fact.value or path[2:]:
                    known[path[:1]][path[:2]] = None
                else:
                    known[path[:1]].pop(path, None)
        return retractions

    @property
    def rejected(self) -> tuple[ClaimRelations, ...]:
        """The claims that the desk keeps on record and does not believe."""
        return tuple(relations for relations in self.claims if relations.sourced.claim.rejected)

    @property
    def is_opening(self) -> bool:
        """Whether this report opened the visit."""
        return self.before is None and self.after is not None


def _is_map(path: FieldPath) -> bool:
    """Whether a path is that of a whole keyed map, which claims can only retract."""
    return len(path) == 1 and path[0] in ENTRIES


def _related_paths(paths: Iterable[FieldPath]) -> Callable[[FieldPath], list[FieldPath]]:
    """A function that returns those of some paths that are above or below a given one, or the same.

    They are in the order of the paths.
    """
    numbers = {path: number for number, path in enumerate(paths)}
    below = paths_below(numbers)

    def related(path: FieldPath) -> list[FieldPath]:
        above = [path[:length] for length in range(1, len(path)) if path[:length] in numbers]
        return sorted([*above, *below.get(path, ())], key=numbers.__getitem__)

    return related


class LogEntry(Struct, frozen=True):
    """One report, and how it changed each visit that its claims are about.

    ``on_labels`` are its claims on trips and events that are about no visit, for each label.
    """

    id: str
    report: Report
    updates: tuple[VisitUpdate, ...]
    on_labels: tuple[VisitUpdate, ...] = ()

    def on(self, visits: Container[str]) -> "LogEntry":
        """The entry with only some of the visits."""
        chosen = tuple(update for update in self.updates if update.visit in visits)
        return LogEntry(self.id, self.report, chosen)


def log_entries(
    reports: Mapping[str, Report],
    until: date | None = None,
    files: Mapping[str, Visit] | None = None,
    of: Container[str] | None = None,
    *,
    labels: Container[Label] | None = (),
    newest_first: bool = False,
) -> Iterator[LogEntry]:
    """An entry for each report with claims, in the order in which they count, or the newest first.

    With ``of``, only what they say on some visits; a report counts from its claims on any visit.
    What is said of trips and events and about no visit is included for ``labels``, or all if that
    is ``None``.
    Each entry is made only when it is asked for, and a visit is replayed for its first one.
    """
    by_report: dict[str, list[SourcedClaim]] = {}
    on_visit: dict[str, list[SourcedClaim]] = {}
    claims = claims_on_visits(reports, until, files)
    on_labels = updates_of_labels(reports, claims, until, labels)
    for sourced in claims:
        its_claims = by_report.setdefault(sourced.applied_by, [])
        if of is None or sourced.claim.visit in of:
            its_claims.append(sourced)
            on_visit.setdefault(sourced.claim.visit, []).append(sourced)
    steps: dict[int, Step] = {}

    def step_of(sourced: SourcedClaim) -> Step:
        """The step of a claim; all reports on its visit are replayed for the first of them."""
        for step in steps_of(on_visit.pop(sourced.claim.visit, ()), files or {}):
            steps[id(step.sourced)] = step
        return steps.pop(id(sourced))

    names = sorted({**by_report, **on_labels}, key=lambda name: reports[name].published)
    for name in reversed(names) if newest_first else names:
        its_claims = by_report.pop(name, [])
        if its_claims or name in on_labels:
            entry = _entry(name, reports[name], map(step_of, its_claims))
            yield replace(entry, on_labels=on_labels.get(name, ()))


def updates_of_labels(
    reports: Mapping[str, Report],
    on_visits: Iterable[SourcedClaim],
    until: date | None = None,
    labels: Container[Label] | None = None,
) -> dict[str, tuple[VisitUpdate, ...]]:
    """What each report says of trips and events that is about no visit, by the report's id.

    ``on_visits`` are the claims that are about visits. With ``labels``, only what is on these.
    """
    reached = {(sourced.report, sourced.index) for sourced in on_visits if sourced.label}
    by_report: dict[str, dict[Label, list[ClaimRelations]]] = {}
    for sourced, merged in merged_on_labels(claims_in_order(reports, until)):
        label = label_of(sourced.claim)
        if (sourced.report, sourced.index) in reached or not (labels is None or label in labels):
            continue
        shown = (
            fact
            for fact in merged.facts
            if not is_identity(fact.path) or _differs(fact, sourced.claim)
        )
        relations = ClaimRelations(sourced, tuple(shown))
        by_report.setdefault(sourced.report, {}).setdefault(label, []).append(relations)
    return {
        name: tuple(
            VisitUpdate(" ".join(label), None, None, (), tuple(relations))
            for label, relations in by_label.items()
        )
        for name, by_label in by_report.items()
    }


def entries_of(steps: Iterable[Step], reports: Mapping[str, Report]) -> Iterator[LogEntry]:
    """The same for some steps, which include all or none of a report's."""
    by_report: dict[str, list[Step]] = {}
    for step in steps:
        by_report.setdefault(step.sourced.applied_by, []).append(step)
    for name, its_steps in by_report.items():
        yield _entry(name, reports[name], its_steps)


def _entry(name: str, report: Report, steps: Iterable[Step]) -> LogEntry:
    by_visit: dict[str, list[Step]] = {}
    for step in steps:
        by_visit.setdefault(step.sourced.claim.visit, []).append(step)
    updates = tuple(
        visit_update(visit, on_visit[0].before, on_visit[-1].after, on_visit)
        for visit, on_visit in by_visit.items()
    )
    return LogEntry(name, report, updates)


def visit_update(
    visit: str, before: Visit | None, after: Visit | None, steps: Iterable[Step]
) -> VisitUpdate:
    """How a report changes one visit, given the steps of its claims."""
    steps = list(steps)
    of_file = steps[0].sourced.labels_of_file if steps else ()
    changes = diff(before or identity_of(after, of_file), after) if after is not None else ()
    if before is None:
        changes = tuple(map(_without_rumour, changes))
    over = [conflict for step in steps for conflict in step.settled if conflict.is_dispute]
    settled = {change.path: change for change in _settled(after, over)}
    # That one of the two values counts now is no other change.
    changes = tuple(
        change
        for change in changes
        if change.path not in settled or change.before != settled[change.path].before
    )
    disputed = dict.fromkeys(
        Change("disputed", conflict.path, conflict.known_value, conflict.value)
        for step in steps
        for conflict in step.new_disputes
    )
    changes = (*changes, *settled.values(), *disputed)
    changed = {change.path for change in changes}
    claims = tuple(relations for step in steps for relations in _claim_relations(step, changed))
    return VisitUpdate(visit, before, after, changes, claims)


def _settled(after: Visit | None, over: Sequence[Conflict]) -> Iterator[Change]:
    """For each fact, that a dispute is decided: for a value, and against another one of the two.

    A value that is retracted decides nothing.
    """
    disputed: dict[FieldPath, list[tuple[Value, Value]]] = defaultdict(list)
    for conflict in over:
        disputed[conflict.path].append((conflict.known_value, conflict.value))
    for path, values in disputed.items():
        if after is not None and (decided := value_of(after, path)):
            known, other = next((both for both in values if decided in both), values[-1])
            yield Change("settled", path, known if decided == other else other, decided)


def _without_rumour(change: Change) -> Change:
    """A change of a visit that was not heard of before, so that it was not rumoured either."""
    if change.path != ("confirmation", "state"):
        return change
    return replace(change, kind="set" if change.kind == "raised" else change.kind, before="")


def _claim_relations(step: Step, changed: Collection[FieldPath]) -> Iterator[ClaimRelations]:
    """A claim compared with what was known before it, after the claims that waited for it."""
    for sourced, facts in (*step.waited, (step.sourced, step.facts)):
        # A visit that is opened agrees with what opens it.
        is_opening = sourced is step.sourced and step.before is None
        shown = (
            fact
            for fact in facts
            if not is_identity(fact.path)
            or (fact.path in changed and not (is_opening and fact.relation == "confirms"))
            or (_differs(fact, sourced.claim) and not is_opening)
        )
        yield ClaimRelations(sourced, tuple(shown))


def _differs(fact: ClaimedFact, claim: Claim) -> bool:
    """Whether an applied claim gives a fact a value that excludes the known one."""
    return fact.relation in {"updates", "conflicts"} and not claim.rejected
