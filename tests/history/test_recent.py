from datetime import timedelta

import pytest

from agenda.history.recent import claims_by_visit, recent_changes
from agenda.history.replay import claims_in_order, replay
from agenda.model.report import Claim
from tests.builders import JUNE, claim, opening_claim, report, sourced, visit


def changes(*claims: Claim, since: int = 1) -> tuple[str, ...]:
    """Words for what claims of one day each change about a visit since a day."""
    reports = {f"r{day}": report(claimed, day=day) for day, claimed in enumerate(claims)}
    known = claims_by_visit(claims_in_order(reports), ("ru-vn",))
    shown = replay(reports, files={"ru-vn": visit()})["ru-vn"]
    return recent_changes("ru-vn", shown, known["ru-vn"], JUNE + timedelta(days=since))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (claim(dates="2024-06"), claim(dates="2024-06-19"), ("firmed",)),
        (claim(dates="2024-06"), claim(dates="2024-07"), ("moved",)),
        (claim("tentative"), claim(dates="2024-06"), ("dated",)),
        (claim("tentative"), claim("announced"), ("raised",)),
        (claim("tentative"), claim("cancelled"), ()),
        (claim("tentative", "2024-06"), claim("announced", "2024-06-19"), ("firmed", "raised")),
        (claim("tentative"), claim(occasion="A summit"), ("updated",)),
        (claim("tentative"), claim("tentative"), ()),
    ],
)
def test_changes_since_a_day_have_words(
    before: Claim, after: Claim, expected: tuple[str, ...]
) -> None:
    assert changes(before, after) == expected
    assert changes(before, after, since=2) == ()


def test_a_visit_that_a_report_has_opened_is_new() -> None:
    assert changes(opening_claim(), since=0) == ("new",)


def test_a_visit_without_claims_has_no_changes() -> None:
    assert recent_changes("ru-vn", visit(), (), JUNE) == ()


def test_a_change_that_is_not_applied_has_no_word() -> None:
    known = {"ru-vn": [sourced(claim(dates="2024-06")), sourced(claim(dates="2024-06-19"), 1)]}
    since = JUNE + timedelta(days=1)
    assert recent_changes("ru-vn", visit(dates="2024-06"), known["ru-vn"], since) == ()
    assert recent_changes("ru-vn", visit(dates="2024-06-19"), known["ru-vn"], since) == ("firmed",)
