"""What the documents show is what the program prints."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from agenda.store.decode import decode_report, decode_visit
from agenda.yamlio.reader import read
from tests.documents import BLOCK, README, blocks, shown, text_of
from tests.run import ROOT, run

DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    *(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")),
]
STORY = "## A report arrives"
"""The section whose commands write, so that they are run in order in a copy of the book."""


def printed(command: str, cwd: Path = ROOT) -> str:
    """What a command line prints; `| head -n 5` is done here."""
    program, _, head = command.partition(" | head -n ")
    lines = run(*shlex.split(program)[1:], cwd=cwd).out.splitlines(keepends=True)
    return "".join(lines[: int(head)] if head else lines)


def story() -> str:
    """The text of the section whose commands write."""
    return README.partition(STORY)[2].partition("\n## ")[0]


def questions() -> list[tuple[str, str]]:
    """All commands that only ask, with the output that is shown."""
    # docs/ci.md asks about a change; tests/test_ci_page.py makes one.
    asking = (document for document in DOCUMENTS if document != "docs/ci.md")
    texts = [text_of(document).replace(story(), "") for document in asking]
    pairs = [pair for text in texts for block in blocks(text, "console") for pair in shown(block)]
    return [pair for pair in pairs if pair[0].startswith("agenda ")]


def test_the_two_commands_come_first() -> None:
    first = blocks(README, "console")[0]
    assert [command for command, _ in shown(first)] == ["make demo", "make test"]
    assert README.index("$ make demo") < README.index("##")


@pytest.mark.parametrize(
    ("command", "output"), questions(), ids=lambda text: text.partition("\n")[0]
)
def test_each_command_prints_what_is_shown(command: str, output: str) -> None:
    assert printed(command) == output


def test_a_report_arrives_as_it_is_told(tmp_path: Path) -> None:
    for folder in ("agendas", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    blocks = BLOCK.findall(story())
    assert [kind for kind, _ in blocks] == ["console", "yaml", "console"]
    for kind, block in blocks:
        if kind == "yaml":
            path = tmp_path / block.partition("\n")[0].removeprefix("# ")
            assert path.exists()
            path.write_text(block, encoding="utf-8")
            continue
        for command, output in shown(block):
            if command.startswith("agenda "):
                assert printed(command, cwd=tmp_path) == output


def test_the_makefile_s_demo_is_the_day_that_is_told() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "DEMO_DAY := 2024-06-12" in makefile
    assert "on the 12th of that month" in README


def test_the_yaml_that_is_shown_is_valid() -> None:
    report, visit = blocks(README, "yaml")
    assert decode_report(read("x.yaml", report.encode())).report
    assert decode_visit(read("x.yaml", visit.encode())).visit


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

    def keys(json_object: object) -> set[str]:
        if isinstance(json_object, list):
            return {key for value in json_object for key in keys(value)}
        if isinstance(json_object, dict):
            return {*json_object}.union(
                *(keys(value) for name, value in json_object.items() if name != "says")
            )
        return set()

    for text in printed:
        assert keys(json.loads(text)) <= named


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    text = text_of(document)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith("https://"):
            assert ((ROOT / document).parent / target).exists(), target
