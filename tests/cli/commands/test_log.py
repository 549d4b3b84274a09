import json
from datetime import timedelta

import pytest

from agenda.cli.clock import Clock
from agenda.text.prose import day
from tests.builders import VISIT, MakeBook
from tests.run import run, run_on_terminal


def entries(text: str) -> dict[str, list[str]]:
    """The lines under each report of a log, by the report's id, with single spaces."""
    by_report: dict[str, list[str]] = {}
    for entry in text.strip().split("\n\n"):
        heading, *lines = entry.splitlines()
        if not lines:
            continue  # the line that names the days
        by_report[heading.rpartition("  ")[2]] = [" ".join(line.split()) for line in lines]
    return by_report


def test_the_newest_report_comes_first() -> None:
    printed = entries(run("log", "ru-vn-2024").out)
    assert list(printed) == [
        "2024-06-20-trt-world",
        "2024-06-17-simge",
        "2024-06-17-reuters",
        "2024-06-17-kremlin",
        "2024-06-10-reuters",
        "2024-06-10-vedomosti",
        "2024-05-30-prensa-latina",
    ]
    assert (
        "ru-vn-2024 opened: Vladimir Putin → Hanoi, Vietnam" in printed["2024-05-30-prensa-latina"]
    )
    assert printed["2024-06-10-vedomosti"][2] == (
        "set dates 2024-06? new (A diplomatic source: “in the coming weeks, possibly in June, "
        "straight after North Korea”)"
    )
    assert printed["2024-06-10-vedomosti"][3] == (
        "visitor no-comment weaker (Dmitry Peskov, Kremlin spokesman: "
        "“no comment, announcements when the time comes”)"
    )
    assert printed["2024-06-10-reuters"][2] == (
        "firmed dates 2024-06? → 2024-06-19/2024-06-20 refines (An official in Vietnam: “dates "
        "agreed, agenda still discussed; not officially confirmed”)"
    )
    assert (
        "raised confirmation tentative → announced refines (The Kremlin)"
        in (printed["2024-06-17-kremlin"])
    )
    assert printed["2024-06-17-reuters"][2] == (
        "raised confirmation announced → confirmed refines (Vietnamese officials and media)"
    )
    assert printed["2024-06-17-simge"][2] == (
        "rejected Simge: dates 2024-06-19/2024-06-29 “19-29 June”, which conflicts. An error; "
        "the Kremlin's announcement, which it cites, says 19-20 June."
    )
    assert printed["2024-06-20-trt-world"][2:4] == [
        "completed confirmation confirmed → completed refines (TRT World)",
        "advanced energy status expected → signed refines (TRT World)",
    ]
    assert not any("banking" in line for line in printed["2024-06-20-trt-world"])


def test_since_and_until_select_reports() -> None:
    result = run("log", "--since", "2024-06-10", "--until", "2024-06-17")
    assert len(entries(result.out)) == 5
    assert list(entries(run("log", "--as-of", "2024-06-09").out))[-1] == "2024-05-30-prensa-latina"
    empty = run("log", "--since", "2025-01-01")
    assert (empty.code, empty.out) == (
        0,
        "No report since 1 January 2025; "
        "the reports of this book are dated 30 May 2024 to 20 June 2024.\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("log", "--since", "-3d", "--as-of", "2024-06-18"),
        ("--as-of", "2024-06-18", "log", "--since", "-3d"),
        ("log", "--as-of", "2024-06-18", "--since", "saturday"),
    ],
)
def test_days_are_counted_from_the_day_of_as_of(arguments: tuple[str, ...]) -> None:
    first_line = run(*arguments).out.partition("\n")[0]
    assert first_line == "As known on 18 June 2024; reports since 15 June 2024"


def test_without_as_of_days_are_counted_from_today() -> None:
    yesterday = Clock().today_here() - timedelta(days=1)
    result = run("log", "--since", "yesterday")
    assert f"No report since {day(yesterday)};" in result.out


def test_json_has_the_changes_of_each_report() -> None:
    result = run(
        "log", "ru-kp-2024", "--since", "2024-06-17", "--until", "2024-06-17", "--format", "json"
    )
    (report,) = json.loads(result.out)["reports"]
    assert report["id"] == "2024-06-17-kremlin"
    (visit,) = report["visits"]
    assert (visit["id"], visit["opened"]) == ("ru-kp-2024", False)
    assert visit["changes"] == [
        {"kind": "set", "path": "kind", "before": None, "after": "state"},
        {
            "kind": "firmed",
            "path": "dates",
            "before": "[2024-06-10..2024-07-07]",
            "after": "2024-06-18/2024-06-19",
        },
        {
            "kind": "raised",
            "path": "confirmation.state",
            "before": "tentative",
            "after": "announced",
        },
        {
            "kind": "spoke",
            "path": "confirmation.visitor",
            "before": "preparing",
            "after": "announced",
        },
    ]
    assert [(fact["path"], fact["verdict"]) for fact in visit["facts"]] == [
        ("kind", "new"),
        ("dates", "refines"),
        ("confirmation.state", "refines"),
        ("confirmation.visitor", "refines"),
    ]


