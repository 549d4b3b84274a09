"""Builds the books of the stories, and reads what the program prints about them.

A story is a folder of reports, `DAY-PUBLISHER.yaml`, about real visits. The reports have the
program's format, and a kind of comment besides:

- `# fact: 7` above a claim or a file: it says fact 7 of the story in its fields. `in notes`
  after the number means that only free text has it, `later` that the format has no field for it.
  `m1`, `m2` and so on are the facts that the reports themselves do not number.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.run import run

STORIES: Final = Path(__file__).parent

NAMES: Final = sorted(folder.name for folder in STORIES.iterdir() if any(folder.glob("*.yaml")))

Edit = Callable[[str], str]
"""Changes the text of a report before it is applied."""


def reports_of(story: str) -> dict[str, str]:
    """The reports of a story, by file name, in the order in which they count."""
    files = sorted((STORIES / story).glob("*.yaml"))
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def days_of(story: str) -> list[str]:
    """The days on which a report of the story was published."""
    return sorted({name[:10] for name in reports_of(story)})


def as_written(report: str) -> str:
    """A report as it is in its file."""
    return report


def new_book(folder: Path) -> Path:
    """An empty book with the stories' topics."""
    (folder / "agendas").mkdir()
    settings = (STORIES / "agenda.yaml").read_text(encoding="utf-8")
    (folder / "agenda.yaml").write_text(settings, encoding="utf-8")
    (folder / "incoming").mkdir()
    return folder


def incoming(book: Path, name: str, text: str) -> Path:
    """The file of a report that is not in the book yet."""
    path = book / "incoming" / name
    path.write_text(text, encoding="utf-8")
    return path


def apply(book: Path, *reports: Path) -> str:
    """What `apply` prints while it writes reports into the book."""
    completed = run("apply", "--yes", *reports, cwd=book)
    assert completed.code == 0, completed.out + completed.err
    return completed.out


def own_book_on(folder: Path, story: str, day: str = "9999-12-31", edit: Edit = as_written) -> Path:
    """A story's book with the reports up to and including a day, applied in order."""
    book = new_book(folder)
    reports = reports_of(story).items()
    apply(book, *(incoming(book, name, edit(text)) for name, text in reports if name[:10] <= day))
    return book


_FOLDERS: Final[list[TemporaryDirectory[str]]] = []
"""The folders of the shared books, which are removed when the tests end."""


@cache
def book_on(story: str, day: str = "9999-12-31", edit: Edit = as_written) -> Path:
    """Like :func:`own_book_on`, but shared by all tests, which only read it."""
    _FOLDERS.append(TemporaryDirectory())
    return own_book_on(Path(_FOLDERS[-1].name), story, day, edit)


def output(book: Path, *arguments: str | Path) -> str:
    """What a command prints about a book; it may find problems, but not fail."""
    completed = run(*arguments, cwd=book)
    assert completed.code in {0, 1}, completed.err
    return completed.out


def as_json(book: Path, *arguments: str | Path) -> Any:
    """What a command prints as JSON."""
    return json.loads(output(book, *arguments, "--format", "json"))


def status(book: Path, day: str) -> dict[str, Any]:
    """The visits of `agenda status` as known on a day, by id."""
    visits = as_json(book, "status", "--all", "--as-of", day)["visits"]
    return {visit["id"]: visit for visit in visits}


def status_line(book: Path, visit: str, day: str) -> str:
    """The line that `agenda status` prints for a visit."""
    return output(book, "status", visit, "--as-of", day).splitlines()[-1]


def problems(book: Path, day: str, rule: str) -> list[str]:
    """The files in which `agenda validate` reports a rule on a day."""
    reported = as_json(book, "validate", "--as-of", day)["problems"]
    return [entry["file"] for entry in reported if entry["rule"] == rule]


def changes(book: Path, report: Path) -> dict[str, dict[str, str]]:
    """The kinds of change that `diff --report` gives, by path, by visit."""
    visits = as_json(book, "diff", "--report", report, "--as-of", report.name[:10])["visits"]
    return {
        visit["id"]: {change["path"]: change["kind"] for change in visit["changes"]}
        for visit in visits
    }
