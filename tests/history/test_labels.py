"""Claims on trips and events, as books of flow maps: a list of claims for each day of June 2024."""

import json
from datetime import date
from typing import Any, Final

import pytest

import agenda
from agenda.history.labels import window_of_leg
from agenda.model.edtf import When
from tests.builders import MakeBook
from tests.run import run

Claims = list[dict[str, Any]]

SYDNEY: Final = {"country": "AU", "city": "Sydney"}
TOKYO: Final = {"country": "JP", "city": "Tokyo"}


def on(subject: str, state: str = "", **fields: Any) -> dict[str, Any]:
    """A claim on a visit, or on `event ID` or `trip ID`."""
    kind, _, name = subject.rpartition(" ")
    confirmation = {"confirmation": {"state": state}} if state else {}
    return {kind or "visit": name, "according_to": "X", "grade": "A1", **confirmation, **fields}


def guest(name: str, country: str, **fields: Any) -> dict[str, Any]:
    """A claim that opens a visit to the event `quad`."""
    visitor = {"name": name.title(), "country": country}
    return on(name, **{"visitor": visitor, "event": "quad", **fields})


def files(*days: Claims) -> dict[str, bytes | str]:
    """A report for each day from 10 June 2024 on."""
    return {
        f"seeds/2024-06-{10 + number}-p.yaml": json.dumps(
            {"published": f"2024-06-{10 + number}", "publisher": "P", "claims": claims}
        )
        for number, claims in enumerate(days)
    }


def visits(make_book: MakeBook, *days: Claims) -> dict[str, agenda.Visit]:
    """The visits that reports make; applied one by one, they give the same."""
    folder = make_book(files(*days))
    book = agenda.load(folder)
    assert len(book.reports) == len(days), list(book.diagnostics)
    replayed = dict(agenda.replay(book))
    for report in sorted(folder.glob("seeds/*")):
        result = run("apply", "--yes", report, cwd=folder)
        assert result.code == 0, result.out + result.err
    assert agenda.diff(agenda.load(folder).visits, replayed) == ()
    again = agenda.load(folder)
    assert agenda.diff(again.visits, agenda.replay(again)) == ()
    for path in folder.glob("agendas/*"):
        path.unlink()
    return replayed


EVENT: Final = on("event quad", "announced", dates="2024-06-24", host=SYDNEY, kind="multilateral")


def test_a_claim_on_an_event_is_on_all_its_visits(make_book: MakeBook) -> None:
    modi, kishida = visits(
        make_book, [guest("modi", "IN"), guest("kishida", "JP")], [EVENT]
    ).values()
    for visit in (modi, kishida):
        assert (str(visit.dates), visit.host.city, visit.kind) == (
            "2024-06-24", "Sydney", "multilateral",
        )  # fmt: skip


def test_a_visit_that_is_labelled_later_inherits_what_was_said(make_book: MakeBook) -> None:
    (modi,) = visits(make_book, [EVENT], [guest("modi", "IN")]).values()
    assert (str(modi.dates), modi.host.city) == ("2024-06-24", "Sydney")


def test_an_event_that_is_announced_raises_no_guest(make_book: MakeBook) -> None:
    claim = {**EVENT, "confirmation": {"state": "confirmed", "host": "announced"}}
    (modi,) = visits(make_book, [guest("modi", "IN")], [claim]).values()
    assert (modi.confirmation.state, modi.confirmation.host) == ("rumoured", "")


def test_an_event_that_moves_takes_its_guests_along(make_book: MakeBook) -> None:
    moved = on("event quad", dates="2024-06-20", host=TOKYO)
    (modi,) = visits(make_book, [EVENT, guest("modi", "IN")], [moved]).values()
    assert (str(modi.dates), modi.host.city) == ("2024-06-20", "Tokyo")


@pytest.mark.parametrize("word", ["postponed", "cancelled", "doubtful"])
def test_an_event_that_is_off_takes_its_guests_along_and_back(
    word: str, make_book: MakeBook
) -> None:
    opened: Claims = [EVENT, guest("modi", "IN", confirmation={"visitor": "announced"})]
    (off,) = visits(make_book, opened, [on("event quad", word)]).values()
    assert off.confirmation.state == word
    back = on("event quad", "announced", dates="2024-06-24")
    (on_again,) = visits(make_book, opened, [on("event quad", word)], [back]).values()
    assert on_again.confirmation.state == ("announced" if word == "doubtful" else "tentative")
    assert str(on_again.dates) == "2024-06-24"


def test_who_called_it_off_before_stays_at_home(make_book: MakeBook) -> None:
    days = [
        [EVENT, guest("modi", "IN")],
        [on("modi", "cancelled")],
        [on("event quad", "postponed")],
        [on("event quad", "announced", dates="2024-06-26")],
    ]
    (modi,) = visits(make_book, *days).values()
    assert (modi.confirmation.state, str(modi.dates)) == ("cancelled", "2024-06-24")


