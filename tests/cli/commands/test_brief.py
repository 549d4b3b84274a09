import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.builders import VISIT, MakeBook
from tests.run import imported_by, run, run_on_terminal
from tools.morning_book import DAY

AS_OF = ("--as-of", str(DAY))
BRIEF = ("brief", *AS_OF)


def brief_of(folder: Path, *arguments: str) -> dict[str, Any]:
    result = run(*BRIEF, "--format", "json", *arguments, cwd=folder)
    assert (result.code, result.err) == (0, "")
    shown: dict[str, Any] = json.loads(result.out)
    return shown


def status_of(folder: Path) -> list[dict[str, Any]]:
    result = run("status", *AS_OF, "--all", "--format", "json", cwd=folder)
    visits: list[dict[str, Any]] = json.loads(result.out)["visits"]
    return visits


def ids(visits: list[dict[str, Any]]) -> set[str]:
    return {visit["id"] for visit in visits}


def report(day: str, claim: str, publisher: str = "Reuters") -> str:
    return f"published: {day}\npublisher: {publisher}\nclaims:\n  - {{visit: a, {claim}}}\n"


def test_the_brief_of_40_visits_fits_a_screen_of_40_lines(morning_book: Path) -> None:
    lines = run_on_terminal(*BRIEF, cwd=morning_book, NO_COLOR="1").out.splitlines()
    assert len(lines) <= 40
    assert lines[0] == "Brief for Tuesday 24 November 2026, with reports since Monday 23 November"


def test_each_part_has_the_visits_that_belong_there(morning_book: Path) -> None:
    brief, visits = brief_of(morning_book), status_of(morning_book)

    def in_phase(*phases: str) -> list[dict[str, Any]]:
        return [visit for visit in visits if visit["countdown"]["phase"] in phases]

    soon = [
        visit for visit in in_phase("upcoming", "any-day") if visit["countdown"]["days"][0] <= 7
    ]
    silent = [
        visit
        for visit in in_phase("upcoming", "any-day", "under-way", "undated")
        if (DAY - date.fromisoformat(visit["last_report"]["published"])).days > 14
    ]
    assert ids(brief["under_way"]) == ids(in_phase("under-way"))
    assert ids(brief["tomorrow"]) == {"de-gh-2026", "jp-ph-2026"}
    assert ids(brief["ahead"]) == ids(soon) - ids(brief["tomorrow"])
    assert ids(brief["overdue"]) == ids(in_phase("overdue"))
    assert ids(brief["disputed"]) == {visit["id"] for visit in visits if visit["disputed"]}
    assert ids(brief["silent"]) == ids(silent)
    assert len(silent) == 6


def test_the_changes_are_those_of_the_log_the_newest_first(morning_book: Path) -> None:
    since = str(DAY - timedelta(days=7))
    brief = brief_of(morning_book, "--since", since)
    log = run("log", *AS_OF, "--since", since, "--format", "json", cwd=morning_book)
    expected = [
        (report["id"], visit["id"], visit["changes"])
        for report in json.loads(log.out)["reports"]
        for visit in report["visits"]
        if visit["changes"]
    ]
    assert expected
    assert [
        (change["report"]["id"], change["visit"], change["changes"]) for change in brief["changed"]
    ] == expected


def test_the_problems_are_the_errors_and_warnings_of_validate(morning_book: Path) -> None:
    validated = run("validate", *AS_OF, "--format", "json", cwd=morning_book)
    expected = [
        diagnostic
        for diagnostic in json.loads(validated.out)["problems"]
        if diagnostic["severity"] != "notice"
    ]
    assert brief_of(morning_book)["problems"] == expected
    assert len(expected) == 4


def test_changes_are_sentences_with_names_and_not_ids(morning_book: Path) -> None:
    shown = run_on_terminal(*BRIEF, cwd=morning_book, NO_COLOR="1").out
    changed = shown.partition("Changed\n")[2].partition("\n\n")[0]
    assert "  Kazakhstan → Italy: dates firmed to 1–2 December … (Steppe Gazette)\n" in changed
    assert "Jordan → Spain: dates moved from 27 November to 2 December (Levant Ledger)" in changed
    assert "-2026" not in changed


def test_two_visits_between_the_same_countries_are_told_apart(make_book: MakeBook) -> None:
    opening = "according_to: X, host: {country: VN}, confirmation: {state: tentative}"
    claims = "".join(
        f"  - {{visit: {name}, visitor: {{name: {'N' * 40} {name}, country: RU}}, {opening}}}\n"
        for name in ("a", "b")
    )
    book = make_book(
        {"seeds/r.yaml": f"published: 2024-06-12\npublisher: {'P' * 40}\nclaims:\n{claims}"}
    )
    shown = run_on_terminal("brief", "--as-of", "2024-06-12", cwd=book, NO_COLOR="1").out
    assert f"{'N' * 40} a → Vietnam: new" in shown
    assert f"{'N' * 40} b → Vietnam: new" in shown


def test_the_default_is_since_the_last_working_day(make_book: MakeBook) -> None:
    book = make_book(
        {
            "agendas/a.yaml": VISIT,
            "seeds/thu.yaml": report("2024-06-13", "according_to: X, dates: 2024-06"),
            "seeds/fri.yaml": report("2024-06-14", "according_to: X, dates: 2024-06-19"),
        }
    )
    shown = run("brief", "--as-of", "2024-06-17", cwd=book).out
    assert shown.startswith(
        "Brief for Monday 17 June 2024, with reports since Friday 14 June\n"
        "To 24 Jun  A → Vietnam: rumoured, 19 June 2024, in 2 days\n"
        "Changed    A → Vietnam: dates firmed to 19 June (Reuters)\n"
    )
    earlier = run("brief", "--as-of", "2024-06-17", "--since", "thursday", cwd=book).out
    assert "Changed    A → Vietnam: dates set to June (Reuters)\n" in earlier.replace(
        "new, rumoured, in June", "dates set to June"
    )


