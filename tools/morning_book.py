"""A scripted book of 40 visits around a fixed day, for tests and for the pictures of the README.

The reports are the files in ``tools/morning``. Countries, cities and offices are real; persons,
papers and plans are invented. `python -m tools.morning_book FOLDER` writes the book.
"""

import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Final

import agenda
from agenda.store.layout import REPORTS, VISITS
from agenda.store.serialize import serialize

DAY: Final = date(2026, 11, 24)
"""The day, a Tuesday; the last reports are of the day before."""

_REPORTS: Final = Path(__file__).parent / "morning"


def write_morning_book(folder: Path) -> None:
    """Write the reports, and the visits according to them, into a folder without a book."""
    visits, reports = folder / VISITS, folder / REPORTS
    visits.mkdir(parents=True)
    shutil.copytree(_REPORTS, reports)
    for name, visit in agenda.replay(agenda.load(folder)).items():
        (visits / f"{name}.yaml").write_text(serialize(visit), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tools.morning_book FOLDER")
    try:
        write_morning_book(Path(sys.argv[1]))
    except FileExistsError as error:
        sys.exit(f"{error.filename} already exists; name a new folder")
