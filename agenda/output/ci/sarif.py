"""Diagnostics as SARIF 2.1.0, the format that code scanners and editors share."""

import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from agenda import __version__
from agenda.lint.all_rules import RULES
from agenda.lint.rule import Rule, documentation
from agenda.model.diagnostic import Diagnostic, Location, Related, Severity
from agenda.output.ci import common
from agenda.output.diagnostics import sentence
from agenda.output.json import to_text
from agenda.services.check import CheckResult
from agenda.store.book import Book
from agenda.store.shipped import recorded_origin, web_address
from agenda.text.printable import escape_controls

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "notice": "note"}

FINGERPRINT: Final = "agendaProblem/v1"
"""The name of our fingerprints; GitHub's code scanning adds one that it computes itself."""

_LINK: Final = re.compile(r"\[(?=[^\[\]]*\]\()")


def _plain(text: str) -> str:
    """A message in which nothing is a link."""
    return _LINK.sub(r"\\[", text)


_LINK_TEXT: Final = str.maketrans({"\\": "\\\\", "[": "\\[", "]": "\\]"})


def render(result: CheckResult, base: str) -> str:
    """One run: a result for each diagnostic, and their rules. ``base`` goes before each path."""
    reported = {diagnostic.rule for diagnostic in result.diagnostics}
    rules = [rule for rule in RULES if rule.id in reported]
    indexes = {rule.id: index for index, rule in enumerate(rules)}
    fingerprints = common.fingerprints(result.diagnostics, base)
    address = web_address(recorded_origin())
    run = {
        "tool": {
            "driver": {
                "name": "agenda",
                "semanticVersion": __version__,
                **({"informationUri": address} if address else {}),
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                "ruleId": diagnostic.rule,
                "ruleIndex": indexes[diagnostic.rule],
                **_result(result.book, diagnostic, base),
                "partialFingerprints": {FINGERPRINT: fingerprint},
            }
            for diagnostic, fingerprint in zip(result.diagnostics, fingerprints, strict=True)
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return to_text(log)


def _rule(rule: Rule) -> dict[str, Any]:
    doc = documentation(rule)
    description = f"{doc.summary} {doc.why[:1].upper()}{doc.why[1:]}".strip()
    examples = {"Failing": doc.failing.text, "Passing": doc.passing.text}
    return {
        "id": rule.id,
        "shortDescription": {"text": doc.summary},
        "fullDescription": {"text": description},
        "help": {
            "text": _help(description, "{heading}:\n\n{example}", examples),
            "markdown": _help(description, "{heading}:\n\n```yaml\n{example}\n```", examples),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _help(description: str, layout: str, examples: dict[str, str]) -> str:
    shown = (
        layout.format(heading=heading, example=example)
        for heading, example in examples.items()
        if example
    )
    return "\n\n".join([description, *shown])


def _result(book: Book, diagnostic: Diagnostic, base: str) -> dict[str, Any]:
    result = {
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": "\n".join([_plain(sentence(diagnostic)), *_links(diagnostic.related)])},
        "locations": [{"physicalLocation": _location(book, diagnostic.location, base)}],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": _plain(escape_controls(related.message))},
                "physicalLocation": _location(book, related.location, base),
            }
            for number, related in enumerate(diagnostic.related, 1)
        ]
    if diagnostic.fix:
        result["fixes"] = [_fix(book, diagnostic, base)]
    return result


def _fix(book: Book, diagnostic: Diagnostic, base: str) -> dict[str, Any]:
    """The edits that together fix the problem, by file."""
    replacements: dict[str, list[dict[str, Any]]] = {}
    for edit in diagnostic.fix:
        replacements.setdefault(edit.location.file, []).append(
            {
                "deletedRegion": _region(book, edit.location),
                "insertedContent": {"text": edit.new},
            }
        )
    return {
        "description": {"text": _plain(escape_controls(diagnostic.hint or diagnostic.message))},
        "artifactChanges": [
            {"artifactLocation": _artifact(file, base), "replacements": edits}
            for file, edits in replacements.items()
        ],
    }


def _links(related: Sequence[Related]) -> list[str]:
    """Links to the related locations: code scanning shows only those that are linked."""
    return [
        f"[{escape_controls(other.message).translate(_LINK_TEXT)}]({number})"
        for number, other in enumerate(related, 1)
    ]


def _location(book: Book, location: Location, base: str) -> dict[str, Any]:
    return {
        "artifactLocation": _artifact(location.file, base),
        "region": _region(book, location),
    }


def _artifact(file: str, base: str) -> dict[str, Any]:
    return {"uri": quote(base + file, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}


def _region(book: Book, location: Location) -> dict[str, Any]:
    span = book.span(location)
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
