"""The pictures in the documents are the program's own answers, and fetch nothing."""

import re
from xml.etree import ElementTree

import pytest

from tests.run import run_on_terminal
from tools.screenshots import COLUMNS, SCREENSHOTS, screenshot

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", SCREENSHOTS)
def test_a_picture_shows_what_a_terminal_shows(name: str) -> None:
    drawn = ElementTree.fromstring(screenshot(*SCREENSHOTS[name]))  # noqa: S314  our own
    text_shown = "".join("".join(text.itertext()) for text in drawn.iter(f"{SVG}text"))
    shown = run_on_terminal(*SCREENSHOTS[name], columns=COLUMNS, NO_COLOR="1").out
    assert re.sub(r"\s", "", shown) in re.sub(r"\s", "", text_shown)


def test_a_picture_is_the_same_each_time_and_fetches_nothing() -> None:
    once = screenshot(*SCREENSHOTS["status"])
    assert once == screenshot(*SCREENSHOTS["status"])
    assert "@font-face" not in once
    assert "url(http" not in once
    assert "Fira" not in once
