"""Where reports come from: what they cite, and their addresses."""

from collections.abc import Iterator, Mapping

from agenda.history.citations import circles
from agenda.lint.rule import View, rule
from agenda.model.diagnostic import Fault, Place, Related
from agenda.text.suggest import did_you_mean


@rule("error")
def cites_unknown(view: View) -> Iterator[Fault]:
    """A report cites reports that the book has.

    Why: citations tell an independent account from one that is retold.

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
    known = {file.id for file in view.book.report_files}
    for file in view.book.report_files:
        for index, cited in enumerate(file.report.cites if file.report else ()):
            if cited not in known:
                yield Fault(
                    Place(file.file, ("cites", index)),
                    f"there is no report `{cited}`",
                    did_you_mean(cited, known)
                    or "write its file in `seeds/`, or take the citation out",
                )


@rule("error")
def cites_circle(view: View) -> Iterator[Fault]:
    """No report cites itself, be it through others.

    Why: what goes round in a circle has no source. Which of them was first is then unknown, and the
    order in which they count is a guess.

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
    reports = view.book.reports
    for circle in circles({name: report.cites for name, report in reports.items()}):
        places = [
            Place(
                view.book.file_of_report[name],
                ("cites", reports[name].cites.index(cited)),
            )
            for name, cited in zip(circle, [*circle[1:], circle[0]], strict=True)
        ]
        way = " → ".join(f"`{name}`" for name in (*circle, circle[0]))
        yield Fault(
            places[0],
            f"citations go round in a circle: {way}" if circle[1:] else f"{way}: it cites itself",
            "take out the citation that is wrong",
            tuple(
                Related(place, f"{name} cites on")
                for place, name in zip(places[1:], circle[1:], strict=True)
            ),
        )


@rule("error")
def cites_later(view: View) -> Iterator[Fault]:
    """A report cites nothing that was published after it.

    Why: one of the two days is wrong, and days decide in which order claims count.

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
    reports = view.book.reports
    for name, report in reports.items():
        for index, cited in enumerate(report.cites):
            source = reports.get(cited)
            if source and source.published > report.published:
                yield Fault(
                    Place(view.book.file_of_report[name], ("cites", index)),
                    f"`{cited}` was published on {source.published}, after this report "
                    f"({report.published})",
                    "mend the day of one of the two, or take the citation out",
                    (
                        Related(
                            Place(view.book.file_of_report[cited], ("published",)),
                            f"the day of {cited}",
                        ),
                    ),
                )


@rule("warning")
def url_twice(view: View) -> Iterator[Fault]:
    """No two reports are read at one address.

    Why: they are likely one report with two files, and one voice would count as two.

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
    for name, address in _addresses(view).items():
        other = first.setdefault(_page(address), name)
        if other != name:
            yield Fault(
                Place(view.book.file_of_report[name], ("url",)),
                f"`{address}` is the address of {other} too",
                "keep one file for one report, or give each its own address",
                (Related(Place(view.book.file_of_report[other], ("url",)), f"in {other}"),),
            )


@rule("warning")
def url_invalid(view: View) -> Iterator[Fault]:
    """A report's address is a whole one, which a browser opens.

    Why: a reader wants to go and see.

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
    for name, address in _addresses(view).items():
        scheme, _, rest = address.partition("://")
        if scheme.lower() not in {"http", "https"} or "." not in rest or " " in address:
            yield Fault(
                Place(view.book.file_of_report[name], ("url",)),
                f"`{address}` is not the whole address of a page",
                "write it as a browser shows it, from `https://` on, or leave `url` out",
            )


def _addresses(view: View) -> Mapping[str, str]:
    return {name: report.url for name, report in view.book.reports.items() if report.url}


def _page(address: str) -> str:
    """An address without what does not change the page that it leads to."""
    page = address.partition("#")[0].partition("://")[2].rstrip("/")
    host, slash, path = page.partition("/")
    return host.lower().removeprefix("www.") + slash + path
