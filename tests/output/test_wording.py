import pytest
from msgspec.structs import replace

from agenda.model.country import Country
from agenda.model.edtf import UNDATED, When
from agenda.model.topics import TOPICS
from agenda.model.visit import Host, Item
from agenda.output import wording
from agenda.text.prose import count
from tests.builders import visit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-06-19", "19 June 2024"),
        ("2024-06-19/2024-06-20", "19–20 June 2024"),
        ("2024-06-30/2024-07-02", "30 June – 2 July 2024"),
        ("2024-12-30/2025-01-02", "30 December 2024 – 2 January 2025"),
        ("2024-06-19/2024-06-19", "19 June 2024"),
        ("2024-06", "in June 2024"),
        ("2024", "in 2024"),
        ("2024-06?", "possibly in June 2024"),
        ("2024-06~", "around June 2024"),
        ("2024-06-19%", "possibly around 19 June 2024"),
        ("[2024-06-10..2024-07-07]", "between 10 June and 7 July 2024"),
        ("[2024-12-10..2025-01-07]", "between 10 December 2024 and 7 January 2025"),
        ("[2024-06..2024-07]", "between 1 June and 31 July 2024"),
        ("2024-06-19/..", "from 19 June 2024 on"),
        ("2024-11/..", "from November 2024 on"),
        ("2024?/..", "from possibly 2024 on"),
        ("2024-06-19/2024-06-19?", "starts 19 June 2024, ends possibly 19 June 2024"),
        ("2024-06-19?/2024-06-20", "starts possibly 19 June 2024, ends 20 June 2024"),
        ("2024-06-19/2024-06", "starts 19 June 2024, ends between 19 and 30 June 2024"),
        ("2024-06/2024-07-02", "starts in June 2024, ends 2 July 2024"),
    ],
)
def test_dates_are_written_as_in_prose(text: str, expected: str) -> None:
    assert wording.when(When.parse(text)) == expected


def test_an_unknown_value_is_shown_as_a_dash() -> None:
    assert wording.when(UNDATED) == "—"
    assert wording.sides(visit()) == ("Russia —", "Vietnam —")


@pytest.mark.parametrize(
    ("city", "country", "expected"),
    [
        ("Hanoi", "VN", "Hanoi, Vietnam"),
        ("", "VN", "Vietnam"),
        ("Singapore", "SG", "Singapore"),
        ("SINGAPORE", "SG", "Singapore"),
        ("Mónaco", "MC", "Monaco"),
        ("Luxembourg", "LU", "Luxembourg"),
        ("Djibouti", "DJ", "Djibouti"),
        ("Kuwait City", "KW", "Kuwait City, Kuwait"),
        ("Guatemala City", "GT", "Guatemala City, Guatemala"),
    ],
)
def test_a_city_that_has_its_country_s_name_is_written_once(
    city: str, country: str, expected: str
) -> None:
    planned = replace(visit(), host=Host(country=Country(country), city=city))
    assert wording.who_where(planned) == ("Vladimir Putin", expected)


def test_the_agenda_is_grouped_by_status() -> None:
    planned = visit(
        agenda={
            "energy": Item(status="expected"),
            "gas": Item(topic="energy", status="signed", title="Gas"),
            "trade": Item(status="expected"),
            "health": Item(),
        }
    )
    assert wording.agenda(planned, TOPICS) == [
        "expected: Energy, Trade and economy",
        "signed: Gas",
        "Health",
    ]


def test_counts_have_plurals_and_thousands_separators() -> None:
    assert [count(number, "visit") for number in (0, 1, 2000)] == [
        "0 visits",
        "1 visit",
        "2,000 visits",
    ]
