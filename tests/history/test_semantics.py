"""What a claim does to a visit: an example of each sentence of the semantics.

The examples are small books, read and replayed through the public API, so that they do not depend
on the functions behind it. A claim is written as `DAY SOURCE GRADE key=value ...`: the day is in
June 2024, the source is its own publisher unless it is `PUBLISHER/SOURCE`, `-` is no grade. A
claim whose day is `+` is in the report of the claim before it. The visit is opened on 1 May by a
claim that says only who goes where.
"""

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from msgspec.structs import replace

import agenda
from tests.builders import MakeBook
from tests.history.semantics import MERGES, RELATIONS, TWO, WARNINGS, Example
from tests.run import run

CONFIRMATION: Final = ("state", "visitor", "host", "because", "condition")
HOST: Final = ("country", "city", "timezone")
WHOLE: Final = ("dates", "kind", "occasion", "notes", "trip", "rejected")

LAST_DAY: Final = date(2024, 6, 30)


def parameters(examples: Sequence[Example]) -> list[Any]:
    return [
        pytest.param(example, id=f"{example.section} {example.sentence}") for example in examples
    ]


def flow(values: dict[str, Any]) -> str:
    """A map as YAML; JSON is read as YAML."""
    return json.dumps(values)


def claim_of(text: str) -> tuple[str, str, dict[str, Any]]:
    """The day, the publisher and the fields of a claim written as above."""
    day, source, grade, *pairs = text.split()
    publisher, _, person = source.partition("/")
    fields: dict[str, Any] = {"visit": "ru-vn", "according_to": person or publisher}
    if grade != "-":
        fields["grade"] = grade
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name in CONFIRMATION:
            fields.setdefault("confirmation", {})[name] = value
        elif name in HOST:
            fields.setdefault("host", {})[name] = value
        elif name in WHOLE:
            fields[name] = value
        elif name == "retracts":
            fields[name] = value.split(",")
        elif name != "cites":
            fields.setdefault("agenda", {})[name] = {"status": value}
    return day, publisher, fields


def book_files(claims: Sequence[str], host: str = "VN") -> dict[str, bytes | str]:
    """The reports of an example, by path."""
    country, _, city = host.partition(" ")
    opening = {
        "visit": "ru-vn",
        "according_to": "Desk",
        "visitor": {"name": "A", "country": "RU"},
        "host": {"country": country} | ({"city": city} if city else {}),
    }
    files: dict[str, Any] = {
        "seeds/2024-05-01-01.yaml": {
            "published": "2024-05-01",
            "publisher": "Desk",
            "claims": [opening],
        }
    }
    for number, text in enumerate(claims, 1):
        day, publisher, fields = claim_of(text)
        if day == "+":
            list(files.values())[-1]["claims"].append(fields)
            continue
        report = {"published": f"2024-06-{day:0>2}", "publisher": publisher, "claims": [fields]}
        if "cites=" in text:
            cited = int(text.split("cites=")[1].split()[0])
            report["cites"] = [report_id(cited, claims[cited - 1])]
        files[f"seeds/{report_id(number, text)}.yaml"] = report
    return {name: flow(content) for name, content in files.items()}


def report_id(number: int, text: str) -> str:
    return f"2024-06-{text.split(maxsplit=1)[0]:0>2}-{number:02}"


def load(make_book: MakeBook, claims: Sequence[str], host: str = "VN") -> agenda.Book:
    """The book of an example, whose reports are all valid."""
    files = book_files(claims, host)
    book = agenda.load(make_book(files))
    assert len(book.reports) == len(files), "a report is not valid"
    return book


def value_of(visit: agenda.Visit, name: str) -> str:
    """A value of a visit, by the short names of the examples."""
    if name in CONFIRMATION:
        return str(getattr(visit.confirmation, name, ""))
    if name in HOST:
        return str(getattr(visit.host, name, ""))
    if name in WHOLE:
        return str(getattr(visit, name))
    return visit.agenda[name].status if name in visit.agenda else ""


def values_of(visit: agenda.Visit, expected: str) -> dict[str, str]:
    return {name: value_of(visit, name) for name in pairs_of(expected)}


def pairs_of(expected: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in expected.split())


