"""Whether a visit's state is what its sides have said."""

from collections.abc import Iterator
from typing import Final

from agenda.lint.rule import View, rule
from agenda.model.diagnostic import Fault, Place
from agenda.model.visit import STATE_LADDER, PartialConfirmation
from agenda.store.book import VisitFile


@rule("warning")
def state_unsupported(view: View) -> Iterator[Fault]:
    """A visit is `announced` once one side has announced it, and `confirmed` once both have.

    Why: the state says how many have spoken, so the sides must say who. An unnamed official is not
    the side.

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
    for file in view.book.visit_files:
        said = file.readable.confirmation
        announced = _announced(said)
        wanted = _SIDES_WANTED.get(said.state, 0)
        if len(announced) >= wanted or _has_unreadable_side(file):
            continue
        place = Place(file.file, ("confirmation", "state"))
        if wanted == 1:
            yield Fault(
                place,
                "`announced`, and neither side is said to have announced it",
                "add `visitor: announced` or `host: announced`; if only officials spoke, "
                "it is `tentative`",
            )
        else:
            missing = [side for side in ("visitor", "host") if side not in announced]
            yield Fault(
                place,
                f"`confirmed`, and {' and '.join(f'`{side}`' for side in missing)} "
                f"{'is' if len(missing) == 1 else 'are'} not said to have announced it",
                "add `announced` for each side that has; if only one has, it is `announced`",
            )


_SIDES_WANTED: Final = {"announced": 1, "confirmed": 2}


def _has_unreadable_side(file: VisitFile) -> bool:
    said = file.readable.confirmation
    return any(
        not getattr(said, side) and file.has("confirmation", side) for side in ("visitor", "host")
    )


@rule("warning")
def state_behind(view: View) -> Iterator[Fault]:
    """A visit that one side has announced is `announced` at least; that both have, `confirmed`.

    Why: the table would show it as less sure than it is.

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
    for file in view.book.visit_files:
        said = file.readable.confirmation
        announced = _announced(said)
        reached = ("", "announced", "confirmed")[len(announced)]
        if not reached or said.state not in STATE_LADDER:
            continue
        if STATE_LADDER.index(said.state) < STATE_LADDER.index(reached):
            who = "both sides have" if len(announced) == 2 else f"the {announced[0]} has"
            yield Fault(
                Place(file.file, ("confirmation", "state")),
                f"`{said.state}`, and {who} announced the visit",
                f"set it to `{reached}`",
            )


def _announced(said: PartialConfirmation) -> list[str]:
    """The sides that have announced a visit."""
    return [side for side in ("visitor", "host") if getattr(said, side) == "announced"]
