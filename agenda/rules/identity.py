"""What things are called: ids of visits, reports and rules."""

from collections.abc import Iterator, Sequence

from agenda.book.book import ReportFile, VisitFile
from agenda.domain.claims import opens
from agenda.domain.problem import Fault, Place, Related
from agenda.domain.suggest import did_you_mean
from agenda.rules.registry import View, rule


@rule("error")
def visit_unknown(view: View) -> Iterator[Fault]:
    """A claim speaks of a visit that has a file, or that some claim opens.

    Why: a slip in an id would leave what the report says out of every answer. A claim opens a visit
    if it names the visitor, with a country, and the host's country.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vm-2024
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
    claims = [(file, *numbered) for file in view.book.report_files for numbered in file.claims]
    known = {file.id for file in view.book.visit_files}
    known.update(claim.visit for _, _, claim in claims if opens(claim))
    for file, index, claim in claims:
        if claim.visit not in known:
            guess = did_you_mean(claim.visit, known)
            yield Fault(
                Place(file.file, ("claims", index, "visit")),
                f"no file and no claim opens a visit `{claim.visit}`",
                guess or "write its file, or name `visitor` and `host` in the claim that opens it",
            )


@rule("error")
def id_taken(view: View) -> Iterator[Fault]:
    """No two visits, and no two reports, have one id.

    Why: an id is a file's name without its ending, wherever in the folder it lies. Of two files
    with one id only the first is used.

    Failing::

        # agendas/2023/ru-vn.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: cancelled}
        # agendas/2024/ru-vn.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}

    Passing::

        # agendas/2023/ru-vn-2023.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: cancelled}
        # agendas/2024/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    yield from _taken("visit", view.book.visit_files)
    yield from _taken("report", view.book.report_files)


def _taken(what: str, files: Sequence[VisitFile | ReportFile]) -> Iterator[Fault]:
    first: dict[str, VisitFile | ReportFile] = {}
    for file in files:
        other = first.setdefault(file.id, file)
        if other is not file:
            yield Fault(
                Place(file.file, (), key=True),
                f"`{file.id}` is the id of a {what} already, in {other.file}",
                "rename one of the two files",
                (Related(Place(other.file, (), key=True), f"the first `{file.id}`"),),
            )


@rule("error")
def rule_unknown(view: View) -> Iterator[Fault]:
    """The settings speak only of rules that there are.

    Why: a slip in a rule's id would leave the rule as it was.

    Failing::

        # agenda.yaml
        rules: {drfit: error}

    Passing::

        # agenda.yaml
        rules: {drift: error}
    """
    for name in view.book.settings.rules:
        if name not in view.rule_ids:
            yield Fault(
                Place(view.book.settings_source.file, ("rules", name), key=True),
                f"there is no rule `{name}`",
                did_you_mean(name, view.rule_ids) or "take it out",
            )
