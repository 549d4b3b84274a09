from collections.abc import Iterable

from msgspec.structs import replace

from agenda.history.book_diff import BookDiff, VisitDiff, diff_visits, with_reports
from agenda.history.replay import claims_in_order
from agenda.model.country import Country
from agenda.model.visit import Host, Item, PartialConfirmation
from tests.builders import claim, opening_claim, report, visit

FULL = visit("tentative", "2024-06", kind="state", agenda={"energy": Item(status="expected")})


def summary(visits: Iterable[VisitDiff]) -> list[tuple[str, str, str]]:
    """The id, the change and the old id of each visit."""
    return [(visit.id, visit.change, visit.renamed_from) for visit in visits]


def test_added_removed_and_changed_visits_are_listed_by_id() -> None:
    before = {"a": FULL, "b": visit(), "same": visit()}
    other = replace(visit(), host=Host(country=Country("KP")))
    visits = diff_visits(before, {"a": visit("tentative", "2024-06"), "c": other, "same": visit()})
    assert summary(visits) == [("a", "changed", ""), ("b", "removed", ""), ("c", "added", "")]
    assert visits[2].changes == ()


def test_a_visit_under_another_id_is_renamed() -> None:
    (renamed,) = diff_visits({"old": FULL}, {"new": replace(FULL, notes="More.")})
    assert (renamed.id, renamed.change, renamed.renamed_from) == ("new", "renamed", "old")
    assert [sourced.change.path for sourced in renamed.changes] == [("notes",)]


def test_the_most_similar_removed_visit_was_renamed() -> None:
    before = {"a": replace(FULL, kind="working"), "b": FULL}
    assert summary(diff_visits(before, {"c": FULL})) == [
        ("a", "removed", ""),
        ("c", "renamed", "b"),
    ]


def test_a_different_visit_between_the_same_countries_is_not_renamed() -> None:
    other = visit("completed", "2019", notes="Long ago.", agenda={"trade": Item(status="signed")})
    assert {visit.change for visit in diff_visits({"a": FULL}, {"b": other})} == {
        "added",
        "removed",
    }


def test_a_change_has_the_reports_on_its_visit_that_are_behind_it() -> None:
    reports = {
        "a": report(opening_claim(dates="2024-06")),
        "b": report(claim(dates="2024-06-19", retracts=("kind",)), day=1),
    }
    claims = list(claims_in_order(reports))
    before, after = visit(dates="2024-06", kind="state"), visit(dates="2024-06")
    (sourced,) = with_reports(diff_visits({"ru-vn": before}, {"ru-vn": after}), claims)
    assert [change.reports for change in sourced.changes] == [("b",)]
    (unsourced,) = with_reports(diff_visits({"x": before}, {"x": after}), claims)
    assert [change.reports for change in unsourced.changes] == [()]


def test_the_reports_behind_a_change_give_the_new_value_or_clear_the_old_one() -> None:
    announced = replace(claim(), confirmation=PartialConfirmation(host="announced"))
    reports = {
        "a": report(opening_claim(dates="2024-06")),
        "b": report(claim("announced", "2024-06-19", agenda={"energy": Item()}), day=1),
        "c": report(claim(dates="2024-06-19", retracts=("kind",)), day=2),
        "d": report(claim("announced", rejected="An error."), day=3),
        "e": report(announced, day=4),
    }
    before = visit("tentative", "2024-06", kind="state")
    after = visit("announced", "2024-06-19", agenda={"energy": Item(title="Oil")})
    changed = diff_visits({"ru-vn": before}, {"ru-vn": after})
    (visit_diff,) = with_reports(changed, claims_in_order(reports))
    assert {change.change.path: change.reports for change in visit_diff.changes} == {
        ("kind",): ("c",),
        ("dates",): ("b", "c"),
        ("confirmation", "state"): ("b", "e"),
        ("agenda", "energy"): ("b",),
    }


def test_a_diff_can_be_reduced_to_visits_by_their_old_or_new_id() -> None:
    visits = diff_visits({"old": FULL, "a": FULL}, {"new": FULL, "a": visit()})
    whole = BookDiff(("before", "after"), visits)
    assert [visit.id for visit in whole.only(()).visits] == ["a", "new"]
    assert [visit.id for visit in whole.only({"old"}).visits] == ["new"]
    assert [visit.id for visit in whole.only({"a"}).visits] == ["a"]


def test_a_diff_of_equal_visits_has_no_changes() -> None:
    sides = ("before", "after")
    assert not BookDiff(sides, diff_visits({"a": FULL}, {"a": FULL})).has_changes
    assert BookDiff(sides, diff_visits({"a": FULL}, {"b": FULL})).has_changes
