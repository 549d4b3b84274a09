import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from babel import Locale
from babel.core import get_global

from agenda.model._country_names import countries_meant_by
from agenda.model.country import COUNTRY_CODES, ZONES, Country, UnknownCountryOrZone, Zone
from tools.generate import COUNTRY_TABLE, PLACE_TABLE, ROOT
from tools.places import country_table, place_table


def test_the_table_is_current() -> None:
    assert (ROOT / COUNTRY_TABLE).read_text(encoding="utf-8") == country_table()


def test_countries_have_the_names_of_cldr() -> None:
    names = Locale("en").territories
    assert {code: Country(code).name for code in COUNTRY_CODES} == {
        code: names[code] for code in COUNTRY_CODES
    }
    assert len(COUNTRY_CODES) == 249 + 1  # ISO 3166-1 and Kosovo
    assert Country("NO").name == "Norway"


def test_every_zone_can_be_opened() -> None:
    for zone in ZONES:
        zoneinfo.ZoneInfo(zone)


def test_a_country_has_its_time_zones() -> None:
    assert Country("VN").zones == ("Asia/Ho_Chi_Minh",)
    assert Country("KP").zones == ("Asia/Pyongyang",)
    assert len(Country("RU").zones) > 10


@pytest.mark.parametrize(
    ("country", "city", "zone"),
    [
        ("BR", "Brasilia", "America/Sao_Paulo"),
        ("CN", "Xi'an", "Asia/Shanghai"),
        ("ID", "Bali", "Asia/Makassar"),
        ("PF", "Papeete", "Pacific/Tahiti"),
        ("RU", "ST. PETERSBURG", "Europe/Moscow"),
        ("UA", "Kyiv", "Europe/Kyiv"),
        ("UA", "Kiev", "Europe/Kyiv"),
        ("US", "Washington", "America/New_York"),
        ("US", "Washington, D.C.", "America/New_York"),
        ("US", "New York", "America/New_York"),
        # Cities of a similar size, in different zones, have these names.
        ("US", "Portland", ""),
        ("US", "Springfield", ""),
        ("US", "", ""),
        ("RU", "Nowhere", ""),
        ("DE", "Meseberg", "Europe/Berlin"),
        ("BV", "", ""),
    ],
)
def test_a_city_or_a_country_with_one_clock_settles_the_time_zone(
    country: str, city: str, zone: str
) -> None:
    assert Country(country).zone_of(city, 2024) == zone


@pytest.mark.parametrize("year", [1995, 2008, 2017])
def test_clocks_that_agree_all_year_count_as_one(year: int) -> None:
    noons = [datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days) for days in range(0, 365, 4)]
    for code in COUNTRY_CODES:
        country = Country(code)
        if len(country.zones) > 1:
            zones = map(zoneinfo.ZoneInfo, country.zones)
            shown = {tuple(noon.astimezone(zone).utcoffset() for noon in noons) for zone in zones}
            assert len(country.clocks(year)) == len(shown)


@pytest.mark.slow
def test_the_table_of_cities_is_current() -> None:
    assert (ROOT / PLACE_TABLE).read_text(encoding="utf-8") == place_table()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("uk", "did you mean `GB` (United Kingdom)?"),
        ("Swaziland", "did you mean `SZ` (Eswatini)?"),
        ("Congo", "did you mean `CD` (Congo - Kinshasa) or `CG` (Congo - Brazzaville)?"),
        ("zz", "write its two capital letters of ISO 3166-1, as in `VN`"),
    ],
)
def test_a_text_that_is_no_country_code_gets_a_hint(text: str, hint: str) -> None:
    with pytest.raises(UnknownCountryOrZone) as raised:
        Country.parse(text)
    assert raised.value.hint == hint


