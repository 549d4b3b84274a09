import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.output.ascii_fallback import columns, spelled


@pytest.mark.parametrize(
    ("text", "ascii_text", "cp1252"),
    [
        ("Hanoi → Huế", "Hanoi -> Hue", "Hanoi -> Hue"),
        ("19–20 June — “so”…", '19-20 June - "so"...', "19–20 June — “so”…"),
        ("╭─┬╮ │┃ ╰╯", "+-++ || ++", "+-++ || ++"),
        ("Łódź, Ærø, Straße", "Lodz, AEro, Strasse", "Lódz, Ærø, Straße"),
        ("Путин", "?????", "?????"),
        ("新华社", "??????", "??????"),
        ("e\u0301a", "ea", "ea"),
        ("plain", "plain", "plain"),
    ],
)
def test_what_an_encoding_lacks_is_told_by_other_signs(
    text: str, ascii_text: str, cp1252: str
) -> None:
    assert spelled(text, "ascii") == ascii_text
    assert spelled(text, "cp1252") == cp1252


def test_columns_stay_where_they_are() -> None:
    lines = ["A → B   x  y", "AA → B  x  y", "AAAAAA  x  y", "A… → B  x  y"]
    told = spelled("\n".join(lines), "ascii").split("\n")
    assert told == ["A -> B  x  y", "AA -> B x  y", "AAAAAA  x  y", "A... -> B x y"]
    assert [line.index("y") for line in told[:3]] == [11, 11, 11]


@given(st.text())
def test_any_text_can_then_be_written(text: str) -> None:
    told = spelled(text, "ascii")
    told.encode("ascii", "backslashreplace")
    assert told.isascii() or any("\ud800" <= sign <= "\udfff" for sign in told)


@given(st.text(st.characters(max_codepoint=127)))
def test_what_can_be_written_stays(text: str) -> None:
    assert spelled(text, "ascii") == text


def test_a_wide_sign_has_two_columns_and_a_joining_one_none() -> None:
    assert [columns(sign) for sign in "a新\u0301"] == [1, 2, 0]
