"""Everything on one visit: each fact with who says so, and what it was before."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from agenda.history.outcome import Outcome, outcomes
from agenda.history.provenance import Earlier, Voice, earlier_values, voices
from agenda.history.replay import Said, Step, facts
from agenda.model.diagnostic import Route
from agenda.model.edtf import When
from agenda.model.visit import Visit


class Fact(Struct, frozen=True):
    """One fact as it stands, with every claim that speaks on it. ``value`` may be empty."""

    route: Route
    value: str | When
    voices: tuple[Voice, ...]
    earlier: tuple[Earlier, ...] = ()


class LastWord(Struct, frozen=True):
    """A side's last word: what it stands at, whose it was, and how many days ago."""

    stage: str
    said: Said
    days_ago: int


class Dossier(Struct, frozen=True):
    """A visit's facts in the order of its fields, each side's last word, and the outcome."""

    facts: tuple[Fact, ...]
    visitor: LastWord | None
    host: LastWord | None
    outcomes: tuple[Outcome, ...]

    def of(self, *route: str) -> Fact:
        """What is known on one fact."""
        return next((fact for fact in self.facts if fact.route == route), Fact(route, "", ()))


def dossier(visit: Visit, steps: Iterable[Step], today: date) -> Dossier:
    """All that is to be told of a visit, given the steps of its history."""
    told = tuple(steps)
    said = [step.said for step in told]
    found = facts(visit)
    found.setdefault(("dates",), "")  # that none are known is told too
    # What was said and does not stand is told too: a rejected kind, an item that was taken back.
    heard, earlier = voices(found, said), earlier_values(told)
    spoken_of = (
        Fact(route, found.get(route, ""), tuple(on_it), tuple(earlier.get(route, ())))
        for route, on_it in heard.items()
    )
    return Dossier(
        tuple(spoken_of),
        _last_word("visitor", visit.confirmation.visitor, said, today),
        _last_word("host", visit.confirmation.host, said, today),
        tuple(outcomes(visit, said)),
    )


def _last_word(side: str, stage: str, said: Sequence[Said], today: date) -> LastWord | None:
    """The last claim of the stage that stands; a later one may have said less."""
    for one in reversed(said):
        if stage and not one.claim.rejected and getattr(one.claim.confirmation, side) == stage:
            return LastWord(stage, one, max(0, (today - one.published).days))
    return None