def test_what_is_said_of_the_visit_on_one_day_stands(make_book: MakeBook) -> None:
    own = on("modi", "announced", dates="2024-06-22/2024-06-25")
    for day in ([on("event quad", "cancelled"), own], [own, on("event quad", "cancelled")]):
        (modi,) = visits(make_book, [EVENT, guest("modi", "IN")], day).values()
        assert (modi.confirmation.state, str(modi.dates)) == ("announced", "2024-06-22/2024-06-25")


def test_a_guest_who_comes_all_the_same_says_so_later(make_book: MakeBook) -> None:
    opened: Claims = [EVENT, guest("modi", "IN")]
    own = on("modi", "announced", dates="2024-06-22/2024-06-25")
    (modi,) = visits(make_book, opened, [on("event quad", "cancelled")], [own]).values()
    assert (modi.confirmation.state, str(modi.dates)) == ("announced", "2024-06-22/2024-06-25")


def test_a_stay_that_covers_the_event_stands(make_book: MakeBook) -> None:
    own = guest("modi", "IN", dates="2024-06-22/2024-06-25", host=SYDNEY)
    (modi,) = visits(make_book, [own], [EVENT]).values()
    assert str(modi.dates) == "2024-06-22/2024-06-25"


def test_an_event_that_took_place_says_so_of_those_who_had_announced(make_book: MakeBook) -> None:
    opened: Claims = [
        EVENT,
        guest("modi", "IN", confirmation={"visitor": "announced"}),
        guest("kishida", "JP"),
    ]
    modi, kishida = visits(make_book, opened, [on("event quad", "completed")]).values()
    assert (modi.confirmation.state, kishida.confirmation.state) == ("completed", "rumoured")


def test_a_visit_past_its_end_inherits_nothing(make_book: MakeBook) -> None:
    opened = guest("modi", "IN", dates="2024-06-10", host=SYDNEY)
    (modi,) = visits(make_book, [opened], [], [on("event quad", "cancelled")]).values()
    assert modi.confirmation.state == "rumoured"


def test_a_visit_with_another_label_keeps_what_it_inherited(make_book: MakeBook) -> None:
    other = on("event g7", dates="2024-06-20", occasion="G7 summit")
    labelled = on("modi", event="g7")
    (modi,) = visits(make_book, [EVENT, guest("modi", "IN")], [other], [labelled]).values()
    assert (modi.event, modi.kind, modi.occasion) == ("g7", "multilateral", "G7 summit")
    moved = on("event quad", dates="2024-06-28")
    days = [EVENT, guest("modi", "IN")], [labelled], [moved]
    (modi,) = visits(make_book, *days).values()
    assert str(modi.dates) == "2024-06-24"


def test_a_trip_gives_each_leg_its_window_and_its_state(make_book: MakeBook) -> None:
    leg: dict[str, Any] = {"visitor": {"name": "A", "country": "US"}, "trip": "asia"}
    days: list[Claims] = [
        [on("us-jp", host={"country": "JP"}, **leg), on("us-kr", host={"country": "KR"}, **leg)],
        [on("trip asia", "announced", dates="2024-06-20/2024-06-26")],
    ]
    assert {str(visit.dates) for visit in visits(make_book, *days).values()} == {
        "[2024-06-20..2024-06-26]"
    }
    off = {"state": "postponed", "visitor": "postponed"}
    legs = visits(make_book, *days, [on("trip asia", confirmation=off)]).values()
    assert {(leg.confirmation.state, leg.confirmation.visitor) for leg in legs} == {
        ("postponed", "postponed")
    }


@pytest.mark.parametrize(
    ("trip", "leg"),
    [
        ("2024-06-20/2024-06-26", "[2024-06-20..2024-06-26]"),
        ("2024-06/2024-07", "[2024-06..2024-07]"),
        ("2024-06-20/..", "[2024-06-20..]"),
        ("../2024-06-26", "[..2024-06-26]"),
        ("2024-04", "2024-04"),
        ("2024-06-20?/2024-06-26", ""),
        ("2024-01-30/2024-02", "[2024-01-30..2024-02-29]"),
    ],
)
def test_the_days_of_a_trip_are_the_window_of_each_leg(trip: str, leg: str) -> None:
    assert str(window_of_leg(When.parse(trip))) == leg


def test_a_label_in_a_file_counts_if_no_claim_gives_one(make_book: MakeBook) -> None:
    file = (
        "visitor: {name: Modi, country: IN}\nhost: {country: AU}\nevent: quad\n"
        "confirmation: {state: tentative}\n"
    )
    folder = make_book({"agendas/modi.yaml": file, **files([EVENT])})
    assert run("apply", "--yes", "seeds/2024-06-10-p.yaml", cwd=folder).code == 0
    assert str(agenda.load(folder).visits["modi"].dates) == "2024-06-24"


