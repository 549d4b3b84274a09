"""What things are called: ids of visits, reports and rules."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agenda.history.replay import opens
from agenda.lint.rule import View, rule
from agenda.model.diagnostic import Fault, Place, Related
from agenda.store.book import ReportFile, VisitFile
from agenda.text.confusables import lookalikes
from agenda.text.slug import folded, is_tidy_id, slug_of
from agenda.text.suggest import did_you_mean


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
    written = {file.id for file in view.book.visit_files}
    claims = [
        (file, index, claim)
        for file in view.book.report_files
        for index, claim in file.claims
        if claim.visit not in written
    ]
    known = written.union(claim.visit for _, _, claim in claims if opens(claim))
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


_LONGEST_RESERVED: Final = 4
_RESERVED: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_BEGINS_WITH_A_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=-|$)")


@rule("warning")
def id_style(view: View) -> Iterator[Fault]:
    """Ids and the keys of items are small letters, digits and hyphens; a report's day is its own.

    Why: ids are typed, sorted and put into addresses, on machines for which `A` and `a` are one
    file, and where no file may be called `con`. An id that begins with another day than that of
    publication misleads.

    Failing::

        # agendas/RU_VN-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    for file in view.book.files:
        if fault := _style(file.id, "id"):
            message, hint = fault
            yield Fault(Place(file.file, (), key=True), message, f"rename the file: {hint}")
    untidy = (key for key in view.item_keys if not is_tidy_id(key) and not lookalikes(key))
    for key, place in view.items_called(frozenset(untidy)):
        yield Fault(
            place, f"the key `{key}` is not small letters, digits and hyphens", _slug_hint(key)
        )
    for file in view.book.report_files:
        begun = _BEGINS_WITH_A_DAY.match(file.id)
        if begun and file.report and begun[0] != file.report.published.isoformat():
            yield Fault(
                Place(file.file, ("published",)),
                f"`{file.report.published}`, and the id `{file.id}` begins with `{begun[0]}`",
                "rename the file, or mend the day",
            )


def _style(name: str, what: str) -> tuple[str, str] | None:
    if len(name) <= _LONGEST_RESERVED and _RESERVED.fullmatch(name):
        return f"no file can have the {what} `{name}` on Windows", f"`{name}-1`, say"
    if is_tidy_id(name) or lookalikes(name):  # the latter are told by `text-untidy`
        return None
    return f"the {what} `{name}` is not small letters, digits and hyphens", _slug_hint(name)


def _slug_hint(name: str) -> str:
    slug = slug_of(name)
    return f"`{slug}` would do" if slug else "as in `ru-vn-2024`"


@rule("notice")
def name_spelled_twice(view: View) -> Iterator[Fault]:
    """A visitor, and a publisher, is written in one way throughout.

    Why: visits are told apart, and sources counted, by name. Two spellings that differ only in
    capitals, accents, blanks or hyphens are likely one.

    Failing::

        # agendas/ru-kp-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: KP}
        confirmation: {state: tentative}
        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir PUTIN, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-kp-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: KP}
        confirmation: {state: tentative}
        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    visitors = (
        (said.visitor.name, str(said.visitor.country), Place(file, (*route, "visitor", "name")))
        for file, route, said in view.pictures
        if said.visitor.name
    )
    publishers = (
        (file.report.publisher, "", Place(file.file, ("publisher",)))
        for file in view.book.report_files
        if file.report
    )
    for names in (visitors, publishers):
        first: dict[tuple[str, str], tuple[str, Place]] = {}
        for name, country, place in names:
            known, where = first.setdefault((folded(name), country), (name, place))
            if known != name:
                yield Fault(
                    place,
                    f"`{name}` is written `{known}` elsewhere",
                    "write it in one way",
                    (Related(where, f"the first `{known}`"),),
                )


@rule("warning")
def settings_twice(view: View) -> Iterator[Fault]:
    """A book has one file of settings.

    Why: of `agenda.yaml` and `agenda.yml` only the first is read, and what the other says is lost.

    Failing::

        # agenda.yaml
        rules: {drift: error}
        # agenda.yml
        rules: {drift: off}

    Passing::

        # agenda.yaml
        rules: {drift: error}
    """
    for file in view.book.passed_over:
        yield Fault(
            Place(view.book.settings_source.file, (), key=True),
            f"`{file}` lies beside this file, and is not read",
            f"put what it says in here, and delete `{file}`",
        )


@rule("error")
def rule_unknown(view: View) -> Iterator[Fault]:
    """Settings and comments speak only of rules that there are.

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
                did_you_mean(name, view.rule_ids) or _RULES_ARE_LISTED,
            )
    for file, comments in view.allowances.items():
        for comment in comments:
            if comment.rule and comment.rule not in view.rule_ids:
                yield Fault(
                    Place(file, comment.comment),
                    f"there is no rule `{comment.rule}`",
                    did_you_mean(comment.rule, view.rule_ids) or _RULES_ARE_LISTED,
                )


_RULES_ARE_LISTED: Final = "take it out; `agenda explain` lists the rules"
