"""A diagram of the layers, generated from the import contract in `pyproject.toml`."""

import tomllib
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent

WIDTH, BOX, GAP = 860, 44, 8

STYLE: Final = (
    "rect{fill:#eef3f8;stroke:#4a6a8a}text{font:14px sans-serif;fill:#1b2733}"
    ".name{font-weight:bold}"
)


def layers() -> list[list[str]]:
    """The packages of each layer in the contract, from the top."""
    project: Any = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (contract,) = (contract for contract in contracts if contract["type"] == "layers")
    return [layer.split(" | ") for layer in contract["layers"]]


def diagram() -> dict[Path, str]:
    """The path and the SVG of the diagram, which has a row of boxes for each layer."""
    rows = layers()
    boxes = [
        _box(package, column * (WIDTH + GAP) / len(row), number * (BOX + GAP), len(row))
        for number, row in enumerate(rows)
        for column, package in enumerate(row)
    ]
    height = len(rows) * (BOX + GAP)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {WIDTH + 2} {height}">'
    lines = [head, f"<style>{STYLE}</style>", *boxes, "</svg>"]
    return {Path("docs/pictures/layers.svg"): "\n".join(lines) + "\n"}


def _box(package: str, x: float, y: float, count: int) -> str:
    width = (WIDTH - GAP * (count - 1)) / count
    name = package.removeprefix("agenda.")
    summary = (import_module(package).__doc__ or "").partition("\n")[0]
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{BOX}" rx="4"/>'
        f'<text x="{x + 12:g}" y="{y + 18:g}" class="name">{escape(name)}</text>'
        f'<text x="{x + 12:g}" y="{y + 36:g}">{escape(summary)}</text>'
    )
