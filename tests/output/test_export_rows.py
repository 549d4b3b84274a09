import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from agenda.cli.commands.export import csv_command
from agenda.output.export_rows import TABLES, PersonRow, Rows, write_csv, write_jsonl
from tests.builders import VISIT, MakeBook
from tests.documents import text_of
from tests.run import ROOT, run, run_process
from tests.stories.books import book_on
from tools.morning_book import DAY, write_morning_book

Table = list[dict[str, str]]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """The folder of some books, each with a day."""
    morning = tmp_path_factory.mktemp("morning") / "book"
    write_morning_book(morning)
    return {
        "shipped": (ROOT, "2024-06-20"),
        "morning": (morning, str(DAY)),
        "story": (book_on("germany-angola-2024"), "2024-12-31"),
    }


def as_csv(book: Path, *options: str) -> Table:
    result = run("export", "csv", *options, cwd=book)
    assert result.code == 0, result.err
    return list(csv.DictReader(StringIO(result.out, newline=""), strict=True))


def as_jsonl(book: Path, *options: str) -> list[dict[str, Any]]:
    result = run("export", "jsonl", *options, cwd=book)
    assert result.code == 0, result.err
    return [json.loads(line) for line in result.out.splitlines()]


def as_cell(value: Any) -> str:
    """A value of a JSON object as the CSV has it, if it is not escaped."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@pytest.mark.parametrize("rows", TABLES)
@pytest.mark.parametrize("book", ["shipped", "morning", "story"])
def test_csv_and_jsonl_have_the_same_rows(
    books: dict[str, tuple[Path, str]], book: str, rows: str
) -> None:
    folder, day = books[book]
    table = as_csv(folder, "--rows", rows, "--as-of", day)
    objects = as_jsonl(folder, "--rows", rows, "--as-of", day)
    assert table == [{name: as_cell(value) for name, value in row.items()} for row in objects]
    assert table
    assert tuple(table[0]) == TABLES[rows].columns


@pytest.mark.parametrize("book", ["shipped", "morning", "story"])
def test_ids_join_the_tables(books: dict[str, tuple[Path, str]], book: str) -> None:
    folder, day = books[book]
    tables = {rows: as_csv(folder, "--rows", rows, "--as-of", day) for rows in TABLES}
    visits = {row["visit"] for row in tables["visits"]}
    reports = {path.stem for path in (folder / "seeds").glob("*.yaml")}
    assert len(visits) == len(tables["visits"])
    for rows, table in tables.items():
        assert {row["visit"] for row in table} <= visits, rows
    for row in tables["claims"] + tables["changes"]:
        assert row["report"] in reports
    for row in tables["visits"]:
        assert row["last_report"] in {"", *reports}
    keys = [(row["visit"], row["item"]) for row in tables["items"]]
    assert len(keys) == len(set(keys))
    keys_of_facts = [(row["report"], row["claim"], row["path"]) for row in tables["claims"]]
    assert len(keys_of_facts) == len(set(keys_of_facts))


def test_the_four_bounds_of_dates_are_iso_dates() -> None:
    rows = {row["visit"]: row for row in as_csv(ROOT, "--as-of", "2024-06-12")}
    names = ("earliest_start", "latest_start", "earliest_end", "latest_end")
    assert [rows["ru-vn-2024"][name] for name in names] == [
        "2024-06-19", "2024-06-19", "2024-06-20", "2024-06-20",
    ]  # fmt: skip
    assert [rows["ru-kp-2024"][name] for name in names] == [
        "2024-06-10", "2024-07-07", "2024-06-10", "2024-07-07",
    ]  # fmt: skip
    claims = as_csv(ROOT, "--rows", "claims")
    bounds = {tuple(row[name] for name in names) for row in claims if row["path"] == "dates"}
    assert ("2024-06-19", "2024-06-19", "2024-06-20", "2024-06-20") in bounds


def test_the_changes_are_those_of_the_log() -> None:
    entries = json.loads(run("log", "--format", "json").out)["reports"]
    expected = [
        (entry["id"], visit["id"], change["kind"], change["path"])
        for entry in reversed(entries)
        for visit in entry["visits"]
        for change in ([{"kind": "opened", "path": None}] if visit["opened"] else [])
        + visit["changes"]
    ]
    rows = as_jsonl(ROOT, "--rows", "changes")
    assert [(row["report"], row["visit"], row["kind"], row["path"]) for row in rows] == expected


@pytest.mark.parametrize("rows", TABLES)
def test_a_filter_selects_rows_of_its_visits(rows: str) -> None:
    table = as_csv(ROOT, "--rows", rows, "--country", "VN")
    assert {row["visit"] for row in table} == {"ru-vn-2024"}


def test_items_people_and_visits_have_the_fields_of_their_files(make_book: MakeBook) -> None:
    text = (
        "visitor: {name: A, role: President, organization: European Commission}\n"
        "host: {candidates: [{country: CH, city: Geneva}, {country: HU}]}\n"
        "event: quad\ninstead_of: b\nconfirmation: {state: rumoured}\n"
        "meets: {ken: {name: Ken, role: Minister, country: JP, status: agreed}}\n"
        "agenda: {tea: {title: Tea, date: 2026-12-10/2026-12-11, place: Nikko}}\n"
    )
    book = make_book({"agendas/a.yaml": text, "agendas/b.yaml": VISIT})
    visit = as_csv(book, "--event", "quad")[0]
    assert (visit["visitor_organization"], visit["host_candidates"], visit["meets"]) == (
        "European Commission", "Geneva or Hungary", "Ken",
    )  # fmt: skip
    assert (visit["event"], visit["instead_of"]) == ("quad", "b")
    (item,) = as_csv(book, "--rows", "items", "--event", "quad")
    assert (item["date"], item["place"]) == ("2026-12-10/2026-12-11", "Nikko")
    assert (item["earliest_start"], item["latest_end"]) == ("2026-12-10", "2026-12-11")
    visitor, met = as_csv(book, "--rows", "people", "--meets", "minister")
    assert (visitor["part"], visitor["organization"], visitor["status"]) == (
        "visitor", "European Commission", "",
    )  # fmt: skip
    assert (met["part"], met["key"], met["name"], met["status"]) == (
        "to meet", "ken", "Ken", "agreed",
    )  # fmt: skip


def test_changes_of_items_and_people_are_text(make_book: MakeBook) -> None:
    claim = (
        "  - {visit: a, according_to: P, meets: {lee: {name: Lee, organization: United Nations, "
        "status: proposed}}, agenda: {tea: {title: Tea, date: 2026-12-10, place: Nikko}}}\n"
    )
    report = f"published: 2026-11-20\npublisher: P\nclaims:\n{claim}"
    book = make_book({"agendas/a.yaml": VISIT, "seeds/r.yaml": report})
    after = {row["path"]: row["after"] for row in as_csv(book, "--rows", "changes")}
    assert after["meets.lee"] == "proposed, Lee, United Nations"
    assert after["agenda.tea"] == "Tea, 2026-12-10, Nikko"


def test_claims_on_a_visit_without_a_file_are_exported(make_book: MakeBook) -> None:
    report = "published: 2024-06-10\npublisher: P\nclaims: [{visit: a, according_to: B, notes: C}]"
    book = make_book({"seeds/a.yaml": report})
    assert [row["path"] for row in as_csv(book, "--rows", "claims")] == ["notes"]
    result = run("export", "csv", "--rows", "claims", "--country", "VN", cwd=book)
    assert result.out == ",".join(TABLES["claims"].columns) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(1)",
        "\t=1+1",
        "\n=1+1",
        "  =1+1",
        "＝1+1",
        '=HYPERLINK("https://example.org","x")',
    ],
)
def test_no_cell_runs_as_a_formula(make_book: MakeBook, text: str) -> None:
    value = json.dumps(text, ensure_ascii=False)
    report = (
        f"published: 2024-06-10\npublisher: {value}\ntitle: {value}\nclaims:\n"
        f"  - {{visit: a, according_to: {value}, notes: {value}, wording: {value}}}\n"
    )
    visit = VISIT.replace("name: A", f"name: {value}, role: {value}")
    visit += f"notes: {value}\nagenda: {{a: {{title: {value}, note: {value}}}}}\n"
    book = make_book({"agendas/a.yaml": visit, "seeds/b.yaml": report})
    for rows in TABLES:
        table = as_csv(book, "--rows", rows)
        cells = [cell for row in table for cell in row.values()]
        assert f"'{text}" in cells, rows
        assert [cell for cell in cells if re.match(r"\s*[=+\-@＝\t]", cell)] == [], rows
        assert text in [value for row in as_jsonl(book, "--rows", rows) for value in row.values()]


def test_texts_survive(make_book: MakeBook) -> None:
    name, notes = "محمود احمدی‌نژاد, 👨‍👩‍👧", 'one,\ntwo; "three"'
    visit = VISIT.replace("name: A", f"name: '{name}'") + f"notes: {json.dumps(notes)}\n"
    (row,) = as_csv(make_book({"agendas/a.yaml": visit}))
    assert (row["visitor"], row["notes"]) == (name, notes)


def test_what_changes_the_direction_of_writing_is_visible(make_book: MakeBook) -> None:
    book = make_book({"agendas/a.yaml": VISIT.replace("name: A", r'name: "a\u202eb"')})
    assert as_csv(book)[0]["visitor"] == r"a\u202eb"
    assert as_jsonl(book)[0]["visitor"] == "a\u202eb"
    assert "\u202e" not in run("export", "jsonl", cwd=book).out


def test_a_byte_order_mark_is_written_on_request() -> None:
    plain, marked = run("export", "csv").out, run("export", "csv", "--bom").out
    assert marked == "\ufeff" + plain
    assert plain.startswith("visit,")


def test_the_output_is_utf_8_in_any_locale(make_book: MakeBook) -> None:
    book = make_book({"agendas/a.yaml": VISIT.replace("name: A", "name: Łucja")})
    result = run_process("export", "csv", cwd=book, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert "a,Łucja," in result.out


def write_table(stream: StringIO, rows: Rows) -> None:
    write_csv(stream, TABLES["people"].columns, rows, bom=False)


@pytest.mark.parametrize("write", [write_table, write_jsonl])
def test_each_row_is_written_before_the_next_is_made(write: Any) -> None:
    stream = StringIO()

    def rows() -> Iterator[Struct]:
        for number in range(3):
            assert stream.getvalue().count(f"person {number - 1}") == (1 if number else 0)
            yield PersonRow("a", "visitor", f"person {number}", "", "RU", "", "", "")

    write(stream, rows())
    assert stream.getvalue().count("person") == 3


def test_what_no_visit_matches_is_said_on_standard_error() -> None:
    result = run("export", "jsonl", "--country", "NO")
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("No visit matches --country NO;")


def test_the_option_has_the_names_of_the_tables() -> None:
    (option,) = [option for option in csv_command.params if "--rows" in option.opts]
    assert list(option.type.choices) == list(TABLES)  # type: ignore[attr-defined]


@pytest.mark.parametrize("rows", TABLES)
def test_each_column_is_documented(rows: str) -> None:
    section = text_of("docs/export.md").partition(f"### `--rows {rows}`\n")[2].partition("\n##")[0]
    documented = [
        name
        for cell in re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", cell)
    ]
    assert documented == list(TABLES[rows].columns)


def test_days_of_dates_are_days() -> None:
    for row in as_csv(ROOT, "--rows", "changes"):
        assert str(date.fromisoformat(row["published"])) == row["published"]
