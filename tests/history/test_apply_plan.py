from msgspec.structs import replace

from agenda.history.apply_plan import VisitPlan, apply_plan
from agenda.model.country import Country
from agenda.model.report import Claim, Report
from agenda.model.visit import Item, PartialHost, Person, Visit
from tests.builders import claim, opening_claim, report, visit


def plan_of(
    planned: Report, others: dict[str, Report], file: Visit | None = None, name: str = "new"
) -> VisitPlan:
    """The plan of a report that is about one visit, whose file is given."""
    (plan,) = apply_plan(name, planned, others, {"ru-vn": file} if file else {})
    return plan


def by(speaker: str, claimed: Claim) -> Claim:
    return replace(claimed, according_to=speaker)


class TestWrites:
    def test_a_report_that_opens_a_visit_writes_its_file(self) -> None:
        plan = plan_of(report(opening_claim(state="tentative")), {})
        assert (plan.before, plan.after, plan.changes) == (None, visit("tentative"), ())
        assert plan.writes

    def test_a_report_changes_the_file_as_it_stands(self) -> None:
        file = visit("tentative", "2024-06", notes="Ours.")
        plan = plan_of(report(claim("announced"), day=1), {"a": report(opening_claim())}, file)
        assert plan.after == visit("announced", "2024-06", notes="Ours.")
        assert [change.path for change in plan.changes] == [("confirmation", "state")]
        assert not plan.is_late

    def test_the_first_report_on_an_item_keeps_what_only_the_file_says_of_it(self) -> None:
        file = visit(agenda={"tea": Item(title="Tea", status="expected", place="Hanoi")})
        plan = plan_of(report(claim(agenda={"tea": Item(status="agreed")})), {}, file)
        assert [change.path for change in plan.changes] == [("agenda", "tea", "status")]
        assert plan.after == visit(
            agenda={"tea": Item(title="Tea", status="agreed", place="Hanoi")}
        )

    def test_the_first_report_on_a_person_keeps_what_only_the_file_says(self) -> None:
        file = visit(meets={"lam": Person(name="To Lam", status="expected")})
        plan = plan_of(report(claim(meets={"lam": Person(status="agreed")})), {}, file)
        assert plan.after == visit(meets={"lam": Person(name="To Lam", status="agreed")})

    def test_a_report_that_the_file_already_has_writes_nothing(self) -> None:
        plan = plan_of(report(claim("tentative")), {}, visit("tentative"))
        assert (plan.changes, plan.writes) == ((), False)

    def test_a_visit_without_a_file_gets_all_that_the_reports_say(self) -> None:
        others = {"a": report(opening_claim(dates="2024-06"))}
        plan = plan_of(report(claim("announced"), day=1), others)
        assert plan.after == visit("announced", "2024-06")

    def test_a_visit_that_nothing_opens_has_no_plan_to_write(self) -> None:
        assert plan_of(report(claim("announced")), {}).after is None

    def test_a_claim_on_an_event_has_no_plan_for_a_visit_that_nothing_opens(self) -> None:
        others = {"a": report(claim("tentative", event="quad"))}
        on_event = replace(claim(dates="2024-06"), visit="", event="quad")
        assert apply_plan("new", report(on_event, day=1), others, {}) == []


OTHERS = {
    "a": report(opening_claim(state="tentative", dates="2024-06")),
    "c": report(claim(dates="2024-06-19", agenda={"energy": Item(status="agreed")}), day=4),
}
FILE = visit("tentative", "2024-06-19", agenda={"energy": Item(status="agreed")})
"""What the reports of ``OTHERS`` make of their visit."""


