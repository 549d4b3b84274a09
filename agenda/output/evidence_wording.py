"""The evidence on one visit in words, for `agenda show` and for the pages of `agenda site`."""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from agenda.history.detail import EarlierValue, Fact, LatestStatement, Outcome, VisitDetail
from agenda.history.evidence import SourcedClaim
from agenda.history.facts import LISTED, Value, is_below
from agenda.history.support import Support
from agenda.model.diagnostic import FieldPath
from agenda.model.visit import Item, Visit
from agenda.output import wording
from agenda.text.printable import one_line
from agenda.text.prose import count, day

MARKS: Final = {"supports": "+", "says less": "~", "contradicts": "-", "rejected": "x"}
"""How a claim relates to a fact; a legend explains the marks."""

LEGEND: Final = {
    "supports": "agrees",
    "says less": "does not disagree",
    "contradicts": "disagrees",
    "rejected": "rejected by this desk",
}
"""What the marks mean."""


class ClaimWording(Struct, frozen=True):
    """A claim in words, apart from what it says about a fact.

    ``source`` begins with a colon, or is only the grade if the publisher speaks itself;
    ``rejected`` begins with a space.
    """

    published: str
    publisher: str
    source: str
    quote: str
    hedged: FieldPath
    rejected: str

    def quote_on(self, path: FieldPath) -> str:
        """The claim's wording, if it hedges the fact at a path."""
        # An item has one line for all that is claimed about it.
        return self.quote if self.quote and is_below(path, self.hedged[:2]) else ""


def claim_wording(sourced: SourcedClaim) -> ClaimWording:
    """A claim in words, apart from what it says about a fact."""
    claim = sourced.claim
    speaks_itself = claim.according_to == sourced.publisher
    source = "" if speaks_itself else f": {one_line(claim.according_to)}"
    return ClaimWording(
        day(sourced.published),
        one_line(sourced.publisher),
        source + (f" [{claim.grade}]" if claim.grade else ""),
        f"“{one_line(claim.wording)}”" if claim.wording else "",
        wording.hedged_path(claim) if claim.wording else (),
        f" rejected: {one_line(claim.rejected)}" if claim.rejected else "",
    )


def claimed_text(value: Value, support: Support) -> str:
    """What a claim says about a fact, after a comma; empty if it says what is known."""
    if not value:
        return ", retracts it"
    return "" if support == "supports" else f", {fact_text(value)}"


def fact_text(value: Value) -> str:
    """The value of a fact on one line."""
    return one_line(str(value)) if value != LISTED else "on the agenda"


def earlier_text(earlier: EarlierValue) -> str:
    """A value that a fact had before: `was 2024-06 until 12 June 2024`."""
    return f"was {fact_text(earlier.value)} until {day(earlier.until)}"


def host_text(visit: Visit) -> str:
    """Where a visit takes place, and in which time zone: `Hanoi, Vietnam (Asia/Ho_Chi_Minh)`."""
    host = visit.host
    zone = visit.zone or ("no time zone given" if host.country else "days counted here")
    return f"{wording.location(host)} ({zone})"


def fact_of_entry(detail: VisitDetail, name: str, key: str) -> Fact:
    """An entry's status with its claims, or the entry itself where no claim gives a status."""
    status = detail.of(name, key, "status")
    return status if status.evidence else detail.of(name, key)


def items_not_on_agenda(detail: VisitDetail, visit: Visit) -> list[str]:
    """The keys of the items that claims name and that are not on the agenda."""
    named = {str(path[1]): None for path in detail.facts if path[0] == "agenda"}
    return [key for key in named if key not in visit.agenda]


def statement_text(statement: LatestStatement) -> str:
    """Whose claim is behind a side's stage, and how old it is."""
    days = statement.days_ago
    ago = "today" if days == 0 else f"{count(days, 'day')} ago" if days > 0 else "dated ahead"
    who = one_line(statement.sourced.claim.according_to)
    return f"{who}, {day(statement.sourced.published)}, {ago}"


def outcomes_by_status(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    """The outcomes of a visit's items, by what became of what was planned."""
    for name, status, planned in (
        ("delivered", "delivered", True),
        ("unplanned", "delivered", False),
        ("nothing", "unheard", True),
        ("came up", "unheard", False),
    ):
        yield (
            name,
            [
                outcome
                for outcome in outcomes
                if (outcome.status, outcome.planned) == (status, planned)
            ],
        )
    yield "dropped", [outcome for outcome in outcomes if outcome.status == "dropped"]


def how_known(outcome: Outcome, item: Item) -> str:
    """How an item was delivered, or when it was last mentioned; it begins with a comma."""
    if outcome.status == "delivered" or (outcome.status == "unheard" and not outcome.planned):
        return f", {item.status}" if item.status else ""
    if outcome.status == "unheard":
        last = outcome.last_mentioned
        return f", last mentioned on {day(last)}" if last else ", in no report"
    return ""
