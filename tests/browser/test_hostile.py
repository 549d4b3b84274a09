"""Names and values that would run in a page, a feed, a calendar, a table or a mail."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from agenda.model.report import Report
from agenda.model.visit import Visit
from tests.browser.conftest import observed, served
from tests.builders import MakeBook
from tests.hostile.test_terminal import SAMPLES
from tests.run import run

pytestmark = pytest.mark.browser

ATTACKS: Final = (
    "<script>alert(1)</script>",
    "</title></style></textarea><script>alert(2)</script>",
    "\"'><img src=x onerror=alert(3)>",
    "<svg/onload=alert(4)>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "<base href=https://example.org/>",
    "<iframe src=https://example.org/></iframe>",
    "<a href=javascript:alert(5)>x</a>",
    "]]><x xmlns=http://www.w3.org/1999/xhtml><script>alert(6)</script>",
    "--><script>alert(7)</script>",
    "{{ 7 * 7 }}{% include 'base.html.j2' %}",
    "=HYPERLINK(\"https://example.org/\")",
    "javascript:alert(8)",
    "&lt;script&gt;alert(9)&lt;/script&gt;",
    " onmouseover=alert(10) style=background:url(https://example.org/) x",
    "\r\nBcc: a@example.org\r\n\r\n<script>alert(11)</script>",
)  # fmt: skip

URLS: Final = (
    "javascript:alert(1)",
    "https://example.org/\" onclick=\"alert(2)",
    "https://example.org/<script>alert(3)</script>",
    "data:text/html,<script>alert(4)</script>",
    "https://example.org/'><img src=x onerror=alert(5)>",
)  # fmt: skip


FOREIGN: Final = """
    [...document.querySelectorAll(
        "script:not([src]), script[src=''], iframe, base, img, meta[http-equiv=refresh]"
    )].map(element => element.outerHTML)
"""
"""The elements of a page that no page of ours has; one call for all, of which each takes long."""


def quoted(text: str) -> str:
    """A text as YAML; what YAML can't contain is left out."""
    allowed = (char for char in text if char.isprintable() or char in "\n\u202e\u200b\u200d")
    return json.dumps("".join(allowed), ensure_ascii=False)


def hostile_book(make_book: MakeBook) -> Path:
    """A book with an attack in every field of a visit, a report and the settings."""
    texts = [*ATTACKS, *(f"A{sample}B" for sample in SAMPLES)]
    files: dict[str, bytes | str] = {}
    for number, text in enumerate(texts):
        value = quoted(text)
        visit = f"""
visitor: {{name: {value}, role: {value}, organization: {value}}}
host: {{country: VN, city: {value}, timezone: Asia/Ho_Chi_Minh}}
occasion: {value}
trip: {value}
event: {value}
dates: 2024-06-19?
confirmation: {{state: tentative, because: {value}, condition: {value}}}
meets:
  x: {{name: {value}, role: {value}, organization: {value}, status: expected}}
agenda:
  energy: {{title: {value}, status: expected, place: {value}, note: {value}}}
  own: {{topic: own, status: proposed}}
instead_of: {value}
notes: {value}
"""
        claim = visit.replace("\n", "\n    ")
        report = f"""
published: 2024-06-{1 + number % 9:02}
publisher: {value}
title: {value}
url: {json.dumps(URLS[number % len(URLS)])}
claims:
  - visit: v-{number}
    according_to: {value}
    wording: {value}
{claim}
  - visit: v-{number}
    according_to: {value}
    dates: 2024-07-01
    rejected: {value}
"""
        files[f"agendas/v-{number}.yaml"] = visit
        files[f"seeds/r-{number}.yaml"] = report
    attack = quoted(ATTACKS[0])
    files["agenda.yaml"] = f"site: {{title: {attack}}}\ntopics: {{own: {{label: {attack}}}}}\n"
    return make_book(files)


def test_nothing_in_a_book_runs_in_its_pages_feed_calendar_tables_or_mail(
    chromium: Any, make_book: MakeBook
) -> None:
    book = hostile_book(make_book)
    as_of = ("--as-of", str(date(2024, 6, 12)))
    site = book / "public"
    result = run("site", site, *as_of, "--url", "https://example.org/", cwd=book)
    assert result.code == 0, result.err
    for name, command in (
        ("brief.html", ("brief", "--format", "html", "--since", "2024-06-01")),
        ("brief.txt", ("brief", "--format", "eml", "--since", "2024-06-01")),
        ("visits.csv.txt", ("export", "csv")),
        ("visits.jsonl.txt", ("export", "jsonl")),
    ):
        result = run(*command, *as_of, cwd=book)
        assert result.out
        (site / name).write_text(result.out, encoding="utf-8")
    (site / "favicon.ico").write_bytes((site / "icon.svg").read_bytes())  # of pages without one
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.*"))
    with served(site) as address, observed(chromium, address) as browser:
        for path in paths:
            if path.endswith((".html", ".xml", ".txt")):
                browser.open(path)
                assert browser.page.url == f"{address}{path}"
                assert browser.page.evaluate(FOREIGN) == [], path


def test_the_book_has_an_attack_in_every_text(make_book: MakeBook) -> None:
    from agenda.store.book import load

    book = load(hostile_book(make_book))
    assert not book.broken_files
    assert len(book.visits) == len(book.reports) == len(ATTACKS) + len(SAMPLES)
    assert {type(value) for value in book.visits.values()} == {Visit}
    assert {type(value) for value in book.reports.values()} == {Report}