def test_markdown_has_a_table_per_visit_and_links_to_reports() -> None:
    text = run("log", "ru-kp-2024", "--since", "2024-06-17", "--format", "markdown").out
    assert text.startswith(
        "## 19 June 2024: [Kyiv Independent]"
        "(<https://kyivindependent.com/russia-north-korea-sign-agreement-on-strategic-partnership>)\n"
    )
    assert "\n| change | fact | value | adds |\n|---|---|---|---|\n" in text
    assert (
        "\n| firmed | dates | \\[2024-06-10..2024-07-07\\] → 2024-06-18/2024-06-19 | refines (The "
        "Kremlin: “a friendly state visit, at the invitation of Kim Jong Un”) |\n" in text
    )


def test_markdown_escapes_data(make_book: MakeBook) -> None:
    root = make_book(
        {
            "seeds/r.yaml": "published: 2024-06-10\npublisher: 'P|*x*'\n"
            "url: 'javascript:alert(1)'\n"
            "claims:\n  - visit: a\n    according_to: '<b>X</b>'\n"
            "    visitor: {name: A, country: RU}\n    host: {country: VN}\n    kind: state\n"
        }
    )
    text = run("log", "--format", "markdown", cwd=root).out
    assert "## 10 June 2024: P\\|\\*x\\*\n" in text
    assert "javascript" not in text
    assert "(\\<b\\>X\\</b\\>)" in text


def test_a_claim_on_a_visit_that_is_not_opened_yet_is_marked(make_book: MakeBook) -> None:
    root = make_book(
        {
            "seeds/r.yaml": "published: 2024-06-10\npublisher: P\n"
            "claims: [{visit: a, according_to: X, dates: 2024-07}]\n"
        }
    )
    assert "a  not opened yet" in run("log", cwd=root).out


def test_output_fits_the_terminal() -> None:
    for columns in (60, 80, 120):
        result = run_on_terminal("log", columns=columns, NO_COLOR="1")
        assert max(len(line.rstrip()) for line in result.out.splitlines()) <= columns
        assert "…" not in result.out


def test_an_unknown_visit_is_invalid_usage() -> None:
    assert run("log", "ru-vm-2024").code == 2


def test_a_wording_is_shown_once_at_the_field_that_it_hedges(make_book: MakeBook) -> None:
    claims = [
        "dates: 2024-07, confirmation: {state: tentative}, wording: in July",
        "kind: working, confirmation: {state: announced}, wording: will go",
        "occasion: US-ASEAN summit, kind: working, wording: a working visit",
        "confirmation: {host: no-comment}, agenda: {gas: {title: Gas}}, wording: we do not comment",
        "agenda: {oil: {title: Oil, status: agreed}, tea: {}}, wording: settled",
        "retracts: [occasion, notes], wording: no summit",
        "notes: x, confirmation: {state: doubtful}, wording: hardly, rejected: A rumour",
        "visitor: {name: B}, wording: not him, rejected: A mistake",
    ]
    report = "published: 2024-06-10\npublisher: P\nclaims:\n" + "".join(
        f"  - {{visit: a, according_to: {name}, {claim}}}\n"
        for name, claim in zip("ABCDEFGH", claims, strict=True)
    )
    root = make_book({"agendas/a.yaml": VISIT, "seeds/r.yaml": report})
    lines = entries(run("log", cwd=root).out)["r"][1:]
    expected = [
        "set kind working new (B); confirms (C: “a working visit”)",
        "set dates 2024-07 new (A: “in July”)",
        "set confirmation announced new (A); refines (B: “will go”)",
        "spoke host no-comment new (D: “we do not comment”)",
        "added gas Gas new (D)",
        "added oil agreed, Oil new (E: “settled”)",
        "added tea on the agenda new (E)",
        "occasion US-ASEAN summit; retracted new (C); updates (F: “no summit”)",
        "notes retracted weaker (F)",
        "rejected G: confirmation doubtful “hardly”, which conflicts, notes x, which is new. "
        "A rumour",
        "rejected H. A mistake",
    ]
    assert lines == expected
    markdown = run("log", "--format", "markdown", cwd=root).out
    assert "Rejected: G: confirmation doubtful “hardly”, which conflicts, notes x" in markdown
    by_report = run("diff", "--report", "seeds/r.yaml", cwd=root).out
    assert [line.count("“") for line in by_report.splitlines() if "“" in line] == [1] * 7


def test_a_claim_that_contradicts_itself_is_shown_as_not_applied_and_settles_nothing(
    make_book: MakeBook,
) -> None:
    def dated(publisher: str, day: int, claimed: str) -> str:
        fields = f"visit: x, according_to: {publisher}, {claimed}"
        return f"published: 2026-11-0{day}\npublisher: {publisher}\nclaims: [{{{fields}}}]\n"

    book = make_book(
        {
            "agendas/x.yaml": VISIT,
            "seeds/p1.yaml": dated("P1", 1, "dates: 2027-01-05"),
            "seeds/p2.yaml": dated("P2", 1, "dates: 2027-01-09"),
            "seeds/l2.yaml": dated(
                "L2", 3, "dates: 2027-01-20, confirmation: {state: postponed}, retracts: [dates]"
            ),
        }
    )
    history = run("log", "x", "--since", "2026-11-03", cwd=book).out
    assert "settled" not in history
    assert history.count("not applied (L2)") == 2
    assert "warning[contradicted]" in run("validate", cwd=book).out
    compared = run("diff", "--report", "l2", cwd=book)
    assert compared.code == 1
    assert compared.out.count("not applied (L2)") == 2
    refused = run("apply", "l2", "--yes", cwd=book)
    assert (refused.code, refused.out) == (1, "")
    for result in (compared, refused):
        assert "seeds/l2.yaml:3:46: error[postponed-with-dates]" in result.err
