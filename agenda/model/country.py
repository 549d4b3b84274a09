"""Countries and time zones, as strings with a name and zones."""

from collections.abc import Callable
from typing import Final, Self

from agenda.model._countries import COUNTRIES, LINKS, OTHER_ZONES
from agenda.text.suggest import did_you_mean


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

    @property
    def name(self) -> str:
        """The English name, from CLDR."""
        return _NAMES.get(self, "")

    @property
    def zones(self) -> tuple[str, ...]:
        """The country's time zones."""
        return _ZONES.get(self, ())


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

    def is_in(self, country: Country) -> bool:
        """Whether a country or a part of it uses this zone, under any of the zone's names."""
        return _canonical(self) in {_canonical(zone) for zone in country.zones}


def _canonical(zone: str) -> str:
    return _LINKS.get(zone, zone)


def _likely_country(text: str) -> str:
    """The hint that names the countries that a text may mean; empty if it resembles none."""
    from agenda.model._country_names import ORGANIZATIONS, countries_meant_by, name_key

    if name := ORGANIZATIONS.get(name_key(text)):
        return f"{name} is no country: write the visitor's country, or that of the place"
    countries = (f"`{code}` ({_NAMES[code]})" for code in countries_meant_by(text))
    return f"did you mean {meant}?" if (meant := " or ".join(countries)) else ""


_ROWS: Final = [row.split("\t") for row in COUNTRIES.splitlines()]
_NAMES: Final = {code: name for code, name, _ in _ROWS}
_ZONES: Final = {code: tuple(zones.split()) for code, _, zones in _ROWS}
_COUNTRIES: Final = {code: Country(code) for code in ("", *_NAMES)}
_LINKS: Final = dict(row.split() for row in LINKS.splitlines())

COUNTRY_CODES: Final = tuple(_NAMES)
ZONES: Final = frozenset(
    (*(zone for zones in _ZONES.values() for zone in zones), *_LINKS, *OTHER_ZONES.split())
)
