import posixpath
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import feedparser
import pytest
from icalendar import Calendar

from tests.builders import VISIT, MakeBook
from tests.output.site.pages import URL, Page, site_of
from tests.run import ROOT, run
from tools.bench.books import write_book
from tools.morning_book import DAY, write_morning_book

IN_JUNE = date(2024, 6, 12)

REPORT = """
published: 2024-06-10
publisher: Reuters
url: {url}
claims:
  - visit: ru-vn-2024
    according_to: An official
    dates: 2024-06-19
"""


@pytest.fixture(scope="module")
def june() -> dict[str, bytes]:
    return site_of(ROOT, IN_JUNE)


@pytest.fixture(scope="module")
def morning(morning_book: Path) -> dict[str, bytes]:
    return site_of(morning_book, DAY)


def pages_of(site: dict[str, bytes]) -> dict[str, Page]:
    return {path: Page(raw) for path, raw in site.items() if path.endswith(".html")}


def test_there_is_a_page_for_each_visit_trip_country_topic_and_person(
    june: dict[str, bytes],
) -> None:
    pages = pages_of(june)
    for path in (
        "visits/ru-vn-2024.html", "trips/putin-asia-2024.html", "countries/vn.html",
        "topics/energy.html", "people/vladimir-putin.html", "visits/index.html",
    ):  # fmt: skip
        assert "Vladimir Putin → Hanoi, Vietnam" in pages[path].plain_text, path
    assert [*june][-1] == "index.html"


def test_all_links_within_the_site_lead_to_a_page(morning: dict[str, bytes]) -> None:
    pages = pages_of(morning)
    for path, page in pages.items():
        for link in (*page.values("href"), *page.values("src")):
            if not link.startswith("https://"):
                target, _, anchor = link.partition("#")
                whole = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                assert (whole if target else path) in morning, (path, link)
                assert not anchor or anchor in page.values("id")


def test_links_to_reports_open_without_access_to_the_page(june: dict[str, bytes]) -> None:
    page = Page(june["visits/ru-vn-2024.html"])
    links = [values for tag, values in page.tags if tag == "a" and "//" in (values["href"] or "")]
    assert links
    assert all(values["rel"] == "noopener" for values in links)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/"])
def test_only_addresses_of_the_web_are_linked(make_book: MakeBook, url: str) -> None:
    book = make_book({
        "agendas/ru-vn-2024.yaml": VISIT,
        "seeds/2024-06-10-reuters.yaml": REPORT.format(url=url),
    })  # fmt: skip
    for raw in site_of(book, IN_JUNE).values():
        assert url.encode() not in raw


def test_a_visit_has_the_evidence_below_each_fact(june: dict[str, bytes]) -> None:
    text = Page(june["visits/ru-vn-2024.html"]).plain_text
    assert (
        "dates 19–20 June 2024 2024-06-19/2024-06-20 +agrees: 10 June 2024 Reuters: An official "
        "in Vietnam [B2] “dates agreed, agenda still discussed; not officially confirmed”"
    ) in text
    assert "was 2024-06? until 10 June 2024" in text


def _guest(country: str, *, host: str = "AU", state: str = "tentative") -> str:
    return (
        f"visitor: {{name: Guest of {country}, country: {country}}}\nhost: {{country: {host}}}\n"
        f"kind: multilateral\nevent: quad-2023\nconfirmation: {{state: {state}}}\n"
    )


EVENT: dict[str, bytes | str] = {
    "agendas/jp-au.yaml": _guest("JP"),
    "agendas/in-au.yaml": _guest("IN"),
    "agendas/us-au.yaml": _guest("US", state="cancelled"),
    "seeds/2023-04-25-host.yaml": """\
published: 2023-04-25
publisher: Prime Minister of Australia
url: https://example.org/quad
claims:
  - {event: quad-2023, according_to: An aide, dates: 2023-05, occasion: Quad summit}
""",
    "seeds/2023-05-01-host.yaml": """\
published: 2023-05-01
publisher: Reuters
claims:
  - {event: quad-2023, according_to: The host, dates: 2023-05-24, agenda: {chips: {title: Chips}}}
""",
}


def test_an_event_has_the_sources_of_what_is_known_of_it(make_book: MakeBook) -> None:
    page = Page(site_of(make_book(EVENT), date(2023, 5, 2))["events/quad-2023.html"])
    text = page.plain_text
    assert "Events quad-2023 Quad summit" in text
    assert (
        "dates 24 May 2023 2023-05-24 +agrees: 1 May 2023 Reuters: The host ~does not disagree: "
        "25 April 2023 Prime Minister of Australia: An aide, 2023-05 was 2023-05 until 1 May 2023 "
        "countdown in 22 days"
    ) in text
    assert "On the agenda — Chips +agrees: 1 May 2023 Reuters: The host" in text
    assert "https://example.org/quad" in page.values("href")


