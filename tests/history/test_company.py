from agenda.history.company import companies
from tests.builders import visit


def test_a_stand_in_and_the_visit_that_it_replaces_name_each_other() -> None:
    obama, kerry = visit("cancelled"), visit(instead_of="obama")
    company = companies({"obama": obama, "kerry": kerry, "other": visit()}, {})
    assert company["kerry"].replaced == {"obama": obama}
    assert company["obama"].stand_ins == {"kerry": kerry}
    assert "other" not in company


def test_a_visit_that_does_not_exist_is_replaced_by_nothing() -> None:
    company = companies({"kerry": visit(instead_of="obama")}, {})
    assert company.get("kerry") is None


def test_a_guest_is_with_the_others_who_come() -> None:
    guests = {name: visit(event="quad") for name in ("us", "jp", "in")}
    company = companies(guests | {"au": visit("cancelled", event="quad")}, {})
    assert company["us"].others == 2
    assert "au" not in company


def test_a_visit_to_an_event_that_is_off_shows_it() -> None:
    labels = {("event", "quad"): visit("postponed")}
    company = companies({"in": visit("announced", event="quad")}, labels)
    assert company["in"].state_of_event == "postponed"
    assert companies({"in": visit("cancelled", event="quad")}, labels) == {}