@pytest.mark.parametrize("example", parameters(MERGES))
def test_claims_make_of_a_visit_what_the_semantics_say(
    example: Example, make_book: MakeBook
) -> None:
    visit = agenda.replay(load(make_book, example.claims, example.host))["ru-vn"]
    assert values_of(visit, example.expected) == pairs_of(example.expected)


@pytest.mark.parametrize("example", parameters(RELATIONS))
def test_the_last_claim_relates_to_what_is_known_as_the_semantics_say(
    example: Example, make_book: MakeBook
) -> None:
    load(make_book, example.claims, example.host)
    folder = make_book({})
    (*_, day) = [date.fromisoformat(path.stem[:10]) for path in sorted(folder.glob("seeds/*"))]
    printed = run("log", "--format", "json", "--as-of", day.isoformat(), cwd=folder)
    (visit,) = json.loads(printed.out)["reports"][0]["visits"]
    relations = {fact["path"]: fact["verdict"] for fact in visit["facts"]}
    assert relations[example.path] == example.expected


@pytest.mark.parametrize("example", parameters(WARNINGS))
def test_contradicted_warns_as_the_semantics_say(example: Example, make_book: MakeBook) -> None:
    diagnostics = agenda.validate(load(make_book, example.claims), LAST_DAY)
    is_reported = any(diagnostic.rule == "contradicted" for diagnostic in diagnostics)
    assert is_reported == (example.expected == "yes")


def _kinds(folder: Path, path: str = "dates") -> list[str]:
    """The kinds of change of a fact in the log, the oldest first."""
    reports = json.loads(run("log", "--format", "json", cwd=folder).out)["reports"]
    return [
        change["kind"]
        for report in reversed(reports)
        for visit in report["visits"]
        for change in visit["changes"]
        if change["path"] == path
    ]


def _changes(folder: Path) -> set[tuple[str, str]]:
    """The paths and the kinds of the changes in the log."""
    return {
        (change["path"], change["kind"])
        for report in json.loads(run("log", "--format", "json", cwd=folder).out)["reports"]
        for visit in report["visits"]
        for change in visit["changes"]
    }


class TestDisputed:
    def test_the_log_has_disputed_and_settled_and_never_moved(self, make_book: MakeBook) -> None:
        load(make_book, (*TWO, "11 C B3 dates=2024-06-19"))
        assert _kinds(make_book({})) == ["set", "disputed", "settled"]

    def test_a_third_value_settles_a_dispute_and_moves_the_dates(self, make_book: MakeBook) -> None:
        load(make_book, (*TWO, "11 C B3 dates=2024-06-28"))
        folder = make_book({})
        assert _kinds(folder) == ["set", "disputed", "moved", "settled"]
        assert re.search("moved +dates +2024-06-19 → 2024-06-28", run("log", cwd=folder).out)

    def test_the_value_that_a_dispute_is_settled_against_is_in_the_log(
        self, make_book: MakeBook
    ) -> None:
        load(make_book, (*TWO, "11 C B3 dates=2024-06-25"))
        printed = run("log", cwd=make_book({})).out
        assert re.search("settled +dates +2024-06-19 → 2024-06-25", printed)

    def test_a_more_exact_value_settles_a_dispute_and_firms_the_dates(
        self, make_book: MakeBook
    ) -> None:
        claims = ("10 A B2 dates=[2024-06-18..2024-06-20]", "10 B B2 dates=2024-06-25")
        load(make_book, (*claims, "11 C B2 dates=2024-06-19"))
        assert _kinds(make_book({})) == ["set", "disputed", "firmed", "settled"]

    def test_status_has_the_other_value_and_the_file_does_not(self, make_book: MakeBook) -> None:
        load(make_book, TWO)
        folder = make_book({})
        for report in sorted(folder.glob("seeds/*")):
            assert run("apply", "--yes", report, cwd=folder).code == 0
        assert "2024-06-25" not in (folder / "agendas/ru-vn.yaml").read_text(encoding="utf-8")
        printed = run("status", "--as-of", "2024-06-10", cwd=folder).out
        assert "19 June" in printed
        assert "25 June" in printed

    def test_drift_compares_what_stands(self, make_book: MakeBook) -> None:
        load(make_book, TWO)
        file = "visitor: {name: A, country: RU}\nhost: {country: VN}\ndates: 2024-06-19\n"
        folder = make_book({"agendas/ru-vn.yaml": f"{file}confirmation: {{state: rumoured}}\n"})
        diagnostics = agenda.validate(agenda.load(folder), LAST_DAY)
        assert "drift" not in {diagnostic.rule for diagnostic in diagnostics}


OPEN: Final = 'candidates=[{"country":"CH","city":"Geneva"},{"country":"HU","city":"Budapest"}]'

ORGANIZATION: Final = (
    "visitor: {name: Ursula von der Leyen, organization: European Commission}\n"
    "host: {country: CN, timezone: Asia/Shanghai}\n"
    "confirmation: {state: tentative, visitor: preparing}\n"
)


def host_files(claims: Sequence[str], grades: Sequence[str] = ()) -> dict[str, bytes | str]:
    """A report a day on where a visit takes place; the first one opens it."""
    files: dict[str, bytes | str] = {}
    for number, text in enumerate(claims):
        host: dict[str, Any] = {}
        for pair in text.split():
            name, _, value = pair.partition("=")
            host[name] = json.loads(value) if name == "candidates" else value
        claim = {
            "visit": "ru-vn",
            "according_to": f"Source {number}",
            "grade": grades[number] if grades else "A1",
            "visitor": {"name": "A", "country": "RU"},
            "host": host,
            "confirmation": {"state": "tentative"},
        }
        day = f"2024-06-{11 + number}"
        report = {"published": day, "publisher": f"P{number}", "claims": [claim]}
        files[f"seeds/{day}-p.yaml"] = flow(report)
    return files


def _people(*meets: dict[str, Any]) -> dict[str, bytes | str]:
    """A report a day on whom a visitor meets."""
    files = host_files(["country=VN"] * len(meets))
    for (name, text), people in zip(list(files.items()), meets, strict=True):
        report = json.loads(text)
        report["claims"][0]["meets"] = people
        files[name] = flow(report)
    return files


class TestHost:
    def test_a_relocated_visit_is_in_its_former_country_before(self, make_book: MakeBook) -> None:
        book = load(make_book, ("10 A A1 country=SG",), "VN Hanoi")
        assert agenda.replay(book, date(2024, 6, 9))["ru-vn"].host.city == "Hanoi"
        assert agenda.replay(book, date(2024, 6, 10))["ru-vn"].host.country == "SG"

    def test_the_log_has_relocated(self, make_book: MakeBook) -> None:
        load(make_book, ("10 A A1 country=SG",))
        assert "relocated" in _kinds(make_book({}), "host.country")

    def test_a_claim_with_a_new_country_of_the_visitor_is_an_error(
        self, make_book: MakeBook
    ) -> None:
        files = book_files(("10 A A1 state=tentative",))
        claim = {
            "visit": "ru-vn",
            "according_to": "B",
            "visitor": {"name": "A", "country": "BY"},
            "confirmation": {"state": "tentative"},
        }
        report = {"published": "2024-06-11", "publisher": "B", "claims": [claim]}
        files["seeds/2024-06-11-b.yaml"] = flow(report)
        diagnostics = agenda.validate(agenda.load(make_book(files)), LAST_DAY)
        errors = [entry.location.file for entry in diagnostics if entry.severity == "error"]
        assert errors == ["seeds/2024-06-11-b.yaml"]

    def test_a_visit_that_relocates_to_its_visitor_is_reported(self, make_book: MakeBook) -> None:
        load(make_book, ("10 A A1 country=RU city=Moscow",))
        folder = make_book({})
        for report in sorted(folder.glob("seeds/*")):
            run("apply", "--yes", report, cwd=folder)
        rules = {entry.rule for entry in agenda.validate(agenda.load(folder), LAST_DAY)}
        assert "visitor-is-host" in rules

    @pytest.mark.parametrize(
        ("claims", "expected"),
        [
            ((OPEN,), "place not decided (Geneva or Budapest)"),
            ((OPEN, "country=HU city=Budapest"), "Budapest, Hungary"),
            ((OPEN, "country=HU"), "Hungary"),
            (("candidates=[]",), "place not known"),
            (("candidates=[]", OPEN), "place not decided (Geneva or Budapest)"),
            ((OPEN, "candidates=[]"), "place not decided (Geneva or Budapest)"),
            ((OPEN, f'{OPEN[:-1]},{{"country":"SG"}}]'), "place not decided (Geneva or Budapest)"),
            ((OPEN, 'candidates=[{"country":"SG"}]'), "place not decided (Singapore)"),
            (("country=HU city=Budapest", OPEN), "Budapest, Hungary"),
            (("country=SG", OPEN), "place not decided (Geneva or Budapest)"),
            ((OPEN, "country=SG", "candidates=[]"), "Singapore"),
        ],
    )
    def test_candidates_are_a_window_of_places(
        self, claims: tuple[str, ...], expected: str, make_book: MakeBook
    ) -> None:
        folder = make_book(host_files(claims))
        for report in sorted(folder.glob("seeds/*")):
            assert run("apply", "--yes", report, cwd=folder).code == 0
        book = agenda.load(folder)
        assert agenda.diff(book.visits, agenda.replay(book)) == ()
        line = run("status", "--as-of", "2024-06-20", cwd=folder).out.splitlines()[-1]
        assert f"A → {expected}  " in line

    def test_a_worse_source_does_not_open_a_decided_place(self, make_book: MakeBook) -> None:
        files = host_files(("country=SG", OPEN), grades=("A1", "C3"))
        visit = agenda.replay(agenda.load(make_book(files)))["ru-vn"]
        assert (visit.host.country, visit.host.candidates) == ("SG", None)

    def test_the_log_has_decided(self, make_book: MakeBook) -> None:
        make_book(host_files((OPEN, "country=HU city=Budapest")))
        assert ("host.country", "decided") in _changes(make_book({}))


