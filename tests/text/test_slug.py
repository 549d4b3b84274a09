import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agenda.text.confusables import CONFUSABLES, confusables
from agenda.text.slug import is_slug, normalize_name, slugify


def test_spellings_of_one_name_fold_to_one() -> None:
    spellings = [
        "José  Silva",
        "Jose Silva",
        "JOSÉ SILVA",
        unicodedata.normalize("NFD", "José Silva"),
    ]
    assert {normalize_name(name) for name in spellings} == {"jose silva"}


@pytest.mark.parametrize("name", ["ru-vn-2024", "a", "тасс-2024", "2024-06-10-việt"])
def test_tidy_ids(name: str) -> None:
    assert is_slug(name)


@pytest.mark.parametrize("name", ["", "-a", "a--b", "RU-vn", "a b", "a.b", "a_b", "ТАСС"])
def test_untidy_ids(name: str) -> None:
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
def test_a_slug_is_tidy_or_nothing(text: str, slug: str) -> None:
    assert slugify(text) == slug
    assert is_slug(slug) or not slug


@given(st.text())
@example("e\u0301\u0303")
@example("\ufb01\u0301")
@example("\u1ebf\u0323")
def test_a_slug_of_any_text_is_tidy_or_nothing_and_its_own_slug(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug
    assert is_slug(slug) or not slug


def test_letters_that_pass_for_latin_ones() -> None:
    assert confusables("vn-еnergy") == [("е", "e")]
    assert confusables("сео") == [("с", "c"), ("е", "e"), ("о", "o")]
    assert confusables("встреча") == ()  # openly Cyrillic
    assert confusables("é") == ()
    assert all(like.isascii() and not letter.isascii() for letter, like in CONFUSABLES.items())
