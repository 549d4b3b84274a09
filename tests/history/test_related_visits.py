from agenda.history.related_visits import related_visits
from tests.builders import visit


def test_a_stand_in_and_the_visit_that_it_replaces_name_each_other() -> None:
    obama, kerry = visit("cancelled"), visit(instead_of="obama")
    related = related_visits({"obama": obama, "kerry": kerry, "other": visit()}, {})
    assert related["kerry"].replaced == {"obama": obama}
    assert related["obama"].stand_ins == {"kerry": kerry}
    assert "other" not in related


def test_a_visit_that_does_not_exist_is_replaced_by_nothing() -> None:
    related = related_visits({"kerry": visit(instead_of="obama")}, {})
    assert related.get("kerry") is None


def test_a_guest_is_with_the_others_who_come() -> None:
    guests = {name: visit(event="quad") for name in ("us", "jp", "in")}
    related = related_visits(guests | {"au": visit("cancelled", event="quad")}, {})
    assert related["us"].others == 2
    assert "au" not in related


def test_a_visit_to_an_event_that_is_off_shows_it() -> None:
    labels = {("event", "quad"): visit("postponed")}
    related = related_visits({"in": visit("announced", event="quad")}, labels)
    assert related["in"].state_of_event == "postponed"
    assert related_visits({"in": visit("cancelled", event="quad")}, labels) == {}
