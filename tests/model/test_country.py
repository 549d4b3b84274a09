import zoneinfo

import pytest
from babel import Locale

from agenda.model.country import COUNTRY_CODES, ZONES, Country, UnknownCountryOrZone, Zone
from tools.generate import COUNTRY_TABLE, ROOT, country_table


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
    ("text", "hint"),
    [("uk", "`GB`"), ("vn", "`VN`"), ("Viet Nam", "`VN`"), ("DPRK", "`KP`"), ("zz", "ISO 3166-1")],
)
def test_a_text_that_is_no_country_code_gets_a_hint(text: str, hint: str) -> None:
    with pytest.raises(UnknownCountryOrZone) as raised:
        Country.parse(text)
    assert hint in raised.value.hint


def test_a_zone_is_in_a_country_under_any_of_its_names() -> None:
    assert Zone("Asia/Saigon").is_in(Country("VN"))
    assert Zone("Europe/Kiev").is_in(Country("UA"))
    assert not Zone("Asia/Pyongyang").is_in(Country("VN"))
    assert not Zone("UTC").is_in(Country("GB"))
