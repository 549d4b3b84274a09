"""Whether the files say what the reports say."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from agenda.history.building import opens
from agenda.history.citations import derived_reports
from agenda.history.evidence import SourcedClaim
from agenda.history.facts import Facts, facts, is_of_entry, ladder_of, value_of
from agenda.history.merge import STATEMENTS
from agenda.history.support import evidence_by_path, unmatched_facts
from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, FieldPath, Location, dotted
from agenda.model.report import SIDES
from agenda.model.visit import ENTRIES, PartialVisit
from agenda.store.decode import VisitFile
from agenda.text.slug import normalize_name

_ANNOUNCED_STATES: Final = ("announced", "confirmed")
"""The states that need a second source; a completed visit no longer does."""


@rule("warning", looks_at="visits")
def drift(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for facts in a file that differ from its reports.

    Why: Either the file is out of date, or it was changed without a report.

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
    yield from _without_file(context)
    for file in _differing_files(context):
        if file.visit is None or file.id not in context.book.replayed:
            continue
        replayed, written = facts(context.book.replayed[file.id]), facts(file.visit)
        claims = context.book.claims_by_visit[file.id]
        for path, sourced in _latest_claims(replayed | written, claims).items():
            is_of_a_missing_item = len(path) == 3 and (
                (path[:2] in replayed) != (path[:2] in written)
            )
            if replayed.get(path) != written.get(path) and not is_of_a_missing_item:
                yield _drift_diagnostic(context, file, path, replayed, written, sourced)


def _latest_claims(
    known: Facts, claims: Sequence[SourcedClaim]
) -> Mapping[FieldPath, SourcedClaim]:
    """For each fact of a visit, the last claim that mentions it, or that clears it."""
    evidence = evidence_by_path(known, claims)
    latest = {path: of_path[-1].sourced for path, of_path in evidence.items() if of_path}
    # What a side says, or takes back, is about the state too.
    if statements := [latest[path] for path in STATEMENTS if path in latest]:
        latest["confirmation", "state"] = max(statements, key=claims.index)
    return latest


def _without_file(context: LintContext) -> Iterator[Diagnostic]:
    """The claims that open a visit which has no file."""
    known = set(context.book.visit_ids)
    for report in context.book.report_files:
        for index, claim in report.claims:
            if claim.visit and claim.visit not in known and opens(claim):
                known.add(claim.visit)
                yield Diagnostic(
                    Location(report.file, ("claims", index, "visit")),
                    f"`{claim.visit}` is opened here, but has no file in `agendas/`",
                    "write the file, so that `agenda status` shows the visit",
                )


def _drift_diagnostic(
    context: LintContext,
    file: VisitFile,
    path: FieldPath,
    replayed: Facts,
    written: Facts,
    sourced: SourcedClaim,
) -> Diagnostic:
    name = dotted(path)
    is_item = len(path) == 2 and path[0] in ENTRIES
    is_written = path in written
    if is_item:
        noun = "item" if path[0] == "agenda" else "entry"
        theirs = f"an {noun}" if path in replayed else f"no {noun}"
        ours = "one" if is_written else "none"
    else:
        theirs = f"`{replayed[path]}`" if path in replayed else "nothing"
        ours = f"`{written[path]}`" if is_written else "nothing"
    return Diagnostic(
        Location(file.file, path if is_written else path[:-1], is_item or not is_written),
        f"`{name}`: the reports have {theirs}, the file has {ours}",
        f"update the file, or add the report that supports it; "
        f"the last report to mention it is {sourced.report}",
        (context.source(sourced, *path),),
    )


@rule("notice", looks_at="visits")
def unsourced(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for facts that no report mentions.

    Why: A fact without a source can't be checked, and is missing from every view of an earlier day.
    Who goes where, and a desk's own titles and notes, need no source. In a book without reports,
    this is reported once.

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
    if not context.book.report_ids:
        yield from _without_reports(context)
        return
    for file in _differing_files(context):
        claims = context.book.claims_by_visit.get(file.id, ())
        for path, evidence in unmatched_facts(file.readable, claims):
            if not (evidence or is_of_entry(path)):
                yield Diagnostic(
                    Location(file.file, path, key=True),
                    f"no report mentions `{dotted(path)}`",
                    "add a report that mentions it, or remove the fact",
                )


def _without_reports(context: LintContext) -> Iterator[Diagnostic]:
    for file in context.book.visit_files[:1]:
        yield Diagnostic(
            Location(file.file, (), key=True),
            "no fact in this book has a source: there are no reports",
            "add each published report as a file in `seeds/`",
        )


def _differing_files(context: LintContext) -> Iterator[VisitFile]:
    """The files that differ from the replay of their reports.

    A consistent book has none, so its facts need not be compared one by one. A visit with an
    unreadable report, which may be on its trip or event, is left out: that report may contain the
    missing facts.
    """
    broken = [file.source.text for file in context.book.report_files if file.report is None]
    for file in context.current_visit_files:
        is_alike = file.visit is not None and file.visit == context.book.replayed.get(file.id)
        names = filter(None, (file.id, file.readable.trip, file.readable.event))
        whole_name = rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])"
        if not is_alike and not any(not text or re.search(whole_name, text) for text in broken):
            yield file


@rule("warning", looks_at="visits")
def contradicted(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for claims that conflict with what is known, and that nothing has settled since.

    Why: They can't both be true. Two sources of one day conflict, and so does a worse source with
    a better one; a source that may do so updates what is known. A conflict is settled by a claim of
    a later day, or a side's formal word, that confirms one of the values.

    Failing::

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
        # seeds/2024-06-10-vedomosti.yaml
        published: 2024-06-10
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
        # seeds/2024-06-10-vedomosti.yaml
        published: 2024-06-10
        publisher: Vedomosti
        claims:
          - visit: ru-vn-2024
            according_to: A diplomatic source
            dates: 2024-06-24/2024-06-25
            rejected: The source was wrong about the week before.
    """
    for conflicts in context.book.open_conflicts.values():
        for conflict in conflicts:
            path, known = conflict.path, conflict.known
            is_given = value_of(conflict.sourced.claim, path) == conflict.value
            wording = "is `{}` here, and" if is_given else "would be `{}` by this claim, and is"
            yield Diagnostic(
                context.location(conflict.sourced, *path),
                f"`{dotted(path)}` {wording.format(conflict.value)} "
                f"`{conflict.known_value}` in {known.report}: only one can be true",
                "reject one of them with `rejected: REASON`, or add "
                f"`retracts: [{dotted(path)}]` to a later claim",
                (context.source(known, *path),),
            )


