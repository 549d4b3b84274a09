"""Random edits of odd files lose no comment and change no other line."""

import copy
from collections import Counter
from random import Random
from typing import Any

import pytest

from agenda.store.serialize import key_order
from agenda.yamlio.editor import edit_file
from agenda.yamlio.quoting import Edit
from agenda.yamlio.reader import read
from tests.yamlio.odd_files import OddFile, comments_of, lines_of, random_edit, root_of

EDITS_PER_FILE = 5


def expected_data(data: dict[str, Any], edit: Edit) -> dict[str, Any]:
    after = copy.deepcopy(data)
    parents: list[Any] = [after]
    for name in edit.path[:-1]:
        parents[-1][name] = parents[-1].get(name) or {}
        parents.append(parents[-1][name])
    if edit.value is not None:
        parents[-1][edit.path[-1]] = edit.value
        return after
    del parents[-1][edit.path[-1]]
    if len(edit.path) == 2 and not parents[-1]:
        del parents[0][edit.path[0]]
    return after


def check_comments(before: str, after: str, edit: Edit) -> None:
    """Check that only comments in the lines of a removed key vanish, and none is added."""
    old = comments_of(before)
    own = lines_of(before, edit.path) if edit.value is None else range(0)
    vanished = Counter(text for _, text in old) - Counter(text for _, text in comments_of(after))
    assert vanished <= Counter(text for line, text in old if line in own)
    assert not Counter(text for _, text in comments_of(after)) - Counter(text for _, text in old)


def is_same(line: str, line_after: str) -> bool:
    """Whether a line is unchanged; the indentation of a comment below a removed key may change."""
    is_comment = line.lstrip().startswith("#")
    return line == line_after or (is_comment and line.lstrip() == line_after.lstrip())


def check_other_lines(before: str, after: str, edit: Edit, data: dict[str, Any]) -> None:
    """Check that all lines but those of the edited key are unchanged, with their line ends."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    path = known_path(data, edit)
    if path == edit.path:
        is_last = edit.value is None and len(path) > 1 and len(parent_of(data, path)) == 1
        changed = lines_of(before, path[:-1] if is_last else path)
    else:  # one line may get the key, or a line end if it was the last
        changed = lines_of(before, path) if path or is_flow(before) else range(0)
        kept = Counter(map(str.rstrip, old)) - Counter(map(str.rstrip, new))
        assert kept.total() <= 1
    others = [line for number, line in enumerate(old) if number not in changed and line.strip()]
    rest = iter(new)
    for line in others:
        matches = (
            is_same(line, other)
            or (line.rstrip() == other.rstrip() and (line is old[-1] or other is new[-1]))
            for other in rest
        )
        assert any(matches), f"{line!r} is changed"


def is_flow(text: str) -> bool:
    """Whether a whole text is a map in braces."""
    return bool(root_of(text).flow_style)


def known_path(data: Any, edit: Edit) -> Any:
    """The path of an edit, as far as the data has it."""
    for size, name in enumerate(edit.path):
        if name not in data:
            return edit.path[:size]
        data = data[name]
    return edit.path


def parent_of(data: Any, path: Any) -> Any:
    for name in path[:-1]:
        data = data[name]
    return data


def check_line_ends(before: str, after: str) -> None:
    crlf, lines = before.count("\r\n"), before.count("\n")
    if crlf == lines and lines:
        assert after.count("\r\n") == after.count("\n")
    elif crlf <= 1:
        assert after.count("\r\n") <= crlf
    assert before.endswith("\n") == after.endswith("\n")


def check_edit(raw: bytes, edit: Edit) -> bool:
    """Make an edit and check everything; whether it was made."""
    source = read("", raw)
    assert isinstance(source.data, dict)
    edited = edit_file(raw, [edit], key_order)
    if edited.refused:
        assert edited.raw == raw
        return False
    after = read("", edited.raw)
    assert after.data == expected_data(source.data, edit)
    assert edited.raw[:3] == raw[:3] or raw[:3] != b"\xef\xbb\xbf"
    check_comments(source.text, after.text, edit)
    check_other_lines(source.text, after.text, edit, source.data)
    check_line_ends(source.text, after.text)
    return True


def check_random_edits(seed: int, count: int) -> int:
    """Check some edits of random files, and return how many were refused."""
    random, refused, done = Random(seed), 0, 0  # noqa: S311
    while done < count:
        raw = OddFile(random).raw()
        data = read("", raw).data
        if not isinstance(data, dict):
            continue
        for _ in range(EDITS_PER_FILE):
            edit = random_edit(random, data)
            if edit is not None:
                refused += not check_edit(raw, edit)
                done += 1
    return refused


def test_the_lexer_distinguishes_comments_from_texts() -> None:
    text = "a: 'b # no' # 1\nc: |  # 2\n  # no\n # 3\nd: {# 4\n  e#f: g#h}# 5"
    assert comments_of(text) == [(0, "# 1"), (1, "# 2"), (3, "# 3"), (4, "# 4"), (5, "# 5")]


def test_random_edits_lose_no_comment() -> None:
    assert check_random_edits(seed=1, count=100) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 10))
def test_many_random_edits_lose_no_comment(seed: int) -> None:
    assert check_random_edits(seed, count=2500) <= 7
