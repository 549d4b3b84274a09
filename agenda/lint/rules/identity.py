"""Ids and names of visits, reports and rules."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from agenda.history.building import opens
from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, Location, Related
from agenda.model.report import Claim
from agenda.store.decode import ReportFile, VisitFile
from agenda.text.confusables import confusables
from agenda.text.slug import is_slug, normalize_name, slugify
from agenda.text.suggest import Suggestions


@rule("error", looks_at="ids")
def visit_unknown(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for claims on visits that do not exist.

    Why: A typo in an id would hide the claim from every command. A claim opens a new visit if it
    names the visitor, the visitor's country and the host's country.

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
    ids = context.book.visit_ids
    claims = [
        (file, index, claim)
        for file in context.book.report_files
        for index, claim in file.claims
        if claim.visit and claim.visit not in ids
    ]
    on_visit: dict[str, list[Claim]] = defaultdict(list)
    for _, _, claim in claims:
        on_visit[claim.visit].append(claim)
    known = ids.union(claim.visit for _, _, claim in claims if opens(claim))
    suggestions = Suggestions(known)
    for file, index, claim in claims:
        if claim.visit not in known:
            location = Location(file.file, ("claims", index, "visit"))
            why = why_unopened(claim.visit, suggestions, on_visit[claim.visit])
            fix = context.fix(location, suggestions.typo_of(_stem(claim.visit)))
            yield Diagnostic(location, *why, fix=fix)


def _stem(visit: str) -> str:
    """The id in what may be the path of a visit's file."""
    return visit.rpartition("/")[2].removesuffix(".yaml").removesuffix(".yml")


def why_unopened(visit: str, known: Suggestions, claims: Iterable[Claim]) -> tuple[str, str]:
    """The message and the hint for a visit that nothing opens, given the claims on it."""
    guess = known.did_you_mean(_stem(visit))
    lacks = (_what_opening_lacks(claim) for claim in claims if not claim.rejected)
    if hint := next(filter(None, lacks), ""):
        hint = f"a claim on it names {hint}"
        hint += f". Or {guess}" if guess else ""
    else:
        hint = guess or "write its file, or name `visitor` and `host` in the claim that opens it"
    return f"no file and no claim opens a visit `{visit}`", hint


def _what_opening_lacks(claim: Claim) -> str:
    """What a claim names of a visitor and a host, and what to add so that it opens a visit."""
    visitor, host = claim.visitor, claim.host
    if host.country and visitor.name:
        return "the visitor without a country; add `country:` to its `visitor`"
    if host.country and visitor.country:
        return "the visitor's country without a name; add `name:` to its `visitor`"
    if host.country:
        return "the host but no visitor; add `visitor:` with a `name` and a `country`"
    if visitor.name and host.city:
        return "the host's city without a country; add `country:` to its `host`"
    return "the visitor but no host; add `host:` with a `country`" if visitor.name else ""


