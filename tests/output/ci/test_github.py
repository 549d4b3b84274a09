import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agenda.output.ci import github
from agenda.output.wording import literal
from tests.output.ci.books import ODD_NAME, Held, marked, one_problem

TOLD_BY_TOOLKIT = """
import { readFileSync } from "node:fs";
import * as core from "@actions/core";
for (const [severity, message, place] of JSON.parse(readFileSync(0, "utf-8"))) {
  core[severity](message, place);
}
"""

NAMES_OF_TOOLKIT = {
    "title": "title",
    "file": "file",
    "line": "startLine",
    "endLine": "endLine",
    "col": "startColumn",
    "endColumn": "endColumn",
}

Command = tuple[str, dict[str, str], str]


def read(line: str) -> Command:
    """A command as the runner takes it apart: severity, properties and message."""
    _, head, message = line.split("::", 2)
    severity, _, written = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in written.split(","))
    return severity, {name: unescaped(value) for name, value in pairs}, unescaped(message)


def unescaped(value: str) -> str:
    for code, character in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        value = value.replace(code, character)
    return value


def told(bad: Held, rule: str) -> Command:
    lines = github.text(bad.book, bad.found, "").split("\n")
    (line,) = (line for line in lines if f"agenda%3A {rule}," in line)
    return read(line)


def test_a_line_for_each_problem(bad: Held) -> None:
    lines = github.text(bad.book, bad.found, "sub/").split("\n")
    assert len(lines) == len(bad.found)
    assert (
        "::error title=agenda%3A control-character,file=sub/agendas/bell.yaml,line=1,endLine=1"
        ",col=26,endColumn=27::U+0007 is a control character; delete it"
    ) in lines


def test_no_problem_is_no_line(bad: Held) -> None:
    assert github.text(bad.book, [], "") == ""


def test_each_severity_has_its_command(bad: Held) -> None:
    assert told(bad, "bad-country")[0] == "error"
    assert told(bad, "topic-unknown")[0] == "warning"
    assert told(bad, "unsourced")[0] == "notice"


def test_odd_names_and_values_are_read_back_as_they_were(bad: Held) -> None:
    _, properties, message = told(bad, "not-in-list")
    assert properties["file"] == ODD_NAME
    assert r'`100%, sure:: <&> [so](1)\nor "not"`' in message


def test_related_places_are_lines_of_the_message(bad: Held) -> None:
    assert told(bad, "duplicate-key")[2].split("\n")[1:] == [f"{ODD_NAME}:3:1: the first `dates`"]


def test_columns_count_code_points_and_end_after_the_last(bad: Held) -> None:
    properties = told(bad, "bad-country")[1]
    columns = int(properties["col"]), int(properties["endColumn"])
    assert marked(bad.book, ODD_NAME, int(properties["line"]), *columns) == "RUS"


def test_a_stretch_of_several_lines_has_no_columns(bad: Held) -> None:
    properties = told(bad, "wrong-shape")[1]
    assert (properties["line"], properties["endLine"]) == ("10", "11")
    assert not {"col", "endColumn"} & properties.keys()


@example("100%0A, %3A", "%25 :: %0D")
@given(st.text(min_size=1), st.text(min_size=1))
def test_any_name_and_message_are_one_line_and_read_back(name: str, message: str) -> None:
    file = f"agendas/{name}.yaml"
    line = github.text(*one_problem(file, message), "")
    assert not {"\r", "\n"} & set(line)
    _, properties, said = read(line)
    assert (properties["file"], said) == (file, literal(message))


@pytest.mark.slow
def test_the_toolkit_of_github_actions_writes_the_same(bad: Held, toolkit: Path) -> None:
    ours = github.text(bad.book, bad.found, "sub/")
    wanted = [
        (severity, message, {NAMES_OF_TOOLKIT[name]: value for name, value in properties.items()})
        for severity, properties, message in map(read, ours.split("\n"))
    ]
    ran = subprocess.run(
        ["node", "--input-type=module", "--eval", TOLD_BY_TOOLKIT],
        cwd=toolkit,
        input=json.dumps(wanted),
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    assert ours == ran.stdout.removesuffix("\n")
