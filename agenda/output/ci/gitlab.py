"""Problems as GitLab's code quality report, which it shows in merge requests."""

import json
from collections.abc import Sequence
from typing import Any, Final

from agenda.model.diagnostic import Problem, Severity
from agenda.output.ci import common
from agenda.store.book import Book

_SEVERITIES: Final[dict[Severity, str]] = {"error": "major", "warning": "minor", "notice": "info"}
"""GitLab's own words. Above them are `critical` and `blocker`, which no rule of ours claims."""


def text(book: Book, found: Sequence[Problem], base: str) -> str:
    """A list with an entry for each problem. ``base`` comes before each path.

    GitLab goes by the lines; the positions are there for readers that go by columns, which count
    code points from 1 and end after the last one.
    """
    marks = common.fingerprints(found, base)
    entries = [
        _entry(book, problem, base, mark) for problem, mark in zip(found, marks, strict=True)
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False)


def _entry(book: Book, problem: Problem, base: str, fingerprint: str) -> dict[str, Any]:
    place = problem.fault.place
    span = book.span(place)
    return {
        "type": "issue",
        "check_name": problem.rule,
        "description": "; ".join(common.lines(book, problem.fault, base)),
        "severity": _SEVERITIES[problem.severity],
        "fingerprint": fingerprint,
        "location": {
            "path": common.path(place, base),
            "lines": {"begin": span.line, "end": common.last_line(span)},
            "positions": {
                "begin": {"line": span.line, "column": span.column},
                "end": {"line": span.end_line, "column": span.end_column},
            },
        },
    }
