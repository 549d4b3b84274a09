import gc
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tests.builders import MakeBook

# The tests start the program hundreds of times, which takes twice as long if it compiles it anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A deadline would make examples fail on a busy machine.
settings.register_profile("quick", max_examples=10, deadline=None)
settings.register_profile("thorough", max_examples=200, deadline=None)
settings.load_profile("quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-cases", action="store_true", help="rewrite the .out of each case file"
    )


def pytest_collection_finish() -> None:
    gc.freeze()  # the collected tests stay until the end, and need not be traversed again and again


@pytest.fixture(scope="session")
def morning_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the scripted book of 40 visits, which no test may change."""
    from tools.morning_book import write_morning_book

    folder = tmp_path_factory.mktemp("morning")
    write_morning_book(folder)
    return folder


@pytest.fixture
def make_book(tmp_path: Path) -> MakeBook:
    """Writes the files of a book, by path, and returns its folder; `agendas/` is always created."""

    def write_book(files: dict[str, bytes | str]) -> Path:
        (tmp_path / "agendas").mkdir(exist_ok=True)
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return write_book
