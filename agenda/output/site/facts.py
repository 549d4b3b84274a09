"""A fact on a page: its value in words, the claims about it, and the values that it had before."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from agenda.history.detail import Fact
from agenda.history.support import Evidence, Support
from agenda.model.diagnostic import FieldPath
from agenda.model.report import Report
from agenda.output.evidence_wording import LEGEND, MARKS, claim_wording, earlier_text
from agenda.output.html import macros
from agenda.output.markdown import web_address


class EvidenceView(Struct, frozen=True):
    """One claim about a fact; ``mark`` and ``report``, with its address, are HTML."""

    mark: str
    report: str
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


def fact_view(
    reports: Mapping[str, Report],
    name: str,
    text: str,
    fact: Fact,
    notes: Sequence[str] = (),
    written: str = "",
    details: Sequence[Fact] = (),
) -> FactView:
    """A fact with its claims; of ``details``, only those that differ from what is known."""
    evidence = [_evidence(of_claim, fact.path, reports) for of_claim in reversed(fact.evidence)]
    earlier = [earlier_text(value) for value in reversed(fact.earlier)]
    for detail in details:
        evidence += (
            _evidence(of_claim, detail.path, reports)
            for of_claim in reversed(detail.evidence)
            if of_claim.support != "supports"
        )
        earlier += (earlier_text(value) for value in reversed(detail.earlier))
    return FactView(name, text, notes, evidence, earlier, written)


def _evidence(of_claim: Evidence, path: FieldPath, reports: Mapping[str, Report]) -> EvidenceView:
    claim = claim_wording(of_claim, path)
    return EvidenceView(
        _mark(of_claim.support),
        _report(claim.published, claim.publisher, reports[of_claim.sourced.report].url),
        f"{claim.source}{claim.claimed}",
        claim.quote,
        claim.rejected,
    )


@cache
def _mark(support: Support) -> str:
    kind = support.replace(" ", "-")
    html: str = macros("parts.html.j2").mark_of(kind, MARKS[support], LEGEND[support])
    return html


@lru_cache(maxsize=4096)  # a report is on the pages of a few visits, below many facts
def _report(published: str, publisher: str, url: str) -> str:
    html: str = macros("parts.html.j2").report_of(published, publisher, web_address(url))
    return html
