"""Generates inputs: random text, mutated files, and structured books with odd values."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import yaml
from hypothesis import strategies as st

from agenda.store.book import book_from_files
from tests.lint.cases import case_files, read_case
from tests.plain_data import BOOKS, TEXT, VALID_REPORTS
from tools.fuzz.check import Files

ROOT: Final = Path(__file__).parent.parent.parent
PATHS: Final = ("agendas/ru-vn-2024.yaml", "seeds/2024-06-10-reuters.yaml", "agenda.yaml")

TOKENS: Final = [
    *("\n", "\n  ", "\n    ", "\n- ", "\n  - ", ": ", ":", "- ", "? ", ", ", "[", "]", "{", "}"),
    *(
        "|\n  ",
        ">-\n  ",
        '"',
        "'",
        "#",
        " ",
        "\t",
        "\r",
        "\r\n",
        "\\",
        "&a ",
        "*a",
        "<<: ",
        "!!str ",
    ),
    *("!x ", "%YAML 1.2\n", "---\n", "...\n", "@", "`", "~", "null", "NO", "12:30", "0x1F", ".inf"),
    *("\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffd", "\uffff", "\u202e"),
    *("e\u0301", "ﬁ", "İ", "ß", "\u200b", "𝟚𝟘𝟚𝟜", "٢٠٢٤", "🇻🇳", "\U0010ffff", "\\ud800", "\\x00"),
    *("visitor", "host", "name: A", "country: RU", "confirmation", "state: tentative", "agenda"),
    *(
        "energy: {status: signed}",
        "dates: ",
        "2024-06-19",
        "/..",
        "[2024-06..2024-07]",
        "9999-12-31",
    ),
    *("0000", "0001-01-01", "2024-02-30", "published: 2024-06-10", "publisher: P", "claims:"),
    *("visit: ru-vn-2024", "according_to: X", "retracts: [dates]", "topics:", "rules: {tag: off}"),
]
"""Fragments of YAML and of a book's files, and characters that often cause failures."""

_OPENERS: Final = [
    b"[",
    b"{a: ",
    b"- ",
    b"? ",
    b"[{",
    b"\n ",
    b"&a [",
    b"!!map {x: ",
    b"x",
    b"\xff",
]
_REPETITIONS: Final = st.integers(0, 40) | st.sampled_from([100, 1000]) | st.integers(0, 200_000)

tokens = st.lists(st.sampled_from(TOKENS) | st.text(max_size=3), max_size=30).map("".join)
encodings = st.sampled_from([*["utf-8"] * 8, "utf-16", "utf-8-sig", "utf-7"])
texts = st.builds(lambda text, encoding: text.encode(encoding, "surrogatepass"), tokens, encodings)
random_files: st.SearchStrategy[Files] = st.dictionaries(
    st.sampled_from(PATHS), st.binary(max_size=200) | texts, min_size=1, max_size=2
)
"""Random bytes, and text that looks like YAML."""


def corpus() -> list[tuple[str, bytes]]:
    """The files of the shipped book and of the tests' cases, by their paths in a book."""
    files = [
        (path.relative_to(ROOT).as_posix(), path.read_bytes())
        for folder in ("agendas", "seeds")
        for path in sorted((ROOT / folder).glob("*.yaml"))
    ]
    for case in case_files():
        files += read_case(case).files.items()
    return files


CORPUS: Final = corpus()


def files_of(raw: bytes) -> dict[str, bytes]:
    """The book of an input, whose first byte selects the path of the file."""
    return {PATHS[raw[0] % len(PATHS)]: raw[1:]} if raw else {PATHS[0]: b""}


def _replaced(raw: bytes, offset: int, length: int, replacement: bytes) -> bytes:
    """The bytes with ``length`` bytes replaced."""
    return raw[:offset] + replacement + raw[offset + length :]


