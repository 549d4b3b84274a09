"""What writing a report's claims into the visits' files would change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.diff import Change, diff
from agenda.history.evidence import Evidence, evidence_by_path, support
from agenda.history.facts import IDENTITY, Value, facts, is_identity
from agenda.history.log import VisitUpdate, updates_by
from agenda.history.merge import Part, identity_of
from agenda.history.replay import SourcedClaim, claims_in_order, steps_of, visits_after
from agenda.model.diagnostic import dotted
from agenda.model.report import Claim, Report
from agenda.model.visit import Visit

_WHOLE_FIELDS = tuple(
    name for name in Visit.__struct_fields__ if name not in {*IDENTITY, "confirmation", "agenda"}
)
"""The fields of a visit that a report adds as a whole, and not part by part."""


class VisitPlan(Struct, frozen=True):
    """What a report changes in one visit's file. ``before`` is ``None`` if it opens the visit.

    ``is_late`` means that the book has newer reports on the visit; then only what the report adds
    to their replay is written. ``warnings`` name the stronger claims that the report contradicts.
    """

    visit: str
    before: Visit | None
    after: Visit | None
    changes: tuple[Change, ...]
    update: VisitUpdate
    is_late: bool
    warnings: tuple[str, ...]

    @property
    def writes(self) -> bool:
        """Whether the visit's file is not yet what the report makes of it."""
        return self.before is None or bool(self.changes)


def apply_plan(
    name: str, report: Report, others: Mapping[str, Report], visits: Mapping[str, Visit]
) -> list[VisitPlan]:
    """A plan for each visit that a report is about, given the book's other reports and files.

    A visit that neither has a file nor is opened by the report has no ``after``.
    """
    plans = []
    claims = _claims_by_visit({**others, name: report})
    for update in updates_by(name, report, visits):
        visit, before = update.visit, visits.get(update.visit)
        on_visit = claims[visit]
        without = [sourced for sourced in on_visit if sourced.report != name]
        is_late = on_visit[-1].report != name
        after, changes = update.after, update.changes if before else ()
        if is_late:
            after = _replayed(on_visit, visits)
            if before and after:
                known = _replayed(without, visits) or identity_of(before)
                after = _with_added(before, known, after)
            changes = diff(before, after) if before and after else ()
        elif before is None and without:
            # Other reports are about the visit, which has no file yet: the new file gets all of it.
            after, changes = _replayed(on_visit, visits), ()
        warnings = tuple(_warnings(name, on_visit, before))
        plans.append(VisitPlan(visit, before, after, changes, update, is_late, warnings))
    return plans


def _claims_by_visit(reports: Mapping[str, Report]) -> Mapping[str, list[SourcedClaim]]:
    """Every claim, in the order in which it counts."""
    by_visit: dict[str, list[SourcedClaim]] = defaultdict(list)
    for sourced in claims_in_order(reports):
        by_visit[sourced.claim.visit].append(sourced)
    return by_visit


def _replayed(claims: Sequence[SourcedClaim], visits: Mapping[str, Visit]) -> Visit | None:
    """The one visit that some claims are about, according to them."""
    return next(iter(visits_after(steps_of(claims, visits)).values()), None)


def _with_added(file: Visit, without: Visit, after: Visit) -> Visit:
    """A file's visit with what a late report adds to the replay of the others.

    ``without`` and ``after`` are the replays without and with the report.
    """
    agenda = dict(file.agenda)
    for key in {**without.agenda, **after.agenda}:  # new items are written in this order
        old, new = without.agenda.get(key), after.agenda.get(key)
        if new is None:
            agenda.pop(key, None)
        elif new != old:
            # An item that the file lacks is written whole, with what other reports say about it.
            agenda[key] = _with_differing(agenda[key], old, new) if key in agenda else new
    return replace(
        _with_differing(file, without, after, _WHOLE_FIELDS),
        confirmation=_with_differing(file.confirmation, without.confirmation, after.confirmation),
        agenda=agenda,
    )


def _with_differing(
    part: Part, without: Struct | None, after: Part, names: Sequence[str] = ()
) -> Part:
    """A part with the fields in which two others differ, taken from the second."""
    differing = {
        name: getattr(after, name)
        for name in names or after.__struct_fields__
        if without is None or getattr(without, name) != getattr(after, name)
    }
    return replace(part, **differing)


def _warnings(name: str, on_visit: Sequence[SourcedClaim], known: Visit | None) -> Iterator[str]:
    """Warnings about claims that contradict a better graded one or a side's own announcement.

    ``on_visit`` are all claims on the visit, in the order in which they count.
    """
    if known is None:
        return
    own = [sourced for sourced in on_visit if sourced.report == name]
    earlier = takewhile(lambda sourced: sourced.report != name, on_visit)
    current = facts(known)
    claimed = {path: "" for sourced in own for path in facts(sourced.claim)}
    evidence = evidence_by_path({**claimed, **current}, earlier)
    for sourced in own:
        for path, value in facts(sourced.claim).items():
            value_now = current.get(path, "")
            if is_identity(path):
                if value_now != value:
                    field = f"{dotted(path)} `{value}`"
                    yield f"{field} is not written: reports do not change who goes where"
            elif support(path, value_now, sourced, value) == "contradicts":
                yield from _warning(sourced.claim, dotted(path), value, evidence[path])


def _warning(claim: Claim, fact: str, value: Value, against: Iterable[Evidence]) -> Iterator[str]:
    """A warning about the last claim, if any, that supports the current value and is stronger."""
    better = [
        evidence.sourced
        for evidence in against
        if evidence.support == "supports" and _is_stronger(evidence.sourced.claim, claim)
    ]
    for sourced in better[-1:]:
        whose = sourced.claim.according_to
        yield (
            f"{claim.according_to} says `{value}` for {fact}, "
            f"which contradicts {whose}{_strength(sourced)}"
        )


def _is_stronger(claim: Claim, other: Claim) -> bool:
    is_better = bool(claim.grade and other.grade) and claim.grade < other.grade
    return is_better or _is_official(claim)


def _is_official(claim: Claim) -> bool:
    """Whether a claim is a side's own announcement."""
    return "announced" in {claim.confirmation.visitor, claim.confirmation.host}


def _strength(sourced: SourcedClaim) -> str:
    marks = [sourced.claim.grade] if sourced.claim.grade else []
    marks += ["official"] if _is_official(sourced.claim) else []
    return f" ({', '.join(marks)}) in {sourced.report}" if marks else f" in {sourced.report}"
