"""Filters, compared with plain tests of the rows of a scripted book of 40 visits."""

from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import Any, get_args

import pytest
from click import Choice
from hypothesis import given
from hypothesis import strategies as st

from agenda.cli.commands.status import status
from agenda.history.status import StatusRow
from agenda.model.visit import KnownState
from agenda.services.grouping import Grouping, grouped
from agenda.services.snapshot import Snapshot, load_snapshot
from agenda.services.visit_filter import VisitFilter, may_be_under_way
from tests.builders import VISIT, MakeBook
from tests.run import run
from tests.strategies import known_dates
from tools.morning_book import DAY, write_morning_book

Reference = Callable[[StatusRow], bool]


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("morning")
    write_morning_book(folder)
    return load_snapshot(folder, DAY, lambda _: DAY)


def topics_of(row: StatusRow) -> set[str]:
    return {item.topic_of(key) for key, item in row.visit.agenda.items()}


FILTERS: dict[str, tuple[VisitFilter, Reference]] = {
    "a code of a country": (
        VisitFilter(country=("VN",)),
        lambda row: "VN" in {row.visit.visitor.country, row.visit.host.country},
    ),
    "a name of a country": (
        VisitFilter(country=("viet",)),
        lambda row: "VN" in {row.visit.visitor.country, row.visit.host.country},
    ),
    "a part of a name, without accents": (
        VisitFilter(visitor=("sorlie",)),
        lambda row: row.visit.visitor.name == "Ådne Bjørkvåg-Sørlie",
    ),
    "a name in other letters": (
        VisitFilter(visitor=("林",)),
        lambda row: row.visit.visitor.name == "林嘉禾",
    ),
    "the country of a visitor": (
        VisitFilter(visitor=("FR",)),
        lambda row: row.visit.visitor.country == "FR",
    ),
    "a city": (VisitFilter(host=("hanoi",)), lambda row: row.visit.host.city == "Hanoi"),
    "two hosts": (
        VisitFilter(host=("hanoi", "lithuania")),
        lambda row: row.visit.host.city == "Hanoi" or row.visit.host.country == "LT",
    ),
    "a state": (
        VisitFilter(state=("confirmed",)),
        lambda row: row.visit.confirmation.state == "confirmed",
    ),
    "a topic": (
        VisitFilter(topic=("energy",)),
        lambda row: any("energy" in topic for topic in topics_of(row)),
    ),
    "days": (
        VisitFilter(first=date(2026, 11, 27), last=date(2026, 12, 4)),
        lambda row: (
            bool(row.visit.dates)
            and (row.visit.dates.latest_end or date.max) >= date(2026, 11, 27)
            and (row.visit.dates.earliest_start or date.min) <= date(2026, 12, 4)
        ),
    ),
    "what the last day changed": (
        VisitFilter(changed_since=date(2026, 11, 23)),
        lambda row: bool(row.recent),
    ),
    "different fields": (
        VisitFilter(country=("FR",), state=("confirmed",)),
        lambda row: (
            "FR" in {row.visit.visitor.country, row.visit.host.country}
            and row.visit.confirmation.state == "confirmed"
        ),
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_matches_what_a_plain_test_of_each_row_does(morning: Snapshot, name: str) -> None:
    visit_filter, is_match = FILTERS[name]
    expected = [row.id for row in morning.rows if is_match(row)]
    assert [row.id for row in visit_filter.rows(morning)] == expected
    assert 0 < len(expected) < len(morning.rows)


def asked_fields(visit_filter: VisitFilter) -> dict[str, object]:
    """The fields of a filter that ask for something."""
    names = VisitFilter.__struct_fields__
    return {name: value for name in names if (value := getattr(visit_filter, name))}


PAIRS = [
    (first, second)
    for first, second in combinations(FILTERS, 2)
    if not asked_fields(FILTERS[first][0]).keys() & asked_fields(FILTERS[second][0]).keys()
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_different_filters_apply_together(morning: Snapshot, first: str, second: str) -> None:
    (one_filter, is_first), (other_filter, is_second) = FILTERS[first], FILTERS[second]
    both: dict[str, Any] = asked_fields(one_filter) | asked_fields(other_filter)
    expected = [row.id for row in morning.rows if is_first(row) and is_second(row)]
    assert [row.id for row in VisitFilter(**both).rows(morning)] == expected


@pytest.mark.parametrize("by", ["week", "month", "country", "trip"])
def test_groups_hold_the_same_visits_as_no_groups(morning: Snapshot, by: Grouping) -> None:
    (everything,) = grouped(morning.rows, "none", "start", DAY)
    groups = grouped(morning.rows, by, "start", DAY)
    listed = [row.id for group in groups for row in group.rows]
    assert sorted(listed) == sorted(row.id for row in everything.rows)
    assert len({group.title for group in groups}) == len(groups) > 1
    if by in {"week", "month"}:
        assert listed == [row.id for row in everything.rows]


def test_weeks_come_between_what_is_under_way_and_what_has_no_date(morning: Snapshot) -> None:
    titles = [group.title for group in grouped(morning.rows, "week", "start", DAY)]
    assert titles[:3] == [
        "Under way", "Week 48 · 23–29 November", "Week 49 · 30 November – 6 December",
    ]  # fmt: skip
    assert titles[-3:] == [
        "No date yet",
        "Overdue: no report says whether these visits took place",
        "Ended or cancelled",
    ]


@given(known_dates, st.dates(), st.dates())
def test_a_visit_may_be_under_way_between_days_if_on_one_of_them(
    when: object, first: date, last: date
) -> None:
    from agenda.model.edtf import When

    assert isinstance(when, When)
    window = When.parse(f"{min(first, last)}/{max(first, last)}")
    assert may_be_under_way(when, min(first, last), max(first, last)) == when.overlaps(window)


def test_a_filter_without_a_match_says_what_there_is() -> None:
    result = run("status", "--country", "FR", "--all")
    assert (result.code, result.out) == (
        0,
        "No visit matches --country FR; in this book, --country can be: "
        "North Korea, Russia, Vietnam.\n",
    )
    assert run("log", "--country", "FR").out == result.out
    assert run("countdown", "--country", "FR").out == result.out


@pytest.mark.parametrize("command", ["status", "log", "countdown", "brief"])
def test_a_filter_without_a_match_is_named_by_options_of_the_command(command: str) -> None:
    result = run(command, "--from", "2020-01-01", "--to", "2020-02-01")
    assert "No visit matches --from 2020-01-01 --to 2020-02-01; " in result.out


def test_each_state_can_be_asked_for() -> None:
    (states,) = [option for option in status.params if option.name == "state"]
    assert isinstance(states.type, Choice)
    assert list(states.type.choices) == list(get_args(KnownState))


@pytest.mark.parametrize("command", ["countdown --all", "brief", "calendar", "status"])
def test_lists_are_in_the_order_that_is_asked_for(command: str) -> None:
    arguments = (*command.split(), "--as-of", "2024-06-12", "--format")
    text = "plain" if command.startswith("countdown") else "text"
    arguments = (*arguments, "table" if command == "status" else text)
    by_id = run(*arguments, "--sort", "id").out
    assert by_id.index("Pyongyang") < by_id.index("Hanoi")


def test_a_countdown_begins_with_the_nearest_visit_unless_an_order_is_asked_for() -> None:
    nearest = run("countdown", "--all", "--as-of", "2024-06-12").out
    assert nearest.index("Hanoi") < nearest.index("Pyongyang")


def test_the_log_is_filtered_by_visit() -> None:
    assert run("log", "--country", "VN").out == run("log", "ru-vn-2024").out


def test_a_topic_is_found_by_its_keywords() -> None:
    assert "ru-vn-2024" in run("status", "--all", "--topic", "gas").out


@pytest.mark.parametrize(
    "command",
    ["status a", "status a --details", "countdown a", "log a"],
)
def test_a_named_visit_that_a_filter_excludes_is_told_with_the_options_that_do(
    command: str, make_book: MakeBook
) -> None:
    root = make_book({f"agendas/{name}.yaml": VISIT.replace("VN", host) for name, host in HOSTS})
    if command.startswith("log"):
        claims = "".join(f"  - {{visit: {name}, according_to: P, kind: state}}\n" for name in "ab")
        report = f"published: 2024-06-10\npublisher: P\nclaims:\n{claims}"
        make_book({"seeds/r.yaml": report})
    filters = ("--country", "KP", "--visitor", "RU", "--state", "announced")
    result = run(*command.split(), *filters, cwd=root)
    expected = "Visit `a` is in this book, but does not match --country KP --state announced.\n"
    assert (result.code, result.out) == (0, expected)
    by_country = run(*command.split(), *filters[:2], cwd=root)
    assert by_country.out == expected.replace(" --state announced", "")


HOSTS = (("a", "VN"), ("b", "KP"))
