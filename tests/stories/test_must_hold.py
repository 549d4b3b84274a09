"""What must hold of each story, on the days for which it was written down."""

from pathlib import Path
from typing import Final

import pytest

from tests.run import run_on_terminal
from tests.stories.books import (
    NAMES,
    apply,
    as_json,
    book_on,
    changes,
    incoming,
    new_book,
    output,
    own_book_on,
    problems,
    reports_of,
    status,
    status_line,
)
from tests.stories.test_stories import all_days

GUARDIAN: Final = "2017-06-11-guardian.yaml"


def rejected(report: str) -> str:
    """A report with its claim rejected, if it has a comment that does so."""
    return report.replace("    # rejected:", "    rejected:")


def without_dates_of_legs(report: str) -> str:
    """A report without the dates of its own that it gives the legs of a trip."""
    return report.replace('    dates: "[2017-11-04..2017-11-18]"\n', "")


def is_off(visit: dict[str, object]) -> bool:
    """Whether a row of `status` is of a visit that was called off."""
    countdown = visit["countdown"]
    assert isinstance(countdown, dict)
    return bool(countdown["phase"] == "off")


class TestQuad:
    story = "quad-2023"

    def test_on_12_may_sydney_is_in_12_days_and_announced(self) -> None:
        book = book_on(self.story, "2023-05-12")
        visit = status(book, "2023-05-12")["us-au-2023"]
        assert visit["host"]["city"] == "Sydney"
        assert visit["countdown"]["text"] == "in 12 days"
        assert visit["confirmation"]["state"] == "announced"

    @pytest.mark.parametrize("visit", ["us-au-2023", "us-pg-2023"])
    def test_on_17_may_australia_and_papua_new_guinea_are_postponed(self, visit: str) -> None:
        row = status(book_on(self.story, "2023-05-17"), "2023-05-17")[visit]
        assert row["confirmation"]["state"] == "postponed"
        assert row["dates"] is None
        assert row["last_report"]["id"] == "2023-05-16-white-house"

    @pytest.mark.parametrize("visit", ["us-au-2023", "us-pg-2023"])
    def test_on_17_may_it_is_shown_who_postponed(self, visit: str) -> None:
        book = book_on(self.story, "2023-05-17")
        assert "United States postponed" in status_line(book, visit, "2023-05-17")

    @pytest.mark.parametrize("visit", ["us-au-2023", "us-pg-2023"])
    def test_on_17_may_it_is_shown_why(self, visit: str) -> None:
        book = book_on(self.story, "2023-05-17")
        assert "the talks on the debt limit" in status_line(book, visit, "2023-05-17")

    def test_on_17_may_nothing_is_contradicted(self) -> None:
        book = book_on(self.story, "2023-05-17")
        assert problems(book, "2023-05-17", "contradicted") == []

    def test_on_20_may_kishida_no_longer_goes_to_sydney(self) -> None:
        visits = status(book_on(self.story, "2023-05-20"), "2023-05-20")
        assert visits["jp-au-2023"]["confirmation"]["state"] == "cancelled"

    def test_on_17_may_kishida_is_not_in_7_days_once_the_event_is_off(self) -> None:
        row = status(book_on(self.story, "2023-05-17"), "2023-05-17")["jp-au-2023"]
        assert is_off(row)
        assert row["dates"] is None

    @pytest.mark.parametrize("visit", ["in-jp-2023", "au-jp-2023", "us-jp-2023"])
    def test_on_20_may_the_quad_is_one_event_in_hiroshima(self, visit: str) -> None:
        row = status(book_on(self.story, "2023-05-20"), "2023-05-20")[visit]
        assert (row["event"], row["host"]["city"]) == ("quad-2023", "Hiroshima")
        line = status_line(book_on(self.story, "2023-05-20"), visit, "2023-05-20")
        assert "with 2 others at quad-2023" in line

    def test_the_stay_for_the_other_summit_is_not_that_of_the_quad(self) -> None:
        row = status(book_on(self.story, "2023-05-20"), "2023-05-20")["us-jp-2023"]
        assert row["dates"] == "2023-05-19/2023-05-21"

    def test_the_quad_is_an_item_with_its_own_day(self) -> None:
        printed = output(book_on(self.story), "show", "us-jp-2023", "--as-of", "2023-05-20")
        assert "20 May 2023, Hiroshima" in printed

    def test_the_guests_in_sydney_are_to_meet_its_host(self) -> None:
        line = status_line(book_on(self.story, "2023-05-01"), "in-au-2023", "2023-05-01")
        assert "to meet Anthony Albanese" in line

    def test_on_20_may_only_who_announced_it_himself_goes_to_sydney(self) -> None:
        visits = status(book_on(self.story, "2023-05-20"), "2023-05-20")
        to_sydney = {
            name: visit["confirmation"]["host"]
            for name, visit in visits.items()
            if visit["host"]["city"] == "Sydney" and not is_off(visit)
        }
        assert to_sydney == {"in-au-2023": "announced"}
        assert visits["in-au-2023"]["dates"] == "2023-05-22/2023-05-24"

    def test_as_of_1_may_sydney_stands(self) -> None:
        visits = status(book_on(self.story), "2023-05-01")
        to_sydney = {name for name, visit in visits.items() if visit["host"]["city"] == "Sydney"}
        assert to_sydney == {"us-au-2023", "jp-au-2023", "in-au-2023"}
        assert {visits[name]["countdown"]["text"] for name in to_sydney} == {"in 23 days"}
        assert visits["us-au-2023"]["confirmation"]["state"] == "announced"


