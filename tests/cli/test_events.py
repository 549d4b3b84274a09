"""Trips and events as a whole, in the commands that show visits."""

import json
import re
import sys
from pathlib import Path

import pytest

from agenda.model.country import COUNTRY_CODES
from tests.builders import MakeBook
from tests.cli.test_completion import complete
from tests.run import run, run_on_terminal
from tests.terminal import Terminal

GUESTS = [code.lower() for code in COUNTRY_CODES if code != "RU"][:26]

EVENT = (
    "{event: parade, according_to: P, host: {country: RU, city: Moscow}, dates: 2015-05-09, "
    "occasion: Victory Day, notes: One of 26., confirmation: {host: announced}}"
)

PARADE: dict[str, bytes | str] = {
    "seeds/2015-03-17-p.yaml": "published: 2015-03-17\npublisher: P\nclaims:\n"
    + "".join(
        f"  - {{visit: {code}-ru-2015, event: parade, according_to: P, "
        f"visitor: {{name: Leader of {code.upper()}, role: President, country: {code.upper()}}}, "
        "confirmation: {state: announced}}\n"
        for code in GUESTS
    )
    + f"  - {EVENT}\n",
    "seeds/2015-04-30-q.yaml": "published: 2015-04-30\npublisher: Q\nclaims:\n"
    f"  - {{visit: {GUESTS[3]}-ru-2015, according_to: Q, "
    "confirmation: {state: cancelled, because: illness}}\n",
}

TRIP: dict[str, bytes | str] = {
    "agendas/a.yaml": "visitor: {name: A, role: President, country: US}\ntrip: asia\n"
    "host: {country: JP}\ndates: 2015-05-02\nconfirmation: {state: announced}\n"
    "agenda: {trade: {status: expected}}\n",
    "agendas/b.yaml": "visitor: {name: A, role: President, country: US}\ntrip: asia\n"
    "host: {country: KR}\ndates: 2015-05-01\nconfirmation: {state: announced}\n"
    "meets: {kim: {name: Kim, role: Minister, country: KR, status: agreed}}\n",
    "agendas/c.yaml": "visitor: {name: C, organization: European Commission}\n"
    "host: {candidates: [{country: CH, city: Geneva}, {country: HU}]}\n"
    "confirmation: {state: tentative}\n"
    "meets: {zoe: {role: Président, organization: World Bank, status: dropped}}\n",
}


@pytest.fixture
def parade(make_book: MakeBook) -> Path:
    return make_book(PARADE)


@pytest.fixture
def trip(make_book: MakeBook) -> Path:
    return make_book(TRIP)


def test_an_event_of_26_guests_fits_into_40_lines_of_100_columns(parade: Path) -> None:
    printed = run_on_terminal(
        "show", "--event", "parade", "--as-of", "2015-04-01", columns=100, cwd=parade, NO_COLOR="1"
    ).out
    lines = printed.splitlines()
    assert len(lines) <= 40
    assert "26 guests" in lines
    assert all(printed.count(f"Leader of {code.upper()}, President") == 1 for code in GUESTS)
    for common in ("Moscow, Russia", "9 May 2015", "in 38 days", "announced", "One of 26."):
        assert printed.count(common) == (2 if common == "announced" else 1)  # and the host's side


def test_a_guest_who_differs_is_shown_with_what_differs(parade: Path) -> None:
    lines = run("show", "--event", "parade", "--as-of", "2015-05-01", cwd=parade).out.splitlines()
    assert "26 guests, 1 of them called off" in lines
    (at,) = [number for number, line in enumerate(lines) if "× cancelled" in line]
    assert f"Leader of {GUESTS[3].upper()}" in lines[at]
    assert lines[at + 1].strip() == "because: illness"


def test_the_json_of_an_event_has_what_is_common_and_the_guests(parade: Path) -> None:
    arguments = ("show", "--event", "parade", "--as-of", "2015-05-01", "--format", "json")
    shown = json.loads(run(*arguments, cwd=parade).out)
    assert shown["event"]["dates"] == "2015-05-09"
    assert shown["event"]["confirmation"]["state"] == "announced"
    assert shown["event"]["visitor"] is None
    assert len(shown["visits"]) == 26