def test_an_empty_brief_names_the_next_visit(make_book: MakeBook) -> None:
    claims = "".join(
        f"  - {{visit: {name}, according_to: X, visitor: {{name: {name.upper()}, country: RU}}, "
        f"host: {{country: VN}}, dates: 2024-07-{day}}}\n"
        for name, day in (("a", 24), ("b", 20))
    )
    report = f"published: 2024-05-30\npublisher: P\nclaims:\n{claims}"
    book = make_book({"seeds/p.yaml": report, "agenda.yaml": "rules: {drift: off}\n"})
    assert run("brief", "--as-of", "2024-06-12", cwd=book).out.endswith(
        "nothing has changed since Tuesday 11 June. The next is B → Vietnam, in 38 days.\n"
    )


def test_an_empty_brief_says_so_in_a_line(make_book: MakeBook) -> None:
    book = make_book({"agendas/a.yaml": VISIT, "agenda.yaml": "rules: {unsourced: off}\n"})
    result = run("brief", cwd=book)
    assert result.code == 0
    assert result.out.count("\n") == 1
    assert result.out.startswith("Nothing to report for ")
    assert run("brief", cwd=make_book({})).out.count("\n") == 1
    markdown = run("brief", "--format", "markdown", cwd=book).out
    assert markdown.startswith("# Brief for ")
    assert "Nothing to report" in markdown
    assert not any(
        value
        for value in json.loads(run("brief", "--format", "json", cwd=book).out).values()
        if isinstance(value, list)
    )


def test_a_filter_selects_visits_changes_and_problems(morning_book: Path) -> None:
    brief = brief_of(morning_book, "--host", "Lisbon", "--host", "Rome", "--since", "2026-09-01")
    lists = {name: visits for name, visits in brief.items() if isinstance(visits, list)}
    assert {change["visit"] for change in lists.pop("changed")} == {"kz-it-2026", "dz-pt-2026"}
    assert [diagnostic["rule"] for diagnostic in lists.pop("problems")] == ["contradicted"]
    assert {name: ids(visits) for name, visits in lists.items() if visits} == {
        "ahead": {"kz-it-2026"},
        "disputed": {"dz-pt-2026"},
    }
    nothing = run(*BRIEF, "--host", "Atlantis", cwd=morning_book)
    assert nothing.out.startswith("No visit matches --host Atlantis; in this book")


def test_a_pipe_and_markdown_leave_nothing_out(morning_book: Path) -> None:
    brief = brief_of(morning_book)
    text = run(*BRIEF, cwd=morning_book).out
    markdown = run(*BRIEF, "--format", "markdown", cwd=morning_book).out
    visits = [
        visit
        for part in ("under_way", "tomorrow", "ahead", "disputed", "overdue", "silent")
        for visit in brief[part]
    ]
    for name in {visit["visitor"]["name"] for visit in visits}:
        assert name in text
        assert name in markdown
    for change in brief["changed"]:
        assert f"{change['text']} ({change['report']['publisher']})\n" in text
    for diagnostic in brief["problems"]:
        assert diagnostic["message"] in text
    assert "\x1b" not in text


def test_markdown_links_the_publisher_and_obeys_nothing(make_book: MakeBook) -> None:
    url = "https://example.org/x"
    seed = report("2024-06-12", "according_to: X, dates: 2024-06-20", '"*P* [x](y)"')
    book = make_book(
        {
            "agendas/a.yaml": VISIT.replace("name: A", 'name: "# <b>A</b>"'),
            "seeds/r.yaml": seed.replace("claims:", f"url: {url}\nclaims:"),
        }
    )
    shown = run("brief", "--as-of", "2024-06-12", "--format", "markdown", cwd=book).out
    assert f"([\\*P\\* \\[x\\](y)](<{url}>))" in shown
    assert "<b>" not in shown.replace("\\<b\\>", "")


def test_a_broken_file_is_an_error_in_the_brief(make_book: MakeBook) -> None:
    result = run("brief", cwd=make_book({"agendas/a.yaml": VISIT, "agendas/b.yaml": "["}))
    assert result.code == 1
    assert "Problems   1 error" in result.out
    assert "agendas/b.yaml:1:" in result.out


def test_a_day_after_the_brief_is_refused(morning_book: Path) -> None:
    result = run(*BRIEF, "--since", "tomorrow", cwd=morning_book)
    assert (result.code, result.out) == (2, "")
    assert "--since 2026-11-25 comes after 2026-11-24, the day of the brief" in result.err


def test_the_first_and_the_last_day_of_all_have_a_brief(make_book: MakeBook) -> None:
    book = make_book({"agendas/a.yaml": VISIT, "seeds/r.yaml": report("0001-01-01", "dates: 9999")})
    for day in ("0001-01-01", "9999-12-31"):
        assert run("brief", "--as-of", day, cwd=book).code in {0, 1}


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 140])
def test_the_brief_fits_the_terminal(morning_book: Path, columns: int) -> None:
    from rich.cells import cell_len

    shown = run_on_terminal(*BRIEF, cwd=morning_book, columns=columns, NO_COLOR="1").out
    assert max(cell_len(line.rstrip()) for line in shown.splitlines()) <= columns


def test_the_brief_imports_few_modules() -> None:
    imported = imported_by("brief", "--as-of", "2024-06-12")
    assert imported.isdisjoint({"jsonschema_rs", "pendulum", "zoneinfo", "difflib"})
