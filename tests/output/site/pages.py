"""Sites of books, as files in memory."""

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from agenda.cli.clock import Clock
from agenda.output.site.pages import SitePages, site_settings
from agenda.services.snapshot import load_snapshot

URL = "https://example.org/visits/"


def site_of(book: Path, today: date | None = None, url: str = URL) -> dict[str, bytes]:
    """The files of a site by path, in the order in which they are written."""
    clock = Clock(today)
    snapshot = load_snapshot(book, today, clock.today)
    pages = SitePages(snapshot, site_settings(snapshot, url), clock.today_here())
    files = list(pages.files())
    assert [path for path, _ in files] == pages.paths
    return dict(files)


class Page(HTMLParser):
    """What a page has: its tags with their attributes, and its text."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(raw.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        """The values of an attribute, in order."""
        return [
            attributes[attribute] or "" for _, attributes in self.tags if attribute in attributes
        ]

    @property
    def plain_text(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())
