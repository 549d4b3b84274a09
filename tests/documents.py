"""The project's documents, and the blocks of code in them."""

import re

from tests.run import ROOT

BLOCK = re.compile(r"^```(console|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


README = text_of("README.md")


def blocks(text: str, kind: str) -> list[str]:
    return [block for of, block in BLOCK.findall(text) if of == kind]


def shown(block: str) -> list[tuple[str, str]]:
    """Each command of a console block, with the output under it."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]
