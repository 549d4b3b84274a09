"""Which two pictures `agenda diff` compares."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from agenda.cli.completion import paths_of_reports
from agenda.cli.options import Invocation
from agenda.errors import BrokenSurroundings
from agenda.history.comparison import Comparison, Sourced, VisitChange, VisitDiff, compare, sourced
from agenda.history.log import Episode, would_change
from agenda.history.replay import replay, spoken
from agenda.model.diagnostic import Place
from agenda.model.report import Report
from agenda.model.visit import Visit
from agenda.output.wording import day, literal
from agenda.store.book import Book, book_of, bytes_of, load
from agenda.store.decode import DecodedReport, decode_report
from agenda.store.git_diff import Pair, between, since
from agenda.text.suggest import did_you_mean
from agenda.yamlio.reader import Source, read
from agenda.yamlio.source_map import survey

_LONGEST_PATH: Final = 250
"""What is longer can be no file's name on some systems, which say so by an error."""


def of_sides(invocation: Invocation, sides: tuple[str, ...]) -> Comparison:
    """Two files, two revisions, or a revision against the working tree."""
    if len(sides) == 2 and all(len(it) < _LONGEST_PATH and Path(it).is_file() for it in sides):
        return _of_files(Path(sides[0]), Path(sides[1]))
    if invocation.as_of:
        invocation.refuse("--as-of goes with --report and --since, not with revisions")
    one, other = sides if len(sides) == 2 else ("".join(sides), "")
    if "..." in one:
        invocation.refuse(f"write two dots in `{one}`, not three")
    if ".." in one and not other:
        one, _, other = one.partition("..")
        other = other or "HEAD"
    root = invocation.root()
    try:
        pair = between(root, one or "HEAD", other) if other else since(root, one or "HEAD")
    except BrokenSurroundings as why:
        if meant := next(filter(None, map(_meant_by, sides)), ""):
            invocation.refuse(f"{meant}; {why}")
        raise
    return _of_pair(pair)


def _meant_by(side: str) -> str:
    """What a side may mean that is no revision."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", side):
        return (
            f"`{side}` is a day: `agenda diff --since {side}` tells what reports changed after it"
        )
    if len(side) < _LONGEST_PATH and Path(side).is_file():
        return (
            f"`{side}` is a file: name two of them, or `--visit ID` for what changed in one visit"
        )
    return ""


def _of_pair(pair: Pair) -> Comparison:
    found = compare(pair.before.visits, pair.after.visits)
    # A file that is broken on one side has not come or gone.
    broken = {
        file.id
        for book in (pair.before, pair.after)
        for file in book.visit_files
        if file.visit is None
    }
    found = [one for one in found if one.id not in broken]
    said = list(spoken(pair.after.reports))
    visits = sourced(found, said)
    reports: Mapping[str, Report] = pair.after.reports
    if any(not one.reports for visit in visits for one in visit.changes):
        # Reports that were there before may say what only now stands in a file.
        reports = pair.reports_on([one.id for one in visits])
        visits = sourced(found, spoken(reports))
    problems = tuple(
        line
        for book, name in ((pair.before, pair.names[0]), (pair.after, pair.names[1]))
        for line in _problems(book, name)
    )
    return Comparison(pair.names, visits, problems, _urls(reports))


def _problems(book: Book, picture: str) -> Iterator[str]:
    for rule, fault in book.found:
        span = book.span(fault.place)
        where = f"{fault.place.file}:{span.line}:{span.column}"
        yield literal(f"{where}: error[{rule}] {fault.message} (in {picture})")


def _of_files(old: Path, new: Path) -> Comparison:
    books = [book_of(path.parent, [(f"agendas/{new.name}", bytes_of(path))]) for path in (old, new)]
    problems = tuple(
        line.replace(f"agendas/{new.name}:", f"{path}:", 1)
        for book, path in zip(books, (old, new), strict=True)
        for line in _problems(book, path.name)
    )
    found = [] if problems else compare(books[0].visits, books[1].visits)
    return Comparison((str(old), str(new)), sourced(found, ()), problems)


def of_days(invocation: Invocation, since_day: date) -> Comparison:
    """What the reports after a day made of what was known on it."""
    until = invocation.as_of
    if until and until < since_day:
        invocation.refuse(f"--since {since_day} comes after --as-of {until}; swap the two")
    book = load(invocation.root())
    found = compare(
        replay(book.reports, since_day, book.visits), replay(book.reports, until, book.visits)
    )
    later = [one for one in spoken(book.reports, until) if one.published > since_day]
    names = f"known on {day(since_day)}", f"known on {day(until)}" if until else "known now"
    return Comparison(names, sourced(found, later), (), _urls(book.reports))


def of_report(invocation: Invocation, path: Path) -> Comparison:
    """What a report would change in the book as it stands, or stood on a day."""
    source = read(str(path), report_bytes(invocation, path))
    decoded = decode_report(source)
    if decoded.report is None or source.found:
        return Comparison(("", ""), (), tuple(report_problems(source, decoded)))
    book = load(invocation.root())
    named = {claim.visit for claim in decoded.report.claims}
    for file in book.visit_files:
        if file.id in named and file.visit is None:
            raise BrokenSurroundings(f"{file.file} has problems; `agenda validate` lists them")
    visits = book.visits
    if invocation.as_of:
        others = {name: one for name, one in book.reports.items() if name != path.stem}
        visits = replay(others, invocation.as_of, book.visits)
    stands = f"known on {day(invocation.as_of)}" if invocation.as_of else "as it stands"
    episodes = list(would_change(path.stem, decoded.report, visits))
    found = tuple(
        _of_episode(path.stem, episode, episode.after) for episode in episodes if episode.after
    )
    unopened = {episode.visit for episode in episodes if episode.after is None}
    problems = tuple(_unopened(source, decoded.report, unopened, visits))
    names = f"the book {stands}", path.stem
    return Comparison(names, found, problems, {path.stem: decoded.report.url})


def report_bytes(invocation: Invocation, path: Path) -> bytes:
    """What is in a report's file, which need not lie in the book."""
    try:
        return bytes_of(path)
    except OSError as error:
        guess = path_meant(invocation.root(), path)
        raise BrokenSurroundings(f"can't read {path}: {error.strerror}{guess}") from error


