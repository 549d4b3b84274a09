from agenda.text.slug import transliterate


def test_latin_letters_have_ascii_and_others_nothing() -> None:
    assert [transliterate(sign) for sign in "éßŁ7新Я"] == ["e", "ss", "L", "7", "", ""]
