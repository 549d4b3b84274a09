import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agenda.output.ci import github
from agenda.services.check import CheckResult
from agenda.text.printable import escape_controls
from tests.output.ci.samples import (
    DIAGNOSTICS,
    ERROR_SENTENCE,
    ODD_NAME,
    RELATED_LINE,
    Sample,
    result_of,
    single,
    text_in_columns,
)

TOOLKIT_PROGRAM = """
import { readFileSync } from "node:fs";
import * as core from "@actions/core";
for (const [severity, message, location] of JSON.parse(readFileSync(0, "utf-8"))) {
  core[severity](message, location);
}
"""

TOOLKIT_NAMES = {
    "title": "title",
    "file": "file",
    "line": "startLine",
    "endLine": "endLine",
    "col": "startColumn",
    "endColumn": "endColumn",
}

Command = tuple[str, dict[str, str], str]


def parse(line: str) -> Command:
    """A command as the runner parses it: severity, properties and message."""
    _, head, message = line.split("::", 2)
    severity, _, properties = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in properties.split(","))
    return severity, {name: unescape(value) for name, value in pairs}, unescape(message)


def unescape(value: str) -> str:
    for code, character in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        value = value.replace(code, character)
    return value


def render(sample: Sample, base: str = "") -> str:
    return github.render(result_of(sample), base)


@pytest.fixture
def commands(sample: Sample) -> list[Command]:
    return [parse(line) for line in render(sample, "sub/").split("\n")]


def test_each_diagnostic_is_a_line_with_its_severity(commands: list[Command]) -> None:
    assert [severity for severity, _, _ in commands] == ["error", "warning", "notice"]


def test_no_diagnostics_result_in_no_output(sample: Sample) -> None:
    assert github.render(CheckResult(sample.book, ()), "") == ""


def test_odd_names_and_values_are_read_back_unchanged(commands: list[Command]) -> None:
    _, properties, message = commands[0]
    assert properties["title"] == "agenda: bad-country"
    assert properties["file"] == f"sub/{ODD_NAME}"
    assert message == f"{ERROR_SENTENCE}\nsub/{RELATED_LINE}"


def test_columns_count_code_points_and_the_end_is_exclusive(
    sample: Sample, commands: list[Command]
) -> None:
    properties = commands[0][1]
    columns = int(properties["col"]), int(properties["endColumn"])
    assert text_in_columns(sample.book, ODD_NAME, int(properties["line"]), *columns) == "RUS"


def test_a_span_of_several_lines_has_no_columns(commands: list[Command]) -> None:
    properties = commands[1][1]
    assert (properties["line"], properties["endLine"]) == ("1", "2")
    assert not {"col", "endColumn"} & properties.keys()


@example("100%0A, %3A", "%25 :: %0D")
@given(st.text(min_size=1), st.text(min_size=1))
def test_any_name_and_message_are_on_one_line_and_are_read_back(name: str, message: str) -> None:
    file = f"agendas/{name}.yaml"
    line = render(single(file, message))
    assert not {"\r", "\n"} & set(line)
    _, properties, read_back = parse(line)
    assert (properties["file"], read_back) == (escape_controls(file), escape_controls(message))


@pytest.mark.parametrize(("number", "annotated"), [(10, 10), (11, 9), (1_200, 9)])
def test_github_gets_ten_of_each_severity_and_the_rest_is_counted(
    sample: Sample, number: int, annotated: int
) -> None:
    lines = render(Sample(sample.book, DIAGNOSTICS * number)).split("\n")
    for severity in ("error", "warning", "notice"):
        commands = [line for line in lines if line.startswith(f"::{severity} ")]
        assert len(commands) == 10
        plain = [line for line in lines if f": {severity}[" in line and line[0] != ":"]
        assert len(plain) == number - annotated
        if plain:
            title, _, message = commands[-1].partition("::")[2].partition("::")
            assert title == f"{severity} title=agenda"
            assert message == f"{len(plain):,} more {severity}s, listed in the log of this step"


@pytest.mark.slow
def test_the_github_actions_toolkit_writes_the_same_output(sample: Sample, toolkit: Path) -> None:
    output = render(sample, "sub/")
    toolkit_input = [
        (severity, message, {TOOLKIT_NAMES[name]: value for name, value in properties.items()})
        for severity, properties, message in map(parse, output.split("\n"))
    ]
    completed = subprocess.run(
        ["node", "--input-type=module", "--eval", TOOLKIT_PROGRAM],
        cwd=toolkit,
        input=json.dumps(toolkit_input),
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    assert output == completed.stdout.removesuffix("\n")
