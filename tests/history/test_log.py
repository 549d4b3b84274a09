from msgspec.structs import replace

from agenda.history.apply_plan import apply_plan
from agenda.history.log import VisitUpdate, log_entries
from agenda.model.country import Country
from agenda.model.report import Claim, Report
from agenda.model.visit import Item, PartialConfirmation, PartialHost, Visit
from tests.builders import claim, opening_claim, report, visit


def updates_by(name: str, planned: Report, visits: dict[str, Visit]) -> list[VisitUpdate]:
    """How a report changes the visits of a book without other reports."""
    return [plan.update for plan in apply_plan(name, planned, {}, visits)]


def test_claims_before_the_opening_are_listed_with_the_report_that_opens_the_visit() -> None:
    reports = {
        "early": report(claim("announced", "2024-06-19", agenda={"energy": Item(status="agreed")})),
        "opens": report(
            opening_claim(
                state="tentative", dates="2024-07-19", agenda={"energy": Item(status="expected")}
            ),
            day=1,
        ),
    }
    early, opens = log_entries(reports)
    assert not early.updates[0].is_opening
    assert early.updates[0].changes == ()
    (update,) = opens.updates
    assert update.is_opening
    relations = {
        (claim_relations.sourced.report, fact.path[0]): fact.relation
        for claim_relations in update.claims
        for fact in claim_relations.facts
    }
    assert relations["early", "dates"] == "new"
    assert relations["opens", "dates"] == "updates"
    assert relations["opens", "confirmation"] == "weaker"
    assert relations["opens", "agenda"] == "weaker"
    raised = next(line for line in update.lines if line.path == ("confirmation", "state"))
    assert {sourced.report for sourced, _ in raised.claims} == {"early", "opens"}


def test_every_change_of_a_retraction_has_a_claim_behind_it() -> None:
    confirmed = replace(
        opening_claim(), confirmation=PartialConfirmation(state="confirmed", visitor="announced")
    )
    reports = {"a": report(confirmed), "b": report(claim(retracts=("confirmation",)), day=1)}
    *_, last = log_entries(reports)
    lines = last.updates[0].lines
    assert [line.path for line in lines] == [("confirmation", "state"), ("confirmation", "visitor")]
    assert all(line.claims for line in lines)


def test_a_rejected_claim_is_listed_and_has_no_line() -> None:
    reports = {"a": report(opening_claim(), claim("cancelled", rejected="An error."))}
    (entry,) = log_entries(reports)
    (update,) = entry.updates
    assert [relations.sourced.index for relations in update.rejected] == [1]
    assert update.lines == []


def test_a_claim_that_changes_nothing_has_a_line_after_the_changes() -> None:
    reports = {"a": report(opening_claim(dates="2024-06", kind="state"))}
    reports["b"] = report(claim("tentative", "2024-06", kind="state"), day=1)
    *_, entry = log_entries(reports)
    (update,) = entry.updates
    assert [(line.path, line.change is None) for line in update.lines] == [
        (("confirmation", "state"), False),
        (("kind",), True),
        (("dates",), True),
    ]


def test_what_is_retracted_is_not_retracted_again() -> None:
    energy, trade = Item(status="expected"), Item(status="agreed")
    retraction = claim(retracts=("agenda",))
    again = claim(agenda={"trade": trade})
    reports = {
        "a": report(opening_claim(agenda={"energy": energy, "trade": trade})),
        "b": report(retraction, retraction, again, retraction, retraction, day=1),
    }
    *_, entry = log_entries(reports)
    lines = {line.path: line for line in entry.updates[0].lines}
    claims = {path: {sourced.index for sourced, _ in line.claims} for path, line in lines.items()}
    assert claims == {
        ("agenda", "energy"): {0},
        ("agenda", "trade"): {0, 2, 3},
        ("agenda",): {1, 4},
    }


def test_a_value_that_several_dispute_is_one_change() -> None:
    dates = ("2024-06-19", "2024-07-19", "2024-07-19")
    claims = [
        replace(claim(dates=day), according_to=who) for day, who in zip(dates, "abc", strict=True)
    ]
    reports = {"a": report(opening_claim()), "b": report(*claims, day=1)}
    *_, entry = log_entries(reports)
    (disputed,) = (
        line for line in entry.updates[0].lines if line.change and line.change.kind == "disputed"
    )
    assert [sourced.claim.according_to for sourced, _ in disputed.claims] == ["b", "c"]


