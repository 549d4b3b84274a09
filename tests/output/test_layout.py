"""A text in parts is cut as rich cuts it."""

from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from agenda.output.layout import GAP, Parts, column_widths, plain, truncated
from tests.builders import VISIT, MakeBook
from tests.run import run

PARTS = st.lists(
    st.tuples(st.text("ab é漢", max_size=6), st.sampled_from(["", "bold"])), min_size=1
)


@given(PARTS, st.integers(1, 30))
def test_what_is_cut_off_is_replaced_by_an_ellipsis(parts: Parts, columns: int) -> None:
    text = Text.assemble(*parts)
    text.truncate(columns, overflow="ellipsis")
    assert plain(truncated(parts, columns)) == text.plain


def test_a_very_long_text_does_not_pad_the_other_rows_in_a_pipe() -> None:
    def row(text: str) -> list[Parts]:
        return [[(text, "")], [("b", "")]]

    assert column_widths([row("a"), row("a" * 100)], 0) == [100 + GAP, 1]
    assert column_widths([row("a"), row("a" * 1000)], 0) == [1 + GAP, 1]


def test_a_very_long_text_in_a_pipe_is_followed_by_a_gap(make_book: MakeBook) -> None:
    name = "N" * 20_000
    visits = {f"agendas/v{number}.yaml": VISIT for number in range(50)}
    long = VISIT.replace("name: A", f"name: {name}")
    out = run("status", cwd=make_book({**visits, "agendas/long.yaml": long})).out
    assert len(out) < 2 * len(name)
    assert f"{name} → Vietnam  " in out