class TestLateReports:
    def plan_between(self, claimed: Claim, file: Visit = FILE) -> VisitPlan:
        """The plan of a report that is published between those of ``OTHERS``."""
        plan = plan_of(report(claimed, day=2), OTHERS, file, name="b")
        assert plan.is_late
        return plan

    def test_a_late_report_adds_every_field_of_a_visit(self) -> None:
        claimed = claim(
            "announced",
            kind="state",
            occasion="Summit",
            notes="N.",
            agenda={"trade": Item(status="expected")},
        )
        agenda = {**FILE.agenda, "trade": Item(status="expected")}
        assert self.plan_between(claimed).after == visit(
            "announced", "2024-06-19", kind="state", occasion="Summit", notes="N.", agenda=agenda
        )

    def test_a_late_report_adds_an_occasion(self) -> None:
        plan = self.plan_between(claim(occasion="Summit"))
        assert [(change.path, change.after) for change in plan.changes] == [
            (("occasion",), "Summit")
        ]

    def test_a_late_report_adds_dates_that_no_newer_report_gives(self) -> None:
        others = {"a": report(opening_claim()), "c": report(claim("tentative"), day=4)}
        planned = report(claim(dates="2024-06"), day=2)
        plan = plan_of(planned, others, visit("tentative"), name="b")
        assert plan.after == visit("tentative", "2024-06")

    def test_a_late_report_does_not_replace_what_newer_reports_say(self) -> None:
        plan = self.plan_between(
            claim(dates="2024-06-25", agenda={"energy": Item(status="proposed")})
        )
        assert (plan.after, plan.writes) == (FILE, False)

    def test_a_late_report_leaves_what_only_the_file_says(self) -> None:
        file = replace(FILE, notes="Ours.", agenda={"trade": Item(note="Ours.")})
        after = self.plan_between(claim("announced"), file).after
        assert after == replace(
            visit("announced", "2024-06-19"), notes=file.notes, agenda=file.agenda
        )

    def test_a_late_retraction_removes_an_item(self) -> None:
        others = {
            "a": report(opening_claim(agenda={"trade": Item()})),
            "c": report(claim("tentative"), day=4),
        }
        file = visit("tentative", agenda={"trade": Item()})
        planned = report(claim(retracts=("agenda.trade",)), day=2)
        plan = plan_of(planned, others, file, name="b")
        assert plan.after == visit("tentative")


class TestWarnings:
    def warnings_against(self, earlier: Claim, later: Claim, file: Visit) -> tuple[str, ...]:
        """The warnings of a report against one by Hanoi of the day before."""
        others = {"a": report(by("Hanoi", earlier))}
        planned = replace(report(by("TASS", later), day=1), publisher="Q")
        return plan_of(planned, others, file).warnings

    def test_a_conflict_names_the_claim_whose_value_stays(self) -> None:
        warnings = self.warnings_against(
            opening_claim(dates="2024-07", grade="A1"),
            claim(dates="2024-09", grade="C3"),
            visit(dates="2024-07"),
        )
        assert warnings == (
            "TASS says `2024-09` for dates, which conflicts with Hanoi (A1) in a: `2024-07` stays",
        )

    def test_the_best_of_several_claims_is_named(self) -> None:
        others = {
            "a": report(by("Hanoi", opening_claim(dates="2024-07", grade="A1"))),
            "b": report(by("Moscow", claim(dates="2024-07", grade="A2")), day=1),
        }
        planned = replace(
            report(by("TASS", claim(dates="2024-09", grade="D5")), day=2), publisher="Q"
        )
        (warning,) = plan_of(planned, others, visit(dates="2024-07"), name="c").warnings
        assert "conflicts with Hanoi (A1) in a" in warning

    def test_an_update_of_a_later_day_gets_no_warning(self) -> None:
        earlier, later = opening_claim(dates="2024-07"), claim(dates="2024-09")
        file = visit(dates="2024-07")
        for grades in ("", ""), ("A1", ""), ("", "B2"), ("B2", "B2"), ("C3", "B2"), ("A1", "B2"):
            first, second = replace(earlier, grade=grades[0]), replace(later, grade=grades[1])
            assert self.warnings_against(first, second, file) == ()

    def test_a_claim_that_agrees_gets_no_warning(self) -> None:
        warnings = self.warnings_against(
            opening_claim(dates="2024-07", grade="A1"),
            claim(dates="2024-07-04", grade="D5"),
            visit(dates="2024-07-04"),
        )
        assert warnings == ()

    def test_a_claim_can_move_a_visit_to_another_host(self) -> None:
        moved = claim(host=PartialHost(country=Country("SG")))
        plan = plan_of(report(moved), {}, visit())
        assert plan.after is not None
        assert plan.after.host.country == "SG"
        assert [change.kind for change in plan.changes] == ["relocated"]
