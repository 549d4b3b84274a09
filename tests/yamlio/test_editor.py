"""An edit changes only the lines that it has to change, or is refused."""

import copy
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.history.diff import diff
from agenda.model.diagnostic import Location
from agenda.model.visit import Visit
from agenda.store.decode import decode_visit
from agenda.store.serialize import edits_of, key_order, serialize
from agenda.yamlio.editor import Edit, edit_file, lines_to_paste
from agenda.yamlio.quoting import yaml_scalar
from agenda.yamlio.reader import plain, read
from agenda.yamlio.source_map import map_source
from agenda.yamlio.types import FORBIDDEN
from tests import strategies

CORPUS = sorted((Path(__file__).parent.parent / "cases/edits").glob("*.yaml"))

EDITS = (
    Edit(("dates",), "2024-06-19/2024-06-20"),
    Edit(("dates",), "[2024-06-10..2024-07-07]"),
    Edit(("kind",), "working"),
    Edit(("occasion",), "A summit: the second #2"),
    Edit(("trip",), "asia"),
    Edit(("notes",), 'It\'s "new"\nand has two lines'),
    Edit(("confirmation", "state"), "announced"),
    Edit(("confirmation", "visitor"), "announced"),
    Edit(("confirmation", "host"), "denied"),
    Edit(("agenda", "energy", "status"), "signed"),
    Edit(("agenda", "energy", "note"), "Oil, gas [and more]"),
    Edit(("agenda", "health"), {"title": "Health", "status": "agreed"}),
    Edit(("agenda", "tourism"), {}),
    Edit(("dates",), None),
    Edit(("kind",), None),
    Edit(("notes",), None),
    Edit(("confirmation", "host"), None),
    Edit(("agenda", "energy"), None),
    Edit(("agenda", "trade"), None),
    Edit(("agenda", "energy", "title"), None),
)


def describe(edit: Edit) -> str:
    return f"{'.'.join(map(str, edit.path))} {'-' if edit.value is None else '='}"


def data_of(raw: bytes) -> Any:
    return read("x.yaml", raw).data


def expected_data(data: Any, edit: Edit) -> Any:
    """The data after an edit, computed independently of the editor."""
    after = copy.deepcopy(data)
    node = after
    for name in edit.path[:-1]:
        node[name] = node.get(name) or {}
        node = node[name]
    if edit.value is not None:
        node[edit.path[-1]] = edit.value
    elif edit.path[-1] not in node:
        return data
    else:
        del node[edit.path[-1]]
        if edit.path[0] == "agenda" and after["agenda"] == {}:
            del after["agenda"]
    return after


def lines(raw: bytes) -> list[str]:
    return [line.rstrip("\r") for line in raw.decode("utf-8-sig").split("\n")]


def check_edit(raw: bytes, edit: Edit) -> bool:
    """Make an edit, check that it changes nothing else, and return whether it was made."""
    before = data_of(raw)
    edited = edit_file(raw, [edit], key_order)
    if edited.refused:
        assert edited.raw == raw
        assert edited.refused[0].lines
        return False
    assert data_of(edited.raw) == expected_data(before, edit)
    assert edited.raw.startswith(b"\xef\xbb\xbf") == raw.startswith(b"\xef\xbb\xbf")
    if b"\r\n" in raw and raw.count(b"\r\n") == raw.count(b"\n"):
        assert edited.raw.count(b"\r\n") == edited.raw.count(b"\n")
    elif b"\r" not in raw:
        assert b"\r" not in edited.raw
    if edited.raw != raw and not raw.endswith(b"\n"):
        assert not edited.raw.endswith(b"\n")
    check_lines(raw, edited.raw, edit)
    return True


