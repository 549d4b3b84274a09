"""The screenshots show the program's output and load no external resources."""

import re
from xml.etree import ElementTree

import pytest

from tests.run import ROOT, run_on_terminal
from tools.screenshots import COLUMNS, SCREENSHOTS, screenshot

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", SCREENSHOTS)
def test_a_screenshot_shows_the_terminal_output(name: str) -> None:
    image = ElementTree.fromstring(screenshot(name, ROOT, *SCREENSHOTS[name]))  # noqa: S314  ours
    text_shown = "".join("".join(text.itertext()) for text in image.iter(f"{SVG}text"))
    output = run_on_terminal(*SCREENSHOTS[name], columns=COLUMNS, NO_COLOR="1").out
    assert re.sub(r"\s", "", output) in re.sub(r"\s", "", text_shown)


def test_a_screenshot_is_reproducible_and_loads_no_resources() -> None:
    image = screenshot("status", ROOT, *SCREENSHOTS["status"])
    assert image == screenshot("status", ROOT, *SCREENSHOTS["status"])
    assert "@font-face" not in image
    assert "url(http" not in image
    assert "Fira" not in image