COUNTRIES_MEANT = {
    "AD": ("AND", "and"),
    "AE": ("UAE", "U.A.E.", "Emirates"),
    "BA": ("Bosnia", "Bosnia and Herzegovina"),
    "BO": ("Bolivia (Plurinational State of)",),
    "BS": ("The Bahamas", "Bahamas, The"),
    "CD": ("DRC", "DR Congo", "Congo, Democratic Republic of the", "Congo (Kinshasa)", "Zaire"),
    "CI": ("Ivory Coast", "Cote d'Ivoire", "Côte d’Ivoire", "COTE D'IVOIRE"),
    "CN": ("People's Republic of China", "PRC", "CHN"),
    "CV": ("Cape Verde", "Cabo Verde"),
    "CZ": ("Czech Republic", "Czechia"),
    "DE": ("Federal Republic of Germany", "Germny"),
    "FM": ("Micronesia", "Federated States of Micronesia"),
    "GB": ("UK", "U.K.", "England", "Scotland", "Wales", "Northern Ireland", "Great Britain"),
    "HK": ("Hong Kong", "Hongkong"),
    "ID": ("IDN", "idn", "INDONESIA", "Republic of Indonesia", "Indonesa"),
    "IR": ("Iran, Islamic Republic of", "Persia"),
    "KP": ("North Korea", "DPRK", "D.P.R.K.", "Korea (Democratic People's Republic of)"),
    "KR": ("South Korea", "Republic of Korea", "Korea (South)", "ROK"),
    "LC": ("St Lucia", "Saint Lucia"),
    "MK": ("Macedonia", "North Macedonia"),
    "MM": ("Burma", "Myanmar"),
    "MO": ("Macau", "Macao"),
    "NL": ("Holland", "the Netherlands", "NETHERLANDS"),
    "PS": ("Palestine", "State of Palestine", "PSE"),
    "RU": ("Russian Federation", "russia"),
    "ST": ("st", "Sao Tome and Principe"),
    "SZ": ("Swaziland", "Eswatini", "SWZ"),
    "TL": ("East Timor", "Timor-Leste"),
    "TR": ("Turkey", "Turkiye", "Türkiye", "TÜRKİYE"),
    "TW": ("Taiwan", "Republic of China"),
    "US": ("USA", "U.S.", "America", "United States of America", "Untied States"),
    "VA": ("Vatican", "Holy See", "Holy See (Vatican City State)"),
    "VN": ("Viet Nam", "Vietnma", "vn ", "VNM"),
    "XK": ("Kosovo", "XKX"),
}


@pytest.mark.parametrize(
    ("text", "code"),
    [(text, code) for code, texts in COUNTRIES_MEANT.items() for text in texts],
)
def test_names_and_other_codes_of_a_country_give_its_code(text: str, code: str) -> None:
    assert countries_meant_by(text) == (code,)


def test_every_name_of_cldr_and_every_alpha_3_code_gives_its_code() -> None:
    for code in COUNTRY_CODES:
        assert countries_meant_by(Country(code).name) == (code,)
        assert countries_meant_by(code.lower()) == (code,)
    codes_of = get_global("territory_aliases")
    alpha_3 = {code: codes_of[code][0] for code in codes_of if len(code) == 3 and code.isalpha()}
    assert set(alpha_3.values()) | {"XK"} > set(COUNTRY_CODES)  # XK has none
    for other, code in alpha_3.items():
        if code in COUNTRY_CODES and len(codes_of[other]) == 1:
            assert countries_meant_by(other) == (code,)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Congo", ("CD", "CG")),
        ("Korea", ("KP", "KR")),
        ("Virgin Islands", ("VG", "VI")),
        ("Czechoslovakia", ("CZ", "SK")),
    ],
)
def test_a_name_of_two_countries_gives_both_codes(text: str, codes: tuple[str, ...]) -> None:
    assert countries_meant_by(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        *("Bali", "Tibet", "Siberia", "Kurdistan", "Somaliland", "Catalonia", "Europe", "Africa"),
        *(
            "Saint",
            "South",
            "Republic",
            "Kingdom of",
            "zz",
            "XX",
            "a",
            "",
            ",",
            "(",
            "中国",
            "x" * 999,
        ),
    ],
)
def test_a_text_that_only_resembles_a_name_gives_no_country(text: str) -> None:
    assert countries_meant_by(text) == ()


@pytest.mark.parametrize(
    ("text", "organization"),
    [("EU", "the European Union"), ("un", "the United Nations"), ("United Nations", "the United")],
)
def test_an_organization_is_said_to_be_no_country(text: str, organization: str) -> None:
    with pytest.raises(UnknownCountryOrZone) as raised:
        Country.parse(text)
    assert raised.value.hint.startswith(f"{organization}")
    assert "is no country: write `organization: " in raised.value.hint


def test_a_zone_is_in_a_country_under_any_of_its_names() -> None:
    assert Zone("Asia/Saigon").is_in(Country("VN"))
    assert Zone("Europe/Kiev").is_in(Country("UA"))
    assert not Zone("Asia/Pyongyang").is_in(Country("VN"))
    assert not Zone("UTC").is_in(Country("GB"))


def test_a_zone_is_in_a_country_a_part_of_which_shares_it() -> None:
    assert Zone("Asia/Bangkok").is_in(Country("VN"))  # Hanoi, in zone1970.tab
    assert not Zone("Asia/Bangkok").is_in(Country("MY"))
