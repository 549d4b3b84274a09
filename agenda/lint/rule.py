"""A rule: its id, its severity, its check, and its documentation with tested examples.

The docstring of a rule is its documentation: a summary, why the rule exists, and an example of a
book that breaks it and one that keeps it. An example is a small book. A line `# agendas/NAME.yaml`
(or `# seeds/NAME.yaml`, `# agenda.yaml`) begins a file; `# agendas/NAME.yaml -> ../TARGET` is a
symbolic link that leads out of the book. Its heading may be `Failing, as bytes`
(Python's escapes stand for bytes), `Failing, 100 times over` (each file is that much longer) or
`Failing, on 2024-07-01` (the day on which the book is checked).
"""

import ast
import codecs
import inspect
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct

from agenda.lint.context import LintContext
from agenda.model.diagnostic import Diagnostic, Severity
from agenda.store.files import OUTSIDE, IrregularFile

Check = Callable[[LintContext], Iterator[Diagnostic]]

LooksAt = Literal["file", "visits", "ids", "names"]
"""What a rule looks at to find what is wrong in a file.

It is the file alone; all that is known of its visits and by its people; that and, if it reports
something there, all ids and labels that may be meant; or how names are spelled across the book.
"""


class Rule(Struct, frozen=True):
    """One rule. ``check`` is ``None`` if the readers of files report its diagnostics.

    ``former_ids`` still work in settings and suppression comments. A rule that
    ``runs_after_suppression`` knows which suppression comments are unused. What a ``calendar`` rule
    reports depends on today's date, and not only on the files. ``looks_at`` says on which files.
    """

    id: str
    severity: Severity
    doc: str
    check: Check | None = None
    former_ids: tuple[str, ...] = ()
    runs_after_suppression: bool = False
    calendar: bool = False
    looks_at: LooksAt = "file"


def rule(
    severity: Severity,
    *,
    formerly: tuple[str, ...] = (),
    runs_after_suppression: bool = False,
    calendar: bool = False,
    looks_at: LooksAt = "file",
) -> Callable[[Check], Rule]:
    """Make a rule of a generator: its name is the rule's id, its docstring the documentation."""

    def decorate(check: Check) -> Rule:
        doc = check.__doc__ or _doc_in_source(check)
        name = _id(check.__name__)
        return Rule(
            name, severity, doc, check, formerly, runs_after_suppression, calendar, looks_at
        )

    return decorate


def _doc_in_source(check: Check) -> str:
    """The docstring of a function, which Python has dropped if it optimizes (`python -OO`)."""
    try:
        function = ast.parse(inspect.getsource(check)).body[0]
    except OSError:  # only the bytecode is installed
        return ""
    return (isinstance(function, ast.FunctionDef) and ast.get_docstring(function)) or ""


def reported_by_reader(severity: Severity, name: str, doc: str) -> Rule:
    """The documentation of a rule whose diagnostics the readers of files report."""
    return Rule(name, severity, doc)


def _id(name: str) -> str:
    return name.replace("_", "-")


EXAMPLE_DAY: Final = date(2024, 6, 12)
"""The day on which an example is checked if it names none."""

Files = dict[str, bytes]
"""A small book: the content of each file, by its path."""


class Example(Struct, frozen=True):
    """A small book on a day, which keeps a rule or breaks it.

    ``links`` are the paths that lead out of the book. ``text`` is as in the docstring, ``note`` is
    the end of its heading: `on 2024-07-01`.
    """

    text: str = ""
    files: Files = {}
    links: tuple[str, ...] = ()
    day: date = EXAMPLE_DAY
    note: str = ""

    @property
    def contents(self) -> list[tuple[str, bytes | IrregularFile]]:
        """Each file of the book with its content, or with why it is not read."""
        links = ((path, IrregularFile(path, OUTSIDE)) for path in self.links)
        return [*self.files.items(), *links]


class Documentation(Struct, frozen=True):
    """The parts of a rule's docstring."""

    summary: str
    why: str
    failing: Example
    passing: Example


_SECTION: Final = re.compile(
    r"^(?P<kind>Failing|Passing)(?:, (?P<note>"
    r"(?P<bytes>as bytes)|(?P<times>\d+) times over|on (?P<day>\d{4}-\d\d-\d\d)))?::$",
    re.MULTILINE,
)
_FILE: Final = re.compile(
    r"^# ((?:agendas/|seeds/)\S+\.ya?ml|agenda\.ya?ml)( -> (?:\.\./)+\S+)?\n", re.MULTILINE
)


@lru_cache(maxsize=128)
def parse_documentation(doc: str) -> Documentation:
    """Split a rule's docstring into its parts; a missing part is empty."""
    text = inspect.cleandoc(doc)
    sections = list(_SECTION.finditer(text))
    prose = text[: sections[0].start()] if sections else text
    summary, _, why = prose.strip().partition("\n\n")
    ends = [*(section.start() for section in sections), len(text)][1:]
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


def documentation(rule: Rule) -> Documentation:
    """The documentation of a rule."""
    return parse_documentation(rule.doc)


def _example(section: re.Match[str], body: str) -> Example:
    text = inspect.cleandoc(body)
    _, *parts = _FILE.split(text + "\n")
    files: Files = {}
    links = []
    for path, link, content in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if link:
            links.append(path)
        else:
            raw = content.encode()
            files[path] = bytes(codecs.escape_decode(raw)[0]) if section["bytes"] else raw
    return Example(
        text,
        {path: raw * int(section["times"] or 1) for path, raw in files.items()},
        tuple(links),
        date.fromisoformat(section["day"]) if section["day"] else EXAMPLE_DAY,
        section["note"] or "",
    )
