"""The benchmark computes its results correctly, regardless of the speed of the machine."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from agenda.lint.rule import EXAMPLE_DAY
from agenda.lint.runner import lint
from agenda.store.book import load
from tests.run import ROOT
from tools.bench import report
from tools.bench.books import Trip, trips, write_book
from tools.bench.graph import graph
from tools.bench.growth import exponent
from tools.bench.measure import Case, Failed, run, side_by_side, spread
from tools.bench.result import Budget, Growth, Measurement, Section


@pytest.mark.parametrize("power", [0, 0.5, 1, 1.1, 2])
def test_the_exponent_of_a_power_law_is_computed(power: float) -> None:
    sizes = [100, 1_000, 10_000]
    assert exponent(sizes, [3 * size**power for size in sizes]) == pytest.approx(power)


def test_the_exponent_is_fitted_to_all_points() -> None:
    assert exponent([1, 10, 100], [1, 100, 100]) == pytest.approx(1)


def test_growth_is_computed_above_the_floor() -> None:
    growth = Growth("it", "files", (10, 100, 1_000), (0.11, 0.2, 1.1), floor=0.1)
    assert growth.exponent == pytest.approx(1)


def test_a_budget_is_compared_with_the_rounded_value() -> None:
    assert Budget("it", 2.004, 2.0).is_met
    assert not Budget("it", 2.01, 2.0).is_met
    assert Budget("it", 10.0, 10.0, is_least=True).is_met
    assert not Budget("it", 9.9, 10.0, is_least=True).is_met


def test_noise_is_the_interquartile_range_over_the_median() -> None:
    assert spread([1.0, 2.0, 2.0, 2.0, 9.0]) == 0
    assert spread([1.0, 2.0, 3.0, 4.0, 5.0]) == pytest.approx(2 / 3)
    assert spread([1.0]) == 0


def test_columns_of_a_table_are_aligned() -> None:
    assert report.table(("what", "s"), [("a", "0.100"), ("longer", "")]) == (
        "| what   | s     |\n| ------ | ----- |\n| a      | 0.100 |\n| longer |       |\n"
    )


def test_the_page_explains_a_missed_budget() -> None:
    budgets = (Budget("quick", 1.0, 1.3), Budget("small", 170.4, 150, "MB", why="it keeps texts"))
    row = Measurement("it", 0.25, "that", 2.0, 170.4)
    growth = Growth("it", "files", (10, 100, 1_000), (0.1, 1.0, 10.0))
    section = Section("One", "A description.", (row,), 0.031, (growth,), budgets)
    page = report.markdown(report.Machine("Python 3", 2), [section])
    assert "| quick | 1.00 ×   | at most 1.30 × | yes          |" in page
    assert "| small | 170 MB   | at most 150 MB | no, by 20 MB |" in page
    assert "- Missed, small: it keeps texts.\n" in page
    assert "| it   | 0.250   | 2.00 × | that    | 170 MB      |" in page
    assert "10 → 100 → 1,000 | 0.100 → 1.000 → 10.000 | 1.00 " in page
    assert "A description.\n" in page
    assert "Noise: 3.1%." in page


def test_a_large_book_is_reproducible_and_has_no_errors(tmp_path: Path) -> None:
    assert Trip(7).visits() == Trip(7).visits() != Trip(8).visits()
    assert write_book(tmp_path, 24) == 24 + 80
    book = load(tmp_path)
    assert [
        diagnostic
        for diagnostic in lint(book, lambda _: EXAMPLE_DAY)
        if diagnostic.severity == "error"
    ] == []
    assert (len(book.visits), len(book.reports)) == (24, 80)
    urls = [report.url for report in book.reports.values() if report.url]
    assert len(set(urls)) == len(urls) > 0
    assert len({visit.dates.earliest_start for visit in book.visits.values()}) > 20
    assert all(book.reports.keys() >= set(report.cites) for report in book.reports.values())


def test_files_of_a_large_book_have_different_paths() -> None:
    paths = [path for trip in trips(150) for path in (*trip.visits(), *trip.reports())]
    assert len(paths) == len(set(paths))


def test_a_command_may_report_its_own_time() -> None:
    def case(code: str) -> Case:
        return Case((sys.executable, "-c", code), ROOT, prints_seconds=True)

    result = run(case("import sys; x = bytearray(80_000_000); print('so: 1.5', file=sys.stderr)"))
    assert result.seconds == 1.5
    assert result.peak > 80
    with pytest.raises(Failed, match="no such thing"):
        run(case("raise SystemExit('no such thing')"))


def test_ratios_are_computed_from_the_rounds() -> None:
    def case(seconds: str) -> Case:
        code = f"import sys; sys.stderr.write('{seconds}')"
        return Case((sys.executable, "-S", "-c", code), ROOT, prints_seconds=True)

    measured = side_by_side({"first": case("3"), "second": case("1.5")}, rounds=2)
    assert measured.ratio("first", "second") == 2
    assert measured.seconds("first") == 3
    assert len(measured.runs["second"]) == 2


def test_a_cost_that_is_proportional_is_drawn_beside_the_line_that_says_so() -> None:
    growth = Growth("it & that", "files", (10, 100, 1_000), (0.1, 1.0, 10.0))
    root = ElementTree.fromstring(graph([growth]))  # noqa: S314
    paths = [each.get("d", "").strip("M").split("L") for each in root.iter() if each.get("fill")]
    lines = [[tuple(map(float, point.split(","))) for point in path] for path in paths if path[1:]]
    thin, cost = ([end[1] - start[1] for start, end in ((line[0], line[-1]),)] for line in lines)
    assert thin == pytest.approx(cost)
    assert "it & that, by files: 1.00" in [each.text for each in root.iter()]


@pytest.mark.slow
def test_the_quick_benchmark_has_every_section(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.bench", "--quick", "--out", str(tmp_path)]
    completed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert completed.returncode == 0, completed.stderr
    page = (tmp_path / "performance.md").read_text(encoding="utf-8")
    document = json.loads((tmp_path / "performance.json").read_text(encoding="utf-8"))
    titles = [section["title"] for section in document["sections"]]
    assert titles == ["Start-up", "Validating", "Everyday commands", "Crowded files", "Comparing"]
    for section in document["sections"]:
        assert f"## {section['title']}\n" in page
        assert f"## {section['title']}\n" in completed.stdout
        assert all(row["seconds"] > 0 for row in section["rows"])
        assert section["budgets"]
        if section["growths"]:
            name = section["title"].lower().replace(" ", "-")
            root = ElementTree.parse(tmp_path / "pictures" / f"growth-{name}.svg").getroot()  # noqa: S314
            assert len(list(root.iter())) > 2 * len(section["growths"])
