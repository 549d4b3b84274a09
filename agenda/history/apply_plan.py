"""What writing a report's claims into the visits' files would change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.diff import Change, diff
from agenda.history.evidence import SourcedClaim
from agenda.history.facts import is_known, retracted_paths
from agenda.history.log import VisitUpdate, visit_update
from agenda.history.merge import Part, identity_of, retract
from agenda.history.replay import Step, claims_in_order, steps_of
from agenda.model.diagnostic import dotted
from agenda.model.report import Report
from agenda.model.visit import Visit

_WHOLE_FIELDS = tuple(
    name
    for name in Visit.__struct_fields__
    if name not in {"visitor", "host", "confirmation", "agenda"}
)
"""The fields of a visit that a report adds as a whole, and not part by part."""


class VisitPlan(Struct, frozen=True):
    """What a report changes in one visit's file. ``before`` is ``None`` if it opens the visit.

    ``is_late`` means that the book has newer reports on the visit; then only what the report adds
    to their replay is written. ``warnings`` name the claims that the report conflicts with.
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
        return self.after is not None and (self.before is None or bool(self.changes))


def apply_plan(
    name: str, report: Report, others: Mapping[str, Report], visits: Mapping[str, Visit]
) -> list[VisitPlan]:
    """A plan for each visit that a report is about, given the book's other reports and files.

    What the report changes is the difference of two replays, without it and with it. A visit that
    neither has a file nor is opened by the report has no ``after``.
    """
    claims = _claims_by_visit({**others, name: report})
    mentioned = dict.fromkeys(claim.visit for claim in report.claims)
    return [_visit_plan(name, visit, claims[visit], visits.get(visit)) for visit in mentioned]


def _visit_plan(
    name: str, visit: str, claims: Sequence[SourcedClaim], before: Visit | None
) -> VisitPlan:
    files = {visit: before} if before else {}
    with_it = list(steps_of(claims, files))
    own = [step for step in with_it if step.sourced.report == name]
    after = _last(with_it)
    if before is not None and after is not None:
        others = [sourced for sourced in claims if sourced.report != name]
        without = _last(steps_of(others, files)) or identity_of(before)
        file = retract(before, _retracted_only_in_file(own, after))
        after = _with_added(file, without, after)
    elif before is None:
        # Only what is applied already is in a file, and this visit has none.
        own_claims = [sourced for sourced in claims if sourced.report == name]
        after = _last(steps_of(own_claims, {})) or after
    update = visit_update(visit, before, after, own)
    is_late = claims[-1].report != name
    changes = diff(before, after) if before and after else ()
    return VisitPlan(visit, before, after, changes, update, is_late, tuple(_warnings(own)))


def _retracted_only_in_file(own: Iterable[Step], after: Visit) -> list[str]:
    """What a report takes back that no report has given, so that only the file has it."""
    return [
        ".".join(map(str, path))
        for step in own
        if not step.sourced.claim.rejected
        for path in retracted_paths(step.sourced.claim)
        if not is_known(after, path)
    ]


def _last(steps: Iterable[Step]) -> Visit | None:
    """The visit after the last of some steps."""
    after = None
    for step in steps:
        after = step.after
    return after


def _claims_by_visit(reports: Mapping[str, Report]) -> Mapping[str, list[SourcedClaim]]:
    """Every claim, in the order in which it counts."""
    by_visit: dict[str, list[SourcedClaim]] = defaultdict(list)
    for sourced in claims_in_order(reports):
        by_visit[sourced.claim.visit].append(sourced)
    return by_visit


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
        visitor=_with_differing(file.visitor, without.visitor, after.visitor),
        host=_with_differing(file.host, without.host, after.host),
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


def _warnings(own: Iterable[Step]) -> Iterator[str]:
    """A line for each fact on which the report conflicts with what is known, which stays."""
    for step in own:
        for conflict in step.conflicts:
            if conflict.sourced is step.sourced:
                known, claim = conflict.known, conflict.sourced.claim
                grade = f" ({known.claim.grade})" if known.claim.grade else ""
                yield (
                    f"{claim.according_to} says `{conflict.value}` for {dotted(conflict.path)}, "
                    f"which conflicts with {known.claim.according_to}{grade} in {known.report}: "
                    f"`{conflict.known_value}` stays"
                )
