import itertools
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from agenda.history.diff import Change, diff
from agenda.history.facts import value_of
from agenda.history.replay import claims_in_order, replay
from agenda.model.edtf import When
from agenda.model.report import Claim, Report
from agenda.model.visit import Confirmation, Item, Visit
from tests import strategies
from tests.builders import merged, visit


def only_change(before: Visit, after: Visit) -> Change:
    (change,) = diff(before, after)
    return change


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("", "2024-06", "set"),
        ("2024-06", "", "cleared"),
        ("2024-06", "2024-06-19", "firmed"),
        ("[2024-06-10..2024-07-07]", "2024-06-18/2024-06-19", "firmed"),
        ("2024-06-19?", "2024-06-19", "firmed"),
        ("2024-06-19", "2024-06", "loosened"),
        ("2024-06-19", "2024-06-19~", "loosened"),
        ("2024-06-19/2024-06-20", "2024-06-20/2024-06-21", "shifted"),
        ("2024-06-19/..", "2024-06-18", "moved"),
        ("2024-06-19/..", "2024-07-01/..", "shifted"),
        ("2024-06-19?", "2024-06-19~", "shifted"),
        ("2024-06-19", "2024-07-19", "moved"),
    ],
)
def test_the_kind_of_a_change_of_dates(old: str, new: str, kind: str) -> None:
    change = only_change(visit(dates=old), visit(dates=new))
    assert (change.kind, change.path) == (kind, ("dates",))
    assert (str(change.before), str(change.after)) == (old, new)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("rumoured", "tentative", "raised"),
        ("tentative", "confirmed", "raised"),
        ("confirmed", "announced", "lowered"),
        ("confirmed", "doubtful", "lowered"),
        ("doubtful", "tentative", "raised"),
        ("announced", "postponed", "postponed"),
        ("postponed", "tentative", "reinstated"),
        ("cancelled", "confirmed", "reinstated"),
        ("cancelled", "doubtful", "reinstated"),
        ("confirmed", "cancelled", "cancelled"),
        ("confirmed", "completed", "completed"),
        ("completed", "confirmed", "lowered"),
    ],
)
def test_the_kind_of_a_change_of_state(old: Any, new: Any, kind: str) -> None:
    assert only_change(visit(old), visit(new)) == Change(
        kind,  # type: ignore[arg-type]
        ("confirmation", "state"),
        old,
        new,
    )


def test_a_new_stage_of_a_side_is_a_statement_and_a_removed_one_is_an_edit() -> None:
    before = visit()
    after = replace(before, confirmation=Confirmation(state="rumoured", host="no-comment"))
    assert only_change(before, after) == Change("spoke", ("confirmation", "host"), "", "no-comment")
    assert only_change(after, before) == Change(
        "cleared", ("confirmation", "host"), "no-comment", ""
    )


@pytest.mark.parametrize(
    ("old", "new", "kind", "path"),
    [
        (None, Item(), "added", ()),
        (Item(status="agreed"), None, "removed", ()),
        (Item(status="expected"), Item(status="signed"), "advanced", ("status",)),
        (Item(), Item(status="proposed"), "advanced", ("status",)),
        (Item(status="agreed"), Item(status="expected"), "set back", ("status",)),
        (Item(status="agreed"), Item(status="dropped"), "dropped", ("status",)),
        (Item(status="dropped"), Item(status="expected"), "advanced", ("status",)),
        (Item(title="Oil"), Item(title="Gas"), "reworded", ("title",)),
        (Item(note="Oil"), Item(), "reworded", ("note",)),
    ],
)
def test_the_kind_of_a_change_of_an_item(
    old: Item | None, new: Item | None, kind: str, path: tuple[str, ...]
) -> None:
    change = only_change(
        visit(agenda={"energy": old} if old else {}), visit(agenda={"energy": new} if new else {})
    )
    assert (change.kind, change.path) == (kind, ("agenda", "energy", *path))


def test_any_other_field_is_set_the_first_time_and_edited_afterwards() -> None:
    assert only_change(visit(kind="state"), visit(kind="working")).kind == "edited"
    assert only_change(visit(), visit(kind="state")) == Change("set", ("kind",), "", "state")
    assert only_change(visit(), visit(trip="asia")) == Change("set", ("trip",), "", "asia")
    assert only_change(visit(trip="asia"), visit()) == Change("cleared", ("trip",), "asia", "")


def test_an_added_item_is_one_change_and_changes_are_in_the_order_of_fields() -> None:
    after = visit(
        "tentative",
        "2024-06",
        agenda={"trade": Item(status="agreed", title="T", note="N"), "energy": Item()},
        kind="state",
    )
    assert [(change.kind, change.path) for change in diff(visit(), after)] == [
        ("set", ("kind",)),
        ("set", ("dates",)),
        ("raised", ("confirmation", "state")),
        ("added", ("agenda", "trade")),
        ("added", ("agenda", "energy")),
    ]


def test_a_different_order_of_items_is_no_change() -> None:
    first = visit(agenda={"trade": Item(), "energy": Item()})
    assert diff(first, visit(agenda={"energy": Item(), "trade": Item()})) == ()


@given(strategies.visits())
def test_a_visit_does_not_differ_from_itself(known: Visit) -> None:
    assert diff(known, known) == ()


@given(strategies.visits(), strategies.visits())
def test_visits_differ_if_they_are_not_equal(first: Visit, second: Visit) -> None:
    assert bool(diff(first, second)) == (first != second)


@given(strategies.visits(), strategies.claims())
def test_dates_that_a_claim_firms_lie_within_the_dates_before(before: Visit, claim: Claim) -> None:
    changes = diff(before, merged(before, claim))
    for change in changes:
        if change.kind == "firmed":
            assert isinstance(change.before, When)
            assert isinstance(change.after, When)
            assert change.after.within(change.before)
            assert change.after != change.before
    assert not (claim.rejected and changes)


@given(strategies.reports_by_id(with_labels=True))
def test_dates_that_are_firmed_in_a_replay_lie_within_the_dates_before(
    reports: dict[str, Report],
) -> None:
    days = sorted({claim.published for claim in claims_in_order(reports)})
    snapshots = [replay(reports, day) for day in days]
    for earlier, later in itertools.pairwise(snapshots):
        for name, known in earlier.items():
            for change in diff(known, later[name]):
                if change.kind == "firmed":
                    before, after = (value_of(visit, change.path) for visit in (known, later[name]))
                    assert isinstance(before, When)
                    assert isinstance(after, When)
                    assert after.within(before)
                    assert after != before
