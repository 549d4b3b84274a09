"""Countries and time zones, as text that knows more of itself."""

from typing import Final, Self

from agenda.model._countries import COUNTRIES, LINKS, OTHER_ZONES
from agenda.text.suggest import closest


class UnknownPlace(ValueError):
    """A text that is no country or no time zone; ``hint`` says what it may have been."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Country(str):
    """A country's code in ISO 3166-1 alpha-2, or XK. Empty where a claim does not say."""

    __slots__ = ()

    @classmethod
    def parse(cls, code: str) -> "Country":
        """The country of a code; :class:`UnknownPlace` if there is none."""
        try:
            return _COUNTRIES[code]
        except KeyError:
            raise UnknownPlace(
                f"`{code}` is not a country code",
                _meant_country(code) or "write its two capital letters of ISO 3166-1, as in `VN`",
            ) from None

    @property
    def name(self) -> str:
        """Its English name, as CLDR has it."""
        return _NAMES.get(self, "")

    @property
    def zones(self) -> tuple[str, ...]:
        """Its time zones."""
        return _ZONES.get(self, ())


class Zone(str):
    """A time zone's name in the tz database. Empty where nobody says."""

    __slots__ = ()

    @classmethod
    def parse(cls, name: str) -> Self:
        """The zone of a name; :class:`UnknownPlace` if there is none."""
        if name and name not in ZONES:
            guess = closest(name, ZONES)
            raise UnknownPlace(
                f"`{name}` is not a time zone",
                f"did you mean `{guess}`?" if guess else "write an IANA name, as in `Asia/Tokyo`",
            )
        return cls(name)

    def is_in(self, country: Country) -> bool:
        """Whether the clocks of some place in a country go by this zone."""
        return _canonical(self) in {_canonical(zone) for zone in country.zones}


def _canonical(zone: str) -> str:
    return _LINKS.get(zone, zone)


def _meant_country(code: str) -> str:
    wanted = _ALSO_CALLED.get(code.upper()) or closest(code, _NAMES.values())
    for known, name in _NAMES.items():
        if wanted == name or code.upper() == known:
            return f"did you mean `{known}` ({name})?"
    return ""


_ALSO_CALLED: Final = {
    "UK": "United Kingdom",
    "EL": "Greece",
    "DPRK": "North Korea",
    "ROK": "South Korea",
    "PRC": "China",
    "UAE": "United Arab Emirates",
    "USA": "United States",
}

_ROWS: Final = [row.split("\t") for row in COUNTRIES.splitlines()]
_NAMES: Final = {code: name for code, name, _ in _ROWS}
_ZONES: Final = {code: tuple(zones.split()) for code, _, zones in _ROWS}
_COUNTRIES: Final = {code: Country(code) for code in ("", *_NAMES)}
_LINKS: Final = dict(row.split() for row in LINKS.splitlines())

COUNTRY_CODES: Final = tuple(_NAMES)
ZONES: Final = frozenset(
    (*(zone for zones in _ZONES.values() for zone in zones), *_LINKS, *OTHER_ZONES.split())
)
