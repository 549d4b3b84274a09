"""No regular expression takes a time that is more than proportional to its input.

A repetition that can give back characters must neither contain nor follow another one that takes
the same characters, and a search must not begin with one, or it begins again at each character.
Possessive repetitions, such as `a++`, give nothing back.
"""

import importlib
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

import pytest

from tests.run import ROOT

SAMPLE = [*map(chr, range(0x250)), *"\u0301\u200b\u200d–—‘“”я中\ud800\udc80\uffff"]
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)
FROM_THE_START = {
    "agenda.lint.suppressions._EMPTY_OR_COMMENT",
    "agenda.output.site.names._PLAIN",
    "agenda.text.slug._PLAIN_ID",
    "agenda.yamlio.typos._EMPTY_OR_COMMENT",
    "agenda.yamlio.typos._FIELD",
    "agenda.yamlio.typos._ITEM",
    "agenda.yamlio.typos._KEY",
    "agenda.yamlio.typos._NO_COLON",
    "agenda.yamlio.typos._NO_SPACE",
    "agenda.store.schema_errors._NO_COLON",
    "agenda.store.schema_errors._NO_SPACE",
}
"""Expressions that begin with a repetition, and are only matched from the start."""

NOT_FOR_INPUT = {"agenda.lint.rule._FILE", "agenda.lint.rule._SECTION"}
"""Expressions that only read the rules' documentation."""


def patterns() -> Iterator[tuple[str, "re.Pattern[str]"]]:
    """The compiled expressions of all modules, by name."""
    for path in sorted((ROOT / "agenda").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if path.stem == "__main__":
            continue
        for variable, value in vars(importlib.import_module(name)).items():
            if isinstance(value, re.Pattern) and f"{name}.{variable}" not in NOT_FOR_INPUT:
                yield f"{name}.{variable}", value


PATTERNS = dict(patterns())


def is_unbounded(node: Any) -> bool:
    return node[0] in REPEATS and node[1][1] is codes.MAXREPEAT


def nodes_in(sequence: Any) -> Iterator[Any]:
    """All nodes of a parsed expression, at any depth."""
    for node in sequence:
        yield node
        for part in parts_of(node):
            yield from nodes_in(part)


def parts_of(node: Any) -> list[Any]:
    kind, value = node
    if kind in (*REPEATS, codes.POSSESSIVE_REPEAT):
        return [value[2]]
    if kind is codes.SUBPATTERN:
        return [value[3]]
    if kind is codes.BRANCH:
        return list(value[1])
    if kind in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    return [value] if kind is codes.ATOMIC_GROUP else []


def without_groups(sequence: Any) -> list[Any]:
    """A sequence with the content of its groups in place of the groups."""
    nodes = []
    for node in sequence:
        nodes += without_groups(node[1][3]) if node[0] is codes.SUBPATTERN else [node]
    return nodes


CATEGORIES = {codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_NOT_SPACE: r"\S",
              codes.CATEGORY_WORD: r"\w", codes.CATEGORY_NOT_WORD: r"\W",
              codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_NOT_DIGIT: r"\D"}  # fmt: skip


def takes(node: Any, char: str) -> bool:
    """Whether a node can begin with a character."""
    kind, value = node
    match kind:
        case codes.LITERAL:
            return bool(ord(char) == value)
        case codes.NOT_LITERAL:
            return bool(ord(char) != value)
        case codes.RANGE:
            return bool(value[0] <= ord(char) <= value[1])
        case codes.CATEGORY:
            return re.fullmatch(CATEGORIES[value], char) is not None
        case codes.ANY:
            return True
        case codes.IN:
            is_negated = value[0][0] is codes.NEGATE
            return any(takes(item, char) for item in value[is_negated:]) != is_negated
    return any(first_takes(part, char) for part in parts_of(node))


def first_takes(sequence: Any, char: str) -> bool:
    for node in without_groups(sequence):
        if takes(node, char):
            return True
        if not may_be_empty(node):
            return False
    return False


def may_be_empty(node: Any) -> bool:
    kind, value = node
    if kind in (*REPEATS, codes.POSSESSIVE_REPEAT):
        return bool(value[0] == 0)
    return kind in (codes.AT, codes.ASSERT, codes.ASSERT_NOT)


def problems(pattern: "re.Pattern[str]", *, is_searched: bool) -> Iterator[str]:
    parsed = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    for node in nodes_in(parsed):
        if is_unbounded(node) and any(map(is_unbounded, nodes_in(node[1][2]))):
            yield "nested repetitions"
        for sequence in parts_of(node):
            yield from adjacent(sequence)
    yield from adjacent(parsed)
    branches = parsed[0][1][1] if parsed and parsed[0][0] is codes.BRANCH else [parsed]
    for branch in branches if is_searched else ():
        nodes = without_groups(branch)
        is_repetition = nodes[1:] and nodes[0][0] in (*REPEATS, codes.POSSESSIVE_REPEAT)
        if is_repetition and nodes[0][1][1] is codes.MAXREPEAT:
            yield "a search that begins with a repetition"


def adjacent(sequence: Any) -> Iterator[str]:
    nodes = without_groups(sequence)
    for index, node in enumerate(nodes):
        if not is_unbounded(node):
            continue
        for following in nodes[index + 1 :]:
            if is_unbounded(following):
                both = [c for c in SAMPLE if first_takes(node[1][2], c) and takes(following, c)]
                if both:
                    yield "adjacent repetitions of the same characters"
            if not may_be_empty(following):
                break


def test_bad_expressions_are_detected() -> None:
    for text in (r"(a+)+b", r"\s*[–—]\s*x", r"[ \t]+(?=\n)", r"a\s*\s+b", r"x(?:\w*\d*)y"):
        assert list(problems(re.compile(text), is_searched=True)), text
    for text in (r"(?<![ \t])[ \t]++(?=\n)", r"\w+:\d+", r"a++b", r"[a-z]+"):
        is_searched = text != r"\w+:\d+" and text != "a++b"
        assert not list(problems(re.compile(text), is_searched=is_searched)), text


@pytest.mark.parametrize("name", PATTERNS)
def test_no_expression_gives_characters_back_twice(name: str) -> None:
    assert list(problems(PATTERNS[name], is_searched=name not in FROM_THE_START)) == []
