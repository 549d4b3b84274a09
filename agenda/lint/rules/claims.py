"""Claims: what they say, and the report's own words."""

from collections.abc import Iterator

from agenda.history.facts import facts
from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, Location
from agenda.model.edtf import When


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
            if not says_much and not facts(claim):
                yield Diagnostic(
                    Location(report.file, ("claims", index, "visit")),
                    f"the claim by {claim.according_to} says nothing about `{claim.visit}`",
                    "add what it says (`dates`, `confirmation`, `agenda`), or remove the claim",
                )
