"""Debian's khal imports the calendar, and imports it again after the book has changed."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.builders import MakeBook
from tests.run import run

KHAL: Final = shutil.which("khal")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(KHAL is None, reason="khal is not installed; it is a package of Debian"),
]

VISIT = """
visitor: {name: "José, “Пу́тин” 🇷🇺", country: RU}
host: {country: VN, city: Hanoi}
confirmation: {state: tentative}
dates: 2024-06-19
"""
REPORT = """
published: 2024-06-{day}
publisher: Reuters
claims:
  - visit: ru-vn-2024
    according_to: An official
    dates: {dates}
    confirmation: {{state: {state}}}
"""

CONFIG = """
[calendars]
[[visits]]
path = {folder}/calendar
[locale]
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
timeformat = %H:%M
local_timezone = Asia/Ho_Chi_Minh
default_timezone = Asia/Ho_Chi_Minh
[sqlite]
path = {folder}/khal.db
"""


def khal(folder: Path, *arguments: str) -> str:
    config = folder / "khal.conf"
    (folder / "calendar").mkdir(exist_ok=True)
    config.write_text(CONFIG.format(folder=folder), encoding="utf-8")
    command = [str(KHAL), "--config", str(config), *arguments]
    environment = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    result = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, cwd=folder
    )
    return result.stdout


def imported(book: Path, day: str) -> list[str]:
    """The events of 90 days after khal has imported the calendar of a day."""
    calendar = run("export", "ics", "--as-of", day, cwd=book).out
    (book / "visits.ics").write_text(calendar, encoding="utf-8")
    khal(book, "import", "--batch", "visits.ics")
    listed = khal(
        book, "list", "--once", "--day-format", "", "--format",
        "{uid} {start-date} {end-date} {title}", "2024-05-01", "90d",
    )  # fmt: skip
    return [line for line in listed.splitlines() if line]


def test_a_second_import_changes_the_event_and_does_not_double_it(make_book: MakeBook) -> None:
    book = make_book({
        "agendas/ru-vn-2024.yaml": VISIT,
        "seeds/2024-06-10-reuters.yaml": REPORT.format(
            day=10, dates="2024-06-19", state="tentative"
        ),
        "seeds/2024-06-12-reuters.yaml": REPORT.format(
            day=12, dates="2024-06-20/2024-06-21", state="confirmed"
        ),
    })  # fmt: skip
    name = "José, “Пу́тин” 🇷🇺 → Hanoi, Vietnam"
    assert imported(book, "2024-06-11") == [
        f"ru-vn-2024@agenda 2024-06-19 2024-06-19 {name} (tentative)"
    ]
    assert imported(book, "2024-06-12") == [f"ru-vn-2024@agenda 2024-06-20 2024-06-21 {name}"]
    assert len([*(book / "calendar").iterdir()]) == 1
