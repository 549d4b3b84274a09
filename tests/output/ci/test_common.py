import pytest

from agenda.model.diagnostic import Location, Span
from agenda.output.ci.common import fingerprints, last_line, occurrences, path
from tests.output.ci.samples import DIAGNOSTICS


def test_only_undecodable_bytes_of_a_path_are_escaped() -> None:
    assert path(Location("agendas/Hà Nội\n.yaml"), "sub/") == "sub/agendas/Hà Nội\n.yaml"
    assert path(Location("agendas/\udcff.yaml"), "") == r"agendas/\udcff.yaml"


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(3, 1, 3, 5), 3),
        (Span(3, 1, 4, 5), 4),
        (Span(3, 1, 4, 1), 3),
        (Span(3, 1, 3, 1), 3),
    ],
)
def test_the_last_line_is_the_last_that_the_span_covers(span: Span, expected: int) -> None:
    assert last_line(span) == expected


def test_fingerprints_do_not_depend_on_line_numbers() -> None:
    *others, notice = DIAGNOSTICS
    moved = type(notice)(
        Location(notice.location.file, Span(7, 1, 7, 9)), "on line 7", "look", rule=notice.rule
    )
    assert fingerprints([*others, moved], "") == fingerprints(DIAGNOSTICS, "")


def test_fingerprints_are_unique_and_depend_on_the_folder() -> None:
    repeated = DIAGNOSTICS * 2
    assert len(set(fingerprints(repeated, ""))) == len(repeated)
    assert not set(fingerprints(DIAGNOSTICS, "a/")) & set(fingerprints(DIAGNOSTICS, "b/"))


def test_removing_a_diagnostic_does_not_change_other_fingerprints() -> None:
    assert fingerprints(DIAGNOSTICS[1:], "") == fingerprints(DIAGNOSTICS, "")[1:]


def test_equal_values_are_numbered() -> None:
    assert occurrences(["a", "b", "a", "a"]) == [1, 1, 2, 3]
