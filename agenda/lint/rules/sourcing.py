"""Whether the files say what the reports say."""

from collections.abc import Iterator, Sequence
from typing import Final

from agenda.history.citations import retellings
from agenda.history.conflicts import disputes
from agenda.history.provenance import last_speakers, supported, without_source
from agenda.history.replay import Facts, Said, facts, opens
from agenda.lint.rule import View, rule
from agenda.model.diagnostic import Fault, Place, Related, Route, dotted
from agenda.store.book import VisitFile
from agenda.text.slug import folded

_FROM_ANNOUNCED_ON: Final = ("announced", "confirmed")
"""What is `completed` is past the question."""


@rule("warning")
def drift(view: View) -> Iterator[Fault]:
    """A fact that reports speak on is in the file as the reports make it.

    Why: either the file is behind, or somebody changed it and no report says why.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: confirmed}
        dates: 2024-06-19/2024-06-20
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: An official in Vietnam
            dates: 2024-06-19/2024-06-20
            confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        dates: 2024-06-19/2024-06-20
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: An official in Vietnam
            dates: 2024-06-19/2024-06-20
            confirmation: {state: tentative}
    """
    yield from _without_file(view)
    for file in _unlike_the_reports(view):
        if file.visit is None or file.id not in view.book.replayed:
            continue
        wanted, written = facts(view.book.replayed[file.id]), facts(file.visit)
        for route, said in last_speakers(view.book.said_of[file.id]).items():
            is_told_with_item = len(route) == 3 and (route[:2] in wanted) != (route[:2] in written)
            if wanted.get(route) != written.get(route) and not is_told_with_item:
                yield _drifted(view, file, route, wanted, written, said)


def _without_file(view: View) -> Iterator[Fault]:
    """The claims that open a visit which has no file."""
    known = {file.id for file in view.book.visit_files}
    for report in view.book.report_files:
        for index, claim in report.claims:
            if claim.visit not in known and opens(claim):
                known.add(claim.visit)
                yield Fault(
                    Place(report.file, ("claims", index, "visit")),
                    f"`{claim.visit}` is opened here, and has no file in `agendas/`",
                    "write the file, so that `agenda status` shows the visit",
                )


def _drifted(
    view: View, file: VisitFile, route: Route, wanted: Facts, written: Facts, said: Said
) -> Fault:
    name = dotted(route)
    is_item = len(route) == 2 and route[0] == "agenda"
    if is_item:
        theirs = "an item" if route in wanted else "no item any more"
        ours = "one" if route in written else "none"
    else:
        theirs = f"`{wanted[route]}`" if route in wanted else "nothing any more"
        ours = f"`{written[route]}`" if route in written else "nothing"
    is_written = route in written
    place = Place(file.file, route if is_written else route[:-1], is_item or not is_written)
    source = Place(view.book.file_of_report[said.report], ("claims", said.index, *route))
    return Fault(
        place,
        f"`{name}`: the reports make it {theirs}, the file has {ours}",
        f"bring the file in line, or add the report that says otherwise; "
        f"the last to speak on it is {said.report}",
        (Related(source, f"{said.claim.according_to}, in {said.publisher}"),),
    )


@rule("notice")
def unsourced(view: View) -> Iterator[Fault]:
    """Some report speaks on each fact of a file.

    Why: what nobody said can't be checked, and is missing from every view of an earlier day. Who
    goes where, and a desk's own titles and notes, need no source. A book without any report hears
    this once.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        dates: 2024-06-19/2024-06-20
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: An official in Vietnam
            confirmation: {state: tentative}

    Passing::

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
            confirmation: {state: tentative}
    """
    if not view.book.report_files:
        yield from _without_reports(view)
        return
    for file in _unlike_the_reports(view):
        heard = last_speakers(view.book.said_of.get(file.id, ()))
        for route in without_source(file.readable, heard):
            yield Fault(
                Place(file.file, route, key=True),
                f"no report speaks on `{dotted(route)}`",
                "add the report that does, or take the fact out",
            )


def _without_reports(view: View) -> Iterator[Fault]:
    for file in view.book.visit_files[:1]:
        yield Fault(
            Place(file.file, (), key=True),
            "no fact in this book has a source: it holds no report",
            "record what is published in `seeds/`, a file for each report",
        )


def _unlike_the_reports(view: View) -> Iterator[VisitFile]:
    """The files that say anything else than their reports make of the visit.

    In a tidy book there is none, so that nobody need ask fact by fact who says what. A visit on
    which a report can't be read is left out: that report may hold what is missed.
    """
    broken = [file.source.text for file in view.book.report_files if file.report is None]
    for file in view.settled_files:
        is_alike = file.visit is not None and file.visit == view.book.replayed.get(file.id)
        if not is_alike and not any(file.id in text or not text for text in broken):
            yield file


