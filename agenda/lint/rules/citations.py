"""The sources of reports: what they cite, and their addresses."""

from collections.abc import Iterator, Mapping

from agenda.history.citations import cycles
from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, Location, Related
from agenda.text.slug import normalize_address
from agenda.text.suggest import Suggestions


@rule("error", looks_at="ids")
def cites_unknown(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for cited reports that are not in the book.

    Why: Citations distinguish independent reports from reports that repeat others.

    Failing::

        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        cites: [2024-06-10-vedomost]

    Passing::

        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        cites: [2024-06-10-vedomosti]
        # seeds/2024-06-10-vedomosti.yaml
        published: 2024-06-10
        publisher: Vedomosti
    """
    known = context.book.report_ids
    suggestions = Suggestions(known)
    for file in context.book.report_files:
        for index, cited in enumerate(file.report.cites if file.report else ()):
            if cited not in known:
                location = Location(file.file, ("cites", index))
                yield Diagnostic(
                    location,
                    f"there is no report `{cited}`",
                    suggestions.did_you_mean(cited)
                    or "write its file in `seeds/`, or remove the citation",
                    fix=context.fix(location, suggestions.typo_of(cited)),
                )


@rule("error", looks_at="visits")
def cites_circle(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for reports that cite themselves, directly or through others.

    Why: In a cycle of citations no report is the source, and the order in which they count is
    arbitrary.

    Failing, on 2024-06-17::

        # seeds/2024-06-17-kremlin.yaml
        published: 2024-06-17
        publisher: Kremlin
        cites: [2024-06-17-simge]
        # seeds/2024-06-17-simge.yaml
        published: 2024-06-17
        publisher: Simge
        cites: [2024-06-17-kremlin]

    Passing, on 2024-06-17::

        # seeds/2024-06-17-kremlin.yaml
        published: 2024-06-17
        publisher: Kremlin
        # seeds/2024-06-17-simge.yaml
        published: 2024-06-17
        publisher: Simge
        cites: [2024-06-17-kremlin]
    """
    reports = context.book.reports
    for cycle in cycles({name: report.cites for name, report in reports.items()}):
        locations = [
            Location(
                context.book.file_of_report[name],
                ("cites", reports[name].cites.index(cited)),
            )
            for name, cited in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
        ]
        way = " → ".join(f"`{name}`" for name in (*cycle, cycle[0]))
        yield Diagnostic(
            locations[0],
            f"citations form a cycle: {way}" if cycle[1:] else f"{way}: it cites itself",
            "remove the wrong citation",
            tuple(
                Related(location, f"{name} cites the next report")
                for location, name in zip(locations[1:], cycle[1:], strict=True)
            ),
        )


@rule("error", looks_at="visits")
def cites_later(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for reports that cite a later one.

    Why: One of the two dates is wrong, and dates decide the order in which claims count.

    Failing::

        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        cites: [2024-06-17-kremlin]
        # seeds/2024-06-17-kremlin.yaml
        published: 2024-06-17
        publisher: Kremlin

    Passing, on 2024-06-17::

        # seeds/2024-06-17-kremlin.yaml
        published: 2024-06-17
        publisher: Kremlin
        # seeds/2024-06-17-simge.yaml
        published: 2024-06-17
        publisher: Simge
        cites: [2024-06-17-kremlin]
    """
    reports = context.book.reports
    for name, report in reports.items():
        for index, cited in enumerate(report.cites):
            source = reports.get(cited)
            if source and source.published > report.published:
                yield Diagnostic(
                    Location(context.book.file_of_report[name], ("cites", index)),
                    f"`{cited}` was published on {source.published}, after this report "
                    f"({report.published})",
                    "correct one of the two dates, or remove the citation",
                    (
                        Related(
                            Location(context.book.file_of_report[cited], ("published",)),
                            f"the date of {cited}",
                        ),
                    ),
                )


@rule("warning", looks_at="visits")
def url_twice(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for reports with the same address.

    Why: They are likely one report in two files, and one source would count as two.

    Failing::

        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        url: https://www.reuters.com/world/putin-hanoi
        # seeds/2024-06-11-reuters.yaml
        published: 2024-06-11
        publisher: Reuters
        url: https://reuters.com/world/putin-hanoi/#latest

    Passing::

        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        url: https://www.reuters.com/world/putin-hanoi
    """
    first: dict[str, str] = {}
    for name, address in _addresses(context).items():
        page = normalize_address(address)
        other = first.setdefault(page, name)
        if page and other != name:
            yield Diagnostic(
                Location(context.book.file_of_report[name], ("url",)),
                f"`{address}` is also the address of {other}",
                "keep one file per report, or give each report its own address",
                (Related(Location(context.book.file_of_report[other], ("url",)), f"in {other}"),),
            )


@rule("warning", looks_at="visits")
def url_invalid(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for addresses that a browser can't open.

    Why: A reader should be able to open the report.

    Failing::

        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        url: reuters.com/world/putin-hanoi

    Passing::

        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        url: https://www.reuters.com/world/putin-hanoi
    """
    for name, address in _addresses(context).items():
        scheme, _, rest = address.partition("://")
        if scheme.lower() not in {"http", "https"} or "." not in rest or " " in address:
            yield Diagnostic(
                Location(context.book.file_of_report[name], ("url",)),
                f"`{address}` is not a complete web address",
                "write it in full, beginning with `https://`, or remove `url`",
            )


def _addresses(context: LintContext) -> Mapping[str, str]:
    return {name: report.url for name, report in context.book.reports.items() if report.url}
