"""Problems as SARIF 2.1.0, the format that code scanners and editors share."""

import json
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from agenda import __version__
from agenda.lint.documentation import parse
from agenda.lint.rule import Rule
from agenda.model.diagnostic import Place, Problem, Related, Severity
from agenda.output.ci import common
from agenda.output.wording import literal
from agenda.store.book import Book

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "notice": "note"}

FINGERPRINT: Final = "agendaProblem/v1"
"""The name of our fingerprints; code scanning at GitHub adds the one that it reckons itself."""

_LINK_TEXT: Final = str.maketrans({"\\": "\\\\", "[": "\\[", "]": "\\]"})


def text(book: Book, found: Sequence[Problem], base: str, rules: Sequence[Rule]) -> str:
    """One run: all rules, and a result for each problem. ``base`` comes before each path."""
    indexes = {rule.id: index for index, rule in enumerate(rules)}
    marks = common.fingerprints(found, base)
    run = {
        "tool": {
            "driver": {
                "name": "agenda",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                "ruleId": problem.rule,
                "ruleIndex": indexes[problem.rule],
                **_result(book, problem, base),
                "partialFingerprints": {FINGERPRINT: mark},
            }
            for problem, mark in zip(found, marks, strict=True)
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _rule(rule: Rule) -> dict[str, Any]:
    said = parse(rule.doc)
    wanted = f"{said.summary} {said.why[:1].upper()}{said.why[1:]}".strip()
    examples = {"Failing": said.failing.written, "Passing": said.passing.written}
    return {
        "id": rule.id,
        "shortDescription": {"text": said.summary},
        "fullDescription": {"text": wanted},
        "help": {
            "text": _help(wanted, "{heading}:\n\n{example}", examples),
            "markdown": _help(wanted, "{heading}:\n\n```yaml\n{example}\n```", examples),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _help(wanted: str, layout: str, examples: dict[str, str]) -> str:
    shown = (
        layout.format(heading=heading, example=example)
        for heading, example in examples.items()
        if example
    )
    return "\n\n".join([wanted, *shown])


def _result(book: Book, problem: Problem, base: str) -> dict[str, Any]:
    fault = problem.fault
    result = {
        "level": _LEVELS[problem.severity],
        "message": {"text": "\n".join([common.sentence(fault), *_links(fault.related)])},
        "locations": [{"physicalLocation": _location(book, fault.place, base)}],
    }
    if fault.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": literal(related.message)},
                "physicalLocation": _location(book, related.place, base),
            }
            for number, related in enumerate(fault.related, 1)
        ]
    return result


def _links(related: Sequence[Related]) -> list[str]:
    """Links to the related places: code scanning shows no other ones."""
    return [
        f"[{literal(one.message).translate(_LINK_TEXT)}]({number})"
        for number, one in enumerate(related, 1)
    ]


def _location(book: Book, place: Place, base: str) -> dict[str, Any]:
    span = book.span(place)
    return {
        "artifactLocation": {
            "uri": quote(base + place.file, errors="surrogateescape"),
            "uriBaseId": "%SRCROOT%",
        },
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }
