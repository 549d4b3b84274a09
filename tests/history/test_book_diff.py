from collections.abc import Iterable

from msgspec.structs import replace

from agenda.history.book_diff import VisitDiff, diff_visits, with_reports
from agenda.history.diff import diff
from agenda.history.evidence import reports_behind
from agenda.history.replay import claims_in_order
from agenda.model.country import Country
from agenda.model.visit import Host, Item
from tests.builders import claim, opening, report, visit

FULL = visit("tentative", "2024-06", kind="state", agenda={"energy": Item(status="expected")})


def summary(visits: Iterable[VisitDiff]) -> list[tuple[str, str, str]]:
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


def test_a_change_names_the_reports_behind_it() -> None:
    reports = {
        "a": report(opening(dates="2024-06")),
        "b": report(claim("announced", "2024-06-19", agenda={"energy": Item()}), day=1),
        "c": report(claim(dates="2024-06-19", retracts=("kind",)), day=2),
        "d": report(claim("announced", rejected="A slip."), day=3),
    }
    before = visit("tentative", "2024-06", kind="state")
    after = visit("announced", "2024-06-19", agenda={"energy": Item(title="Oil")})
    claims = list(claims_in_order(reports))
    changes = diff(before, after)
    behind = {change.path: reports_behind(change.path, change.after, claims) for change in changes}
    assert behind == {
        ("kind",): ("c",),
        ("dates",): ("b", "c"),
        ("confirmation", "state"): ("b",),
        ("agenda", "energy"): ("b",),
    }
    (sourced,) = with_reports(diff_visits({"ru-vn": before}, {"ru-vn": after}), claims)
    assert sourced.changes[0].reports == ("c",)
    (unsourced,) = with_reports(diff_visits({"x": before}, {"x": after}), claims)
    assert unsourced.changes[0].reports == ()
