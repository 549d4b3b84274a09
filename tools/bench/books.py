"""Large books, made from the shipped one.

The shipped book is one journey of two legs with all that was reported of it. A large book is that
journey many times over, each time with other countries, cities, names, days and addresses, and
known to another degree. The same size gives the same bytes.
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

LEGS = ("ru-kp-2024", "ru-vn-2024")

_ANNOUNCED = date(2024, 6, 17)
_RETOLD = ("2024-05-30-prensa-latina", "2024-06-17-simge")
"""Reports that no other cites, and without which the files are as well sourced."""

_WHOLE_JOURNEYS, _JOURNEYS_OF_A_ROUND = 4, 12


class Mould(Struct, frozen=True):
    """The text of each file of one journey, by its path, and whether the journey is still ahead."""

    visits: dict[str, str]
    reports: dict[str, str]
    is_ahead: bool = False


@cache
def moulds() -> tuple[Mould, ...]:
    """A round of journeys: some told by every report, most by fewer, and one that is ahead."""
    book = load(ROOT)
    visits = {file.file: file.source.text for file in book.visit_files}
    reports = {file.file: file.source.text for file in book.report_files}
    ids = {file.file: file.id for file in book.report_files}
    whole = Mould(visits, reports)
    thin = Mould(visits, {at: text for at, text in reports.items() if ids[at] not in _RETOLD})
    known = replay(book.reports, _ANNOUNCED, book.visits)
    ahead = Mould(
        {f"{VISITS}/{leg}.yaml": serialize(known[leg]) for leg in LEGS},
        {at: reports[at] for at, name in ids.items() if book.reports[name].published <= _ANNOUNCED},
        is_ahead=True,
    )
    others = _JOURNEYS_OF_A_ROUND - _WHOLE_JOURNEYS - 1
    return (ahead, *[whole] * _WHOLE_JOURNEYS, *[thin] * others)


def write_book(root: Path, visits: int, *, with_reports: bool = True) -> int:
    """Write a book of so many visits, an even number; how many files it has."""
    for folder in (VISITS, REPORTS):
        (root / folder).mkdir(parents=True, exist_ok=True)
    files = 0
    for journey in journeys(visits // 2):
        for path, text in {
            **journey.visits(),
            **(journey.reports() if with_reports else {}),
        }.items():
            (root / path).write_text(text, encoding="utf-8")
            files += 1
    return files


def journeys(count: int) -> Iterator["Journey"]:
    """So many journeys, each of two visits."""
    return map(Journey, range(count))


_DAY = r"\d{4}-\d{2}-\d{2}"
_PLANNED = re.compile(r"(dates: .*)")
_DATE = re.compile(rf"({_DAY})(-[a-z]+(?:-[a-z]+)*\b)?|\b(\d{{4}}-\d{{2}})(?=\?)")
_NAMES = re.compile(
    r"ru-(?:kp|vn)-2024|putin-asia-2024|\bRU\b|\bKP\b|\bVN\b|Asia/Pyongyang|Asia/Ho_Chi_Minh"
    r"|Vladimir Putin|Russian?|North Korean?|Vietnam(?:ese)?|Pyongyang|Hanoi"
    r"|(?<=url: )\S+"
)


class Journey:
    """The shipped journey with other names and days. The same number gives the same one."""

    def __init__(self, number: int) -> None:
        self._mould = moulds()[number % _JOURNEYS_OF_A_ROUND]
        chance = Random(number)  # noqa: S311  the same book every time
        visitor = Country(chance.choice(COUNTRY_CODES))
        hosts = _two_countries(chance, visitor)
        self._number = number
        self._published = _within_a_month(chance)
        # What is ahead is ahead on whatever day the books are measured.
        self._planned = (
            timedelta(days=chance.randrange(10, 20) * 365)
            if self._mould.is_ahead
            else self._published
        )
        year = (date(2024, 6, 19) + self._planned).year
        self._names = {
            "RU": visitor,
            # A visitor of its own, who is nowhere else at the time.
            "Vladimir Putin": f"President {number} of {visitor.name}",
            "Russia": visitor.name,
            "putin-asia-2024": f"trip-{number}",
        }
        for leg, code, zone, names in (
            (hosts[0], "KP", "Asia/Pyongyang", ("North Korea", "Pyongyang")),
            (hosts[1], "VN", "Asia/Ho_Chi_Minh", ("Vietnam", "Hanoi")),
        ):
            country, its_zone = leg
            self._names |= {code: country, zone: its_zone}
            self._names |= {names[0]: country.name, names[1]: _city(its_zone)}
            self._names[f"ru-{code.lower()}-2024"] = (
                f"{visitor.lower()}-{country.lower()}-{year}-{number}{code[0].lower()}"
            )

    def visits(self) -> dict[str, str]:
        """The text of each of its visits, by the file's path."""
        return self._recast_all(self._mould.visits)

    def reports(self) -> dict[str, str]:
        """The text of each report on it, by the file's path."""
        return self._recast_all(self._mould.reports)

    def _recast_all(self, files: dict[str, str]) -> dict[str, str]:
        return {self._recast(path): self._recast(text) for path, text in files.items()}

    def _recast(self, text: str) -> str:
        text = _NAMES.sub(self._name, text)
        parts = _PLANNED.split(text)
        parts[::2] = [self._moved(part, self._published) for part in parts[::2]]
        parts[1::2] = [self._moved(part, self._planned) for part in parts[1::2]]
        return "".join(parts)

    def _name(self, match: re.Match[str]) -> str:
        word = match[0]
        if word.startswith("http"):
            return f"{word}/{self._number}"
        return self._names.get(word) or self._names[_COUNTRY_OF.get(word, word)]

    def _moved(self, text: str, by: timedelta) -> str:
        def moved(match: re.Match[str]) -> str:
            day, rest, month = match.groups()
            if month:
                return f"{date.fromisoformat(f'{month}-19') + by:%Y-%m}"
            name = f"{rest}-{self._number}" if rest else ""
            return f"{date.fromisoformat(day) + by}{name}"

        return _DATE.sub(moved, text)


_COUNTRY_OF = {"Russian": "Russia", "North Korean": "North Korea", "Vietnamese": "Vietnam"}


def _two_countries(chance: Random, visitor: Country) -> list[tuple[Country, str]]:
    """Where a visitor goes: two countries, and neither is the visitor's own."""
    while True:
        stops = chance.sample(_stops(), 2)
        if len({visitor, *(country for country, _ in stops)}) == 3:
            return stops


def _within_a_month(chance: Random) -> timedelta:
    """How far back a journey lies; its month stays one month, as the reports say that it is."""
    while True:
        back = timedelta(days=-chance.randrange(15 * 365))
        if (date(2024, 6, 18) + back).month == (date(2024, 6, 20) + back).month:
            return back


@cache
def _stops() -> list[tuple[Country, str]]:
    """Each country with each of its time zones."""
    return [(Country(code), zone) for code in COUNTRY_CODES for zone in Country(code).zones]


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
