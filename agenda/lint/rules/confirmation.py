"""Whether a visit's state agrees with what its sides have announced."""

from collections.abc import Iterator
from typing import Final

from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, Location
from agenda.model.visit import STATE_LADDER, PartialConfirmation
from agenda.store.decode import VisitFile


@rule("warning")
def state_unsupported(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for `announced` and `confirmed` visits that too few sides have announced.

    Why: The state says how many sides have announced the visit, so the sides must agree with it. An
    unnamed official does not speak for a side.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: confirmed, visitor: announced}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: confirmed, visitor: announced, host: announced}
    """
    for file in context.book.visit_files:
        confirmation = file.readable.confirmation
        announced = _announced(confirmation)
        needed = _SIDES_NEEDED.get(confirmation.state, 0)
        if len(announced) >= needed or _has_unreadable_side(context, file):
            continue
        location = Location(file.file, ("confirmation", "state"))
        if needed == 1:
            yield Diagnostic(
                location,
                "`announced`, but neither side has announced it",
                "add `visitor: announced` or `host: announced`; if only officials spoke, "
                "set it to `tentative`",
            )
        else:
            missing = [side for side in ("visitor", "host") if side not in announced]
            yield Diagnostic(
                location,
                f"`confirmed`, but {' and '.join(f'`{side}`' for side in missing)} "
                f"{'is' if len(missing) == 1 else 'are'} not marked as having announced it",
                "mark each side that has announced it; if only one has, set it to `announced`",
            )


_SIDES_NEEDED: Final = {"announced": 1, "confirmed": 2}


def _has_unreadable_side(context: LintContext, file: VisitFile) -> bool:
    return any(
        not getattr(file.readable.confirmation, side)
        and context.book.path_exists(file, ("confirmation", side))
        for side in ("visitor", "host")
    )


@rule("warning")
def state_behind(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for visits whose state is lower than what the sides have announced.

    Why: `agenda status` would show the visit as less certain than it is.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: announced, visitor: announced, host: announced}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: confirmed, visitor: announced, host: announced}
    """
    for file in context.book.visit_files:
        confirmation = file.readable.confirmation
        announced = _announced(confirmation)
        reached = ("", "announced", "confirmed")[len(announced)]
        if not reached or confirmation.state not in STATE_LADDER:
            continue
        if STATE_LADDER.index(confirmation.state) < STATE_LADDER.index(reached):
            who = "both sides have" if len(announced) == 2 else f"the {announced[0]} has"
            yield Diagnostic(
                Location(file.file, ("confirmation", "state")),
                f"`{confirmation.state}`, but {who} announced the visit",
                f"set it to `{reached}`",
            )


def _announced(confirmation: PartialConfirmation) -> list[str]:
    """The sides that have announced a visit."""
    return [side for side in ("visitor", "host") if getattr(confirmation, side) == "announced"]
