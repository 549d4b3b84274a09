"""The project's documents and the code blocks in them."""

import re

from tests.run import ROOT

BLOCK = re.compile(r"^```(console|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

WIDTH = 100
"""The width of the terminal whose output the documents show."""


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


README = text_of("README.md")


def blocks(text: str, kind: str) -> list[str]:
    return [block for block_kind, block in BLOCK.findall(text) if block_kind == kind]


def commands_in(block: str) -> list[tuple[str, str]]:
    """Each command of a console block, with its output."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def without_trailing_spaces(output: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in output.splitlines())


def is_documented(output: str, documented: str) -> bool:
    """Whether a document shows an output, either in full or cut with a final `...` line."""
    is_cut = documented.endswith("\n...\n")
    return output.startswith(documented[: -len("...\n")]) if is_cut else output == documented