@pytest.mark.parametrize("visit", ["us-de-2024", "us-ao-2024"])
class TestGermanyAndAngolaPostponed:
    story = "germany-angola-2024"

    def test_on_9_october_it_is_postponed_and_the_dates_are_gone(self, visit: str) -> None:
        row = status(book_on(self.story, "2024-10-09"), "2024-10-09")[visit]
        assert row["confirmation"]["state"] == "postponed"
        assert row["dates"] is None

    def test_on_9_october_the_reason_is_shown(self, visit: str) -> None:
        book = book_on(self.story, "2024-10-09")
        assert "Hurricane Milton" in status_line(book, visit, "2024-10-09")

    def test_on_9_october_it_is_shown_who_postponed(self, visit: str) -> None:
        book = book_on(self.story, "2024-10-09")
        assert "United States postponed" in status_line(book, visit, "2024-10-09")


class TestGermanyAndAngola:
    story = "germany-angola-2024"

    def test_on_17_october_germany_is_on_day_1_of_2(self) -> None:
        visits = status(book_on(self.story, "2024-10-17"), "2024-10-17")
        assert visits["us-de-2024"]["countdown"]["text"] == "day 1 of 2"

    def test_on_17_october_angola_is_in_45_to_51_days(self) -> None:
        visits = status(book_on(self.story, "2024-10-17"), "2024-10-17")
        assert visits["us-ao-2024"]["countdown"]["text"] == "in 45–51 days"
        assert visits["us-ao-2024"]["confirmation"]["state"] == "announced"

    def test_on_1_december_the_dates_are_firmed_and_not_moved(self) -> None:
        book = book_on(self.story, "2024-11-12")
        name = "2024-12-01-white-house.yaml"
        report = incoming(book, name, reports_of(self.story)[name])
        assert changes(book, report) == {"us-ao-2024": {"dates": "firmed"}}

    def test_on_1_december_there_is_no_note_against_the_earlier_claims(
        self, tmp_path: Path
    ) -> None:
        book = own_book_on(tmp_path, self.story, "2024-11-12")
        name = "2024-12-01-white-house.yaml"
        assert "note on" not in apply(book, incoming(book, name, reports_of(self.story)[name]))

    def test_on_1_december_nothing_is_contradicted(self) -> None:
        assert problems(book_on(self.story), "2024-12-01", "contradicted") == []

    @pytest.mark.parametrize("visit", ["us-de-2024", "us-ao-2024"])
    def test_items_are_kept_throughout(self, visit: str) -> None:
        book = book_on(self.story)
        known: set[str] = set()
        for day in all_days(self.story):
            items = {item["key"] for item in status(book, day)[visit]["agenda"]}
            assert known <= items, day
            known = items
        assert "trade" in known