def test_an_event_without_guests_has_a_page(make_book: MakeBook) -> None:
    reports = {path: text for path, text in EVENT.items() if path.startswith("seeds/")}
    site = site_of(make_book(reports), date(2023, 5, 2))
    page = Page(site["events/quad-2023.html"])
    assert "dates 24 May 2023 2023-05-24 +agrees: 1 May 2023 Reuters" in page.plain_text
    assert "No guests yet" in page.plain_text
    assert "table" not in {tag for tag, _ in page.tags}
    assert "Quad summit quad-2023 0 visits" in Page(site["events/index.html"]).plain_text
    assert "../events/index.html" in Page(site["visits/index.html"]).values("href")


def test_an_event_is_listed_and_linked_by_its_occasion(make_book: MakeBook) -> None:
    site = site_of(make_book(EVENT), date(2023, 5, 2))
    assert "Quad summit quad-2023 3 visits" in Page(site["events/index.html"]).plain_text
    page = Page(site["visits/jp-au.html"])
    assert "EventsQuad summit" in page.plain_text
    assert "../events/quad-2023.html" in page.values("href")


def test_an_event_says_which_facts_are_those_of_its_guests(make_book: MakeBook) -> None:
    text = Page(site_of(make_book(EVENT))["events/quad-2023.html"]).plain_text
    guests = "the same for both guests that are not called off"
    assert f"host Australia {guests} kind multilateral {guests}" in text
    assert f"confirmation tentative {guests}" in text
    assert "3 guests, 1 of them called off" in text


def test_a_trip_and_an_event_have_the_facts_that_show_prints(
    morning: dict[str, bytes], morning_book: Path, make_book: MakeBook
) -> None:
    event_book = make_book(EVENT)
    trips = [path for path in morning if path.startswith("trips/") and "index" not in path]
    assert trips
    shown = dict.fromkeys(trips, (morning, morning_book, DAY))
    shown["events/quad-2023.html"] = site_of(event_book, IN_JUNE), event_book, IN_JUNE
    for path, (site, book, day) in shown.items():
        kind, name = path.removesuffix(".html").split("s/")
        out = run("show", f"--{kind}", name, "--as-of", str(day), cwd=book).out
        _, whole, visits = out.split("\n\n")
        text = Page(site[path]).plain_text
        for line in whole.splitlines()[1:]:
            label, value = re.split(r"  +", line.strip())[:2]
            values = [value]
            if label == "confirmation":
                values = [each for each in re.split(r"[(,)] ?", value) if each]
            elif label in {"to meet", "agenda"}:
                values = value.partition(": ")[2].split(", ") or [value]
            assert all(each.strip() in text for each in values), line
        assert visits.splitlines()[0] in text


def test_after_the_visit_a_page_has_what_was_planned_and_delivered() -> None:
    text = Page(site_of(ROOT)["visits/ru-vn-2024.html"]).plain_text
    assert "Planned and delivered" in text
    assert "delivered" in text.partition("Planned and delivered")[2]


def test_the_first_page_has_what_changed_is_disputed_and_overdue(
    morning: dict[str, bytes],
) -> None:
    text = Page(morning["index.html"]).plain_text
    changed, _, rest = text.partition("Changed in the past 14 days")[2].partition(" Disputed ")
    disputed, _, overdue = rest.partition(" Overdue ")
    assert "Presidency of Colombia Amaranta Salcedo-Macondo → Quito, Ecuador cancelled" in changed
    assert "12–13 December; Levant Ledger says 15 December" in disputed
    assert "Tsiala Mtvareli → Chișinău, Moldova 18–19 November, 5 days overdue" in overdue


def test_an_undecided_place_has_no_time_zone(make_book: MakeBook) -> None:
    visit = VISIT.replace("country: VN", "candidates: []")
    site = site_of(make_book({"agendas/v.yaml": visit}))
    assert "host place not known" in Page(site["visits/v.html"]).plain_text
    assert "counted here" not in Page(site["visits/v.html"]).plain_text


def test_the_timeline_draws_windows_and_certain_days(morning: dict[str, bytes]) -> None:
    page = Page(morning["index.html"])
    bars = {(values.get("class") or "") for tag, values in page.tags if tag == "rect"}
    assert {"bar stay", "bar window", "bar unsure"} <= bars
    assert "23–25 November 2026: on these days" in page.plain_text
    assert "24–30 November 2026: sometime within" in page.plain_text
    assert any(values.get("class") == "today" for tag, values in page.tags if tag == "line")


