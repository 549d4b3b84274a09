"""What a file's own comments allow."""

from collections.abc import Iterator

from agenda.lint.rule import View, rule
from agenda.lint.suppressions import FORM
from agenda.model.diagnostic import Fault, Place


@rule("warning")
def allow_invalid(view: View) -> Iterator[Fault]:
    """A comment that allows something names a rule and gives a reason.

    Why: whoever reads the file next must know what is allowed here, and why. Without either the
    comment allows nothing.

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
    for file, comments in view.allowances.items():
        for comment in comments:
            if not comment.rule:
                yield Fault(
                    Place(file, comment.comment),
                    f"`{comment.written}` allows nothing: it is not in the form that counts",
                    f"write `{FORM}`, a comment for each rule",
                )


@rule("warning", comes_last=True)
def allow_unused(view: View) -> Iterator[Fault]:
    """A comment that allows something is needed.

    Why: what it allowed is mended, or it stands on the wrong line and allows nothing.

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
    for file, comment in view.idle:
        if comment.rule in view.rule_ids:
            yield Fault(
                Place(file, comment.comment),
                f"`{comment.rule}` finds nothing on line {comment.line}, so nothing is allowed",
                "take the comment away, or put it on the line that it speaks of, or above it",
            )
