"""Reading plain block style, held to what libyaml reads."""

from collections.abc import Iterator
from itertools import islice
from random import Random

import pytest

from agenda.yamlio.block_style import read_block_style
from agenda.yamlio.events import read_events
from tests.run import ROOT

FRAGMENTS = [
    *("\n", "\n  ", "\n    ", "\n- ", "\n  - ", "\n  -   ", "\n-\n", "\n---\n", "\n...\n", "\n\n"),
    *(" ", "  ", ": ", ":", ":\n", "#", " #", " # c\n", "\t", "\r\n", "\r", "- ", "-", "? ", ","),
    *("[", "]", "{", "}", "[]", "{}", "[a, b]", "{a: b}", "{a: b, c: d}", "[a: b]", "{a, b}"),
    *('"', "'", '""', "''", '"a"', "'a'", "\\", "&a ", "*a", "!!str ", "!", "|", ">", "|-\n", "%"),
    *("@", "`", "~", "<<", "<<: ", "=", "..", "2024-06..", "\x85", "\u2028", "\xa0", "\ufeff", "é"),
    *("a", "b", "key", "a:", "a: ", "a: b\n", "  a: b\n", "  a:\n", "- a: b\n", "  - a\n", "\x7f"),
]


def texts() -> list[str]:
    """The files of the shipped book, and texts that have every form that is read."""
    files = [*ROOT.glob("agendas/*.yaml"), *ROOT.glob("seeds/*.yaml")]
    return [
        *(path.read_text(encoding="utf-8") for path in files),
        "a: b\nc:\n  d: e # f\n  g:\n    h: i\nj:\n- k\n- l: m\n  n: o\n",
        "p:\n  - q: r\n    s:\n    - t\nu:\n",
        "# a\n\n  # b\nc: 'd'\ne: \"f # g\"\nh: [i, j k]  # l\nm: {n: o, p: q}\ns: []\nt: {}\n",
        "a: b\r\nc:\r\n  - d: e # f\r\n    g:\r\n\r\n# h\r\ni: [j]\r\n",
        "- a\n- b: c\n",
        "a: b\n  c: d\n",
    ]


def mutants(seed: int) -> Iterator[str]:
    """Texts with one to three changes: parts removed, repeated, moved, replaced by fragments."""
    random, originals = Random(seed), texts()  # noqa: S311
    while True:
        lines = random.choice(originals).splitlines(keepends=True)
        first = random.choice([0, *(i for i, line in enumerate(lines) if line[0].isalpha())])
        text = "".join(lines[first : first + random.randint(1, 12)])
        for _ in range(random.randint(1, 3)):
            start = random.randint(0, len(text))
            end = min(len(text), start + random.choice([0, 0, 1, 1, 2, 5, 20]))
            fragment = random.choice(FRAGMENTS)
            part = random.choice([fragment, fragment, "", text[start:end] * 2, text[end : end + 9]])
            text = text[:start] + part + text[end:]
        yield text


def compared(seed: int, count: int) -> int:
    """How many of the mutants are read without libyaml; it reads them in the same way."""
    read = 0
    for text in islice(mutants(seed), count):
        data = read_block_style(text)
        if data is not None:
            read += 1
            assert repr(data) == repr(read_events(text)), text
    return read


def test_what_is_read_is_what_libyaml_reads() -> None:
    assert compared(seed=0, count=4_000) > 800


@pytest.mark.slow
def test_what_is_read_is_what_libyaml_reads_in_many_mutants() -> None:
    assert compared(seed=1, count=100_000) > 20_000


@pytest.mark.parametrize(
    "text",
    [
        *("a: |\n  b\n", "a: b\n c\n", "a: &b c\n", "a: *b\n", "a: !b c\n", 'a: "\\x07"\n', "a\n"),
        *(
            "a: 'b''c'\n",
            "a: 1\na: 2\n",
            "<<: {a: b}\n",
            "? a\n",
            "a:\tb\n",
            "a: b\rc: d\n",
            "[a]\n",
        ),
        *("a: {b: {c: d}}\n", "---\na: b\n", "a: [b..c]\n", "a: {b: c, b: d}\n", "a: \u2028b\n"),
        *("# a\n", "", "a: {b: 'c'}\n", "a:\n  b: c\n d: e\n", "- a: b\n", f"{'a' * 101}: b\n"),
    ],
)
def test_unusual_texts_are_left_to_libyaml(text: str) -> None:
    assert read_block_style(text) is None


def nested(depth: int, item: str) -> str:
    """Maps in each other, or lists of maps, with a list in the innermost one."""
    indentations = [" " * n * (len(item) or 1) for n in range(1, depth + 1)]
    return "".join(["a:\n", *(f"{indentation}{item}a:\n" for indentation in indentations)])


@pytest.mark.parametrize("item", ["", "- "])
def test_a_text_that_is_nested_too_deep_is_left_to_libyaml(item: str) -> None:
    texts = [nested(depth, item) for depth in range(30)]
    read = [text for text in texts if read_block_style(text)]
    assert read == texts[: len(read)]
    assert all(read_events(text) for text in read)


def test_a_text_that_may_have_too_many_values_is_left_to_libyaml() -> None:
    texts = [f"a: [{'b,' * size}b]\n" for size in (100, 9_900, *range(9_985, 10_005))]
    read = [text for text in texts if read_block_style(text)]
    assert read == texts[: len(read)]
    assert read_events(read[-1])
    assert read_events(texts[-1]) is None
