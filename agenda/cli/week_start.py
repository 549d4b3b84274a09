"""The first day of the week, by the user's locale."""

import re
from collections.abc import Mapping
from typing import Final

WEEKDAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
"""The weekdays as Python numbers them."""

_FIRST_DAYS: Final = {
    "friday": "MV",
    "saturday": "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY",
    "sunday": (
        "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN IS JM JP KE KH KR LA MH MM MO "
        "MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW"
    ),
}
"""The territories in which weeks do not begin on Monday, according to the Unicode CLDR."""

_TERRITORY: Final = re.compile(r"_([A-Z]{2})\b")


def first_weekday(environment: Mapping[str, str]) -> str:
    """The first day of the week where the environment's locale is spoken; Monday if unknown."""
    names = (environment.get(name) for name in ("LC_ALL", "LC_TIME", "LANG"))
    territory = _TERRITORY.search(next(filter(None, names), ""))
    for day, territories in _FIRST_DAYS.items():
        if territory and territory[1] in territories.split():
            return day
    return "monday"