def test_who_comes_though_an_event_is_off_says_nothing_of_the_event(make_book: MakeBook) -> None:
    claims = (
        "{event: e, according_to: P, dates: 2015-05-09, confirmation: {state: announced}}",
        "{visit: a, event: e, according_to: P, visitor: {name: A, country: US}, "
        "host: {country: CH}, confirmation: {state: announced}}",
        "{visit: b, event: e, according_to: P, visitor: {name: B, country: FR}, "
        "host: {candidates: []}, confirmation: {state: announced}}",
        "{event: e, according_to: P, confirmation: {state: postponed}}",
        "{visit: a, according_to: A, dates: 2015-05-20, confirmation: {state: announced}}",
    )
    reports: dict[str, bytes | str] = {
        f"seeds/{number}.yaml": f"published: 2015-04-0{number}\npublisher: P\n"
        f"claims:\n  - {claim}\n"
        for number, claim in enumerate(claims, 1)
    }
    root = make_book(reports)
    lines = run("show", "--event", "e", "--as-of", "2015-04-10", cwd=root).out.splitlines()
    at = lines.index("2 guests, 1 of them called off")
    assert [line.split()[0] for line in lines[3 : at - 1]] == ["confirmation"]
    assert "20 May 2015" in lines[at + 1]
    assert "→ place not known" in lines[at + 2]


def test_a_narrow_terminal_has_several_lines_for_a_guest(parade: Path) -> None:
    arguments = ("show", "--event", "parade", "--as-of", "2015-05-01")
    printed = run_on_terminal(*arguments, columns=50, cwd=parade, NO_COLOR="1").out
    lines = [line.rstrip() for line in printed.splitlines()]
    at = lines.index(f"  × cancelled  {GUESTS[3]}-ru-2015")
    assert lines[at + 1].startswith(f"    Leader of {GUESTS[3].upper()}, President")
    assert "    because: illness" in lines[at + 1 : at + 4]


def test_the_legs_of_a_trip_are_shown_in_the_order_of_their_days(trip: Path) -> None:
    lines = run("show", "--trip", "asia", cwd=trip).out.splitlines()
    assert lines[0] == "Trip  asia"
    assert "  visitor       A, President (United States)" in lines
    legs = lines[lines.index("2 legs") + 1 :]
    assert [line.split("  ")[-1] for line in legs if " May " in line] == ["South Korea", "Japan"]
    assert [line.strip() for line in legs if " May " not in line] == [
        "to meet Kim",
        "expected: Trade and economy",
    ]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--event", "parad"), "no event `parad`; did you mean `parade`?"),
        (("--trip", "parade"), "no trip `parade`, but --event parade is in this book"),
        (("--event", "x", "--trip", "y"), "name one visit, or else --trip ID or --event ID"),
        ((), "name one visit, or else --trip ID or --event ID"),
    ],
)
def test_an_unknown_label_is_a_usage_error(
    arguments: tuple[str, ...], hint: str, parade: Path
) -> None:
    result = run("show", *arguments, "--as-of", "2015-05-01", cwd=parade)
    assert result.code == 2
    assert hint in result.err


def test_the_countdown_to_an_event_is_one_line_with_its_guests(parade: Path) -> None:
    (line,) = run("countdown", "--event", "parade", "--as-of", "2015-05-01", cwd=parade).out.split(
        "\n"
    )[:-1]
    assert line.startswith("Victory Day (parade) → Moscow, Russia: in 8 days; Leader of ")
    assert f"Leader of {GUESTS[3].upper()} (cancelled)" in line
    shown = json.loads(
        run(
            "countdown",
            "--event",
            "parade",
            "--as-of",
            "2015-05-01",
            "--format",
            "json",
            cwd=parade,
        ).out
    )
    (event,) = shown["events"]
    assert (event["countdown"]["text"], len(event["visits"])) == ("in 8 days", 26)
    assert len(shown["visits"]) == 26


def test_the_panel_of_an_event_is_on_a_terminal(parade: Path) -> None:
    printed = run_on_terminal(
        "countdown", "--event", "parade", "--as-of", "2015-05-01", cwd=parade
    ).out
    assert printed.count("in 8 days") == 1
    assert "26 guests, 1 of them called off" in printed


@pytest.mark.slow
def test_a_watched_event_is_one_panel_that_ticks(make_book: MakeBook) -> None:
    visit = "visitor: {{name: {0}, country: {0}}}\nhost: {{country: JP}}\nevent: summit\n"
    rest = "dates: 2999-05-01\nconfirmation: {state: announced}\n"
    book = make_book({f"agendas/{of}.yaml": visit.format(of) + rest for of in ("FR", "US")})
    command = (sys.executable, "-m", "agenda", "countdown", "--event", "summit", "--watch")
    with Terminal.running(*command, cwd=book) as terminal:
        clock = r"midnight in \w+ in (\d\d:\d\d:\d\d)"
        shown = terminal.until(clock)
        assert shown.count("╭") == 1
        assert "summit" in shown
        first = re.findall(clock, shown)[-1]
        assert "summit" in terminal.until(rf"midnight in \w+ in (?!{first})\d\d:\d\d:\d\d")
        terminal.press("\x03")
        assert terminal.end() == 130
        assert terminal.final_attributes == terminal.initial_attributes


