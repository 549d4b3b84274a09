"""Claims: what they say, and the report's own words."""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from agenda.history.facts import facts
from agenda.history.merge import contradicts_itself
from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.lint.rules.dates import dated_postponement
from agenda.model.diagnostic import Diagnostic, Location
from agenda.model.edtf import When
from agenda.model.report import Claim
from agenda.store.decode import ReportFile

_NO_FACTS: Final = ("visit", "according_to", "grade", "wording", "rejected")
"""The fields of a claim that say nothing about its visit."""


@rule("notice")
def wording_missing(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for claims with uncertain dates but without the report's own words.

    Why: Dates for "in the coming weeks" are an interpretation. The next reader may interpret it
    differently, but needs the original words.

    Failing::

        # agendas/ru-kp-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: KP}
        dates: "[2024-06-10..2024-07-07]"
        confirmation: {state: rumoured}
        # seeds/2024-06-10-vedomosti.yaml
        published: 2024-06-10
        publisher: Vedomosti
        claims:
          - visit: ru-kp-2024
            according_to: A diplomatic source
            dates: "[2024-06-10..2024-07-07]"

    Passing::

        # agendas/ru-kp-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: KP}
        dates: "[2024-06-10..2024-07-07]"
        confirmation: {state: rumoured}
        # seeds/2024-06-10-vedomosti.yaml
        published: 2024-06-10
        publisher: Vedomosti
        claims:
          - visit: ru-kp-2024
            according_to: A diplomatic source
            dates: "[2024-06-10..2024-07-07]"
            wording: in the coming weeks
    """
    for report in context.book.report_files:
        for index, claim in report.claims:
            if _is_interpretation(claim.dates) and not claim.wording:
                yield Diagnostic(
                    Location(report.file, ("claims", index, "dates")),
                    f"`{claim.dates}` is an interpretation without the report's own words",
                    "add `wording:` with what the report says, as in `in the coming weeks`",
                )


def _is_interpretation(dates: When) -> bool:
    """Whether these dates interpret words that were less exact, or are qualified."""
    return dates.text.startswith("[") or dates.is_qualified


@rule("warning")
def claim_empty(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for claims without any fact.

    Why: Such a claim neither changes nor supports anything, so its facts are probably missing.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: rumoured}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: Vietnam's foreign ministry
            wording: no comment

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: rumoured, host: no-comment}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: Vietnam's foreign ministry
            wording: no comment
            confirmation: {host: no-comment}
    """
    for report in context.book.report_files:
        for index, claim in report.claims:
            says_much = claim.dates or claim.confirmation.state or claim.agenda or claim.retracts
            label = () if claim.visit else ((_subject_field(claim),),)
            if not (
                says_much or facts(claim).keys() - {*label} or index in _with_a_refused_fact(report)
            ):
                yield Diagnostic(
                    Location(report.file, ("claims", index, _subject_field(claim))),
                    f"the claim by {claim.according_to} says nothing about `{claim.subject}`",
                    "add what it says (`dates`, `confirmation`, `agenda`), or remove the claim",
                )


def _subject_field(claim: Claim) -> str:
    """The field that says what a claim is about."""
    return next(name for name in ("visit", "trip", "event") if getattr(claim, name))


def _with_a_refused_fact(report: ReportFile) -> set[str | int]:
    """The claims that say something that could not be read, by their indexes."""
    paths = (diagnostic.location.at for diagnostic in report.diagnostics)
    return {
        path[1]
        for path in paths
        if isinstance(path, tuple)
        and path[:1] == ("claims",)
        and len(path) > 2
        and path[2] not in _NO_FACTS
    }


@rule("error")
def claim_contradicts_itself(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for claims that can't be true, whatever else is known.

    Why: A visit that is off is not announced by a side. Such a claim is not applied, nor is one
    that postpones a visit to dates, which the rule `postponed-with-dates` reports.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: An official in Vietnam
            confirmation: {state: cancelled, host: announced}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: cancelled, host: cancelled}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: An official in Vietnam
            confirmation: {state: cancelled, host: cancelled}
    """
    for report in context.book.report_files:
        for index, claim in report.claims:
            is_reported_elsewhere = claim.dates and claim.confirmation.state == "postponed"
            if not claim.rejected and not is_reported_elsewhere and contradicts_itself(claim):
                yield _contradiction(report.file, index, claim)


def _contradiction(file: str, index: int, claim: Claim) -> Diagnostic:
    confirmation = claim.confirmation
    if confirmation.state:
        field = "state"
        message = f"a visit that is `{confirmation.state}` is not announced by a side"
    else:
        field = "visitor" if confirmation.visitor == "postponed" else "host"
        message = "a visit that a side has `postponed` has no dates"
    return Diagnostic(
        Location(file, ("claims", index, "confirmation", field)),
        message,
        "split it into two claims, or remove one of the two",
    )


def contradictions(file: str, claims: Iterable[Claim]) -> Iterator[Diagnostic]:
    """A diagnostic for each claim of a report that is not applied as it contradicts itself."""
    for index, claim in enumerate(claims):
        if not claim.rejected and contradicts_itself(claim):
            dated = [*dated_postponement(file, ("claims", index), claim)]
            rule_id = "postponed-with-dates" if dated else "claim-contradicts-itself"
            first = dated[0] if dated else _contradiction(file, index, claim)
            yield replace(first, rule=rule_id)


@rule("error", looks_at="visits")
def other_visitor(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for claims that give the visitor of a visit another country.

    Why: The visitor's country is what a visit is known by. A claim on the visit of somebody else
    belongs to another visit.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: rumoured}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: An official in Vietnam
            visitor: {name: Xi Jinping, country: CN}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: rumoured}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: An official in Vietnam
            visitor: {name: Vladimir Putin, country: RU}
    """
    visits = {**context.book.replayed, **context.book.visits}
    for report in context.book.report_files:
        for index, claim in report.claims:
            visit = visits.get(claim.visit)
            claimed = claim.visitor
            if not (visit and claimed.side) or claim.rejected:
                continue
            if claimed.identity != visit.visitor.identity:
                field = "country" if claimed.country else "organization"
                known = visit.visitor.country or visit.visitor.organization
                yield Diagnostic(
                    Location(report.file, ("claims", index, "visitor", field)),
                    f"the visitor of `{claim.visit}` is from {visit.visitor.side}, not "
                    f"{claimed.side}",
                    f"write `{known}`, or name another visit",
                )
