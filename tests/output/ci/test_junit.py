import io

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml, TestCase, TestSuite

from agenda.lint.all_rules import RULES
from agenda.output.ci import junit
from agenda.output.wording import literal
from tests.output.ci.books import BAD, ODD_NAME, Held, one_problem


def read(text: str) -> TestSuite:
    (suite,) = JUnitXml.fromstring(text.encode())
    return suite


def told(bad: Held, rule: str) -> TestCase:
    suite = read(junit.text(bad.book, bad.found, ""))
    (case,) = (case for case in suite if case.name.startswith(f"{rule}: "))
    return case


def test_a_test_for_each_problem_and_each_file_without(bad: Held) -> None:
    suite = read(junit.text(bad.book, bad.found, "sub/"))
    files = [problem.fault.place.file for problem in bad.found]
    without = ["agendas/fine.yaml", "agenda.yaml"]
    assert [case.classname for case in suite] == [f"sub/{file}" for file in files + without]
    assert [case.name for case in suite if case.is_passed][-2:] == ["no problem", "no problem"]


def test_the_suite_counts_what_is_in_it(bad: Held) -> None:
    suite = read(junit.text(bad.book, bad.found, ""))
    said = suite.tests, suite.failures, suite.errors, suite.skipped
    suite.update_statistics()  # type: ignore[no-untyped-call]
    assert said == (suite.tests, suite.failures, suite.errors, suite.skipped)
    assert suite.failures == sum(problem.severity != "notice" for problem in bad.found)


def test_a_book_without_a_problem(bad: Held) -> None:
    suite = read(junit.text(bad.book, [], ""))
    assert (suite.tests, suite.failures) == (len(BAD), 0)


def test_errors_and_warnings_fail(bad: Held) -> None:
    (error,) = told(bad, "bad-country").result
    assert (error.type, error.message) == (
        "error",
        "`RUS` is not a country code; did you mean `RU` (Russia)?",
    )
    assert error.text == f"{ODD_NAME}:1:49: error[bad-country] {error.message}"
    (warning,) = told(bad, "topic-unknown").result
    assert warning.type == "warning"


def test_a_notice_passes_and_is_told(bad: Held) -> None:
    case = told(bad, "unsourced")
    assert case.is_passed
    assert case.system_out.startswith(f"{ODD_NAME}:1:1: notice[unsourced] ")


def test_related_places_are_lines_of_the_failure(bad: Held) -> None:
    (failure,) = told(bad, "duplicate-key").result
    assert failure.text.split("\n")[1:] == [f"{ODD_NAME}:3:1: the first `dates`"]


def test_markup_in_a_value_is_read_back(bad: Held) -> None:
    (failure,) = told(bad, "not-in-list").result
    assert r'`100%, sure:: <&> [so](1)\nor "not"`' in failure.message
    assert failure.message in failure.text


def test_no_two_tests_have_one_name(bad: Held) -> None:
    suite = read(junit.text(bad.book, [*bad.found, *bad.found], ""))
    names = {(case.classname, case.name) for case in suite}
    assert len(names) == suite.tests


@given(st.text(), st.text())
def test_any_name_and_message_are_well_formed(name: str, message: str) -> None:
    book, found = one_problem(f"agendas/{name}.yaml", f"m{message}")
    (case,) = read(junit.text(book, found, ""))
    (failure,) = case.result
    assert failure.message == literal(f"m{message}").replace("\ufffe", r"\ufffe").replace(
        "\uffff", r"\uffff"
    )


def test_what_xml_does_not_take_is_told_by_its_code() -> None:
    (case,) = read(junit.text(*one_problem("agendas/\udcff.yaml", "a\0b\x1b\uffff"), ""))
    assert case.classname == r"agendas/\udcff.yaml"
    assert case.name == RULES[0].id + r": a\x00b\x1b\uffff"


@pytest.mark.slow
def test_jenkins_schema_takes_it(bad: Held, junit_schema: str) -> None:
    schema = xmlschema.XMLSchema(io.StringIO(junit_schema))
    for found in (bad.found, []):
        schema.validate(junit.text(bad.book, found, "sub/"))
    assert not schema.is_valid('<testsuite name="agenda validate"/>')
