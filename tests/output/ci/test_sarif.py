import json
import os
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sarif_pydantic import Level, Location, Run, Sarif

from agenda.model.diagnostic import Location as ModelLocation
from agenda.model.diagnostic import Span, TextEdit
from agenda.output.ci import sarif
from agenda.text.printable import escape_controls
from tests.output.ci.samples import (
    DIAGNOSTICS,
    ERROR_SENTENCE,
    FINE_NAME,
    ODD_NAME,
    Sample,
    result_of,
    single,
    text_in_columns,
)
from tests.run import ROOT


def text_of(sample: Sample, base: str = "") -> str:
    return sarif.render(result_of(sample), base)


def render(sample: Sample, base: str = "") -> Run:
    (run,) = Sarif.model_validate_json(text_of(sample, base)).runs
    return run


@pytest.fixture
def run(sample: Sample) -> Run:
    return render(sample, "sub/")


def resolve(location: Location) -> tuple[str, Any]:
    """The decoded path of a location, and its region."""
    physical = location.physical_location
    assert physical is not None
    assert physical.artifact_location is not None
    assert physical.artifact_location.uri_base_id == "%SRCROOT%"
    uri = urlsplit(physical.artifact_location.uri or "")
    assert (uri.scheme, uri.netloc, uri.query, uri.fragment) == ("", "", "", "")
    return os.fsdecode(unquote_to_bytes(uri.path)), physical.region


def test_each_diagnostic_is_a_result_with_its_level(run: Run) -> None:
    results = run.results or []
    assert [(result.rule_id, result.level) for result in results] == [
        ("bad-country", Level.ERROR),
        ("topic-unknown", Level.WARNING),
        ("unsourced", Level.NOTE),
    ]
    paths = {resolve(result.locations[0])[0] for result in results if result.locations}
    assert paths == {f"sub/{ODD_NAME}"}


def test_a_result_refers_to_its_rule(run: Run) -> None:
    rules = run.tool.driver.rules or []
    assert {rule.id for rule in rules} == {result.rule_id for result in run.results or []}
    for result in run.results or []:
        assert result.rule_index is not None
        assert rules[result.rule_index].id == result.rule_id


def test_a_rule_has_the_parts_of_its_documentation(run: Run) -> None:
    (rule,) = (rule for rule in run.tool.driver.rules or [] if rule.id == "bad-country")
    assert rule.short_description is not None
    assert rule.full_description is not None
    assert rule.help is not None
    assert rule.default_configuration is not None
    assert rule.default_configuration.level == Level.ERROR
    summary = rule.short_description.text
    assert summary
    assert (rule.full_description.text or "").startswith(summary)
    assert (rule.help.markdown or "").startswith(rule.full_description.text or "")
    assert (rule.help.markdown or "").count("```") == 4
    assert "```" not in (rule.help.text or "```")


def test_no_diagnostics_result_in_a_run_without_results(sample: Sample) -> None:
    run = render(Sample(sample.book, ()))
    assert run.results == []
    assert run.tool.driver.rules == []


def test_regions_count_code_points(sample: Sample, run: Run) -> None:
    log = json.loads(text_of(sample))
    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"
    (location,) = (run.results or [])[0].locations or []
    region = resolve(location)[1]
    columns = region.start_column, region.end_column
    assert text_in_columns(sample.book, ODD_NAME, region.start_line, *columns) == "RUS"


def test_a_region_of_several_lines_has_its_first_and_last_line(run: Run) -> None:
    (location,) = (run.results or [])[1].locations or []
    region = resolve(location)[1]
    assert (region.start_line, region.end_line) == (1, 2)


def test_a_message_links_to_related_locations(run: Run) -> None:
    result = (run.results or [])[0]
    assert (result.message.text or "").split("\n") == [
        ERROR_SENTENCE.replace("[so]", r"\[so]"),  # which is no link
        r"[see \[this\]](1)",
    ]
    (related,) = result.related_locations or []
    file, region = resolve(related)
    assert (related.id, file, region.start_line) == (1, f"sub/{ODD_NAME}", 2)


FIXED = replace(
    DIAGNOSTICS[0],
    fix=(
        TextEdit(ModelLocation(ODD_NAME, ("visitor", "country")), "RUS", "RU"),
        TextEdit(ModelLocation(FINE_NAME, Span(1, 1, 1, 1)), "", "# [é]\n"),
    ),
)


def test_a_fix_has_its_edits_by_file(sample: Sample) -> None:
    log = json.loads(text_of(Sample(sample.book, (FIXED, DIAGNOSTICS[2])), "sub/"))
    fixed, other = log["runs"][0]["results"]
    assert "fixes" not in other
    (fix,) = fixed["fixes"]
    assert fix["description"]["text"] == "write `RU`"
    odd, fine = fix["artifactChanges"]
    (edit,) = odd["replacements"]
    region = edit["deletedRegion"]
    columns = region["startColumn"], region["endColumn"]
    assert text_in_columns(sample.book, ODD_NAME, region["startLine"], *columns) == "RUS"
    assert edit["insertedContent"] == {"text": "RU"}
    assert unquote_to_bytes(fine["artifactLocation"]["uri"]).decode() == f"sub/{FINE_NAME}"
    assert fine["replacements"][0]["insertedContent"] == {"text": "# [é]\n"}


def test_fingerprints_are_unique(sample: Sample) -> None:
    run = render(Sample(sample.book, DIAGNOSTICS * 2))
    fingerprints = [(result.partial_fingerprints or {}) for result in run.results or []]
    assert len({by_kind[sarif.FINGERPRINT] for by_kind in fingerprints}) == 2 * len(DIAGNOSTICS)


@given(st.text(), st.text())
def test_any_name_and_message_are_read_back(name: str, message: str) -> None:
    file = f"agendas/{name}.yaml"
    (result,) = render(single(file, message)).results or []
    (location,) = result.locations or []
    assert (resolve(location)[0], result.message.text) == (file, escape_controls(message))


def test_a_name_that_is_not_text_is_percent_encoded() -> None:
    assert '"agendas/%FF.yaml"' in text_of(single("agendas/\udcff.yaml", "odd"))


@pytest.mark.slow
def test_output_conforms_to_the_official_schema(sample: Sample, sarif_schema: str) -> None:
    schema = jsonschema_rs.validator_for(json.loads(sarif_schema), validate_formats=True)
    samples = (Sample(sample.book, diagnostics) for diagnostics in (DIAGNOSTICS, (FIXED,), ()))
    bad_book = (ROOT / "tests/cases/bad-book/sarif.out").read_text(encoding="utf-8")
    for text in (bad_book, *(text_of(each, "sub/") for each in samples)):
        log = json.loads(text)
        assert [error.message for error in schema.iter_errors(log)] == []
    log["runs"][0]["results"] = [{"level": "notice"}]
    assert not schema.is_valid(log)
