"""How much is done, counted and not timed: texts decoded, claims applied, git asked, calls made."""

import cProfile
import pstats
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from agenda.history.detail import visit_detail
from agenda.history.log import log_entries
from agenda.history.replay import replay, steps
from agenda.lint.rule import EXAMPLE_DAY
from agenda.lint.runner import lint
from agenda.store.book import Book, load
from tests.builders import commit, git
from tests.run import ROOT, run
from tools.bench.books import write_book

TRIPS = 12
"""After so many the books that the benchmark makes begin again with the first."""


def calls(work: Callable[[], object]) -> Counter[str]:
    """How often each function is called, by `module:name`."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return counted(pstats.Stats(profile))


def calls_of(*arguments: str, trace: str = "") -> Counter[str]:
    """How often each function is called by a run of the program."""
    return calls(lambda: run(*arguments, GIT_TRACE=trace))


def counted(stats: pstats.Stats) -> Counter[str]:
    made: Counter[str] = Counter()
    for (file, _, name), (_, times, *_) in stats.stats.items():  # type: ignore[attr-defined]
        made[f"{Path(file).stem}:{name}"] += times
    return made


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, Path]:
    """Books of one round of journeys, two and four."""
    folder = tmp_path_factory.mktemp("books")
    roots = {rounds: folder / str(rounds) for rounds in (1, 2, 4)}
    for rounds, root in roots.items():
        write_book(root, 2 * TRIPS * rounds)
    return roots


def validated(book: Book) -> None:
    lint(book, lambda _: EXAMPLE_DAY)


def status_of_book(book: Book) -> None:
    """What `agenda log` tells."""
    for entry in log_entries(book.reports, files=book.visits):
        assert entry.updates


@pytest.mark.parametrize("command", [validated, status_of_book])
def test_twice_the_book_is_twice_the_work(
    books: Mapping[int, Path], command: Callable[[Book], None]
) -> None:
    made = [calls(partial(command, load(root))).total() for root in books.values()]
    assert made[2] < 2.1 * made[1] < 2.1 * 2.1 * made[0]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["status --all", "log"])
def test_what_a_past_day_takes_grows_as_the_book_does(
    books: Mapping[int, Path], command: str
) -> None:
    asked = (*command.split(), "--as-of", "2026-01-01", "--book")
    made = [calls_of(*asked, str(root)).total() for root in books.values()]
    assert made[2] - made[1] < 2.2 * (made[1] - made[0])


def test_each_claim_is_applied_once(books: Mapping[int, Path]) -> None:
    book = load(books[1])
    claims = [claim for report in book.reports.values() for claim in report.claims]
    expected = sum(not claim.rejected for claim in claims)
    assert calls(lambda: replay(book.reports, files=book.visits))["merge:merge"] == expected
    assert calls(lambda: validated(book))["merge:merge"] == expected


def test_who_says_what_on_one_visit_costs_as_much_as_there_are_claims(
    books: Mapping[int, Path],
) -> None:
    """Each claim's facts are gone through a few times, however many others there are."""
    book = load(books[1])
    name, visit = next(iter(book.visits.items()))
    entries = [
        step for step in steps(book.reports, files=book.visits) if step.sourced.claim.visit == name
    ]
    made = [
        calls(partial(visit_detail, visit, entries * times, EXAMPLE_DAY)) for times in (10, 20, 40)
    ]
    looked_up = [counts["facts:facts"] for counts in made]
    assert looked_up[0] <= 5 * 10 * len(entries)
    assert looked_up[2] < 2.1 * looked_up[1] < 2.1 * 2.1 * looked_up[0]


@pytest.mark.parametrize("asked", [(), ("agendas/ru-vn-2024.yaml",)])
def test_every_file_is_decoded_once_and_none_is_looked_at_closely(
    asked: tuple[str, ...],
) -> None:
    files = len(list(ROOT.glob("agendas/*.yaml")) + list(ROOT.glob("seeds/*.yaml")))
    made = calls_of("validate", *asked, "--book", str(ROOT))
    assert made["reader:plain"] == files
    assert made["book:read_bytes"] == files
    assert made["source_map:map_source"] == 0


def test_a_problem_has_its_own_file_looked_at_closely(books: Mapping[int, Path]) -> None:
    book = load(books[1])
    diagnostics = lint(book, lambda _: EXAMPLE_DAY)
    files = {diagnostic.location.file for diagnostic in diagnostics}
    assert files
    assert calls(lambda: validated(load(books[1])))["source_map:map_source"] == len(files)


def test_a_diff_asks_git_as_often_and_decodes_as_little_however_large_the_book_is(
    books: Mapping[int, Path], tmp_path: Path
) -> None:
    traced = tmp_path / "trace"
    asked, decoded = [], []
    for root in books.values():
        git(root, "init", "--quiet")
        commit(root)
        visit = min((root / "agendas").glob("*.yaml"))
        visit.write_text(visit.read_text() + "notes: Seen.\n")
        traced.write_text("")
        made = calls_of("diff", "--book", str(root), trace=str(traced))
        asked.append(traced.read_text().count("trace: built-in: git"))
        decoded.append(made["reader:plain"])
    assert asked[0] == asked[1] == asked[2] == 4
    assert decoded[0] == decoded[1] == decoded[2]
