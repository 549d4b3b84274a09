"""A fact on a page: its value in words, the claims about it, and the values that it had before."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from agenda.history.detail import Fact
from agenda.history.support import Evidence, Support
from agenda.model.diagnostic import FieldPath
from agenda.model.report import Report
from agenda.output.evidence_wording import (
    LEGEND,
    MARKS,
    ClaimWording,
    claim_wording,
    claimed_text,
    earlier_text,
)
from agenda.output.html import macros
from agenda.output.markdown import web_address


class EvidenceView(Struct, frozen=True):
    """One claim about a fact; ``source`` is HTML: how it relates to the fact, and the report."""

    source: str
    text: str
    quote: str
    rejected: str


class FactView(Struct, frozen=True):
    """A fact: its name, its value in words, notes on it, the claims about it, earlier values."""

    name: str
    text: str
    notes: Sequence[str] = ()
    evidence: Sequence[EvidenceView] = ()
    earlier: Sequence[str] = ()
    written: str = ""


class FactViews:
    """The facts on one page; each claim is put into words once for all facts that it is about."""

    def __init__(self, reports: Mapping[str, Report]) -> None:
        self._reports = reports
        self._claims: dict[int, ClaimWording] = {}

    def of(
        self,
        name: str,
        text: str,
        fact: Fact,
        notes: Sequence[str] = (),
        written: str = "",
        details: Sequence[Fact] = (),
    ) -> FactView:
        """A fact with its claims; of ``details``, only those that differ from what is known."""
        evidence = [self._evidence(of_claim, fact.path) for of_claim in reversed(fact.evidence)]
        earlier = [earlier_text(value) for value in reversed(fact.earlier)]
        for detail in details:
            evidence += (
                self._evidence(of_claim, detail.path)
                for of_claim in reversed(detail.evidence)
                if of_claim.support != "supports"
            )
            earlier += (earlier_text(value) for value in reversed(detail.earlier))
        return FactView(name, text, notes, evidence, earlier, written)

    def _evidence(self, of_claim: Evidence, path: FieldPath) -> EvidenceView:
        sourced = of_claim.sourced
        claim = self._claims.get(id(sourced))
        if claim is None:
            claim = self._claims[id(sourced)] = claim_wording(sourced)
        url, support = self._reports[sourced.report].url, of_claim.support
        return EvidenceView(
            _source(support, claim.published, claim.publisher, url),
            f"{claim.source}{claimed_text(of_claim.value, support)}",
            claim.quote_on(path),
            claim.rejected,
        )


@lru_cache(maxsize=4096)  # a report is on the pages of a few visits, below many facts
def _source(support: Support, published: str, publisher: str, url: str) -> str:
    how = support.replace(" ", "-"), MARKS[support], LEGEND[support]
    html: str = macros("parts.html.j2").source_of(*how, published, publisher, web_address(url))
    return html
