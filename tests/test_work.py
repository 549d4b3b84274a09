"""Limits on the work done: the numbers of decoded files, merged claims and git processes."""

import cProfile
import pstats
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from agenda.history.book_diff import diff_visits
from agenda.history.detail import visit_detail
from agenda.history.log import log_entries
from agenda.history.replay import replay, steps
from agenda.lint.rule import EXAMPLE_DAY
from agenda.lint.runner import lint
from agenda.store.book import Book, load
from tests.builders import MakeBook, commit, git, visit
from tests.output.site.pages import site_of
from tests.run import ROOT, run
from tools.bench.books import write_book

LATE_DAY = date(2026, 1, 1)
"""A day on which all visits of the benchmark's books are known."""

DIFFERENT_TRIPS = 12
"""The number of trips after which the benchmark's books repeat themselves."""


def calls(work: Callable[[], object]) -> Counter[str]:
    """How often each function is called, by `module:name`."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return call_counts(pstats.Stats(profile))


def calls_of(*arguments: str, trace: str = "") -> Counter[str]:
    """How often each function is called by a run of the program."""
    return calls(lambda: run(*arguments, GIT_TRACE=trace))


def call_counts(stats: pstats.Stats) -> Counter[str]:
    counts: Counter[str] = Counter()
    for (file, _, name), (_, times, *_) in stats.stats.items():  # type: ignore[attr-defined]
        counts[f"{Path(file).stem}:{name}"] += times
    return counts


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, Path]:
    """Books of one, two and four rounds of trips."""
    folder = tmp_path_factory.mktemp("books")
    roots = {rounds: folder / str(rounds) for rounds in (1, 2, 4)}
    for rounds, root in roots.items():
        write_book(root, 2 * DIFFERENT_TRIPS * rounds)
    return roots


def validate_book(book: Book) -> None:
    lint(book, lambda _: EXAMPLE_DAY)


def log_of_book(book: Book) -> None:
    """Compute what `agenda log` shows."""
    for entry in log_entries(book.reports, files=book.visits):
        assert entry.updates


@pytest.mark.parametrize("command", [validate_book, log_of_book])
def test_the_work_is_proportional_to_the_book(
    books: Mapping[int, Path], command: Callable[[Book], None]
) -> None:
    counts = [calls(partial(command, load(root))).total() for root in books.values()]
    assert counts[2] < 2.1 * counts[1] < 2.1 * 2.1 * counts[0]


@pytest.mark.slow
def test_the_work_for_a_site_is_proportional_to_the_book(books: Mapping[int, Path]) -> None:
    site_of(books[1], LATE_DAY)  # the first one also reads the templates
    counts = [calls(partial(site_of, root, LATE_DAY)) for root in books.values()]
    totals = [of_book.total() for of_book in counts]
    assert totals[2] < 2.1 * totals[1] < 2.1 * 2.1 * totals[0]
    # What claims say of trips and events is worked out once for rows and once for pages.
    assert {of_book["labels:merged_on_labels"] for of_book in counts} == {2}


@pytest.mark.slow
@pytest.mark.parametrize("command", ["status --all", "log"])
def test_the_work_for_a_past_day_is_proportional_to_the_book(
    books: Mapping[int, Path], command: str
) -> None:
    arguments = (*command.split(), "--as-of", "2026-01-01", "--book")
    run(*arguments, str(books[1]))  # the first run in a process also imports modules
    counts = [calls_of(*arguments, str(root)).total() for root in books.values()]
    assert counts[2] - counts[1] < 2.2 * (counts[1] - counts[0])


def test_each_claim_is_merged_once(books: Mapping[int, Path]) -> None:
    book = load(books[1])
    claims = [claim for report in book.reports.values() for claim in report.claims]
    expected = len(claims)
    assert calls(lambda: replay(book.reports, files=book.visits))["merge:merge"] == expected
    assert calls(lambda: validate_book(book))["merge:merge"] == expected


@pytest.mark.parametrize("day", [(), ("--as-of", "2026-11-24")])
def test_the_brief_reads_each_file_and_merges_each_claim_once(
    books: Mapping[int, Path], day: tuple[str, ...]
) -> None:
    book = load(books[1])
    claims = [claim for report in book.reports.values() for claim in report.claims]
    reported = [claim for claim in claims if claim.visit in _visits_of_the_last_day(book)]
    counts = calls_of("brief", *day, "--book", str(books[1]))
    assert counts["files:read_book_file"] == len(book.files)
    # For the words on the book's last day, the claims on a few visits are merged again.
    assert counts["merge:merge"] <= len(claims) + len(reported)


def _visits_of_the_last_day(book: Book) -> set[str]:
    last = max(report.published for report in book.reports.values())
    return {
        claim.visit
        for report in book.reports.values()
        if report.published == last
        for claim in report.claims
    }


def test_the_newest_entry_of_the_log_needs_only_the_claims_on_its_visits(
    books: Mapping[int, Path],
) -> None:
    book = load(books[1])
    all_entries = list(log_entries(book.reports, files=book.visits))
    newest = next(log_entries(book.reports, files=book.visits, newest_first=True))
    assert newest == all_entries[-1]
    visits = {update.visit for update in newest.updates}
    on_visits = [sourced for sourced in book.claims if sourced.claim.visit in visits]
    counts = calls(lambda: next(log_entries(book.reports, files=book.visits, newest_first=True)))
    assert counts["replay:step"] == len(on_visits) < len(book.claims) / 5


def test_the_work_of_visit_detail_is_proportional_to_the_claims(
    books: Mapping[int, Path],
) -> None:
    """The facts of a claim are computed a few times, regardless of the number of other claims."""
    book = load(books[1])
    name, visit = next(iter(book.visits.items()))
    entries = [
        step for step in steps(book.reports, files=book.visits) if step.sourced.claim.visit == name
    ]
    counts = [
        calls(partial(visit_detail, visit, entries * times, EXAMPLE_DAY)) for times in (10, 20, 40)
    ]
    fact_counts = [call_counter["facts:facts"] for call_counter in counts]
    assert fact_counts[0] <= 5 * 10 * len(entries)
    assert fact_counts[2] < 2.1 * fact_counts[1] < 2.1 * 2.1 * fact_counts[0]


@pytest.mark.parametrize("arguments", [(), ("agendas/ru-vn-2024.yaml",)])
def test_each_file_is_decoded_once_and_no_source_map_is_made(
    arguments: tuple[str, ...],
) -> None:
    files = len(list(ROOT.glob("agendas/*.yaml")) + list(ROOT.glob("seeds/*.yaml")))
    counts = calls_of("validate", *arguments, "--book", str(ROOT))
    assert counts["reader:plain"] == files
    assert counts["files:read_book_file"] == files
    assert counts["source_map:map_source"] == 0


@pytest.mark.parametrize(
    "command", ["show", "log", "countdown", "show --format json", "diff --since 2024-06-10 --visit"]
)
def test_the_files_that_are_parsed_for_a_visit_do_not_depend_on_the_book_s_size(
    command: str, books: Mapping[int, Path]
) -> None:
    parsed = []
    for root in books.values():
        visit = min((root / "agendas").glob("*-0v.yaml")).stem
        parsed.append(calls_of(*command.split(), visit, "--book", str(root))["reader:plain"])
    assert parsed[0] == parsed[1] == parsed[2]
    assert 3 < parsed[0] < 20


def test_a_source_map_is_made_for_each_file_with_diagnostics(books: Mapping[int, Path]) -> None:
    book = load(books[1])
    diagnostics = lint(book, lambda _: EXAMPLE_DAY)
    files = {diagnostic.location.file for diagnostic in diagnostics}
    assert files
    assert calls(lambda: validate_book(load(books[1])))["source_map:map_source"] == len(files)


def test_the_git_calls_and_decoded_files_of_diff_do_not_depend_on_the_book_s_size(
    books: Mapping[int, Path], tmp_path: Path
) -> None:
    trace_file = tmp_path / "trace"
    git_calls, decoded = [], []
    for root in books.values():
        git(root, "init", "--quiet")
        commit(root)
        visit = min((root / "agendas").glob("*.yaml"))
        visit.write_text(visit.read_text() + "notes: Seen.\n")
        trace_file.write_text("")
        counts = calls_of("diff", "--book", str(root), trace=str(trace_file))
        git_calls.append(trace_file.read_text().count("trace: built-in: git"))
        decoded.append(counts["reader:plain"])
    assert git_calls[0] == git_calls[1] == git_calls[2] == 4
    assert decoded[0] == decoded[1] == decoded[2]


VISIT_FILE = (
    "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"
)
REPORT = "published: 2024-06-10\npublisher: P\n"
EARLIER_REPORT = "published: 2024-06-01\npublisher: P\n"
RAISED = "according_to: b, confirmation: {state: tentative}"


def lines(line: str, count: int) -> str:
    """A line many times, with a number in place of each `%`."""
    return "".join(line.replace("%", f"{number:04}") + "\n" for number in range(count))


def paths(path: str, content: str, count: int) -> dict[str, bytes | str]:
    """Many files with the same content, with a number in place of each `%` of the path."""
    return {path.replace("%", f"{number:04}"): content for number in range(count)}


def many_claims(line: str, count: int) -> str:
    return REPORT + "claims:\n" + lines(line, count)


CROWDED: Mapping[str, tuple[str, Callable[[int], dict[str, bytes | str]]]] = {
    "unknown citations": (
        "validate",
        lambda count: {
            "seeds/x.yaml": REPORT + "cites:\n" + lines("- 2024-06-10-papre-%x", count),
            **paths("seeds/2024-06-10-paper-%.yaml", REPORT, count),
        },
    ),
    "unknown visits": (
        "validate",
        lambda count: {
            "seeds/x.yaml": many_claims(f"- {{visit: ru-vn-vitis-%x, {RAISED}}}", count),
            **paths("agendas/ru-vn-visit-%.yaml", VISIT_FILE, count),
        },
    ),
    "unopened visits": (
        "diff --report seeds/x.yaml",
        lambda count: {
            "seeds/x.yaml": many_claims(f"- {{visit: ru-vn-vitis-%x, {RAISED}}}", count),
            **paths("agendas/ru-vn-visit-%.yaml", VISIT_FILE, count),
        },
    ),
    "unknown topics": (
        "validate",
        lambda count: {
            "agenda.yaml": "topics:\n" + lines("  topic-%: {label: L, keywords: [k%]}", count),
            "agendas/a.yaml": VISIT_FILE + "agenda:\n" + lines("  i%: {topic: tpic-%x}", count),
        },
    ),
    "unknown rules": (
        "validate",
        lambda count: {"agenda.yaml": "rules:\n" + lines("  stal%: error", count)},
    ),
    "unknown zones": (
        "validate",
        lambda count: {
            "seeds/x.yaml": many_claims(
                "- {visit: a, according_to: b, host: {timezone: Asia/Saigo%}}", count
            ),
        },
    ),
    "suppression comments": (
        "validate",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE + lines("# agenda: allow stale because %", count)
        },
    ),
    "misspelt suppression comments": (
        "validate",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE + lines("# agneda: allow stale because %", count)
        },
    ),
    "fixes": (
        "validate --diff",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE + "agenda:\n" + lines("  i%: {topic: enrgy}", count)
        },
    ),
    "new items": (
        "apply --dry-run seeds/x.yaml",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE,
            "seeds/x.yaml": REPORT
            + "claims:\n- visit: a\n  according_to: b\n  agenda:\n"
            + lines("    item-%: {title: T, status: expected}", count),
        },
    ),
    "changed items": (
        "apply --dry-run seeds/x.yaml",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE + "agenda:\n" + lines("  i%: {status: expected}", count),
            "seeds/x.yaml": REPORT
            + "claims:\n- visit: a\n  according_to: b\n  agenda:\n"
            + lines("    i%: {status: agreed}", count),
        },
    ),
    "retracted items": (
        "apply --dry-run seeds/x.yaml",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE
            + "agenda:\n"
            + lines("  i%: {status: expected}", count)
            + "  kept: {}\n",
            "seeds/x.yaml": REPORT
            + "claims:\n- visit: a\n  according_to: b\n  retracts:\n"
            + lines("  - agenda.i%", count),
        },
    ),
    "visits of a late report": (
        "apply --dry-run seeds/late.yaml",
        lambda count: {
            "seeds/late.yaml": EARLIER_REPORT
            + "claims:\n"
            + lines(f"- {{visit: v%, {RAISED}}}", count),
            "seeds/x.yaml": many_claims(f"- {{visit: v%, {RAISED}}}", count),
            **paths("agendas/v%.yaml", VISIT_FILE, count),
        },
    ),
}
"""Commands on books with many of one thing, which may take twice the work for twice as many."""


SUGGESTED = {
    "unknown citations",
    "unknown visits",
    "unopened visits",
    "unknown topics",
    "unknown zones",
}
"""Books with more unknown names than get a suggestion, which the profiler makes slow."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow if name in SUGGESTED else ()) for name in CROWDED],
)
def test_the_work_is_proportional_to_the_number_of_values(name: str, make_book: MakeBook) -> None:
    command, files = CROWDED[name]
    small, large = (150, 300) if name in SUGGESTED else (75, 150)
    counts = []
    for count in (2, small, large):  # the first run in a process also imports modules
        root = make_book(files(count))
        counts.append(calls(partial(run, *command.split(), cwd=root)).total())
    assert counts[2] < 2.3 * counts[1]


