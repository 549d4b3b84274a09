"""Pictures of pages of `agenda site` for the README, as PNG.

`python -m tools.site_screenshots` takes them in Chromium, after `make test-browser` has installed
what drives it. They depend on the machine's fonts, so that `make generate` does not make them.
"""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.run import run
from tools.morning_book import DAY, write_morning_book

SCREENSHOTS: Final = {
    "site-first-page": ("index.html", {"width": 1100, "height": 680}, "light"),
    "site-visit": ("visits/jo-es-2026.html", {"width": 1100, "height": 680}, "dark"),
}
"""The page of each picture, the size of the window, and the colour scheme."""

NOON: Final = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)


def take_screenshots(chromium: Any, folder: Path) -> None:
    """Write the pictures into `docs/pictures`."""
    book = folder / "book"
    write_morning_book(book)
    run("site", folder / "site", "--book", book, "--as-of", str(DAY))
    for name, (path, size, scheme) in SCREENSHOTS.items():
        page = chromium.new_page(viewport=size, color_scheme=scheme)
        page.clock.set_fixed_time(NOON)
        page.goto((folder / "site" / path).as_uri())
        page.screenshot(path=f"docs/pictures/{name}.png")


if __name__ == "__main__":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, TemporaryDirectory() as name:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), chromium_sandbox=os.getuid() != 0
        )
        take_screenshots(browser, Path(name))
        browser.close()
