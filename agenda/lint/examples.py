"""What the program says of the failing example in a rule's documentation."""

from pathlib import Path

from agenda.lint.all_rules import RULES
from agenda.lint.documentation import Example
from agenda.lint.rule import Rule, problems
from agenda.model.diagnostic import Problem
from agenda.store.book import Book, book_of


def judged(example: Example, rule: Rule) -> tuple[Book, list[Problem]]:
    """The book of an example, and what a rule finds in it."""
    book = book_of(Path(), example.files.items())
    found = problems(book, RULES, lambda _: example.day)
    return book, [problem for problem in found if problem.rule == rule.id]
