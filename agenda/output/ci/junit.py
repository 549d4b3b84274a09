"""Problems as JUnit XML, as Jenkins and GitLab read test results.

Both know a test by its class and its name. Here these are a file, and a rule with what it says: the
problem's own line is in neither, so that a test keeps its history when lines move.
"""

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from agenda.model.diagnostic import Problem
from agenda.output.ci import common
from agenda.output.wording import literal
from agenda.store.book import Book

_NOT_OF_XML: Final = re.compile("[\ufffe\uffff]")


def text(book: Book, found: Sequence[Problem], base: str) -> str:
    """A suite with a test for each problem, and for each file without one.

    Errors and warnings fail. Notices pass, and are told in what their test puts out. ``base`` comes
    before each path.
    """
    with_problem = {problem.fault.place.file for problem in found}
    without = [file for file in _files(book) if file not in with_problem]
    suite = Element(
        "testsuite",
        name="agenda validate",
        tests=str(len(found) + len(without)),
        failures=str(sum(_fails(problem) for problem in found)),
        errors="0",
        skipped="0",
    )
    for problem, name in zip(found, _names(found), strict=True):
        file = _shown(base + problem.fault.place.file)
        case = SubElement(suite, "testcase", classname=file, name=name)
        _tell(case, problem, _body(book, problem, base))
    for file in without:
        SubElement(suite, "testcase", classname=_shown(base + file), name="no problem")
    indent(suite)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suite, encoding="unicode")}'


def _files(book: Book) -> list[str]:
    settings = [book.settings_source.file] if book.settings_source.file else []
    return [*(file.file for file in book.files), *settings]


def _names(found: Sequence[Problem]) -> list[str]:
    """A name for each problem: GitLab keeps one of the tests that have class and name alike."""
    names = [
        (problem.fault.place.file, _shown(f"{problem.rule}: {problem.fault.message}"))
        for problem in found
    ]
    numbers = common.occurrences(names)
    return [
        f"{name} ({number})" if number > 1 else name
        for (_, name), number in zip(names, numbers, strict=True)
    ]


def _fails(problem: Problem) -> bool:
    return problem.severity != "notice"


def _tell(case: Element, problem: Problem, body: str) -> None:
    if _fails(problem):
        message = _shown(common.sentence(problem.fault))
        SubElement(case, "failure", type=problem.severity, message=message).text = body
    else:
        SubElement(case, "system-out").text = body


def _body(book: Book, problem: Problem, base: str) -> str:
    """All that is known, as GitLab shows nothing else of a failure."""
    where = common.position(book, problem.fault.place, base)
    first, *related = common.lines(book, problem.fault, base)
    head = f"{where}: {problem.severity}[{problem.rule}] {first}"
    return "\n".join(_shown(line) for line in (head, *related))


def _shown(value: str) -> str:
    """A text on one line in which every character may stand in XML."""
    return _NOT_OF_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", literal(value))
