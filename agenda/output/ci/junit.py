"""Diagnostics as JUnit XML, which Jenkins and GitLab read as test results.

Both identify a test by its class and its name. Here these are the file, and the rule with the
message. The line is in neither, so that a test keeps its history when lines move.
"""

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from agenda.model.diagnostic import Diagnostic
from agenda.output.ci import common
from agenda.output.diagnostics import line_in, related_lines, sentence
from agenda.services.check import CheckResult
from agenda.store.book import Book
from agenda.text.printable import escape_controls

_NOT_IN_XML: Final = re.compile("[\ufffe\uffff]")


def render(result: CheckResult, base: str) -> str:
    """A suite with a test for each diagnostic, and for each file without one.

    Tests fail for what makes the check fail; the others pass with the diagnostic in their output.
    ``base`` goes before each path.
    """
    book, diagnostics = result.book, result.diagnostics
    with_diagnostics = {diagnostic.location.file for diagnostic in diagnostics}
    without = [file for file in _files(book) if file not in with_diagnostics]
    suite = Element(
        "testsuite",
        name="agenda validate",
        tests=str(len(diagnostics) + len(without)),
        failures=str(sum(map(result.fails, diagnostics))),
        errors="0",
        skipped="0",
    )
    for diagnostic, name in zip(diagnostics, _names(diagnostics), strict=True):
        file = _xml_text(base + diagnostic.location.file)
        case = SubElement(suite, "testcase", classname=file, name=name)
        body = _body(book, diagnostic, base)
        if result.fails(diagnostic):
            message = _xml_text(sentence(diagnostic))
            SubElement(case, "failure", type=diagnostic.severity, message=message).text = body
        else:
            SubElement(case, "system-out").text = body
    for file in without:
        SubElement(suite, "testcase", classname=_xml_text(base + file), name="no problem")
    indent(suite)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suite, encoding="unicode")}'


def _files(book: Book) -> list[str]:
    settings = [book.settings_source.file] if book.settings_source.file else []
    return [*(file.file for file in book.files), *settings]


def _names(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """A name for each diagnostic: GitLab keeps one of the tests with equal class and name."""
    names = [
        (diagnostic.location.file, _xml_text(f"{diagnostic.rule}: {diagnostic.message}"))
        for diagnostic in diagnostics
    ]
    numbers = common.occurrences(names)
    return [
        f"{name} ({number})" if number > 1 else name
        for (_, name), number in zip(names, numbers, strict=True)
    ]


def _body(book: Book, diagnostic: Diagnostic, base: str) -> str:
    """The line and the related lines: GitLab shows nothing else of a failure."""
    lines = (line_in(book, diagnostic, base), *related_lines(book, diagnostic, base))
    return "\n".join(map(_xml_text, lines))


def _xml_text(value: str) -> str:
    """A text on one line with only characters that XML allows."""
    return _NOT_IN_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", escape_controls(value))
