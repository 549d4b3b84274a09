"""The law of every edit: exactly the lines it must, or a refusal; never anything else."""

import copy
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.history.diff import diff
from agenda.model.diagnostic import Place
from agenda.model.visit import Visit
from agenda.store.decode import decode_visit
from agenda.store.serialize import compose
from agenda.yamlio.editor import Edit, edits_of, paste, splice
from agenda.yamlio.quoting import scalar
from agenda.yamlio.reader import FORBIDDEN, plain, read
from agenda.yamlio.source_map import survey
from tests import strategies

CORPUS = sorted((Path(__file__).parent.parent / "cases/splice").glob("*.yaml"))

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


def named(edit: Edit) -> str:
    return f"{'.'.join(map(str, edit.route))} {'-' if edit.value is None else '='}"


def data_of(raw: bytes) -> Any:
    return read("x.yaml", raw).data


def wanted(data: Any, edit: Edit) -> Any:
    """The data with one change, worked out anew: the test's own idea of it."""
    after = copy.deepcopy(data)
    node = after
    for name in edit.route[:-1]:
        node[name] = node.get(name) or {}
        node = node[name]
    if edit.value is not None:
        node[edit.route[-1]] = edit.value
    elif edit.route[-1] not in node:
        return data
    else:
        del node[edit.route[-1]]
        if edit.route[0] == "agenda" and after["agenda"] == {}:
            del after["agenda"]
    return after


def lines(raw: bytes) -> list[str]:
    return [line.rstrip("\r") for line in raw.decode("utf-8-sig").split("\n")]


def hold_to_the_law(raw: bytes, edit: Edit) -> bool:
    """Whether an edit was made; if it was, nothing but it."""
    before = data_of(raw)
    done = splice(raw, [edit])
    if done.refused:
        assert done.raw == raw
        assert done.refused[0].lines
        return False
    assert data_of(done.raw) == wanted(before, edit)
    assert done.raw.startswith(b"\xef\xbb\xbf") == raw.startswith(b"\xef\xbb\xbf")
    if b"\r\n" in raw and raw.count(b"\r\n") == raw.count(b"\n"):
        assert done.raw.count(b"\r\n") == done.raw.count(b"\n")
    elif b"\r" not in raw:
        assert b"\r" not in done.raw
    if done.raw != raw and not raw.endswith(b"\n"):
        assert not done.raw.endswith(b"\n")
    hold_to_its_lines(raw, done.raw, edit)
    return True


def common(one: list[str], other: list[str]) -> int:
    """How many lines two texts begin with alike."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def hold_to_its_lines(old: bytes, new: bytes, edit: Edit) -> None:
    """What was not edited stands as it stood, line for line."""
    one, other = lines(old), lines(new)
    head = common(one, other)
    tail = common(one[head:][::-1], other[head:][::-1])
    gone, come = one[head : len(one) - tail], other[head : len(other) - tail]
    source = read("x.yaml", old)
    sight = survey("x.yaml", source.text)
    routes = [edit.route[:size] for size in range(len(edit.route), -1, -1)]
    above = next(route for route in routes if route in sight.values)
    if above == edit.route:
        # What goes lies between the first line of the key and the last one of the value.
        key, value = (sight.span(Place("", above, it)) for it in (True, False))
        first, last = key.line - 1, value.end_line
        if edit.value is None and above[0] == "agenda":  # the last item takes its map along
            first = min(first, sight.span(Place("", ("agenda",), key=True)).line - 1)
        gone_lines = range(head, len(one) - tail)
        blank = [number for number in gone_lines if not one[number].strip()]
        assert all(first <= number < last or number in blank for number in gone_lines)
        if edit.value is None:
            assert len(come) <= 1
    else:
        # What comes is put between two lines, or into the braces of one map.
        start, _ = sight.values[above]
        is_flow = source.text[start : start + 1] == "{"
        assert len(gone) <= 1
        if gone and not is_flow:
            assert come[0].startswith(gone[0])  # the line that had no end


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_edit_of_a_hard_file(path: Path, request: pytest.FixtureRequest) -> None:
    raw = path.read_bytes()
    before = data_of(raw)
    refused = ""
    for edit in EDITS:
        above = before
        for name in edit.route[:-1]:
            above = above.get(name) if isinstance(above, dict) else None
        if not (isinstance(above, dict) or edit.route[0] == "agenda"):
            continue
        if len(edit.route) == 3 and not isinstance(
            (before.get("agenda") or {}).get("energy"), dict
        ):
            continue
        if not hold_to_the_law(raw, edit):
            refused += f"{named(edit)}\n"
    kept = path.with_suffix(".out")
    if request.config.getoption("--write-cases"):
        kept.write_text(refused, encoding="utf-8")
    assert refused == kept.read_text(encoding="utf-8")


def test_the_corpus_is_large_and_seldom_refused() -> None:
    assert len(CORPUS) >= 60
    refused = [path.stem for path in CORPUS if path.with_suffix(".out").read_text("utf-8")]
    assert len(refused) <= len(CORPUS) / 6


def test_edits_are_made_on_top_of_each_other() -> None:
    raw = CORPUS[0].parent.joinpath("plain.yaml").read_bytes()
    done = splice(raw, EDITS[:13])
    expected = data_of(raw)
    for edit in EDITS[:13]:
        expected = wanted(expected, edit)
    assert data_of(done.raw) == expected


@pytest.mark.parametrize(
    "raw",
    [b"visitor: &a {name: A, country: RU}\nhost: {country: VN}\n", b"a: [", b"- a\n", b"", b"\xff"],
)
def test_what_is_refused_as_a_file_is_not_edited(raw: bytes) -> None:
    done = splice(raw, [EDITS[0]])
    assert done.raw == raw
    assert done.refused[0].lines == ("dates: 2024-06-19/2024-06-20",)


def test_the_lines_to_paste_are_yaml_in_their_place() -> None:
    assert paste(Edit(("agenda", "a b"), {"title": "x: y"})) == (
        "agenda:",
        "  a b:",
        '    title: "x: y"',
    )
    assert paste(Edit(("confirmation", "host"), None)) == ("confirmation:", "  # take out `host`")


@given(st.text(max_size=30).filter(lambda text: text and not FORBIDDEN.search(text)))
def test_a_scalar_reads_back(text: str) -> None:
    for like in ("", "'x'", '"x"'):
        assert plain(f"k: {scalar(text, like=like)}\n") == {"k": text}
        assert plain(f"k: {{a: {scalar(text, like=like, in_flow=True)}, b: c}}\n") == {
            "k": {"a": text, "b": "c"}
        }


@given(strategies.visits(), strategies.visits(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_visit_can_be_made_into_any_other(
    one: Visit, other: Visit, newline: str, has_end: bool
) -> None:
    text = compose(one).replace("\n", newline)
    raw = (text if has_end else text.rstrip()).encode()
    assert decode_visit(read("x.yaml", raw)).visit == one
    edits = edits_of(diff(one, other))
    for edit in edits:
        hold_to_the_law(raw, edit)
    done = splice(raw, edits)
    if not done.refused:
        assert decode_visit(read("x.yaml", done.raw)).visit == other
