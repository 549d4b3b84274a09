import itertools
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from agenda.history.diff import Change, diff
from agenda.history.merge import merge
from agenda.history.replay import claims_in_order, replay
from agenda.model.edtf import When
from agenda.model.report import Claim, Report
from agenda.model.visit import Confirmation, Item, Visit
from tests import strategies
from tests.builders import visit


def only(before: Visit, after: Visit) -> Change:
    (change,) = diff(before, after)
    return change


@pytest.mark.parametrize(
    ("was", "now", "kind"),
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
def test_dates(was: str, now: str, kind: str) -> None:
    change = only(visit(dates=was), visit(dates=now))
    assert (change.kind, change.path) == (kind, ("dates",))
    assert (str(change.before), str(change.after)) == (was, now)


@pytest.mark.parametrize(
    ("was", "now", "kind"),
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
def test_confirmation(was: Any, now: Any, kind: str) -> None:
    assert only(visit(was), visit(now)) == Change(
        kind,  # type: ignore[arg-type]
        ("confirmation", "state"),
        was,
        now,
    )


def test_a_side_spoke() -> None:
    before = visit()
    after = replace(before, confirmation=Confirmation(state="rumoured", host="no-comment"))
    assert only(before, after) == Change("spoke", ("confirmation", "host"), "", "no-comment")
    assert only(after, before) == Change("edited", ("confirmation", "host"), "no-comment", "")


@pytest.mark.parametrize(
    ("was", "now", "kind", "path"),
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
def test_items(was: Item | None, now: Item | None, kind: str, path: tuple[str, ...]) -> None:
    change = only(
        visit(agenda={"energy": was} if was else {}), visit(agenda={"energy": now} if now else {})
    )
    assert (change.kind, change.path) == (kind, ("agenda", "energy", *path))


def test_everything_else_is_edited() -> None:
    assert only(visit(kind="state"), visit(kind="working")).kind == "edited"
    assert only(visit(), visit(trip="asia")) == Change("edited", ("trip",), "", "asia")


def test_an_item_that_comes_is_one_change_and_the_order_is_that_of_the_fields() -> None:
    after = visit(
        "tentative",
        "2024-06",
        agenda={"trade": Item(status="agreed", title="T", note="N"), "energy": Item()},
        kind="state",
    )
    assert [(change.kind, change.path) for change in diff(visit(), after)] == [
        ("edited", ("kind",)),
        ("set", ("dates",)),
        ("raised", ("confirmation", "state")),
        ("added", ("agenda", "trade")),
        ("added", ("agenda", "energy")),
    ]


def test_the_order_of_items_is_no_change() -> None:
    first = visit(agenda={"trade": Item(), "energy": Item()})
    assert diff(first, visit(agenda={"energy": Item(), "trade": Item()})) == ()


@given(strategies.visits())
def test_nothing_differs_from_itself(anything: Visit) -> None:
    assert diff(anything, anything) == ()


@given(strategies.visits(), strategies.visits())
def test_what_is_not_equal_differs(first: Visit, other: Visit) -> None:
    assert bool(diff(first, other)) == (first != other)


@given(strategies.visits(), strategies.claims())
def test_what_a_claim_changes_it_says_or_takes_back(before: Visit, claim: Claim) -> None:
    after = merge(before, claim)
    for change in diff(before, after):
        if change.kind == "firmed":
            assert isinstance(change.before, When)
            assert isinstance(change.after, When)
            assert change.after.within(change.before)
            assert change.after != change.before
    assert not (claim.rejected and diff(before, after))


@given(strategies.books())
def test_every_firmed_window_of_a_history_lies_inside_the_one_before(
    reports: dict[str, Report],
) -> None:
    days = sorted({claim.published for claim in claims_in_order(reports)})
    partial_visits = [replay(reports, day) for day in days]
    for earlier, later in itertools.pairwise(partial_visits):
        for name, known in earlier.items():
            for change in diff(known, later[name]):
                if change.kind == "firmed":
                    assert later[name].dates.within(known.dates)
                    assert later[name].dates != known.dates
