"""A rule's docstring, taken apart: what it wants, why, and an example of each kind.

An example is a small book. A line `# agendas/NAME.yaml` (or `# seeds/NAME.yaml`, `# agenda.yaml`)
begins a file. It may be headed `Failing, as bytes` (Python's escapes stand for bytes), `Failing,
100 times over` (each file is that much longer) or `Failing, on 2024-07-01` (the day that it is).
"""

import codecs
import inspect
import re
from datetime import date
from typing import Final

from msgspec import Struct

_SECTION: Final = re.compile(
    r"^(?P<kind>Failing|Passing)(?:, (?P<note>"
    r"(?P<bytes>as bytes)|(?P<times>\d+) times over|on (?P<day>\d{4}-\d\d-\d\d)))?::$",
    re.MULTILINE,
)
_FILE: Final = re.compile(r"^# ((?:agendas/|seeds/)\S+\.ya?ml|agenda\.ya?ml)\n", re.MULTILINE)

USUAL_DAY: Final = date(2024, 6, 12)
"""The day that it is in an example that names none."""

Files = dict[str, bytes]
"""A small book: what is in each file, by its path."""


class Example(Struct, frozen=True):
    """A small book on a day, that keeps a rule or breaks it.

    ``written`` is as in the docstring, and ``note`` what its heading says: `on 2024-07-01`.
    """

    written: str = ""
    files: Files = {}
    day: date = USUAL_DAY
    note: str = ""


class Documentation(Struct, frozen=True):
    """What a docstring says of a rule."""

    summary: str
    why: str
    failing: Example
    passing: Example


def parse(doc: str) -> Documentation:
    """Take a rule's docstring apart; a part that is not there is empty."""
    text = inspect.cleandoc(doc)
    sections = list(_SECTION.finditer(text))
    words = text[: sections[0].start()] if sections else text
    summary, _, why = words.strip().partition("\n\n")
    ends = [*(section.start() for section in sections[1:]), len(text)]
    examples = {
        section["kind"]: _example(section, text[section.end() : end])
        for section, end in zip(sections, ends, strict=True)
    }
    return Documentation(
        " ".join(summary.split()),
        " ".join(why.removeprefix("Why: ").split()),
        examples.get("Failing", Example()),
        examples.get("Passing", Example()),
    )


def _example(section: re.Match[str], body: str) -> Example:
    written = inspect.cleandoc(body)
    return Example(
        written,
        _files(written, as_bytes=bool(section["bytes"]), times=int(section["times"] or 1)),
        date.fromisoformat(section["day"]) if section["day"] else USUAL_DAY,
        section["note"] or "",
    )


def _files(example: str, *, as_bytes: bool, times: int) -> Files:
    _, *parts = _FILE.split(example + "\n")
    files = {}
    for path, text in zip(parts[::2], parts[1::2], strict=True):
        raw = codecs.escape_decode(text.encode())[0] if as_bytes else text.encode()
        files[path] = bytes(raw) * times
    return files
