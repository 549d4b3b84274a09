"""Countries and time zones, as strings with a name and zones, and lists of places."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Final, NamedTuple, Self

from msgspec import Meta, Struct

from agenda.model._countries import COUNTRIES, LINKS, OTHER_ZONES, SHARED_ZONES
from agenda.text.slug import normalize_place
from agenda.text.suggest import Suggestions, did_you_mean

_MAX_SHOWN: Final = 2
"""How many cities of a time zone are named."""


class UnknownCountryOrZone(ValueError):
    """A text that is not a country code or time zone.

    ``general_hint`` says what to write instead.
    """

    def __init__(self, message: str, suggest: Callable[[], str], general_hint: str) -> None:
        super().__init__(message)
        self._suggest, self.general_hint = suggest, general_hint

    @property
    def hint(self) -> str:
        """The country or zone that is meant, or the general hint. Finding it takes a while."""
        return self._suggest() or self.general_hint


class Country(str):
    """A country's code in ISO 3166-1 alpha-2, or XK. Empty if a claim omits it."""

    __slots__ = ()

    @classmethod
    def parse(cls, code: str) -> "Country":
        """The country of a code; raises :class:`UnknownCountryOrZone` if there is none."""
        try:
            return _COUNTRIES[code]
        except KeyError:
            raise UnknownCountryOrZone(
                f"`{code}` is not a country code",
                lambda: _likely_country(code),
                "write its two capital letters of ISO 3166-1, as in `VN`",
            ) from None

    @classmethod
    def named(cls, text: str) -> "Country":
        """The country of a code in any case, or of a name, which may be another or a former one.

        Raises :class:`UnknownCountryOrZone` if there is none, or if there are several.
        """
        from agenda.model._country_names import countries_named

        text = text.strip()
        if country := _COUNTRIES.get(text.upper()):
            return country
        codes = countries_named(text)
        if len(codes) > 1:
            meant = " or ".join(f"`{code}` ({_NAMES[code]})" for code in codes)
            raise UnknownCountryOrZone(
                f"`{text}` is the name of several countries", lambda: "", f"write {meant}"
            )
        if codes:
            return _COUNTRIES[codes[0]]
        raise UnknownCountryOrZone(
            f"`{text}` is not the code or the name of a country",
            lambda: _likely_country(text),
            "write its English name, or its two letters of ISO 3166-1, as in `VN`",
        )

    @classmethod
    def meant(cls, text: str) -> "Country":
        """The one country that a text is a code or a name of; empty if there is none."""
        from agenda.model._country_names import country_named

        return cls(country_named(text))

    @property
    def name(self) -> str:
        """The English name, from CLDR."""
        return _NAMES.get(self, "")

    @property
    def zones(self) -> tuple[str, ...]:
        """The country's time zones."""
        return _ZONES.get(self, ())

    def zone_of(self, city: str, year: int) -> str:
        """The time zone of a city, or of the whole country if all its clocks agreed in a year.

        It is empty if neither is known. A city is known if it is large and has no large namesake.
        """
        if len(self.zones) < 2:
            return "".join(self.zones)
        if city and (zone := _zones_of_cities(self).get(normalize_place(city))):
            return zone
        zones = list(self.clocks(year))
        return zones[0] if len(zones) == 1 else ""

    def clocks(self, year: int) -> Mapping[str, tuple[str, ...]]:
        """A time zone for each of the different clocks in a year, with its largest cities.

        Only of a country with several time zones.
        """
        return {
            row.zone: tuple(names.partition("=")[0] for names in row.cities[:_MAX_SHOWN])
            for number, row in enumerate(_zone_rows(self))
            if row.number_of_clock(year) == number
        }


@cache
def matching_countries(text: str) -> frozenset[str]:
    """The codes of the countries that a search for a code, a name or a part of it finds.

    A code or a whole name finds one country, `korea` finds two, and `burma` finds Myanmar.
    """
    code = text.strip().upper()
    if code in _COUNTRIES:
        return frozenset({code})
    wanted = normalize_place(text)
    names = {code: normalize_place(name) for code, name in _NAMES.items()}
    if whole := frozenset(code for code, name in names.items() if name == wanted):
        return whole
    if partly := frozenset(code for code, name in names.items() if wanted and wanted in name):
        return partly
    from agenda.model._country_names import countries_meant_by

    return frozenset(countries_meant_by(text))


