"""Texts take as many columns as rich gives them, and are cut as it cuts them."""

from hypothesis import given
from hypothesis import strategies as st
from rich import cells as of_rich

from agenda.output.cells import cell_len, chop_cells, set_cell_size

TEXTS = st.text(st.characters() | st.sampled_from("a →“é漢\u0301\u200d\ufe0f✓☺"), max_size=20)


def test_each_character_takes_as_many_columns_as_in_rich() -> None:
    characters = [chr(point) for point in range(0x3000)]
    widths = map(of_rich.get_character_cell_size, characters)
    assert [
        each for each, width in zip(characters, widths, strict=True) if cell_len(each) != width
    ] == []


@given(TEXTS, st.integers(1, 30))
def test_texts_are_measured_and_cut_as_in_rich(text: str, columns: int) -> None:
    assert cell_len(text) == of_rich.cell_len(text)
    assert set_cell_size(text, columns) == of_rich.set_cell_size(text, columns)
    assert chop_cells(text, columns) == of_rich.chop_cells(text, columns)