def test_the_guests_of_an_event_are_a_group_below_what_is_common(parade: Path) -> None:
    as_of = ("--as-of", "2015-05-01")
    lines = run("status", "--group", "event", *as_of, cwd=parade).out.splitlines()
    heading = (
        "Victory Day (parade) → Moscow, Russia · 9 May · in 8 days · announced · "
        "26 guests, 1 of them called off"
    )
    assert lines.count(heading) == 1
    assert len(lines) - lines.index(heading) - 1 == 26
    printed = run_on_terminal("status", "--group", "event", *as_of, columns=120, cwd=parade).out
    assert heading in printed
    assert "others at parade" not in printed


def test_the_calendar_has_one_line_for_the_guests_of_an_event(parade: Path) -> None:
    arguments = ("calendar", "2015-05", "--as-of", "2015-05-01")
    legend = [line for line in run(*arguments, cwd=parade).out.splitlines() if "◐" in line]
    assert len(legend) == 1
    assert "parade: 25 guests → Moscow, Russia (Leader of " in legend[0]
    shown = json.loads(run(*arguments, "--format", "json", cwd=parade).out)
    assert {visit["label"] for visit in shown["visits"]} == {"A"}
    assert len(shown["visits"]) == 25


def test_the_brief_has_one_line_for_the_guests_of_an_event(parade: Path) -> None:
    arguments = ("brief", "--as-of", "2015-05-08", "--since", "2015-03-01")
    lines = run(*arguments, cwd=parade).out.splitlines()
    (tomorrow,) = [line for line in lines if line.startswith("Tomorrow")]
    assert "parade: 25 guests → Moscow, Russia (Leader of " in tomorrow
    changed = [line for line in lines if line.startswith("Changed")]
    assert len(changed) == 2
    assert "parade: 26 guests" in changed[1]
    printed = run_on_terminal(*arguments, cwd=parade).out
    assert printed.count(f"Leader of {GUESTS[0].upper()}") == 2  # tomorrow, and silent
    shown = json.loads(run(*arguments, "--format", "json", cwd=parade).out)
    assert (len(shown["tomorrow"]), len(shown["changed"])) == (25, 27)


def test_the_log_has_what_a_report_says_of_all_guests_once(parade: Path) -> None:
    printed = run("log", "--until", "2015-03-17", cwd=parade).out
    assert "  parade: 26 guests\n" in printed
    assert printed.count("2015-05-09") == 1
    assert printed.count("opened: Leader of ") == 26


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kim", ["b"]),
        ("KÏM", ["b"]),
        ("minister", ["b"]),
        ("KR", ["b"]),
        ("south korea", ["b"]),
        ("world bank", []),
    ],
)
def test_visits_are_filtered_by_whom_the_visitor_meets(
    text: str, expected: list[str], trip: Path
) -> None:
    result = run("status", "--all", "--meets", text, "--format", "json", cwd=trip)
    assert [visit["id"] for visit in json.loads(result.out)["visits"]] == expected


@pytest.mark.parametrize(
    ("option", "text", "expected"),
    [
        ("--host", "geneva", ["c"]),
        ("--country", "HU", ["c"]),
        ("--visitor", "european", ["c"]),
        ("--trip", "asia", ["b", "a"]),
    ],
)
def test_filters_know_organizations_and_candidates(
    option: str, text: str, expected: list[str], trip: Path
) -> None:
    result = run("status", "--all", option, text, "--format", "json", cwd=trip)
    assert [visit["id"] for visit in json.loads(result.out)["visits"]] == expected


def test_a_filter_that_matches_nothing_names_what_can_be_met(trip: Path) -> None:
    printed = run("status", "--meets", "nobody", cwd=trip).out
    assert "in this book, --meets can be: Kim" in printed


@pytest.mark.parametrize("command", ["status", "countdown", "brief", "calendar", "log"])
def test_every_list_of_visits_has_the_filters(command: str, parade: Path) -> None:
    arguments = ("--event", "none", "--as-of", "2015-05-01")
    assert "No visit matches --event none" in run(command, *arguments, cwd=parade).out


def test_completion_knows_trips_events_and_people(trip: Path) -> None:
    assert complete("show", "--trip", "", cwd=trip) == ["asia"]
    assert complete("status", "--meets", "", cwd=trip) == ["Kim", "zoe"]
    assert complete("status", "--host", "Gen", cwd=trip) == ["Geneva"]