@rule("error", formerly=("id-taken",), looks_at="visits")
def duplicate_id(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for visits, and for reports, with the same id.

    Why: An id is a file's name without its extension, in any subfolder. Of two files with one id,
    only the first is used.

    Failing::

        # agendas/2015/cn-vn.yaml
        visitor: {name: Xi Jinping, country: CN}
        host: {country: VN}
        confirmation: {state: completed}
        # agendas/2017/cn-vn.yaml
        visitor: {name: Xi Jinping, country: CN}
        host: {country: VN}
        confirmation: {state: completed}

    Passing::

        # agendas/2015/cn-vn-2015.yaml
        visitor: {name: Xi Jinping, country: CN}
        host: {country: VN}
        confirmation: {state: completed}
        # agendas/2017/cn-vn-2017.yaml
        visitor: {name: Xi Jinping, country: CN}
        host: {country: VN}
        confirmation: {state: completed}
    """
    yield from _duplicates("visit", context.book.visit_files)
    yield from _duplicates("report", context.book.report_files)


def _duplicates(what: str, files: Sequence[VisitFile | ReportFile]) -> Iterator[Diagnostic]:
    first: dict[str, VisitFile | ReportFile] = {}
    for file in files:
        other = first.setdefault(file.id, file)
        if other is not file:
            yield Diagnostic(
                Location(file.file, (), key=True),
                f"`{file.id}` is already the id of a {what}, in {other.file}",
                "rename one of the two files",
                (Related(Location(other.file, (), key=True), f"the first `{file.id}`"),),
            )


_LONGEST_RESERVED: Final = 4
_RESERVED: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_BEGINS_WITH_A_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=-|$)")


@rule("warning")
def id_style(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for ids and item keys that are not lower-case letters, digits and hyphens.

    Why: Ids are typed, sorted and used in addresses, including on systems where `A` and `a` name
    the same file and `con` can't be a file name. An id that begins with a day other than the
    report's is misleading.

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
    for file in context.book.files:
        if diagnostic := _style(file.id, f"ru-vn-{context.day_in('').year}"):
            message, hint = diagnostic
            yield Diagnostic(Location(file.file, (), key=True), message, f"rename the file: {hint}")
    for placed in context.items(lambda key, _: not is_slug(key) and not confusables(key)):
        yield Diagnostic(
            placed.location,
            f"the key `{placed.key}` is not made of lower-case letters, digits and hyphens",
            _slug_hint(placed.key, "energy"),
        )
    for file in context.book.report_files:
        begun = _BEGINS_WITH_A_DAY.match(file.id)
        if begun and file.report and begun[0] != file.report.published.isoformat():
            yield Diagnostic(
                Location(file.file, ("published",)),
                f"published on `{file.report.published}`, but the id `{file.id}` begins with "
                f"`{begun[0]}`",
                "rename the file, or correct the date",
            )


def _style(name: str, example: str) -> tuple[str, str] | None:
    if len(name) <= _LONGEST_RESERVED and _RESERVED.fullmatch(name):
        return f"no file can have the id `{name}` on Windows", f"for example `{name}-1`"
    if is_slug(name) or confusables(name):  # `untidy-text` reports the latter
        return None
    message = f"the id `{name}` is not made of lower-case letters, digits and hyphens"
    return message, _slug_hint(name, example)


def _slug_hint(name: str, example: str) -> str:
    slug = slugify(name)
    return f"for example `{slug}`" if slug else f"as in `{example}`"


@rule("notice", looks_at="names")
def name_spelled_twice(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for names of visitors and publishers that are spelled in two ways.

    Why: Visits are distinguished, and sources are counted, by name. Two spellings that differ only
    in case, accents, spaces or hyphens are likely the same name. The most frequent spelling is
    taken for the right one, and each name is reported once.

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
        (of.name, " ".join(of.identity), Location(file, (*path, "visitor", "name")))
        for file, path, visit in context.partial_visits
        if (of := visit.visitor).name
    )
    publishers = (
        (file.report.publisher, "", Location(file.file, ("publisher",)))
        for file in context.book.report_files
        if file.report
    )
    for names in (visitors, publishers):
        spellings: dict[tuple[str, str], dict[str, list[Location]]] = defaultdict(dict)
        for name, country, location in names:
            spellings[normalize_name(name), country].setdefault(name, []).append(location)
        for locations in spellings.values():
            if len(locations) > 1:
                yield _spelled_twice(locations)


def _spelled_twice(locations: Mapping[str, Sequence[Location]]) -> Diagnostic:
    """The diagnostic of a name, given where each spelling is. The most frequent one is right."""
    usual = max(locations, key=lambda spelling: len(locations[spelling]))
    spelling, *_ = others = [spelling for spelling in locations if spelling != usual]
    first, *more = (location for other in others for location in locations[other])
    more_files = [location.file for location in more if location.file != first.file]
    return Diagnostic(
        first,
        f"`{spelling}` is spelled `{usual}` in {_files(at.file for at in locations[usual])}",
        f"write `{usual}`" + (f", also in {_files(more_files)}" if more_files else ""),
        (
            *(Related(location, "another spelling") for location in more),
            Related(locations[usual][0], f"the first `{usual}`"),
        ),
    )


def _files(files: Iterable[str]) -> str:
    names = list(dict.fromkeys(files))
    shown = names if len(names) <= _MAX_FILES else names[: _MAX_FILES - 1]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more files" if more else "")


_MAX_FILES: Final = 4
"""How many files a message names at most."""


@rule("warning", looks_at="visits")
def settings_twice(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for a second settings file.

    Why: Of `agenda.yaml` and `agenda.yml`, only the first is read.

    Failing::

        # agenda.yaml
        rules: {drift: error}
        # agenda.yml
        rules: {drift: off}

    Passing::

        # agenda.yaml
        rules: {drift: error}
    """
    for file in context.book.ignored_settings:
        yield Diagnostic(
            Location(context.book.settings_source.file, (), key=True),
            f"`{file}` is in the same folder, but is not read",
            f"move its content into this file, and delete `{file}`",
        )


@rule("error")
def rule_unknown(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for settings and suppression comments that name a rule that does not exist.

    Why: With a typo in its id, the setting or the comment has no effect.

    Failing::

        # agenda.yaml
        rules: {drfit: error}

    Passing::

        # agenda.yaml
        rules: {drift: error}
    """
    suggestions = Suggestions(context.rule_ids)
    for name in context.book.settings.rules:
        if name not in context.rule_ids and name not in context.renamed:
            location = Location(context.book.settings_source.file, ("rules", name), key=True)
            yield _unknown(context, location, name, suggestions)
    for file, comments in context.suppressions.items():
        for comment in comments:
            if comment.rule and comment.rule not in context.rule_ids:
                location = Location(file, comment.span)
                part = Location(file, comment.span_of_name)
                yield _unknown(context, location, comment.rule, suggestions, part)


_RULES_ARE_LISTED: Final = "remove it; `agenda explain` lists the rules"


def _unknown(
    context: LintContext,
    location: Location,
    rule_id: str,
    known: Suggestions,
    name: Location | None = None,
) -> Diagnostic:
    """The diagnostic of a rule that does not exist; its ``name`` may be only a part of it."""
    return Diagnostic(
        location,
        f"there is no rule `{rule_id}`",
        known.did_you_mean(rule_id) or _RULES_ARE_LISTED,
        fix=context.fix(name or location, known.typo_of(rule_id)),
    )


@rule("notice")
def rule_renamed(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for settings and suppression comments that name a rule by a former id.

    Why: The former id still works, but `agenda explain` lists the rule under the current one.

    Failing::

        # agenda.yaml
        rules: {id-taken: error}

    Passing::

        # agenda.yaml
        rules: {duplicate-id: error}
    """
    for name in context.book.settings.rules:
        if name in context.renamed:
            location = Location(context.book.settings_source.file, ("rules", name), key=True)
            yield _renamed(context, location, name, location)
    for file, comments in context.suppressions.items():
        for comment in comments:
            if comment.former_id:
                location = Location(file, comment.span)
                part = Location(file, comment.span_of_name)
                yield _renamed(context, location, comment.former_id, part)


def _renamed(
    context: LintContext, location: Location, former_id: str, name: Location
) -> Diagnostic:
    rule_id = context.renamed[former_id]
    message = f"the rule `{former_id}` is now called `{rule_id}`"
    return Diagnostic(location, message, f"write `{rule_id}`", fix=context.fix(name, rule_id))