def test_two_builds_are_the_same(morning: dict[str, bytes], morning_book: Path) -> None:
    assert site_of(morning_book, DAY) == morning


def test_no_page_has_a_script_or_a_style_of_its_own(morning: dict[str, bytes]) -> None:
    for path, page in pages_of(morning).items():
        attributes = {name for _, values in page.tags for name in values}
        assert not {name for name in attributes if name.startswith("on")} | attributes & {"style"}
        assert "style" not in {tag for tag, _ in page.tags}
        policy = page.values("content")[0]
        assert policy.startswith("default-src 'none'; script-src 'self';"), path
        assert "unsafe" not in policy


def test_the_calendar_is_that_of_export_ics(june: dict[str, bytes]) -> None:
    calendar = Calendar.from_ical(june["visits.ics"])
    assert {event["uid"] for event in calendar.events} == {"ru-kp-2024@agenda", "ru-vn-2024@agenda"}


def test_without_an_address_there_is_no_feed() -> None:
    site = site_of(ROOT, IN_JUNE, url="")
    assert "feed.xml" not in site
    assert b"feed.xml" not in site["index.html"]


def test_feedparser_reads_the_feed(june: dict[str, bytes]) -> None:
    feed = feedparser.parse(june["feed.xml"])
    assert not feed.bozo
    assert feed.feed.id == URL
    assert feed.feed.title == feed.feed.author == "Planned visits"
    assert feed.feed.updated == "2024-06-10T00:00:00+00:00"
    assert feed.entries
    for entry in feed.entries:
        assert re.fullmatch(rf"{URL}visits/[a-z0-9-]+\.html#report-[a-z0-9-]+", entry.id)
        assert entry.title
        assert entry.author
        assert entry.updated[:10] in entry.id
        path, _, anchor = entry.link.removeprefix(URL).partition("#")
        assert anchor in Page(june[path]).values("id")
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    newest = feed.entries[0]
    assert (newest.author, newest.title) == (
        "Reuters",
        "Vladimir Putin → Pyongyang, North Korea: Space satellites expected",
    )


def test_a_book_without_visits_has_a_site(make_book: MakeBook) -> None:
    site = site_of(make_book({}))
    assert "No visit is ahead." in Page(site["index.html"]).plain_text
    assert not feedparser.parse(site["feed.xml"]).bozo


@pytest.mark.parametrize(
    ("visit", "page"),
    [
        ("ru-vn-2024", "visits/ru-vn-2024.html"),
        ("index", r"visits/index-[0-9a-f]{10}\.html"),
        ("тасс", r"visits/[0-9a-f]{10}\.html"),
        ("a b", "visits/a-b.html"),
        ("x" * 200, r"visits/x{80}-[0-9a-f]{10}\.html"),
    ],
)
def test_each_id_is_a_plain_file_name(make_book: MakeBook, visit: str, page: str) -> None:
    site = site_of(make_book({f"agendas/{visit}.yaml": VISIT}))
    assert [path for path in site if re.fullmatch(page, path)]


def test_a_visit_without_a_year_of_another_is_counted_from_the_day(
    morning: dict[str, bytes],
) -> None:
    page = Page(morning["index.html"])
    earliest = [value for value in page.values("data-earliest") if value]
    assert (DAY + timedelta(days=1)).isoformat() in earliest


SHARED_SITE = """
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from agenda.output.site import pages
from tests.output.site.pages import site_of

made, made_here = pages.SitePages._made, []
pages.SitePages._made = lambda self, *of: made_here.append(of) or made(self, *of)
for processors in (1, 2):
    pages.processors = lambda: processors
    made_here.clear()
    site = site_of(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
    print(sha256(repr(sorted(site.items())).encode()).hexdigest(), len(made_here))
"""


@pytest.mark.slow
def test_several_processes_make_the_same_site(tmp_path: Path) -> None:
    write_morning_book(tmp_path)  # which has what is disputed, and what has changed lately
    write_book(tmp_path, 300)
    for day in (date(2022, 6, 20), DAY):
        command = [sys.executable, "-c", SHARED_SITE, str(tmp_path), f"{day}"]
        output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        (by_one, made_here), (by_two, not_shared) = map(str.split, output.stdout.splitlines())
        assert by_one == by_two
        assert (int(made_here) >= 200, not_shared) == (True, "0")
