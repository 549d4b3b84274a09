import time
from datetime import date

import pytest

from agenda.cli.commands.new_page import SavedPage, read_page
from tests.run import ROOT

PAGES = ROOT / "tests/cases/pages"
TODAY = date(2024, 6, 12)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "paper",
            SavedPage(
                title="President & ministers to visit Hanoi",
                publisher="The Example Courier",
                published=date(2024, 6, 10),
                language="en-GB",
                url="https://courier.example.org/world/hanoi-visit",
            ),
        ),
        (
            "agency",
            SavedPage(
                title="Leaders agree on a date",
                publisher="Example Agency",
                published=date(2024, 6, 11),
                language="de",
                url="https://agency.example.org/2024/date",
            ),
        ),
        (
            "ministry",
            SavedPage(
                title="Визит состоится 19 июня",
                publisher="Пример",
                published=date(2024, 6, 12),
                language="ru",
            ),
        ),
    ],
)
def test_a_page_says_who_published_it_and_when(page: str, expected: SavedPage) -> None:
    assert read_page((PAGES / f"{page}.html").read_bytes(), TODAY) == expected


def test_a_page_that_says_nothing_gives_nothing() -> None:
    for raw in (b"", b"plain text", b"\xff\xfe\x00", b"{}", b"<title></title><html lang>"):
        assert read_page(raw, TODAY) == SavedPage()


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<title>a\x1b[31mb\x07&#x1b;</title>", SavedPage(title=r"a\x1b[31mb\x07")),
        ("<title>a\n\u2028 b</title>", SavedPage(title="a b")),
        ("<link rel=canonical href='javascript:alert(1)'>", SavedPage()),
        ("<meta property=og:url content='https://a.example.org/ b'>", SavedPage()),
        ("<html lang='x\x1b[0m'>", SavedPage()),
        ("<meta name=date content='06/07/2024'>", SavedPage()),
        (f"<title>{'x' * 400}</title>", SavedPage(title="x" * 300 + "…")),
        (f"<meta property=og:site_name content={'x' * 400}>", SavedPage()),
        ('<script type=application/ld+json>[1, null, {"@type": 3}]</script>', SavedPage()),
        (
            '<script type=application/ld+json>{"@type": "Article", "headline": {"a": 1},'
            ' "datePublished": 20240610, "publisher": [[]]}</script>',
            SavedPage(),
        ),
        ("<meta charset=punycode><title>a-b</title>", SavedPage(title="a-b")),
    ],
)
def test_a_hostile_page_is_only_data(page: str, expected: SavedPage) -> None:
    assert read_page(page.encode(), TODAY) == expected


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "<",
        "<a ",
        "<![CDATA[",
        "<?",
        "</",
        "<meta content='",
        "&#",
        '<script type="application/ld+json">',
        '<script type="application/ld+json">[[[[</script>',
    ],
)
def test_the_time_that_a_page_takes_grows_with_its_size(unit: str) -> None:
    def seconds(size: int) -> float:
        raw = (unit * size)[:size].encode()
        start = time.process_time()
        read_page(raw, TODAY)
        return time.process_time() - start

    assert seconds(1 << 17) < 12 * seconds(1 << 14) + 0.05


def test_deeply_nested_json_is_ignored() -> None:
    nested = "[" * 100_000
    page = f'<script type="application/ld+json">{nested}</script><title>T</title>'
    assert read_page(page.encode(), TODAY) == SavedPage(title="T")


def test_only_the_first_mebibyte_of_a_page_is_read() -> None:
    page = b"<html>" + b" " * (1 << 20) + b"<title>T</title>"
    assert read_page(page, TODAY) == SavedPage()
