import json
import os
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sarif_pydantic import Level, Location, Result, Run, Sarif

from agenda.lint.all_rules import RULES
from agenda.output.ci import sarif
from agenda.output.wording import literal
from tests.builders import MakeBook
from tests.output.ci.books import BAD, ODD_NAME, Held, held, marked, one_problem


def read(text: str) -> Run:
    (run,) = Sarif.model_validate_json(text).runs
    return run


def run_of(bad: Held, base: str = "") -> Run:
    return read(sarif.text(bad.book, bad.found, base, RULES))


def told(bad: Held, rule: str) -> Result:
    (result,) = (result for result in run_of(bad).results or [] if result.rule_id == rule)
    return result


def place(location: Location) -> tuple[str, Any]:
    """The path of a location as the file system knows it, and the region there."""
    physical = location.physical_location
    assert physical is not None
    assert physical.artifact_location is not None
    assert physical.artifact_location.uri_base_id == "%SRCROOT%"
    uri = urlsplit(physical.artifact_location.uri or "")
    assert (uri.scheme, uri.netloc, uri.query, uri.fragment) == ("", "", "", "")
    return os.fsdecode(unquote_to_bytes(uri.path)), physical.region


def test_a_result_for_each_problem(bad: Held) -> None:
    run = run_of(bad, "sub/")
    results = run.results or []
    assert [result.rule_id for result in results] == [problem.rule for problem in bad.found]
    assert {place(result.locations[0])[0] for result in results if result.locations} == {
        f"sub/{name}" for name in (ODD_NAME, "agendas/bell.yaml")
    }


def test_a_result_leads_to_its_rule(bad: Held) -> None:
    run = run_of(bad)
    rules = run.tool.driver.rules or []
    assert [rule.id for rule in rules] == [rule.id for rule in RULES]
    for result in run.results or []:
        assert result.rule_index is not None
        assert rules[result.rule_index].id == result.rule_id


def test_a_rule_says_what_its_docstring_says(bad: Held) -> None:
    (rule,) = (rule for rule in run_of(bad).tool.driver.rules or [] if rule.id == "bad-country")
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


def test_no_problem_is_a_run_with_no_result(bad: Held) -> None:
    run = read(sarif.text(bad.book, [], "", RULES))
    assert run.results == []
    assert len(run.tool.driver.rules or []) == len(RULES)


def test_levels_are_what_the_book_sets(make_book: MakeBook) -> None:
    assert told(held(make_book(BAD)), "unsourced").level == Level.NOTE
    raised = BAD | {"agenda.yaml": "rules: {unsourced: warning}\n"}
    assert told(held(make_book(raised)), "unsourced").level == Level.WARNING


def test_regions_count_code_points(bad: Held) -> None:
    log = json.loads(sarif.text(bad.book, bad.found, "", RULES))
    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"
    (location,) = told(bad, "bad-country").locations or []
    file, region = place(location)
    assert marked(bad.book, file, region.start_line, region.start_column, region.end_column) == (
        "RUS"
    )


def test_a_region_of_several_lines(bad: Held) -> None:
    (location,) = told(bad, "wrong-shape").locations or []
    region = place(location)[1]
    assert (region.start_line, region.end_line) == (10, 11)


def test_a_message_links_to_related_places(bad: Held) -> None:
    result = told(bad, "duplicate-key")
    assert (result.message.text or "").split("\n") == [
        "`dates` is here twice, and the first is on line 3; keep one of the two",
        "[the first `dates`](1)",
    ]
    (related,) = result.related_locations or []
    file, region = place(related)
    assert (related.id, file, region.start_line) == (1, ODD_NAME, 3)


def test_fingerprints_are_unique(bad: Held) -> None:
    twice = Held(bad.book, [*bad.found, *bad.found])
    marks = [(result.partial_fingerprints or {}) for result in run_of(twice).results or []]
    assert len({mark[sarif.FINGERPRINT] for mark in marks}) == len(twice.found)


@given(st.text(), st.text())
def test_any_name_and_message_are_read_back(name: str, message: str) -> None:
    file = f"agendas/{name}.yaml"
    (result,) = read(sarif.text(*one_problem(file, message), "", RULES)).results or []
    (location,) = result.locations or []
    assert (place(location)[0], result.message.text) == (file, literal(message))


def test_a_name_that_is_no_text_is_named_by_its_bytes() -> None:
    text = sarif.text(*one_problem("agendas/\udcff.yaml", "odd"), "", RULES)
    assert '"agendas/%FF.yaml"' in text


@pytest.mark.slow
def test_the_official_schema_takes_it(bad: Held, sarif_schema: str) -> None:
    schema = jsonschema_rs.validator_for(json.loads(sarif_schema), validate_formats=True)
    for found in (bad.found, []):
        log = json.loads(sarif.text(bad.book, found, "sub/", RULES))
        assert [error.message for error in schema.iter_errors(log)] == []
    log["runs"][0]["results"] = [{"level": "notice"}]
    assert not schema.is_valid(log)
