"""Pictures of what the program shows on a terminal, for the documents."""

import re
from io import StringIO
from pathlib import Path
from typing import Final

SCREENSHOTS: Final = {
    "status": ("status", "--as-of", "2024-06-12"),
    "diff": ("diff", "--report", "seeds/2024-06-17-kremlin.yaml", "--as-of", "2024-06-12"),
}
"""Each screenshot's name, with what the program is asked."""

COLUMNS: Final = 100

FONTS: Final = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
"""What the viewer has. Rich's own template fetches a font from another host each time."""


def screenshots() -> dict[Path, str]:
    """Each screenshot's path, with its SVG."""
    return {
        Path(f"docs/pictures/{name}.svg"): screenshot(*asked) for name, asked in SCREENSHOTS.items()
    }


def screenshot(*arguments: str) -> str:
    """The SVG of a terminal on which the program has answered."""
    from rich.console import Console
    from rich.text import Text

    from tests.run import run_on_terminal

    shown = run_on_terminal(*arguments, columns=COLUMNS, PYTHONUTF8="1")
    if shown.code or shown.err:
        raise RuntimeError(f"agenda {' '.join(arguments)} ended with {shown.code}: {shown.err}")
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown.out.rstrip()), soft_wrap=True)
    return console.export_svg(
        title=" ".join(("agenda", *arguments)),
        code_format=_template(),
        unique_id=arguments[0],  # part of every class name; rich's own changes with what is shown
    )


def _template() -> str:
    """Rich's template of a terminal, without the fonts that it would fetch."""
    from rich._export_format import CONSOLE_SVG_FORMAT

    local = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return re.sub(r"font-family: Fira Code[^;]*;", f"font-family: {FONTS};", local)