def test_a_file_is_mapped_a_few_times_for_many_edits(make_book: MakeBook) -> None:
    command, files = CROWDED["new items"]
    root = make_book(files(400))
    counts = calls(lambda: run(*command.split(), cwd=root))
    assert 5 < counts["source_map:map_source"] < 20


def test_the_work_for_renamed_visits_is_proportional_to_their_number() -> None:
    counts = []
    for count in (50, 100, 200):
        before = {f"old-{number}": visit(notes=f"Note {number}") for number in range(count)}
        after = {f"new-{number}": visit(notes=f"Note {number}") for number in range(count)}
        counts.append(calls(partial(diff_visits, before, after)).total())
        changed = {name: visit("announced", notes=old.notes) for name, old in after.items()}
        differences = diff_visits(before, changed)
        assert {difference.change for difference in differences} == {"renamed"}
    assert counts[2] < 2.1 * counts[1] < 2.1 * 2.1 * counts[0]


def test_only_changed_files_are_parsed_twice_to_check_changes(
    books: Mapping[int, Path],
) -> None:
    root = books[1]
    git(root, "init", "--quiet")
    commit(root)
    changed = min((root / "agendas").glob("*.yaml"))
    changed.write_text(changed.read_text() + "occasion: A feast\n")
    counts = calls_of("validate", "--changed", "HEAD", "--book", str(root))
    assert counts["reader:plain"] == len([*root.glob("*/*.yaml")]) + 1


