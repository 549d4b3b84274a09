"""Texts and tables are laid out on a terminal as rich does it."""

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from agenda.output.terminal import SEVERITY_STYLES, STATE_STYLES, Output

WIDTH = 80
WORD = st.text("ab-é漢e\u0301", min_size=1, max_size=100) | st.sampled_from(["a", "to", "漢字"])
TEXTS = st.lists(WORD, max_size=40).map(" ".join)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(show: Callable[[Output], None], colour: str = "never") -> list[str]:
    """The lines that are printed on a terminal."""
    variables = {"COLUMNS": str(WIDTH), "TERM": "xterm"}
    with mock.patch.dict("os.environ", variables), redirect_stdout(Terminal()) as shown:
        show(Output(colour))  # type: ignore[arg-type]
    return [line.rstrip() for line in shown.getvalue().splitlines()]


def printed_by_rich(renderable: RenderableType) -> list[str]:
    console = Console(file=io.StringIO(), width=WIDTH, markup=False, emoji=False, highlight=False)
    with console.capture() as captured:
        console.print(renderable)
    return [line.rstrip() for line in captured.get().splitlines()]


@given(st.lists(TEXTS, min_size=1, max_size=3).map("\n".join))
def test_long_lines_wrap_as_rich_wraps_them(text: str) -> None:
    assert printed(lambda output: output.print_text(text)) == printed_by_rich(Text(text))


# Rich loses the text of a cell of zero width; the next test holds that we do not.
CELLS = TEXTS.filter(lambda text: not text or cell_len(text) > 0)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=3))
def test_columns_are_as_wide_as_those_of_rich(rows: list[tuple[str, ...]]) -> None:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in rows[0]:
        grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*map(Text, row))
    parts = [[[(cell, "")] for cell in row] for row in rows]
    assert printed(lambda output: output.print_table(parts)) == printed_by_rich(grid)


def test_a_cell_without_width_is_not_lost() -> None:
    cells = [[("", "")], [("\u0301", "")], [("", "")]]
    assert printed(lambda output: output.print_table([cells])) == ["  \u0301"]


def test_a_style_ends_with_its_line_and_begins_again_on_the_next() -> None:
    parts = [("a " * 39, ""), ("bold text", "bold"), ("dim", "dim")]
    assert printed(lambda output: output.print_parts(parts), "always") == [
        ("a " * 39).rstrip(),
        "\x1b[1mbold text\x1b[0m\x1b[2mdim\x1b[0m",
    ]


def test_further_lines_are_indented_by_the_width_of_the_label() -> None:
    label, text = [("漢字: ", "")], [("a " * 60, "")]
    first, second = printed(lambda output: output.print_indented(label, text))
    assert first == "漢字: " + ("a " * 37).rstrip()
    assert second == "      " + ("a " * 23).rstrip()


STYLES = {*STATE_STYLES.values(), *SEVERITY_STYLES.values(), "italic", "reverse", "bold magenta"}


def test_styles_are_those_of_rich() -> None:
    for style in STYLES:
        by_rich = Style.parse(style).render("text", color_system=ColorSystem.STANDARD)
        assert printed(lambda output: output.print_text("text", style), "always") == [by_rich]  # noqa: B023
