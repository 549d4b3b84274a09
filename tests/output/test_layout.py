"""A text in parts is cut as rich cuts it."""

from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from agenda.output.layout import Parts, plain, truncated

PARTS = st.lists(
    st.tuples(st.text("ab é漢", max_size=6), st.sampled_from(["", "bold"])), min_size=1
)


@given(PARTS, st.integers(1, 30))
def test_what_is_cut_off_is_replaced_by_an_ellipsis(parts: Parts, columns: int) -> None:
    text = Text.assemble(*parts)
    text.truncate(columns, overflow="ellipsis")
    assert plain(truncated(parts, columns)) == text.plain