def path_meant(root: Path, path: Path) -> str:
    """The report of the book that a path or an id may mean, as the end of a message."""
    guess = did_you_mean(str(path), paths_of_reports(root))
    return f"; {guess}" if guess else ""


def report_problems(source: Source, decoded: DecodedReport) -> Iterator[str]:
    """A line for each thing that is wrong with a report's file."""
    sight = survey(source.file, source.text)
    for rule, fault in (*source.found, *decoded.found):
        span = sight.span(fault.place)
        where = f"{source.file}:{span.line}:{span.column}"
        hint = f"; {fault.hint}" if fault.hint else ""
        yield literal(f"{where}: error[{rule}] {fault.message}{hint}")


def _unopened(
    source: Source, report: Report, visits: set[str], known: Iterable[str]
) -> Iterator[str]:
    """A line for each of some visits that nobody has opened, at the first claim on it."""
    sight = survey(source.file, source.text)
    for visit in sorted(visits):
        index = next(at for at, claim in enumerate(report.claims) if claim.visit == visit)
        span = sight.span(Place(source.file, ("claims", index, "visit")))
        where = f"{source.file}:{span.line}:{span.column}"
        yield literal(f"{where}: error[visit-unknown] {why_unopened(visit, known)}")


def why_unopened(visit: str, known: Iterable[str]) -> str:
    """That nobody has opened a visit, and what to do about it."""
    hint = "write its file, or name `visitor` and `host` in the first claim on it"
    guess = did_you_mean(visit, known)
    return f"no file and no claim opens a visit `{visit}`; {guess or hint}"


def _of_episode(report: str, episode: Episode, after: Visit) -> VisitDiff:
    changes = tuple(Sourced(change, (report,)) for change in episode.changes)
    change: VisitChange = "added" if episode.is_opening else "changed"
    return VisitDiff(episode.visit, change, after, changes, "", episode)


def _urls(reports: Mapping[str, Report]) -> dict[str, str]:
    return {name: report.url for name, report in reports.items() if report.url}