def test_an_entry_can_be_reduced_to_one_visit() -> None:
    (entry,) = log_entries({"a": report(opening_claim("ru-vn"), opening_claim("ru-kp"))})
    assert [update.visit for update in entry.updates] == ["ru-vn", "ru-kp"]
    assert [update.visit for update in entry.on("ru-kp").updates] == ["ru-kp"]


def test_a_report_updates_visits_as_they_stand_claim_after_claim() -> None:
    """Both claims change the visit; no report gives what the file says, so that is not compared."""
    known = {"ru-vn": visit("tentative", "2024-06")}
    changing = report(claim("announced"), claim("tentative", "2024-06-19"))
    (update,) = updates_by("a", changing, known)
    assert update.after == visit("announced", "2024-06-19")
    assert [change.kind for change in update.changes] == ["firmed", "raised"]
    relations = [fact.relation for relations in update.claims for fact in relations.facts]
    assert relations == ["new", "new", "weaker"]


def test_a_report_on_an_unknown_visit_opens_it_or_leaves_it_unknown() -> None:
    unknown, opened = updates_by("a", report(claim(visit="x", dates="2024"), opening_claim()), {})
    assert (unknown.before, unknown.after, unknown.changes) == (None, None, ())
    assert opened.is_opening


def test_a_disputed_value_has_only_the_claims_that_give_it_behind_it() -> None:
    dates = ("2024-06-19", "2024-06-25", "2024-07-02")
    claims = [
        replace(claim(dates=day), according_to=f"Official {number}")
        for number, day in enumerate(dates)
    ]
    (update,) = updates_by("a", report(*claims), {"ru-vn": visit()})
    lines = [(line.change and line.change.kind, len(line.claims)) for line in update.lines]
    assert lines == [("set", 1), ("disputed", 1), ("disputed", 1)]


def test_a_conflict_with_what_a_report_changes_is_shown_with_its_own_value() -> None:
    reports = {
        "a": report(opening_claim(dates="2024-07", grade="A1")),
        "b": report(
            claim(dates="2024-07-04", grade="A1"),
            replace(claim(dates="2024-08", grade="D4"), according_to="Another"),
            day=1,
        ),
    }
    *_, last = log_entries(reports)
    lines = [
        (line.change.kind if line.change else "", [str(fact.value) for _, fact in line.claims])
        for line in last.updates[0].lines
    ]
    assert lines == [("firmed", ["2024-07-04"]), ("", ["2024-08"])]


def test_a_change_of_the_place_has_its_claim_and_the_opening_has_no_line_for_it() -> None:
    hanoi = PartialHost(country=Country("VN"), city="Hanoi")
    reports = {"a": report(opening_claim()), "b": report(claim(host=hanoi), day=1)}
    opens, moves = log_entries(reports)
    assert opens.updates[0].lines == []
    (line,) = moves.updates[0].lines
    assert line.path == ("host", "city")
    assert [(sourced.report, fact.relation) for sourced, fact in line.claims] == [("b", "new")]


def dispute_settled_by(settling: Claim) -> list[tuple[str, str, str]]:
    """The changes of dates by a claim after 19, 20 and 25 June were disputed on one day."""
    days = ("2024-06-19", "2024-06-20", "2024-06-25")
    claims = [replace(claim(dates=day), according_to=day) for day in days]
    reports = {"a": report(opening_claim(), *claims), "b": report(settling, day=1)}
    *_, entry = log_entries(reports)
    changes = entry.updates[0].changes
    return [(each.kind, str(each.before), str(each.after)) for each in changes]


def test_a_settled_dispute_names_a_value_that_was_known_or_claimed_against_it() -> None:
    settling = replace(claim(dates="2024-06-20"), grade="A1")
    assert dispute_settled_by(settling) == [("settled", "2024-06-19", "2024-06-20")]


def test_a_retraction_settles_nothing() -> None:
    retraction = claim(retracts=("dates",))
    assert dispute_settled_by(retraction) == [("cleared", "2024-06-19", "")]


def test_dates_that_a_side_postpones_have_its_claim_behind_them() -> None:
    postponing = replace(claim(), confirmation=PartialConfirmation(visitor="postponed"))
    reports = {"a": report(opening_claim(dates="2024-06")), "b": report(postponing, day=1)}
    *_, entry = log_entries(reports)
    lines = {line.path: line for line in entry.updates[0].lines}
    assert [sourced.report for sourced, _ in lines["dates",].claims] == ["b"]
