"""What writing a report's claims into the visits would change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.diff import Change, diff
from agenda.history.log import Episode, would_change
from agenda.history.provenance import Voice, stance, voices
from agenda.history.replay import (
    IDENTITY,
    Part,
    Said,
    facts,
    in_order,
    only_identity,
    replay,
    spoken,
)
from agenda.model.report import Claim, Report
from agenda.model.visit import Visit


class Plan(Struct, frozen=True):
    """What a report changes in one visit's file. ``before`` is ``None`` where it opens the visit.

    ``is_late`` says that the book has younger reports on the visit; what is written is then what
    the report adds to their replay. ``warnings`` name better claims that it contradicts.
    """

    visit: str
    before: Visit | None
    after: Visit | None
    changes: tuple[Change, ...]
    episode: Episode
    is_late: bool
    warnings: tuple[str, ...]

    @property
    def writes(self) -> bool:
        """Whether the visit's file is not yet what the report makes of it."""
        return self.before is None or bool(self.changes)


def plan(
    name: str, report: Report, others: Mapping[str, Report], visits: Mapping[str, Visit]
) -> list[Plan]:
    """A plan for each visit that a report speaks of, given the book's other reports and files.

    A visit that neither has a file nor is opened by the report has no ``after``.
    """
    order = {one: place for place, one in enumerate(in_order({**others, name: report}))}
    found = []
    for episode in would_change(name, report, visits):
        visit = episode.visit
        before = visits.get(visit)
        speaking = [one for one, other in others.items() if _speaks(other, visit)]
        is_late = any(order[one] > order[name] for one in speaking)
        if is_late:
            without = replay(others, files=visits).get(visit)
            after = replay({**others, name: report}, files=visits).get(visit)
            if before and after:
                after = _with_added(before, without or only_identity(before), after)
            changes = diff(before, after) if before and after else ()
        elif before is None and speaking:
            # Others speak of the visit, and it has no file yet: it gets one with all they say.
            after, changes = replay({**others, name: report}, files=visits).get(visit), ()
        else:
            after, changes = episode.after, episode.changes if before else ()
        warnings = tuple(_warnings(name, report, others, visit, before))
        found.append(Plan(visit, before, after, changes, episode, is_late, warnings))
    return found


def _speaks(report: Report, visit: str) -> bool:
    return any(claim.visit == visit for claim in report.claims)


def _with_added(file: Visit, without: Visit, after: Visit) -> Visit:
    """A file's visit with what a late report adds to the replay of the others; the rest stays.

    ``without`` and ``after`` are the replay without and with the report.
    """
    fields = ("kind", "occasion", "dates", "notes")
    agenda = dict(file.agenda)
    for key in {**without.agenda, **after.agenda}:  # new ones are written in this order
        was, now = without.agenda.get(key), after.agenda.get(key)
        if now is None:
            agenda.pop(key, None)
        elif now != was:
            # An item that the file lacks comes whole, with what others say of it.
            agenda[key] = _with_differing(agenda[key], was, now) if key in agenda else now
    return replace(
        _with_differing(file, without, after, fields),
        confirmation=_with_differing(file.confirmation, without.confirmation, after.confirmation),
        agenda=agenda,
    )


def _with_differing(
    known: Part, one: Struct | None, other: Part, names: Sequence[str] = ()
) -> Part:
    """A part with those fields of another that are not as in a third."""
    differing = {
        name: getattr(other, name)
        for name in names or other.__struct_fields__
        if one is None or getattr(one, name) != getattr(other, name)
    }
    return replace(known, **differing)


def _warnings(
    name: str, report: Report, others: Mapping[str, Report], visit: str, known: Visit | None
) -> Iterator[str]:
    """Where a claim contradicts an earlier one that is better graded or a side's own word."""
    if known is None:
        return
    order = list(in_order({**others, name: report}))
    earlier = {one: others[one] for one in order[: order.index(name)]}
    said = [one for one in spoken(earlier) if one.claim.visit == visit]
    current = facts(known)
    for one in spoken({name: report}):
        if one.claim.visit != visit:
            continue
        for route, value in facts(one.claim).items():
            if route[0] in IDENTITY:
                if current.get(route) != value:
                    fact = ".".join(map(str, route))
                    yield f"{fact} `{value}` is not written: who goes where is the file's own"
                continue
            stands = current.get(route, "")
            if stance(route, stands, value, one) != "contradicts":
                continue
            if (best := _better(one.claim, voices({route: stands}, said)[route])) is not None:
                fact = ".".join(map(str, route))
                who, whose = one.claim.according_to, best.claim.according_to
                yield f"{who} says `{value}` on {fact}, against {whose}{_weight(best)}"


def _better(claim: Claim, known: Iterable[Voice]) -> Said | None:
    """The last claim for what stands that weighs more than another claim, if one does."""
    better = [
        voice.said
        for voice in known
        if voice.stance == "supports" and _outweighs(voice.said.claim, claim)
    ]
    return better[-1] if better else None


def _outweighs(one: Claim, other: Claim) -> bool:
    is_better = bool(one.grade and other.grade) and one.grade < other.grade
    return is_better or _is_official(one)


def _is_official(claim: Claim) -> bool:
    """Whether a claim is a side's own formal word."""
    return "announced" in {claim.confirmation.visitor, claim.confirmation.host}


def _weight(said: Said) -> str:
    marks = [said.claim.grade] if said.claim.grade else []
    marks += ["official"] if _is_official(said.claim) else []
    return f" ({', '.join(marks)}) in {said.report}" if marks else f" in {said.report}"
