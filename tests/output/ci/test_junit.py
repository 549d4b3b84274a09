import io

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml, TestSuite

from agenda.output.ci import junit
from agenda.text.printable import escape_controls
from tests.output.ci.samples import (
    DIAGNOSTICS,
    ERROR_SENTENCE,
    FILES,
    FINE_NAME,
    ODD_NAME,
    RELATED_LINE,
    Sample,
    result_of,
    single,
)
from tests.run import ROOT


def text_of(sample: Sample, base: str = "", *, strict: bool = True) -> str:
    return junit.render(result_of(sample, strict=strict), base)


def render(sample: Sample, base: str = "", *, strict: bool = True) -> TestSuite:
    (suite,) = JUnitXml.fromstring(text_of(sample, base, strict=strict).encode())
    return suite


def test_each_diagnostic_and_each_file_without_one_is_a_test(sample: Sample) -> None:
    suite = render(sample, "sub/")
    files = [ODD_NAME, ODD_NAME, ODD_NAME, FINE_NAME, "agenda.yaml"]
    assert [case.classname for case in suite] == [f"sub/{file}" for file in files]
    assert [case.name for case in suite][1:] == [
        "topic-unknown: two lines",
        "unsourced: on line 2",
        "no problem",
        "no problem",
    ]


def test_the_suite_counts_its_tests(sample: Sample) -> None:
    suite = render(sample)
    counts = suite.tests, suite.failures, suite.errors, suite.skipped
    suite.update_statistics()  # type: ignore[no-untyped-call]
    assert counts == (suite.tests, suite.failures, suite.errors, suite.skipped) == (5, 2, 0, 0)


def test_a_book_without_diagnostics_passes(sample: Sample) -> None:
    suite = render(Sample(sample.book, ()))
    assert (suite.tests, suite.failures) == (len(FILES), 0)


def test_in_a_strict_check_errors_and_warnings_are_failures_with_all_details(
    sample: Sample,
) -> None:
    error, warning = [failure for case in render(sample) for failure in case.result][:2]
    assert (error.type, error.message) == ("error", ERROR_SENTENCE)
    assert error.text.split("\n") == [
        f"{ODD_NAME}:1:47: error[bad-country] {ERROR_SENTENCE}",
        RELATED_LINE,
    ]
    assert warning.type == "warning"


def test_a_notice_passes_and_is_in_the_output(sample: Sample) -> None:
    case = list(render(sample))[2]
    assert case.is_passed
    assert case.system_out == f"{ODD_NAME}:2:8: notice[unsourced] on line 2; look"


def test_a_warning_fails_only_if_the_check_is_strict(sample: Sample) -> None:
    suite = render(sample, strict=False)
    assert suite.failures == 1
    warning = list(suite)[1]
    assert warning.is_passed
    assert warning.system_out == f"{ODD_NAME}:1:1: warning[topic-unknown] two lines"


def test_test_names_are_unique(sample: Sample) -> None:
    suite = render(Sample(sample.book, DIAGNOSTICS * 2))
    assert len({(case.classname, case.name) for case in suite}) == suite.tests


@given(st.text(), st.text())
def test_any_name_and_message_are_well_formed(name: str, message: str) -> None:
    (case,) = render(single(f"agendas/{name}.yaml", f"m{message}"))
    (failure,) = case.result
    assert failure.message == escape_controls(f"m{message}").replace("\ufffe", r"\ufffe").replace(
        "\uffff", r"\uffff"
    )


def test_characters_that_xml_forbids_are_escaped() -> None:
    (case,) = render(single("agendas/\udcff.yaml", "a\0b\x1b\uffff"))
    assert case.classname == r"agendas/\udcff.yaml"
    assert case.name == r"yaml-syntax: a\x00b\x1b\uffff"


@pytest.mark.slow
def test_output_conforms_to_the_schema_of_jenkins(sample: Sample, junit_schema: str) -> None:
    schema = xmlschema.XMLSchema(io.StringIO(junit_schema))
    schema.validate(text_of(sample, "sub/"))
    schema.validate(text_of(sample, "sub/", strict=False))
    schema.validate(text_of(Sample(sample.book, ())))
    schema.validate((ROOT / "tests/cases/bad-book/junit.out").read_text(encoding="utf-8"))
    assert not schema.is_valid('<testsuite name="agenda validate"/>')