class TestMeets:
    def test_people_are_merged_one_by_one(self, make_book: MakeBook) -> None:
        files = _people(
            {"kim": {"name": "Kim Jong Un", "status": "expected"}},
            {"kim": {"status": "proposed"}, "moon": {"status": "proposed"}},
            {"moon": {"status": "dropped"}, "kim": {"status": "met"}},
        )
        folder = make_book(files)
        first, second, third = (
            agenda.replay(agenda.load(folder), date(2024, 6, day))["ru-vn"].meets
            for day in (11, 12, 13)
        )
        assert {key: person.status for key, person in first.items()} == {"kim": "expected"}
        assert [person.status for person in second.values()] == ["expected", "proposed"]
        assert [person.status for person in third.values()] == ["met", "dropped"]
        assert third["kim"].name == "Kim Jong Un"
        assert _changes(folder) >= {
            ("meets.kim", "added"),
            ("meets.kim.status", "advanced"),
            ("meets.moon.status", "dropped"),
        }

    def test_reports_applied_in_order_give_the_replay(self, make_book: MakeBook) -> None:
        files = _people({"kim": {"status": "expected"}}, {"kim": {"status": "agreed"}, "moon": {}})
        folder = make_book(files)
        assert run("apply", "--yes", *sorted(folder.glob("seeds/*")), cwd=folder).code == 0
        book = agenda.load(folder)
        assert agenda.diff(book.visits, agenda.replay(book)) == ()
        printed = run("status", "--as-of", "2024-06-12", cwd=folder).out
        assert "A → Vietnam, to meet kim and moon  " in printed