def test_a_visit_without_a_place_is_in_a_group_of_its_own(trip: Path) -> None:
    lines = run("status", "--all", "--group", "country", cwd=trip).out.splitlines()
    assert lines[lines.index("Place not decided") + 1].startswith("c ")


def test_whom_the_visitor_meets_is_shown_on_a_narrow_terminal_too(trip: Path) -> None:
    printed = run_on_terminal("status", "--all", "--visitor", "A", columns=50, cwd=trip).out
    assert printed.count("to meet Kim") == 1


def test_a_countdown_to_several_events_begins_with_the_nearest(make_book: MakeBook) -> None:
    visit = "visitor: {{name: {0}, country: {1}}}\nhost: {{country: JP}}\nevent: {2}-summit\n"
    state = "dates: {0}\nconfirmation: {{state: announced}}\n"
    book = make_book(
        {
            "agendas/a.yaml": visit.format("A", "FR", "alpha") + state.format("2999-03-01"),
            "agendas/b.yaml": visit.format("B", "DE", "zeta") + state.format("2999-01-01"),
            "agendas/c.yaml": visit.format("C", "IT", "zeta") + state.format("2999-01-02"),
        }
    )
    zeta, alpha = run("countdown", "--event", "summit", cwd=book).out.splitlines()
    assert zeta.startswith("zeta-summit → Japan: days differ; B (in ")
    assert alpha.startswith("alpha-summit")


@pytest.fixture
def unvisited(make_book: MakeBook) -> Path:
    """An event of two guests, one of whom cancelled and the other postponed, and one of none."""
    guests = "".join(
        f"  - {{visit: {name}, event: quad, according_to: P, "
        f"visitor: {{name: {name}, country: IN}}, confirmation: {{state: {state}}}}}\n"
        for name, state in (("a", "cancelled"), ("b", "postponed"))
    )
    events = "".join(
        f"  - {{event: {name}, according_to: P, dates: 2015-05-09}}\n" for name in ("quad", "g7")
    )
    report = f"published: 2015-03-17\npublisher: P\nclaims:\n{guests}{events}"
    return make_book({"seeds/2015-03-17-p.yaml": report})


@pytest.mark.parametrize("event", ["quad", "g7"])
def test_an_event_to_which_nobody_goes_is_not_rumoured(event: str, unvisited: Path) -> None:
    shown = run("show", "--event", event, "--as-of", "2015-04-01", cwd=unvisited)
    assert shown.code == 0
    assert "9 May 2015" in shown.out
    assert "rumoured" not in shown.out


def test_an_event_that_all_guests_called_off_says_so(unvisited: Path) -> None:
    shown = run("show", "--event", "quad", "--as-of", "2015-04-01", cwd=unvisited).out
    assert "2 guests, all called off" in shown.splitlines()


def test_a_claim_on_a_trip_that_is_over_is_listed_and_changes_no_visit(
    make_book: MakeBook,
) -> None:
    legs = [
        f"{{visit: {name}, trip: tour, according_to: P, visitor: {{name: A, country: US}}, "
        f"host: {{country: {country}}}, confirmation: {{state: completed}}}}"
        for name, country in (("a", "JP"), ("b", "KR"))
    ]
    off = "{trip: tour, according_to: T, confirmation: {state: cancelled}}"
    root = make_book(
        {
            "seeds/p.yaml": f"published: 2015-04-01\npublisher: P\nclaims: [{', '.join(legs)}]\n",
            "seeds/t.yaml": f"published: 2015-05-01\npublisher: T\nclaims: [{off}]\n",
        }
    )
    expected = ["trip tour changes no visit", "confirmation cancelled new (T)"]
    for arguments in (
        ("log", "--since", "2015-05-01"),
        ("log", "--since", "2015-05-01", "--host", "JP", "--as-of", "2015-05-02"),
        ("diff", "--report", "t"),
    ):
        lines = run(*arguments, cwd=root).out.splitlines()
        assert [" ".join(line.split()) for line in lines][-2:] == expected
    printed = json.loads(run("log", "--since", "2015-05-01", "--format", "json", cwd=root).out)
    ((of_trip,),) = [entry["without_visit"] for entry in printed["reports"]]
    assert of_trip["trip"] == "tour"
    assert [fact["path"] for fact in of_trip["facts"]] == ["confirmation.state"]
    as_markdown = run("diff", "--report", "t", "--format", "markdown", cwd=root).out
    assert "### trip tour, changes no visit" in as_markdown
    shown = run("show", "--trip", "tour", "--as-of", "2015-05-02", cwd=root).out
    assert "cancelled" not in shown