class TestAlaskaAndBudapest:
    story = "alaska-budapest-2025"
    to_budapest = ("us-hu-2025", "ru-hu-2025")

    def test_status_shows_whom_putin_is_to_meet(self) -> None:
        line = status_line(book_on(self.story, "2025-08-09"), "ru-us-2025", "2025-08-09")
        assert "to meet Donald Trump" in line

    def test_the_two_visits_to_budapest_are_a_single_event(self) -> None:
        book = book_on(self.story, "2025-10-16")
        visits = status(book, "2025-10-16")
        assert {visits[name]["event"] for name in self.to_budapest} == {"budapest-2025"}
        line = status_line(book, "us-hu-2025", "2025-10-16")
        assert "to meet Vladimir Putin" in line
        assert "with 1 other at budapest-2025" in line

    @pytest.mark.parametrize("visit", to_budapest)
    def test_on_22_october_the_visits_to_budapest_are_shelved(self, visit: str) -> None:
        book = book_on(self.story)
        row = status(book, "2025-10-22")[visit]
        assert row["confirmation"]["state"] == "postponed"
        assert row["dates"] is None
        assert "A White House official" in output(book, "show", visit, "--as-of", "2025-10-22")

    def test_on_22_october_it_is_shown_who_shelved_them(self) -> None:
        book = book_on(self.story)
        assert "United States postponed" in status_line(book, "us-hu-2025", "2025-10-22")

    def test_on_22_october_nothing_is_contradicted(self) -> None:
        assert problems(book_on(self.story), "2025-10-22", "contradicted") == []

    def test_what_hungary_prepares_does_not_keep_them_alive(self) -> None:
        row = status(book_on(self.story), "2025-10-22")["us-hu-2025"]
        assert row["confirmation"]["host"] == "preparing"
        assert is_off(row)

    def test_zelensky_to_alaska_does_not_stay_open_after_the_summit(self) -> None:
        book = book_on(self.story)
        assert "agendas/ua-us-2025.yaml" in problems(book, "2025-10-22", "stale")

    def test_putin_and_zelensky_have_four_candidates_for_a_host(self) -> None:
        line = status_line(book_on(self.story), "ru-ua-summit-2025", "2025-08-21")
        assert "place not decided (Budapest, Geneva, Vienna or Istanbul)" in line
        assert "to meet Volodymyr Zelensky" in line

    def test_nobody_knows_where_the_ministers_meet(self) -> None:
        line = status_line(book_on(self.story), "us-ru-ministers-2025", "2025-10-16")
        assert "Marco Rubio → place not known, to meet Sergey Lavrov" in line


