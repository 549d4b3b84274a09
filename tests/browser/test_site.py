"""A real browser opens the pages of a site: nothing fails, and everybody can use them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from tests.browser.conftest import observed, served
from tests.run import ROOT, run
from tools.bench.books import write_book
from tools.morning_book import DAY

pytestmark = pytest.mark.browser

KINDS = (
    "index.html", "visits/index.html", "visits/kz-it-2026.html", "trips/index.html",
    "trips/*.html", "events/index.html", "events/*.html", "countries/vn.html",
    "topics/energy.html", "people/*.html",
)  # fmt: skip
"""A page of each kind; of those with a star, the first one that is no list."""

WIDTHS = (360, 768, 1440)

EVENT = """\
published: 2026-11-02
publisher: NHK
claims:
  - visit: fr-jp-2027
    according_to: The organizers
    event: tokyo-2027
    visitor: {name: The leader of France, country: FR}
    host: {country: JP, city: Tokyo}
    dates: 2027-03-04/2027-03-05
    confirmation: {host: announced}
  - event: tokyo-2027
    according_to: The organizers
    occasion: Tokyo summit
    dates: 2027-03-04/2027-03-05
"""
"""A report on an event, of which the morning's book has none."""


class Site(Struct, frozen=True):
    folder: Path
    address: str

    def pages(self) -> list[str]:
        return sorted(
            path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html")
        )

    def page(self, pattern: str) -> str:
        pages = (path for path in sorted(self.folder.glob(pattern)))
        chosen = next(path for path in pages if "*" not in pattern or path.stem != "index")
        return chosen.relative_to(self.folder).as_posix()


Sites = Callable[[str], Site]
"""The site of the shipped, the morning's or a large book, which is written when it is needed."""


@pytest.fixture(scope="session")
def sites(morning_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    folder = tmp_path_factory.mktemp("sites")

    morning = folder / "morning-book"
    shutil.copytree(morning_book, morning)
    (morning / "seeds/2026-11-02-nhk.yaml").write_text(EVENT)
    books = {
        "shipped": (ROOT, "2024-06-12"),
        "morning": (morning, str(DAY)),
        "large": (folder / "large-book", str(DAY)),
    }
    with ExitStack() as stack:

        @cache
        def site(name: str) -> Site:
            book, day = books[name]
            if name == "large":
                write_book(book, 300)
            options = ("--book", book, "--as-of", day, "--url", "https://example.org/")
            assert run("site", folder / name, *options).code == 0
            return Site(folder / name, stack.enter_context(served(folder / name)))

        yield site


def violations(page: Any) -> list[str]:
    """What axe-core finds on a page, with the elements that it is about."""
    from axe_playwright_python.sync_playwright import Axe

    rules = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in rules for node in rule["nodes"]]


@pytest.mark.parametrize(
    ("name", "part", "parts"),
    [("shipped", 0, 1), ("large", 0, 3), ("large", 1, 3), ("large", 2, 3)],
)
def test_every_page_opens_without_errors_or_requests_elsewhere(
    chromium: Any, sites: Sites, name: str, part: int, parts: int
) -> None:
    site = sites(name)
    with observed(chromium, site.address, viewport={"width": 1440, "height": 900}) as browser:
        for path in site.pages()[part::parts]:
            browser.open(path)
            if name == "shipped":
                assert violations(browser.page) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_are_accessible_and_fit_at_each_width(
    chromium: Any, sites: Sites, width: int, scheme: str
) -> None:
    site = sites("morning")
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    for is_scripted in (True, False):
        with observed(
            chromium, site.address, java_script_enabled=is_scripted, **options
        ) as browser:
            for pattern in KINDS:
                path = site.page(pattern)
                browser.open(path)
                browser.page.wait_for_load_state("load")  # the style is read after the text
                is_too_wide = "document.documentElement.scrollWidth > innerWidth"
                assert not browser.page.evaluate(is_too_wide), path
                assert browser.page.locator("label.filter").count() <= is_scripted
                if is_scripted:
                    assert violations(browser.page) == [], path


def test_pages_can_be_printed(chromium: Any, sites: Sites) -> None:
    site = sites("morning")
    with observed(chromium, site.address) as browser:
        for pattern in KINDS:
            browser.open(site.page(pattern))
            assert browser.page.pdf(format="A4").startswith(b"%PDF-")
            browser.page.emulate_media(media="print")
            assert not browser.page.locator("nav").is_visible()
            browser.page.emulate_media(media="screen")


def test_a_page_opens_from_a_folder_too(chromium: Any, sites: Sites) -> None:
    folder = sites("shipped").folder.as_uri() + "/"
    with observed(chromium, folder) as browser:
        browser.open("visits/ru-vn-2024.html")
        size = browser.page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize")
        assert float(size.removesuffix("px")) > 30


def focus(page: Any, selector: str) -> None:
    """Press Tab until an element has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    raise AssertionError(f"{selector} can't be reached")


def visits_in(page: Any) -> list[str]:
    names: list[str] = page.locator("tr.visit:visible td.who").all_inner_texts()
    return names


def test_the_table_is_filtered_by_keyboard(chromium: Any, sites: Sites) -> None:
    with observed(chromium, sites("morning").address) as browser:
        browser.open("visits/index.html")
        page = browser.page
        everything = visits_in(page)
        focus(page, ".filter input")
        page.keyboard.type("vietnam CONFIRMED")
        assert visits_in(page) == ["Aurélien Montclairval → Hanoi, Vietnam"]
        assert page.locator(".matches").inner_text() == f"1 of {len(everything)} visits"
        assert page.locator("tr.group:visible").all_inner_texts() == ["Under way"]
        assert violations(page) == []
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        assert visits_in(page) == everything


def test_the_table_is_sorted_by_keyboard(chromium: Any, sites: Sites) -> None:
    with observed(chromium, sites("morning").address) as browser:
        browser.open("visits/index.html")
        page = browser.page
        focus(page, "th[data-sort='start'] button")
        starts = "[...document.querySelectorAll('tr.visit')].map(row => row.dataset.start)"
        for order, is_reverse in (("ascending", False), ("descending", True)):
            page.keyboard.press("Enter")
            assert page.locator("th[aria-sort]").get_attribute("aria-sort") == order
            known = [start for start in page.evaluate(starts) if start]
            assert known == sorted(known, reverse=is_reverse)
            assert page.evaluate(starts)[-1] == ""  # a visit without dates comes last
            assert page.locator("tr.group:visible").count() == 0
        assert violations(page) == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 24, 12, tzinfo=UTC), ""),
        (datetime(2026, 11, 26, 12, tzinfo=UTC), "today: in 5 days"),
        (datetime(2026, 12, 1, 12, tzinfo=UTC), "today: day 1 of 2"),
        (datetime(2026, 12, 5, 12, tzinfo=UTC), "today: 3 days overdue"),
    ],
)
def test_days_are_counted_by_the_clock_of_the_reader(
    chromium: Any, sites: Sites, now: datetime, expected: str
) -> None:
    with observed(chromium, sites("morning").address, timezone_id="Europe/Rome") as browser:
        browser.page.clock.set_fixed_time(now)
        browser.open("visits/kz-it-2026.html")
        assert browser.page.locator(".lead .countdown").inner_text() == "in 7 days"
        assert browser.page.locator(".lead .now").inner_text() == expected
