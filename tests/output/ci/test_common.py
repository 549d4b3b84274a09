import pytest

from agenda.model.diagnostic import Location, Span
from agenda.output.ci.common import fingerprints, last_line, occurrences, path
from tests.output.ci.samples import DIAGNOSTICS


def test_a_path_is_unchanged_but_for_bytes_that_are_not_text() -> None:
    assert path(Location("agendas/Hà Nội\n.yaml"), "sub/") == "sub/agendas/Hà Nội\n.yaml"
    assert path(Location("agendas/\udcff.yaml"), "") == r"agendas/\udcff.yaml"


@pytest.mark.parametrize(
    ("span", "last"),
    [
        (Span(3, 1, 3, 5), 3),
        (Span(3, 1, 4, 5), 4),
        (Span(3, 1, 4, 1), 3),
        (Span(3, 1, 3, 1), 3),
    ],
)
def test_the_last_line_is_the_last_with_a_part_of_the_span(span: Span, last: int) -> None:
    assert last_line(span) == last


def test_fingerprints_do_not_depend_on_line_numbers() -> None:
    *others, notice = DIAGNOSTICS
    moved = type(notice)(
        Location(notice.location.file, Span(7, 1, 7, 9)), "on line 7", "look", rule=notice.rule
    )
    assert fingerprints([*others, moved], "") == fingerprints(DIAGNOSTICS, "")


def test_fingerprints_differ_within_a_report_and_between_folders() -> None:
    twice = DIAGNOSTICS * 2
    assert len(set(fingerprints(twice, ""))) == len(twice)
    assert not set(fingerprints(DIAGNOSTICS, "a/")) & set(fingerprints(DIAGNOSTICS, "b/"))


def test_a_diagnostic_that_goes_leaves_the_fingerprints_of_the_others() -> None:
    assert fingerprints(DIAGNOSTICS[1:], "") == fingerprints(DIAGNOSTICS, "")[1:]


def test_equal_values_are_numbered() -> None:
    assert occurrences(["a", "b", "a", "a"]) == [1, 1, 2, 3]
