from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agenda.history.citations import reports_in_order
from agenda.history.replay import replay, steps
from agenda.model.country import Country
from agenda.model.report import Report
from agenda.model.visit import Host, PartialHost, PartialVisitor
from tests import strategies
from tests.builders import JUNE, claim, opening_claim, report, visit


class TestOrder:
    def test_reports_count_by_day_then_after_what_they_cite_then_by_id(self) -> None:
        reports = {
            "c": report(),
            "a": report(cites=("c",)),
            "b": report(),
            "z": report(day=-1, cites=("a",)),
        }
        assert list(reports_in_order(reports)) == ["z", "b", "c", "a"]

    def test_a_cycle_of_citations_orders_nothing(self) -> None:
        reports = {name: report(cites=cites) for name, cites in [("b", ("a",)), ("a", ("b",))]}
        assert list(reports_in_order(reports)) == ["a", "b"]

    def test_a_report_that_cites_a_report_of_a_cycle_comes_after_it(self) -> None:
        cites = {"a": ("c",), "b": ("c",), "c": ("b",)}
        reports = {name: report(cites=cited) for name, cited in cites.items()}
        assert list(reports_in_order(reports)) == ["b", "c", "a"]

    def test_a_report_that_cites_itself_is_ordered_by_its_id(self) -> None:
        reports = {"a": report(cites=("a", "b")), "b": report(), "c": report(cites=("c",))}
        assert list(reports_in_order(reports)) == ["b", "a", "c"]

    @given(strategies.reports_by_id(with_labels=True))
    def test_every_report_counts_once(self, reports: dict[str, Report]) -> None:
        assert sorted(reports_in_order(reports)) == sorted(reports)


class TestOpening:
    def test_an_opened_visit_is_a_rumour(self) -> None:
        assert replay({"a": report(opening_claim())}) == {"ru-vn": visit("rumoured")}

    @pytest.mark.parametrize(
        "missing",
        [
            {"visitor": PartialVisitor(name="A")},
            {"visitor": PartialVisitor(country=Country("RU"))},
            {"host": PartialHost(city="Hanoi")},
        ],
    )
    def test_a_claim_without_a_whole_identity_opens_nothing(self, missing: dict[str, Any]) -> None:
        assert replay({"a": report(replace(opening_claim(), **missing))}) == {}

    def test_a_rejected_claim_opens_nothing(self) -> None:
        assert replay({"a": report(opening_claim(rejected="An error."))}) == {}

    def test_claims_wait_for_the_claim_that_opens_their_visit(self) -> None:
        reports = {"a": report(claim("tentative", "2024-06")), "b": report(opening_claim(), day=1)}
        assert replay(reports, until=JUNE) == {}
        assert replay(reports) == {"ru-vn": visit("tentative", "2024-06")}
        waiting, opened = steps(reports)
        assert (waiting.before, waiting.after) == (None, None)
        assert (opened.before, opened.after) == (None, visit("tentative", "2024-06"))
        assert [sourced for sourced, _ in opened.waited] == [waiting.sourced]


class TestIdentity:
    def test_only_who_goes_where_is_taken_from_a_file(self) -> None:
        file = replace(visit("confirmed", "2024-06", trip="asia"), host=Host(country=Country("KP")))
        reports = {"a": report(claim("tentative"))}
        after = replay(reports, files={"ru-vn": file})["ru-vn"]
        assert after.host.country == "KP"
        assert (after.trip, str(after.dates), after.confirmation.state) == ("", "", "tentative")

    def test_what_a_claim_gives_is_never_taken_from_a_file(self) -> None:
        file = visit(trip="asia")
        reports = {"a": report(opening_claim(trip="europe"))}
        assert replay(reports, files={"ru-vn": file})["ru-vn"].trip == "europe"

    def test_a_new_country_clears_the_city_and_zone_of_the_old_one(self) -> None:
        seoul = replace(opening_claim(), host=PartialHost(country=Country("KR"), city="Seoul"))
        later = claim(host=PartialHost(country=Country("SG")))
        (after,) = replay({"a": report(seoul), "b": report(later, day=1)}).values()
        assert (after.host.country, after.host.city) == ("SG", "")

    def test_the_visitor_s_country_never_changes(self) -> None:
        later = claim(visitor=PartialVisitor(name="Other", country=Country("BY")))
        (after,) = replay({"a": report(opening_claim()), "b": report(later, day=1)}).values()
        assert (after.visitor.name, after.visitor.country) == ("Other", "RU")


def test_a_claim_on_the_country_alone_keeps_a_city_that_another_claim_gave() -> None:
    reports = {
        "a": report(claim(host=PartialHost(city="Hanoi"))),
        "b": report(claim(host=PartialHost(country=Country("VN"))), day=1),
    }
    file = replace(visit(), host=Host(country=Country("VN"), city="Hue"))
    assert replay(reports, files={"ru-vn": file})["ru-vn"].host.city == "Hanoi"


def test_a_replay_omits_reports_after_its_day() -> None:
    reports = {"a": report(opening_claim()), "b": report(claim("announced"), day=2)}
    assert replay(reports, until=JUNE + timedelta(days=1))["ru-vn"] == visit("rumoured")


@given(strategies.reports_by_id(with_labels=True), st.integers(0, 4), st.booleans())
def test_a_replay_up_to_a_day_is_a_prefix_of_the_whole(
    reports: dict[str, Report], days: int, has_file: bool
) -> None:
    until = date(2024, 5, 31) + timedelta(days=days)
    files = {"ru-vn": visit("confirmed", "2024-06")} if has_file else {}
    known = {name: report for name, report in reports.items() if report.published <= until}
    assert replay(reports, until, files) == replay(known, files=files)
    first = list(steps(reports, until, files))
    assert list(steps(reports, files=files))[: len(first)] == first
