from agenda.text.transliterate import latin


def test_latin_letters_have_ascii_and_others_nothing() -> None:
    assert [latin(sign) for sign in "éßŁ7新Я"] == ["e", "ss", "L", "7", "", ""]