def common_lines(before: list[str], after: list[str]) -> int:
    """The number of lines that two texts both begin with."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))))


def check_lines(old: bytes, new: bytes, edit: Edit) -> None:
    """Check that an edit leaves all other lines unchanged."""
    before, after = lines(old), lines(new)
    head = common_lines(before, after)
    tail = common_lines(before[head:][::-1], after[head:][::-1])
    removed, added = before[head : len(before) - tail], after[head : len(after) - tail]
    source = read("x.yaml", old)
    source_map = map_source("x.yaml", source.text)
    paths = [edit.path[:size] for size in range(len(edit.path), -1, -1)]
    parent = next(path for path in paths if path in source_map.values)
    if parent == edit.path:
        # The removed lines are between the first line of the key and the last line of the value.
        key, value = (source_map.span(Location("", parent, key=key)) for key in (True, False))
        first, last = key.line - 1, value.end_line
        if edit.value is None and parent[0] == "agenda":  # removing the last item removes its map
            first = min(first, source_map.span(Location("", ("agenda",), key=True)).line - 1)
        numbers = range(head, len(before) - tail)
        empty_lines = [number for number in numbers if not before[number].strip()]
        assert all(first <= number < last or number in empty_lines for number in numbers)
        if edit.value is None:
            assert len(added) <= 1
    else:
        # The added lines are between two lines, or in the braces of one map.
        start, _ = source_map.values[parent]
        is_flow = source.text[start : start + 1] == "{"
        assert len(removed) <= 1
        if removed and not is_flow:
            assert added[0].startswith(removed[0])  # the last line had no line end


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_each_edit_of_an_unusual_file_is_exact_or_refused(
    path: Path, request: pytest.FixtureRequest
) -> None:
    raw = path.read_bytes()
    before = data_of(raw)
    refused = ""
    for edit in EDITS:
        parent = before
        for name in edit.path[:-1]:
            parent = parent.get(name) if isinstance(parent, dict) else None
        if not (isinstance(parent, dict) or edit.path[0] == "agenda"):
            continue
        if len(edit.path) == 3 and not isinstance((before.get("agenda") or {}).get("energy"), dict):
            continue
        if not check_edit(raw, edit):
            refused += f"{describe(edit)}\n"
    expected = path.with_suffix(".out")
    if request.config.getoption("--write-cases"):
        expected.write_text(refused, encoding="utf-8")
    assert refused == expected.read_text(encoding="utf-8")


def test_at_most_a_sixth_of_the_files_have_refused_edits() -> None:
    assert len(CORPUS) >= 60
    refused = [path.stem for path in CORPUS if path.with_suffix(".out").read_text("utf-8")]
    assert len(refused) <= len(CORPUS) / 6


def test_edits_are_applied_in_order() -> None:
    raw = CORPUS[0].parent.joinpath("plain.yaml").read_bytes()
    edited = edit_file(raw, EDITS[:13], key_order)
    expected = data_of(raw)
    for edit in EDITS[:13]:
        expected = expected_data(expected, edit)
    assert data_of(edited.raw) == expected


@pytest.mark.parametrize(
    "raw",
    [b"visitor: &a {name: A, country: RU}\nhost: {country: VN}\n", b"a: [", b"- a\n", b"", b"\xff"],
)
def test_a_file_with_invalid_yaml_is_not_edited(raw: bytes) -> None:
    edited = edit_file(raw, [EDITS[0]], key_order)
    assert edited.raw == raw
    assert edited.refused[0].lines == ("dates: 2024-06-19/2024-06-20",)


def test_lines_to_paste_include_their_parent_keys() -> None:
    assert lines_to_paste(Edit(("agenda", "a b"), {"title": "x: y"})) == (
        "agenda:",
        "  a b:",
        '    title: "x: y"',
    )
    assert lines_to_paste(Edit(("confirmation", "host"), None)) == (
        "confirmation:",
        "  # remove `host`",
    )


@given(st.text(max_size=30).filter(lambda text: text and not FORBIDDEN.search(text)))
def test_quoted_text_is_read_back_unchanged(text: str) -> None:
    for like in ("", "'x'", '"x"'):
        assert plain(f"k: {yaml_scalar(text, like=like)}\n") == {"k": text}
        assert plain(f"k: {{a: {yaml_scalar(text, like=like, in_flow=True)}, b: c}}\n") == {
            "k": {"a": text, "b": "c"}
        }


@given(strategies.visits(), strategies.visits(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_edits_turn_a_visit_into_any_other_visit(
    before: Visit, after: Visit, newline: str, has_end: bool
) -> None:
    text = serialize(before).replace("\n", newline)
    raw = (text if has_end else text.rstrip()).encode()
    assert decode_visit(read("x.yaml", raw)).visit == before
    edits = edits_of(diff(before, after))
    for edit in edits:
        check_edit(raw, edit)
    edited = edit_file(raw, edits, key_order)
    if not edited.refused:
        assert decode_visit(read("x.yaml", edited.raw)).visit == after