@st.composite
def _mutation(draw: st.DrawFn, raw: bytes) -> bytes:
    """The bytes with one change."""
    offset, length = draw(st.integers(0, len(raw))), draw(st.integers(0, 60))
    chunk = raw[offset : offset + length]
    match draw(st.sampled_from(_MUTATIONS)):
        case "flip":
            return _replaced(raw, offset, 1, bytes([draw(st.integers(0, 255))]))
        case "delete":
            return _replaced(raw, offset, length, b"")
        case "insert":
            return _replaced(raw, offset, 0, draw(texts | st.binary(max_size=4)))
        case "replace":
            return _replaced(raw, offset, length, draw(texts))
        case "repeat":
            return _replaced(raw, offset, 0, chunk * draw(st.integers(1, 50)))
        case "copy":
            source = draw(st.sampled_from(CORPUS))[1]
            begin = draw(st.integers(0, len(source)))
            return _replaced(raw, offset, length, source[begin : begin + draw(st.integers(0, 300))])
        case "nest":
            opener = draw(st.sampled_from(_OPENERS))
            return _replaced(raw, offset, 0, opener * (draw(_REPETITIONS) // len(opener)))
    return draw(_line_mutation(raw))


@st.composite
def _line_mutation(draw: st.DrawFn, raw: bytes) -> bytes:
    """The bytes with a line deleted, duplicated, or indented further."""
    lines = raw.splitlines(keepends=True) or [b""]
    line = draw(st.integers(0, len(lines) - 1))
    match draw(st.sampled_from(["delete", "duplicate", "indent"])):
        case "delete":
            del lines[line]
        case "duplicate":
            lines.insert(draw(st.integers(0, len(lines))), lines[line])
        case "indent":
            lines[line] = b" " * draw(st.integers(1, 4)) + lines[line]
    return b"".join(lines)


_MUTATIONS: Final = [
    *("flip", "delete", "insert", "replace", "repeat", "copy", "nest", "line", "line"),
]


@st.composite
def _mutated_files(draw: st.DrawFn) -> Files:
    files = dict(draw(st.lists(st.sampled_from(CORPUS), min_size=1, max_size=3)))
    for path in draw(st.lists(st.sampled_from(list(files)), min_size=1, max_size=4)):
        files[path] = draw(_mutation(files[path]))
    return files


mutated_files: st.SearchStrategy[Files] = _mutated_files()
"""One to three files from the corpus, with up to four changes."""


def _as_yaml(data: Any) -> bytes:
    return yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True).encode()


def _as_json(data: Any) -> bytes:
    return json.dumps(data).encode()


odd_values = st.recursive(
    TEXT | st.text(max_size=5) | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
dumps: st.SearchStrategy[Callable[[Any], bytes]] = st.sampled_from([_as_json, _as_yaml])


@st.composite
def _models(draw: st.DrawFn) -> Files:
    book = deepcopy(draw(BOOKS))  # drawn values share objects
    for path in draw(st.lists(st.sampled_from(sorted(book)), max_size=2, unique=True)):
        _insert_odd_value(draw, book[path])
    dump = draw(dumps)
    return {path: dump(data) for path, data in book.items()}


def _insert_odd_value(draw: st.DrawFn, data: Any) -> None:
    """Replace a random value at any depth of a map with an odd value."""
    while isinstance(data, dict | list) and data:
        keys = list(data) if isinstance(data, dict) else range(len(data))
        key = draw(st.sampled_from(keys))
        if not isinstance(data[key], dict | list) or draw(st.booleans()):
            data[key] = draw(odd_values)
            return
        data = data[key]


models: st.SearchStrategy[Files] = _models()
"""Books whose data is valid except for a few values."""

REPEATED: Final = [
    *(" ", "\t", ".", "..", "-", "–", "/", "#", "# ", ":", ": ", "'", '"', ",", "[", "{", "\n"),
    *("# agenda: allow stale because x\n", "<<<<<<<\n", "=", "a", "я", "1", "2024-06-19", "\xa0"),
    *("\u0301", "\u0323\u0301", "\u200b", "\u200d", "я\u200d", "\u200d\u0301", "\u201c"),
    *(": \u201c", " \n", "\t ", " - ", " to ", "\r", "а", "ａ", "&a ", "!a ", "*a "),
    *("\\", "a: ", "- "),
]  # fmt: skip
"""Fragments that are repeated thousands of times, which reveals what searches them again."""

_AROUND: Final = [
    ("agendas/a.yaml", "", ""),
    ("agendas/a.yaml", 'dates: "[', ""),
    ("agendas/a.yaml", 'dates: "a', 'b"\n'),
    ("agendas/a.yaml", 'dates: "2024', '"\n'),
    ("agendas/a.yaml", "notes: |\n  я", "я\n"),
    ("agendas/a.yaml", 'visitor: {country: RU, name: "a', '"}\nhost: {country: VN}\n'),
    ("agendas/a.yaml", 'agenda:\n  ? "a', 'b"\n  : {}\n'),
    ("agendas/a.yaml", "# ", "\nhost: {country: VN}\n"),
    ("seeds/a.yaml", 'published: "2024', '"\npublisher: P\n'),
    ("seeds/a.yaml", 'published: 2024-06-10\npublisher: "я', '"\n'),
    ("seeds/a.yaml", 'published: 2024-06-10\npublisher: P\nurl: "http://', '"\n'),
    ("seeds/a.yaml", 'published: 2024-06-10\npublisher: P\nclaims:\n- visit: "a', '"\n'),
]
"""Where a repeated fragment is: the file, and the text before and after it."""


@st.composite
def _repetitions(draw: st.DrawFn) -> Files:
    path, before, after = draw(st.sampled_from(_AROUND))
    fragment = "".join(draw(st.lists(st.sampled_from(REPEATED), min_size=1, max_size=3)))
    count = draw(st.sampled_from([30, 1000, 8000])) // len(fragment)
    end = draw(st.sampled_from(["", "x", "\t", "\n", "\u0301", "я"]))
    return {path: f"{before}{fragment * count}{end}{after}".encode()}


repetitions: st.SearchStrategy[Files] = _repetitions()
"""Files with one fragment thousands of times."""

VISIT_FILES: Final = [
    raw
    for path, raw in CORPUS
    if path.startswith("agendas/") and book_from_files(Path(), [("agendas/a.yaml", raw)]).visits
]
REPORTS: Final = ("seeds/first.yaml", "seeds/second.yaml")


@st.composite
def _books_to_apply(draw: st.DrawFn) -> Files:
    files = {f"agendas/{name}.yaml": draw(st.sampled_from(VISIT_FILES)) for name in "ab"}
    for path in draw(st.sampled_from([REPORTS, REPORTS[:1]])):
        raw = draw(dumps)(draw(VALID_REPORTS))
        files[path] = draw(_mutation(raw)) if draw(st.integers(0, 4)) == 0 else raw
    return files


books_to_apply: st.SearchStrategy[Files] = _books_to_apply()
"""Files of two visits from the corpus, and reports on them to apply, most of them valid."""

CLAIMS: Final = [
    "retracts: [agenda]",
    "retracts: [agenda.i%]",
    "retracts: [meets, dates]",
    "retracts: [confirmation], rejected: c",
    "retracts: [agenda], rejected: c%",
    "agenda: {i%: {status: agreed}, i0: {title: T%}}",
    "agenda: {i1: {status: dropped}}",
    "meets: {p%: {name: P%, status: expected}}",
    "dates: 2024-07-01/2024-07-09",
    "dates: 203%",
    "confirmation: {state: postponed}",
    "confirmation: {visitor: announced}",
    "confirmation: {state: cancelled, because: B%}, grade: A1",
    "host: {candidates: [{country: CH}, {country: VN, city: C%}]}",
    "occasion: O%, wording: w%",
    "event: e%",
]
"""Claims that are repeated, with a number in place of each `%`."""

_SUBJECTS: Final = ["visit: a", "visit: a", "event: e1", "visit: v%"]
_HEAD: Final = (
    "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"
)


@st.composite
def _crowded_books(draw: st.DrawFn) -> Files:
    """A visit with many items, and two reports with many claims of a few kinds."""
    count = draw(st.sampled_from([3, 10, 60]))
    items = "".join(f"  i{number}: {{status: expected}}\n" for number in range(count))
    files = {"agendas/a.yaml": f"{_HEAD}agenda:\n{items}"}
    for day in (10, 11):
        claims = draw(st.lists(st.sampled_from(CLAIMS), min_size=1, max_size=3))
        subject, source = draw(st.sampled_from(_SUBJECTS)), draw(st.sampled_from(["X", "X%"]))
        lines = (f"- {{{subject}, according_to: {source}, {claim}}}\n" for claim in claims)
        text = "".join(lines)
        repeated = "".join(text.replace("%", str(number % 10_000)) for number in range(count))
        head = f"published: 2024-06-{day}\npublisher: P\nclaims:\n"
        files[f"seeds/{day}.yaml"] = head + repeated
    return {path: text.encode() for path, text in files.items()}


crowded_books: st.SearchStrategy[Files] = _crowded_books()
"""Books with many items, people and claims about one visit or one event."""

KINDS: Final = {
    "random": random_files,
    "mutated": mutated_files,
    "model": models,
    "repeated": repetitions,
    "applied": books_to_apply,
    "crowded": crowded_books,
}
"""The strategies by the name of each kind of input."""