class TestAsiaTour:
    story = "asia-tour-2017"
    window = "[2017-11-04..2017-11-18]"
    legs = ("us-jp-2017", "us-kr-2017", "us-cn-2017", "us-vn-2017", "us-ph-2017")

    def test_the_window_of_the_trip_is_that_of_each_leg(self) -> None:
        visits = status(book_on(self.story), "2017-11-03")
        assert {name: visit["dates"] for name, visit in visits.items()} == dict.fromkeys(
            self.legs, self.window
        )

    def test_the_window_of_the_trip_gives_way_to_a_sharper_date(self) -> None:
        visits = status(book_on(self.story), "2017-11-08")
        sharper = {"us-kr-2017": "2017-11-08?"}
        assert {name: visit["dates"] for name, visit in visits.items()} == dict.fromkeys(
            self.legs, self.window
        ) | sharper

    def test_a_claim_on_the_trip_gives_each_leg_its_window(self) -> None:
        visits = status(book_on(self.story, "2017-11-02", without_dates_of_legs), "2017-11-02")
        assert {name: visit["dates"] for name, visit in visits.items()} == dict.fromkeys(
            self.legs, "[2017-11-03..2017-11-18]"
        )

    def test_the_trip_to_the_dmz_has_its_own_day(self) -> None:
        printed = output(book_on(self.story), "show", "us-kr-2017", "--as-of", "2017-11-08")
        assert "8 November 2017" in printed.partition("On the agenda")[2]

    def test_an_extra_day_changes_no_date_that_is_not_known(self) -> None:
        book = book_on(self.story, "2017-11-02")
        name = "2017-11-03-reuters.yaml"
        changed = changes(book, incoming(book, name, reports_of(self.story)[name]))
        assert set(changed["us-ph-2017"]) == {"kind", "occasion", "agenda.east-asia-summit"}

    def test_on_8_november_a_day_inside_the_window_contradicts_nothing(
        self, tmp_path: Path
    ) -> None:
        book = own_book_on(tmp_path, self.story, "2017-11-03")
        name = "2017-11-08-reuters.yaml"
        report = incoming(book, name, reports_of(self.story)[name])
        assert changes(book, report)["us-kr-2017"]["dates"] == "firmed"
        apply(book, report)
        assert problems(book, "2017-11-08", "contradicted") == []

    def test_on_8_november_the_day_in_south_korea_is_not_announced(self) -> None:
        visit = status(book_on(self.story, "2017-11-08"), "2017-11-08")["us-kr-2017"]
        assert visit["dates_announced"] is False

    def test_on_8_november_there_is_no_note_against_the_window(self, tmp_path: Path) -> None:
        book = own_book_on(tmp_path, self.story, "2017-11-03")
        name = "2017-11-08-reuters.yaml"
        assert "note on" not in apply(book, incoming(book, name, reports_of(self.story)[name]))

    def test_on_15_november_the_philippines_are_completed_without_the_summit(self) -> None:
        row = status(book_on(self.story), "2017-11-15")["us-ph-2017"]
        assert row["confirmation"]["state"] == "completed"
        items = {item["key"]: item["status"] for item in row["agenda"]}
        assert items["east-asia-summit"] == "dropped"

    def test_on_15_november_it_is_shown_who_attends_instead(self) -> None:
        printed = output(book_on(self.story), "show", "us-ph-2017", "--as-of", "2017-11-15")
        assert "Secretary of State Tillerson attends in his place" in printed

    def test_the_visit_of_tillerson_names_the_visit_that_it_stands_in_for(self) -> None:
        book = book_on(self.story)
        line = status_line(book, "us-ph-2017-tillerson", "2017-11-15")
        assert "in place of us-ph-2017, completed" in line
        line = status_line(book, "us-ph-2017", "2017-11-15")
        assert "Rex Tillerson goes in place (us-ph-2017-tillerson)" in line

    def test_no_leg_counts_on_for_ever(self) -> None:
        book = book_on(self.story)
        phases = {
            name: visit["countdown"]["phase"] for name, visit in status(book, "2018-01-15").items()
        }
        of_tillerson = {"us-ph-2017-tillerson": "under-way"}
        expected = dict.fromkeys(self.legs, "overdue") | {"us-ph-2017": "over"} | of_tillerson
        assert phases == expected
        stale = {f"agendas/{name}.yaml" for name in expected if name != "us-ph-2017"}
        assert set(problems(book, "2018-01-15", "stale")) == stale


class TestUnitedKingdom:
    story = "united-kingdom-2017"

    def test_on_12_june_the_visit_stands_if_the_claim_is_rejected(self) -> None:
        book = book_on(self.story, "2017-06-12", rejected)
        row = status(book, "2017-06-12")["us-gb-2017"]
        assert row["confirmation"]["state"] == "announced"
        assert row["dates"] == "[2017-01-30..2017-12-31]"
        assert problems(book, "2017-06-12", "contradicted") == []

    def test_on_12_june_the_visit_stands_if_the_claim_is_not_rejected(self) -> None:
        row = status(book_on(self.story, "2017-06-12"), "2017-06-12")["us-gb-2017"]
        assert row["confirmation"]["state"] == "announced"
        assert row["dates"] == "[2017-01-30..2017-12-31]"

    def test_on_12_june_the_claim_is_reported_as_contradicted(self) -> None:
        book = book_on(self.story, "2017-06-12")
        assert problems(book, "2017-06-12", "contradicted") == [f"seeds/{GUARDIAN}"]

    def test_on_12_june_the_log_shows_that_the_claim_conflicts(self) -> None:
        book = book_on(self.story, "2017-06-12")
        reports = {report["id"]: report for report in as_json(book, "log")["reports"]}
        (visit,) = reports["2017-06-11-guardian"]["visits"]
        relations = {fact["path"]: fact["verdict"] for fact in visit["facts"]}
        assert relations["confirmation.state"] == "conflicts"
        assert visit["changes"] == []

    def test_on_12_june_a_rejected_claim_is_shown_as_rejected(self) -> None:
        book = book_on(self.story, "2017-06-12", rejected)
        facts = as_json(book, "show", "us-gb-2017", "--as-of", "2017-06-12")["facts"]
        (state,) = [fact for fact in facts if fact["path"] == "confirmation.state"]
        stances = {entry["according_to"]: entry["stance"] for entry in state["voices"]}
        assert stances["An adviser in Downing Street"] == "rejected"
        assert stances["Downing Street"] == "supports"

    def test_on_12_july_it_is_postponed_and_not_before_2018(self) -> None:
        book = book_on(self.story, "2017-07-12")
        row = status(book, "2017-07-12")["us-gb-2017"]
        assert row["confirmation"]["state"] == "postponed"
        assert "not before 2018" in status_line(book, "us-gb-2017", "2017-07-12")

    def test_on_12_july_both_sides_postpone_it(self) -> None:
        book = book_on(self.story, "2017-07-12")
        sides = status(book, "2017-07-12")["us-gb-2017"]["confirmation"]
        assert (sides["visitor"], sides["host"]) == ("postponed", "postponed")

    def test_in_march_2018_it_is_not_counted_as_under_way(self) -> None:
        book = book_on(self.story)
        row = status(book, "2018-03-01")["us-gb-2017"]
        assert row["countdown"]["phase"] != "under-way"
        assert not row["countdown"]["text"].startswith("day ")

    def test_in_march_2018_it_is_still_postponed(self) -> None:
        book = book_on(self.story)
        assert is_off(status(book, "2018-03-01")["us-gb-2017"])

    def test_later_this_year_is_not_any_day_now(self) -> None:
        book = book_on(self.story)
        row = status(book, "2017-01-30")["us-gb-2017"]
        assert row["countdown"]["text"] == "within 335 days"

    def test_in_2018_it_is_a_working_visit(self) -> None:
        visits = status(book_on(self.story), "2018-01-12")
        assert visits["us-gb-2018"]["kind"] == "working"


