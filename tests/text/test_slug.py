import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agenda.text.slug import is_slug, normalize_name, slugify, transliterate


def test_spellings_of_a_name_are_normalized_to_the_same_text() -> None:
    spellings = [
        "José  Silva",
        "Jose Silva",
        "JOSÉ SILVA",
        unicodedata.normalize("NFD", "José Silva"),
    ]
    assert {normalize_name(name) for name in spellings} == {"jose silva"}


@pytest.mark.parametrize("name", ["ru-vn-2024", "a", "тасс-2024", "2024-06-10-việt"])
def test_these_ids_are_slugs(name: str) -> None:
    assert is_slug(name)


@pytest.mark.parametrize("name", ["", "-a", "a--b", "RU-vn", "a b", "a.b", "a_b", "ТАСС"])
def test_these_ids_are_no_slugs(name: str) -> None:
    assert not is_slug(name)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Prensa Latina: 2ª edición", "prensa-latina-2a-edicion"),
        ("Dziennik Łódzki", "dziennik-lodzki"),
        ("ТАСС", "тасс"),
        ("हिन्दी", "हिन्दी"),
        ("Cafe\u0301\u0303", "cafe"),
        ("!?", ""),
    ],
)
def test_the_slug_of_a_text(text: str, slug: str) -> None:
    assert slugify(text) == slug
    assert is_slug(slug) or not slug


@given(st.text())
@example("e\u0301\u0303")
@example("\ufb01\u0301")
@example("\u1ebf\u0323")
def test_the_slug_of_any_text_is_valid_or_empty_and_is_its_own_slug(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug
    assert is_slug(slug) or not slug


def test_latin_letters_are_transliterated_and_others_are_not() -> None:
    assert [transliterate(letter) for letter in "éßŁ7新Я"] == ["e", "ss", "L", "7", "", ""]
