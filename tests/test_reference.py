"""The reference pages name every command, option and field, and say each thing once."""

import json
import re

import pytest

from agenda.cli.main import COMMANDS
from tests.run import ROOT, run
from tools.reference import EVERYWHERE, commands, files


def options(text: str) -> set[str]:
    return set(re.findall(r"^  (?:-h, )?(--[a-z-]+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", [*COMMANDS, "new report", "new visit"])
def test_each_command_has_its_help_there(name: str) -> None:
    section = commands().partition(f"## `agenda {name}`\n")[2].partition("\n## ")[0]
    printed = run(*name.split(), "--help").out
    everywhere = {f"--{option.replace('_', '-')}" for option in (*EVERYWHERE, "help")}
    assert COMMANDS.get(name, "") in " ".join(section.split())
    assert options(section) == options(printed) - everywhere


@pytest.mark.parametrize("kind", ["visit", "report", "book"])
def test_each_field_is_there_with_what_it_holds(kind: str) -> None:
    page = files()
    schema = json.loads((ROOT / f"agenda/schemas/{kind}.json").read_text(encoding="utf-8"))
    for definition in schema["$defs"].values():
        for name, field in definition["properties"].items():
            assert re.search(rf"^\| `(\S+\.)?{name}` \|", page, re.MULTILINE), name
            assert field.get("description", "") in page


def test_no_field_is_told_twice() -> None:
    fields = re.findall(r"^\| `([a-z_.\[\]KEY]+)` \| (?:required)? \|", files(), re.MULTILINE)
    assert "claims[].visit" in fields
    assert sorted(fields) == sorted(set(fields))