class TestObamaAsia:
    story = "obama-asia-2013"
    moved = ("us-my-2013", "us-ph-2013")
    by_kerry = ("us-my-2013-kerry", "us-ph-2013-kerry", "us-id-2013-kerry", "us-bn-2013-kerry")

    def test_a_visit_that_opens_called_off_was_not_rumoured_before(self) -> None:
        printed = output(book_on(self.story, "2013-10-04"), "log")
        assert "cancelled" in printed
        assert "rumoured →" not in printed

    def test_each_visit_of_kerry_names_the_visit_that_it_stands_in_for(self) -> None:
        book = book_on(self.story, "2013-10-04")
        for visit in self.by_kerry:
            obama = visit.removesuffix("-kerry")
            state = status(book, "2013-10-04")[obama]["confirmation"]["state"]
            line = status_line(book, visit, "2013-10-04")
            assert f"in place of {obama}, {state}" in line

    def test_each_visit_of_obama_names_the_visit_that_stands_in_for_it(self) -> None:
        book = book_on(self.story, "2013-10-04")
        for visit in self.by_kerry:
            line = status_line(book, visit.removesuffix("-kerry"), "2013-10-04")
            assert f"John Kerry goes in place ({visit})" in line

    @pytest.mark.parametrize("visit", moved)
    def test_malaysia_and_the_philippines_are_dated_april_2014(self, visit: str) -> None:
        row = status(book_on(self.story), "2014-02-13")[visit]
        assert row["dates"] == "2014-04"
        assert row["confirmation"]["state"] == "announced"

    @pytest.mark.parametrize("visit", moved)
    def test_malaysia_and_the_philippines_have_their_new_trip(self, visit: str) -> None:
        book = book_on(self.story)
        assert status(book, "2014-02-13")[visit]["trip"] == "obama-asia-2014"
        assert status(book, "2013-10-04")[visit]["trip"] == "obama-asia-2013"

    def test_undated_visits_of_kerry_are_stale_by_january_2014(self) -> None:
        book = book_on(self.story, "2013-10-04")
        stale = [f"agendas/{visit}.yaml" for visit in self.by_kerry]
        assert sorted(problems(book, "2014-01-15", "stale-undated")) == sorted(stale)


