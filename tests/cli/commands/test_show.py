import json

import pytest

from tests.builders import MakeBook
from tests.run import run, run_on_terminal

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"


def under(page: str, label: str) -> list[str]:
    """The lines under a label, up to the next label."""
    lines = page.splitlines()
    (start,) = [number for number, line in enumerate(lines) if line.startswith(f"  {label} ")]
    lines_under = []
    for line in lines[start + 1 :]:
        if not line.startswith(" " * 16):
            break
        lines_under.append(line.strip())
    return lines_under


def test_the_evidence_for_the_dates_includes_a_rejected_claim() -> None:
    result = run("show", "ru-vn-2024", "--as-of", "2024-06-18")
    assert result.code == 0
    assert under(result.out, "dates") == [
        "x 17 June 2024  Simge [D5], 2024-06-19/2024-06-29 “19-29 June” rejected: An error; "
        "the Kremlin's announcement, which it cites, says 19-20 June.",
        "+ 17 June 2024  Reuters: Vietnamese officials and media [A2] "
        "“a two-day visit from Wednesday”",
        "+ 17 June 2024  Kremlin: The Kremlin [A1] "
        "“a state visit, at the invitation of Nguyen Phu Trong”",
        "+ 10 June 2024  Reuters: An official in Vietnam [B2] "
        "“dates agreed, agenda still discussed; not officially confirmed”",
        "~ 10 June 2024  Vedomosti: A diplomatic source [C3], 2024-06? "
        "“in the coming weeks, possibly in June, straight after North Korea”",
        "was 2024-06? until 10 June 2024",
    ]


def test_an_occasion_is_printed_as_written_and_a_kind_without_hyphens(make_book: MakeBook) -> None:
    occasion = "kind: official-working\noccasion: US-ASEAN special summit\n"
    root = make_book({"agendas/a.yaml": VISIT + occasion})
    lines = run("show", "a", cwd=root).out.splitlines()
    assert "  kind          official working" in lines
    assert "  occasion      US-ASEAN special summit" in lines


def test_a_wording_is_shown_only_at_the_field_that_it_hedges(make_book: MakeBook) -> None:
    claims = [
        "dates: 2024-07, confirmation: {state: tentative}, wording: in July",
        "kind: working, confirmation: {state: announced}, wording: will go",
        "agenda: {oil: {title: Oil, status: agreed}, gas: {status: agreed}}, wording: settled",
        "retracts: [kind], wording: not a working visit",
    ]
    report = "published: 2024-06-10\npublisher: P\nclaims:\n" + "".join(
        f"  - {{visit: a, according_to: {name}, {claim}}}\n"
        for name, claim in zip("ABCD", claims, strict=True)
    )
    root = make_book({"agendas/a.yaml": VISIT, "seeds/r.yaml": report})
    lines = run("show", "a", "--as-of", "2024-06-10", cwd=root).out.splitlines()
    assert [
        " ".join(line.split()) for line in lines if "10 June 2024 P:" in " ".join(line.split())
    ] == [
        "+ 10 June 2024 P: D, retracts it “not a working visit”",
        "- 10 June 2024 P: B, working",
        "+ 10 June 2024 P: A “in July”",
        "+ 10 June 2024 P: B “will go”",
        "~ 10 June 2024 P: A, tentative",
        "+ 10 June 2024 P: C “settled”",
        "+ 10 June 2024 P: C",
    ]


def test_a_key_is_printed_once_if_it_is_the_title_of_its_item(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT + "agenda: {tea: {}, gas: {title: Gas}}\n"})
    lines = run("show", "a", cwd=root).out.splitlines()
    assert "  —             tea" in lines
    assert "  —             Gas  gas" in lines


def test_earlier_values_have_their_last_day() -> None:
    result = run("show", "ru-kp-2024", "--as-of", "2024-06-18")
    assert "was [2024-06-10..2024-07-07] until 17 June 2024" in under(result.out, "dates")


def test_the_latest_statement_of_each_side_has_its_source_and_age() -> None:
    lines = run("show", "ru-vn-2024", "--as-of", "2024-06-19").out.splitlines()
    assert "    visitor     Russia announced  The Kremlin, 17 June 2024, 2 days ago" in lines
    assert (
        "    host        Vietnam announced  Vietnamese officials and media, 17 June 2024, "
        "2 days ago" in lines
    )
    on_12_june = run("show", "ru-kp-2024", "--as-of", "2024-06-12").out.splitlines()
    assert "    host        North Korea —" in on_12_june
    # A later "no comment" does not replace an earlier statement that says more.
    assert (
        "    visitor     Russia preparing  Alexander Matsegora, Russian ambassador to North Korea, "
        "10 June 2024, 2 days ago" in on_12_june
    )


def test_after_the_visit_planned_items_are_compared_with_delivered_ones() -> None:
    page = run("show", "ru-vn-2024", "--as-of", "2024-06-20").out
    lines = page.partition("Planned and delivered\n")[2].partition("\n\n")[0].splitlines()
    assert [line.strip() for line in lines] == [
        "delivered     Energy cooperation, signed",
        "delivered     Defence and security, discussed",
        "delivered     Agreements on education, signed",
        "delivered     A joint statement and bilateral documents, signed",
        "delivered     Science and technology, signed",
        "unplanned     Health, signed",
        "unplanned     Centre for nuclear science and technology, signed",
        "nothing       Settlement of payments, last mentioned on 10 June 2024",
        "nothing       Trade and economy, last mentioned on 17 June 2024",
        "nothing       Humanitarian fields, last mentioned on 17 June 2024",
        "nothing       Agreements on investment, last mentioned on 17 June 2024",
    ]
    assert "Planned and delivered" not in run("show", "ru-vn-2024", "--as-of", "2024-06-19").out