@rule("warning")
def contradicted(view: View) -> Iterator[Fault]:
    """Claims within a week of each other do not exclude each other, unless one is rejected.

    Why: both can't be believed, and the file shows only the later one. A desk that knows better
    rejects one of them; a report that takes the earlier word back says so with `retracts`.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-24/2024-06-25
        confirmation: {state: rumoured}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: An official in Vietnam
            dates: 2024-06-19/2024-06-20
        # seeds/2024-06-11-vedomosti.yaml
        published: 2024-06-11
        publisher: Vedomosti
        claims:
          - visit: ru-vn-2024
            according_to: A diplomatic source
            dates: 2024-06-24/2024-06-25

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: rumoured}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: An official in Vietnam
            dates: 2024-06-19/2024-06-20
        # seeds/2024-06-11-vedomosti.yaml
        published: 2024-06-11
        publisher: Vedomosti
        claims:
          - visit: ru-vn-2024
            according_to: A diplomatic source
            dates: 2024-06-24/2024-06-25
            rejected: The source was wrong about the week before.
    """
    for said in view.book.said_of.values():
        for dispute in disputes(said):
            earlier, later = dispute.earlier, dispute.later
            yield Fault(
                view.place(later, *dispute.route),
                f"`{dotted(dispute.route)}` is `{dispute.now}` here, and `{dispute.was}` "
                f"in {earlier.report}: both can't hold",
                "reject the one that you do not believe with `rejected: REASON`, or say with "
                f"`retracts: [{_retractable(dispute.route)}]` that the later takes it back",
                (
                    Related(
                        view.place(earlier, *dispute.route),
                        f"{earlier.claim.according_to}, in {earlier.publisher}",
                    ),
                ),
            )


def _retractable(route: Route) -> str:
    """What `retracts` names to take a fact back: an item whole, and the state with both sides."""
    return "confirmation" if route == ("confirmation", "state") else dotted(route[:2])


@rule("notice")
def single_source(view: View) -> Iterator[Fault]:
    """From `announced` on, a fact is told by two publishers, neither of which retells the other.

    Why: the same words on ten wires are one source. What only one has, one slip can undo.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: announced, visitor: announced}
        # seeds/2024-06-10-kremlin.yaml
        published: 2024-06-10
        publisher: Kremlin
        claims:
          - visit: ru-vn-2024
            according_to: The Kremlin
            dates: 2024-06-19/2024-06-20
            confirmation: {state: announced, visitor: announced}
        # seeds/2024-06-10-simge.yaml
        published: 2024-06-10
        publisher: Simge
        cites: [2024-06-10-kremlin]
        claims:
          - visit: ru-vn-2024
            according_to: Simge
            dates: 2024-06-19/2024-06-20
            confirmation: {state: announced, visitor: announced}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: announced, visitor: announced}
        # seeds/2024-06-10-kremlin.yaml
        published: 2024-06-10
        publisher: Kremlin
        claims:
          - visit: ru-vn-2024
            according_to: The Kremlin
            dates: 2024-06-19/2024-06-20
            confirmation: {state: announced, visitor: announced}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: An official in Vietnam
            dates: 2024-06-19/2024-06-20
            confirmation: {state: announced}
    """
    cites = {name: report.cites for name, report in view.book.reports.items()}
    for file in view.settled_files:
        if file.readable.confirmation.state not in _FROM_ANNOUNCED_ON:
            continue
        for route, supporters in supported(file.readable, view.book.said_of.get(file.id, ())):
            retold = retellings((one.report for one in supporters), cites)
            sources = {folded(one.publisher) for one in supporters if one.report not in retold}
            if len(sources) < 2:
                yield _rests_on_one(view, file, route, supporters, retold)


def _rests_on_one(
    view: View, file: VisitFile, route: Route, supporters: Sequence[Said], retold: frozenset[str]
) -> Fault:
    first = next((one for one in supporters if one.report not in retold), supporters[0])
    others = dict.fromkeys(one.report for one in supporters if one.report in retold)
    others.pop(first.report, None)
    retelling = f"; retold in {', '.join(others)}" if others else ""
    return Fault(
        Place(file.file, route),
        f"`{dotted(route)}` rests on {first.publisher} alone{retelling}",
        "look for an account that does not cite it",
        (Related(view.place(first, *route), f"{first.claim.according_to}, in {first.publisher}"),),
    )
