from msgspec.structs import replace

from agenda.history.comparison import Compared, compare, reports_behind, sourced
from agenda.history.diff import diff
from agenda.history.replay import spoken
from agenda.model.country import Country
from agenda.model.visit import Host, Item
from tests.builders import claim, opening, report, visit

FULL = visit("tentative", "2024-06", kind="state", agenda={"energy": Item(status="expected")})


def kinds(found: list[Compared]) -> list[tuple[str, str, str]]:
    return [(one.id, one.change, one.was) for one in found]


def test_what_came_and_went_is_said_once_and_what_is_the_same_not_at_all() -> None:
    before = {"a": FULL, "b": visit(), "same": visit()}
    other = replace(visit(), host=Host(country=Country("KP")))
    found = compare(before, {"a": visit("tentative", "2024-06"), "c": other, "same": visit()})
    assert kinds(found) == [("a", "changed", ""), ("b", "removed", ""), ("c", "added", "")]
    assert found[2].changes == ()


def test_a_visit_under_another_id_is_renamed() -> None:
    (found,) = compare({"old": FULL}, {"new": replace(FULL, notes="More.")})
    assert (found.id, found.change, found.was) == ("new", "renamed", "old")
    assert [change.path for change in found.changes] == [("notes",)]


def test_of_several_the_one_that_is_most_alike_was_renamed() -> None:
    before = {"a": replace(FULL, kind="working"), "b": FULL}
    assert kinds(compare(before, {"c": FULL})) == [("a", "removed", ""), ("c", "renamed", "b")]


def test_another_visit_of_the_two_is_not_the_same_renamed() -> None:
    other = visit("completed", "2019", notes="Long ago.", agenda={"trade": Item(status="signed")})
    assert {one.change for one in compare({"a": FULL}, {"b": other})} == {"added", "removed"}


def test_a_change_names_the_reports_that_say_what_it_made() -> None:
    reports = {
        "a": report(opening(dates="2024-06")),
        "b": report(claim("announced", "2024-06-19", agenda={"energy": Item()}), day=1),
        "c": report(claim(dates="2024-06-19", retracts=("kind",)), day=2),
        "d": report(claim("announced", rejected="A slip."), day=3),
    }
    before = visit("tentative", "2024-06", kind="state")
    after = visit("announced", "2024-06-19", agenda={"energy": Item(title="Oil")})
    said = list(spoken(reports))
    assert {change.path: reports_behind(change, said) for change in diff(before, after)} == {
        ("kind",): ("c",),
        ("dates",): ("b", "c"),
        ("confirmation", "state"): ("b",),
        ("agenda", "energy"): ("b",),
    }
    (found,) = sourced(compare({"ru-vn": before}, {"ru-vn": after}), said)
    assert found.changes[0].reports == ("c",)
    (unheard,) = sourced(compare({"x": before}, {"x": after}), said)
    assert unheard.changes[0].reports == ()