class TestSingapore:
    story = "singapore-2018"
    visits = ("us-summit-2018", "kp-summit-2018")

    def test_on_3_may_the_host_is_not_decided(self) -> None:
        line = status_line(book_on(self.story, "2018-05-03"), "us-summit-2018", "2018-05-03")
        assert "place not decided (DMZ, Singapore or Mongolia)" in line
        line = status_line(book_on(self.story, "2018-05-03"), "kp-summit-2018", "2018-05-03")
        assert "place not decided (DMZ)" in line

    @pytest.mark.parametrize("visit", visits)
    def test_on_11_may_the_summit_is_in_singapore(self, visit: str) -> None:
        row = status(book_on(self.story), "2018-05-11")[visit]
        assert (row["host"]["country"], row["host"]["city"]) == ("SG", None)

    @pytest.mark.parametrize("visit", visits)
    def test_on_11_may_it_is_in_32_days(self, visit: str) -> None:
        row = status(book_on(self.story), "2018-05-11")[visit]
        assert row["dates"] == "2018-06-12"
        assert row["countdown"]["text"] == "in 32 days"

    def test_on_11_may_it_is_announced(self) -> None:
        row = status(book_on(self.story), "2018-05-11")["us-summit-2018"]
        assert row["confirmation"]["state"] == "announced"

    @pytest.mark.parametrize("visit", visits)
    def test_on_25_may_it_is_cancelled(self, visit: str) -> None:
        row = status(book_on(self.story), "2018-05-25")[visit]
        assert row["confirmation"]["state"] == "cancelled"

    def test_on_25_may_it_is_cancelled_by_the_united_states(self) -> None:
        book = book_on(self.story)
        assert "United States cancelled" in status_line(book, "us-summit-2018", "2018-05-25")

    def test_on_25_may_north_korea_is_still_ready(self) -> None:
        book = book_on(self.story)
        assert "North Korea preparing" in status_line(book, "kp-summit-2018", "2018-05-25")

    @pytest.mark.parametrize(
        ("visit", "state"), [("us-summit-2018", "announced"), ("kp-summit-2018", "tentative")]
    )
    def test_on_2_june_it_is_on_again(self, visit: str, state: str) -> None:
        row = status(book_on(self.story), "2018-06-02")[visit]
        assert row["confirmation"]["state"] == state
        assert row["countdown"]["text"] == "in 10 days"

    def test_nothing_is_contradicted_on_any_day(self, tmp_path: Path) -> None:
        book = new_book(tmp_path)
        for name, text in reports_of(self.story).items():
            apply(book, incoming(book, name, text))
            assert problems(book, name[:10], "contradicted") == []

    def test_on_2_june_the_history_is_kept(self) -> None:
        log = as_json(book_on(self.story), "log", "us-summit-2018")["reports"]
        kinds = [
            change["kind"]
            for report in reversed(log)
            for visit in report["visits"]
            for change in visit["changes"]
            if change["path"] == "confirmation.state"
        ]
        assert kinds[1:] == ["raised", "cancelled", "reinstated"]

    def test_on_2_june_the_log_shows_that_the_place_was_decided(self) -> None:
        log = as_json(book_on(self.story), "log", "us-summit-2018")["reports"]
        kinds = {
            change["kind"]
            for report in log
            if report["id"] == "2018-05-10-donald-trump"
            for visit in report["visits"]
            for change in visit["changes"]
        }
        assert "decided" in kinds

    @pytest.mark.parametrize(
        ("visit", "other"), [("us-summit-2018", "Kim Jong Un"), ("kp-summit-2018", "Donald Trump")]
    )
    def test_each_visit_shows_whom_the_visitor_meets(self, visit: str, other: str) -> None:
        assert f"to meet {other}" in status_line(book_on(self.story), visit, "2018-06-02")

    @pytest.mark.parametrize("visit", visits)
    def test_as_of_2_may_the_day_in_singapore_is_not_known(self, visit: str) -> None:
        row = status(book_on(self.story), "2018-05-02")[visit]
        assert row["dates"] is None
        assert row["host"]["country"] is None
        assert row["host"]["candidates"][0] == {"country": "KR", "city": "DMZ"}


