import pytest

from agenda.text.confusables import CONFUSABLES, confusables


@pytest.mark.parametrize(
    ("word", "pairs"),
    [
        ("vn-еnergy", [("е", "e")]),
        ("сео", [("с", "c"), ("е", "e"), ("о", "o")]),
        ("ａ", [("ａ", "a")]),
    ],
)
def test_letters_that_look_like_latin_ones_are_confusable(
    word: str, pairs: list[tuple[str, str]]
) -> None:
    assert confusables(word) == pairs


@pytest.mark.parametrize("word", ["energy", "é", "встреча"])
def test_words_in_one_alphabet_have_no_confusable_letters(word: str) -> None:
    assert list(confusables(word)) == []


def test_every_confusable_letter_looks_like_an_ascii_letter() -> None:
    assert all(like.isascii() and not letter.isascii() for letter, like in CONFUSABLES.items())
