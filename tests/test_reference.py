"""The reference pages list every command, option and field once."""

import json
import re

import pytest

from agenda.cli.main import COMMANDS
from tests.run import ROOT, run
from tools.reference import COMMON_OPTIONS, commands, files


def options(text: str) -> set[str]:
    return set(re.findall(r"^  (?:-h, )?(--[a-z-]+)", text, re.MULTILINE))


@pytest.mark.parametrize(
    "name", [*COMMANDS, "new report", "new visit", "export ics", "export csv", "export jsonl"]
)
def test_each_command_is_documented_with_its_options(name: str) -> None:
    section = commands().partition(f"## `agenda {name}`\n")[2].partition("\n## ")[0]
    printed = run(*name.split(), "--help").out
    common_options = {f"--{option.replace('_', '-')}" for option in (*COMMON_OPTIONS, "help")}
    assert COMMANDS.get(name, "") in " ".join(section.split())
    assert options(section) == options(printed) - common_options


@pytest.mark.parametrize("kind", ["visit", "report", "book"])
def test_each_field_is_documented_with_its_description(kind: str) -> None:
    page = files()
    schema = json.loads((ROOT / f"agenda/schemas/{kind}.json").read_text(encoding="utf-8"))
    for definition in schema["$defs"].values():
        for name, field in definition["properties"].items():
            assert re.search(rf"^\| `(\S+\.)?{name}` \|", page, re.MULTILINE), name
            assert field.get("description", "") in page


def test_no_field_is_documented_twice() -> None:
    fields = re.findall(r"^\| `([a-z_.\[\]KEY]+)` \| (?:required)? \|", files(), re.MULTILINE)
    assert "claims[].visit" in fields
    assert sorted(fields) == sorted(set(fields))