class TestMoscow:
    story = "moscow-2015"
    guests = ("kp", "cn", "cu", "in", "mn", "za", "vn")

    def test_it_is_written_in_at_most_40_lines(self) -> None:
        assert sum(len(report.splitlines()) for report in reports_of(self.story).values()) <= 40

    def test_all_guests_are_of_one_event_on_its_day(self) -> None:
        visits = status(book_on(self.story, "2015-03-17"), "2015-03-17")
        guests = {name[:2] for name, visit in visits.items() if visit["event"] == "moscow-2015"}
        assert guests == set(self.guests)
        for guest in self.guests:
            visit = visits[f"{guest}-ru-2015"]
            assert (visit["dates"], visit["host"]["city"]) == ("2015-05-09", "Moscow")
            assert visit["confirmation"]["state"] == "announced"

    def test_a_guest_who_cancels_touches_nobody_else(self) -> None:
        before = status(book_on(self.story, "2015-03-17"), "2015-03-17")
        after = status(book_on(self.story), "2015-04-30")
        states = {name: visit["confirmation"]["state"] for name, visit in before.items()}
        assert {name: visit["confirmation"]["state"] for name, visit in after.items()} == (
            states | {"kp-ru-2015": "cancelled"}
        )

    def test_status_at_80_columns_has_the_event_once_with_its_guests_under_it(self) -> None:
        as_of = ("--as-of", "2015-04-30")
        printed = run_on_terminal(
            "status", "--group", "event", *as_of, columns=80, cwd=book_on(self.story), NO_COLOR="1"
        ).out
        lines = printed.splitlines()
        (at,) = [number for number, line in enumerate(lines) if "moscow-2015" in line]
        assert all(" → Moscow, " in line for line in lines[at + 2 : at + 9])
        assert lines[at + 10].rstrip() == "No event"

    def test_merkel_is_of_the_occasion_and_not_of_its_day(self) -> None:
        visit = status(book_on(self.story), "2015-04-30")["de-ru-2015"]
        assert (visit["occasion"], visit["dates"], visit["event"]) == (
            "70th anniversary of Victory Day",
            "2015-05-10",
            None,
        )

    def test_the_leader_of_china_is_xi_jinping_on_the_same_visit(self) -> None:
        visit = status(book_on(self.story), "2015-04-30")["cn-ru-2015"]
        assert (visit["visitor"]["name"], visit["visitor"]["role"]) == ("Xi Jinping", "President")
        assert "with 5 others at moscow-2015" in status_line(
            book_on(self.story), "cn-ru-2015", "2015-04-30"
        )


class TestTwoAgencies:
    story = "two-agencies-1997"

    def test_on_4_april_status_has_both_values(self) -> None:
        book = book_on(self.story, "1997-04-04")
        line = status_line(book, "kr-jp-1997", "1997-04-04")
        assert "14–16 April" in line
        assert "17–19" in line

    @pytest.mark.parametrize("first", ["jiji-press", "kyodo"])
    def test_nothing_is_moved_whichever_report_is_first(self, first: str, tmp_path: Path) -> None:
        book = new_book(tmp_path)
        reports = reports_of(self.story)
        for name in list(reports):
            if name.startswith("1997-04-04"):
                id_ = name.replace("04-04-", "04-04-" + ("b-" if "afp" not in name else "a-"))
                id_ = id_.replace("b-", "a-z-") if first in name else id_
                apply(book, incoming(book, id_, reports[name]))
        log = as_json(book, "log")["reports"]
        assert first in log[1]["id"]
        kinds = {
            change["kind"]
            for report in log
            for visit in report["visits"]
            for change in visit["changes"]
            if change["path"] == "dates"
        }
        assert kinds == {"set", "disputed"}

    def test_on_5_april_the_dates_are_those_of_the_ministry(self) -> None:
        book = book_on(self.story)
        line = status_line(book, "kr-jp-1997", "1997-04-05")
        assert "14–16 April" in line
        assert "17–19" not in line

    def test_on_5_april_the_dispute_is_settled(self) -> None:
        book = book_on(self.story)
        assert problems(book, "1997-04-05", "contradicted") == []
        (visit,) = as_json(book, "log", "--since", "1997-04-05")["reports"][0]["visits"]
        assert {change["path"]: change["kind"] for change in visit["changes"]}["dates"] == "settled"


@pytest.mark.slow
def test_contradicted_speaks_only_of_the_agencies_and_of_the_paper(tmp_path: Path) -> None:
    reported = set()
    for story in NAMES:
        (tmp_path / story).mkdir()
        book = new_book(tmp_path / story)
        for day in all_days(story):
            for name, text in reports_of(story).items():
                if name[:10] == day:
                    apply(book, incoming(book, name, text))
            reported |= {(day, file) for file in problems(book, day, "contradicted")}
    assert reported == {
        ("1997-04-04", "seeds/1997-04-04-kyodo.yaml"),
        ("2017-06-11", f"seeds/{GUARDIAN}"),
        ("2017-06-12", f"seeds/{GUARDIAN}"),
    }


def test_each_story_is_tested() -> None:
    tested = {value.story for value in globals().values() if hasattr(value, "story")}
    assert tested == set(NAMES)
