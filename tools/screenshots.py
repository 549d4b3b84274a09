"""Screenshots of the program's terminal output, for the documents."""

import re
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tools.morning_book import DAY, write_morning_book

ROOT: Final = Path(__file__).parent.parent

SCREENSHOTS: Final = {
    "status": ("status", "--as-of", "2024-06-12"),
    "diff": ("diff", "--report", "seeds/2024-06-17-kremlin.yaml", "--as-of", "2024-06-12"),
}
"""The arguments of the program for each screenshot of the shipped book, by name."""

OF_THE_MORNING_BOOK: Final = {
    "morning-brief": ("brief", "--as-of", str(DAY)),
    "morning-calendar": ("calendar", "--as-of", str(DAY), "--week-starts", "monday"),
    "morning-status": ("status", "--as-of", str(DAY)),
}
"""The same for the scripted book of :mod:`tools.morning_book`."""

COLUMNS: Final = 100

FONTS: Final = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
"""Fonts on the viewer's machine; rich's template would download a font on each view."""


def screenshots() -> dict[Path, str]:
    """The path and the SVG of each screenshot."""
    with TemporaryDirectory() as folder:
        morning_book = Path(folder)
        write_morning_book(morning_book)
        return {
            Path(f"docs/pictures/{name}.svg"): screenshot(name, book, *arguments)
            for book, named in ((ROOT, SCREENSHOTS), (morning_book, OF_THE_MORNING_BOOK))
            for name, arguments in named.items()
        }


def screenshot(name: str, book: Path, *arguments: str) -> str:
    """An SVG of the terminal after a run of the program in a book."""
    from rich.console import Console
    from rich.text import Text

    from tests.run import run_on_terminal

    result = run_on_terminal(*arguments, cwd=book, columns=COLUMNS, PYTHONUTF8="1")
    if result.code or result.err:
        raise RuntimeError(f"agenda {' '.join(arguments)} exited with {result.code}: {result.err}")
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi(result.out.rstrip()), soft_wrap=True)
    return console.export_svg(
        title=" ".join(("agenda", *arguments)),
        code_format=_template(),
        unique_id=name,  # part of every class name; rich's default depends on the output
    )


def _template() -> str:
    """Rich's terminal template without the fonts that it would download."""
    from rich._export_format import CONSOLE_SVG_FORMAT

    template = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return re.sub(r"font-family: Fira Code[^;]*;", f"font-family: {FONTS};", template)