def test_a_visit_that_no_report_mentions(make_book: MakeBook) -> None:
    result = run(
        "show", "a", cwd=make_book({"agendas/a.yaml": VISIT + "notes: |\n  Two\n  lines.\n"})
    )
    assert "No report mentions this visit." in result.out
    assert "Notes\n  Two\n  lines.\n" in result.out


def test_a_retracted_value_is_shown(make_book: MakeBook) -> None:
    reports = {
        f"seeds/2024-06-{day}-r.yaml": (
            f"published: 2024-06-{day}\npublisher: P\nclaims:\n"
            f"  - {{visit: a, according_to: X, {claim}}}\n"
        )
        for day, claim in (("10", "dates: 2024-07"), ("12", "retracts: [dates]"))
    }
    page = run("show", "a", cwd=make_book({"agendas/a.yaml": VISIT, **reports})).out
    assert under(page, "dates") == [
        "+ 12 June 2024  P: X, retracts it",
        "- 10 June 2024  P: X, 2024-07",
        "was 2024-07 until 12 June 2024",
    ]


def test_json_has_the_evidence_of_each_fact() -> None:
    result = run("show", "ru-vn-2024", "--as-of", "2024-06-18", "--format", "json")
    document = json.loads(result.out)
    dates = next(fact for fact in document["facts"] if fact["path"] == "dates")
    assert dates["value"] == "2024-06-19/2024-06-20"
    assert [evidence["stance"] for evidence in dates["voices"]] == [
        "says less",
        "supports",
        "supports",
        "supports",
        "rejected",
    ]
    assert dates["earlier"] == [
        {"value": "2024-06?", "until": "2024-06-10", "report": "2024-06-10-reuters"}
    ]
    assert document["sides"]["host"]["stage"] == "announced"
    assert document["sides"]["host"]["days_ago"] == 1
    assert document["outcomes"] == []
    assert document["claims"][1]["says"] == {"dates": "2024-06?"}


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_wrapped_lines_are_indented(columns: int) -> None:
    result = run_on_terminal("show", "ru-vn-2024", columns=columns, NO_COLOR="1")
    lines = [line.rstrip() for line in result.out.splitlines()]
    assert max(map(len, lines)) <= columns
    agenda_line = lines.index("On the agenda")
    assert all(line.startswith("  ") for line in lines[4:agenda_line] if line)


def test_an_unknown_visit_is_invalid_usage() -> None:
    result = run("show", "ru-vn-2025")
    assert result.code == 2
    assert "did you mean `ru-vn-2024`?" in result.err


ITEMS = """\
visitor: {name: Joe Biden, role: President, country: US}
host: {country: JP, city: Hiroshima}
dates: 2023-05-19/2023-05-21
confirmation: {state: tentative}
agenda:
  climate: {status: expected}
  quad: {title: Quad summit, topic: documents, date: 2023-05-20, place: Grand Prince Hotel}
  trade: {status: expected, date: 2023-05-19}
"""


def test_items_are_sorted_by_day_and_show_their_place(make_book: MakeBook) -> None:
    book = make_book({"agendas/us-jp-2023.yaml": ITEMS})
    page = run("show", "us-jp-2023", cwd=book).out
    assert page.index("Trade") < page.index("Quad summit") < page.index("Climate")
    assert "20 May 2023, Grand Prince Hotel" in page


def test_a_stand_in_and_the_visit_that_it_replaces_name_each_other(make_book: MakeBook) -> None:
    kerry = VISIT.replace("name: A", "name: John Kerry") + "instead_of: us-my-2013\n"
    files: dict[str, bytes | str] = {"agendas/us-my-2013.yaml": VISIT, "agendas/kerry.yaml": kerry}
    book = make_book(files)
    assert "in place of us-my-2013, rumoured" in run("show", "kerry", cwd=book).out
    assert "John Kerry goes in place (kerry)" in run("show", "us-my-2013", cwd=book).out
    lines = run("status", cwd=book).out.splitlines()
    assert [line for line in lines if "in place of us-my-2013, rumoured" in line]


def test_a_claim_on_the_day_of_an_item_is_shown_if_it_differs(make_book: MakeBook) -> None:
    item = "agenda: {tea: {title: Tea, date: 2026-12-11, place: Hue}, now: {date: 2026-12-10}}\n"
    claim = "{visit: a, according_to: P, agenda: {tea: {date: 2026-12-12, place: Hue}}}"
    report = f"published: 2026-11-20\npublisher: P\nclaims:\n  - {claim}\n"
    root = make_book({"agendas/a.yaml": VISIT + item, "seeds/r.yaml": report})
    lines = [" ".join(line.split()) for line in run("show", "a", cwd=root).out.splitlines()]
    at = lines.index("— Tea tea")
    assert lines[at - 1] == "10 December 2026"
    assert lines[at + 1 : at + 4] == [
        "11 December 2026, Hue",
        "+ 20 November 2026 P",
        "- 20 November 2026 P, 2026-12-12",
    ]
