from collections.abc import Mapping

import pytest

from agenda.lint.all_rules import RULES
from agenda.lint.runner import lint
from agenda.store.book import load
from tests.builders import JUNE, VISIT, MakeBook

BY_ID = {rule.id: rule for rule in RULES}
UNSOURCED = [BY_ID["unsourced"]]
REPORT = "published: 2024-06-10\npublisher: P\nclaims: [{visit: b, according_to: X, notes: N}]\n"


def test_a_report_that_cannot_be_decoded_may_be_the_missing_source(make_book: MakeBook) -> None:
    """A file that is not UTF-8 cannot be searched for the visit's id."""
    files: dict[str, bytes | str] = {"agendas/a.yaml": VISIT, "seeds/2024-06-10-p.yaml": REPORT}
    assert lint(load(make_book(files)), lambda _: JUNE, UNSOURCED)
    files["seeds/2024-06-11-p.yaml"] = b"\xff\xfe\x00\xd8"
    assert lint(load(make_book(files)), lambda _: JUNE, UNSOURCED) == []


def messages(make_book: MakeBook, rule: str, visit: str, claims: Mapping[str, str]) -> list[str]:
    """The messages of a rule and their hints, for reports with one claim each, by day of June."""
    book = {"agendas/a.yaml": "visitor: {name: A, country: RU}\nhost: {country: VN}\n" + visit}
    for day, claim in claims.items():
        source = f"published: 2024-06-{day}\npublisher: P\nclaims:\n"
        book[f"seeds/{day}.yaml"] = f"{source}- {{visit: a, according_to: S, {claim}}}\n"
    diagnostics = lint(load(make_book({**book})), lambda _: JUNE, [BY_ID[rule]])
    return [f"{diagnostic.message}; {diagnostic.hint}" for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("claims", "name", "report"),
    [
        ({"10": "dates: 2024-06", "11": "confirmation: {state: postponed}"}, "dates", "11"),
        ({"10": "agenda: {tea: {}}", "11": "retracts: [agenda]"}, "agenda.tea", "11"),
        (
            {"10": "agenda: {tea: {date: 2024-06-20}}", "11": "confirmation: {host: postponed}"},
            "confirmation.state",
            "11",
        ),
    ],
)
def test_drift_names_the_last_report_that_gives_a_fact_or_clears_it(
    make_book: MakeBook, claims: dict[str, str], name: str, report: str
) -> None:
    written = "confirmation: {state: tentative}\ndates: 2024-06\nagenda: {tea: {}}\n"
    (message,) = (
        each for each in messages(make_book, "drift", written, claims) if f"`{name}`" in each
    )
    assert message.endswith(f"the last report to mention it is {report}")


def test_what_a_side_says_or_takes_back_is_about_the_state_too(make_book: MakeBook) -> None:
    written = "confirmation: {state: confirmed}\n"
    claims = {
        "10": "confirmation: {state: announced, visitor: announced}",
        "11": "confirmation: {host: no-comment}",
    }
    drift = messages(make_book, "drift", written, claims)
    assert [message.endswith("mention it is 11") for message in drift] == [True, False, True]


OWN, FACTS = "confirmation: {state: announced, host: announced}", "dates: 2024-06, kind: state"


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        ("confirmation: {state: announced}", ["kind", "dates", "confirmation.state"]),
        (OWN, []),
        (f"{OWN}, grade: B2", []),
        (f"{OWN}, grade: C3", ["kind", "dates", "confirmation.state"]),
    ],
)
def test_what_a_side_says_itself_needs_no_second_source(
    make_book: MakeBook, claim: str, facts: list[str]
) -> None:
    written = "confirmation: {state: announced}\ndates: 2024-06\nkind: state\n"
    claims = {"10": f"{claim}, {FACTS}"}
    single_source = messages(make_book, "single-source", written, claims)
    names = ", ".join(f"`{name}`" for name in facts)
    hint = "find a report that does not cite it"
    assert single_source == ([f"only one source: P for {names}; {hint}"] if facts else [])
