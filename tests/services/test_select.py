from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from agenda.lint.runner import lint
from agenda.model.diagnostic import Diagnostic
from agenda.services.select import FileSelection, check_selection
from agenda.store.book import Book, book_from_contents
from agenda.store.excerpt import excerpt_around
from agenda.store.files import Contents
from tests.random_books import random_mistakes

DAY = date(2024, 6, 12)


def check(book: Book) -> list[Diagnostic]:
    return lint(book, lambda _: DAY)


def checked(contents: Contents, file: str) -> tuple[FileSelection, list[Diagnostic]]:
    part = FileSelection(excerpt_around(contents, [file]), frozenset({file}), contents)
    return check_selection(part, check, lambda _: DAY)


@given(st.integers(0, 2**32))
def test_what_is_wrong_in_a_file_is_told_by_the_files_that_concern_it(seed: int) -> None:
    contents = Contents(Path(), random_mistakes(seed))
    diagnostics = check(book_from_contents(contents))
    for file in contents.files:
        in_file = [each for each in diagnostics if each.location.file == file]
        assert checked(contents, file)[1] == in_file
