"""What writing a report's claims into the visits' files would change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.diff import Change, diff
from agenda.history.evidence import Evidence, evidence_by_path, support
from agenda.history.facts import IDENTITY, Value, facts, is_identity
from agenda.history.log import VisitUpdate, updates_by
from agenda.history.merge import Part, identity_of
from agenda.history.replay import SourcedClaim, claims_in_order, replay, reports_in_order
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
    everything = {**others, name: report}
    order = {other: number for number, other in enumerate(reports_in_order(everything))}
    plans = []
    for update in updates_by(name, report, visits):
        visit, before = update.visit, visits.get(update.visit)
        on_visit = [other for other, content in others.items() if _is_about(content, visit)]
        is_late = any(order[other] > order[name] for other in on_visit)
        after, changes = update.after, update.changes if before else ()
        if is_late:
            after = replay(everything, files=visits).get(visit)
            if before and after:
                without = replay(others, files=visits).get(visit)
                after = _with_added(before, without or identity_of(before), after)
            changes = diff(before, after) if before and after else ()
        elif before is None and on_visit:
            # Other reports are about the visit, which has no file yet: the new file gets all of it.
            after, changes = replay(everything, files=visits).get(visit), ()
        warnings = tuple(_warnings(name, report, others, visit, before))
        plans.append(VisitPlan(visit, before, after, changes, update, is_late, warnings))
    return plans


def _is_about(report: Report, visit: str) -> bool:
    return any(claim.visit == visit for claim in report.claims)


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


def _warnings(
    name: str, report: Report, others: Mapping[str, Report], visit: str, known: Visit | None
) -> Iterator[str]:
    """Warnings about claims that contradict a better graded one or a side's own announcement."""
    if known is None:
        return
    order = list(reports_in_order({**others, name: report}))
    earlier = {other: others[other] for other in order[: order.index(name)]}
    on_visit = [sourced for sourced in claims_in_order(earlier) if sourced.claim.visit == visit]
    current = facts(known)
    for sourced in claims_in_order({name: report}):
        if sourced.claim.visit != visit:
            continue
        for path, value in facts(sourced.claim).items():
            value_now = current.get(path, "")
            if is_identity(path):
                if value_now != value:
                    field = f"{dotted(path)} `{value}`"
                    yield f"{field} is not written: reports do not change who goes where"
            elif support(path, value_now, sourced, value) == "contradicts":
                against = evidence_by_path({path: value_now}, on_visit)[path]
                yield from _warning(sourced.claim, dotted(path), value, against)


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
