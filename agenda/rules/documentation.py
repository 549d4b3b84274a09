"""A rule's docstring, taken apart: what it wants, why, and an example of each kind.

An example is a small book. A line `# agendas/NAME.yaml` (or `# seeds/NAME.yaml`, `# agenda.yaml`)
begins a file. It may be headed `Failing, as bytes` (Python's escapes stand for bytes) or
`Failing, 100 times over` (each file is that much longer).
"""

import codecs
import inspect
import re

from msgspec import Struct

_SECTION = re.compile(r"^(Failing|Passing)(?:, (as bytes)|, (\d+) times over)?::$", re.MULTILINE)
_FILE = re.compile(r"^# ((?:agendas/|seeds/)\S+\.ya?ml|agenda\.ya?ml)\n", re.MULTILINE)

Files = dict[str, bytes]
"""A small book: what is in each file, by its path."""


class Documentation(Struct, frozen=True):
    """What a docstring says of a rule. ``failing`` and ``passing`` are the examples as written."""

    summary: str
    why: str
    failing: str
    passing: str
    failing_files: Files
    passing_files: Files


def parse(doc: str) -> Documentation:
    """Take a rule's docstring apart; a part that is not there is empty."""
    text = inspect.cleandoc(doc)
    sections = list(_SECTION.finditer(text))
    words, *_ = _SECTION.split(text)
    summary, _, why = words.strip().partition("\n\n")
    written: dict[str, str] = {"Failing": "", "Passing": ""}
    files: dict[str, Files] = {"Failing": {}, "Passing": {}}
    for section, following in zip(sections, [*sections[1:], None], strict=True):
        body = text[section.end() : following.start() if following else None]
        written[section[1]] = inspect.cleandoc(body)
        files[section[1]] = _files(
            written[section[1]], as_bytes=bool(section[2]), times=int(section[3] or 1)
        )
    return Documentation(
        " ".join(summary.split()),
        " ".join(why.removeprefix("Why: ").split()),
        written["Failing"],
        written["Passing"],
        files["Failing"],
        files["Passing"],
    )


def _files(example: str, *, as_bytes: bool = False, times: int = 1) -> Files:
    _, *parts = _FILE.split(example + "\n")
    files = {}
    for path, text in zip(parts[::2], parts[1::2], strict=True):
        raw = codecs.escape_decode(text.encode())[0] if as_bytes else text.encode()
        files[path] = bytes(raw) * times
    return files
