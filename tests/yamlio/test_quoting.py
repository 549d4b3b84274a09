"""What is written reads as the same text in YAML 1.1, in YAML 1.2, and here."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from agenda.history.diff import diff
from agenda.model.visit import Visit
from agenda.store.serialize import edits_of, key_order, serialize
from agenda.yamlio.editor import edit_file
from agenda.yamlio.quoting import Edit, block_scalars, yaml_scalar
from agenda.yamlio.reader import plain, read
from agenda.yamlio.types import FORBIDDEN
from tests import strategies

NOT_TEXT = (
    *(
        "2024",
        "-1",
        "+1",
        "0",
        "010",
        "1_000",
        "1,000",
        "0x1F",
        "0X1f",
        "0o17",
        "0b101",
        "1.5",
        ".5",
    ),
    *(
        "5.",
        "1e3",
        "1E+3",
        "1.5e-3",
        "6.02e23",
        ".inf",
        "-.INF",
        ".nan",
        ".NaN",
        "12:30",
        "1:30:15",
    ),
    *(
        "190:20:30.15",
        "-12:30",
        "2024-06-19",
        "2024-6-9",
        "2024-06-19 12:30",
        "2024-06-19T12:30:00Z",
    ),
    *(
        "2024-06-19t12:30:00.5+02:00",
        "~",
        "null",
        "Null",
        "NULL",
        "true",
        "True",
        "FALSE",
        "yes",
        "No",
    ),
    *("on", "OFF", "y", "Y", "n", "N", "=", "<<", "", ".", "...", "._", "-._1"),
)
TEXT = (
    *(
        "2024-06",
        "2024-06?",
        "2024-06-19/2024-06-20",
        "2024-06-19?",
        "2024/..",
        "B2",
        "1st",
        "NATO",
    ),
    *(
        "Nord Stream 2",
        "G7",
        "3.5%",
        "12 June",
        "2024-06-19 in Hanoi",
        "nobody",
        "a=b",
        "yes and no",
    ),
)
PARTS = st.sampled_from(
    [
        "2",
        "0",
        "19",
        "-",
        "+",
        ".",
        "_",
        ":",
        "e",
        "E",
        "0x",
        "0o",
        "T",
        " ",
        "true",
        "no",
        "~",
        "\t",
    ]
)
texts = st.one_of(
    st.text(max_size=20), st.lists(PARTS, max_size=6).map("".join), st.sampled_from(NOT_TEXT)
).filter(lambda text: not FORBIDDEN.search(text))


def read_everywhere(text: str) -> Any:
    """What all readers of YAML read in a text."""
    data = plain(text)
    assert yaml.load(text, Loader=yaml.SafeLoader) == data
    assert YAML(typ="safe", pure=True).load(text) == data
    return data


@pytest.mark.parametrize("text", [*NOT_TEXT, "a\tb", "a\u00adb", "a\u202eb", "\u00a0a"])
def test_what_a_reader_may_take_for_something_else_is_quoted(text: str) -> None:
    for in_flow in (False, True):
        assert yaml_scalar(text, in_flow=in_flow)[0] == '"'
        assert yaml_scalar(text, like="a", in_flow=in_flow)[0] == '"'
    assert read_everywhere(f"k: {yaml_scalar(text)}\n") == {"k": text}


@pytest.mark.parametrize("text", [*TEXT, "Ō Sensei", "« oui\u00a0»", "می\u200cخواهم"])
def test_what_every_reader_takes_for_text_is_plain(text: str) -> None:
    assert yaml_scalar(text) == text
    assert read_everywhere(f"k: {text}\n") == {"k": text}


def test_what_has_no_shape_is_escaped() -> None:
    assert yaml_scalar("a\tb") == r'"a\tb"'
    assert yaml_scalar("a\u202eb", like="'a'") == r'"a\u202eb"'


@given(texts)
def test_a_text_reads_the_same_everywhere(text: str) -> None:
    for like in ("", "'x'", '"x"'):
        written = yaml_scalar(text, like=like)
        assert read_everywhere(f"k: {written}\n") == {"k": text}
        written = yaml_scalar(text, like=like, in_flow=True)
        assert read_everywhere(f"k: {{a: {written}, b: c}}\n") == {"k": {"a": text, "b": "c"}}


@given(texts.filter(lambda text: text not in ("", "<<")))  # refused as keys, even in quotes
def test_a_key_reads_the_same_everywhere(text: str) -> None:
    assert read_everywhere(f"{yaml_scalar(text)}: a\n") == {text: "a"}


@given(st.lists(texts, min_size=2, max_size=5), st.sampled_from(["|", ">", "|2-", ">+", "|-"]))
def test_a_block_reads_the_same_everywhere(lines: list[str], header: str) -> None:
    text = "\n".join(lines)
    raw = f"k: {header}\n  old\nz: z\n".encode()
    edited = edit_file(raw, [Edit(("k",), text)], lambda _: ())
    assert read_everywhere(edited.raw.decode()) == {"k": text, "z": "z"}


def test_a_text_with_a_tab_is_not_written_as_a_block() -> None:
    assert not list(block_scalars("a\tb\nc", "|", 2))


@given(strategies.visits(), strategies.visits())
def test_visits_and_their_edits_read_the_same_everywhere(before: Visit, after: Visit) -> None:
    text = serialize(before)
    read_everywhere(text)
    edited = edit_file(text.encode(), edits_of(diff(before, after)), key_order)
    assert read_everywhere(edited.raw.decode()) == read("", edited.raw).data


def test_a_day_that_replaces_a_plain_day_is_quoted() -> None:
    raw = b"dates: 2024-06  # soon\n"
    edited = edit_file(raw, [Edit(("dates",), "2024-06-19")], key_order)
    assert edited.raw == b'dates: "2024-06-19"  # soon\n'
