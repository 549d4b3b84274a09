"""What writing a report's claims into the visits' files would change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.building import identity_of, retract
from agenda.history.diff import Change, diff
from agenda.history.evidence import SourcedClaim
from agenda.history.facts import is_known, retracted_paths
from agenda.history.log import VisitUpdate, visit_update
from agenda.history.merge import Part, is_applied
from agenda.history.replay import Step, claims_on_visits, steps_of
from agenda.model.diagnostic import dotted
from agenda.model.report import Report
from agenda.model.visit import Visit


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
    neither has a file nor is opened by the report has no ``after``; there is no plan for it if the
    report only speaks of its trip or event.
    """
    reports = {**others, name: report}
    claims = _claims_by_visit(claims_on_visits(reports, None, visits))
    without = claims
    if any(not claim.visit for known in reports.values() for claim in known.claims):
        without = _claims_by_visit(claims_on_visits(others, None, visits))
    named = dict.fromkeys(claim.visit for claim in report.claims if claim.visit)
    mentioned = named | {
        visit: None
        for visit, on_visit in claims.items()
        if any(sourced.applied_by == name for sourced in on_visit)
    }
    plans = [
        _visit_plan(name, visit, claims[visit], without.get(visit, ()), visits.get(visit))
        for visit in mentioned
    ]
    return [plan for plan in plans if plan.after is not None or plan.visit in named]


def _visit_plan(
    name: str,
    visit: str,
    claims: Sequence[SourcedClaim],
    without_it: Sequence[SourcedClaim],
    before: Visit | None,
) -> VisitPlan:
    files = {visit: before} if before else {}
    with_it = list(steps_of(claims, files))
    own = [step for step in with_it if step.sourced.applied_by == name]
    after = _last(with_it)
    if before is not None and after is not None:
        others = [sourced for sourced in without_it if sourced.applied_by != name]
        without = _last(steps_of(others, files)) or identity_of(before)
        file = retract(before, _retracted_only_in_file(own, after))
        after = _with_added(file, without, after)
    elif before is None:
        # Only what is applied already is in a file, and this visit has none.
        own_claims = [sourced for sourced in claims if sourced.applied_by == name]
        after = _last(steps_of(own_claims, {})) or after
    update = visit_update(visit, before, after, own)
    is_late = claims[-1].applied_by != name
    changes = diff(before, after) if before and after else ()
    return VisitPlan(visit, before, after, changes, update, is_late, tuple(_warnings(own)))


def _retracted_only_in_file(own: Iterable[Step], after: Visit) -> list[str]:
    """What a report takes back that no report has given, so that only the file has it."""
    return [
        ".".join(map(str, path))
        for step in own
        if is_applied(step.sourced.claim)
        for path in retracted_paths(step.sourced.claim)
        if not is_known(after, path)
    ]


def _last(steps: Iterable[Step]) -> Visit | None:
    """The visit after the last of some steps."""
    after = None
    for step in steps:
        after = step.after
    return after


def _claims_by_visit(claims: Iterable[SourcedClaim]) -> dict[str, list[SourcedClaim]]:
    """Every claim, in the order in which it counts."""
    by_visit: dict[str, list[SourcedClaim]] = defaultdict(list)
    for sourced in claims:
        by_visit[sourced.claim.visit].append(sourced)
    return by_visit


def _with_added(file: Visit, without: Visit, after: Visit) -> Visit:
    """A file's visit with what a late report adds to the replay of the others.

    ``without`` and ``after`` are the replays without and with the report.
    """
    fields = {}
    for name in Visit.__struct_fields__:
        of_file, old, new = (getattr(visit, name) for visit in (file, without, after))
        if isinstance(of_file, dict):
            fields[name] = _with_entries(of_file, old, new)
        elif isinstance(of_file, Struct):
            fields[name] = _with_differing(of_file, old, new)
        else:
            fields[name] = of_file if old == new else new
    return replace(file, **fields)


def _with_entries(
    file: Mapping[str, Struct], without: Mapping[str, Struct], after: Mapping[str, Struct]
) -> dict[str, Struct]:
    """A keyed map of a file with what differs between two others, taken from the second."""
    entries = dict(file)
    for key in {**without, **after}:  # new entries are written in this order
        old, new = without.get(key), after.get(key)
        if new is None:
            entries.pop(key, None)
        elif new != old:
            # An entry that the file lacks is written whole, with what other reports say about it.
            known = old or type(new)()
            entries[key] = _with_differing(entries[key], known, new) if key in entries else new
    return entries


def _with_differing(part: Part, without: Struct, after: Part) -> Part:
    """A part with the fields in which two others differ, taken from the second."""
    differing = {
        name: getattr(after, name)
        for name in after.__struct_fields__
        if getattr(without, name) != getattr(after, name)
    }
    return replace(part, **differing)


def _warnings(own: Iterable[Step]) -> Iterator[str]:
    """A line for each fact on which the report conflicts with what is known, which stays."""
    for step in own:
        for conflict in step.new_conflicts:
            known, claim = conflict.known, conflict.sourced.claim
            grade = f" ({known.claim.grade})" if known.claim.grade else ""
            yield (
                f"{claim.according_to} says `{conflict.value}` for {dotted(conflict.path)}, "
                f"which conflicts with {known.claim.according_to}{grade} in {known.report}: "
                f"`{conflict.known_value}` stays"
            )
