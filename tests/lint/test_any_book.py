"""Whatever is in the files of a book, every command gets through."""

import json
from typing import Any

from hypothesis import given

from tests.plain_data import BOOKS
from tools.fuzz.judge import judge


@given(BOOKS)
def test_any_book_is_judged_and_shown(book: dict[str, Any]) -> None:
    judge({path: json.dumps(data).encode() for path, data in book.items()})
