"""JSON is laid out as the standard library does it, and long lists are printed as they are made."""

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.model.country import Zone
from agenda.output.json import print_json, to_text
from agenda.text.printable import escape_json

TEXTS = st.text(st.characters(codec=None))  # lone surrogates too
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda values: st.lists(values, max_size=3) | st.dictionaries(TEXTS, values, max_size=3),
    max_leaves=10,
)


def printed(json_object: dict[str, Any]) -> str:
    with redirect_stdout(io.StringIO()) as shown:
        print_json(json_object)
    return shown.getvalue()


def by_the_standard_library(value: object, indent: int | None = 2) -> str:
    return escape_json(json.dumps(value, indent=indent, ensure_ascii=False))


@given(VALUES)
def test_a_value_is_laid_out_as_by_the_standard_library(value: object) -> None:
    assert to_text(value) == by_the_standard_library(value)
    assert to_text(value, indent=0) == by_the_standard_library(value, indent=None)


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=3), st.lists(VALUES, max_size=3))
def test_a_list_that_is_made_bit_by_bit_looks_the_same(
    json_object: dict[str, Any], values: list[Any]
) -> None:
    whole = {**json_object, "listed": values}
    assert printed({**json_object, "listed": iter(values)}) == by_the_standard_library(whole) + "\n"


def test_each_entry_is_printed_before_the_next_one_is_made() -> None:
    shown = io.StringIO()

    def entries() -> Iterator[int]:
        for number in range(3):
            yield number
            assert shown.getvalue().endswith(str(number))

    with redirect_stdout(shown):
        print_json({"entries": entries()})


def test_a_text_of_another_type_is_a_text_and_nothing_else_is() -> None:
    assert to_text(Zone("Asia/Hanoi")) == '"Asia/Hanoi"'
    with pytest.raises(TypeError, match="object is not for JSON"):
        to_text(object())
