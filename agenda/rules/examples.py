"""What the program says of the failing example in a rule's documentation."""

from pathlib import Path

from agenda.book.book import Book, book_of
from agenda.domain.problem import Problem
from agenda.rules.catalogue import RULES
from agenda.rules.documentation import Example
from agenda.rules.registry import Rule, problems


def judged(example: Example, rule: Rule) -> tuple[Book, list[Problem]]:
    """The book of an example, and what a rule finds in it."""
    book = book_of(Path(), example.files.items())
    found = problems(book, RULES, lambda _: example.day)
    return book, [problem for problem in found if problem.rule == rule.id]
