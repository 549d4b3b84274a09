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
from agenda.yamlio.editor import edit_file
from agenda.yamlio.quoting import Edit, lines_to_paste, yaml_scalar
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
        if len(edit.path) == 2 and not node:
            del after[edit.path[0]]
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
        if edit.value is None and len(parent) > 1:  # removing the last key removes its map
            first = min(first, source_map.span(Location("", parent[:1], key=True)).line - 1)
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


COMMENTS_AND_STYLES = {
    "one line in place of a block": (
        "notes: |  # reviewed\n  a\n  b\n\nkind: state\n",
        Edit(("notes",), "c"),
        "notes: c  # reviewed\n\nkind: state\n",
    ),
    "several lines in place of a block": (
        "notes: |  # reviewed\n  a\n  b\n\nkind: state\n",
        Edit(("notes",), "c\n\nd\n"),
        "notes: |  # reviewed\n  c\n\n  d\n\nkind: state\n",
    ),
    "no line end after the last line": (
        "notes: |  # reviewed\n  a\n",
        Edit(("notes",), "c\nd"),
        "notes: |-  # reviewed\n  c\n  d\n",
    ),
    "a line end after the last line": (
        "notes: |2-\n  a\n",
        Edit(("notes",), "c\nd\n"),
        "notes: |2\n  c\n  d\n",
    ),
    "several line ends after the last line": (
        "notes: |\n  a\n# b\n",
        Edit(("notes",), "c\nd\n\n\n"),
        "notes: |+\n  c\n  d\n\n\n# b\n",
    ),
    "fewer line ends after the last line": (
        "notes: |+  # b\n  a\n\n\n# c\n",
        Edit(("notes",), "c\nd\n\n"),
        "notes: |+  # b\n  c\n  d\n\n# c\n",
    ),
    "a text that begins with spaces": (
        "confirmation:\n    because: |\n        a\n",
        Edit(("confirmation", "because"), "  c\nd\n"),
        "confirmation:\n    because: |4\n          c\n        d\n",
    ),
    "several lines in place of folded ones": (
        "notes: >  # reviewed\n   a\n   b\n",
        Edit(("notes",), "c d\ne\n\nf\n"),
        "notes: >  # reviewed\n   c d\n\n   e\n\n\n   f\n",
    ),
    "indented lines in place of folded ones": (
        "notes: >-\n   a\n",
        Edit(("notes",), "c\n  d\ne"),
        "notes: |-\n   c\n     d\n   e\n",
    ),
    "a tab in place of a block": (
        "notes: |  # reviewed\n  a\n",
        Edit(("notes",), "a\tb\nc"),
        'notes: "a\\tb\\nc"  # reviewed\n',
    ),
    "a comment below a removed key after a block": (
        "notes: |+\n  a\nkind: state\n\n# b\ntrip: c\n",
        Edit(("kind",), None),
        "notes: |+\n  a\n# b\ntrip: c\n",
    ),
    "indented comments below a removed key after a block": (
        "notes: |\n  a\nkind: state  # b\n    # c\n  # d\ntrip: e\n",
        Edit(("kind",), None),
        "notes: |\n  a\n# c\n# d\ntrip: e\n",
    ),
    "a field in a flow map with a comment": (
        "agenda:\n  energy: {\n    # note\n  }\n",
        Edit(("agenda", "energy", "status"), "agreed"),
        "agenda:\n  energy: {status: agreed\n    # note\n  }\n",
    ),
    "an item in a flow map with a comment": (
        "agenda: {# none yet\n}\n",
        Edit(("agenda", "energy"), {"title": "Oil"}),
        "agenda: {energy: {title: Oil} # none yet\n}\n",
    ),
    "the last item, with comments around it": (
        "agenda:  # a\n  # b\n  energy:  # own\n    # own\n    title: c\n  # d\nnotes: e\n",
        Edit(("agenda", "energy"), None),
        "# a\n  # b\n  # d\nnotes: e\n",
    ),
    "the last item, after a block": (
        "notes: |\n  a\nagenda:\n\n    # b\n  # c\n  energy: {}\n  # d\n",
        Edit(("agenda", "energy"), None),
        "notes: |\n  a\n# b\n# c\n# d\n",
    ),
    "the last field of an item": (
        "agenda:\n  energy:  # a\n    # b\n    title: c  # own\n    # d\n",
        Edit(("agenda", "energy", "title"), None),
        "agenda:\n  energy: {}  # a\n    # b\n    # d\n",
    ),
    "a key of a flow map between comments": (
        "confirmation: {state: a,  # a\n  host: b  # own\n  # c\n  , visitor: d}\n",
        Edit(("confirmation", "host"), None),
        "confirmation: {state: a,  # a\n    # own\n  # c\n   visitor: d}\n",
    ),
    "a map in a flow document": (
        "{host: {city: a}, kind: state}\n",
        Edit(("confirmation", "state"), "announced"),
        "{host: {city: a}, kind: state, confirmation: {state: announced}}\n",
    ),
    "a field of an item without fields": (
        "agenda:\n  energy:  # a\n  trade:\n",
        Edit(("agenda", "energy", "status"), "agreed"),
        "agenda:\n  energy:  # a\n    status: agreed\n  trade:\n",
    ),
    "a key after a comment that belongs to the key above": (
        "agenda:\n  energy: {}\n  # a\n# b\n",
        Edit(("notes",), "c"),
        "agenda:\n  energy: {}\n  # a\nnotes: c\n# b\n",
    ),
    "a line below the only CRLF": (
        "kind: state\r\ndates: 2024-06\nnotes: a\n",
        Edit(("trip",), "b"),
        "kind: state\r\ntrip: b\ndates: 2024-06\nnotes: a\n",
    ),
    "a line below the only CRLF, at the end": (
        "kind: state\ntrip: a\ndates: 2024-06\r\n",
        Edit(("notes",), "b"),
        "kind: state\ntrip: a\ndates: 2024-06\r\nnotes: b\n",
    ),
    "a block among lines that end in CRLF": (
        "kind: state\nnotes: |\r\n  a\r\n  b\r\n",
        Edit(("notes",), "c\nd\ne\n"),
        "kind: state\nnotes: |\r\n  c\r\n  d\r\n  e\r\n",
    ),
    "the last line has no line end": (
        "kind: state\n\nnotes: |  # reviewed\n  a\n  b",
        Edit(("notes",), "c"),
        "kind: state\n\nnotes: c  # reviewed",
    ),
    "a key after a block without a line end": (
        "kind: state\n# a\nnotes: |\n  b",
        Edit(("custom",), "c"),
        "kind: state\ncustom: c\n# a\nnotes: |\n  b",
    ),
    "the only key is a block without a line end": (
        "notes: |\n  b",
        Edit(("custom",), "c"),
        "custom: c\nnotes: |\n  b",
    ),
    "an item of an empty map without a line end": (
        "agenda:",
        Edit(("agenda", "energy"), {"status": "agreed"}),
        "agenda:\n  energy:\n    status: agreed",
    ),
    "a field after an empty value in a flow map": (
        "confirmation: {state: # a\n  }\n",
        Edit(("confirmation", "state"), "announced"),
        "confirmation: {state: announced # a\n  }\n",
    ),
    "the last key is removed, and the last line has no line end": (
        "kind: state\r\n# a\r\nnotes: b",
        Edit(("notes",), None),
        "kind: state\r\n# a",
    ),
}


@pytest.mark.parametrize(
    ("before", "edit", "after"), COMMENTS_AND_STYLES.values(), ids=COMMENTS_AND_STYLES
)
def test_comments_and_styles_survive(before: str, edit: Edit, after: str) -> None:
    edited = edit_file(before.encode(), [edit], key_order)
    assert edited.raw.decode() == after
    assert not edited.refused


def test_an_edit_that_would_lose_a_comment_is_refused() -> None:
    raw = b"{trip: a, agenda: {\n  # b\n  energy: {}}}\n"
    edited = edit_file(raw, [Edit(("agenda", "energy"), None)], key_order)
    assert edited.raw == raw
    assert edited.refused[0].lines == ("agenda:", "  # remove `energy`")


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
