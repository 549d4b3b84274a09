import time

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from agenda.model.diagnostic import Location
from agenda.yamlio.reader import _HARMLESS, plain, read
from agenda.yamlio.source_map import map_source
from agenda.yamlio.types import FORBIDDEN, MAX_BYTES, Data

YAMLISH = st.text(
    alphabet=st.sampled_from(list("ab:,-#?&*!|>'\"%@`{}[]<~. \t\n\r\0\x85\u2028\ufeff\\xu0é🇻")),
    max_size=60,
)
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "visitor:", "host: ", "  name: ", "- ", "a: b\n", "[", "]", "{", "}", "<<: ", "*x ",
            "&x ", "!!str ", "---\n", "...\n", "? ", ": ", "\n", "  ", "|\n", ">-\n", '"\\x07"',
            "'", '"', "2024-06-10..2024-07-07", "\r\n", "# c\n", "%YAML 1.2\n", "a: 1\n",
        ]
    ),
    max_size=30,
).map("".join)  # fmt: skip


DECLINED = ("..", "<<")
"""Characters that the fast reader declines, even in quotes, where they are valid."""


def rules(raw: bytes) -> list[str]:
    return [diagnostic.rule for diagnostic in read("x.yaml", raw).diagnostics]


@given(st.binary(max_size=200))
@example(b"\xed\xa0\x80")
@example(b"\xff\xfe\x00")
@example(b"\x00" * 50)
def test_any_bytes_result_in_data_or_diagnostics(raw: bytes) -> None:
    source = read("x.yaml", raw)
    assert source.data is not None or source.diagnostics


@given(st.one_of(YAMLISH, FRAGMENTS))
def test_any_text_results_in_data_or_diagnostics(text: str) -> None:
    source = read("x.yaml", text.encode())
    assert source.data is not None or source.diagnostics


@given(st.one_of(YAMLISH, FRAGMENTS))
@example("? |")
@example('"": a')
def test_both_readers_agree(text: str) -> None:
    assume(not FORBIDDEN.search(text))  # reported before the readers run
    fast, slow = plain(text), map_source("x.yaml", text)
    if fast is not None:
        assert fast == slow.data
        assert slow.diagnostics == ()
    elif not any(characters in text for characters in DECLINED):
        assert slow.diagnostics or slow.data == ""


@given(st.one_of(YAMLISH, FRAGMENTS))
def test_pyyaml_reads_the_same_data(text: str) -> None:
    fast = plain(text)
    if fast is not None:
        assert fast == yaml.load(text, Loader=TextLoader)  # noqa: S506  every value stays text


class TextLoader(yaml.CBaseLoader):
    """PyYAML's own reader of text, lists and maps."""


def test_values_are_read_as_text() -> None:
    raw = b"a: NO\nb: 12:30\nc: 2024-06-19\nd: ~\ne: 0x1F\nf:\ng: 1e3\nh: 'on'\n"
    assert read("x.yaml", raw).data == {
        "a": "NO",
        "b": "12:30",
        "c": "2024-06-19",
        "d": "~",
        "e": "0x1F",
        "f": "",
        "g": "1e3",
        "h": "on",
    }


def test_a_million_brackets_are_quickly_refused() -> None:
    start = time.monotonic()
    source = read("x.yaml", b"[" * 1_000_000)
    assert [diagnostic.rule for diagnostic in source.diagnostics] == ["too-deep"]
    assert time.monotonic() - start < 5  # neither a stack overflow nor a hang


@pytest.mark.parametrize("opener", [b"{a: ", b"- ", b"? ", b"[{", b"[[a],"])
def test_excessive_depth_is_refused_in_any_form(opener: bytes) -> None:
    assert rules(opener * 100_000)[-1] == "too-deep"


def test_a_file_of_a_mebibyte_is_read_and_a_larger_file_is_refused() -> None:
    assert rules(b"# " + b"x" * (MAX_BYTES - 2)) == []
    assert rules(b"# " + b"x" * (MAX_BYTES - 1)) == ["too-large"]


def test_ten_thousand_values_are_read_and_more_are_refused() -> None:
    items = [f"[{'x,' * 9}]\n" for _ in range(999)]  # nine values each, and the list itself
    largest = ("- " + "- ".join(items) + "- x\n" * 9).encode()
    assert rules(largest) == []
    assert rules(largest + b"- x\n") == ["too-large"]
    assert map_source("x.yaml", largest.decode()).diagnostics == ()
    assert read("x.yaml", largest + b"- x\n").data is None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_positions_do_not_depend_on_line_ends_or_a_byte_order_mark(end: str, mark: str) -> None:
    text = mark + end.join(["a: é", "b:", "  - 🇻🇳: c", "    d: [x, yz]", ""])
    source = read("x.yaml", text.encode())
    source_map = map_source("x.yaml", source.text)

    def at(*path: str | int, key: bool = False) -> tuple[int, int, int, int]:
        span = source_map.span(Location("x.yaml", path, key))
        return span.line, span.column, span.end_line, span.end_column

    assert at("a") == (1, 4, 1, 5)
    assert at("b", key=True) == (2, 1, 2, 2)
    assert at("b", 0, key=True) == (3, 5, 3, 7)
    assert at("b", 0, "🇻🇳") == (3, 9, 3, 10)
    assert at("b", 0, "d", 1) == (4, 12, 4, 14)
    assert at("b", 0, "d") == (4, 8, 4, 15)
    assert at("b", 0, "missing") == at("b", 0, key=True)


def nested(depth: int) -> Data:
    data: Data = "x"
    for _ in range(depth):
        data = [data]
    return data


def test_a_depth_of_twenty_is_read_and_a_greater_depth_is_refused() -> None:
    assert read("x.yaml", b"[" * 20 + b"x" + b"]" * 20).data == nested(20)
    assert rules(b"[" * 21 + b"x" + b"]" * 21) == ["too-deep"]


def test_block_scalars_keep_their_chomping() -> None:
    raw = b"a: |\n  x\n\nb: |-\n  x\n\nc: |+\n  x\n\nd: >\n  x\n  y\n"
    assert read("x.yaml", raw).data == {"a": "x\n", "b": "x", "c": "x\n\n", "d": "x y\n"}


def test_harmless_characters_are_not_forbidden() -> None:
    assert FORBIDDEN.search("".join(map(chr, _HARMLESS))) is None


@pytest.mark.parametrize("text", ["[e: {}c", "{a: 1 b: 2 c", "{a: 1 b", "[a: {b: 1}c: d", "a: 'b"])
def test_a_file_may_end_in_the_middle_of_a_mistake(text: str) -> None:
    for length in range(1, len(text) + 1):
        diagnostics = read("a.yaml", text[:length].encode()).diagnostics
        assert len(diagnostics) <= 1


VISIT_IN_RUSSIAN = "visitor: {name: Владимир Путин, country: RU}\nnotes: Едет в Ханой\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["a", "a: b\n", VISIT_IN_RUSSIAN])
def test_utf_16_is_reported_once_with_a_byte_order_mark_or_without(
    text: str, encoding: str
) -> None:
    (diagnostic,) = read("a.yaml", text.encode(encoding)).diagnostics
    assert (diagnostic.rule, diagnostic.message) == ("not-utf-8", "the file is UTF-16")


@pytest.mark.parametrize("raw", [b"a: b\0", b"\0", b"\0\0", b"ab\0\0", b"a\0: b\0\n", b"a: \0b\n"])
def test_nul_bytes_in_other_places_are_control_characters(raw: bytes) -> None:
    assert {each.rule for each in read("a.yaml", raw).diagnostics} == {"control-character"}