class TestOrganizations:
    def test_an_organization_stands_in_place_of_a_country(self, make_book: MakeBook) -> None:
        folder = make_book({"agendas/eu-cn.yaml": ORGANIZATION})
        assert run("validate", "--as-of", "2024-06-12", cwd=folder).code == 0
        assert "European Commission preparing" in run("status", cwd=folder).out

    def test_another_spelling_of_it_is_the_same_visitor(self, make_book: MakeBook) -> None:
        claim = {
            "visit": "eu-cn",
            "according_to": "B",
            "visitor": {"name": "Ursula von der Leyen", "organization": "european commission"},
            "confirmation": {"state": "tentative"},
        }
        for organization, is_reported in (("european commission", False), ("NATO", True)):
            claim["visitor"] = {"name": "Ursula von der Leyen", "organization": organization}
            report = {"published": "2024-06-11", "publisher": "B", "claims": [claim]}
            files: dict[str, bytes | str] = {"agendas/eu-cn.yaml": ORGANIZATION}
            book = agenda.load(make_book(files | {"seeds/2024-06-11-b.yaml": flow(report)}))
            rules = {entry.rule for entry in agenda.validate(book, LAST_DAY)}
            assert ("other-visitor" in rules) == is_reported

    @pytest.mark.parametrize(
        ("code", "name"), [("EU", "European Union"), ("UN", "United Nations"), ("NATO", "NATO")]
    )
    def test_its_code_in_place_of_a_country_gets_a_hint(
        self, code: str, name: str, make_book: MakeBook
    ) -> None:
        text = ORGANIZATION.replace("organization: European Commission", f"country: {code}")
        folder = make_book({"agendas/eu-cn.yaml": text})
        printed = run("validate", "--format", "json", cwd=folder).out
        hints = [entry["hint"] for entry in json.loads(printed)["problems"]]
        assert [hint for hint in hints if hint and f"write `organization: {name}`" in hint]


class TestPostponed:
    def test_postponed_clears_the_dates_of_items(self, make_book: MakeBook) -> None:
        files = book_files(("10 A A1 dates=2024-06 energy=agreed", "12 A A1 state=postponed"))
        name, text = list(files.items())[1]
        report = json.loads(text)
        report["claims"][0]["agenda"]["energy"]["date"] = "2024-06-19"
        folder = make_book(files | {name: flow(report)})
        book = agenda.load(folder)
        (before,) = agenda.replay(book, date(2024, 6, 11)).values()
        assert str(before.agenda["energy"].date) == "2024-06-19"
        assert not agenda.replay(book)["ru-vn"].agenda["energy"].date
        assert ("agenda.energy.date", "cleared") in _changes(folder)


BY_HAND: Final = (
    "visitor: {name: Hand, role: President, country: RU}\n"
    "host: {country: VN, city: Hanoi}\n"
    "trip: asia\n"
    "dates: 2024-06-01\n"
    "confirmation: {state: doubtful}\n"
)
"""The file of a visit opened by hand."""


def _claims(*claims: str) -> dict[str, bytes | str]:
    """The reports of an example, without the opening claim."""
    return {name: text for name, text in book_files(claims).items() if "2024-05-01" not in name}


class TestReplay:
    def test_a_claimed_fact_is_never_taken_from_the_file(self, make_book: MakeBook) -> None:
        files = _claims("10 A A1 dates=2024-06-19 state=tentative")
        book = agenda.load(make_book(files | {"agendas/ru-vn.yaml": BY_HAND}))
        visit = agenda.replay(book)["ru-vn"]
        assert values_of(visit, "dates= state=") == pairs_of("dates=2024-06-19 state=tentative")

    def test_a_visit_opened_by_hand_has_its_visitor_and_its_host(self, make_book: MakeBook) -> None:
        files = _claims("10 A A1 state=tentative")
        book = agenda.load(make_book(files | {"agendas/ru-vn.yaml": BY_HAND}))
        visit = agenda.replay(book)["ru-vn"]
        assert (visit.visitor.name, visit.visitor.country) == ("Hand", "RU")
        assert values_of(visit, "country= city= dates=") == pairs_of("country=VN city=Hanoi dates=")

    def test_a_visit_opened_by_hand_has_nothing_else_of_its_file(self, make_book: MakeBook) -> None:
        files = _claims("10 A A1 state=tentative")
        book = agenda.load(make_book(files | {"agendas/ru-vn.yaml": BY_HAND}))
        visit = agenda.replay(book)["ru-vn"]
        assert (visit.visitor.role, visit.trip) == ("", "")

    def test_a_claimed_host_is_never_taken_from_the_file(self, make_book: MakeBook) -> None:
        files = _claims("10 A A1 country=SG state=tentative")
        book = agenda.load(make_book(files | {"agendas/ru-vn.yaml": BY_HAND}))
        visit = agenda.replay(book)["ru-vn"]
        assert values_of(visit, "country= city=") == pairs_of("country=SG city=")


