"""Large books, generated from the shipped book.

The shipped book describes one trip of two visits and has all reports on it. A large book repeats
that trip with different countries, cities, names, days and addresses, and with a varying number of
reports. Books of the same size are identical.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from msgspec import Struct

from agenda.history.replay import replay
from agenda.model.country import COUNTRY_CODES, Country
from agenda.store.book import load
from agenda.store.layout import REPORTS, VISITS
from agenda.store.serialize import serialize

ROOT = Path(__file__).parent.parent.parent

VISIT_IDS = ("ru-kp-2024", "ru-vn-2024")

_ANNOUNCED = date(2024, 6, 17)
_UNCITED = ("2024-05-30-prensa-latina", "2024-06-17-simge")
"""Reports that no other report cites, and that no fact needs as its only source."""

_COMPLETE_TRIPS, _TRIPS_PER_ROUND = 4, 12


class Template(Struct, frozen=True):
    """The text of each file of a trip, by path, and whether the trip is in the future."""

    visits: dict[str, str]
    reports: dict[str, str]
    is_upcoming: bool = False


@cache
def templates() -> tuple[Template, ...]:
    """The templates of a round: one upcoming trip, some with all reports, most with fewer."""
    book = load(ROOT)
    visits = {file.file: file.source.text for file in book.visit_files}
    reports = {file.file: file.source.text for file in book.report_files}
    ids = {file.file: file.id for file in book.report_files}
    complete = Template(visits, reports)
    partial = Template(
        visits, {path: text for path, text in reports.items() if ids[path] not in _UNCITED}
    )
    known = replay(book.reports, _ANNOUNCED, book.visits)
    upcoming = Template(
        {f"{VISITS}/{visit_id}.yaml": serialize(known[visit_id]) for visit_id in VISIT_IDS},
        {
            path: reports[path]
            for path, report_id in ids.items()
            if book.reports[report_id].published <= _ANNOUNCED
        },
        is_upcoming=True,
    )
    partial_count = _TRIPS_PER_ROUND - _COMPLETE_TRIPS - 1
    return (upcoming, *[complete] * _COMPLETE_TRIPS, *[partial] * partial_count)


def write_book(root: Path, visits: int, *, with_reports: bool = True) -> int:
    """Write a book with an even number of visits, and return its number of files."""
    for folder in (VISITS, REPORTS):
        (root / folder).mkdir(parents=True, exist_ok=True)
    files = 0
    for trip in trips(visits // 2):
        for path, text in {
            **trip.visits(),
            **(trip.reports() if with_reports else {}),
        }.items():
            (root / path).write_text(text, encoding="utf-8")
            files += 1
    return files


def trips(count: int) -> Iterator["Trip"]:
    """The given number of trips, each of two visits."""
    return map(Trip, range(count))


_DAY = r"\d{4}-\d{2}-\d{2}"
_PLANNED = re.compile(r"(dates: .*)")
_DATE = re.compile(rf"({_DAY})(-[a-z]+(?:-[a-z]+)*\b)?|\b(\d{{4}}-\d{{2}})(?=\?)")
_NAMES = re.compile(
    r"ru-(?:kp|vn)-2024|putin-asia-2024|\bRU\b|\bKP\b|\bVN\b|Asia/Pyongyang|Asia/Ho_Chi_Minh"
    r"|Vladimir Putin|Russian?|North Korean?|Vietnam(?:ese)?|Pyongyang|Hanoi"
    r"|(?<=url: )\S+"
)


class Trip:
    """The shipped trip with different names and days, which depend only on its number."""

    def __init__(self, number: int) -> None:
        self._template = templates()[number % _TRIPS_PER_ROUND]
        random = Random(number)  # noqa: S311  reproducible
        visitor = Country(random.choice(COUNTRY_CODES))
        hosts = _two_countries(random, visitor)
        self._number = number
        self._published = _within_a_month(random)
        # An upcoming trip is in the future whenever the benchmark is run.
        self._planned = (
            timedelta(days=random.randrange(10, 20) * 365)
            if self._template.is_upcoming
            else self._published
        )
        year = (date(2024, 6, 19) + self._planned).year
        self._names = {
            "RU": visitor,
            # Each trip has its own visitor, so that no visits clash.
            "Vladimir Putin": f"President {number} of {visitor.name}",
            "Russia": visitor.name,
            "putin-asia-2024": f"trip-{number}",
        }
        for (country, host_zone), code, zone, names in (
            (hosts[0], "KP", "Asia/Pyongyang", ("North Korea", "Pyongyang")),
            (hosts[1], "VN", "Asia/Ho_Chi_Minh", ("Vietnam", "Hanoi")),
        ):
            self._names |= {code: country, zone: host_zone}
            self._names |= {names[0]: country.name, names[1]: _city(host_zone)}
            self._names[f"ru-{code.lower()}-2024"] = (
                f"{visitor.lower()}-{country.lower()}-{year}-{number}{code[0].lower()}"
            )

    def visits(self) -> dict[str, str]:
        """The text of each visit, by the path of its file."""
        return self._adapt_all(self._template.visits)

    def reports(self) -> dict[str, str]:
        """The text of each report, by the path of its file."""
        return self._adapt_all(self._template.reports)

    def _adapt_all(self, files: dict[str, str]) -> dict[str, str]:
        return {self._adapt(path): self._adapt(text) for path, text in files.items()}

    def _adapt(self, text: str) -> str:
        text = _NAMES.sub(self._name, text)
        parts = _PLANNED.split(text)
        parts[::2] = [self._shifted(part, self._published) for part in parts[::2]]
        parts[1::2] = [self._shifted(part, self._planned) for part in parts[1::2]]
        return "".join(parts)

    def _name(self, match: re.Match[str]) -> str:
        word = match[0]
        if word.startswith("http"):
            return f"{word}/{self._number}"
        return self._names.get(word) or self._names[_COUNTRY_OF.get(word, word)]

    def _shifted(self, text: str, offset: timedelta) -> str:
        def shift(match: re.Match[str]) -> str:
            day, rest, month = match.groups()
            if month:
                return f"{date.fromisoformat(f'{month}-19') + offset:%Y-%m}"
            name = f"{rest}-{self._number}" if rest else ""
            return f"{date.fromisoformat(day) + offset}{name}"

        return _DATE.sub(shift, text)


_COUNTRY_OF = {"Russian": "Russia", "North Korean": "North Korea", "Vietnamese": "Vietnam"}


def _two_countries(random: Random, visitor: Country) -> list[tuple[Country, str]]:
    """Two host countries with time zones, neither of which is the visitor's own country."""
    while True:
        stops = random.sample(_stops(), 2)
        if len({visitor, *(country for country, _ in stops)}) == 3:
            return stops


def _within_a_month(random: Random) -> timedelta:
    """A random offset into the past that keeps a trip within one month, as its reports state."""
    while True:
        offset = timedelta(days=-random.randrange(15 * 365))
        if (date(2024, 6, 18) + offset).month == (date(2024, 6, 20) + offset).month:
            return offset


@cache
def _stops() -> list[tuple[Country, str]]:
    """Each country with each of its time zones."""
    return [(Country(code), zone) for code in COUNTRY_CODES for zone in Country(code).zones]


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
