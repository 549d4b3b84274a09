"""What the documents show is what the program prints."""

import json
import re
import shlex
from pathlib import Path

import pytest

from agenda.book.decode import decode_report, decode_visit
from agenda.book.source import read
from tests.run import ROOT, run

CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
YAML = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
README = (ROOT / "README.md").read_text(encoding="utf-8")


def shown(document: str) -> list[tuple[str, str]]:
    """Each command of a document's console blocks, with the output under it."""
    parts = (
        part.partition("\n")
        for block in CONSOLE.findall(document)
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    )
    return [(command, output) for command, _, output in parts]


def test_the_two_commands_come_first() -> None:
    assert [command for command, _ in shown(README)][:2] == ["make demo", "make test"]
    assert README.index("$ make demo") < README.index("##")


@pytest.mark.parametrize(
    ("command", "output"),
    [pair for pair in shown(README) if pair[0].startswith("agenda ")],
    ids=lambda text: text.partition("\n")[0],
)
def test_each_command_prints_what_is_shown(command: str, output: str) -> None:
    program, _, head = command.partition(" | head -n ")
    printed = run(*shlex.split(program)[1:]).out
    assert output == ("".join(printed.splitlines(keepends=True)[: int(head)]) if head else printed)


def test_the_makefile_s_demo_is_the_day_that_is_told() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "DEMO_DAY := 2024-06-12" in makefile
    assert "on the 12th of that month" in README


def test_the_yaml_that_is_shown_is_valid() -> None:
    visit, report = YAML.findall(README)
    assert decode_visit(read("x.yaml", visit.encode())).visit
    assert decode_report(read("x.yaml", report.encode())).report


def test_the_json_that_is_documented_is_what_is_printed() -> None:
    document = (ROOT / "docs/json.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", document))
    printed = [
        run("status", "--as-of", "2024-06-12", "--format", "json").out,
        run("countdown", "ru-vn-2024", "--format", "json").out,
        run("show", "ru-vn-2024", "--format", "json").out,
        run("log", "--format", "json").out,
        run("diff", "--since", "2024-06-12", "--format", "json").out,
    ]

    def keys(shape: object) -> set[str]:
        if isinstance(shape, list):
            return {key for one in shape for key in keys(one)}
        if isinstance(shape, dict):
            return {*shape}.union(*(keys(one) for name, one in shape.items() if name != "says"))
        return set()

    for text in printed:
        assert keys(json.loads(text)) <= named


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/json.md"])
def test_links_lead_somewhere(document: str) -> None:
    path = ROOT / document
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / Path(target)).exists(), target
