"""The program prints what the documents show."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from agenda.store.decode import decode_report, decode_visit
from agenda.yamlio.reader import read
from tests.documents import (
    BLOCK,
    README,
    WIDTH,
    blocks,
    commands_in,
    is_documented,
    text_of,
    without_trailing_spaces,
)
from tests.run import ROOT, run, run_on_terminal

DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    *(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")),
]
WRITING_SECTION = "## A report arrives"
"""The section whose commands write files; they are run in order, in a copy of the book."""


def printed(command: str, cwd: Path = ROOT) -> str:
    """The output of a command on a terminal, without spaces at the ends of lines."""
    arguments = shlex.split(command)[1:]
    result = run_on_terminal(*arguments, columns=WIDTH, cwd=cwd, NO_COLOR="1", AGENDA_PAGER="")
    return without_trailing_spaces(result.out)


def writing_section() -> str:
    """The text of the section whose commands write files."""
    return README.partition(WRITING_SECTION)[2].partition("\n## ")[0]


def read_only_commands() -> list[tuple[str, str]]:
    """All commands that write nothing, with their documented output."""
    # The command in docs/ci.md needs a changed book: see tests/test_ci_page.py.
    others = {"docs/ci.md", "docs/claims.md"}
    documents = (document for document in DOCUMENTS if document not in others)
    texts = [text_of(document).replace(writing_section(), "") for document in documents]
    pairs = [
        pair for text in texts for block in blocks(text, "console") for pair in commands_in(block)
    ]
    return [pair for pair in pairs if pair[0].startswith("agenda ")]


def test_the_readme_begins_with_make_demo_and_make_test() -> None:
    first = blocks(README, "console")[0]
    assert [command for command, _ in commands_in(first)] == ["make demo", "make test"]
    assert README.index("$ make demo") < README.index("##")


@pytest.mark.parametrize(
    ("command", "output"), read_only_commands(), ids=lambda text: text.partition("\n")[0]
)
def test_each_command_prints_the_documented_output(command: str, output: str) -> None:
    assert is_documented(printed(command), output), printed(command)


def test_the_commands_that_apply_a_report_print_the_documented_output(tmp_path: Path) -> None:
    for folder in ("agendas", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    blocks = BLOCK.findall(writing_section())
    assert [kind for kind, _ in blocks] == ["console", "yaml", "console"]
    follow(blocks, tmp_path)


def test_the_page_on_claims_prints_what_its_reports_make_of_an_empty_book(tmp_path: Path) -> None:
    for folder in ("agendas", "seeds"):
        (tmp_path / folder).mkdir()
    follow(BLOCK.findall(text_of("docs/claims.md")), tmp_path)


def follow(blocks: list[tuple[str, str]], book: Path) -> None:
    """Write the files that blocks of a page show, and run its commands, in their order."""
    for kind, block in blocks:
        if kind == "yaml":
            path = book / block.partition("\n")[0].removeprefix("# ")
            path.write_text(block, encoding="utf-8")
            continue
        for command, output in commands_in(block):
            if command.startswith("agenda "):
                assert is_documented(printed(command, cwd=book), output), printed(command, book)


@pytest.mark.parametrize(
    "document", ["README.md", "docs/claims.md", "docs/confirmation.md", "docs/dates.md"]
)
def test_blocks_are_no_wider_than_a_page(document: str) -> None:
    fenced = re.findall(r"^```.*?\n(.*?)^```", text_of(document), re.MULTILINE | re.DOTALL)
    lines = [line for block in fenced for line in block.splitlines()]
    assert [line for line in lines if len(line) > WIDTH] == []


def test_make_demo_shows_the_documented_day() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "DEMO_DAY := 2024-06-12" in makefile
    assert "as it stood on 12 June 2024" in README


def test_the_documented_yaml_is_valid() -> None:
    report, visit = blocks(README, "yaml")
    assert decode_report(read("x.yaml", report.encode())).report
    assert decode_visit(read("x.yaml", visit.encode())).visit


def test_each_json_key_is_documented() -> None:
    document = (ROOT / "docs/json.md").read_text(encoding="utf-8")
    documented_keys = set(re.findall(r"`(\w+)`", document))
    outputs = [
        run("status", "--as-of", "2024-06-12", "--format", "json").out,
        run("countdown", "ru-vn-2024", "--format", "json").out,
        run("show", "ru-vn-2024", "--format", "json").out,
        run("log", "--format", "json").out,
        run("brief", "--as-of", "2024-06-18", "--format", "json").out,
        run("calendar", "2024-06", "--format", "json").out,
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

    for text in outputs:
        assert keys(json.loads(text)) <= documented_keys


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_refer_to_existing_files(document: str) -> None:
    text = text_of(document)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith("https://"):
            assert ((ROOT / document).parent / target).exists(), target