class Zone(str):
    """A time zone's name in the tz database. Empty if it is omitted."""

    __slots__ = ()

    @classmethod
    def parse(cls, name: str) -> Self:
        """The zone of a name; raises :class:`UnknownCountryOrZone` if there is none."""
        if name and name not in ZONES:
            raise UnknownCountryOrZone(
                f"`{name}` is not a time zone",
                lambda: did_you_mean(name, ZONES),
                "write an IANA name, as in `Asia/Tokyo`",
            )
        return cls(name)

    @classmethod
    def meant(cls, text: str) -> Self:
        """The one zone that a text is a typo of; empty if there is none."""
        return cls(text if text in ZONES else Suggestions(ZONES).typo_of(text))

    def is_in(self, country: Country) -> bool:
        """Whether a country or a part of it uses this zone, under any of the zone's names."""
        zones = (*country.zones, *_SHARED_ZONES.get(country, ()))
        return _canonical(self) in {_canonical(zone) for zone in zones}


class NamedLocation(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """A country, or a city in it."""

    country: Annotated[Country, Meta(description="ISO 3166-1 alpha-2, as for the host.")]
    city: Annotated[str, Meta(description="The city, as it should be shown.")] = ""

    def __post_init__(self) -> None:
        if not self.country:
            raise ValueError("a candidate must have a country")

    def lies_within(self, other: "NamedLocation") -> bool:
        """Whether this is the other one, or a city in it."""
        return self.country == other.country and other.city in {"", self.city}


class Candidates(tuple[NamedLocation, ...]):
    """The places of which one is the host's; without any, nobody knows the place.

    It is always true, because even an empty list says something: that the place is not known.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        names = [location.city or location.country.name for location in self]
        *first, last = names or ["not known"]
        return f"{', '.join(first)} or {last}" if first else last

    def lies_within(self, other: "Candidates") -> bool:
        """Whether each of these places is among the others, or in one of them."""
        if len(other) == 0:
            return True
        return len(self) > 0 and all(any(map(mine.lies_within, other)) for mine in self)

    def excludes(self, other: "Candidates") -> bool:
        """Whether no place is among both."""
        pairs = ((mine, theirs) for mine in self for theirs in other)
        return bool(len(self) and len(other)) and not any(
            mine.lies_within(theirs) or theirs.lies_within(mine) for mine, theirs in pairs
        )


class _ZoneRow(NamedTuple):
    """A time zone of a country, and which of the country's zones show the same clock since when."""

    zone: str
    clocks: tuple[tuple[int, int], ...]
    cities: tuple[str, ...]

    def number_of_clock(self, year: int) -> int:
        """The number of the first zone of the country with the same clock in a year."""
        return [number for since, number in self.clocks if since <= year][-1]


@cache
def _zone_rows(country: Country) -> tuple[_ZoneRow, ...]:
    from agenda.model._places import PLACES

    rows = []
    for line in PLACES.splitlines():
        if line.startswith(f"{country}\t"):
            _, zone, clocks, *cities = line.split("\t")
            names = tuple(cities[0].split(";")) if cities else ()
            rows.append(_ZoneRow(zone, tuple(map(_clock, clocks.split())), names))
    return tuple(rows)


def _clock(text: str) -> tuple[int, int]:
    since, _, number = text.partition(":")
    return int(since), int(number)


@cache
def _zones_of_cities(country: Country) -> dict[str, str]:
    return {
        normalize_place(name): row.zone
        for row in _zone_rows(country)
        for names in row.cities
        for name in names.split("=")
    }


def _canonical(zone: str) -> str:
    return _LINKS.get(zone, zone)


def _likely_country(text: str) -> str:
    """The hint that names the countries that a text may mean; empty if it resembles none."""
    from agenda.model._country_names import ORGANIZATIONS, countries_meant_by

    if name := ORGANIZATIONS.get(normalize_place(text)):
        return (
            f"{name} is no country: write `organization: {name.removeprefix('the ')}` in place of "
            "the visitor's country, or the country of the place"
        )
    countries = (f"`{code}` ({_NAMES[code]})" for code in countries_meant_by(text))
    return f"did you mean {meant}?" if (meant := " or ".join(countries)) else ""


_ROWS: Final = [row.split("\t") for row in COUNTRIES.splitlines()]
_NAMES: Final = {code: name for code, name, _ in _ROWS}
_ZONES: Final = {code: tuple(zones.split()) for code, _, zones in _ROWS}
_COUNTRIES: Final = {code: Country(code) for code in ("", *_NAMES)}
_LINKS: Final = dict(row.split() for row in LINKS.splitlines())
_SHARED_ZONES: Final[dict[str, list[str]]] = {}
for _row in SHARED_ZONES.splitlines():
    _SHARED_ZONES.setdefault(_row[:2], []).append(_row[3:])

COUNTRY_CODES: Final = tuple(_NAMES)
ZONES: Final = frozenset(
    (*(zone for zones in _ZONES.values() for zone in zones), *_LINKS, *OTHER_ZONES.split())
)
