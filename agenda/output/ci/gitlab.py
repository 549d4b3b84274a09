"""Diagnostics as GitLab's code quality report, which it shows in merge requests."""

from typing import Any, Final

from agenda.model.diagnostic import Diagnostic, Severity
from agenda.output.ci import common
from agenda.output.diagnostics import related_lines, sentence
from agenda.output.json import to_text
from agenda.services.check import CheckResult
from agenda.store.book import Book

_SEVERITIES: Final[dict[Severity, str]] = {"error": "major", "warning": "minor", "notice": "info"}
"""GitLab's names. It also has `critical` and `blocker`, which no rule of ours needs."""


def render(result: CheckResult, base: str) -> str:
    """A list with an entry for each diagnostic. ``base`` goes before each path.

    GitLab uses the lines. The positions are for readers that use columns, which count code points
    from 1 and end after the last one.
    """
    fingerprints = common.fingerprints(result.diagnostics, base)
    entries = [
        _entry(result.book, diagnostic, base, fingerprint)
        for diagnostic, fingerprint in zip(result.diagnostics, fingerprints, strict=True)
    ]
    return to_text(entries)


def _entry(book: Book, diagnostic: Diagnostic, base: str, fingerprint: str) -> dict[str, Any]:
    location = diagnostic.location
    span = book.span(location)
    return {
        "type": "issue",
        "check_name": diagnostic.rule,
        "description": "; ".join([sentence(diagnostic), *related_lines(book, diagnostic, base)]),
        "severity": _SEVERITIES[diagnostic.severity],
        "fingerprint": fingerprint,
        "location": {
            "path": common.path(location, base),
            "lines": {"begin": span.line, "end": common.last_line(span)},
            "positions": {
                "begin": {"line": span.line, "column": span.column},
                "end": {"line": span.end_line, "column": span.end_column},
            },
        },
    }
