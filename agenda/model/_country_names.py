"""The countries that a text may mean: other codes, other and former names, and near misses."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Final

from agenda.model._countries import COUNTRIES, OTHER_CODES
from agenda.text.slug import normalize_place

Codes = tuple[str, ...]
"""The codes of the countries that have a name: two for `Congo`."""

_MIN_LENGTH: Final = 4
"""In characters. A shorter text resembles too many names."""

_MAX_LENGTH: Final = 100
"""In characters. No name is longer, and comparing a long text takes long."""

_MIN_SIMILARITY: Final = 0.81
"""The ratio of difflib: 0.86 for `Vietnma` and `Vietnam`, 0.8 for `Saint` and `Spain`."""

_FORMAL: Final = re.compile(
    r"(?:\w+ ){0,4}(?:commonwealth|duchy|emirate|federation|kingdom|principality|republic|states?"
    r"|sultanate|union) of (.+)"
)
"""A formal name that ends with the usual one, as in `Kingdom of Denmark`."""

_OTHER_NAMES: Final = """\
AE: Emirates, UAE
BF: Upper Volta
BJ: Dahomey
BN: Brunei Darussalam
BY: Belorussia, Byelorussia, White Russia
BZ: British Honduras
CD: Belgian Congo, Congo DR, Democratic Republic of the Congo, DR Congo, DRC, Zaire
CD CG: Congo
CF: CAR
CG: Congo Republic, French Congo, Republic of the Congo
CH: Swiss Confederation
CI: Ivory Coast
CN: Mainland China, PRC
CV: Cabo Verde
CZ: Czech Republic
CZ SK: Czechoslovakia
DE: East Germany, FRG, GDR, German Democratic Republic, West Germany
EG: United Arab Republic
EH: Sahrawi Arab Democratic Republic, Sahrawi Republic
ET: Abyssinia
FK: Falklands, Malvinas
FM: FSM
FO: Faeroe Islands, Faroes
FR: French Republic
GB: Britain, England, Great Britain, Great Britain and Northern Ireland, Scotland, Wales
GB: Northern Ireland
GH: Gold Coast
GR: EL, Hellas, Hellenic Republic
GW: Portuguese Guinea
GY: British Guiana
HK: Hong Kong, Hong Kong SAR
ID: Dutch East Indies
IE: Eire, Irish Republic
IQ: Irak
IR: Persia
JO: Transjordan
KG: Kirghizia, Kirgizia, Kyrgyz Republic
KH: Kampuchea
KP: Democratic People's Republic of Korea, DPRK, N Korea
KP KR: Korea
KR: Republic of Korea, ROK, S Korea
LA: Lao PDR, Lao People's Democratic Republic
LK: Ceylon
LS: Basutoland
LY: Libyan Arab Jamahiriya, Lybia
MD: Moldavia
ME RS: Serbia and Montenegro, Yugoslavia
MG: Malagasy Republic
MK: Former Yugoslav Republic of Macedonia, FYROM, Macedonia
MM: Burma, Myanmar
MO: Macao, Macao SAR, Macau, Macau SAR
MW: Nyasaland
MY: Malaya
NA: South West Africa
NL: Holland
PG: PNG
PS: Gaza, Gaza Strip, Occupied Palestinian Territory, Palestine, Palestinian Authority, West Bank
RO: ROM
RU: Russian Federation, Soviet Union, SU, SUN, USSR
SA: KSA
SK: Slovak Republic
SR: Dutch Guiana
SY: Syrian Arab Republic
SZ: Swaziland
TH: Siam
TL: East Timor
TR: Turkey
TW: Chinese Taipei, Formosa, Republic of China
TZ: Tanganyika, Zanzibar
US: America, States
VA: Holy See, Vatican, Vatican City State
VG VI: Virgin Islands
WS: Western Samoa
XK: XKX
YE: North Yemen, South Yemen
ZA: RSA
ZM: Northern Rhodesia
ZW: Rhodesia, Southern Rhodesia
"""
"""What CLDR lacks: abbreviations, other usual names, and names of the last hundred years."""

ORGANIZATIONS: Final = {
    "eu": "the European Union",
    "european union": "the European Union",
    "un": "the United Nations",
    "united nations": "the United Nations",
    "nato": "NATO",
    "african union": "the African Union",
    "asean": "ASEAN",
}
"""What is written in place of a country, as :func:`normalize_place` returns it."""


def countries_meant_by(text: str) -> Codes:
    """The codes of the countries that a text may mean; none if it resembles none.

    Several have the very same name. A near miss is suggested only if nothing is named so.
    """
    text = text.strip()[:_MAX_LENGTH]
    if codes := countries_named(text):
        return codes
    names, plain = _codes_of_names(), normalize_place(text)
    starting = {codes for name, codes in names.items() if name.startswith(f"{plain} ")}
    if len(starting) == 1:  # `Bosnia`, but not `South`
        return starting.pop()
    return names.get(_nearest(plain, names), ())


def countries_named(text: str) -> Codes:
    """The codes of the countries that a text names, without a typo: two for `Korea`."""
    names = _codes_of_names()
    codes = (names[key] for key in _keys(text.strip()[:_MAX_LENGTH]) if key in names)
    return next(codes, ())


def country_named(text: str) -> str:
    """The code of the one country of which a text is a code or a name; empty if there is none.

    Unlike :func:`countries_meant_by`, it leaves out near misses and what depends on a remark, as in
    `Georgia (state)`.
    """
    if normalize_place(text) in ORGANIZATIONS or "(" in text or len(text) > _MAX_LENGTH:
        return ""
    codes = countries_named(text)
    return codes[0] if len(codes) == 1 else ""


def _keys(text: str) -> Iterator[str]:
    """The forms of a text to look up, the most literal one first."""
    yield text.casefold()
    usual, _, rest = text.replace("(", ",").partition(",")
    keys = (
        normalize_place(text),
        normalize_place(f"{rest} {usual}"),
    )  # `Korea, South`, `Korea (South)`
    yield from keys
    for key in keys:
        if match := _FORMAL.fullmatch(key):
            yield match[1]
    yield normalize_place(text.partition("(")[0])


def _nearest(key: str, names: dict[str, Codes]) -> str:
    """The name that differs from a text by a typo, which is never in the first letter."""
    from difflib import get_close_matches

    if len(key) < _MIN_LENGTH:
        return ""
    candidates = [
        name
        for name in names
        if name[0] == key[0] and abs(len(name) - len(key)) <= 2 and len(name) >= _MIN_LENGTH
    ]
    return next(iter(get_close_matches(key, candidates, 1, _MIN_SIMILARITY)), "")


@cache
def _codes_of_names() -> dict[str, Codes]:
    """The countries of each code and name."""
    codes_of: dict[str, set[str]] = defaultdict(set)
    for row in COUNTRIES.splitlines():
        code, name, _ = row.split("\t")
        codes_of[code.casefold()].add(code)
        codes_of[normalize_place(name)].add(code)
    for row in OTHER_CODES.splitlines():
        other, code = row.split()
        codes_of[other.casefold()].add(code)
    for row in _OTHER_NAMES.splitlines():
        codes, _, others = row.partition(": ")
        for name in others.split(", "):
            codes_of[normalize_place(name)].update(codes.split())
    return {name: tuple(sorted(codes)) for name, codes in codes_of.items()}