class TestApply:
    def test_an_opened_visit_has_what_applied_reports_say(self, make_book: MakeBook) -> None:
        folder = make_book(book_files(("10 A A1 dates=2024-06-19",)))
        assert run("apply", "--yes", "seeds/2024-05-01-01.yaml", cwd=folder).code == 0
        assert "dates" not in (folder / "agendas/ru-vn.yaml").read_text(encoding="utf-8")

    def test_reports_applied_in_order_give_the_replay(self, make_book: MakeBook) -> None:
        folder = make_book(book_files(("10 A A1 dates=2024-06", "12 B B2 dates=2024-06-19")))
        assert run("apply", "--yes", *sorted(folder.glob("seeds/*")), cwd=folder).code == 0
        book = agenda.load(folder)
        assert agenda.diff(book.visits, agenda.replay(book)) == ()

    @pytest.mark.parametrize(
        ("late", "state", "dates"),
        [
            ("11 B A1 dates=2024-06-25", "tentative", "2024-06-19"),
            ("11 B A1 state=announced visitor=announced", "announced", "2024-06-19"),
        ],
    )
    def test_a_late_report_writes_the_difference_of_two_replays(
        self, late: str, state: str, dates: str, make_book: MakeBook
    ) -> None:
        claims = ("10 A A1 dates=2024-06 state=tentative", "12 A A1 dates=2024-06-19", late)
        files = book_files(claims)
        name, text = files.popitem()
        folder = make_book(files)
        assert run("apply", "--yes", *sorted(folder.glob("seeds/*")), cwd=folder).code == 0
        make_book({name: text})
        assert run("apply", "--yes", name, cwd=folder).code == 0
        book = agenda.load(folder)
        assert values_of(book.visits["ru-vn"], "state= dates=") == {"state": state, "dates": dates}
        assert agenda.diff(book.visits, agenda.replay(book)) == ()


class TestLaws:
    @pytest.mark.parametrize("example", MERGES, ids=lambda example: example.sentence)
    def test_a_claim_that_is_repeated_changes_nothing(
        self, example: Example, make_book: MakeBook
    ) -> None:
        once = agenda.replay(agenda.load(make_book(book_files(example.claims, example.host))))
        for name, text in book_files(example.claims, example.host).items():
            report = json.loads(text)
            report["claims"] = [claim for claim in report["claims"] for _ in range(2)]
            make_book({name: flow(report)})
        assert agenda.replay(agenda.load(make_book({}))) == once

    @pytest.mark.parametrize("example", MERGES, ids=lambda example: example.sentence)
    def test_a_replay_up_to_a_day_is_a_prefix(self, example: Example, make_book: MakeBook) -> None:
        book = agenda.load(make_book(book_files(example.claims, example.host)))
        for day in sorted({report.published for report in book.reports.values()}):
            reports = {
                name: report for name, report in book.reports.items() if report.published <= day
            }
            assert agenda.replay(book, day) == agenda.replay(_with_reports(book, reports))

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("10 A A1 dates=2024-06", "10 B C3 dates=2024-06-19"),
            ("10 A A1 state=tentative visitor=preparing", "10 B B2 state=announced host=announced"),
            ("10 A A1 energy=expected", "10 B D5 energy=agreed trade=proposed"),
            ("10 A A1 dates=2024-06-19", "11 B C3 state=tentative"),
        ],
    )
    def test_claims_that_do_not_exclude_each_other_commute(
        self, first: str, second: str, make_book: MakeBook
    ) -> None:
        before = agenda.replay(agenda.load(make_book(book_files((first, second)))))
        for path in make_book({}).glob("seeds/*"):
            path.unlink()
        swapped = (
            f"{first.split(maxsplit=1)[0]} {second.split(maxsplit=1)[1]}",
            f"{second.split(maxsplit=1)[0]} {first.split(maxsplit=1)[1]}",
        )
        after = agenda.replay(agenda.load(make_book(book_files(swapped))))
        assert agenda.diff(before, after) == ()

    def test_a_snapshot_does_not_differ_from_itself(self, make_book: MakeBook) -> None:
        visits = agenda.replay(load(make_book, TWO))
        assert agenda.diff(visits, visits) == ()


def _with_reports(book: agenda.Book, reports: dict[str, agenda.Report]) -> agenda.Book:
    """The book with only some of its reports."""
    files = tuple(file for file in book.report_files if file.id in reports)
    return replace(book, report_files=files)