def test_the_work_for_many_paths_is_proportional_to_their_number(make_book: MakeBook) -> None:
    counts = []
    for count in (2, 100, 200):
        root = make_book(paths("agendas/v%.yaml", VISIT_FILE, count))
        files = [str(path.relative_to(root)) for path in sorted(root.glob("agendas/*.yaml"))]
        counts.append(calls(partial(run, "validate", *files, cwd=root)).total())
    assert counts[2] < 2.2 * counts[1]


def test_the_files_that_are_parsed_to_check_one_do_not_depend_on_the_book_s_size(
    books: Mapping[int, Path],
) -> None:
    parsed = []
    for root in books.values():
        visit = min((root / "agendas").glob("*-0v.yaml"))
        parsed.append(calls_of("validate", str(visit))["reader:plain"])
    assert parsed[0] == parsed[1] == parsed[2]
    assert 3 < parsed[0] < 30


def test_a_book_is_read_once_to_apply_many_reports(make_book: MakeBook) -> None:
    reports = {f"seeds/{n}.yaml": many_claims(f"- {{visit: a, {RAISED}}}", 1) for n in range(4)}
    root = make_book({"agendas/a.yaml": VISIT_FILE, "agendas/b.yaml": VISIT_FILE, **reports})
    counts = calls(lambda: run("apply", "--yes", *reports, cwd=root))
    assert counts["files:contents_on_disk"] == 1
    assert "tentative" in (root / "agendas/a.yaml").read_text()


def test_a_claim_on_an_event_replays_only_the_visits_to_events_with_claims(
    make_book: MakeBook,
) -> None:
    others = paths("agendas/v%.yaml", VISIT_FILE + "trip: t\n", 50)
    claims = many_claims(f"- {{visit: v%, {RAISED}}}", 50)
    root = make_book(
        {
            **others,
            "agendas/a.yaml": VISIT_FILE + "event: e\n",
            "seeds/x.yaml": claims + f"- {{event: e, {RAISED}}}\n",
        }
    )
    assert calls(lambda: list(load(root).claims))["merge:merge"] <= 2
