import pytest

from agenda.history.facts import (
    MERGING,
    PathIndex,
    cleared_paths,
    facts,
    is_below,
    is_identity,
    items_with_details,
    ladder_of,
    omitted_value,
    retracted_paths,
)
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import UNDATED, When
from agenda.model.visit import STAGE_LADDER, STATE_LADDER, STATUS_LADDER, Item
from tests.builders import claim, opening_claim, visit


def test_facts_are_the_fields_that_a_claim_gives() -> None:
    claimed = claim("tentative", "2024-06", agenda={"energy": Item(status="expected")})
    assert facts(claimed) == {
        ("dates",): When.parse("2024-06"),
        ("confirmation", "state"): "tentative",
        ("agenda", "energy"): "listed",
        ("agenda", "energy", "status"): "expected",
    }


def test_facts_of_a_visit_include_who_goes_where() -> None:
    paths = facts(visit(trip="asia"))
    assert [path for path in paths if is_identity(path)] == [
        ("visitor", "name"),
        ("visitor", "country"),
        ("host", "country"),
        ("trip",),
    ]
    assert [path for path in paths if not is_identity(path)] == [("confirmation", "state")]


def test_an_item_has_details_if_a_claim_gives_a_field_of_it() -> None:
    claimed = facts(claim(agenda={"energy": Item(note="Oil"), "trade": Item()}))
    assert items_with_details(claimed) == {("agenda", "energy")}


@pytest.mark.parametrize(
    ("path", "parent", "expected"),
    [
        (("agenda", "energy", "note"), ("agenda",), True),
        (("agenda", "energy"), ("agenda", "energy"), True),
        (("agenda",), ("agenda", "energy"), False),
        (("agenda", "energy"), ("agenda", "trade"), False),
    ],
)
def test_a_path_is_below_itself_and_its_parents(
    path: FieldPath, parent: FieldPath, expected: bool
) -> None:
    assert is_below(path, parent) is expected
    index = PathIndex([path, ("kind",)])
    assert (path in index.below([parent, ("notes",)])) is expected
    index.remove(path)
    assert not index.below([parent])


def test_a_postponement_clears_the_dates_without_retracting_them() -> None:
    claimed = claim("postponed", retracts=("kind", "agenda.energy"))
    assert retracted_paths(claimed) == [("kind",), ("agenda", "energy")]
    paths: list[FieldPath] = [("kind",), ("agenda", "energy", "note"), ("dates",)]
    paths.append(("agenda", "trade", "date"))
    index = PathIndex([*paths, ("agenda", "trade", "status")])
    assert index.below(cleared_paths(claimed)).keys() == set(paths)
    assert cleared_paths(opening_claim()) == []


def test_each_field_has_its_way_to_merge() -> None:
    assert MERGING["agenda", "KEY", "date"] == "window"
    assert MERGING["instead_of",] == "newest"
    assert {path for path, merging in MERGING.items() if merging == "identity"} == {
        ("visitor", "country"),
        ("visitor", "organization"),
    }
    assert all(omitted_value(path) in {"", UNDATED, None} for path in MERGING)


def test_the_confirmation_and_the_status_of_items_have_ladders() -> None:
    assert ladder_of(("confirmation", "state")) == STATE_LADDER
    assert ladder_of(("confirmation", "host")) == STAGE_LADDER
    assert ladder_of(("agenda", "energy", "status")) == STATUS_LADDER
    assert ladder_of(("agenda", "energy", "note")) is None
    assert ladder_of(("dates",)) is None
