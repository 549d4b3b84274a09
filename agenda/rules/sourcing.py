"""Whether the files say what the reports say."""

from collections.abc import Iterator

from agenda.book.book import VisitFile
from agenda.domain.claims import Facts, Said, facts, opens
from agenda.domain.problem import Fault, Place, Related, Route
from agenda.domain.provenance import without_source
from agenda.rules.registry import View, rule


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
    speakers = view.speakers
    for file in _judged(view):
        if file.visit is None or file.id not in view.book.replayed:
            continue
        wanted, written = facts(view.book.replayed[file.id]), facts(file.visit)
        for route, said in speakers[file.id].items():
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
    name = ".".join(str(step) for step in route)
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
    speakers = view.speakers
    for file in _judged(view):
        for route in without_source(file.readable, speakers.get(file.id, {})):
            name = ".".join(str(step) for step in route)
            yield Fault(
                Place(file.file, route, key=True),
                f"no report speaks on `{name}`",
                "add the report that does, or take the fact out",
            )


def _without_reports(view: View) -> Iterator[Fault]:
    for file in view.book.visit_files[:1]:
        yield Fault(
            Place(file.file, (), key=True),
            "no fact in this book has a source: it holds no report",
            "record what is published in `seeds/`, a file for each report",
        )


def _judged(view: View) -> Iterator[VisitFile]:
    """The visits on which every report can be read: a broken one may hold what is missed."""
    broken = [file.source.text for file in view.book.report_files if file.report is None]
    for file in view.book.visit_files:
        if not any(file.id in text or not text for text in broken):
            yield file
