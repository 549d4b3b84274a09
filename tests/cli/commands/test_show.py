import json

import pytest

from tests.builders import MakeBook
from tests.run import run, run_on_terminal

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"


def under(page: str, label: str) -> list[str]:
    """The lines that stand under a label, up to the next one."""
    lines = page.splitlines()
    (start,) = [number for number, line in enumerate(lines) if line.startswith(f"  {label} ")]
    sections = []
    for line in lines[start + 1 :]:
        if not line.startswith(" " * 16):
            break
        sections.append(line.strip())
    return sections


def test_under_the_dates_stand_those_who_say_so_and_the_slip_that_was_rejected() -> None:
    ran = run("show", "ru-vn-2024", "--as-of", "2024-06-18")
    assert ran.code == 0
    assert under(ran.out, "dates") == [
        "x 17 June 2024  Simge: Simge [D5], 2024-06-19/2024-06-29 “19-29 June” rejected: A slip; "
        "the Kremlin's announcement, which it retells, says 19-20 June.",
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


def test_earlier_values_are_told_with_their_last_day() -> None:
    ran = run("show", "ru-kp-2024", "--as-of", "2024-06-18")
    assert "was [2024-06-10..2024-07-07] until 17 June 2024" in under(ran.out, "dates")


def test_each_side_s_last_word_has_its_voice_and_age() -> None:
    lines = run("show", "ru-vn-2024", "--as-of", "2024-06-19").out.splitlines()
    assert "    visitor     Russia announced  The Kremlin, 17 June 2024, 2 days ago" in lines
    assert (
        "    host        Vietnam announced  Vietnamese officials and media, 17 June 2024, "
        "2 days ago" in lines
    )
    early = run("show", "ru-kp-2024", "--as-of", "2024-06-12").out.splitlines()
    assert "    host        North Korea —" in early
    # A later "no comment" says less than what Moscow had said before.
    assert (
        "    visitor     Russia preparing  Alexander Matsegora, Russian ambassador to North Korea, "
        "10 June 2024, 2 days ago" in early
    )


def test_after_the_visit_planned_stands_against_delivered() -> None:
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
        "nothing       Banking support for settling payments, last heard of on 10 June 2024",
        "nothing       Trade and economy, last heard of on 17 June 2024",
        "nothing       Humanitarian fields, last heard of on 17 June 2024",
        "nothing       Agreements on investment, last heard of on 17 June 2024",
    ]
    assert "Planned and delivered" not in run("show", "ru-vn-2024", "--as-of", "2024-06-19").out


def test_a_visit_that_no_report_speaks_of(make_book: MakeBook) -> None:
    ran = run("show", "a", cwd=make_book({"agendas/a.yaml": VISIT + "notes: |\n  Two\n  lines.\n"}))
    assert "No report mentions this visit." in ran.out
    assert "Notes\n  Two\n  lines.\n" in ran.out


def test_what_is_taken_back_is_said(make_book: MakeBook) -> None:
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


def test_its_json_has_the_voices_of_each_fact() -> None:
    ran = run("show", "ru-vn-2024", "--as-of", "2024-06-18", "--format", "json")
    shown = json.loads(ran.out)
    dates = next(fact for fact in shown["facts"] if fact["path"] == "dates")
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
    assert shown["sides"]["host"]["stage"] == "announced"
    assert shown["sides"]["host"]["days_ago"] == 1
    assert shown["outcomes"] == []
    assert shown["claims"][1]["says"] == {"dates": "2024-06?"}


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_what_wraps_stands_under_its_beginning(columns: int) -> None:
    ran = run_on_terminal("show", "ru-vn-2024", columns=columns, NO_COLOR="1")
    lines = [line.rstrip() for line in ran.out.splitlines()]
    assert max(map(len, lines)) <= columns
    begun = lines.index("On the agenda")
    assert all(line.startswith("  ") for line in lines[4:begun] if line)


def test_an_unknown_visit_is_wrong_usage() -> None:
    ran = run("show", "ru-vn-2025")
    assert ran.code == 2
    assert "did you mean `ru-vn-2024`?" in ran.err
