"""`agenda site`: the book as pages that a browser shows, for people without a terminal."""

import gc
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agenda.cli.completion import folders
from agenda.cli.options import PATH, Invocation, command
from agenda.cli.warnings import libraries, warn, warn_of_broken, warn_of_left_out
from agenda.text.printable import escape_controls
from agenda.text.prose import count

if TYPE_CHECKING:
    from agenda.services.site import Published

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"\\\\^`{|}#?]+")


@command("text")
@click.argument("folder", metavar="DIR", type=PATH, shell_complete=folders)
@click.option("--url", metavar="URL", help="The address at which the site is published.")
def site(invocation: Invocation, folder: Path, url: str | None) -> int:
    """Write the book as a static site into a folder.

    The first page has the coming weeks, what changed lately, and what is disputed or overdue. Each
    visit, trip, event, country, topic and person has a page. `visits.ics` is a calendar to
    subscribe to. `feed.xml` is an Atom feed; it needs the address of the site, from --url or from
    `site: {url: ...}` in `agenda.yaml`.

    Other files in the folder stay as they are. A second run writes only what has changed, and
    removes pages that are no longer made. Needs the extra `share`.

    Example: agenda site public --url https://example.org/visits/
    """
    from agenda.services.site import publish, refuse_folder

    if url is not None and not _ADDRESS.fullmatch(url):
        invocation.refuse(f"--url {url} is no web address; write https://example.org/visits/")
    with libraries("agenda site", "jinja2", "feedgenerator", "icalendar"):
        from agenda.output.site.pages import SitePages, site_settings
    refuse_folder(folder, invocation.root())
    snapshot = invocation.snapshot()
    gc.freeze()  # what is read stays until the end, and need not be traversed for each page
    settings = site_settings(snapshot, url or "")
    pages = SitePages(snapshot, settings, invocation.today)
    published = publish(folder, pages.paths, pages.files())
    warn_of_left_out(pages.left_out)
    if not settings.url:
        warn(
            "no feed, which needs the address of the site: add --url URL, or "
            "`site: {url: URL}` to agenda.yaml"
        )
    click.echo(escape_controls(f"{folder}: {_outcome(published)}"))
    return warn_of_broken(snapshot.book)


def _outcome(published: "Published") -> str:
    """How many files were written, were as they should be, and were removed."""
    parts = [
        f"wrote {count(published.written, 'file')}" if published.written else "",
        f"{published.unchanged:,} unchanged" if published.unchanged else "",
        f"removed {published.removed:,}" if published.removed else "",
    ]
    return ", ".join(filter(None, parts))
