"""Suppression comments: whether they have the right form, and are used."""

from collections.abc import Iterator

from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.lint.suppressions import FORM
from agenda.model.diagnostic import Diagnostic, Location


@rule("warning")
def allow_invalid(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for suppression comments without a rule or a reason.

    Why: The next reader must know what is suppressed, and why. Without either, the comment
    suppresses nothing.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        agenda:
          lunch: {status: expected}  # agenda: allow topic-unknown

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        agenda:
          lunch: {status: expected}  # agenda: allow topic-unknown because it is no topic
    """
    for file, comments in context.suppressions.items():
        for comment in comments:
            if not comment.rule:
                yield Diagnostic(
                    Location(file, comment.span),
                    f"`{comment.text}` suppresses nothing: it does not have the right form",
                    f"write `{FORM}`, one comment for each rule",
                )


@rule("warning", runs_after_suppression=True)
def allow_unused(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for suppression comments that suppress nothing.

    Why: The problem is fixed, or the comment is on the wrong line. Comments on rules that depend on
    today's date are not checked: one that suppresses nothing today may be needed tomorrow.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        # agenda: allow confirmed-undated because the host keeps the day secret
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        # agenda: allow confirmed-undated because the host keeps the day secret
        confirmation: {state: confirmed, visitor: announced, host: announced}
    """
    for file, comment in context.unused:
        if comment.rule in context.rule_ids:
            yield Diagnostic(
                Location(file, comment.span),
                f"`{comment.rule}` reports nothing on line {comment.line}",
                "remove the comment, or put it on, or above, the line that it is about",
            )
