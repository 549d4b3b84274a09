import pytest

from agenda.model.diagnostic import Fault, Place, Problem, Span
from agenda.output.ci.common import (
    fingerprints,
    last_line,
    lines,
    occurrences,
    path,
    position,
    sentence,
)
from tests.builders import MakeBook
from tests.output.ci.books import BAD, ODD_NAME, Files, Held, held


def of_rule(bad: Held, rule: str) -> Problem:
    (problem,) = (problem for problem in bad.found if problem.rule == rule)
    return problem


def test_the_hint_follows_the_message() -> None:
    place = Place("agendas/a.yaml")
    assert sentence(Fault(place, "it is odd", "mend it")) == "it is odd; mend it"
    assert sentence(Fault(place, "it is odd")) == "it is odd"


def test_nothing_in_a_sentence_ends_its_line_or_rings_a_bell() -> None:
    told = sentence(Fault(Place("agendas/a.yaml"), "a\r\nb\a\x1b[31m\u2028"))
    assert told == r"a\r\nb\x07\x1b[31m\u2028"


def test_related_places_follow_on_lines_of_their_own(bad: Held) -> None:
    assert lines(bad.book, of_rule(bad, "duplicate-key").fault, "sub/") == [
        "`dates` is here twice, and the first is on line 3; keep one of the two",
        f"sub/{ODD_NAME}:3:1: the first `dates`",
    ]


def test_a_position_counts_code_points(bad: Held) -> None:
    place = of_rule(bad, "bad-country").fault.place
    assert position(bad.book, place, "") == f"{ODD_NAME}:1:49"


def test_a_path_is_as_it_is_but_for_bytes_that_are_no_text() -> None:
    assert path(Place("agendas/Hà Nội\n.yaml"), "sub/") == "sub/agendas/Hà Nội\n.yaml"
    assert path(Place("agendas/\udcff.yaml"), "") == r"agendas/\udcff.yaml"


@pytest.mark.parametrize(
    ("span", "last"),
    [
        (Span(3, 1, 3, 5), 3),
        (Span(3, 1, 4, 5), 4),
        (Span(3, 1, 4, 1), 3),
        (Span(3, 1, 3, 1), 3),
    ],
)
def test_the_last_line_is_one_that_a_span_has_a_part_of(span: Span, last: int) -> None:
    assert last_line(span) == last


def test_fingerprints_stay_when_lines_move(make_book: MakeBook) -> None:
    before = held(make_book(BAD))
    moved: Files = {name: f"# A line more\n\n{text!s}" for name, text in BAD.items()}
    after = held(make_book(moved))
    assert before.book.span(before.found[-1].fault.place) != after.book.span(
        after.found[-1].fault.place
    )
    assert fingerprints(after.found, "") == fingerprints(before.found, "")


def test_fingerprints_differ_in_a_report_and_between_books(bad: Held) -> None:
    twice = [*bad.found, *bad.found]
    assert len(set(fingerprints(twice, ""))) == len(twice)
    assert not set(fingerprints(bad.found, "a/")) & set(fingerprints(bad.found, "b/"))


def test_a_problem_that_goes_leaves_the_fingerprints_of_the_others(bad: Held) -> None:
    assert fingerprints(bad.found[1:], "") == fingerprints(bad.found, "")[1:]


def test_equal_things_are_numbered() -> None:
    assert occurrences(["a", "b", "a", "a"]) == [1, 1, 2, 3]
