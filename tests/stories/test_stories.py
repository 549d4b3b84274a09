"""Runs the stories of real visits, and compares what the program prints day by day.

`tests/stories/STORY/DAY.out` has what `diff --report` prints for each report of that day before
it is applied, and what `status`, `log` and `validate` print afterwards: for each day on which a
report was published, and for the days that :mod:`tests.stories.test_must_hold` speaks of. `log`
prints the reports of that day alone, and on the story's last day all of them.

`pytest --write-cases` writes the `.out` files; read the difference before you commit it.
"""

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

import agenda
from agenda.model.diagnostic import dotted
from tests.stories.books import (
    NAMES,
    STORIES,
    apply,
    as_json,
    book_on,
    changes,
    days_of,
    incoming,
    new_book,
    output,
    problems,
    reports_of,
)

EXTRA_DAYS: Final = {
    "alaska-budapest-2025": ("2025-10-22",),
    "asia-tour-2017": ("2017-11-15", "2018-01-15"),
    "germany-angola-2024": ("2024-10-09", "2024-10-17"),
    "moscow-2015": (),
    "obama-asia-2013": ("2014-01-15",),
    "quad-2023": ("2023-05-01", "2023-05-12", "2023-05-20"),
    "singapore-2018": ("2018-05-03", "2018-05-11", "2018-06-02"),
    "two-agencies-1997": (),
    "united-kingdom-2017": ("2017-06-12", "2017-07-12", "2018-03-01"),
}
"""The days of each story on which nothing was published, but something must hold."""

FACTS: Final = {
    "alaska-budapest-2025": (13, 4),
    "asia-tour-2017": (8, 4),
    "germany-angola-2024": (8, 3),
    "moscow-2015": (11, 3),
    "obama-asia-2013": (12, 3),
    "quad-2023": (16, 5),
    "singapore-2018": (11, 3),
    "two-agencies-1997": (3, 1),
    "united-kingdom-2017": (6, 2),
}
"""How many facts each story has: those of its reports, and those beside them."""

_FACT: Final = re.compile(r"^ *# fact: (m?\d+)( in notes| later|)$", re.MULTILINE)


def all_days(story: str) -> list[str]:
    return sorted({*days_of(story), *EXTRA_DAYS[story]})


def _transcript(book: Path, *arguments: str | Path) -> str:
    names = [part.name if isinstance(part, Path) else part for part in arguments]
    return f"$ agenda {' '.join(names)}\n{output(book, *arguments)}"


def transcripts(story: str, folder: Path) -> dict[str, str]:
    """What the commands print on each day of a story."""
    book = new_book(folder)
    by_day = {}
    days = all_days(story)
    for day in days:
        printed = []
        for name, text in reports_of(story).items():
            if name[:10] == day:
                report = incoming(book, name, text)
                printed.append(_transcript(book, "diff", "--report", report))
                apply(book, report)
        printed.append(_transcript(book, "status", "--all", "--as-of", day))
        since = () if day == days[-1] else ("--since", day)
        if day == days[-1] or day in days_of(story):
            printed.append(_transcript(book, "log", *since))
        printed.append(_transcript(book, "validate", "--as-of", day))
        by_day[day] = "\n".join(printed)
    return by_day


@pytest.mark.parametrize("story", NAMES)
def test_a_story_prints_what_is_expected_on_each_day(
    story: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    printed = transcripts(story, tmp_path)
    folder = STORIES / story
    if request.config.getoption("--write-cases"):
        for day, text in printed.items():
            (folder / f"{day}.out").write_text(text, encoding="utf-8")
    expected = {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("*.out")}
    assert printed == expected


@pytest.mark.slow
@pytest.mark.parametrize("story", NAMES)
def test_the_whole_book_as_of_a_day_is_the_book_on_that_day(story: str) -> None:
    book = book_on(story)
    for day in all_days(story):
        on_that_day = (STORIES / story / f"{day}.out").read_text(encoding="utf-8")
        assert _transcript(book, "status", "--all", "--as-of", day) in on_that_day


@pytest.mark.parametrize("story", NAMES)
def test_the_files_of_a_story_are_valid_and_as_its_reports_say(story: str) -> None:
    book, day = book_on(story), all_days(story)[-1]
    assert problems(book, day, "drift") == []
    assert "error[" not in output(book, "validate", "--as-of", day)


@pytest.mark.parametrize("story", NAMES)
def test_on_the_last_day_of_a_story_each_visit_has_two_messages_at_most(story: str) -> None:
    book, day = book_on(story), all_days(story)[-1]
    reported = [entry["file"] for entry in as_json(book, "validate", "--as-of", day)["problems"]]
    assert {file for file in reported if not file.startswith("agendas/")} == set()
    assert max(Counter(reported).values(), default=0) <= 2


@pytest.mark.parametrize("story", NAMES)
def test_diff_of_a_report_shows_what_apply_writes(story: str, tmp_path: Path) -> None:
    book = new_book(tmp_path)
    for name, text in reports_of(story).items():
        report, before = incoming(book, name, text), agenda.load(book).visits
        # A dispute is shown, and changes nothing.
        shown = {
            visit: {path for path, kind in kinds.items() if kind not in {"disputed", "settled"}}
            for visit, kinds in changes(book, report).items()
        }
        apply(book, report)
        written = {
            difference.id: {dotted(change.change.path) for change in difference.changes}
            for difference in agenda.diff(before, agenda.load(book).visits)
        }
        for visit in before:
            assert shown.get(visit, set()) == written.get(visit, set()), (name, visit)
        assert shown.keys() - before.keys() == written.keys() - before.keys()


@pytest.mark.parametrize("story", NAMES)
def test_each_fact_of_a_story_is_counted_once(story: str) -> None:
    numbered, more = FACTS[story]
    expected = [*(f"{number}" for number in range(1, numbered + 1))]
    expected += [f"m{number}" for number in range(1, more + 1)]
    marked = [fact for text in reports_of(story).values() for fact, _ in _FACT.findall(text)]
    assert sorted(marked) == sorted(expected)


def test_most_facts_are_in_fields() -> None:
    marks = [
        mark.strip() or "in fields"
        for story in NAMES
        for text in reports_of(story).values()
        for _, mark in _FACT.findall(text)
    ]
    count = {kind: marks.count(kind) for kind in ("in fields", "in notes", "later")}
    share = count["in fields"] / len(marks)
    print(f"{len(marks)} facts: {count}, {share:.0%} in fields")  # noqa: T201  the point of it
    assert share > 0.95