def test_a_replay_has_the_label_of_a_file_that_claims_are_on(make_book: MakeBook) -> None:
    def guest_file(name: str, event: str) -> str:
        return (
            f"visitor: {{name: {name}, country: IN}}\nhost: {{country: AU}}\nevent: {event}\n"
            "dates: 2024-06-24\nconfirmation: {state: rumoured}\n"
        )

    contents: dict[str, bytes | str] = {
        "agendas/modi.yaml": guest_file("Modi", "quad"),
        "agendas/kishida.yaml": guest_file("Kishida", "quad"),
        "agendas/biden.yaml": guest_file("Biden", "other"),
        **files(
            [on("kishida", "tentative"), on("biden", "tentative")],
            [on("event quad", dates="2024-06-24")],
            [on("kishida", event="g7")],
        ),
    }
    folder = make_book(contents)
    replayed = agenda.replay(agenda.load(folder), date(2024, 6, 11))
    assert {name: visit.event for name, visit in replayed.items()} == {
        "modi": "quad",
        "kishida": "",  # a later claim gives the label
        "biden": "",  # and no claim is on this one
    }
    as_of = ("--as-of", "2024-06-11")
    assert "1 guest\n" in run("show", "--event", "quad", *as_of, cwd=folder).out
    assert "Modi" in run("status", "--event", "quad", *as_of, cwd=folder).out
    assert "event" not in run("log", "modi", cwd=folder).out.partition("2024-06-11")[2]


def test_status_as_of_a_day_knows_what_was_said_of_the_event_by_then(make_book: MakeBook) -> None:
    moved = on("event quad", dates="2024-06-20", host=TOKYO)
    book = agenda.load(make_book(files([EVENT, guest("modi", "IN")], [moved])))
    assert str(agenda.replay(book, date(2024, 6, 10))["modi"].dates) == "2024-06-24"


def test_what_called_an_event_off_before_is_not_about_who_is_labelled_later(
    make_book: MakeBook,
) -> None:
    own = on("us-jp", "announced", dates="2024-06-19/2024-06-21", host=TOKYO,
             visitor={"name": "Biden", "country": "US"})  # fmt: skip
    back = on("event quad", "announced", dates="2024-06-20", host=TOKYO)
    days: list[Claims] = [
        [EVENT, own],
        [on("event quad", "postponed")],
        [on("us-jp", event="quad"), back],
    ]
    (biden,) = visits(make_book, *days).values()
    assert (biden.confirmation.state, str(biden.dates)) == ("announced", "2024-06-19/2024-06-21")


def test_what_a_claim_on_a_trip_can_not_have_is_not_known_of_it(make_book: MakeBook) -> None:
    leg: dict[str, Any] = {"visitor": {"name": "Biden", "country": "US"}, "trip": "asia"}
    legs: Claims = [
        on("us-jp", host=TOKYO, **leg),
        on("us-kr", host={"country": "KR"}, **leg),
    ]
    wrong = on(
        "trip asia", "announced", host={"country": "AU"}, event="quad", instead_of="us-jp",
        visitor={"name": "Trump", "country": "US"},
    )  # fmt: skip
    folder = make_book(files(legs, [wrong]))
    shown = run("show", "--trip", "asia", "--as-of", "2024-06-12", cwd=folder).out
    assert "announced" in shown
    assert "Biden" in shown
    assert "Trump" not in shown
    assert "Australia" not in shown
    assert all(not visit.event for visit in agenda.replay(agenda.load(folder)).values())


def test_nobody_meets_himself(make_book: MakeBook) -> None:
    host = {"albanese": {"name": "Anthony Albanese", "status": "expected"}}
    claim = on("event quad", meets=host)
    guests = [
        guest("modi", "IN"),
        guest("anthony-albanese", "AU", visitor={"name": "Anthony Albanese", "country": "AU"}),
    ]
    modi, albanese = visits(make_book, guests, [claim]).values()
    assert (list(modi.meets), list(albanese.meets)) == (["albanese"], [])


def test_a_claim_on_an_event_that_contradicts_itself_changes_no_guest(make_book: MakeBook) -> None:
    off = on("event quad", "cancelled", confirmation={"state": "cancelled", "host": "announced"})
    book = agenda.load(make_book(files([EVENT, guest("modi", "IN")], [off])))
    modi = agenda.replay(book)["modi"]
    assert modi.confirmation.state != "cancelled"


def test_earlier_values_begin_with_the_visit_and_not_with_its_event(make_book: MakeBook) -> None:
    days: list[Claims] = [
        [EVENT],
        [on("event quad", dates="2024-06-20")],
        [on("event quad", "cancelled")],
        [guest("modi", "IN")],
        [on("biden", visitor={"name": "Biden", "country": "US"}, host=TOKYO)],
        [on("biden", event="quad")],
    ]
    file = (
        "visitor: {name: Modi, country: IN}\nevent: quad\nhost: {country: AU}\n"
        "confirmation: {state: cancelled}\n"
    )
    root = make_book({"agendas/modi.yaml": file, **files(*days)})
    assert " until " not in run("show", "modi", "--as-of", "2024-06-30", cwd=root).out
    shown = run("show", "biden", "--as-of", "2024-06-30", cwd=root).out
    assert "was rumoured until 15 June 2024" in shown
    assert "until 12 June" not in shown
