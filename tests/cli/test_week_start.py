import pytest

from agenda.cli.week_start import first_weekday


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "monday"),
        ({"LANG": "C.UTF-8"}, "monday"),
        ({"LANG": "de_DE.UTF-8"}, "monday"),
        ({"LANG": "en_US.UTF-8"}, "sunday"),
        ({"LANG": "ar_EG.UTF-8"}, "saturday"),
        ({"LANG": "dv_MV"}, "friday"),
        ({"LANG": "en_US.UTF-8", "LC_TIME": "en_GB.UTF-8"}, "monday"),
        ({"LANG": "en_GB", "LC_TIME": "en_GB", "LC_ALL": "sr_YU@latin"}, "monday"),
        ({"LC_ALL": "", "LC_TIME": "pt_BR@euro"}, "sunday"),
        ({"LANG": "es_419.UTF-8"}, "monday"),
    ],
)
def test_the_week_starts_as_the_locale_says(environment: dict[str, str], expected: str) -> None:
    assert first_weekday(environment) == expected
