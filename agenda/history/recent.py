"""What the reports since a day have changed about a visit, in a word or two."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from agenda.history.diff import ChangeKind, diff
from agenda.history.evidence import SourcedClaim
from agenda.history.replay import steps_of
from agenda.model.diagnostic import FieldPath
from agenda.model.visit import Visit

NEW: Final = "new"
"""The word for a visit that a report has opened since."""

UPDATED: Final = "updated"
"""The word for changes of a visit that have none of their own."""

_NAMED: Final = frozenset({("dates",), ("confirmation", "state"), ("host", "country")})
"""The facts whose changes have a word of their own."""

_WORDS_OF_DATES: Final[dict[tuple[FieldPath, ChangeKind], str]] = {
    (("dates",), "set"): "dated",
    (("dates",), "cleared"): "undated",
}
"""Words for changes of dates whose kind alone does not say that they are about dates."""


def recent_changes(
    name: str, visit: Visit, claims: Sequence[SourcedClaim], since: date
) -> tuple[str, ...]:
    """Words for what reports have changed about a visit, on a day or after it; empty if nothing.

    ``claims`` are all claims on the visit, in the order in which they count. The words are `new`,
    or the kinds of change that :mod:`agenda.history.diff` names, such as `firmed` or `moved`.
    What a report changes has no word if the visit does not show it, as nobody has applied it.
    """
    if not claims or claims[-1].published < since:
        return ()
    before = after = None
    for step in steps_of(claims, {name: visit}):
        if step.sourced.published < since:
            before = step.after
        after = step.after
    if after is None or before == after:
        return ()
    return (NEW,) if before is None else tuple(dict.fromkeys(_changed(before, after, visit)))


def _changed(before: Visit, after: Visit, shown: Visit) -> Iterator[str]:
    """Words for the changes by reports that are in the visit as it is shown."""
    not_applied = {change.path for change in diff(shown, after)}
    changes = [change for change in diff(before, after) if change.path not in not_applied]
    named = [change for change in changes if change.path in _NAMED]
    for change in named:
        # A visit that is called off or over has a state that says so.
        if change.kind != after.confirmation.state:
            yield _WORDS_OF_DATES.get((change.path, change.kind), change.kind)
    if not named and changes:
        yield UPDATED


def claims_by_visit(
    claims: Iterable[SourcedClaim], visits: Iterable[str]
) -> dict[str, list[SourcedClaim]]:
    """The claims on each of some visits, in the order in which they count."""
    by_visit: dict[str, list[SourcedClaim]] = {name: [] for name in visits}
    for sourced in claims:
        if sourced.claim.visit in by_visit:
            by_visit[sourced.claim.visit].append(sourced)
    return by_visit