@rule("notice", looks_at="visits")
def single_source(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for announced visits with facts that have only one independent source.

    Why: Ten papers that repeat the same words are one source. If the only source of a fact is
    wrong, so is the fact. What a side says of its own visit needs no second source: it speaks in a
    claim that gives its stage, graded B or better. `confirmed` needs an announcement by both sides.
    A visit is reported once, with all such facts.

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
            confirmation: {state: announced, visitor: announced}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: A diplomat
            dates: 2024-06-19/2024-06-20

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
    """
    cites = {name: report.cites for name, report in context.book.reports.items()}
    for file in context.current_visit_files:
        if file.readable.confirmation.state not in _ANNOUNCED_STATES:
            continue
        claims = context.book.claims_by_visit.get(file.id, ())
        only_source: dict[FieldPath, SourcedClaim] = {}
        repeats: dict[str, set[str]] = defaultdict(set)
        for path, supporters in _facts_of_third_parties(file.readable, claims):
            derived = derived_reports((sourced.report for sourced in supporters), cites)
            independent = [sourced for sourced in supporters if sourced.report not in derived]
            if len({normalize_name(sourced.publisher) for sourced in independent}) < 2:
                source = only_source[path] = (*independent, *supporters)[0]
                repeats[source.publisher] |= derived - {source.report}
        if only_source:
            yield _single_source(context, file, only_source, repeats)


def _facts_of_third_parties(
    visit: PartialVisit, claims: Sequence[SourcedClaim]
) -> Iterator[tuple[FieldPath, Sequence[SourcedClaim]]]:
    """The dates, kind, state and statuses that neither side gives, each with the claims behind it.

    Texts are left out, and so are the sides' own stages. A side speaks in the claims of a source
    that gives its stage in any of them. A visit is confirmed by the formal words of both.
    """
    sources_of_sides = {sourced.source for sourced in claims if sourced.claim.speaking_sides}
    formal_sides = {side for sourced in claims for side in sourced.claim.formal_sides}
    current = facts(visit)
    evidence = evidence_by_path(current, claims)
    for path, value in current.items():
        is_of_a_side = path[0] == "confirmation" and path[1] != "state"
        needs_support = path[0] in {"dates", "kind"} or ladder_of(path) is not None
        if not needs_support or is_of_a_side:
            continue
        agreeing = [each.sourced for each in evidence[path] if each.agrees]
        supporters = [sourced for sourced in agreeing if value_of(sourced.claim, path) == value]
        is_own_word = (
            formal_sides == SIDES
            if value == "confirmed"
            else any(
                sourced.source in sources_of_sides and not sourced.claim.is_hearsay
                for sourced in agreeing
            )
        )
        if supporters and not is_own_word:
            yield path, supporters


def _single_source(
    context: LintContext,
    file: VisitFile,
    only_source: Mapping[FieldPath, SourcedClaim],
    repeats: Mapping[str, Collection[str]],
) -> Diagnostic:
    paths_of: dict[str, list[str]] = defaultdict(list)
    for path, sourced in only_source.items():
        paths_of[sourced.publisher].append(f"`{dotted(path)}`")
    sources = (
        f"{publisher}{_repeated_in(repeats[publisher])} for {', '.join(paths)}"
        for publisher, paths in paths_of.items()
    )
    return Diagnostic(
        Location(file.file, next(iter(only_source))),
        f"only one source: {'; '.join(sources)}",
        "find a report that does not cite it",
        tuple(context.source(sourced, *path) for path, sourced in only_source.items()),
    )


def _repeated_in(reports: Collection[str]) -> str:
    return f" (repeated in {', '.join(sorted(reports))})" if reports else ""
